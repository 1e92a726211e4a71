/// The table: a language that needs no tokenizer of its own is one entry here, a case of `Language` and a row of
/// `LanguageFiles`.
extension TextSyntax {
    static func of(_ language: Language) -> TextSyntax {
        switch language {
        case .json: json
        case .javascript: javascript
        case .css: css
        case .html: TextSyntax(shape: .markup)
        case .toml: toml
        case .ini: ini
        case .dotenv: dotenv
        case .starlark: python
        case .python: python
        case .go: go
        case .rust: rust
        case .c: c
        case .ruby: ruby
        case .script: script
        case .lua: lua
        case .sql: sql
        case .justfile: justfile
        case .makefile: makefile
        case .dockerfile: dockerfile
        case .caddyfile: caddyfile
        case .bazelrc: bazelrc
        case .list: TextSyntax(lineComments: [hashAfterBlank], words: .text)
        case .ignore: TextSyntax(lineComments: [LineComment(open: "#", position: .firstColumn)], words: .text)
        case .template: template
        case .tex: TextSyntax(lineComments: [LineComment(open: "%")], words: .prose, shape: .tex)
        case .bibtex: bibtex
        default: TextSyntax(words: .prose)
        }
    }

    private static let hash = LineComment(open: "#")
    private static let hashAfterBlank = LineComment(open: "#", position: .afterBlank)
    private static let slashes = LineComment(open: "//")
    private static let slashStar = BlockComment(open: "/*", close: "*/")
    private static let backquotedRaw = StringRule.quoted("`", .none, spansLines: true)

    private static let json = TextSyntax(
        lineComments: [slashes], blockComments: [slashStar], strings: [.quoted("\""), .quoted("'")],
        keys: .beforeColon)

    static let javascript = TextSyntax(
        lineComments: [slashes], blockComments: [slashStar],
        strings: [
            .quoted("\""), .quoted("'"),
            StringRule(open: "`", close: "`", spansLines: true, interpolates: true),
        ],
        patterns: true)

    // `//` is SCSS and Less; in plain CSS it stands only inside a URL, never after a blank.
    static let css = TextSyntax(
        lineComments: [LineComment(open: "//", position: .afterBlank)], blockComments: [slashStar],
        strings: [
            .quoted("\""), .quoted("'"), StringRule(open: "url(\"", close: "\")"),
            StringRule(open: "url('", close: "')"), StringRule(open: "url(", close: ")"),
        ],
        dashedNames: true)

    private static let toml = TextSyntax(
        lineComments: [hash],
        strings: [
            .quoted("\"\"\"", spansLines: true), .quoted("'''", .none, spansLines: true),
            .quoted("\""), .quoted("'", .none),
        ],
        keys: .beforeEquals, dashedNames: true)

    private static let ini = TextSyntax(
        lineComments: [hashAfterBlank, LineComment(open: ";", position: .afterBlank)], words: .text, keys: .iniLines)

    private static let dotenv = TextSyntax(
        lineComments: [hashAfterBlank],
        strings: [.quoted("\"", spansLines: true), .quoted("'", .none, spansLines: true)],
        words: .text, keys: .envLines)

    private static let python = TextSyntax(
        lineComments: [hash],
        strings: [
            .quoted("\"\"\"", spansLines: true), .quoted("'''", spansLines: true), .quoted("\""), .quoted("'"),
        ],
        stringPrefixes: "rbfut", docstrings: true)

    private static let go = TextSyntax(
        lineComments: [slashes], blockComments: [slashStar], strings: [.quoted("\""), .quoted("'"), backquotedRaw])

    private static let rust = TextSyntax(
        lineComments: [slashes], blockComments: [BlockComment(open: "/*", close: "*/", nests: true)],
        strings: [
            .quoted("\"", spansLines: true), StringRule(open: "'", close: "'", singleCharacter: true),
        ],
        stringPrefixes: "bc", hashedRawStrings: true)

    private static let c = TextSyntax(
        lineComments: [slashes], blockComments: [slashStar],
        // (Three of either are Java's and Kotlin's, and Groovy's and Dart's.)
        strings: [
            .quoted("\"\"\"", spansLines: true), .quoted("'''", spansLines: true), .quoted("\""), .quoted("'"),
        ])

    private static let ruby = TextSyntax(
        lineComments: [hashAfterBlank], blockComments: [BlockComment(open: "=begin", close: "=end")],
        strings: [.quoted("\"", spansLines: true), .quoted("'", spansLines: true)])

    private static let script = TextSyntax(
        lineComments: [hashAfterBlank], blockComments: [BlockComment(open: "<#", close: "#>")],
        strings: [.quoted("\"", spansLines: true), .quoted("'", .none)], dashedNames: true)

    private static let lua = TextSyntax(
        lineComments: [LineComment(open: "--")],
        blockComments: [BlockComment(open: "--[[", close: "]]"), BlockComment(open: "--[=[", close: "]=]")],
        strings: [
            StringRule(open: "[[", close: "]]", escape: .none, spansLines: true), .quoted("\""), .quoted("'"),
        ])

    private static let sql = TextSyntax(
        lineComments: [LineComment(open: "--")], blockComments: [slashStar],
        strings: [.quoted("'", .doubled, spansLines: true), .quoted("\"", .doubled, spansLines: true)])

    static let justfile = TextSyntax(
        lineComments: [hash],
        strings: [
            .quoted("\"\"\"", spansLines: true), .quoted("'''", .none, spansLines: true),
            .quoted("\"", spansLines: true), .quoted("'", .none, spansLines: true),
            .quoted("```", .none, spansLines: true), .quoted("`", .none, spansLines: true),
        ],
        shape: .justfile, dashedNames: true, stringPrefixes: "xf")

    static let makefile = TextSyntax(lineComments: [hash], words: .text, shape: .makefile)

    static let dockerfile = TextSyntax(
        lineComments: [LineComment(open: "#", position: .lineStart)], words: .text, shape: .dockerfile)

    private static let caddyfile = TextSyntax(
        lineComments: [hashAfterBlank], strings: [.quoted("\""), backquotedRaw], words: .text)

    private static let bazelrc = TextSyntax(
        lineComments: [hashAfterBlank], strings: [.quoted("\""), .quoted("'")], words: .shell)

    private static let template = TextSyntax(
        lineComments: [LineComment(open: "#", position: .lineStart)],
        blockComments: [
            BlockComment(open: "{{/*", close: "}}"), BlockComment(open: "{{- /*", close: "}}"),
            BlockComment(open: "{{!--", close: "--}}"), BlockComment(open: "{{!", close: "}}"),
            BlockComment(open: "{#", close: "#}"), BlockComment(open: "<%#", close: "%>"),
        ],
        words: .text)

    private static let bibtex = TextSyntax(
        lineComments: [LineComment(open: "%", position: .lineStart)], strings: [.quoted("\"", .none)], words: .code,
        keys: .beforeEquals, dashedNames: true)
}
