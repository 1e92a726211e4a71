import LintWalk

extension Array where Element == String {
    /// Whether paths that lie in path order hold this one. O(log n).
    func holds(_ path: String) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if PathOrder.precedes(self[middle], path) { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == path
    }
}
