/// The entries of a git index, version 2 to 4 (gitformat-index(5)), in the order of the file.
public struct GitIndex: Sendable {
    /// Where one entry's parts are.
    public struct Entry: Sendable {
        /// In ``GitIndex/text``.
        public var name: Range<Int>
        /// In the file: ten words of stat(2), then the hash.
        var start: Int
        /// The second word of flags; 0 when there is none.
        var moreFlags: UInt8
        /// 0, or which side of a merge conflict it is.
        public var stage: Int
    }

    /// What the index remembers of a file as it was when its content was last looked at.
    public struct Status: Sendable, Hashable {
        /// Seconds, and nanoseconds or 0.
        public var changed: (seconds: UInt32, nanoseconds: UInt32)
        public var modified: (seconds: UInt32, nanoseconds: UInt32)
        public var inode: UInt32
        public var mode: UInt32
        /// In bytes, modulo 2^32; 0 also where git wants the content to be looked at again.
        public var size: UInt32

        public init(
            changed: (seconds: UInt32, nanoseconds: UInt32), modified: (seconds: UInt32, nanoseconds: UInt32),
            inode: UInt32, mode: UInt32, size: UInt32
        ) {
            self.changed = changed
            self.modified = modified
            self.inode = inode
            self.mode = mode
            self.size = size
        }

        public static func == (a: Status, b: Status) -> Bool {
            a.changed == b.changed && a.modified == b.modified && a.inode == b.inode && a.mode == b.mode
                && a.size == b.size
        }
        public func hash(into hasher: inout Hasher) {
            hasher.combine(modified.seconds)
            hasher.combine(inode)
        }
    }

    private let bytes: [UInt8]
    /// Of the repository's names, in bytes.
    public let hashLength: Int
    public private(set) var entries: [Entry] = []
    /// The names, one after the other.
    public private(set) var text: [UInt8] = []
    /// Nothing in it refers to another file, or stands for a folder: all that git tracks is in ``entries``.
    public private(set) var isWhole = false
    private var folders = 0..<0

    /// `nil` for what is damaged or of another version. A split index has the entries that are in this file.
    ///
    /// - Parameter nameLimit: most bytes that all names together may have: some millions of paths.
    public init?(_ index: [UInt8], nameLimit: Int = 256 << 20) {
        // The file does not say how long its hashes are; entries of the wrong length make no sense.
        guard let read = GitIndex(index, hashLength: 20, nameLimit) ?? GitIndex(index, hashLength: 32, nameLimit)
        else { return nil }
        self = read
    }

    private init?(_ index: [UInt8], hashLength: Int, _ nameLimit: Int) {
        bytes = index
        self.hashLength = hashLength
        guard index.withByteView({ parse($0, nameLimit) }) else { return nil }
    }

    private mutating func parse(_ index: ByteView, _ nameLimit: Int) -> Bool {
        guard index.has("DIRC", at: 0) else { return false }
        let version = GitIndex.word(index, 4)
        guard (2...4).contains(version) else { return false }
        var previous = 0..<0
        var offset = 12
        var holdsFolders = false
        for _ in 0..<GitIndex.word(index, 8) {
            // Ten words of stat(2), the seventh its mode; the hash; flags; more flags when bit 14 is set.
            let flags = offset + 40 + hashLength
            let isExtended = index[flags] & 0x40 != 0
            let start = flags + (isExtended ? 4 : 2)
            let kind = GitIndex.word(index, offset + 24) >> 12
            guard start < index.count, [0o04, 0o10, 0o12, 0o16].contains(kind) else { return false }
            holdsFolders = holdsFolders || kind == 0o04
            var position = start
            let begin = text.count
            if version == 4 {
                guard let dropped = GitIndex.offsetVarint(index, &position), dropped <= previous.count else {
                    return false
                }
                text += Array(text[previous].dropLast(dropped))
                // A byte of the file can repeat all of the name before it.
                guard text.count <= nameLimit else { return false }
            }
            let suffix = position
            while position < index.count, index[position] != 0 { position += 1 }
            guard position < index.count else { return false }
            text += index[suffix..<position]
            let name = begin..<text.count
            guard !text[name].lexicographicallyPrecedes(text[previous]) else { return false }
            entries.append(
                Entry(
                    name: name, start: offset, moreFlags: isExtended ? index[flags + 2] : 0,
                    stage: Int(index[flags] >> 4 & 3)))
            previous = name
            // Up to version 3 one to eight NULs make the entry a multiple of eight bytes long.
            offset = version == 4 ? position + 1 : offset + ((position - offset) / 8 + 1) * 8
        }
        isWhole = readExtensions(index, from: offset, to: index.count - hashLength) && !holdsFolders
        return true
    }

    /// - Returns: whether a reader may pass over all of them, as over those whose name begins with a capital letter.
    private mutating func readExtensions(_ index: ByteView, from start: Int, to end: Int) -> Bool {
        var offset = start
        while offset + 8 <= end {
            guard index[offset].isUpper else { return false }
            let content = offset + 8
            let next = content + GitIndex.word(index, offset + 4)
            if index.has("TREE", at: offset), next <= end { folders = content..<next }
            offset = next
        }
        return offset == end
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
}

extension GitIndex {
    /// What the index remembers of the trees of its folders: the content of the extension `TREE`, empty when there is none.
    public var cachedTrees: ArraySlice<UInt8> { bytes[folders] }

    /// Sparse checkouts: git does not look at the file, and usually there is none.
    public func isOutsideCheckout(_ entry: Entry) -> Bool { entry.moreFlags & 0x40 != 0 }
    /// `git add --intent-to-add`: only its name is there.
    public func isIntent(_ entry: Entry) -> Bool { entry.moreFlags & 0x20 != 0 }

    /// 20 or 32 bytes.
    public func hash(_ entry: Entry) -> ArraySlice<UInt8> {
        bytes[(entry.start + 40)..<(entry.start + 40 + hashLength)]
    }

    public func status(_ entry: Entry) -> Status {
        func word(_ number: Int) -> UInt32 {
            let at = entry.start + 4 * number
            return UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
                | UInt32(bytes[at + 3])
        }
        return Status(
            changed: (word(0), word(1)), modified: (word(2), word(3)), inode: word(5), mode: word(6), size: word(9))
    }
}
