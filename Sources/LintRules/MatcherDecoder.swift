import LintPattern
import LintSource
import LintYAML

/// Reads a `match:` of a rule.
struct MatcherDecoder {
    let path: String
    let pack: Pack

    static let kinds = ["text", "re", "name", "url", "path", "any", "all", "not"]

    /// Where a matcher stands: `not` has a place in `all` only, behind its first item.
    private enum Place { case top, inside }

    func matcher(_ node: YAMLNode) throws(PackError) -> Matcher { try matcher(node, .top, depth: 0) }

    private func matcher(_ node: YAMLNode, _ place: Place, depth: Int) throws(PackError) -> Matcher {
        let reader = try MappingReader(
            node, path: path, what: "match", known: MatcherDecoder.kinds + ["also-in", "spellings"])
        let present = MatcherDecoder.kinds.filter { reader[$0] != nil }
        guard present.count == 1 else {
            let found = present.isEmpty ? "none" : present.joined(separator: " and ")
            throw reader.fail(
                nil, "'match' holds exactly one of \(MatcherDecoder.kinds.joined(separator: ", ")); found \(found)")
        }
        guard depth < 16 else { throw reader.fail(nil, "'match' is nested deeper than 16 levels") }
        if present[0] != "name" { try reader.refuse(["also-in", "spellings"], "goes with 'name' only; remove it") }
        switch present[0] {
        case "text": return .text(try nonEmpty(reader, "text").map { Array($0.text.utf8) })
        case "re":
            var patterns: [Pattern] = []
            for (text, mark) in try reader.texts("re") { patterns.append(try pattern(text, mark)) }
            return .pattern(patterns)
        case "name": return try name(reader)
        case "url": return try url(try reader.required("url"))
        case "path": return try self.path(try reader.required("path"))
        case "any": return .any(try matchers(reader, "any", depth: depth))
        case "all":
            let parts = try matchers(reader, "all", depth: depth)
            return .all(parts[0], Array(parts.dropFirst()))
        default:
            guard place == .inside else {
                throw reader.fail(
                    reader.node.entry("not")?.keyMark,
                    "'not' stands inside 'all' only, behind what is reported; write {all: [{…}, {not: {…}}]}")
            }
            return .not(try matcher(try reader.required("not"), .top, depth: depth + 1))
        }
    }

    private func matchers(_ reader: MappingReader, _ key: String, depth: Int) throws(PackError) -> [Matcher] {
        var result: [Matcher] = []
        for item in try reader.list(key) {
            let place: Place = key == "all" && !result.isEmpty ? .inside : .top
            let one = try matcher(item, place, depth: depth + 1)
            if place == .inside, one.asksForFiles { throw MatcherDecoder.misplacedExists(item, path) }
            result.append(one)
        }
        if result.isEmpty { throw reader.fail(reader[key]?.mark, "'\(key)' is empty; give it matchers") }
        return result
    }

    private func name(_ reader: MappingReader) throws(PackError) -> Matcher {
        func words<Word: RawRepresentable & CaseIterable & Hashable>(
            _ key: String, _ kind: String, _ type: Word.Type
        ) throws(PackError) -> Set<Word> where Word.RawValue == String {
            var result: Set<Word> = []
            for (text, mark) in try reader.texts(key) {
                guard let word = Word(rawValue: text) else {
                    throw reader.unknown(text, mark, kind: kind, among: Word.allCases.map(\.rawValue))
                }
                result.insert(word)
            }
            return result
        }
        let spellings = try words("spellings", "spelling", NameMatcher.Spelling.self)
        let alsoIn = try words("also-in", "place", NameMatcher.Place.self)
        var names: [String] = []
        for (text, mark) in try RuleDecoder(path: path, pack: pack).expanded(reader, "name") {
            guard NameMatcher.isName(text) else {
                throw reader.fail(mark, "'\(text)' is no name: it has no letter or digit; write what to look for")
            }
            names.append(text)
        }
        return .name(
            NameMatcher(
                names: names, spellings: spellings.isEmpty ? Set(NameMatcher.Spelling.allCases) : spellings,
                alsoIn: alsoIn))
    }

    private func path(_ node: YAMLNode) throws(PackError) -> Matcher {
        let inner = try MappingReader(
            node, path: path, what: "path", known: ["rooted", "extensions", "folders", "exists"])
        let rules = RuleDecoder(path: path, pack: pack)
        let roots = try rules.expanded(inner, "rooted")
        for (text, mark) in roots where !text.contains(where: { $0 != "/" && $0 != "." }) {
            throw inner.fail(mark, "'\(text)' is no folder of the repository; write its path, 'docs/'")
        }
        let extensions = try rules.expanded(inner, "extensions")
        for (text, mark) in extensions where !MatcherDecoder.isExtension(text) {
            throw inner.fail(mark, "'\(text)' is no extension of a file's name; write it as 'md' or 'tar.gz'")
        }
        let folders = try inner.flag("folders") ?? false
        if roots.isEmpty, extensions.isEmpty, !folders {
            throw inner.fail(nil, "'path' does not say what a path is; give 'rooted', 'extensions' or 'folders: true'")
        }
        return .path(
            PathMatcher(
                rooted: roots.map(\.text), extensions: extensions.map(\.text), folders: folders,
                exists: try inner.flag("exists")))
    }

    private static func isExtension(_ text: String) -> Bool {
        let parts = (text.hasPrefix(".") ? text.dropFirst() : text[...]).utf8.split(
            separator: .ascii("."), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isWord || $0 == .ascii("-") || $0 == .ascii("+") }
        }
    }

    /// A matcher that says whether something is so, and reports nothing: other files have no say in it.
    func condition(_ node: YAMLNode) throws(PackError) -> Matcher {
        let matcher = try matcher(node)
        if matcher.asksForFiles { throw MatcherDecoder.misplacedExists(node, path) }
        return matcher
    }

    private static func misplacedExists(_ node: YAMLNode, _ path: String) -> PackError {
        PackError(
            path: path, mark: node.mark,
            message: "'exists' goes with what a rule reports, not with a condition; remove it here")
    }

    private func nonEmpty(
        _ reader: MappingReader, _ key: String
    ) throws(PackError) -> [(text: String, mark: YAMLNode.Mark)] {
        let texts = try reader.texts(key)
        for (text, mark) in texts where text.isEmpty {
            throw reader.fail(mark, "'\(key)' is empty; write what to look for")
        }
        return texts
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
        func part(_ key: String) throws(PackError) -> [String] {
            let texts = try rules.expanded(reader, key)
            for (text, mark) in texts where text.isEmpty {
                throw reader.fail(mark, "'\(key)' is empty; write what the part must be, or remove the key")
            }
            return texts.map(\.text)
        }
        let (schemes, userinfo, hosts) = (try part("scheme"), try part("userinfo"), try part("host"))
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
