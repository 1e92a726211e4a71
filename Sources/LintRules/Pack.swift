public import LintSource
import LintYAML

/// Rules, variables, KPIs and surfaces that belong together: a folder, or one file.
public struct Pack: Sendable {
    public var name: String
    /// Lists by name; a scalar is a list of one.
    public var variables: [String: [String]] = [:]
    /// Names of the variables that the pack itself gives a value.
    public var declaredVariables: [String] = []
    public var rules: [Rule] = []
    public var kpis: [KPIDeclaration] = []
    /// Surface names with their globs, in order.
    public var surfaces: [(name: String, globs: [PathGlob])] = []
    /// It was decoded and tested before it was recorded, so that what costs time and finds nothing but mistakes is left
    /// out: expressions are compiled at their first use, and its rules may stand without their tests.
    var isProven = false
    /// Whether its rules' cases are read; where not, a rule must have some, and what they say is for `rules test`.
    var hasTests = true

    /// A text file of a pack.
    public struct Source: Sendable {
        public var path: String
        public var bytes: [UInt8]
        public init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    static let fileKeys = ["pack", "vars", "rules", "kpis", "surfaces", "why"]

    /// A pack that is one file, with its rules under `rules:`.
    /// Without `wantsTests` the cases of its rules are passed over.
    public static func decode(
        file: Source, overriding variables: [String: [String]] = [:], wantsTests: Bool = true
    ) throws(PackError) -> Pack {
        let root = try parse(file, wantsTests: wantsTests)
        var pack = try head(root, path: file.path, variables: variables)
        pack.hasTests = wantsTests
        let reader = try MappingReader(root, path: file.path, what: "pack", known: fileKeys)
        for node in try reader.list("rules") {
            pack.rules.append(try RuleDecoder(path: file.path, pack: pack).rule(node))
        }
        return pack
    }

    /// A pack that is a folder: `pack.yml`, and one rule in each other file, whose name is the rule's.
    public static func decode(
        folder: [Source], name: String, overriding variables: [String: [String]] = [:], isProven: Bool = false,
        wantsTests: Bool = true
    ) throws(PackError) -> Pack {
        var pack = Pack(name: name)
        if let file = folder.first(where: { isPackFile($0.path) }) {
            pack = try head(try parse(file), path: file.path, variables: variables)
        }
        pack.isProven = isProven
        pack.hasTests = wantsTests
        for file in folder where !isPackFile(file.path) {
            let rule = try RuleDecoder(path: file.path, pack: pack).rule(try parse(file, wantsTests: wantsTests))
            let expected = rule.id.split(separator: "/").last.map(String.init) ?? rule.id
            let stem = file.path.split(separator: "/").last.map { $0.prefix { $0 != "." } } ?? ""
            if stem != expected {
                throw PackError(
                    path: file.path, mark: rule.mark,
                    message: "rule '\(rule.id)' stands in a file named '\(stem).yml'; name the file '\(expected).yml'")
            }
            pack.rules.append(rule)
        }
        return pack
    }

    static func isPackFile(_ path: String) -> Bool {
        path == "pack.yml" || path.hasSuffix("/pack.yml")
    }

    static func parse(_ file: Source, wantsTests: Bool = true) throws(PackError) -> YAMLNode {
        do throws(YAMLError) {
            return try YAMLDocument.parse(file.bytes, skipping: wantsTests ? nil : "tests")
        } catch {
            throw PackError(path: file.path, mark: error.mark, message: error.message)
        }
    }

    private static func head(
        _ root: YAMLNode, path: String, variables: [String: [String]]
    ) throws(PackError) -> Pack {
        let reader = try MappingReader(root, path: path, what: "pack", known: fileKeys)
        var pack = Pack(name: try reader.requiredString("pack"))
        _ = try reader.string("why")
        pack.variables = try decodeVariables(reader)
        pack.declaredVariables = pack.variables.keys.sorted()
        pack.variables.merge(variables) { _, new in new }
        pack.surfaces = try decodeSurfaces(reader)
        for node in try reader.list("kpis") { pack.kpis.append(try KPIDeclaration.decode(node, path: path)) }
        return pack
    }

    public static func decodeVariables(_ reader: MappingReader) throws(PackError) -> [String: [String]] {
        let entries = try reader.mapping("vars", of: "names to texts") ?? []
        var result: [String: [String]] = [:]
        for entry in entries {
            guard !entry.key.isEmpty, entry.key.allSatisfy(Template.isNamePart) else {
                throw reader.fail(
                    entry.keyMark, "'\(entry.key)' is no name of a variable; use letters, digits, '_' and '-'")
            }
            result[entry.key] = try reader.texts(entry.value, entry.key).map(\.text)
        }
        return result
    }

    public static func decodeSurfaces(_ reader: MappingReader) throws(PackError) -> [(name: String, globs: [PathGlob])]
    {
        let entries = try reader.mapping("surfaces", of: "names to globs") ?? []
        var result: [(name: String, globs: [PathGlob])] = []
        for entry in entries {
            result.append((entry.key, try reader.texts(entry.value, entry.key).map { PathGlob($0.text) }))
        }
        return result
    }
}
