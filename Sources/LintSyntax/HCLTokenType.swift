/// What a token is to the HCL parser: the names of hclsyntax's own token types, as far as the parser tells them apart.
enum HCLTokenType: UInt8 {
    case eof, newline
    case identifier, number
    case openBrace, closeBrace, openBracket, closeBracket, openParenthesis, closeParenthesis
    case openQuote, closeQuote, openHeredoc, closeHeredoc
    /// Text of a quoted template, of a heredoc or of a bare template.
    case quotedText, text
    /// `${`, `%{`, and the `}` of either; each perhaps with its `~`.
    case interpolation, control, sequenceEnd
    case equal, colon, doubleColon, comma, dot, ellipsis, fatArrow, question
    case minus, bang, star
    /// Any other operator between two operands.
    case binaryOperator
    /// What no valid file holds: its error is already on record.
    case invalid
}
