import LintSource
import LintSyntax

extension RuleRun {
    func tree(_ document: Int) -> SyntaxTree? {
        file.flat.documents[document].tree.map { file.flat.trees[$0] }
    }

    /// The innermost node of the selectors that holds the range, in its document or one around it.
    mutating func enclosing(_ selectors: [Selector], _ range: ByteRange, _ document: Int) -> Subject? {
        var document = document
        while document >= 0 {
            if let tree = tree(document) {
                var sets: [Set<Int>] = []
                for selector in selectors {
                    let use = SelectorUse(selector: selector, document: document)
                    let nodes = selected[use] ?? Set(selector.select(in: tree))
                    selected[use] = nodes
                    if !nodes.isEmpty { sets.append(nodes) }
                }
                var node = sets.isEmpty ? -1 : RuleRun.innermost(range, in: tree)
                while node >= 0 {
                    if sets.contains(where: { $0.contains(node) }) { return Subject(document: document, node: node) }
                    node = Int(tree.nodes[node].parent)
                }
            }
            document = file.flat.documents[document].parent
        }
        return nil
    }

    func isWithin(_ selector: Selector, _ range: ByteRange, _ document: Int) -> Bool {
        var copy = self
        return copy.enclosing([selector], range, document) != nil
    }

    /// The innermost object (a block, a mapping, an attribute set) around the range; the root where there is none.
    func enclosingObject(_ range: ByteRange, _ document: Int) -> Subject? {
        guard let tree = tree(document) else { return nil }
        var node = RuleRun.innermost(range, in: tree)
        while node > 0, tree.nodes[node].kind != .object || !tree.nodes[node].valueRange.contains(range) {
            node = Int(tree.nodes[node].parent)
        }
        return Subject(document: document, node: max(node, 0))
    }

    /// The innermost node whose range holds `range`; the root where none does. Nodes come in source order, parents first.
    private static func innermost(_ range: ByteRange, in tree: SyntaxTree) -> Int {
        var low = 0
        var high = tree.nodes.count
        while low < high {
            let middle = (low + high) / 2
            if tree.nodes[middle].range.start <= range.start { low = middle + 1 } else { high = middle }
        }
        var node = max(0, low - 1)
        while node > 0, !tree.nodes[node].range.contains(range) { node = Int(tree.nodes[node].parent) }
        return node
    }

    /// `terraform.backend.http`: the names on the way to a node.
    func address(_ subject: Subject) -> String {
        guard let tree = tree(subject.document) else { return "" }
        var names: [String] = []
        var node = subject.node
        while node > 0, names.count < 64 {
            if let name = tree.nodes[node].name { names.append(name) }
            node = Int(tree.nodes[node].parent)
        }
        return names.reversed().joined(separator: ".")
    }
}
