/// What a stretch of text is to a reader: what a rule's `in:` speaks about.
public enum Context: UInt8, Sendable, CaseIterable {
    case comment, string, heredoc, key, label, ident, number, path, uri, prose, heading
    case tableCell, codeSpan, codeBlock, linkText, linkURL, htmlComment, frontMatter
    case shell, fileName
    /// A GitHub Actions expression, `${{ … }}`.
    case expression
    case other

    /// The name in rules and reports.
    public var name: String {
        switch self {
        case .comment: "comment"
        case .string: "string"
        case .heredoc: "heredoc"
        case .key: "key"
        case .label: "label"
        case .ident: "ident"
        case .number: "number"
        case .path: "path"
        case .uri: "uri"
        case .prose: "prose"
        case .heading: "heading"
        case .tableCell: "table-cell"
        case .codeSpan: "code-span"
        case .codeBlock: "code-block"
        case .linkText: "link-text"
        case .linkURL: "link-url"
        case .htmlComment: "html-comment"
        case .frontMatter: "front-matter"
        case .shell: "shell"
        case .fileName: "file-name"
        case .expression: "expression"
        case .other: "other"
        }
    }

    public init?(name: String) {
        guard let found = Context.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// One bit a context, for sets of them.
    @inlinable public var bit: UInt32 { 1 << UInt32(rawValue) }
}
