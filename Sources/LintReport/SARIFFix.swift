import LintFindings
import LintSource

/// The fixes of all findings of one result, as one fix.
struct SARIFFix {
    private var edits: [(edit: Edit, region: TextRegion)] = []
    private let description: String
    private let safety: FixSafety

    /// `nil` where there is no fix, or its edits have no lines and columns that SARIF could name.
    init?(_ findings: [Finding]) {
        guard let leader = findings.first(where: { $0.fix != nil }), let lead = leader.fix else { return nil }
        description = FixText.describe(lead, of: leader)
        safety = lead.safety
        for finding in findings {
            guard let fix = finding.fix, fix.safety == safety, let placed = SARIFFix.placed(fix, of: finding) else {
                continue
            }
            // Edits of one fix belong together: all of them or none.
            if !placed.contains(where: { new in edits.contains { SARIFFix.collide(new.edit, $0.edit) } }) {
                edits += placed
            }
        }
        edits.sort { $0.edit.range < $1.edit.range }
        if edits.isEmpty { return nil }
    }

    private static func placed(_ fix: Fix, of finding: Finding) -> [(edit: Edit, region: TextRegion)]? {
        var result: [(Edit, TextRegion)] = []
        for (index, edit) in fix.edits.enumerated() {
            let region: TextRegion
            if index < fix.regions.count {
                region = fix.regions[index]
            } else if edit.range == finding.location.range {
                region = finding.location.region
            } else {
                return nil
            }
            if region.startSplitsLineEnd || region.endSplitsLineEnd { return nil }
            if edit.range.isEmpty && edit.text.isEmpty { continue }
            result.append((edit, region))
        }
        return result
    }

    private static func collide(_ a: Edit, _ b: Edit) -> Bool { a.range.overlaps(b.range) || a.range == b.range }

    func write(path: String, to json: inout JSONWriter) {
        json.array("fixes") { json in
            json.object { json in
                json.object("description") { $0.field("text", SARIFText.message(description)) }
                json.array("artifactChanges") { json in
                    json.object { json in
                        json.object("artifactLocation") { SARIFText.writeArtifact(path, to: &$0) }
                        json.array("replacements") { json in
                            for item in edits { write(item.edit, item.region, to: &json) }
                        }
                    }
                }
                json.object("properties") { $0.field("safety", safety.rawValue) }
            }
        }
    }

    private func write(_ edit: Edit, _ region: TextRegion, to json: inout JSONWriter) {
        json.object { json in
            json.object("deletedRegion") {
                SARIFRegion.writePlace(
                    startLine: region.start.line, startColumn: region.utf16Columns.start, endLine: region.end.line,
                    endColumn: region.utf16Columns.end, to: &$0)
            }
            if !edit.text.isEmpty { json.object("insertedContent") { $0.field("text", edit.text) } }
        }
    }
}
