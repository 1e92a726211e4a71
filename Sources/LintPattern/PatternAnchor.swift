import LintSource

/// Text that every match of an expression holds, and how far before it a match may begin: so a search need not begin
/// anywhere else.
public struct PatternAnchor: Sendable, Hashable {
    /// One of these stands in every match.
    public var needles: [Needle]
    /// How far before the literal the match begins.
    public internal(set) var reach: Reach

    public init(needles: [Needle], reach: Reach) {
        self.needles = needles
        self.reach = reach
    }

    /// What stands before a place in a match.
    public struct Reach: Sendable, Hashable {
        /// At most so many bytes; `nil`: any number.
        public var bytes: Int?
        /// Whether there may be a line's end among them.
        public var crossesLines: Bool

        public init(bytes: Int?, crossesLines: Bool) {
            self.bytes = bytes
            self.crossesLines = crossesLines
        }

        static let none = Reach(bytes: 0, crossesLines: false)
        static let unknown = Reach(bytes: nil, crossesLines: true)

        static func + (a: Reach, b: Reach) -> Reach {
            var bytes: Int?
            if let left = a.bytes, let right = b.bytes, left + right <= 1 << 20 { bytes = left + right }
            return Reach(bytes: bytes, crossesLines: a.crossesLines || b.crossesLines)
        }

        func union(_ other: Reach) -> Reach {
            var most: Int?
            if let left = bytes, let right = other.bytes { most = max(left, right) }
            return Reach(bytes: most, crossesLines: crossesLines || other.crossesLines)
        }

        /// Up to `count` times; `nil` for without end.
        func times(_ count: Int?) -> Reach {
            if self == .none { return self }
            var most: Int?
            if let count, let bytes, count <= 1 << 16, bytes * count <= 1 << 20 { most = bytes * count }
            return Reach(bytes: most, crossesLines: crossesLines)
        }

        /// Whether a search can be narrowed by it.
        var isUseful: Bool { !crossesLines || (bytes.map { $0 <= 4_096 } ?? false) }
    }

    /// Where a match that holds a literal at `literal` may begin, not before `low`.
    func start(before literal: Int, low: Int, in bytes: ByteView) -> Int {
        var start = reach.bytes.map { max(low, literal - $0) } ?? low
        if !reach.crossesLines {
            var line = literal
            while line > start, bytes[line - 1] != 0x0A { line -= 1 }
            start = line
        }
        // Not in the middle of a character.
        while start > low, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }
}
