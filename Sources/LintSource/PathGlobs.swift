/// Globs of which one must match, asked of many paths: most paths lack a mark that a glob wants.
public struct PathGlobs: Sendable {
    private struct Place: Sendable {
        var marks: GlobMarks
        var glob: Int32
        var alternative: Int32
    }

    private let globs: [PathGlob]
    /// All alternatives of all globs.
    private let places: [Place]

    public init(_ globs: [PathGlob]) {
        self.globs = globs
        places = globs.indices.flatMap { glob in
            globs[glob].marks.enumerated().map {
                Place(marks: $0.element, glob: Int32(glob), alternative: Int32($0.offset))
            }
        }
    }

    public var isEmpty: Bool { globs.isEmpty }
    /// What paths have that match, by one or another of these.
    public var marks: [GlobMarks] { places.map(\.marks) }

    public func matches(_ path: ByteView) -> Bool { !globs.isEmpty && matches(path, PathMarks(path)) }

    /// - Parameter marks: the path's.
    public func matches(_ path: ByteView, _ marks: PathMarks) -> Bool {
        for place in places where place.marks.mayMatch(marks) {
            if globs[Int(place.glob)].matches(path, alternative: Int(place.alternative)) { return true }
        }
        return false
    }
}
