public import LintFindings
import LintSource
import LintYAML

extension KPIDeclaration {
    /// The ways to count, and the keys that go with each.
    static let countKinds: [CountKind] = [
        CountKind(
            name: "findings", keys: ["unit", "surfaces", "files", "exclude"],
            units: [.occurrences, .lines, .files, .repositories]),
        CountKind(name: "nodes", keys: ["unit", "files", "exclude", "value"], units: [.nodes, .repositories]),
        CountKind(name: "files", keys: ["exclude"]), CountKind(name: "directories", keys: ["exclude"]),
        CountKind(name: "answers"), CountKind(name: "external"),
    ]

    /// A way to count, the keys that go with it and the units it may be counted in, the first of them unless said.
    public struct CountKind: Sendable {
        public var name: String
        public var keys: [String] = []
        public var units: [KPIValue.Unit] = []
    }

    /// Reads a `count:` that may be one of `kinds`.
    static func count(_ node: YAMLNode, path: String, kinds: [String]) throws(PackError) -> Count {
        let allowed = countKinds.filter { kinds.contains($0.name) }
        var known = kinds
        for key in allowed.flatMap(\.keys) where !known.contains(key) { known.append(key) }
        let reader = try MappingReader(node, path: path, what: "count", known: known)
        var present = allowed.filter { reader[$0.name] != nil }
        // `files` limits where findings and nodes are counted.
        if present.contains(where: { $0.name == "nodes" || $0.name == "findings" }) {
            present.removeAll { $0.name == "files" }
        }
        guard let kind = present.first, present.count == 1 else {
            let found = present.isEmpty ? "none" : present.map(\.name).joined(separator: " and ")
            throw reader.fail(nil, "'count' is one of \(kinds.joined(separator: ", ")); found \(found)")
        }
        let others = reader.entries.map(\.key).filter { $0 != kind.name && !kind.keys.contains($0) }
        try reader.refuse(others, "does not go with '\(kind.name)'; remove it")
        let exclude = try reader.texts("exclude").map { PathGlob($0.text) }
        func filter(_ key: String) throws(PackError) -> FileFilter {
            FileFilter(include: try reader.texts(key).map { PathGlob($0.text) }, exclude: exclude)
        }
        let unit = try reader.choice("unit", KPIValue.Unit.self) ?? kind.units.first ?? .files
        if !kind.units.isEmpty, !kind.units.contains(unit) {
            throw reader.fail(
                reader["unit"]?.mark,
                "'\(kind.name)' are counted by \(kind.units.map(\.rawValue).joined(separator: ", ")), found '\(unit.rawValue)'"
            )
        }
        switch kind.name {
        case "findings":
            return .findings(
                rules: try reader.texts("findings").map { PathGlob("/" + $0.text) }, unit: unit,
                surfaces: try reader.texts("surfaces").map(\.text), files: try filter("files"))
        case "nodes":
            let selector = try decodeSelector(try reader.required("nodes"), reader, "nodes")
            return .nodes(
                NodeCount(
                    selector: selector, files: try filter("files"), values: try values(reader, path: path), unit: unit))
        case "files": return .files(try filter("files"))
        case "directories": return .directories(try filter("directories"))
        case "answers":
            let text = try reader.requiredString("answers")
            let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw reader.fail(reader["answers"]?.mark, "'answers' is written analyzer/name, found '\(text)'")
            }
            return .answers(analyzer: parts[0], name: parts[1])
        default: return .external(try reader.requiredString("external"))
        }
    }

    /// What the text of a counted node must look like.
    private static func values(_ reader: MappingReader, path: String) throws(PackError) -> CaptureCondition.Test? {
        guard let value = reader["value"] else { return nil }
        let inner = try MappingReader(value, path: path, what: "value", known: ["re", "one-of"])
        guard inner.entries.count == 1 else { throw inner.fail(nil, "'value' is one of re, one-of") }
        if let text = try inner.string("re") {
            return .pattern(try MatcherDecoder(path: path, pack: Pack(name: "")).pattern(text, value.mark))
        }
        return .oneOf(try inner.texts("one-of").map(\.text))
    }
}
