import LintSource
import LintSyntax

/// Whether time grows as the text does: twice a text of a megabyte and more takes less than two and a half times as long.
enum Growth {
    static let limit = 2.5

    /// What each tokenizer could be slow on, repeated until it is long enough.
    private static let pieces: [Language: [String]] = [
        .hcl: [
            "a", "a.", "/*", "a = 1\n", "\"", "${", "a = <<E\n", " E x\n", "1.", "$", "é", "\\", "{", "x ? ", "]",
            "}\n", "b \"", "a = (\n", "a = \"${b}\" # c\n",
        ],
        .nix: [
            "a", "a.", "a_", "/*", "a = 1; ", "\"", "''", "'", "${", "a/", "<a", "<a/", "x:", "1.", "-", "$", "é", "{",
            "}", "let ", "]", "{ a = (;\n", "~/", "a.a",
        ],
        .yaml: [
            "k: v # c\n", "- ", "[", "{a: ", "? ", "a: [\n", "a: \"\n", "a: 'b\n- \"c\n", "[}", "&a ", "{{", "{{a}}",
            "{{/*", "{% ", "x: {{ \"\\\"", "a: b: ", "a\n : b\n", "a: |\n\n", "---\n", "\"\\", "%TAG !a! b\n",
            "a: {\nb: c\n",
        ],
        .markdown: [
            "[", "a]", "[a", "![", "[a](<b", "[a](b", "`a``b", "\\`", "<", "<!--", "> ", "- ", "1. ", "a|", "|-",
            "[a]: b\n", "[^a]: ", "```\n", "\t", "&", "---\n", "*a **a ", "_", "a@", "a\n",
        ],
        .shell: [
            "a", "\"", "'", "$(", "${", "`", "<<E\n", "#", "\\", "a=1 ", "((", "$((", "case x in\n", "a)", "&", "|",
            "cat <<E\nx\nE\n", "[[ ", "$'", "fi\n",
        ],
        .javascript: ["/", "`${", "\"", "/*", "//", "a / b ", "'", "\\"],
        .python: ["\"\"\"", "'", "#", "f\"{", "\\\n"],
        .html: ["<", "<a ", "<!--", "<script>", "&", "{", "</a>", "<a b='"],
        .rust: ["r#\"", "/*", "'a", "b'", "\""],
        .json: ["{\"a\":", "[", "\"", "//", "/*"],
        .toml: ["\"\"\"", "[[", "a=", "'"],
        .tex: ["\\begin{verbatim}", "%", "$", "\\verb|", "{", "\\"],
        .justfile: ["a:\n  b {{\n", "`", "\"", "'''", "#"],
        .makefile: ["a: b\n\tc $(\n", "$(", "\\\n", "define a\n", "#"],
        .dockerfile: ["RUN a \\\n", "RUN <<E\n", "#", "COPY <<A <<B\n"],
    ]

    struct Result {
        var language: Language
        var texts = 0
        var worst = 0.0
        var worstText = ""
    }

    /// The worst ratio over the language's real text and its pieces.
    static func measure(_ corpus: Corpus) -> Result {
        var result = Result(language: corpus.language)
        if corpus.size >= 1 << 15 {
            let (one, two) = (corpus.text(1 << 20), corpus.text(2 << 20))
            result.add(ratio(corpus.language, one, two, Double(two.count) / Double(2 * one.count)), "real text")
        }
        for piece in pieces[corpus.language] ?? [] {
            func text(_ size: Int) -> [UInt8] {
                [UInt8](repeatElement(piece.utf8, count: size / piece.utf8.count).joined())
            }
            result.add(ratio(corpus.language, text(1 << 20), text(2 << 20), 1), piece.debugDescription)
        }
        return result
    }

    private static func ratio(_ language: Language, _ one: [UInt8], _ two: [UInt8], _ correction: Double) -> Double {
        var best = Double.infinity
        // A neighbour may have had the cache: only what is slow each time is slow.
        for _ in 0..<5 where best >= limit {
            let short = bestTime(runs: 2, least: 0.01) { read(one, language) }
            let long = bestTime(runs: 2, least: 0.01) { read(two, language) }
            best = min(best, long / short / correction)
        }
        return best
    }

    private static func read(_ bytes: [UInt8], _ language: Language) {
        var options = TokenizeOptions()
        options.namedRanges = true
        _ = bytes.withByteView { language.tokenize($0, options: options) }
    }
}

extension Growth.Result {
    mutating func add(_ ratio: Double, _ text: String) {
        texts += 1
        if ratio > worst { (worst, worstText) = (ratio, text) }
    }
}
