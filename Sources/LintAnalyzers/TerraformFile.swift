import LintFindings
import LintSource
import LintSyntax
import LintWalk

/// What one file told, and so much of it that a place in it can be reported when the file is gone.
public final class TerraformFile: Sendable {
    public let path: String
    /// Where a finding in it is reported: of what a symbolic link leads to, where that lies.
    let source: String
    /// Of a symbolic link what it leads to, from the root.
    let target: String?
    let facts: TerraformStateFacts
    /// What there is in these.
    let kinds: TerraformFileKinds
    /// The file's bytes; empty where nothing of it will be reported.
    private let bytes: [UInt8]
    /// Its tokens, as far as they were needed anyway.
    private let flat: FlattenedTokens?
    /// All of them, once a place was reported that is in none of these: a history folds the same file at many commits.
    private let later: Guarded<FlattenedTokens?>?

    let wantsCodeScanningHashes: Bool

    init(_ facts: consuming TerraformStateFacts, of file: ParsedFile, codeScanningHashes: Bool) {
        wantsCodeScanningHashes = codeScanningHashes
        path = file.path
        source = file.path
        target = nil
        let hasPlaces = facts.hasPlaces
        kinds = TerraformFileKinds(facts)
        self.facts = consume facts
        bytes = hasPlaces ? Array(file.bytes.buffer) : []
        flat = hasPlaces && file.language != .hcl ? file.inner.tokensAlone : nil
        later = hasPlaces && (file.language == .hcl || file.innerIsPart) ? Guarded(nil) : nil
    }

    /// A symbolic link; `nil` where it leads out of the repository.
    init?(link path: String, to target: String) {
        guard !target.begins("/") else { return nil }
        let folder = path.utf8.lastIndex(of: 0x2F).map { String(path[..<$0]) } ?? ""
        let found = TerraformTemplate.join(folder, target)
        guard !found.begins("..") else { return nil }
        self.path = path
        source = path
        self.target = found
        facts = TerraformStateFacts()
        kinds = []
        bytes = []
        flat = nil
        later = nil
        wantsCodeScanningHashes = false
    }

    /// What it tells, wherever it stands.
    struct Meaning: Sendable, Hashable {
        var facts: TerraformStateFacts
        var target: String?
    }

    var meaning: Meaning { Meaning(facts: facts.meaning, target: target) }

    /// This file with what another version of it declares, assigns and claims; `nil` where they differ in anything else.
    func telling(_ other: TerraformFile) -> TerraformFile? {
        guard target == nil, other.target == nil, facts.common.meaning == other.facts.common.meaning else { return nil }
        return TerraformFile(self, telling: other)
    }

    private init(_ file: TerraformFile, telling other: TerraformFile) {
        path = file.path
        source = file.source
        target = nil
        var facts = file.facts
        facts.variables = other.facts.variables
        facts.testedVariables = other.facts.testedVariables
        facts.values = other.facts.values
        facts.claims = other.facts.claims
        kinds = TerraformFileKinds(facts)
        self.facts = facts
        bytes = file.bytes
        flat = file.flat
        later = file.later
        wantsCodeScanningHashes = file.wantsCodeScanningHashes
    }

    /// What a link leads to, as whoever follows it sees it: beside the link.
    init(_ file: TerraformFile, at link: String) {
        path = link
        source = file.source
        target = nil
        facts = file.facts.moved(from: file.path, to: link)
        kinds = file.kinds
        bytes = file.bytes
        flat = file.flat
        later = file.later
        wantsCodeScanningHashes = file.wantsCodeScanningHashes
    }

    /// Whether this is a copy of a file in another folder, as far as is known: what it declares and assigns, and where
    /// places in it may be reported its text.
    func isCopy(of other: TerraformFile) -> Bool {
        bytes == other.bytes && kinds == other.kinds && facts.variables == other.facts.variables
            && facts.modules.count == other.facts.modules.count
    }

    /// Adds the places of ranges, in their order.
    func addAnchors(_ ranges: [ByteRange], to anchors: inout [Anchor], codeScanningHashes: Bool) {
        bytes.withByteView { view in
            let file = ParsedFile(path: source, bytes: view)
            let first = anchors.count
            var maker = AnchorMaker(file)
            for range in ranges { anchors.append(maker.anchor(range, tokens(at: Int(range.start), file) ?? file.flat)) }
            anchors.complete(file, from: first, codeScanningHashes: codeScanningHashes)
        }
    }

    private func tokens(at offset: Int, _ file: ParsedFile) -> FlattenedTokens? {
        guard let later else { return flat }
        if let flat, flat.index(at: offset) != nil { return flat }
        if let known = later.withLock({ $0 }) { return known }
        let flat = file.flat
        later.withLock { $0 = flat }
        return flat
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
