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
    /// Surfaces of what was, and of what others do: nothing there is run for this repository.
    private static let apart: Set = [archive, vendored]
    public let surfaces: [(name: String, globs: [PathGlob])]

    private struct Place: Sendable {
        var surface: Int
        var glob: Int
        /// ``PathGlob/bytes``.
        var bytes: UInt64
    }

    /// All globs in their order: most paths lack what most of them need.
    private let places: [Place]

    public init(_ surfaces: [(name: String, globs: [PathGlob])] = []) {
        self.surfaces = surfaces
        places = surfaces.indices.flatMap { surface in
            surfaces[surface].globs.indices.map {
                Place(surface: surface, glob: $0, bytes: surfaces[surface].globs[$0].bytes)
            }
        }
    }

    public func surface(of path: String) -> String {
        var path = path
        return path.withUTF8 { bytes in
            let path = ByteView(bytes)
            let own = PathMarks(path).bytes
            for place in places where place.bytes & ~own == 0 {
                if surfaces[place.surface].globs[place.glob].matches(path) { return surfaces[place.surface].name }
            }
            return SurfaceMap.primary
        }
    }

    /// Whether what a file says is no word on the rest of the repository.
    public func isApart(_ path: String) -> Bool { SurfaceMap.apart.contains(surface(of: path)) }

    public var names: [String] { [SurfaceMap.primary] + surfaces.map(\.name).filter { $0 != SurfaceMap.primary } }
}
