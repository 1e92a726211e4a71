extension TokenizedDocument {
    /// Adds a token that is known not to be empty; `position` of `size` bytes of the file have been read.
    ///
    /// Makes room by what the file has held so far, so that a large file's tokens are moved once, not many times.
    @inline(__always)
    mutating func add(_ token: Token, position: Int, of size: Int) {
        if tokens.count == tokens.capacity { growTokens(position: position, of: size) }
        tokens.append(token)
    }

    @inline(never)
    private mutating func growTokens(position: Int, of size: Int) {
        let have = tokens.count
        let expected =
            have < 256 ? min(size / 4 + 16, 1024) : Int(Double(have) * Double(size) / Double(max(position, 1)))
        tokens.reserveLarge(max(expected + expected / 16 + 16, have + have / 4 + 16))
    }
}
