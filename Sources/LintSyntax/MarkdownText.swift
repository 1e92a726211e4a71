import LintSource

/// The text of one block as one run of bytes, and the way back to the file.
///
/// Where only blanks lie between the lines, that is the file itself; where quote marks do, the lines are copied together.
struct MarkdownText {
    private let bytes: ByteView
    private let first: Int
    private let fileStart: Int
    private let fileEnd: Int
    private let isSplit: Bool
    private var copy: [UInt8] = []
    /// Where each token's text begins in `copy`.
    private var starts: [Int] = []

    init(_ bytes: ByteView, _ tokens: ArraySlice<Token>, isSplit: Bool) {
        self.bytes = bytes
        self.isSplit = isSplit
        first = tokens.startIndex
        fileStart = tokens.first.map { Int($0.start) } ?? 0
        fileEnd = tokens.last.map { Int($0.end) } ?? 0
        guard isSplit else { return }
        copy.reserveCapacity(fileEnd - fileStart)
        starts.reserveCapacity(tokens.count)
        for token in tokens {
            starts.append(copy.count)
            if token.kind == .markup { continue }
            copy.append(contentsOf: bytes[token.range])
            copy.append(0x0A)
        }
        if !copy.isEmpty { copy.removeLast() }
    }

    func withView<R>(_ body: (ByteView) -> R) -> R {
        if isSplit { return copy.withByteView(body) }
        return body(ByteView(bytes[fileStart..<fileEnd]))
    }

    /// Where a token's text begins in the run; `index` is its index in the array that the text was made from.
    func offset(of token: Token, index: Int) -> Int {
        isSplit ? starts[index - first] : Int(token.start) - fileStart
    }
}
