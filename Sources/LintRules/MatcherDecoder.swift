import LintPattern
import LintSource
import LintYAML

/// Reads a `match:` of a rule.
struct MatcherDecoder {
    let path: String
    let pack: Pack

    static let kinds = ["text", "re", "name", "url", "path", "any", "all", "not"]

    func matcher(_ node: YAMLNode, depth: Int = 0) throws(PackError) -> Matcher {
        let reader = try MappingReader(
            node, path: path, what: "match", known: MatcherDecoder.kinds + ["also-in", "spellings"])
        let present = MatcherDecoder.kinds.filter { reader[$0] != nil }
        guard present.count == 1, depth < 16 else {
            let found = present.isEmpty ? "none" : present.joined(separator: " and ")
            throw reader.fail(
                nil, "'match' holds exactly one of \(MatcherDecoder.kinds.joined(separator: ", ")); found \(found)")
        }
        let rules = RuleDecoder(path: path, pack: pack)
        if present[0] != "name",
            let extra = reader.entries.first(where: { $0.key == "also-in" || $0.key == "spellings" })
        {
            throw reader.fail(extra.keyMark, "'\(extra.key)' goes with 'name' only; remove it")
        }
        switch present[0] {
        case "text":
            let texts = try nonEmpty(reader, "text").map { Array($0.utf8) }
            return .text(texts)
        case "re":
            var patterns: [Pattern] = []
            for (text, mark) in try reader.texts("re") { patterns.append(try pattern(text, mark)) }
            if patterns.isEmpty { throw reader.fail(reader["re"]?.mark, "'re' is empty; write an expression") }
            return .pattern(patterns)
        case "name":
            var spellings: Set<NameMatcher.Spelling> = []
            for (text, mark) in try reader.texts("spellings") {
                guard let spelling = NameMatcher.Spelling(rawValue: text) else {
                    throw reader.unknown(
                        text, mark, kind: "spelling", among: NameMatcher.Spelling.allCases.map(\.rawValue))
                }
                spellings.insert(spelling)
            }
            var alsoIn: Set<NameMatcher.Place> = []
            for (text, mark) in try reader.texts("also-in") {
                guard let place = NameMatcher.Place(rawValue: text) else {
                    throw reader.unknown(text, mark, kind: "place", among: NameMatcher.Place.allCases.map(\.rawValue))
                }
                alsoIn.insert(place)
            }
            _ = try nonEmpty(reader, "name")
            let names = try rules.expanded(reader, "name").map(\.text)
            return .name(
                NameMatcher(
                    names: names, spellings: spellings.isEmpty ? Set(NameMatcher.Spelling.allCases) : spellings,
                    alsoIn: alsoIn))
        case "url": return try url(try reader.required("url"))
        case "path":
            let inner = try MappingReader(try reader.required("path"), path: path, what: "path", known: ["rooted"])
            let roots = try rules.expanded(inner, "rooted").map(\.text)
            if roots.isEmpty { throw inner.fail(nil, "'path' needs 'rooted': a list of folders") }
            return .path(PathMatcher(rooted: roots))
        case "any":
            return .any(try matchers(reader, "any", depth: depth))
        case "all":
            let parts = try matchers(reader, "all", depth: depth)
            guard let first = parts.first, !isNot(first) else {
                throw reader.fail(reader["all"]?.mark, "'all' begins with what is reported; put 'not' behind it")
            }
            return .all(first, Array(parts.dropFirst()))
        default:
            guard depth > 0 else { throw reader.fail(reader["not"]?.mark, "'not' stands inside 'all' only") }
            return .not(try matcher(try reader.required("not"), depth: depth + 1))
        }
    }

    private func isNot(_ matcher: Matcher) -> Bool { if case .not = matcher { true } else { false } }

    private func matchers(_ reader: MappingReader, _ key: String, depth: Int) throws(PackError) -> [Matcher] {
        var result: [Matcher] = []
        for item in try reader.list(key) { result.append(try matcher(item, depth: depth + 1)) }
        if result.isEmpty { throw reader.fail(reader[key]?.mark, "'\(key)' is empty; give it matchers") }
        if key == "any", result.contains(where: isNot) {
            throw reader.fail(reader[key]?.mark, "'not' stands inside 'all' only")
        }
        return result
    }

    private func nonEmpty(_ reader: MappingReader, _ key: String) throws(PackError) -> [String] {
        let texts = try reader.texts(key)
        if texts.isEmpty { throw reader.fail(reader[key]?.mark, "'\(key)' is empty; write what to look for") }
        for (text, mark) in texts where text.isEmpty {
            throw reader.fail(mark, "'\(key)' is empty; write what to look for")
        }
        return texts.map(\.text)
    }

    func pattern(_ text: String, _ mark: YAMLNode.Mark) throws(PackError) -> Pattern {
        if text.isEmpty { throw PackError(path: path, mark: mark, message: "'re' is empty; write an expression") }
        if pack.isProven { return Pattern(proven: text) }
        do throws(PatternError) { return try Pattern(text) } catch {
            throw PackError(
                path: path, mark: mark,
                message: "bad regular expression at its character \(error.offset + 1): \(error.message)")
        }
    }

    private func url(_ node: YAMLNode) throws(PackError) -> Matcher {
        let reader = try MappingReader(node, path: path, what: "url", known: URLParts.names)
        let rules = RuleDecoder(path: path, pack: pack)
        func part(_ key: String) throws(PackError) -> [String] { try rules.expanded(reader, key).map(\.text) }
        let (schemes, userinfo, hosts) = (try part("scheme"), try reader.string("userinfo"), try part("host"))
        let (ports, owners, paths) = (try part("port"), try part("owner"), try part("path"))
        do throws(URLMatcher.Failure) {
            return .url(
                try URLMatcher(
                    schemes: schemes, userinfo: userinfo, hosts: hosts, ports: ports, owners: owners, paths: paths))
        } catch {
            throw reader.fail(nil, error.message)
        }
    }
}
