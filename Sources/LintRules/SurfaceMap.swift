public import LintSource

/// Which surface a path belongs to: the first whose globs match, else `primary`.
public struct SurfaceMap: Sendable {
    public static let primary = "primary"
    /// History: reported as notes at most, not counted as active, not fixed.
    public static let archive = "archive"
    public private(set) var surfaces: [(name: String, globs: [PathGlob])]

    public init(_ surfaces: [(name: String, globs: [PathGlob])] = []) { self.surfaces = surfaces }

    public func surface(of path: String) -> String {
        for surface in surfaces where surface.globs.contains(where: { $0.matches(path) }) { return surface.name }
        return SurfaceMap.primary
    }

    public var names: [String] { [SurfaceMap.primary] + surfaces.map(\.name).filter { $0 != SurfaceMap.primary } }
}
