public import LintSource

public enum FixSafety: String, Sendable, Hashable, CaseIterable {
    /// The meaning stays, or is what the rule's truth says it must be.
    case safe
    /// A migration: others depend on the name.
    case `unsafe`
}

/// Replaces the bytes of `range` by `text`.
public struct Edit: Sendable, Hashable {
    public var range: ByteRange
    public var text: String
    public init(range: ByteRange, text: String) {
        self.range = range
        self.text = text
    }
}

/// A cure: edits of the finding's own file that belong together.
public struct Fix: Sendable, Hashable {
    public var safety: FixSafety
    public var edits: [Edit]
    /// The lines and columns of `edits`, one for one; empty until ``anchor(lines:bytes:)`` was called.
    public var regions: [TextRegion] = []
    public init(safety: FixSafety, edits: [Edit]) {
        self.safety = safety
        self.edits = edits
    }
}
