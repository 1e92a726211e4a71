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
        "within", "has", "lacks", "unless", "claim", "analyzer", "fix", "group", "kpi", "tests",
    ]
    /// What only a rule with `match` or `node` can have: an analyzer decides these things itself.
    static let matchingKeys = [
        "lang", "in", "node", "match", "within", "has", "lacks", "unless", "claim", "fix", "group",
    ]

    func rule(_ node: YAMLNode) throws(PackError) -> Rule {
        let reader = try MappingReader(node, path: path, what: "rule", known: RuleDecoder.keys)
        let id = try reader.requiredString("id")
        guard RuleDecoder.isID(id) else {
            throw reader.fail(reader["id"]?.mark, "'\(id)' is no rule id; write 'family/offence'")
        }
        let facts = RuleFacts(
            id: id, title: try reader.requiredString("title"), why: try reader.requiredString("why"),
            level: try reader.choice("level", Level.self) ?? .warning, tags: try reader.texts("tags").map(\.text),
            kpi: try reader.string("kpi"), pack: pack.name)
        var rule = Rule(
            facts: facts,
            details: RuleDetails(
                path: path, mark: node.mark,
                message: try template(reader, "message", try reader.requiredString("message"))))
        rule.languages = try languages(reader)
        rule.files = try files(reader)
        rule.surfaces = try surfaces(reader)
        if reader["in"] != nil { rule.contexts = try contexts(reader, "in") }
        if let value = reader["node"] { rule.node = try decodeSelector(value, reader, "node") }
        if let value = reader["match"] { rule.matcher = try MatcherDecoder(path: path, pack: pack).matcher(value) }
        rule.analyzer = try reader.string("analyzer")
        if rule.analyzer != nil {
            try reader.refuse(
                RuleDecoder.matchingKeys, "does not go with 'analyzer', which decides this itself; remove one")
        } else if rule.node == nil, rule.matcher == nil {
            throw reader.fail(nil, "rule '\(rule.id)' looks for nothing; give 'match', 'node' or 'analyzer'")
        }
        // What an analyzer's findings can be asked for is known where the analyzers are.
        rule.conditions = try conditions(
            reader, captures: rule.analyzer == nil ? rule.matcher?.captureNames ?? [] : nil)
        rule.within = try selectors(reader, "within", bare: .anywhere)
        rule.has = try selectors(reader, "has")
        rule.lacks = try selectors(reader, "lacks")
        rule.unless = try excuses(reader)
        rule.claim = try claim(reader, captures: rule.matcher?.captureNames ?? [])
        rule.fix = try fix(reader, rule)
        if rule.fix != nil { rule.facts.fixSafety = rule.fix?.safety }
        rule.group = try group(reader, rule)
        if !pack.hasTests {
            if reader["tests"] == nil { throw RuleTestDecoder(path: path).lackOfTests(rule) }
        } else if !pack.isProven || reader["tests"] != nil {
            rule.tests = try RuleTestDecoder(path: path).tests(try reader.list("tests"), rule: rule)
            rule.facts.examples = rule.tests.compactMap(RuleTestDecoder.example)
        }
        try checkCaptures(rule, reader)
        return rule
    }

    /// `family/offence`: ASCII letters, digits and hyphens.
    private static func isID(_ id: String) -> Bool {
        let parts = id.utf8.split(separator: .ascii("/"), omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isDigit || $0 == .ascii("-") } }
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
        if case .mapping(let entries) = node.value {
            let inner = try MappingReader(node, path: path, what: "files", known: ["include", "exclude"])
            if entries.isEmpty { throw inner.fail(nil, "'files' is empty; give 'include' or 'exclude'") }
            return FileFilter(include: try globs(inner, "include"), exclude: try globs(inner, "exclude"))
        }
        return FileFilter(include: try globs(reader, "files"))
    }

    func globs(_ reader: MappingReader, _ key: String) throws(PackError) -> [PathGlob] {
        try expanded(reader, key).map { PathGlob($0.text) }
    }

    private func surfaces(_ reader: MappingReader) throws(PackError) -> SurfaceLevels {
        var result = SurfaceLevels()
        guard let node = reader["surfaces"] else { return result }
        if case .mapping(let entries) = node.value {
            if entries.isEmpty { throw reader.fail(node.mark, "'surfaces' is empty; write 'surface: level' lines") }
            for entry in entries { result.levels[entry.key] = try reader.choice(entry.value, "level", Level.self) }
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
            if text.hasPrefix("$"), text.count > 1, text.dropFirst().allSatisfy(Template.isNamePart) {
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

    /// A text with captures and variables; a variable that is nearly one of the pack's is a slip of the hand.
    func template(_ reader: MappingReader, _ key: String, _ text: String) throws(PackError) -> Template {
        let template = Template(text, variables: pack.variables)
        for name in template.unknownVariables {
            guard let near = NearestName.of(name, among: pack.variables.keys.sorted()), name.count > 2 else { continue }
            throw reader.fail(reader[key]?.mark, "unknown variable '$\(name)' in '\(key)'; did you mean '$\(near)'?")
        }
        return template
    }

    func selectors(
        _ reader: MappingReader, _ key: String, bare: Selector.Bare = .child
    ) throws(PackError) -> [Selector] {
        guard reader[key] != nil else { return [] }
        var result: [Selector] = []
        for (text, mark) in try reader.texts(key) {
            result.append(try decodeSelector(text, mark, reader, key, bare: bare))
        }
        return result
    }

    private func conditions(_ reader: MappingReader, captures: Set<String>?) throws(PackError) -> [CaptureCondition] {
        guard let node = reader["where"] else { return [] }
        guard case .mapping(let entries) = node.value, !entries.isEmpty else {
            throw reader.fail(node.mark, "'where' must be a mapping of captures, found \(node.kindName)")
        }
        var result: [CaptureCondition] = []
        for entry in entries {
            if let captures, !captures.contains(entry.key), entry.key != "match" {
                throw reader.unknown(entry.key, entry.keyMark, kind: "capture", among: captures.sorted() + ["match"])
            }
            let inner = try MappingReader(entry.value, path: path, what: "where", known: ["re", "one-of", "not-in"])
            if inner.entries.isEmpty {
                throw inner.fail(nil, "'\(entry.key)' asks nothing; give 're', 'one-of' or 'not-in'")
            }
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

    private func group(_ reader: MappingReader, _ rule: Rule) throws(PackError) -> Template? {
        guard let text = try reader.string("group") else { return nil }
        if text.isEmpty { throw reader.fail(reader["group"]?.mark, "'group' is empty; write the group's name") }
        if rule.fix == nil {
            throw reader.fail(reader["group"]?.mark, "'group' says what is fixed together; give the rule a 'fix'")
        }
        return try template(reader, "group", text)
    }

    /// A message or fix that asks for a capture nobody makes is a mistake.
    private func checkCaptures(_ rule: Rule, _ reader: MappingReader) throws(PackError) {
        guard rule.analyzer == nil else { return }
        var known = (rule.matcher?.captureNames ?? []).union(["match", "name", "path"])
        func check(_ template: Template, _ key: String) throws(PackError) {
            for capture in template.captures where !known.contains(capture) {
                throw reader.unknown(
                    capture, reader[key]?.mark ?? reader.node.mark, kind: "capture", among: known.sorted())
            }
        }
        if let group = rule.group { try check(group, "group") }
        if rule.claim != nil { known.insert("measured") }
        try check(rule.message, "message")
        switch rule.fix?.change {
        case .replace(let template): try check(template, "fix")
        case .replacePart(let part, let template):
            try check(template, "fix")
            if !known.contains(part) {
                throw reader.unknown(
                    part, reader["fix"]?["replace-part"]?.mark ?? reader.node.mark, kind: "capture",
                    among: known.sorted())
            }
        case .delete, nil: break
        }
    }
}
