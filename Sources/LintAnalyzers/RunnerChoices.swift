import LintSource
import LintSyntax

/// Which runner labels a job may ask for, in every form that `runs-on` has: a label, a list of them, `{group, labels}`,
/// an expression with literals in its arms or in `fromJSON`, a value of the matrix, an input's default.
struct RunnerChoices {
    /// Labels that must hold together; a runner has all of them.
    struct Choice {
        var labels: [ByteRange]
        /// What is asked for with them and only known to the run.
        var open: [ByteRange] = []
    }

    let bytes: ByteView
    let tree: SyntaxTree

    /// All choices of the document, each label once.
    var all: [Choice] {
        var result: [Choice] = []
        var seen = Set<ByteRange>()
        for node in tree.nodes.indices where tree.nodes[node].name == "runs-on" {
            for choice in choices(node, job: Int(tree.nodes[node].parent), depth: 0) {
                // (Each of them is noted, not only the first new one.)
                if choice.labels.count(where: { seen.insert($0).inserted }) > 0 { result.append(choice) }
            }
        }
        return result
    }

    /// - Parameter isJSON: Whether `fromJSON` reads what a scalar says.
    private func choices(_ node: Int, job: Int, depth: Int, isJSON: Bool = false) -> [Choice] {
        guard depth < 8 else { return [] }
        let value = tree.nodes[node]
        switch value.kind {
        case .array:
            var together = Choice(labels: [])
            for child in tree.children(of: node) {
                let found = choices(child, job: job, depth: depth + 1)
                for choice in found {
                    together.labels += choice.labels
                    together.open += choice.open
                }
                let range = tree.nodes[child].valueRange
                if found.isEmpty, !range.isEmpty, find("${{", in: range, from: Int(range.start)) != nil {
                    together.open.append(range)
                }
            }
            return together.labels.isEmpty ? [] : [together]
        case .object:
            return child("labels", of: node).map { choices($0, job: job, depth: depth + 1) } ?? []
        case .scalar, .expression:
            return text(value.valueRange, job: job, depth: depth, isJSON: isJSON)
        }
    }

    /// A scalar: a label as it is, or an expression.
    private func text(_ whole: ByteRange, job: Int, depth: Int, isJSON: Bool) -> [Choice] {
        var range = whole
        let first = bytes[Int(range.start)]
        let isQuoted = first == .ascii("'") || first == .ascii("\"")
        if isQuoted, range.count >= 2 { range = ByteRange(start: range.start + 1, end: range.end - 1) }
        guard let open = find("${{", in: range, from: Int(range.start)) else {
            if isJSON { return JSONLabels(bytes, range).choices.map { Choice(labels: $0) } }
            // A block scalar's header is not part of its text.
            if !isQuoted, first == .ascii(">") || first == .ascii("|") { return [] }
            return range.isEmpty ? [] : [Choice(labels: [range])]
        }
        guard let close = find("}}", in: range, from: open + 3) else { return [] }
        // Text beside the expression makes a label that only the run knows.
        for i in Int(range.start)..<open where !isBlockHeader(i, range) { return [] }
        for i in (close + 2)..<max(close + 2, Int(range.end)) where !bytes[i].isWhiteSpace { return [] }
        let values = WorkflowExpression.values(
            ByteRange(open + 3, close), in: bytes, quotesAreDoubled: first == .ascii("'"))
        return values.flatMap { value -> [Choice] in
            switch value {
            case .text(let range): range.isEmpty ? [] : [Choice(labels: [range])]
            case .json(let range): JSONLabels(bytes, range).choices.map { Choice(labels: $0) }
            case .reference(let path): referenced(path, job: job, depth: depth + 1, isJSON: isJSON)
            case .jsonReference(let path): referenced(path, job: job, depth: depth + 1, isJSON: true)
            }
        }
    }

    private func isBlockHeader(_ i: Int, _ range: ByteRange) -> Bool {
        let byte = bytes[i]
        if byte.isWhiteSpace { return true }
        let isHeader = bytes[Int(range.start)] == .ascii(">") || bytes[Int(range.start)] == .ascii("|")
        return isHeader && i < Int(range.start) + 3
            && (byte == .ascii(">") || byte == .ascii("|")
                || byte == .ascii("-") || byte == .ascii("+") || byte.isDigit)
    }

    // MARK: References

    private func referenced(_ path: [String], job: Int, depth: Int, isJSON: Bool) -> [Choice] {
        guard path.count >= 2 else { return [] }
        switch path[0].lowercased() {
        case "matrix":
            guard let matrix = child("strategy", of: job).flatMap({ child("matrix", of: $0) }) else { return [] }
            let rest = path.dropFirst(2)
            var result: [Choice] = []
            if let list = child(path[1], of: matrix) {
                if tree.nodes[list].kind == .array {
                    for item in tree.children(of: list) {
                        result += entry(item, rest, job: job, depth: depth, isJSON: isJSON)
                    }
                } else {
                    // A list in JSON: each item is a job's own value.
                    result += choices(list, job: job, depth: depth).flatMap { $0.labels.map { Choice(labels: [$0]) } }
                }
            }
            if let include = child("include", of: matrix) {
                for item in tree.children(of: include) {
                    result += entry(item, path.dropFirst(1), job: job, depth: depth, isJSON: isJSON)
                }
            }
            return result
        case "inputs":
            return ["workflow_call", "workflow_dispatch"].flatMap {
                given(path[1], by: $0, job: job, depth: depth, isJSON: isJSON)
            }
        case "github":
            guard path.count == 4, path[1] == "event", path[2] == "inputs" else { return [] }
            return given(path[3], by: "workflow_dispatch", job: job, depth: depth, isJSON: isJSON)
        default: return []
        }
    }

    /// An input's default.
    private func given(_ name: String, by event: String, job: Int, depth: Int, isJSON: Bool) -> [Choice] {
        child("on", of: 0).flatMap { child(event, of: $0) }.flatMap { child("inputs", of: $0) }
            .flatMap { child(name, of: $0) }.flatMap { child("default", of: $0) }
            .map { choices($0, job: job, depth: depth, isJSON: isJSON) } ?? []
    }

    /// What stands at the end of `rest` below an entry of the matrix.
    private func entry(
        _ node: Int, _ rest: ArraySlice<String>, job: Int, depth: Int, isJSON: Bool
    ) -> [Choice] {
        var node = node
        for part in rest {
            guard let next = child(part, of: node) else { return [] }
            node = next
        }
        return choices(node, job: job, depth: depth, isJSON: isJSON)
    }

    private func child(_ name: String, of node: Int) -> Int? {
        tree.children(of: node).first { tree.nodes[$0].name == name }
    }

    private func find(_ text: StaticString, in range: ByteRange, from: Int) -> Int? {
        var i = from
        while i + text.utf8CodeUnitCount <= Int(range.end) {
            if bytes.has(text, at: i) { return i }
            i += 1
        }
        return nil
    }
}
