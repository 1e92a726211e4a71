import LintFindings
import LintSource
import LintSyntax

/// What one file told, and so much of it that a place in it can be reported when the file is gone.
public final class TerraformFile: Sendable {
    public let path: String
    let facts: TerraformStateFacts
    /// The file's bytes; empty where nothing of it will be reported.
    private let bytes: [UInt8]
    /// Its tokens, where they were needed anyway.
    private let flat: FlattenedTokens?

    let wantsCodeScanningHashes: Bool

    init(_ facts: consuming TerraformStateFacts, of file: ParsedFile, codeScanningHashes: Bool) {
        wantsCodeScanningHashes = codeScanningHashes
        path = file.path
        let hasPlaces = facts.hasPlaces
        self.facts = consume facts
        bytes = hasPlaces ? Array(file.bytes.buffer) : []
        flat = hasPlaces && file.language != .hcl ? file.flat : nil
    }

    /// The places of ranges, in their order.
    func anchors(_ ranges: [ByteRange], codeScanningHashes: Bool) -> [Anchor] {
        bytes.withByteView { view in
            let file = ParsedFile(path: path, bytes: view)
            var anchors = ranges.map { Anchor($0, in: file, flat: flat) }
            anchors.complete(file, codeScanningHashes: codeScanningHashes)
            return anchors
        }
    }

    /// The 1-based line of an offset. O(offset): for explanations.
    func line(at offset: UInt32) -> Int {
        bytes.prefix(Int(offset)).reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    }
}

/// A place in a file of the fold.
struct Site: Sendable, Hashable {
    /// Index among the fold's files.
    var file: Int32
    /// Empty where nothing will be said of it.
    var range: ByteRange

    init(_ file: Int, _ range: ByteRange) {
        self.file = Int32(file)
        self.range = range
    }
}
