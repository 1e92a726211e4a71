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
    /// belongs to the paths: moving large values about costs more than all comparisons.
    static func order(_ paths: [String]) -> [Int]? {
        var isSorted = true
        for index in paths.indices.dropFirst() where !precedes(paths[index - 1], paths[index]) {
            isSorted = false
            break
        }
        return isSorted ? nil : paths.indices.sorted { precedes(paths[$0], paths[$1]) }
    }
}
