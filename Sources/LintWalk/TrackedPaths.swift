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

/// The names in a git index, version 2 to 4 (gitformat-index(5)). One that is damaged, split or of another version holds
/// none.
@_spi(Fuzzing) public struct IndexNames: Sendable {
    private var text: [UInt8] = []
    /// Sorted by the bytes of the names.
    private var ranges: [Range<Int>] = []

    public var count: Int { ranges.count }

    public init(_ index: [UInt8]) {
        // The file does not say how long its hashes are; entries of the wrong length make no sense.
        for hashLength in [20, 32] {
            let names = index.withByteView { IndexNames.parse($0, hashLength: hashLength) }
            if let names {
                self = names
                return
            }
        }
    }

    private init() {}

    private static func parse(_ index: ByteView, hashLength: Int) -> IndexNames? {
        guard index.has("DIRC", at: 0) else { return nil }
        let version = word(index, 4)
        guard (2...4).contains(version) else { return nil }
        var names = IndexNames()
        var previous = 0..<0
        var offset = 12
        for _ in 0..<word(index, 8) {
            // Ten words of stat(2), the seventh its mode; the hash; flags; more flags when bit 14 is set.
            let flags = offset + 40 + hashLength
            let start = flags + (index[flags] & 0x40 != 0 ? 4 : 2)
            guard start < index.count, [0o04, 0o10, 0o12, 0o16].contains(word(index, offset + 24) >> 12) else {
                return nil
            }
            var position = start
            let begin = names.text.count
            if version == 4 {
                guard let dropped = offsetVarint(index, &position), dropped <= previous.count else { return nil }
                names.text += Array(names.text[previous].dropLast(dropped))
            }
            let suffix = position
            while position < index.count, index[position] != 0 { position += 1 }
            guard position < index.count else { return nil }
            names.text += index[suffix..<position]
            let name = begin..<names.text.count
            guard precedesOrEquals(names.text[previous], names.text[name]) else { return nil }
            if names.ranges.isEmpty || names.text[previous] != names.text[name] { names.ranges.append(name) }
            previous = name
            // Up to version 3 one to eight NULs make the entry a multiple of eight bytes long.
            offset = version == 4 ? position + 1 : offset + ((position - offset) / 8 + 1) * 8
        }
        return names
    }

    private static func word(_ bytes: ByteView, _ at: Int) -> Int {
        Int(bytes[at]) << 24 | Int(bytes[at + 1]) << 16 | Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
    }

    /// The variable-length number of pack files' offsets: each further byte adds one, so that no number has two forms.
    private static func offsetVarint(_ bytes: ByteView, _ position: inout Int) -> Int? {
        var value = Int(bytes[position] & 0x7F)
        while bytes[position] & 0x80 != 0 {
            position += 1
            guard value < 1 << 40 else { return nil }
            value = (value + 1) << 7 | Int(bytes[position] & 0x7F)
        }
        position += 1
        return value
    }

    private static func precedesOrEquals(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        !b.lexicographicallyPrecedes(a)
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
