/// Globs of which one must match, asked of many paths: most paths lack a byte that a glob holds.
public struct PathGlobs: Sendable {
    private let globs: [(glob: PathGlob, bytes: UInt64)]
    /// One of these is in every path that matches, as ``PathGlob/bytes(of:)`` has it.
    public let alternatives: [UInt64]

    public init(_ globs: [PathGlob]) {
        self.globs = globs.map { ($0, $0.bytes) }
        alternatives = Array(Set(globs.flatMap(\.alternativeBytes)))
    }

    public var isEmpty: Bool { globs.isEmpty }

    public func matches(_ path: ByteView) -> Bool {
        !globs.isEmpty && matches(path, holding: PathGlob.bytes(of: path))
    }

    /// - Parameter held: ``PathGlob/bytes(of:)`` of the path.
    public func matches(_ path: ByteView, holding held: UInt64) -> Bool {
        guard alternatives.contains(where: { $0 & ~held == 0 }) else { return false }
        return globs.contains { $0.bytes & ~held == 0 && $0.glob.matches(path, holding: held) }
    }
}
