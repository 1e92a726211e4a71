import LintSource

/// The text of a block with quote marks between its lines, as one run of bytes.
struct MarkdownText {
    /// The lines, with a line feed between them.
    private(set) var bytes: [UInt8] = []
    /// Where each token's text begins in `bytes`.
    private(set) var starts: [Int] = []

    init(_ file: ByteView, _ tokens: [Token]) {
        starts.reserveCapacity(tokens.count)
        for token in tokens {
            starts.append(bytes.count)
            if token.kind == .markup { continue }
            bytes.append(contentsOf: file[token.range])
            bytes.append(0x0A)
        }
        if !bytes.isEmpty { bytes.removeLast() }
    }
}
