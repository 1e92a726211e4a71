public import LintSource

/// The paths in a repository's index: what git tracks is part of the repository even where an ignore file names it
/// (it was added with force, or before the rule was).
///
/// The index is read when the first ignored path is met: in a fresh checkout there is none but tracked ones.
final class TrackedPaths: Sendable {
    private let top: String
    /// Bytes of a full path that lie before the repository's top, a slash included.
    private let baseLength: Int
    private let names = Guarded<IndexNames?>(nil)

    init(top: String, baseLength: Int) {
        self.top = top
        self.baseLength = baseLength
    }

    /// Whether the path (from the outermost repository's root) is tracked, or is a folder with tracked files in it.
    func holds(_ path: ByteView, isFolder: Bool) -> Bool {
        names.withLock { names in
            let loaded = names ?? IndexNames(readIndex())
            names = loaded
            return loaded.holds(path.dropping(baseLength), isFolder: isFolder)
        }
    }

    private func readIndex() -> [UInt8] {
        let gitFolder = RepositoryRoot.gitFolder(of: top)
        return (try? FileReader.bytes(of: gitFolder + "/index", limit: 1 << 30)) ?? []
    }
}

/// The names in a git index. One that is damaged, split or of another version holds none.
@_spi(Fuzzing) public struct IndexNames: Sendable {
    private var text: [UInt8] = []
    /// Sorted by the bytes of the names.
    private var ranges: [Range<Int>] = []

    public var count: Int { ranges.count }

    public init(_ index: [UInt8]) {
        guard let index = GitIndex(index) else { return }
        text = index.text
        // A path in conflict has an entry for each side.
        for entry in index.entries where ranges.last.map({ text[$0] != text[entry.name] }) ?? true {
            ranges.append(entry.name)
        }
    }

    public func holds(_ path: ByteView, isFolder: Bool) -> Bool {
        let wanted = path.buffer
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if text[ranges[middle]].lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        if low < ranges.count, text[ranges[low]].elementsEqual(wanted) { return true }
        guard isFolder else { return false }
        // Between a folder's name and its files come names such as `folder-x` and `folder.x`.
        let inside = Array(wanted) + [.ascii("/")]
        high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if text[ranges[middle]].lexicographicallyPrecedes(inside) { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && text[ranges[low]].starts(with: inside)
    }
}
