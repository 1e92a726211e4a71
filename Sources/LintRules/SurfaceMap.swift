public import LintSource

/// Which surface a path belongs to: the first whose globs match, else `primary`.
public struct SurfaceMap: Sendable {
    public static let primary = "primary"
    /// History: what was true then.
    public static let archive = "archive"
    /// Lock files and other output of programs: what they say follows from something else.
    public static let generated = "generated"
    /// Other people's files that are kept here.
    public static let vendored = "vendored"
    /// Surfaces that nobody edits by hand: reported as notes at most, not counted as active, not fixed.
    public static let untouched: Set = [archive, generated, vendored]
    public private(set) var surfaces: [(name: String, globs: [PathGlob])]

    public init(_ surfaces: [(name: String, globs: [PathGlob])] = []) { self.surfaces = surfaces }

    public func surface(of path: String) -> String {
        var path = path
        return path.withUTF8 { bytes in
            let path = ByteView(bytes)
            for surface in surfaces where surface.globs.contains(where: { $0.matches(path) }) { return surface.name }
            return SurfaceMap.primary
        }
    }

    public var names: [String] { [SurfaceMap.primary] + surfaces.map(\.name).filter { $0 != SurfaceMap.primary } }
}
