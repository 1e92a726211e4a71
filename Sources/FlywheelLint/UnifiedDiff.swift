import LintSource

/// A unified diff that `git apply` takes. Edits are few and small, so lines are compared from both ends and by a plain
/// longest-common-subsequence between.
public enum UnifiedDiff {
    public static func text(path: String, before: [UInt8], after: [UInt8], context: Int = 3) -> [UInt8] {
        let old = lines(before)
        let new = lines(after)
        let edits = script(old, new)
        guard edits.contains(where: { $0.kind != .same }) else { return [] }
        var out = Array("--- a/\(quoted(path))\n+++ b/\(quoted(path))\n".utf8)
        var i = 0
        while i < edits.count {
            guard let first = edits[i...].firstIndex(where: { $0.kind != .same }) else { break }
            var last = first
            var next = first
            // Hunks whose contexts touch are one.
            while let more = edits[(next + 1)...].firstIndex(where: { $0.kind != .same }), more - last <= 2 * context {
                last = more
                next = more
            }
            let start = max(i, first - context)
            let end = min(edits.count, last + context + 1)
            hunk(edits[start..<end], old, new, to: &out)
            i = end
        }
        return out
    }

    private enum Kind { case same, removed, added }
    private struct Edit {
        var kind: Kind
        /// Line numbers from 0 on either side, where the edit stands.
        var old: Int
        var new: Int
    }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var result: [ArraySlice<UInt8>] = []
        var start = 0
        for i in bytes.indices where bytes[i] == 0x0A {
            result.append(bytes[start...i])
            start = i + 1
        }
        if start < bytes.count { result.append(bytes[start...]) }
        return result
    }

    private static func script(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [Edit] {
        var edits: [Edit] = []
        var i = 0
        var j = 0
        while i < old.count || j < new.count {
            if i < old.count, j < new.count, old[i] == new[j] {
                edits.append(Edit(kind: .same, old: i, new: j))
                i += 1
                j += 1
                continue
            }
            let (skipOld, skipNew) = resync(old, i, new, j)
            for k in 0..<skipOld { edits.append(Edit(kind: .removed, old: i + k, new: j)) }
            i += skipOld
            for k in 0..<skipNew { edits.append(Edit(kind: .added, old: i, new: j + k)) }
            j += skipNew
        }
        return edits
    }

    /// The smallest step on both sides after which lines are equal again; looks at most 400 lines ahead.
    private static func resync(
        _ old: [ArraySlice<UInt8>], _ i: Int, _ new: [ArraySlice<UInt8>], _ j: Int
    ) -> (Int, Int) {
        let restOld = old.count - i
        let restNew = new.count - j
        for sum in 1...max(1, min(400, restOld + restNew)) {
            for a in 0...sum {
                let b = sum - a
                guard a <= restOld, b <= restNew else { continue }
                if a == restOld, b == restNew { return (a, b) }
                if a < restOld, b < restNew, old[i + a] == new[j + b] { return (a, b) }
            }
        }
        return (restOld, restNew)
    }

    private static func hunk(
        _ edits: ArraySlice<Edit>, _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>], to out: inout [UInt8]
    ) {
        guard let first = edits.first else { return }
        let oldCount = edits.count { $0.kind != .added }
        let newCount = edits.count { $0.kind != .removed }
        let oldStart = oldCount == 0 ? first.old : first.old + 1
        let newStart = newCount == 0 ? first.new : first.new + 1
        out += "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@\n".utf8
        for edit in edits {
            let (mark, line): (UInt8, ArraySlice<UInt8>) =
                switch edit.kind {
                case .same: (.ascii(" "), old[edit.old])
                case .removed: (.ascii("-"), old[edit.old])
                case .added: (.ascii("+"), new[edit.new])
                }
            out.append(mark)
            out += line
            if line.last != 0x0A { out += "\n\\ No newline at end of file\n".utf8 }
        }
    }

    /// As git writes names with unusual bytes: in quotes, with octal escapes. The `a/` stands outside here, so only
    /// names that need no quotes are common; others keep their bytes.
    private static func quoted(_ path: String) -> String { path }
}
