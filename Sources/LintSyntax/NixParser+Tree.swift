import LintSource

/// The tree of attribute sets and lists.
extension NixParser {
    mutating func addNode(named name: String?, _ nameRange: ByteRange, to parent: Int32, start: Int) -> Int32 {
        let from = name == nil ? start : Int(nameRange.start)
        let node = SyntaxTree.Node(
            kind: .object, name: name, nameRange: nameRange, valueRange: ByteRange(start, start),
            range: ByteRange(from, start), parent: Int(parent))
        return Int32(truncatingIfNeeded: tree?.append(node) ?? -1)
    }

    func name(of component: NixComponent) -> String {
        guard component.isString else { return bytes.text(component.range) }
        return String(decoding: NixLiteral.decode(bytes[component.text]), as: UTF8.self)
    }

    /// The value of `frame` ended with the last token that was read.
    mutating func finishValue(_ frame: NixFrame) {
        guard frame.value >= 0 else { return }
        let isWhole = frame.simple != .no && frame.simpleEnd == previousEnd
        let end = UInt32(truncatingIfNeeded: previousEnd)
        var scalar: String?
        if isWhole {
            switch frame.simple {
            case .no, .container: break
            case .word: scalar = bytes.text(ByteRange(frame.simpleStart, frame.simpleEnd))
            case .string: scalar = String(decoding: NixLiteral.decode(bytes[frame.text]), as: UTF8.self)
            case .indented: scalar = String(decoding: NixLiteral.decodeIndented(bytes[frame.text]), as: UTF8.self)
            }
        }
        var id = frame.value
        while id >= 0 {
            var parent: Int32 = -1
            tree?.update(Int(id)) { node in
                node.valueRange.end = max(end, node.valueRange.start)
                node.range.end = node.valueRange.end
                parent = node.parent
                if id == frame.value {
                    if !isWhole { node.kind = .expression } else if frame.simple != .container { node.kind = .scalar }
                    node.scalar = scalar
                }
            }
            if frame.outer < 0 || id == frame.outer { break }
            id = parent
        }
    }

    mutating func endFile() {
        var frame = frames[top]
        frame.outer = -1
        finishValue(frame)
        let size = UInt32(truncatingIfNeeded: bytes.count)
        tree?.update(0) { $0.range.end = size }
        state = .done
    }
}
