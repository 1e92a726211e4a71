public import LintSource

/// What only a file's bytes can tell of its findings beyond their place: the lines and columns of fixes, whether the file is
/// UTF-8, and, when they are asked for, the hashes of code scanning. Linear in the file's size for hashes and UTF-8, so it
/// is made once a file.
public struct FindingAnchors {
    private let lines: LineIndex
    private let bytes: ByteView
    private let isUTF8: Bool
    private let hashes: [Int: CodeScanningHash.LineHash]

    /// `hashed`: the lines whose hashes are asked for.
    public init(lines: LineIndex, bytes: ByteView, nameIsUTF8: Bool = true, hashed: Set<Int> = []) {
        self.lines = lines
        self.bytes = bytes
        isUTF8 = nameIsUTF8 && bytes.isUTF8
        hashes = hashed.isEmpty ? [:] : CodeScanningHash.lines(hashed, of: bytes)
    }

    /// Fills them in.
    public func anchor(_ finding: inout Finding) {
        // (Contents that others hold would be copied.)
        if finding.location.isUTF8 != isUTF8 { finding.location.isUTF8 = isUTF8 }
        if !hashes.isEmpty { finding.location.lineHash = hashes[finding.location.start.line] }
        finding.anchorFix(lines: lines, bytes: bytes)
    }
}

extension Array where Element == Finding {
    /// Fills in what only the file's bytes can tell. All findings must be of this one file.
    public mutating func anchor(lines: LineIndex, bytes: ByteView, codeScanningHashes: Bool) {
        guard !isEmpty else { return }
        let anchors = FindingAnchors(
            lines: lines, bytes: bytes, hashed: codeScanningHashes ? Set(map(\.location.start.line)) : [])
        for i in indices { anchors.anchor(&self[i]) }
    }
}

extension Fix {
    /// Fills in ``regions``.
    public mutating func anchor(lines: LineIndex, bytes: ByteView) {
        regions = edits.map { TextRegion($0.range, lines: lines, bytes: bytes) }
    }
}
