import LintSource

/// Gathers the named ranges of a document while its parts open and close.
///
/// Paths of nested parts repeat the names of all that encloses them, so their sum may grow with the square of the file's
/// size: past a limit that no honest file comes near, ranges are left out.
struct NamedPaths {
    private(set) var ranges: [NamedRange] = []
    private let wanted: Bool
    /// The path of what is being read, as bytes.
    private var path: [UInt8] = []
    private var budget: Int

    init(wanted: Bool, fileSize: Int) {
        self.wanted = wanted
        budget = 16 * fileSize + (1 << 16)
    }

    var isWanted: Bool { wanted }
    var length: Int { path.count }

    /// Adds one part to the path, after `separator` if it is not the first.
    mutating func push(_ part: some Collection<UInt8>, separator: UInt8) {
        guard wanted else { return }
        if !path.isEmpty { path.append(separator) }
        path += part
    }

    mutating func cut(to length: Int) {
        if wanted { path.removeSubrange(length...) }
    }

    /// Opens a range under the present path; gives its place for ``close(_:at:)``, or -1.
    mutating func open(suffix: String = "", at start: Int) -> Int32 {
        guard wanted, path.count < 1 << 16, budget > path.count else { return -1 }
        budget -= path.count
        ranges.append(
            NamedRange(path: String(decoding: path, as: UTF8.self) + suffix, range: ByteRange(start, start)))
        return Int32(ranges.count - 1)
    }

    /// The path has grown behind `outer` bytes while ranges from `first` on had been opened inside of what it grew by
    /// (bindings in an attribute path's own interpolation): they get it too.
    mutating func rename(from first: Int, outer: Int) {
        guard wanted, first < ranges.count else { return }
        let added = String(decoding: path[outer...], as: UTF8.self).drop { outer > 0 && $0 == "." }
        for i in first..<ranges.count where budget > path.count {
            budget -= path.count
            var text = Array(ranges[i].path.utf8)
            text.insert(contentsOf: Array((added + ".").utf8), at: min(outer == 0 ? 0 : outer + 1, text.count))
            ranges[i].path = String(decoding: text, as: UTF8.self)
        }
    }

    mutating func close(_ place: Int32, at end: Int) {
        if place >= 0 { ranges[Int(place)].range.end = UInt32(truncatingIfNeeded: end) }
    }
}
