import LintFindings
import LintLedger
import Testing

/// The figures that the design promises, over random edits of files that look like configuration.
@Suite struct `Matching under edits` {
    struct Score {
        var edits = 0
        var persisting = 0
        var persistingMatched = 0
        var added = 0
        var addedReported = 0

        mutating func add(
            _ before: [(finding: Finding, id: Int)], _ after: [(finding: Finding, id: Int)], _ states: [Finding.State]
        ) {
            let known = Set(before.map(\.id))
            for (item, state) in zip(after, states) {
                if known.contains(item.id) {
                    persisting += 1
                    if state != .new { persistingMatched += 1 }
                } else {
                    added += 1
                    if state == .new { addedReported += 1 }
                }
            }
        }
    }

    @Test(arguments: [(edits: 4, asBaseline: false), (12, false), (40, false), (4, true), (12, true), (40, true)])
    func `findings that stay are matched, new ones are reported`(edits: Int, asBaseline: Bool) throws {
        var score = Score()
        for trial in 0..<(1_600 / edits) {
            var workspace = Workspace(seed: trial * 100 + edits, files: 20, lines: 30...80, findings: 12)
            let before = workspace.findings
            var renames: [String: String] = [:]
            for _ in 0..<edits { workspace.edit(renames: &renames) }
            let after = workspace.findings
            let chosen = Set(renames.keys.sorted().filter { _ in workspace.dice.chance(80) })
            // Git finds most renames, not all.
            // In an order that is no dictionary's, so that each run sees the same.
            let told = renames.filter { old in chosen.contains(old.key) }
            let base =
                asBaseline
                ? Comparison.Side(Baseline(findings: before.map(\.finding)))
                : Comparison.Side(before.map(\.finding), rules: nil)
            let comparison = Comparison(base: base, head: .init(after.map(\.finding), rules: nil), renames: told)
            score.add(before, after, comparison.states)
            score.edits += edits
        }
        print("\(edits) edits between, baseline \(asBaseline): \(score)")
        #expect(score.persisting > 1_000 && score.added > 50)
        #expect(Double(score.persistingMatched) >= 0.995 * Double(score.persisting), "\(score)")
        #expect(Double(score.addedReported) >= 0.95 * Double(score.added), "\(score)")
    }

    @Test func `a run of lines that is moved, reindented and given other line ends stays the same findings`() {
        var workspace = Workspace(seed: 7, files: 3, lines: 60...60, findings: 15)
        let before = workspace.findings.map(\.finding)
        for f in workspace.files.indices {
            workspace.files[f].isCRLF.toggle()
            workspace.files[f].path = "elsewhere/" + workspace.files[f].path
            for i in workspace.files[f].lines.indices {
                workspace.files[f].lines[i].text = "    " + workspace.files[f].lines[i].text
            }
        }
        let after = workspace.findings.map(\.finding)
        let comparison = Comparison(base: .init(before, rules: nil), head: .init(after, rules: nil))
        #expect(comparison.count(.moved) == before.count)
        #expect(comparison.changes.count == before.count)
    }
}
