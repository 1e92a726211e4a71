import Glibc

/// The order of paths in every answer: by bytes, as git's index has it.
public enum PathOrder {
    public static func precedes(_ a: String, _ b: String) -> Bool {
        let ordered = a.utf8.withContiguousStorageIfAvailable { a in
            b.utf8.withContiguousStorageIfAvailable { b in
                guard let left = a.baseAddress, let right = b.baseAddress else { return a.count < b.count }
                let order = memcmp(left, right, min(a.count, b.count))
                return order != 0 ? order < 0 : a.count < b.count
            }
        }
        return (ordered ?? nil) ?? a.utf8.lexicographicallyPrecedes(b.utf8)
    }

    /// The numbers of paths in order; `nil` where they are in order as they are. Numbers are sorted in place of what
    /// belongs to the paths, which may be large, and by bytes that lie in one piece, which nobody needs to hold.
    public static func order(_ paths: [String]) -> [Int]? {
        struct Place {
            var start: Int
            var count: UInt32
            var number: UInt32
        }
        var bytes: [UInt8] = []
        // To the byte: an array that grows lies in memory twice, and this is the run's peak in a large tree.
        bytes.reserveCapacity(paths.reduce(0) { $0 + $1.utf8.count })
        var places: [Place] = []
        places.reserveCapacity(paths.count)
        for (number, path) in paths.enumerated() {
            let start = bytes.count
            let isTaken: Void? = path.utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
            if isTaken == nil { bytes.append(contentsOf: path.utf8) }
            places.append(
                Place(
                    start: start, count: UInt32(truncatingIfNeeded: bytes.count - start),
                    number: UInt32(truncatingIfNeeded: number)))
        }
        return bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return nil }
            func precedes(_ a: Place, _ b: Place) -> Bool {
                let order = memcmp(base + a.start, base + b.start, Int(min(a.count, b.count)))
                return order != 0 ? order < 0 : a.count < b.count
            }
            let isSorted = places.indices.dropFirst().allSatisfy { !precedes(places[$0], places[$0 - 1]) }
            if isSorted { return nil }
            places.sort(by: precedes)
            return places.map { Int($0.number) }
        }
    }
}
