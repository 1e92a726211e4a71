public import LintSource

extension Array where Element == Finding {
    /// Fills in what only the file's bytes can tell: the lines and columns of fixes, whether the file is UTF-8, and, when
    /// they are asked for, the hashes of code scanning. All findings must be of this one file. Linear in the file's size
    /// for hashes and UTF-8, so call it once a file.
    public mutating func anchor(lines: LineIndex, bytes: ByteView, codeScanningHashes: Bool) {
        guard !isEmpty else { return }
        let isUTF8 = String(validating: bytes.buffer, as: UTF8.self) != nil
        var hashes: [Int: String] = [:]
        if codeScanningHashes { hashes = CodeScanningHash.lines(Set(map(\.location.start.line)), of: bytes) }
        for i in indices {
            self[i].location.isUTF8 = isUTF8
            self[i].location.codeScanningHash = hashes[self[i].location.start.line]
            self[i].fix?.anchor(lines: lines, bytes: bytes)
        }
    }
}

extension Fix {
    /// Fills in ``regions``.
    public mutating func anchor(lines: LineIndex, bytes: ByteView) {
        regions = edits.map { TextRegion($0.range, lines: lines, bytes: bytes) }
    }
}
