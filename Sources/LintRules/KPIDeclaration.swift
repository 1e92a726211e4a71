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
    static let countKeys = [
        "findings", "unit", "surfaces", "files", "directories", "exclude", "nodes", "value", "answers", "external",
    ]

    public static func decode(_ node: YAMLNode, path: String) throws(PackError) -> KPIDeclaration {
        let reader = try MappingReader(node, path: path, what: "kpi", known: keys)
        let count = try MappingReader(try reader.required("count"), path: path, what: "count", known: countKeys)
        let exclude = try count.texts("exclude").map { PathGlob($0.text) }
        func filter(_ key: String) throws(PackError) -> FileFilter {
            FileFilter(include: try count.texts(key).map { PathGlob($0.text) }, exclude: exclude)
        }
        let kind: Count
        if count["findings"] != nil {
            let unit = try count.choice("unit", KPIValue.Unit.self) ?? .occurrences
            guard [.occurrences, .lines, .files, .repositories].contains(unit) else {
                throw count.fail(
                    count["unit"]?.mark, "findings are counted by occurrences, lines, files or repositories")
            }
            kind = .findings(
                rules: try count.texts("findings").map { PathGlob("/" + $0.text) }, unit: unit,
                surfaces: try count.texts("surfaces").map(\.text), files: try filter("files"))
        } else if let nodes = count["nodes"] {
            let unit = try count.choice("unit", KPIValue.Unit.self) ?? .nodes
            guard [.nodes, .repositories].contains(unit) else {
                throw count.fail(count["unit"]?.mark, "nodes are counted by nodes or repositories")
            }
            var values: CaptureCondition.Test?
            if let value = count["value"] {
                let inner = try MappingReader(value, path: path, what: "value", known: ["re", "one-of"])
                if let text = try inner.string("re") {
                    let decoder = MatcherDecoder(path: path, pack: Pack(name: ""))
                    values = .pattern(try decoder.pattern(text, value.mark))
                } else {
                    values = .oneOf(try inner.texts("one-of").map(\.text))
                }
            }
            kind = .nodes(
                NodeCount(
                    selector: try decodeSelector(nodes, count, "nodes"), files: try filter("files"), values: values,
                    unit: unit))
        } else if count["files"] != nil {
            kind = .files(try filter("files"))
        } else if count["directories"] != nil {
            kind = .directories(try filter("directories"))
        } else if let answers = count["answers"] {
            let text = try count.string(answers, "answers")
            let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw count.fail(answers.mark, "'answers' is written analyzer/name, found '\(text)'")
            }
            kind = .answers(analyzer: parts[0], name: parts[1])
        } else if let key = try count.string("external") {
            kind = .external(key)
        } else {
            throw count.fail(nil, "'count' says nothing; give findings, files, directories, nodes, answers or external")
        }
        return KPIDeclaration(
            id: try reader.requiredString("id"), title: try reader.requiredString("title"), count: kind,
            better: try reader.choice("better", KPIValue.Better.self) ?? .lower, goal: try reader.number("goal"),
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
    let text = try reader.string(node, key)
    do throws(Selector.Failure) { return try Selector(text) } catch {
        throw reader.fail(node.mark, "'\(key)' is no selector: \(error.message)")
    }
}

extension KPIDeclaration.NodeCount {
    /// How many nodes of a file count. Costs the file's tokens and tree.
    public func count(in file: ParsedFile) -> Int {
        guard files.matches(file.path) else { return 0 }
        let scratch = values == nil ? nil : MatchScratch()
        return file.flat.trees.reduce(0) { sum, tree in
            sum + selector.select(in: tree).count { accepts(tree.nodes[$0], file, scratch) }
        }
    }

    private func accepts(_ node: SyntaxTree.Node, _ file: ParsedFile, _ scratch: MatchScratch?) -> Bool {
        let text = node.scalar ?? file.bytes.text(node.valueRange)
        switch values {
        case nil: return true
        case .oneOf(let texts): return texts.contains(text)
        case .notIn(let texts): return !texts.contains(text)
        case .pattern(let pattern):
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
