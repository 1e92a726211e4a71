import LintSource
import LintSyntax

/// A document's tokens as `kind:slice`, for tables of cases; what every tokenizer must hold is checked on the way.
func dump(
    _ text: String, _ language: Language, contexts: Bool = false, options: TokenizeOptions = TokenizeOptions()
) -> [String] {
    Array(text.utf8).withByteView { bytes in
        language.tokenize(bytes, options: options).tokens.map { token in
            let name = contexts ? token.context.name : token.kind.name
            return name + ":" + bytes.text(token.range)
        }
    }
}

/// What is wrong with a row of ranges over `bytes`: out of order, overlapping, outside, or leaving ink uncovered.
func complaint(_ ranges: [ByteRange], _ bytes: [UInt8]) -> String? {
    var last = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for range in ranges {
        if Int(range.start) < last { return "\(range.start) lies before \(last)" }
        if range.isEmpty || Int(range.end) > bytes.count { return "\(range) is empty or outside" }
        for i in last..<Int(range.start) where !bytes[i].isWhiteSpace { return "byte \(i) is covered by nothing" }
        last = Int(range.end)
    }
    for i in last..<max(last, bytes.count) where !bytes[i].isWhiteSpace { return "byte \(i) is covered by nothing" }
    return nil
}

/// The complaint about a text's tokens and about its flattened tokens.
func complaint(_ text: String, _ language: Language) -> String? {
    let bytes = Array(text.utf8)
    return bytes.withByteView { view in
        let document = language.tokenize(view)
        let flat = FlattenedTokens(document, bytes: view)
        return complaint(document.tokens.map(\.range), bytes)
            ?? complaint(flat.entries.map(\.range), bytes).map { "flattened: " + $0 }
    }
}
