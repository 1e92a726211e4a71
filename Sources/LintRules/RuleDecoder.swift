import LintFindings
import LintPattern
import LintSource
import LintSyntax
import LintYAML

/// Reads one rule of a pack.
struct RuleDecoder {
    let path: String
    let pack: Pack

    static let keys = [
        "id", "title", "why", "level", "message", "tags", "lang", "files", "surfaces", "in", "node", "match", "where",
        "within",
        "has", "lacks", "unless", "claim", "analyzer", "fix", "kpi", "tests",
    ]

    func rule(_ node: YAMLNode) throws(PackError) -> Rule {
        let reader = try MappingReader(node, path: path, what: "rule", known: RuleDecoder.keys)
        let id = try reader.requiredString("id")
        let parts = id.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } })
        else {
            throw reader.fail(reader["id"]?.mark, "'\(id)' is no rule id; write 'family/offence'")
        }
        let facts = RuleFacts(
            id: id, title: try reader.requiredString("title"), why: try reader.requiredString("why"),
            level: try reader.choice("level", Level.self) ?? .warning, tags: try reader.texts("tags").map(\.text),
            kpi: try reader.string("kpi"), pack: pack.name)
        if reader["claim"] != nil {
            throw reader.fail(reader["claim"]?.mark, "'claim' is not supported yet; use an 'analyzer'")
        }
        var rule = Rule(
            facts: facts, path: path, mark: node.mark,
            message: Template(try reader.requiredString("message"), variables: pack.variables))
        rule.languages = try languages(reader)
        rule.files = try files(reader)
        rule.surfaces = try surfaces(reader)
        if reader["in"] != nil { rule.contexts = try contexts(reader, "in") }
        if let value = reader["node"] { rule.node = try decodeSelector(value, reader, "node") }
        if let value = reader["match"] { rule.matcher = try MatcherDecoder(path: path, pack: pack).matcher(value) }
        rule.analyzer = try reader.string("analyzer")
        if rule.analyzer != nil, rule.node != nil || rule.matcher != nil {
            throw reader.fail(
                reader["analyzer"]?.mark, "a rule has an 'analyzer' or 'match'/'node', not both; remove one")
        }
        if rule.analyzer == nil, rule.node == nil, rule.matcher == nil {
            throw reader.fail(nil, "rule '\(id)' looks for nothing; give 'match', 'node' or 'analyzer'")
        }
        // What an analyzer's findings can be asked for is known where the analyzers are.
        rule.conditions = try conditions(
            reader, captures: rule.analyzer == nil ? rule.matcher?.captureNames ?? [] : nil)
        rule.within = try selectors(reader, "within")
        rule.has = try selectors(reader, "has")
        rule.lacks = try selectors(reader, "lacks")
        rule.unless = try excuses(reader)
        rule.fix = try fix(reader)
        if rule.fix != nil { rule.facts.fixSafety = rule.fix?.safety }
        if !pack.isProven || reader["tests"] != nil {
            rule.tests = try RuleTestDecoder(path: path).tests(try reader.list("tests"), rule: rule)
            rule.facts.examples = rule.tests.compactMap(RuleTestDecoder.example)
        }
        try checkCaptures(rule, reader)
        return rule
    }

    private func languages(_ reader: MappingReader) throws(PackError) -> Set<Language>? {
        guard reader["lang"] != nil else { return nil }
        var result = Set<Language>()
        for (text, mark) in try expanded(reader, "lang") {
            guard let language = Language(rawValue: text) else {
                throw reader.unknown(text, mark, kind: "language", among: Language.allCases.map(\.rawValue))
            }
            result.insert(language)
            if language == .text { result.formUnion(Language.allCases.filter(\.isGenericText)) }
        }
        return result
    }

    private func files(_ reader: MappingReader) throws(PackError) -> FileFilter {
        guard let node = reader["files"] else { return FileFilter() }
        if case .mapping = node.value {
            let inner = try MappingReader(node, path: path, what: "files", known: ["include", "exclude"])
            return FileFilter(
                include: try expanded(inner, "include").map { PathGlob($0.text) },
                exclude: try expanded(inner, "exclude").map { PathGlob($0.text) })
        }
        return FileFilter(include: try expanded(reader, "files").map { PathGlob($0.text) })
    }

    private func surfaces(_ reader: MappingReader) throws(PackError) -> SurfaceLevels {
        var result = SurfaceLevels()
        guard let node = reader["surfaces"] else { return result }
        if case .mapping(let entries) = node.value {
            for entry in entries { result.levels[entry.key] = try reader.choice(entry.value, entry.key, Level.self) }
        } else {
            result.only = Set(try expanded(reader, "surfaces").map(\.text))
        }
        return result
    }

    func contexts(_ reader: MappingReader, _ key: String) throws(PackError) -> UInt32 {
        var bits: UInt32 = 0
        for (text, mark) in try expanded(reader, key) {
            guard let context = Context(name: text) else {
                throw reader.unknown(text, mark, kind: "context", among: Context.allCases.map(\.name))
            }
            bits |= context.bit
        }
        return bits
    }

    /// Texts with each `$variable` that stands alone replaced by its list.
    func expanded(_ reader: MappingReader, _ key: String) throws(PackError) -> [(text: String, mark: YAMLNode.Mark)] {
        var result: [(text: String, mark: YAMLNode.Mark)] = []
        for (text, mark) in try reader.texts(key) {
            if text.hasPrefix("$"), text.count > 1,
                text.dropFirst().allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
            {
                guard let values = pack.variables[String(text.dropFirst())] else {
                    throw reader.unknown(
                        text, mark, kind: "variable", among: pack.variables.keys.sorted().map { "$" + $0 })
                }
                result += values.map { ($0, mark) }
            } else {
                result.append((text, mark))
            }
        }
        return result
    }

    private func selectors(_ reader: MappingReader, _ key: String) throws(PackError) -> [Selector] {
        guard let node = reader[key] else { return [] }
        if case .sequence(let items) = node.value {
            var result: [Selector] = []
            for item in items { result.append(try decodeSelector(item, reader, key)) }
            return result
        }
        return [try decodeSelector(node, reader, key)]
    }

    private func conditions(_ reader: MappingReader, captures: Set<String>?) throws(PackError) -> [CaptureCondition] {
        guard let node = reader["where"], !node.isNull else { return [] }
        guard case .mapping(let entries) = node.value else {
            throw reader.fail(node.mark, "'where' must be a mapping of captures, found \(node.kindName)")
        }
        var result: [CaptureCondition] = []
        for entry in entries {
            if let captures, !captures.contains(entry.key), entry.key != "match" {
                throw reader.unknown(entry.key, entry.keyMark, kind: "capture", among: captures.sorted() + ["match"])
            }
            let inner = try MappingReader(entry.value, path: path, what: "where", known: ["re", "one-of", "not-in"])
            for part in inner.entries {
                let test: CaptureCondition.Test =
                    switch part.key {
                    case "re":
                        .pattern(
                            try MatcherDecoder(path: path, pack: pack).pattern(
                                try inner.string(part.value, "re"), part.value.mark))
                    case "one-of": .oneOf(try expanded(inner, "one-of").map(\.text))
                    default: .notIn(try expanded(inner, "not-in").map(\.text))
                    }
                result.append(CaptureCondition(capture: entry.key, test: test))
            }
        }
        return result
    }

    private func excuses(_ reader: MappingReader) throws(PackError) -> [Excuse] {
        guard let node = reader["unless"], !node.isNull else { return [] }
        let items: [YAMLNode] = if case .sequence(let list) = node.value { list } else { [node] }
        var result: [Excuse] = []
        for item in items {
            let inner = try MappingReader(
                item, path: path, what: "unless",
                known: ["match", "reach", "within", "in", "files", "exists", "evidence"])
            if let match = inner["match"] {
                let reach = try inner.choice("reach", Excuse.Reach.self) ?? .line
                result.append(.match(try MatcherDecoder(path: path, pack: pack).matcher(match), on: reach))
            }
            for selector in try selectors(inner, "within") { result.append(.within(selector)) }
            if inner["in"] != nil { result.append(.context(try contexts(inner, "in"))) }
            if inner["files"] != nil { result.append(.files(try expanded(inner, "files").map { PathGlob($0.text) })) }
            if inner["exists"] != nil {
                result.append(.exists(try expanded(inner, "exists").map { PathGlob($0.text) }))
            }
            if let evidence = inner["evidence"] { result.append(.evidence(try self.evidence(evidence))) }
        }
        return result
    }

    private func evidence(_ node: YAMLNode) throws(PackError) -> Evidence {
        let reader = try MappingReader(node, path: path, what: "evidence", known: ["near", "files", "in", "match"])
        return Evidence(
            near: try reader.choice("near", Evidence.Near.self) ?? .repo,
            files: try expanded(reader, "files").map { PathGlob($0.text) },
            contexts: reader["in"] == nil ? .max : try contexts(reader, "in"),
            matcher: try MatcherDecoder(path: path, pack: pack).matcher(try reader.required("match")))
    }

    private func fix(_ reader: MappingReader) throws(PackError) -> FixTemplate? {
        guard let node = reader["fix"], !node.isNull else { return nil }
        let inner = try MappingReader(
            node, path: path, what: "fix", known: ["replace", "replace-part", "with", "delete", "safety"])
        guard let safety = try inner.choice("safety", FixSafety.self) else {
            throw inner.fail(nil, "a fix has no 'safety'; write 'safety: safe' or 'safety: unsafe'")
        }
        let kinds = ["replace", "replace-part", "delete"].filter { inner[$0] != nil }
        guard kinds.count == 1 else {
            throw inner.fail(
                nil,
                "a fix is one of replace, replace-part, delete; found \(kinds.isEmpty ? "none" : kinds.joined(separator: " and "))"
            )
        }
        if let text = try inner.string("replace") {
            return FixTemplate(change: .replace(Template(text, variables: pack.variables)), safety: safety)
        }
        if let part = try inner.string("replace-part") {
            let text = try inner.string(try inner.required("with"), "with")
            return FixTemplate(change: .replacePart(part, Template(text, variables: pack.variables)), safety: safety)
        }
        return FixTemplate(
            change: .delete(try inner.choice("delete", FixTemplate.Extent.self) ?? .match), safety: safety)
    }

    /// A message or fix that asks for a capture nobody makes is a mistake.
    private func checkCaptures(_ rule: Rule, _ reader: MappingReader) throws(PackError) {
        guard rule.analyzer == nil else { return }
        let known = (rule.matcher?.captureNames ?? []).union(["match", "name", "path"])
        func check(_ template: Template, _ mark: YAMLNode.Mark?) throws(PackError) {
            for capture in template.captures where !known.contains(capture) {
                throw reader.unknown(capture, mark ?? reader.node.mark, kind: "capture", among: known.sorted())
            }
        }
        try check(rule.message, reader["message"]?.mark)
        switch rule.fix?.change {
        case .replace(let template): try check(template, reader["fix"]?.mark)
        case .replacePart(let part, let template):
            try check(template, reader["fix"]?.mark)
            if !known.contains(part) {
                throw reader.unknown(
                    part, reader["fix"]?.mark ?? reader.node.mark, kind: "capture", among: known.sorted())
            }
        case .delete, nil: break
        }
    }
}
