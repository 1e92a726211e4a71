import LintPattern
import LintSource

extension Rule {
    /// What a file must hold besides ``literals`` for the rule to fire on it: of each item at least one. A look for them
    /// costs less than a search or a tree.
    var promises: [[LiteralSearch]] {
        var all: [[[UInt8]]] = []
        if let literals = matcher?.literals { all.append(literals) }
        // Any of the nodes of `within` will do.
        all += (node?.promises ?? []) + (within.count == 1 ? within[0].promises : [])
        for condition in conditions {
            // A capture is text of the file.
            switch condition.test {
            case .pattern(let pattern):
                if let literals = RegexLiterals.mandatory(in: pattern.source) { all.append(literals) }
            case .oneOf(let texts): if texts.allSatisfy({ !$0.isEmpty }) { all.append(texts.map { Array($0.utf8) }) }
            case .notIn: break
            }
        }
        return all.filter { $0 != literals }.map { $0.map { LiteralSearch($0.map(\.lowered)) } }
    }
}
