import Glibc
import LintSource
import LintSyntax

/// The language is chosen by the environment variable `FUZZ_LANGUAGE`, so that one program serves all tokenizers.
private let language: Language = {
    guard let name = getenv("FUZZ_LANGUAGE"), let language = Language(rawValue: String(cString: name)) else {
        fatalError("set FUZZ_LANGUAGE to hcl, yaml, nix, markdown, shell, or a kind of text")
    }
    return language
}()

/// The invariants of every tokenizer: tokens in order, disjoint, inside the file, covering all ink.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = ByteView(UnsafeBufferPointer(start: start, count: count))
    var options = TokenizeOptions()
    options.namedRanges = true
    let document = language.tokenize(bytes, options: options)
    let isUTF16 = (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)
    check(document.tokens, bytes, coversInk: !isUTF16 && language != .yaml)
    for embed in document.embeds { check(embed.document.tokens, bytes, coversInk: false) }
    var last = 0
    for entry in FlattenedTokens(document, bytes: bytes).entries {
        precondition(
            Int(entry.start) >= last && entry.end > entry.start && Int(entry.end) <= count, "flattened tokens overlap")
        last = Int(entry.end)
    }
    return 0
}

private func check(_ tokens: [Token], _ bytes: ByteView, coversInk: Bool) {
    var last = 0
    for token in tokens {
        precondition(Int(token.start) >= last, "tokens overlap or are out of order")
        precondition(token.end > token.start && Int(token.end) <= bytes.count, "a token leaves the file")
        if coversInk { checkBlank(last..<Int(token.start), bytes) }
        last = Int(token.end)
    }
    if coversInk { checkBlank(last..<bytes.count, bytes) }
}

private func checkBlank(_ range: Range<Int>, _ bytes: ByteView) {
    let isMark = range.lowerBound == 0 && bytes.has("\u{FEFF}", at: 0)
    for i in range where !(isMark && i < 3) { precondition(bytes[i].isWhiteSpace, "ink without a token") }
}
