public import LintSource

/// Where a matcher hit.
public struct Match: Sendable, Hashable {
    public struct Capture: Sendable, Hashable {
        public var name: String
        public var range: ByteRange
    }

    /// What is reported.
    public var range: ByteRange
    public var captures: [Capture] = []
    /// Whether it is a URL or host, whose parts are the captures.
    public var isURL = false
    /// Whether it is reported only when the path that it claims to be is there, or only when it is not.
    public var mustExist: Bool?

    public init(range: ByteRange, captures: [Capture] = [], isURL: Bool = false, mustExist: Bool? = nil) {
        self.range = range
        self.captures = captures
        self.isURL = isURL
        self.mustExist = mustExist
    }

    public func capture(_ name: String) -> ByteRange? {
        name == "match" ? range : captures.first { $0.name == name }?.range
    }
}
