import LintSource
import LintSyntax
import Testing

/// What holds for every tokenizer, on texts as people write them.
@Suite struct TokenInvariantTests {
    @Test(arguments: RealText.all)
    func `tokens are sorted, apart, inside the file and cover all ink`(_ real: RealText) {
        #expect(complaint(real.text(20_000), real.language) == nil)
    }

    @Test(arguments: RealText.all)
    func `the twin with CRLF has the same kinds`(_ real: RealText) {
        let text = real.text(20_000)
        let twin = Reading(text.replacing("\n", with: "\r\n"), real.language)
        let reading = Reading(text, real.language)
        #expect(twin.kinds == reading.kinds)
        #expect(twin.document.ok == reading.document.ok)
    }

    @Test(arguments: RealText.all)
    func `the twin with a byte order mark has all ranges moved by three`(_ real: RealText) {
        let text = real.text(20_000)
        let twin = Reading("\u{FEFF}" + text, real.language)
        // To Nix the mark is a character that no program may hold, and what follows a mistake.
        let tokens = twin.document.tokens.filter { $0.start > 2 }
        let reading = Reading(text, real.language)
        #expect(tokens.map(\.range) == reading.document.tokens.map { $0.moved(by: 3).range })
        #expect(tokens.map(\.kind) == reading.kinds)
    }

    @Test(arguments: RealText.all)
    func `a file cut at the end of a token keeps the tokens before what the cut leaves open`(_ real: RealText) {
        let text = real.text(1_200)
        let whole = Reading(text, real.language)
        for (index, token) in whole.document.tokens.enumerated() {
            let cut = Reading(Array(text.utf8.prefix(Int(token.end))), real.language)
            let open = openConstruct(in: whole, after: index)
            let kept = whole.document.tokens.prefix { Int($0.end) <= open }
            let found = cut.document.tokens.prefix { Int($0.end) <= open }
            #expect(found.map(\.range) == kept.map(\.range), "cut at \(token.end), open from \(open)")
            #expect(found.map(\.kind) == kept.map(\.kind), "cut at \(token.end), open from \(open)")
            if cut.fault != nil { Issue.record("cut at \(token.end): \(cut.fault ?? "")") }
        }
    }

    @Test(arguments: [Language.hcl, .nix, .yaml, .markdown, .shell])
    func `twice a megabyte takes less than two and a half times as long`(_ language: Language) {
        let real = RealText(language: language, seed: 7)
        let (one, two) = (Array(real.text(1 << 20).utf8), Array(real.text(2 << 20).utf8))
        var options = TokenizeOptions()
        options.embeds = false
        var best = Double.infinity
        for _ in 0..<4 where best >= 2.5 {
            let short = processorTime { _ = one.withByteView { language.tokenize($0, options: options) } }
            let long = processorTime { _ = two.withByteView { language.tokenize($0, options: options) } }
            best = min(best, long / short)
        }
        #expect(best < 2.5)
    }

    /// Where the outermost construct begins that is open behind token `index`, or may be: the paragraph in Markdown (a later
    /// line may make it a heading or a table), the line elsewhere, or the line where an open string, here-document, bracket
    /// or expansion began.
    private func openConstruct(in reading: Reading, after index: Int) -> Int {
        let source = reading.source
        let tokens = reading.document.tokens
        let end = Int(tokens[index].end)
        func lineStart(_ offset: Int) -> Int {
            source[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        }
        guard reading.document.language != .markdown else {
            // Behind the last blank line that is not in a fence, nor in a list that a later line goes on with.
            var line = lineStart(tokens[index].indices.lowerBound)
            while line > 0 {
                let before = lineStart(line - 1)
                let isBlank = source[before..<line].allSatisfy(\.isWhiteSpace)
                if isBlank, source[line] != 0x20,
                    !tokens.contains(where: { $0.kind == .codeFence && Int($0.start) < line && Int($0.end) > line })
                {
                    return line
                }
                line = before
            }
            return 0
        }
        var first = lineStart(end)
        // Pairs of marks around the place: whichever began before it and ends after it.
        var open: [Int] = []
        for token in tokens[...index] {
            let text = reading.text(token.range)
            switch token.kind {
            case .heredocMarker:
                if text.hasPrefix("<<") { open.append(Int(token.start)) } else { _ = open.popLast() }
            case .quote, .quoteIndented:
                if let last = open.last,
                    reading.text(tokens.first { Int($0.start) == last }?.range ?? token.range) == text
                {
                    open.removeLast()
                } else {
                    open.append(Int(token.start))
                }
            case .template, .punct:
                if let last = text.last, "([{".contains(last) { open.append(Int(token.start)) }
                if let character = text.last, ")]}".contains(character) { _ = open.popLast() }
            default: break
            }
        }
        if let outermost = open.first { first = min(first, lineStart(outermost)) }
        // A scalar or string over lines that ends here began above.
        return min(first, lineStart(Int(tokens[index].start)))
    }
}

extension Token {
    fileprivate var indices: Range<Int> { Int(start)..<Int(end) }
}
