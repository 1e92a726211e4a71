public import LintFindings
import LintPattern
public import LintSource
public import LintSyntax
public import LintYAML

/// A number to be watched, as a pack or the configuration declares it.
public struct KPIDeclaration: Sendable {
    public enum Count: Sendable {
        /// Findings of the rules that match the globs, on the surfaces (all when empty), in the files.
        case findings(rules: [PathGlob], unit: KPIValue.Unit, surfaces: [String], files: FileFilter)
        case files(FileFilter)
        /// Folders that hold a file that matches.
        case directories(FileFilter)
        case nodes(NodeCount)
        case answers(analyzer: String, name: String)
        case external(String)
    }

    /// Nodes of the trees of some files, perhaps only those with a certain value.
    public struct NodeCount: Sendable {
        public var selector: Selector
        public var files: FileFilter
        /// What the value's text must look like.
        var values: CaptureCondition.Test?
        public var unit: KPIValue.Unit
    }

    public var id: String
    public var title: String
    public var count: Count
    public var better: KPIValue.Better
    public var goal: Double?
    public var path: String
    public var mark: YAMLNode.Mark
}

extension KPIDeclaration {
    static let keys = ["id", "title", "count", "better", "goal", "why"]

    public static func decode(_ node: YAMLNode, path: String) throws(PackError) -> KPIDeclaration {
        let reader = try MappingReader(node, path: path, what: "kpi", known: keys)
        _ = try reader.string("why")
        return KPIDeclaration(
            id: try reader.requiredString("id"), title: try reader.requiredString("title"),
            count: try count(try reader.required("count"), path: path, kinds: countKinds.map(\.name)),
            better: try reader.choice("better", KPIValue.Better.self) ?? .neither, goal: try reader.number("goal"),
            path: path,
            mark: node.mark)
    }

    /// The unit of its value.
    public var unit: KPIValue.Unit {
        switch count {
        case .findings(_, let unit, _, _): unit
        case .files: .files
        case .directories: .directories
        case .nodes(let nodes): nodes.unit
        case .answers: .answers
        case .external: .external
        }
    }
}

/// A selector at its place in a pack.
func decodeSelector(_ node: YAMLNode, _ reader: MappingReader, _ key: String) throws(PackError) -> Selector {
    try decodeSelector(try reader.string(node, key), node.mark, reader, key)
}

func decodeSelector(
    _ text: String, _ mark: YAMLNode.Mark, _ reader: MappingReader, _ key: String, bare: Selector.Bare = .child
) throws(PackError) -> Selector {
    do throws(Selector.Failure) { return try Selector(text, bare: bare) } catch {
        throw reader.fail(mark, "'\(key)' is no selector: \(error.message)")
    }
}

extension KPIDeclaration.NodeCount {
    /// How many nodes of a file count. Costs the file's tokens and tree.
    public func count(in file: ParsedFile) -> Int {
        guard files.matches(file.path) else { return 0 }
        var scratch: MatchScratch?
        return file.flat.trees.reduce(0) { sum, tree in
            sum + selector.select(in: tree).count { accepts(tree.nodes[$0], file, &scratch) }
        }
    }

    private func accepts(_ node: SyntaxTree.Node, _ file: ParsedFile, _ scratch: inout MatchScratch?) -> Bool {
        let text = node.scalar ?? file.bytes.text(node.valueRange)
        switch values {
        case nil: return true
        case .oneOf(let texts): return texts.contains(text)
        case .notIn(let texts): return !texts.contains(text)
        case .pattern(let pattern):
            scratch = scratch ?? MatchScratch()
            guard let scratch else { return false }
            var hit = false
            _ = Array(text.utf8).withByteView { bytes in
                pattern.search(bytes, in: ByteRange(0, bytes.count), scratch: scratch) { _ in
                    hit = true
                    return false
                }
            }
            return hit
        }
    }
}
