import LintSource

/// The keys of a `*.tfvars` file, which is plain in all but a few cases: `name = value`, the value a literal, a list or
/// an object.
enum TerraformValues {
    /// `nil` where the file is not so plain, and must be parsed: templates, here documents, comments in brackets, a body
    /// that does not close.
    /// - Parameter isWanted: whether to read on behind a key, by its hash; where it says no, the answer is `nil` too.
    static func keys(
        _ bytes: ByteView, where isWanted: (UInt64) -> Bool = { _ in true }
    ) -> [TerraformStateFacts.Key]? {
        var keys: [TerraformStateFacts.Key] = []
        var at = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte.isWhiteSpace {
                at += 1
            } else if byte == .ascii("#") || byte == .ascii("/") && bytes[at + 1] == .ascii("/") {
                while at < bytes.count, bytes[at] != 0x0A { at += 1 }
            } else if byte.isLetter || byte == .ascii("_") {
                let first = at
                while bytes[at].isWord || bytes[at] == .ascii("-") { at += 1 }
                let name = first..<at
                while bytes[at].isBlank { at += 1 }
                guard bytes[at] == .ascii("="), bytes[at + 1] != .ascii("="), bytes[at + 1] != .ascii(">") else {
                    return nil
                }
                let hash = bytes.hash(name)
                guard isWanted(hash) else { return nil }
                if keys.isEmpty { keys.reserveCapacity(16) }
                keys.append(.init(hash: hash, range: ByteRange(name)))
                guard let end = value(bytes, from: at + 1) else { return nil }
                at = end
            } else {
                return nil
            }
        }
        return keys
    }

    /// The end of the line on which a value ends.
    private static func value(_ bytes: ByteView, from start: Int) -> Int? {
        var at = start
        var depth = 0
        var holdsSomething = false
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case 0x0A:
                if depth == 0 { return holdsSomething ? at : nil }
                at += 1
                continue
            case .ascii("\""):
                guard let end = string(bytes, from: at + 1) else { return nil }
                at = end
            case .ascii("["), .ascii("{"), .ascii("("): depth += 1
            case .ascii("]"), .ascii("}"), .ascii(")"):
                depth -= 1
                if depth < 0 { return nil }
            case .ascii("<") where bytes[at + 1] == .ascii("<"): return nil
            case .ascii("/") where bytes[at + 1] == .ascii("*"): return nil
            case .ascii("#"):
                while at < bytes.count, bytes[at] != 0x0A { at += 1 }
                continue
            case .ascii("/") where bytes[at + 1] == .ascii("/"):
                while at < bytes.count, bytes[at] != 0x0A { at += 1 }
                continue
            case 0x00, 0x80...0xFF: return nil
            default: break
            }
            if !byte.isWhiteSpace { holdsSomething = true }
            at += 1
        }
        return depth == 0 && holdsSomething ? at : nil
    }

    /// Where a string's closing quote stands.
    private static func string(_ bytes: ByteView, from start: Int) -> Int? {
        var at = start
        while at < bytes.count {
            switch bytes[at] {
            case .ascii("\""): return at
            case .ascii("\\"): at += 1
            case 0x0A: return nil
            case .ascii("$") where bytes[at + 1] == .ascii("{"): return nil
            case .ascii("%") where bytes[at + 1] == .ascii("{"): return nil
            default: break
            }
            at += 1
        }
        return nil
    }
}
