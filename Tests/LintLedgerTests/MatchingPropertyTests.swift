import Glibc
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

    struct Setting: Sendable, CustomTestStringConvertible {
        /// Between the two states.
        var edits: Int
        /// The earlier state is a ledger, which knows no messages.
        var asBaseline = false
        /// Of a hundred renames those that git tells; a check against a ledger is told none.
        var told = 80
        /// Files that people wrote.
        var isReal = false
        var testDescription: String {
            "\(edits) edits, \(asBaseline ? "ledger" : "findings"), \(told) % of renames told, \(isReal ? "real" : "made") files"
        }
    }

    /// Edits in each setting; `FLYWHEEL_EDITS` asks for more (Scripts/measure-matching.sh does).
    static let edits = getenv("FLYWHEEL_EDITS").flatMap { Int(String(cString: $0)) } ?? 120

    static let settings = [4, 12, 40].flatMap { edits in
        [
            Setting(edits: edits), Setting(edits: edits, asBaseline: true, told: 0),
            Setting(edits: edits, isReal: true),
            Setting(edits: edits, asBaseline: true, told: 0, isReal: true),
        ]
    }

    @Test(arguments: settings)
    func `findings that stay are matched, new ones are reported`(setting: Setting) throws {
        var score = Score()
        for trial in 0..<max(1, Self.edits / setting.edits) {
            let seed = trial * 100 + setting.edits
            var workspace =
                setting.isReal
                ? Workspace(seed: seed, of: Workspace.realFiles, count: 20)
                : Workspace(seed: seed, files: 20, lines: 30...80, findings: 12)
            let before = workspace.findings
            let paths = Set(workspace.files.map(\.path))
            var renames: [String: String] = [:]
            for _ in 0..<setting.edits { workspace.edit(renames: &renames) }
            let after = workspace.findings
            // In an order that is no dictionary's, so that each run sees the same.
            let chosen = Set(renames.keys.sorted().filter { _ in workspace.dice.chance(setting.told) })
            let told = renames.filter { old in chosen.contains(old.key) }
            let base =
                setting.asBaseline
                ? Comparison.Side(Baseline(findings: before.map(\.finding)))
                : Comparison.Side(before.map(\.finding), rules: nil)
            let gone = paths.subtracting(workspace.files.map(\.path))
            let comparison = Comparison(
                base: base, head: .init(after.map(\.finding), rules: nil), renames: told, isDeleted: gone.contains)
            score.add(before, after, comparison.states)
            score.edits += setting.edits
        }
        print(setting.testDescription, score)
        #expect(score.persisting > 100 && score.added > 10)
        // A small run is judged by what chance may do to it (three standard deviations of the misses); a long one by the
        // figure itself.
        let allowed = 0.005 * Double(score.persisting)
        let chance = Self.edits > 120 ? 0 : 3 * allowed.squareRoot()
        #expect(Double(score.persisting - score.persistingMatched) <= allowed + chance, "\(score)")
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
