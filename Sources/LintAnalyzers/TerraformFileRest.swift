import LintSource
import LintSyntax
import LintWalk

/// What a file told beside what it declares and calls, and so much of it that a place in it can be reported when it is gone.
final class TerraformFileRest: @unchecked Sendable {
    let facts: TerraformStateFacts
    /// The file's bytes; empty where nothing of it will be reported.
    let bytes: [UInt8]
    /// Its tokens, as far as they were needed anyway.
    private let known: FlattenedTokens?
    /// Whether there may be more of them.
    private let isPart: Bool
    /// All of them, once a place was reported that is in none of these: a history folds the same file at many commits.
    /// Touched with the lock of all held.
    private var whole: FlattenedTokens?

    // (One for all: few files are asked, and none for long.)
    private static let lock = Guarded(())
    static let nothing = TerraformFileRest()

    private init() {
        facts = TerraformStateFacts()
        bytes = []
        known = nil
        isPart = false
    }

    init(_ facts: consuming TerraformStateFacts, of file: ParsedFile) {
        let hasPlaces = facts.hasPlaces
        self.facts = consume facts
        bytes = hasPlaces ? Array(file.bytes.buffer) : []
        known = hasPlaces && file.language != .hcl ? file.inner.tokensAlone : nil
        isPart = hasPlaces && (file.language == .hcl || file.innerIsPart)
    }

    /// The same file, which tells other facts.
    init(_ facts: consuming TerraformStateFacts, of other: TerraformFileRest) {
        self.facts = consume facts
        bytes = other.bytes
        known = other.known
        isPart = other.isPart
    }

    /// Those among which that at `offset` is. `file` has these bytes.
    func tokens(at offset: Int, _ file: ParsedFile) -> FlattenedTokens {
        if let known, !isPart || known.index(at: offset) != nil { return known }
        guard isPart else { return file.flat }
        if let whole = TerraformFileRest.lock.withLock({ _ in whole }) { return whole }
        let flat = file.flat
        TerraformFileRest.lock.withLock { _ in whole = flat }
        return flat
    }
}
