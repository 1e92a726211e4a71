import LintPattern
import LintSource

extension Matcher {
    /// What a file must hold for a match in it: all clauses of one of these; `nil`: nothing is promised.
    var needs: [NeedleClauses]? {
        switch self {
        case .text(let texts): return texts.map { NeedleClauses([[Needle($0, exact: true)]]) }
        case .pattern(let patterns): return Matcher.alternatives(patterns.map { RegexLiterals.needs(of: $0.source) })
        case .name(let matcher):
            // Each part is in every spelling, joined ones too.
            return matcher.names.map { parts in NeedleClauses().adding(parts.map { [Needle($0)] }) }
        case .url(let matcher): return [NeedleClauses([matcher.anchors.map { Needle($0) }])]
        case .path(let matcher): return [NeedleClauses([matcher.literals.map { Needle($0) }])]
        case .any(let matchers): return Matcher.alternatives(matchers.map(\.needs))
        case .all(let first, let others):
            let more = others.flatMap { $0.needs.map(Matcher.common) ?? [] }
            guard let needs = first.needs else { return more.isEmpty ? nil : [NeedleClauses(more)] }
            return needs.map { $0.adding(more) }
        case .not: return nil
        }
    }

    private static func alternatives(_ all: [[NeedleClauses]?]) -> [NeedleClauses]? {
        let known = all.compactMap { $0 }
        return known.count == all.count ? known.flatMap { $0 } : nil
    }

    /// Clauses that hold whichever alternative does.
    static func common(_ alternatives: [NeedleClauses]) -> [[Needle]] {
        if alternatives.count == 1 { return alternatives[0].clauses }
        let rarest = alternatives.compactMap(\.rarest)
        return rarest.count == alternatives.count && !rarest.isEmpty ? [rarest.flatMap { $0 }] : []
    }
}

extension Rule {
    /// What a file must hold, and of each alternative the number of the clause that the fewest files satisfy.
    struct Needs: Sendable {
        var all: [NeedleClauses]?
        var rarest: [Int]
    }

    /// What a file must hold for the rule to fire on it: all clauses of one of these; `nil`: it must look at every file.
    var needs: [NeedleClauses]? {
        let (node, within, matcher) = (self.node, self.within, self.matcher)
        var clauses: [[Needle]] = []
        func add(_ texts: [[UInt8]], _ needle: ([UInt8]) -> Needle) {
            if !texts.isEmpty, texts.allSatisfy({ !$0.isEmpty }) { clauses.append(texts.map(needle)) }
        }
        func addNames(_ names: [[UInt8]]) { add(names, Selector.needle) }
        node?.promises.forEach(addNames)
        for selector in self.has { selector.literals.map(addNames) }
        // Any of the nodes of `within` will do.
        if within.count == 1 { within[0].promises.forEach(addNames) }
        let outer = within.map(\.literals)
        if within.count > 1, outer.allSatisfy({ $0 != nil }) { addNames(outer.flatMap { $0 ?? [] }) }
        for condition in self.conditions {
            // A capture is text of the file, cut out of it.
            switch condition.test {
            case .pattern(let pattern):
                clauses += RegexLiterals.needs(of: pattern.source).map { Matcher.common($0.map(\.anywhere)) } ?? []
            case .oneOf(let texts): add(texts.map { Array($0.utf8) }) { Needle($0) }
            case .notIn: break
            }
        }
        let own = node == nil ? matcher?.needs : matcher?.needs?.map(\.inValue)
        // The rarest first: where that is missing nobody looks for the others.
        let all = (own?.map { $0.adding(clauses) } ?? [NeedleClauses(clauses)]).map(\.rarestFirst)
        return all.allSatisfy { !$0.clauses.isEmpty } ? all : nil
    }
}
