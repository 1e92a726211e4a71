public import LintFindings
import LintSource

/// Puts the edits of fixes into a file's bytes.
public enum FixApplication {
    /// Edits in order of their place; of two that overlap the first stays, and a fix goes in whole or not at all.
    public static func apply(_ fixes: [Fix], to bytes: [UInt8]) -> [UInt8] {
        var taken: [Edit] = []
        func first(_ fix: Fix) -> UInt32 { fix.edits.map(\.range.start).min() ?? 0 }
        for fix in fixes.sorted(by: { first($0) < first($1) }) {
            let edits = fix.edits.sorted { $0.range < $1.range }
            guard edits.allSatisfy({ Int($0.range.end) <= bytes.count && $0.range.start <= $0.range.end }) else {
                continue
            }
            if edits.allSatisfy({ edit in !clashes(edit, with: taken) }) { taken = merged(taken, edits) }
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = 0
        for edit in taken {
            result += bytes[at..<Int(edit.range.start)]
            result += edit.text.utf8
            at = Int(edit.range.end)
        }
        result += bytes[at...]
        return result
    }

    /// Whether the edit touches one of those that are taken, which are sorted and disjoint.
    private static func clashes(_ edit: Edit, with taken: [Edit]) -> Bool {
        // The last one that begins at or before the edit's end, and the one before it.
        var low = 0
        var high = taken.count
        while low < high {
            let middle = (low + high) / 2
            if taken[middle].range.start <= edit.range.end { low = middle + 1 } else { high = middle }
        }
        for other in taken[max(0, low - 2)..<low] {
            if other.range.overlaps(edit.range) || other.range == edit.range { return true }
            // An insertion inside.
            if edit.range.isEmpty, other.range.start < edit.range.start, edit.range.start < other.range.end {
                return true
            }
        }
        return false
    }

    private static func merged(_ taken: [Edit], _ edits: [Edit]) -> [Edit] {
        var result = taken
        for edit in edits {
            var at = result.count
            while at > 0, edit.range < result[at - 1].range { at -= 1 }
            result.insert(edit, at: at)
        }
        return result
    }
}
