import LintSource
import LintSyntax

/// A Markdown text's tokens as one letter a byte, `.` where there is none: what the tables of cases are written in.
func markdownLetters(_ source: [UInt8]) -> String {
    var letters = [Character](repeating: ".", count: source.count)
    for token in markdown(source).tokens {
        for i in token.range.indices where !source[i].isWhiteSpace { letters[i] = letter(of: token.kind) }
    }
    return String(letters)
}

func markdown(_ source: [UInt8]) -> TokenizedDocument {
    source.withByteView { Language.markdown.tokenize($0) }
}

private func letter(of kind: TokenKind) -> Character {
    switch kind {
    case .prose: "p"
    case .heading: "h"
    case .table: "t"
    case .codeInline: "c"
    case .codeFence: "f"
    case .codeFenceMark: "F"
    case .codeFenceInfo: "I"
    case .codeIndented: "n"
    case .linkTarget: "d"
    case .autolink: "a"
    case .html: "H"
    case .htmlInline: "i"
    case .htmlComment: "C"
    case .refdef: "r"
    case .frontmatter: "y"
    case .markup: "m"
    default: "?"
    }
}
