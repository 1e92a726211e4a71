import LintSource
public import LintSyntax

/// A JSONPath (RFC 9535) without filter expressions, over a document's tree.
public struct Selector: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case names([String])
        case wildcard
        case indices([Int])
        case slice(start: Int?, end: Int?, step: Int)
    }

    public let source: String
    /// Each step, and whether it looks at all descendants (`..`).
    let steps: [(descend: Bool, step: Step)]

    public static func == (a: Selector, b: Selector) -> Bool { a.source == b.source }
    public func hash(into hasher: inout Hasher) { hasher.combine(source) }

    /// The message says what is wrong and where in the text.
    public struct Failure: Error, Sendable, Hashable { public var message: String }

    /// A text without `$` is a key relative to the node: `lock_address` is `$.lock_address`.
    public init(_ source: String) throws(Failure) {
        self.source = source
        var reader = Reader(bytes: Array((source.hasPrefix("$") ? source : "$." + source).utf8))
        steps = try reader.read()
    }

    /// The names every match must hold, for the prefilter.
    public var names: [String] {
        steps.compactMap { if case .names(let names) = $0.step, names.count == 1 { names[0] } else { nil } }
    }

    /// The nodes it selects below `root`, each once, in source order.
    public func select(in tree: SyntaxTree, from root: Int = 0) -> [Int] {
        var current = [root]
        for (descend, step) in steps {
            var next: [Int] = []
            var seen = Set<Int>()
            for node in current {
                for base in descend ? Selector.descendants(of: node, in: tree) : [node] {
                    Selector.apply(step, to: base, in: tree) { if seen.insert($0).inserted { next.append($0) } }
                }
            }
            current = next
            if current.isEmpty { return [] }
        }
        return current.sorted()
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
        case .names(let names):
            for child in tree.children(of: node) {
                if let name = tree.nodes[child].name, names.contains(name) { found(child) }
            }
        case .wildcard: for child in tree.children(of: node) { found(child) }
        case .indices(let indices):
            guard tree.nodes[node].kind == .array else { return }
            let items = Array(tree.children(of: node))
            for index in indices {
                let at = index < 0 ? items.count + index : index
                if items.indices.contains(at) { found(items[at]) }
            }
        case .slice(let start, let end, let step):
            guard tree.nodes[node].kind == .array, step > 0 else { return }
            let items = Array(tree.children(of: node))
            func clamp(_ value: Int) -> Int { max(0, min(items.count, value < 0 ? items.count + value : value)) }
            var at = clamp(start ?? 0)
            let stop = clamp(end ?? items.count)
            while at < stop {
                found(items[at])
                at += step
            }
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 1
        private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func read() throws(Failure) -> [(descend: Bool, step: Step)] {
            var steps: [(descend: Bool, step: Step)] = []
            while at < bytes.count {
                switch byte {
                case .ascii("."):
                    at += 1
                    let descend = byte == .ascii(".")
                    if descend { at += 1 }
                    if byte == .ascii("[") {
                        guard descend else { throw failure("'.[' ; write '..[' or '['") }
                        steps.append((true, try bracket()))
                    } else if byte == .ascii("*") {
                        at += 1
                        steps.append((descend, .wildcard))
                    } else {
                        let start = at
                        while at < bytes.count, byte.isWord || byte >= 0x80 || byte == .ascii("-") { at += 1 }
                        guard at > start else { throw failure("a name is missing after '.'") }
                        steps.append((descend, .names([String(decoding: bytes[start..<at], as: UTF8.self)])))
                    }
                case .ascii("["): steps.append((false, try bracket()))
                default: throw failure("unexpected '\(Character(Unicode.Scalar(byte)))'")
                }
            }
            return steps
        }

        private func failure(_ problem: String) -> Failure {
            Failure(message: "\(problem) at character \(at) of '\(String(decoding: bytes, as: UTF8.self))'")
        }

        private mutating func bracket() throws(Failure) -> Step {
            at += 1
            var names: [String] = []
            var indices: [Int] = []
            while true {
                blanks()
                switch byte {
                case .ascii("'"), .ascii("\""): names.append(try quoted())
                case .ascii("*"):
                    at += 1
                    blanks()
                    guard byte == .ascii("]") else { throw failure("']' is missing after '*'") }
                    at += 1
                    return .wildcard
                case .ascii("?"): throw failure("filter expressions are not supported; use 'where', 'has' or 'lacks'")
                default:
                    let first = integer()
                    blanks()
                    if byte == .ascii(":") {
                        at += 1
                        blanks()
                        let end = integer()
                        blanks()
                        var step = 1
                        if byte == .ascii(":") {
                            at += 1
                            step = integer() ?? 1
                        }
                        blanks()
                        guard byte == .ascii("]"), step > 0 else {
                            throw failure("a slice is [start:end:step], step above 0")
                        }
                        at += 1
                        return .slice(start: first, end: end, step: step)
                    }
                    guard let first else { throw failure("a name in quotes, a number or '*' is missing") }
                    indices.append(first)
                }
                blanks()
                if byte == .ascii(",") {
                    at += 1
                    continue
                }
                guard byte == .ascii("]") else { throw failure("']' is missing") }
                at += 1
                guard names.isEmpty || indices.isEmpty else { throw failure("names and numbers in one bracket") }
                return names.isEmpty ? .indices(indices) : .names(names)
            }
        }

        private mutating func blanks() { while byte == 0x20 { at += 1 } }

        private mutating func integer() -> Int? {
            let start = at
            if byte == .ascii("-") { at += 1 }
            while byte.isDigit { at += 1 }
            guard let value = Int(String(decoding: bytes[start..<at], as: UTF8.self)) else {
                at = start
                return nil
            }
            return value
        }

        private mutating func quoted() throws(Failure) -> String {
            let quote = byte
            at += 1
            var text: [UInt8] = []
            while at < bytes.count, byte != quote {
                if byte == .ascii("\\") { at += 1 }
                if at < bytes.count { text.append(byte) }
                at += 1
            }
            guard byte == quote else { throw failure("the quote is not closed") }
            at += 1
            return String(decoding: text, as: UTF8.self)
        }
    }
}
