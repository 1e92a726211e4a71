import Glibc

/// The paths of a repository's files in little memory: their bytes lie in a few pieces, and a folder's name stands there
/// once for files that come one after another. A path becomes a `String` when it is asked for.
///
/// A large repository has more files than anything is said of, and all of them are known to the end of a run: as texts of
/// their own they were most of what it held. Lists that are made of others share their bytes.
public struct PathList: Sendable {
    /// Bytes that are only added to, and only by who holds it alone.
    private final class Piece: @unchecked Sendable {
        let base: UnsafeMutablePointer<UInt8>
        let capacity: Int
        var count = 0

        init(_ capacity: Int) {
            base = .allocate(capacity: capacity)
            self.capacity = capacity
        }

        deinit { base.deallocate() }

        func add(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
            let start = count
            if let source = bytes.baseAddress { (base + start).update(from: source, count: bytes.count) }
            count += bytes.count
            return UInt32(start)
        }
    }

    /// Where the parts of a path stand in a piece: its folder with the slash at its end, and its name.
    private struct Place: Sendable {
        var piece: UInt32
        var folder: UInt32 = 0
        var folderCount: UInt32 = 0
        var name: UInt32 = 0
        var nameCount: UInt32 = 0

        /// Whether both lie in one folder, as far as that is told by where its name stands.
        func isBeside(_ other: Place) -> Bool {
            piece == other.piece && folder == other.folder && folderCount == other.folderCount
        }
    }

    private static let largestPiece = 256 << 10

    private var pieces: [Piece] = []
    private var places: [Place] = []

    public init() {}

    /// The paths in the order in which they come. (Made where it is called: of a sequence whose type is not known, each path
    /// cost as much as to look at its file.)
    @inlinable
    public init(_ paths: some Sequence<String>) {
        self.init()
        reserve(paths.underestimatedCount)
        for path in paths { append(path) }
    }

    @usableFromInline mutating func reserve(_ count: Int) { places.reserveCapacity(count) }

    /// What it takes, in bytes.
    public var bytesHeld: Int {
        pieces.reduce(0) { $0 + $1.count } + places.count * MemoryLayout<Place>.stride
    }

    public mutating func append(_ path: String) {
        var path = path
        path.withUTF8 { append(ByteView($0)) }
    }

    /// Adds a path of well-formed UTF-8.
    public mutating func append(_ path: ByteView) {
        var split = path.count
        while split > 0, path[split - 1] != .ascii("/") { split -= 1 }
        let (folder, name) = (path[0..<split], path[split..<path.count])
        let piece = roomyPiece(path.count)
        var place = Place(piece: UInt32(pieces.count - 1))
        if split > 0 {
            place.folder = folderBefore(folder) ?? piece.add(folder)
            place.folderCount = UInt32(split)
        }
        place.name = piece.add(name)
        place.nameCount = UInt32(name.count)
        places.append(place)
    }

    /// The last piece, where it has room and is nobody else's, or a new one.
    private mutating func roomyPiece(_ count: Int) -> Piece {
        if let last = pieces.indices.last, isKnownUniquelyReferenced(&pieces[last]),
            pieces[last].count + count <= pieces[last].capacity
        {
            return pieces[last]
        }
        let usual = Swift.min(Swift.max(1 << 10, 2 * (pieces.last?.capacity ?? 0)), PathList.largestPiece)
        let piece = Piece(Swift.max(usual, count))
        pieces.append(piece)
        return piece
    }

    /// Where the folder stands in the last piece, when it is that of the path before.
    private func folderBefore(_ folder: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard let last = places.last, Int(last.piece) == pieces.count - 1, Int(last.folderCount) == folder.count,
            let bytes = folder.baseAddress,
            memcmp(pieces[pieces.count - 1].base + Int(last.folder), bytes, folder.count) == 0
        else { return nil }
        return last.folder
    }

    public mutating func append(contentsOf other: PathList) {
        if isEmpty { return self = other }
        let moved = UInt32(pieces.count)
        pieces += other.pieces
        places.reserveCapacity(places.count + other.places.count)
        for var place in other.places {
            place.piece += moved
            places.append(place)
        }
    }

    private func folder(_ place: Place) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: pieces[Int(place.piece)].base + Int(place.folder), count: Int(place.folderCount))
    }

    private func name(_ place: Place) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: pieces[Int(place.piece)].base + Int(place.name), count: Int(place.nameCount))
    }

    /// The paths of these numbers.
    public func only(_ numbers: [Int]) -> PathList {
        var list = PathList()
        list.pieces = pieces
        list.places = numbers.map { places[$0] }
        return list
    }

    /// The numbers of the paths that end with one of these texts, which hold no slash.
    public func numbers(ending endings: [StaticString]) -> [Int] {
        let endings = Endings(endings)
        return places.indices.filter { endings.contain(endOf: ByteView(name(places[$0]))) }
    }

    /// The folders in which paths lie that end with one of these texts, which hold no slash; of a list in order some may
    /// come twice.
    public func folders(ofNamesEnding endings: [StaticString]) -> [String] {
        let endings = Endings(endings)
        var folders: [String] = []
        var last = Place(piece: .max)
        for place in places where !place.isBeside(last) {
            guard endings.contain(endOf: ByteView(name(place))) else { continue }
            last = place
            folders.append(String(decoding: folder(place).dropLast(), as: UTF8.self))
        }
        return folders
    }

    /// Texts that names may end with: most names' last byte is none of theirs.
    private struct Endings {
        private let all: [StaticString]
        /// A bit for each last byte, by its lower five bits.
        private var lasts: UInt32 = 0

        init(_ all: [StaticString]) {
            self.all = all
            for ending in all where ending.utf8CodeUnitCount > 0 {
                lasts |= 1 << UInt32(ending.utf8Start[ending.utf8CodeUnitCount - 1] & 31)
            }
        }

        func contain(endOf name: ByteView) -> Bool {
            guard lasts >> UInt32(name[name.count - 1] & 31) & 1 != 0 else { return false }
            for ending in all where name.has(ending, at: name.count - ending.utf8CodeUnitCount) { return true }
            return false
        }
    }

    /// Lends the bytes of each path to `body`, and the path's marks.
    public func forEachPath(_ body: (ByteView, PathMarks) -> Void) {
        var path: [UInt8] = []
        var last = Place(piece: .max)
        var ofFolder: UInt64 = 0
        for place in places {
            // What lies in one folder comes together.
            if place.isBeside(last) {
                path.removeLast(path.count - Int(place.folderCount))
            } else {
                path.removeAll(keepingCapacity: true)
                path.append(contentsOf: folder(place))
                ofFolder = PathMarks.bytes(of: ByteView(folder(place)))
                last = place
            }
            let name = name(place)
            path.append(contentsOf: name)
            let bytes = ofFolder | PathMarks.bytes(of: ByteView(name))
            path.withByteView { body($0, PathMarks($0, bytes: bytes)) }
        }
    }
}

extension PathList: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { places.count }

    public subscript(number: Int) -> String {
        let (folder, name) = (folder(places[number]), name(places[number]))
        return String(unsafeUninitializedCapacity: folder.count + name.count) { text in
            _ = text.initialize(from: folder)
            _ = UnsafeMutableBufferPointer(rebasing: text[folder.count...]).initialize(from: name)
            return folder.count + name.count
        }
    }
}

extension PathList: ExpressibleByArrayLiteral {
    public init(arrayLiteral paths: String...) { self.init(paths) }
}

// MARK: Order: by bytes, as git's index has it

extension PathList {
    /// Puts the paths in order; those that are the same stay as they are.
    ///
    /// - Returns: where each of them stood before; `nil` where all stand as they did.
    @discardableResult
    public mutating func sort() -> [Int]? {
        let bases = pieces.map { $0.base }
        let order = withExtendedLifetime(pieces) {
            bases.withUnsafeBufferPointer { bases -> [Int]? in
                func parts(_ number: Int) -> PathParts { PathParts(places[number], bases[Int(places[number].piece)]) }
                let isSorted = places.indices.dropFirst().allSatisfy { parts($0 - 1).compared(to: parts($0)) <= 0 }
                return isSorted ? nil : inOrder(parts)
            }
        }
        if let order { places = order.map { places[$0] } }
        return order
    }

    /// The numbers of the paths in their order: folders are compared with folders, and names with the few in their own. (Two
    /// paths of a repository begin alike for most of their length, and there are three files in a folder.)
    private func inOrder(_ parts: (Int) -> PathParts) -> [Int] {
        /// Paths of one folder that stand one after another, and the folder's bytes.
        struct Run {
            var folder: PathBytes
            var numbers: Range<Int>
        }
        var runs: [Run] = []
        for number in places.indices {
            if number > 0, places[number].isBeside(places[number - 1]) {
                runs[runs.count - 1].numbers = runs[runs.count - 1].numbers.lowerBound..<(number + 1)
            } else {
                runs.append(Run(folder: parts(number).folder, numbers: number..<(number + 1)))
            }
        }
        runs.sort { a, b in
            let order = a.folder.compared(to: b.folder)
            return order == 0 ? a.numbers.lowerBound < b.numbers.lowerBound : order < 0
        }
        var merge = FolderMerge()
        merge.order.reserveCapacity(places.count)
        var next = 0
        while next < runs.count {
            let folder = runs[next].folder
            merge.open(folder)
            repeat {
                for number in runs[next].numbers { merge.add(parts(number).name, number) }
                next += 1
            } while next < runs.count && runs[next].folder.compared(to: folder) == 0
            merge.sortNames()
        }
        merge.close(upTo: nil)
        return merge.order
    }

    /// Whether the list, which lies in order, has this path. O(log n).
    public func holds(_ path: String) -> Bool {
        let place = place(of: path)
        return place < count && compare(place, path) == 0
    }

    /// The numbers of the paths below a folder, which are in order; of all for the empty one. O(log n).
    public func below(_ folder: String) -> Range<Int> {
        // "0" is what comes behind "/".
        folder.isEmpty ? 0..<count : place(of: folder + "/")..<place(of: folder + "0")
    }

    /// The paths of the files that lie in a folder itself. O(log n) and what is below it.
    public func files(in folder: String) -> [String] {
        let count = folder.isEmpty ? 0 : folder.utf8.count + 1
        return below(folder).lazy.filter { Int(places[$0].folderCount) == count }.map { self[$0] }
    }

    /// Where a path is, or would be.
    private func place(of path: String) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if compare(middle, path) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func compare(_ number: Int, _ path: String) -> Int {
        var path = path
        let place = places[number]
        return path.withUTF8 { other in
            let other = ByteView(other)
            return PathParts(place, pieces[Int(place.piece)].base).compared(
                to: PathParts(
                    folder: PathBytes(base: other.base, count: other.count), name: PathBytes(base: other.base, count: 0)
                ))
        }
    }

    /// Whether a path is one of another list.
    public func isSame(_ number: Int, as otherNumber: Int, of other: PathList) -> Bool {
        let (a, b) = (places[number], other.places[otherNumber])
        return a.nameCount == b.nameCount && a.folderCount == b.folderCount
            && PathList.areSame(name(a), other.name(b)) && PathList.areSame(folder(a), other.folder(b))
    }

    /// Of parts of one length.
    private static func areSame(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = a.baseAddress, let other = b.baseAddress else { return true }
        return memcmp(first, other, a.count) == 0
    }

    /// Both parts of a path, where they lie.
    private struct PathParts {
        var folder: PathBytes
        var name: PathBytes

        init(folder: PathBytes, name: PathBytes) {
            self.folder = folder
            self.name = name
        }

        init(_ place: Place, _ base: UnsafePointer<UInt8>) {
            folder = PathBytes(base: base + Int(place.folder), count: Int(place.folderCount))
            name = PathBytes(base: base + Int(place.name), count: Int(place.nameCount))
        }

        /// Below 0, 0 or above: the order of the bytes of the whole paths.
        func compared(to other: PathParts) -> Int {
            let both = Swift.min(folder.count, other.folder.count)
            if folder.base != other.folder.base {
                let order = memcmp(folder.base, other.folder.base, both)
                if order != 0 { return Int(order) }
            }
            // What is left of the longer folder stands beside the other's name.
            let length = folder.count + name.count - other.folder.count - other.name.count
            var (a, b) = (name, other.name)
            if folder.count > both {
                let left = Swift.min(folder.count - both, b.count)
                let order = memcmp(folder.base + both, b.base, left)
                if order != 0 { return Int(order) }
                if left == b.count { return length }
                b = b.dropping(left)
            } else if other.folder.count > both {
                let left = Swift.min(other.folder.count - both, a.count)
                let order = memcmp(a.base, other.folder.base + both, left)
                if order != 0 { return Int(order) }
                if left == a.count { return length }
                a = a.dropping(left)
            }
            let order = memcmp(a.base, b.base, Swift.min(a.count, b.count))
            return order != 0 ? Int(order) : length
        }
    }
}
