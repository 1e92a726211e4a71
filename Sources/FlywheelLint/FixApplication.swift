import LintSource
public import LintFindings

/// Puts the edits of fixes into a file's bytes.
public enum FixApplication {
    /// Edits in order of their place; of two that overlap the first stays, and a fix goes in whole or not at all.
    public static func apply(_ fixes: [Fix], to bytes: [UInt8]) -> [UInt8] {
        var edits: [Edit] = []
        for fix in fixes.sorted(by: { ($0.edits.first?.range.start ?? 0) < ($1.edits.first?.range.start ?? 0) }) {
            let fits = fix.edits.allSatisfy { edit in
                !edits.contains { $0.range.overlaps(edit.range) || $0.range == edit.range }
            }
            if fits { edits += fix.edits }
        }
        edits.sort { $0.range < $1.range }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = 0
        for edit in edits where Int(edit.range.end) <= bytes.count {
            result += bytes[at..<Int(edit.range.start)]
            result += edit.text.utf8
            at = Int(edit.range.end)
        }
        result += bytes[at...]
        return result
    }
}
