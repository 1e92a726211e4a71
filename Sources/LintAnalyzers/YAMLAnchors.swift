import LintSource
import LintSyntax

/// Where a file of YAML has its anchors, by name: an alias would else be looked for from its place to the file's start.
final class YAMLAnchors {
    private let file: ParsedFile
    /// Made when the first alias asks.
    private var starts: [String: [UInt32]]?

    init(_ file: ParsedFile) { self.file = file }

    /// The node that an alias stands for, `*name`.
    func target(of alias: Int, _ tree: SyntaxTree) -> Int? {
        let range = tree.nodes[alias].valueRange
        guard file.bytes[Int(range.start)] == .ascii("*"), range.count <= 256 else { return nil }
        let name = file.bytes.text(ByteRange(Int(range.start) + 1, Int(range.end)))
        guard let start = last(name, before: range.start) else { return nil }
        // The innermost node that holds the anchor's mark; nodes are in the order they begin in.
        var low = 0
        var high = tree.nodes.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if tree.nodes[middle].range.start <= start { low = middle } else { high = middle }
        }
        while low > 0, !tree.nodes[low].range.contains(Int(start)) { low = Int(tree.nodes[low].parent) }
        return low > 0 ? low : nil
    }

    private func last(_ name: String, before end: UInt32) -> UInt32? {
        let starts = starts ?? read()
        self.starts = starts
        guard let found = starts[name] else { return nil }
        // The first that does not begin before.
        var low = 0
        var high = found.count
        while low < high {
            let middle = (low + high) / 2
            if found[middle] < end { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? found[low - 1] : nil
    }

    private func read() -> [String: [UInt32]] {
        var starts: [String: [UInt32]] = [:]
        for entry in file.inner.entries where entry.kind == .anchor {
            starts[String(file.bytes.text(entry.range).dropFirst()), default: []].append(entry.start)
        }
        return starts
    }
}
