/// What a token is to the Nix parser: the tokens of Nix's own grammar, as far as the parser tells them apart.
enum NixTokenType: UInt8 {
    case eof
    case identifier, or, number, uri, searchPath
    case ifKeyword, thenKeyword, elseKeyword, assertKeyword, withKeyword, letKeyword, inKeyword, recKeyword
    case inheritKeyword
    case openQuote, closeQuote, openIndented, closeIndented
    /// Text of a string, or a further piece of a path.
    case text
    /// The first piece of a path, and the place (of no bytes) where it ends.
    case path, pathEnd
    case dollarBrace, openBrace, closeBrace, openBracket, closeBracket, openParenthesis, closeParenthesis
    case colon, semicolon, comma, at, equal, dot, ellipsis, question, bang, minus
    /// Operators by how they may stand beside each other: `==` and `<` do not chain.
    case arithmetic, relation, equality, logic, pipeFrom, pipeInto
    /// What the grammar has no place for.
    case invalid
}
