import LintSource

/// The tree of blocks, attributes, objects and tuples.
extension HCLParser {
    mutating func addNode(named name: String?, _ nameRange: ByteRange, to parent: Int32, start: Int) -> Int32 {
        let from = name == nil ? start : Int(nameRange.start)
        let node = SyntaxTree.Node(
            kind: .expression, name: name, nameRange: nameRange, valueRange: ByteRange(start, start),
            range: ByteRange(from, start), parent: Int(parent))
        return Int32(truncatingIfNeeded: tree?.append(node) ?? -1)
    }

    /// The value of `frame` ended with the last token that was read.
    mutating func finishValue(_ frame: HCLFrame) {
        guard frame.value >= 0 else { return }
        let isWhole = frame.simpleEnd == previousEnd && frame.simple != .no
        let scalar = isWhole ? scalarText(frame) : nil
        let end = UInt32(truncatingIfNeeded: previousEnd)
        tree?.update(Int(frame.value)) { node in
            node.valueRange.end = end
            node.range.end = end
            if isWhole {
                if frame.simple != .container { node.kind = .scalar }
                node.scalar = scalar
            } else {
                node.kind = .expression
            }
        }
    }

    private func scalarText(_ frame: HCLFrame) -> String? {
        switch frame.simple {
        case .no, .container: nil
        case .word, .number: bytes.text(ByteRange(frame.start, frame.simpleEnd))
        case .string: String(decoding: HCLLiteral.decode(bytes[frame.text], escapes: true), as: UTF8.self)
        case .heredoc: String(decoding: HCLLiteral.decode(bytes[frame.text], escapes: false), as: UTF8.self)
        case .flushHeredoc:
            HCLLiteral.withoutIndentation(bytes[frame.text]).withUnsafeBufferPointer {
                String(decoding: HCLLiteral.decode($0, escapes: false), as: UTF8.self)
            }
        }
    }

    /// The node of the first operand, if that is a container, becomes one; gives it, or -1.
    mutating func containerNode(_ kind: SyntaxTree.Kind) -> Int32 {
        guard isFirst, !frames.isEmpty, frames[top].value >= 0, frames[top].kind != .objectKey else { return -1 }
        let node = frames[top].value
        tree?.update(Int(node)) { $0.kind = kind }
        return node
    }

    /// A block ended: its innermost label's node is the object, each outer one an object that holds it.
    mutating func closeNodes(from inner: Int32, to outer: Int32, openBrace: Int, end: Int) {
        guard inner >= 0 else { return }
        let stop = UInt32(truncatingIfNeeded: end)
        var id = inner
        var valueStart = UInt32(truncatingIfNeeded: openBrace)
        while id >= 0 {
            var parent: Int32 = -1
            var start = valueStart
            tree?.update(Int(id)) { node in
                node.kind = .object
                node.valueRange = ByteRange(start: valueStart, end: stop)
                node.range.end = stop
                parent = node.parent
                start = node.nameRange.start
            }
            if id == outer { break }
            id = parent
            valueStart = start
        }
    }
}
