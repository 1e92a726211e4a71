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

/// The invariants of every tokenizer: tokens in order, disjoint, inside the file, covering all ink; the same kinds in the
/// twin with CRLF; the same ranges three bytes on in the twin with a byte order mark.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = ByteView(UnsafeBufferPointer(start: start, count: count))
    var options = TokenizeOptions()
    options.namedRanges = true
    let document = language.tokenize(bytes, options: options)
    check(document.tokens, bytes, coversInk: !isWide(bytes))
    for embed in document.embeds { check(embed.document.tokens, bytes, coversInk: false) }
    var last = 0
    for entry in FlattenedTokens(document, bytes: bytes).entries {
        precondition(
            Int(entry.start) >= last && entry.end > entry.start && Int(entry.end) <= count, "flattened tokens overlap")
        last = Int(entry.end)
    }
    checkTwins(of: document, bytes)
    return 0
}

/// UTF-16 or UTF-32, which only YAML reads: blanks have bytes that are not white space.
private func isWide(_ bytes: ByteView) -> Bool {
    guard language == .yaml, bytes.count >= 2 else { return false }
    return bytes[0] >= 0xFE || (0..<min(4, bytes.count)).contains { bytes[$0] == 0 }
}

private func checkTwins(of document: TokenizedDocument, _ bytes: ByteView) {
    guard !isWide(bytes), bytes[0] < 0xEF else { return }
    var options = TokenizeOptions()
    options.tree = false
    options.embeds = false
    func tokens(_ text: [UInt8]) -> [Token] { text.withByteView { language.tokenize($0, options: options).tokens } }
    let text = Array(bytes[0..<bytes.count])
    let marked = tokens([0xEF, 0xBB, 0xBF] + text)
    // To Nix the mark is a character that no program may hold.
    precondition(
        marked.lazy.filter { $0.start > 2 }.map { [$0.start - 3, $0.end - 3] }
            .elementsEqual(document.tokens.lazy.map { [$0.start, $0.end] }), "the twin with a mark has other ranges")
    // hclsyntax's letters, and so ours, take bytes after broken sequences for parts of them: line feeds too.
    guard !text.contains(0x0D), String(validating: text, as: UTF8.self) != nil else { return }
    let twin = text.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    precondition(tokens(twin).map(\.kind) == document.tokens.map(\.kind), "the twin with CRLF has other kinds")
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
