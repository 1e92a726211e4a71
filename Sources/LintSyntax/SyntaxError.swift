public import LintSource

/// Where a file does not follow its language; its tokens are there all the same.
public struct SyntaxError: Error, Hashable, Sendable {
    public var range: ByteRange
    /// Lower case, no full stop.
    public var message: String
    public init(_ range: ByteRange, _ message: String) {
        self.range = range
        self.message = message
    }
}
