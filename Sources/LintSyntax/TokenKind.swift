/// What a token is, in the words of the interchange format (`docs/tokens.md`).
public enum TokenKind: UInt8, Sendable, CaseIterable {
    case comment, quote, string
    case quoteIndented, stringIndented
    case heredocMarker, heredoc
    case template, path, uri, ident, keyword, number, punct
    case keyPlain, keyQuoted
    case scalarPlain, scalarSingle, scalarDouble, scalarBlock, scalarBlockHeader
    case anchor, alias, tag, directive, docmark
    case prose, heading, table
    case codeInline, codeFence, codeFenceMark, codeFenceInfo, codeIndented
    case linkTarget, autolink, html, htmlInline, htmlComment, refdef, frontmatter, markup
    /// A word of a shell command that is not quoted.
    case word
    /// Text of a language that has no tokenizer of its own, outside comments and strings.
    case text
    /// A GitHub Actions expression, `${{ … }}` with its marks.
    case expression
    case invalid

    /// The name in the interchange format.
    public var name: String { TokenKind.names[Int(rawValue)] }

    /// By raw value: spelling a case out goes by way of reflection, far too slow to do for each token.
    private static let names = allCases.map(\.spelling)

    private var spelling: String {
        switch self {
        case .quoteIndented: "quote.indented"
        case .stringIndented: "string.indented"
        case .heredocMarker: "heredoc.marker"
        case .keyPlain: "key.plain"
        case .keyQuoted: "key.quoted"
        case .scalarPlain: "scalar.plain"
        case .scalarSingle: "scalar.single"
        case .scalarDouble: "scalar.double"
        case .scalarBlock: "scalar.block"
        case .scalarBlockHeader: "scalar.block.header"
        case .codeInline: "code.inline"
        case .codeFence: "code.fence"
        case .codeFenceMark: "code.fence.mark"
        case .codeFenceInfo: "code.fence.info"
        case .codeIndented: "code.indented"
        case .linkTarget: "link.target"
        case .htmlInline: "html.inline"
        case .htmlComment: "html.comment"
        default: "\(self)"
        }
    }

    /// The context this kind has unless its tokenizer says otherwise: the one table from kinds to contexts.
    @inlinable
    public var context: Context {
        switch self {
        case .comment: .comment
        case .string, .quote, .quoteIndented: .string
        case .stringIndented, .heredoc, .heredocMarker, .scalarBlock, .scalarBlockHeader: .heredoc
        case .scalarPlain, .scalarSingle, .scalarDouble: .string
        case .keyPlain, .keyQuoted: .key
        case .anchor, .alias, .tag: .label
        case .path: .path
        case .uri: .uri
        case .ident: .ident
        case .number: .number
        case .prose: .prose
        case .heading: .heading
        case .table: .tableCell
        case .codeInline: .codeSpan
        case .codeFence, .codeIndented: .codeBlock
        case .linkTarget, .autolink, .refdef: .linkURL
        case .htmlComment: .htmlComment
        case .frontmatter: .frontMatter
        case .word: .shell
        case .expression: .expression
        case .keyword, .punct, .template, .directive, .docmark, .codeFenceMark, .codeFenceInfo, .html, .htmlInline,
            .markup, .text, .invalid:
            .other
        }
    }
}
