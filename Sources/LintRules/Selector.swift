import LintPattern
import LintSource
public import LintSyntax

/// A JSONPath (RFC 9535) without filter expressions, over a document's tree.
///
/// Beyond the RFC: a name after a dot may hold hyphens (`$.pre-commit`), and a text without `$` is a path relative to a
/// node. Nodes come each once and in source order, however often a path names them.
public struct Selector: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case name(String)
        case wildcard
        case index(Int)
        case slice(start: Int?, end: Int?, step: Int)
    }

    /// What stands between two nodes of a path: `.a`, `..a`, `['a', 0, *]`.
    struct Segment: Sendable, Hashable {
        /// `..`: looks at the node and all below it.
        var descends: Bool
        var steps: [Step]
    }

    /// Where a path without `$` begins.
    public enum Bare: Sendable {
        /// At the node: `lock_address` is `$.lock_address`.
        case child
        /// Anywhere: `backend` is `$..backend`.
        case anywhere
    }

    public let source: String
    let segments: [Segment]

    public static func == (a: Selector, b: Selector) -> Bool { a.segments == b.segments }
    public func hash(into hasher: inout Hasher) { hasher.combine(segments) }

    /// The message says what is wrong and where in the text.
    public struct Failure: Error, Sendable, Hashable { public var message: String }

    public init(_ source: String, bare: Bare = .child) throws(Failure) {
        self.source = source
        let prefix = source.hasPrefix("$") ? "" : bare == .child ? "$." : "$.."
        var reader = SelectorReader(prefix + source, shown: source)
        segments = try reader.segments()
    }

    init(source: String, segments: [Segment]) {
        self.source = source
        self.segments = segments
    }

    /// Of each item one stands in every file it selects something in: the names of its segments that are only names. Of
    /// names that a file may have to write with escapes nothing is promised.
    var promises: [[[UInt8]]] {
        segments.compactMap { segment in
            let names: [[UInt8]] = segment.steps.compactMap {
                guard case .name(let name) = $0, !name.isEmpty else { return nil }
                let isPlain = name.utf8.allSatisfy {
                    (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
                }
                return isPlain ? Array(name.utf8) : nil
            }
            return names.count == segment.steps.count ? names : nil
        }
    }

    /// The most telling of its ``promises``; `nil` when there is none.
    var literals: [[UInt8]]? {
        func shortest(_ names: [[UInt8]]) -> Int { names.map(\.count).min() ?? 0 }
        return promises.max { shortest($0) < shortest($1) }
    }

    /// A name as it stands in a file: as it is written, whole, and not before `://`. An escape may stand before it, where its
    /// document lies in a text that has some.
    static func needle(_ name: [UInt8]) -> Needle {
        Needle(
            name, exact: true, opensWord: name.first?.isWord ?? false, closesWord: name.last?.isWord ?? false,
            isNoScheme: true, mayFollowEscape: true)
    }

    /// The nodes it selects below `root`, each once, in source order.
    public func select(in tree: SyntaxTree, from root: Int = 0) -> [Int] {
        var current = [root]
        for segment in segments {
            var next: [Int] = []
            for node in current {
                if segment.descends {
                    for base in Selector.descendants(of: node, in: tree) {
                        for step in segment.steps { Selector.apply(step, to: base, in: tree) { next.append($0) } }
                    }
                } else {
                    for step in segment.steps { Selector.apply(step, to: node, in: tree) { next.append($0) } }
                }
            }
            next.sort()
            current = []
            for node in next where current.last != node { current.append(node) }
            if current.isEmpty { return [] }
        }
        return current
    }

    /// The node and all below it.
    private static func descendants(of node: Int, in tree: SyntaxTree) -> [Int] {
        var result: [Int] = []
        var stack = [node]
        while let top = stack.popLast() {
            result.append(top)
            stack.append(contentsOf: tree.children(of: top))
        }
        return result
    }

    private static func apply(_ step: Step, to node: Int, in tree: SyntaxTree, _ found: (Int) -> Void) {
        switch step {
        case .name(let name): for child in tree.children(of: node) where tree.nodes[child].name == name { found(child) }
        case .wildcard: for child in tree.children(of: node) { found(child) }
        case .index(let index):
            guard tree.nodes[node].kind == .array else { return }
            let items = Array(tree.children(of: node))
            let at = index < 0 ? items.count + index : index
            if items.indices.contains(at) { found(items[at]) }
        case .slice(let start, let end, let step):
            guard tree.nodes[node].kind == .array, step != 0 else { return }
            let items = Array(tree.children(of: node))
            let count = items.count
            // RFC 9535, 2.3.4.2.2: bounds are normalised, then cut to the array.
            func normal(_ value: Int) -> Int { value >= 0 ? value : count + value }
            if step > 0 {
                var at = min(max(normal(start ?? 0), 0), count)
                let stop = min(max(normal(end ?? count), 0), count)
                while at < stop {
                    found(items[at])
                    guard step < count - at else { return }
                    at += step
                }
            } else {
                var at = min(max(start.map(normal) ?? count - 1, -1), count - 1)
                let stop = min(max(end.map(normal) ?? -1, -1), count - 1)
                while at > stop {
                    found(items[at])
                    guard -step <= at else { return }
                    at += step
                }
            }
        }
    }
}
