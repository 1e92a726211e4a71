import LintSource

/// The backend blocks of a file that holds little else, as most `backend.tf` files are: `terraform` blocks with plain
/// arguments. What a parser would make of them costs ten times as much.
struct TerraformBlocks {
    private let bytes: ByteView
    private var at = 0
    private(set) var backends: [TerraformStateFacts.Backend] = []

    /// `nil` where the file is not so plain, and must be parsed: other blocks beside `terraform`, templates, escapes, here
    /// documents, values that are no literals, anything that does not close.
    init?(_ bytes: ByteView) {
        self.bytes = bytes
        while skip(lines: true) {
            guard take("terraform"), skip(), take("{"), takeBody() else { return nil }
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
            if bytes[name].elementsEqual("backend".utf8) {
                guard let label = takeString(), label.count > 2, skip(), take("{"), takeArguments(label) else {
                    return false
                }
            } else {
                guard bytes[at] == .ascii("="), takeValue() != nil, takeLineEnd() else { return false }
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
        let type = bytes.text(ByteRange(Int(label.start) + 1, Int(label.end) - 1))
        var block = TerraformStateFacts.Backend(type: type, range: label)
        if !take("}") {
            guard takeLineEnd() else { return false }
            while true {
                guard skip(lines: true) else { return false }
                if take("}") { break }
                guard let name = takeName(), skip(), bytes[at] == .ascii("="), let value = takeValue(), takeLineEnd()
                else { return false }
                let text = bytes.text(name)
                guard !block.settings.contains(where: { $0.name == text }) else { return false }
                block.settings.append(.init(name: text, value: value, range: name))
            }
        }
        backends.append(block)
        return takeLineEnd()
    }
}
