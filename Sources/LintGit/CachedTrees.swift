public import LintSource

/// The trees that an index knows of its folders (gitformat-index(5), "Cache tree"): where one is the commit's, all below
/// is as in the commit.
@_spi(Fuzzing) public struct CachedTrees {
    struct Folder {
        fileprivate var name: Range<Int>
        /// `nil` where the index was changed below since.
        var tree: ObjectID?
        fileprivate var children: [Int] = []
    }

    private let bytes: [UInt8]
    /// The root first; empty when the index knows of none, or is damaged there.
    private(set) var folders: [Folder] = []

    public init(_ index: GitIndex) {
        bytes = Array(index.cachedTrees)
        var reader = Reader(bytes: bytes, hashLength: index.hashLength)
        if reader.folder(depth: 0) != nil, reader.next == bytes.count { folders = reader.folders }
    }

    /// A folder of a folder.
    func child(_ name: ArraySlice<UInt8>, of folder: Int) -> Int? {
        folders[folder].children.first { bytes[folders[$0].name] == name }
    }

    private struct Reader {
        let bytes: [UInt8]
        let hashLength: Int
        var next = 0
        var folders: [Folder] = []

        /// NAME NUL ENTRIES SP FOLDERS LF, the tree unless ENTRIES is negative, and the folders.
        mutating func folder(depth: Int) -> Int? {
            guard depth < 4096, let name = field(0), let entries = field(0x20), let count = field(0x0A).flatMap(number)
            else { return nil }
            var folder = Folder(name: name)
            if bytes[entries].first != .ascii("-") {
                guard next + hashLength <= bytes.count else { return nil }
                folder.tree = ObjectID(bytes: bytes[next..<(next + hashLength)])
                next += hashLength
            }
            let place = folders.count
            folders.append(folder)
            for _ in 0..<count {
                guard let child = self.folder(depth: depth + 1) else { return nil }
                folders[place].children.append(child)
            }
            return place
        }

        private mutating func field(_ end: UInt8) -> Range<Int>? {
            guard next < bytes.count, let stop = bytes[next...].firstIndex(of: end) else { return nil }
            defer { next = stop + 1 }
            return next..<stop
        }

        private func number(_ digits: Range<Int>) -> Int? {
            guard !digits.isEmpty, digits.count < 10, bytes[digits].allSatisfy(\.isDigit) else { return nil }
            return bytes[digits].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
    }
}
