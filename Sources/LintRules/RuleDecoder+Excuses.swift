import LintSource
import LintYAML

extension RuleDecoder {
    /// `unless:`, one excuse or a list of them.
    func excuses(_ reader: MappingReader) throws(PackError) -> [Excuse] {
        guard let node = reader["unless"] else { return [] }
        let items: [YAMLNode] = if case .sequence(let list) = node.value { list } else { [node] }
        if items.isEmpty { throw reader.fail(node.mark, "'unless' is an empty list; fill it, or remove the key") }
        var result: [Excuse] = []
        for item in items {
            let inner = try MappingReader(
                item, path: path, what: "unless",
                known: ["match", "reach", "within", "in", "files", "exists", "evidence", "answer", "refused"])
            if inner.entries.isEmpty { throw inner.fail(nil, "'unless' says nothing; give an excuse, or remove it") }
            if let match = inner["match"] {
                let reach = try inner.choice("reach", Excuse.Reach.self) ?? .line
                result.append(.match(try MatcherDecoder(path: path, pack: pack).condition(match), on: reach))
            } else {
                try inner.refuse(["reach"], "says how far 'match' reaches; add 'match', or remove it")
            }
            for selector in try selectors(inner, "within", bare: .anywhere) { result.append(.within(selector)) }
            if inner["in"] != nil { result.append(.context(try contexts(inner, "in"))) }
            if inner["files"] != nil { result.append(.files(try globs(inner, "files"))) }
            if inner["exists"] != nil { result.append(.exists(try globs(inner, "exists"))) }
            if let evidence = inner["evidence"] { result.append(.evidence(try self.evidence(evidence))) }
            if let answer = try inner.string("answer") {
                let parts = answer.split(separator: "/", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw inner.fail(inner["answer"]?.mark, "'answer' is written analyzer/name, found '\(answer)'")
                }
                result.append(.answer(analyzer: parts[0], name: parts[1]))
            }
            if try inner.flag("refused") == true { result.append(.refusal) }
        }
        return result
    }

    private func evidence(_ node: YAMLNode) throws(PackError) -> Evidence {
        let reader = try MappingReader(node, path: path, what: "evidence", known: ["near", "files", "in", "match"])
        return Evidence(
            near: try reader.choice("near", Evidence.Near.self) ?? .repo,
            files: try globs(reader, "files"),
            contexts: reader["in"] == nil ? .max : try contexts(reader, "in"),
            matcher: try MatcherDecoder(path: path, pack: pack).condition(try reader.required("match")))
    }
}
