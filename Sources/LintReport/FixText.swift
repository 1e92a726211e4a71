import LintFindings
import LintSource

/// A fix in words.
enum FixText {
    private static let limit = 100

    static func describe(_ fix: Fix, of finding: Finding) -> String {
        let shown = fix.edits.indices.prefix(3).map { describe(fix, edit: $0, of: finding) }
        var text = shown.joined(separator: "; ")
        if fix.edits.count > 3 { text += "; and \(fix.edits.count - 3) more edits" }
        return text + (fix.safety == .safe ? " (--fix)" : " (--unsafe-fixes: look first)")
    }

    private static func describe(_ fix: Fix, edit index: Int, of finding: Finding) -> String {
        let edit = fix.edits[index]
        let new = "'" + VisibleText.of(edit.text, limit: limit) + "'"
        let old = original(of: edit, in: finding.location).map { "'" + VisibleText.of($0, limit: limit) + "'" }
        // What the carets already show need not be placed.
        let isElsewhere = !finding.location.range.contains(edit.range)
        let place = isElsewhere && index < fix.regions.count ? " at \(position(fix.regions[index]))" : ""
        if edit.range.isEmpty { return "insert \(new)" + place }
        if edit.text.isEmpty { return "delete " + (old ?? "\(edit.range.count) bytes") + place }
        return (old.map { "replace \($0) with \(new)" } ?? "write \(new)") + place
    }

    private static func position(_ region: TextRegion) -> String { "\(region.start.line):\(region.start.column)" }

    /// The text that the edit replaces, where it lies inside the finding.
    private static func original(of edit: Edit, in location: Location) -> String? {
        // With ill-formed bytes the offsets of the text are not those of the file.
        guard location.range.contains(edit.range), location.text.utf8.count == location.range.count else { return nil }
        let start = Int(edit.range.start) - Int(location.range.start)
        return String(decoding: location.text.utf8.dropFirst(start).prefix(edit.range.count), as: UTF8.self)
    }
}
