import LintSource

/// The backend blocks of a file whose `terraform` blocks are plain, as most are; other blocks are passed over bracket by
/// bracket. What a parser would make of them costs ten times as much.
struct TerraformBlocks {
    private let bytes: ByteView
    private var at = 0
    /// How many templates of strings are around.
    private var templates = 0
    private(set) var backends: [TerraformStateFacts.Backend] = []

    /// `nil` where the file is not so plain, and must be parsed: here documents, `/* … */`, anything that does not close; in
    /// `terraform` blocks templates, escapes, values that are no literals.
    init?(_ bytes: ByteView) {
        self.bytes = bytes
        var next = -1
        while skip(lines: true) {
            guard let name = takeName() else { return nil }
            let isOwn = bytes.holds("terraform", in: name)
            guard isOwn ? skip() && take("{") && takeBody() : takeOther() else { return nil }
            // Behind the last block of that name nothing changes what it holds, however it is written. (Each place of the name
            // is looked for once.)
            if isOwn, next < at {
                guard let found = bytes.first("terraform", from: at) else { return }
                next = found
            }
        }
        guard at == bytes.count else { return nil }
    }

    /// Passes over blanks, with `lines` over comments and lines' ends too. Whether something is left.
    private mutating func skip(lines: Bool = false) -> Bool {
        while at < bytes.count {
            let byte = bytes[at]
            if byte.isBlank || lines && (byte == 0x0A || byte == 0x0D && bytes[at + 1] == 0x0A) {
                at += 1
            } else if lines, byte == .ascii("#") || byte == .ascii("/") && bytes[at + 1] == .ascii("/") {
                while at < bytes.count, bytes[at] != 0x0A {
                    if bytes[at] == 0 || bytes[at] >= 0x80 { return true }
                    at += 1
                }
            } else {
                return true
            }
        }
        return false
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard bytes.has(text, at: at) else { return false }
        at += text.utf8CodeUnitCount
        return true
    }

    private mutating func takeName() -> ByteRange? {
        let first = at
        guard bytes[at].isLetter || bytes[at] == .ascii("_") else { return nil }
        while bytes[at].isWord { at += 1 }
        return ByteRange(first, at)
    }

    /// A string without templates and escapes, its quotes with it.
    private mutating func takeString() -> ByteRange? {
        let first = at
        guard take("\"") else { return nil }
        while bytes[at] != .ascii("\"") {
            let byte = bytes[at]
            guard byte >= 0x20, byte < 0x7F, byte != .ascii("\\"), byte != .ascii("$"), byte != .ascii("%") else {
                return nil
            }
            at += 1
        }
        at += 1
        return ByteRange(first, at)
    }

    /// Nothing but a comment before the line ends.
    private mutating func takeLineEnd() -> Bool {
        _ = skip()
        let byte = bytes[at]
        return byte == 0x0A || byte == 0x0D && bytes[at + 1] == 0x0A || byte == .ascii("#")
            || byte == .ascii("/") && bytes[at + 1] == .ascii("/")
    }

    /// The rest of a `terraform` block.
    private mutating func takeBody() -> Bool {
        guard takeLineEnd() else { return false }
        while skip(lines: true) {
            if take("}") { return at == bytes.count || takeLineEnd() }
            guard let name = takeName(), skip() else { return false }
            if bytes.holds("backend", in: name) {
                guard let label = takeString(), label.count > 2, skip(), take("{"), takeArguments(label) else {
                    return false
                }
            } else if bytes[at] == .ascii("=") {
                guard takeValue() != nil, takeLineEnd() else { return false }
            } else {
                // `required_providers`, but not what is a backend by another name.
                guard !bytes.holds("cloud", in: name), takeOther() else { return false }
            }
        }
        return false
    }

    /// The rest of a block that is of no interest, behind its name.
    private mutating func takeOther() -> Bool {
        while skip() {
            if take("{") { return takeGroup(.ascii("}"), depth: 0) && (at == bytes.count || takeLineEnd()) }
            guard bytes[at] == .ascii("\"") ? takeString() != nil : takeName() != nil else { return false }
        }
        return false
    }

    /// Up to the bracket that closes the group, strings and comments passed over.
    private mutating func takeGroup(_ close: UInt8, depth: Int) -> Bool {
        guard depth < 64 else { return false }
        while at < bytes.count {
            while TerraformBlocks.isPlain(bytes[at]) { at += 1 }
            guard at < bytes.count else { return false }
            let byte = bytes[at]
            at += 1
            switch byte {
            case close: return true
            case .ascii("{"): guard takeGroup(.ascii("}"), depth: depth + 1) else { return false }
            case .ascii("("): guard takeGroup(.ascii(")"), depth: depth + 1) else { return false }
            case .ascii("["): guard takeGroup(.ascii("]"), depth: depth + 1) else { return false }
            case .ascii("}"), .ascii(")"), .ascii("]"): return false
            case .ascii("\""): guard takeQuoted(depth: depth + 1) else { return false }
            case .ascii("#"): guard takeComment() else { return false }
            case .ascii("/"):
                if bytes[at] == .ascii("*") { return false }
                if bytes[at] == .ascii("/") { guard takeComment() else { return false } }
            case .ascii("<"): if bytes[at] == .ascii("<") { return false }
            case 0x0D: if bytes[at] != 0x0A { return false }
            case 0x09: break
            case 0x0A: if templates > 0 { return false }
            // What no configuration has outside its strings.
            case ..<0x20, 0x7F..., .ascii("'"), .ascii("`"), .ascii("\\"), .ascii("@"), .ascii("$"): return false
            default: break
            }
        }
        return false
    }

    /// Whether a byte in a group begins and ends nothing.
    private static func isPlain(_ byte: UInt8) -> Bool {
        let bits: UInt64 = byte < 0x40 ? 0xEFFF_7C63_0000_0200 : byte < 0x80 ? 0x57FF_FFFE_C7FF_FFFE : 0
        return bits >> UInt64(byte & 0x3F) & 1 != 0
    }

    /// The rest of a comment on its line.
    private mutating func takeComment() -> Bool {
        while at < bytes.count, bytes[at] != 0x0A {
            if bytes[at] == 0 || bytes[at] >= 0x80 { return false }
            at += 1
        }
        return true
    }

    /// The rest of a string, with templates in it.
    private mutating func takeQuoted(depth: Int) -> Bool {
        guard depth < 64 else { return false }
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case .ascii("\""): return true
            case .ascii("\\"): at += 1
            case .ascii("$"), .ascii("%"):
                if bytes[at] == byte, bytes[at + 1] == .ascii("{") {
                    at += 2
                } else if take("{") {
                    templates += 1
                    guard takeGroup(.ascii("}"), depth: depth + 1) else { return false }
                    templates -= 1
                }
            case ..<0x20, 0x7F...: return false
            default: break
            }
        }
        return false
    }

    /// `= literal`
    private mutating func takeValue() -> String? {
        guard take("="), skip() else { return nil }
        if let text = takeString() { return bytes.text(ByteRange(Int(text.start) + 1, Int(text.end) - 1)) }
        let first = at
        if bytes[at].isDigit, bytes[at] != .ascii("0") {
            while bytes[at].isDigit { at += 1 }
            return at - first < 16 ? bytes.text(ByteRange(first, at)) : nil
        }
        for word in ["true", "false"] as [StaticString] where bytes.has(word, at: at) {
            at += word.utf8CodeUnitCount
            return bytes[at].isWord || bytes[at] == .ascii("-") ? nil : word.description
        }
        return nil
    }

    /// The rest of a `backend` block.
    private mutating func takeArguments(_ label: ByteRange) -> Bool {
        let type = TerraformStateFacts.backendType(bytes.text(ByteRange(Int(label.start) + 1, Int(label.end) - 1)))
        var block = TerraformStateFacts.Backend(type: type, range: label)
        // Of many a set knows which there were.
        var names: Set<String> = []
        if !take("}") {
            guard takeLineEnd() else { return false }
            while true {
                guard skip(lines: true) else { return false }
                if take("}") { break }
                guard let name = takeName(), skip(), bytes[at] == .ascii("="), let value = takeValue(), takeLineEnd()
                else { return false }
                let text = bytes.text(name)
                if block.settings.count == 16 { names = Set(block.settings.map(\.name)) }
                let isNew =
                    names.isEmpty
                    ? !block.settings.contains { $0.name == text } : names.insert(text).inserted
                guard isNew else { return false }
                block.settings.append(.init(name: text, value: value, range: name))
            }
        }
        backends.append(block)
        return takeLineEnd()
    }
}
