import Glibc

/// The paths of a repository's files in little memory: the bytes of all lie in one piece, and a folder's name stands there
/// once for files that come one after another. A path becomes a `String` when it is asked for.
///
/// A large repository has more files than anything is said of, and all of them are known to the end of a run: as texts of
/// their own they were most of what it held.
public struct PathList: Sendable {
    /// Where the parts of a path stand: its folder with the slash at its end, and its name.
    private struct Place: Sendable {
        var folder: UInt32 = 0
        var folderCount: UInt32 = 0
        var name: UInt32 = 0
        var nameCount: UInt32 = 0
    }

    private var bytes: [UInt8] = []
    private var places: [Place] = []

    public init() {}

    /// What it takes, in bytes.
    public var bytesHeld: Int { bytes.count + places.count * MemoryLayout<Place>.stride }

    /// The paths in the order in which they come.
    public init(_ paths: some Sequence<String>) {
        places.reserveCapacity(paths.underestimatedCount)
        for path in paths { append(path) }
    }

    public mutating func append(_ path: String) {
        var path = path
        path.withUTF8 { append(ByteView($0)) }
    }

    /// Adds a path of well-formed UTF-8.
    public mutating func append(_ path: ByteView) {
        var split = path.count
        while split > 0, path[split - 1] != .ascii("/") { split -= 1 }
        var place = Place()
        if split > 0 {
            if let last = places.last, isFolder(last, path[0..<split]) {
                place.folder = last.folder
            } else {
                place.folder = UInt32(bytes.count)
                bytes.append(contentsOf: path[0..<split])
            }
            place.folderCount = UInt32(split)
        }
        place.name = UInt32(bytes.count)
        place.nameCount = UInt32(path.count - split)
        bytes.append(contentsOf: path[split..<path.count])
        places.append(place)
    }

    private func isFolder(_ place: Place, _ folder: UnsafeBufferPointer<UInt8>) -> Bool {
        guard Int(place.folderCount) == folder.count, let other = folder.baseAddress else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { memcmp($0 + Int(place.folder), other, folder.count) == 0 } ?? false
        }
    }

    public mutating func append(contentsOf other: PathList) {
        if isEmpty { return self = other }
        let moved = UInt32(bytes.count)
        // To the byte: what grows by steps lies in memory twice, and this is a large run's peak.
        bytes.reserveCapacity(bytes.count + other.bytes.count)
        bytes.append(contentsOf: other.bytes)
        places.reserveCapacity(places.count + other.places.count)
        for var place in other.places {
            place.folder += moved
            place.name += moved
            places.append(place)
        }
    }

    /// The paths of these numbers.
    public func only(_ numbers: some Sequence<Int>) -> PathList {
        var list = PathList()
        list.bytes = bytes
        list.places = numbers.map { places[$0] }
        return list
    }

    /// The numbers of the paths that end with one of these texts, which hold no slash.
    public func numbers(ending endings: [StaticString]) -> [Int] {
        withBase { base in
            places.indices.filter { number in
                let place = places[number]
                let name = ByteView(UnsafeBufferPointer(start: base + Int(place.name), count: Int(place.nameCount)))
                return endings.contains { name.has($0, at: name.count - $0.utf8CodeUnitCount) }
            }
        }
    }

    /// Lends the bytes of each path to `body`.
    public func forEachPath(_ body: (ByteView) -> Void) {
        var path: [UInt8] = []
        withBase { base in
            for place in places {
                path.removeAll(keepingCapacity: true)
                path.append(
                    contentsOf: UnsafeBufferPointer(start: base + Int(place.folder), count: Int(place.folderCount)))
                path.append(contentsOf: UnsafeBufferPointer(start: base + Int(place.name), count: Int(place.nameCount)))
                path.withByteView(body)
            }
        }
    }

    private func withBase<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
        bytes.withUnsafeBufferPointer { body(ByteView($0).base) }
    }
}

extension PathList: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { places.count }

    public subscript(number: Int) -> String {
        let place = places[number]
        let (folder, name) = (Int(place.folderCount), Int(place.nameCount))
        return withBase { base in
            String(unsafeUninitializedCapacity: folder + name) { text in
                guard let start = text.baseAddress else { return 0 }
                memcpy(start, base + Int(place.folder), folder)
                memcpy(start + folder, base + Int(place.name), name)
                return folder + name
            }
        }
    }
}

extension PathList: ExpressibleByArrayLiteral {
    public init(arrayLiteral paths: String...) { self.init(paths) }
}

// MARK: Order: by bytes, as git's index has it

extension PathList {
    /// Puts the paths in order.
    ///
    /// - Returns: where each of them stood before; `nil` where all stand as they did.
    @discardableResult
    public mutating func sort() -> [Int]? {
        struct Entry {
            var place: Place
            var number: UInt32
        }
        let places = places
        return withBase { base -> [Entry]? in
            let isSorted = places.indices.dropFirst().allSatisfy {
                PathList.compare(places[$0 - 1], places[$0], base) <= 0
            }
            if isSorted { return nil }
            var entries = places.indices.map { Entry(place: places[$0], number: UInt32($0)) }
            entries.sort { PathList.compare($0.place, $1.place, base) < 0 }
            return entries
        }.map { entries in
            self.places = entries.map(\.place)
            return entries.map { Int($0.number) }
        }
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
        return withBase { base in
            path.withUTF8 { other in
                ByteOrder.compare(
                    base + Int(place.folder), Int(place.folderCount), base + Int(place.name), Int(place.nameCount),
                    ByteView(other).base, other.count, ByteView(other).base, 0)
            }
        }
    }

    /// Whether a path is one of another list.
    public func isSame(_ number: Int, as otherNumber: Int, of other: PathList) -> Bool {
        let (a, b) = (places[number], other.places[otherNumber])
        guard a.nameCount == b.nameCount, a.folderCount == b.folderCount else { return false }
        return withBase { base in
            other.withBase { otherBase in
                memcmp(base + Int(a.name), otherBase + Int(b.name), Int(a.nameCount)) == 0
                    && memcmp(base + Int(a.folder), otherBase + Int(b.folder), Int(a.folderCount)) == 0
            }
        }
    }

    private static func compare(_ a: Place, _ b: Place, _ base: UnsafePointer<UInt8>) -> Int {
        ByteOrder.compare(
            base + Int(a.folder), Int(a.folderCount), base + Int(a.name), Int(a.nameCount),
            base + Int(b.folder), Int(b.folderCount), base + Int(b.name), Int(b.nameCount))
    }
}

/// The order of texts by their bytes: below 0, 0 or above.
private enum ByteOrder {
    /// Of texts of two pieces each.
    @inline(__always)
    static func compare(
        _ a: UnsafePointer<UInt8>, _ aCount: Int, _ aRest: UnsafePointer<UInt8>, _ aRestCount: Int,
        _ b: UnsafePointer<UInt8>, _ bCount: Int, _ bRest: UnsafePointer<UInt8>, _ bRestCount: Int
    ) -> Int {
        let both = min(aCount, bCount)
        if a != b {
            let order = memcmp(a, b, both)
            if order != 0 { return Int(order) }
        }
        // What is left of the longer first piece stands beside the other's second one.
        if aCount > bCount {
            let left = min(aCount - both, bRestCount)
            let order = memcmp(a + both, bRest, left)
            if order != 0 { return Int(order) }
            if left == bRestCount { return aCount + aRestCount - bCount - bRestCount }
            return compare(aRest, aRestCount, bRest + left, bRestCount - left)
        }
        let left = min(bCount - both, aRestCount)
        if left > 0 {
            let order = memcmp(aRest, b + both, left)
            if order != 0 { return Int(order) }
        }
        if left == aRestCount { return aCount + aRestCount - bCount - bRestCount }
        return compare(aRest + left, aRestCount - left, bRest, bRestCount)
    }

    static func compare(
        _ a: UnsafePointer<UInt8>, _ aCount: Int, _ b: UnsafePointer<UInt8>, _ bCount: Int
    ) -> Int {
        let order = memcmp(a, b, min(aCount, bCount))
        return order != 0 ? Int(order) : aCount - bCount
    }
}
