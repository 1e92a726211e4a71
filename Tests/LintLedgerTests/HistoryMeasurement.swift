import Glibc
import LintFindings
import LintLedger
import LintSource
import Testing

/// Matching against the histories of real repositories, with git's own line mapping as the truth: a finding persists
/// when git maps its line to one that had it, and is new when git calls its line added. White space is not looked at.
///
/// Run by `Scripts/measure-matching.sh`; here it needs `FLYWHEEL_HISTORIES` (folders of clones, parted by `:`).
@Suite struct `Matching on real histories` {
    static let folders: [String] =
        getenv("FLYWHEEL_HISTORIES").map { String(cString: $0).split(separator: ":").map(String.init) } ?? []
    static let pairs = getenv("FLYWHEEL_PAIRS").flatMap { Int(String(cString: $0)) } ?? 40
    static let words = [
        "http://", "latest", "TODO", "localhost", "master", "image:", "apt-get", "curl", "sudo", "uses:", "source =",
        "version", "password", "runs-on", "namespace:",
    ]

    @Test(arguments: folders)
    func `old findings are not called new, new ones are not hidden`(folder: String) {
        var history = History(folder)
        let commits = history.lines("git rev-list --first-parent --max-count=3000 HEAD")
        var dice = Dice(seed: commits.count)
        var counts = (old: 0, oldCalledNew: 0, new: 0, hidden: 0, pairs: 0)
        let clock = ContinuousClock()
        var time = Duration.zero
        while counts.pairs < Self.pairs, commits.count > 10 {
            let apart = min(8 + dice.below(33), commits.count - 1)
            let at = dice.below(commits.count - apart)
            let change = history.change(commits[at + apart], commits[at])
            counts.pairs += 1
            var comparison: Comparison?
            time += clock.measure {
                comparison = Comparison(
                    base: .init(Baseline(findings: change.base)), head: .init(change.head, rules: nil),
                    renames: change.renames, isDeleted: change.deleted.contains)
            }
            var known: Set<String> = []
            for finding in change.base {
                known.insert("\(finding.rule) \(finding.location.region.start.line) \(finding.path)")
            }
            for (finding, state) in zip(change.head, comparison?.states ?? []) {
                if let place = change.origin(of: finding), known.contains("\(finding.rule) \(place)") {
                    counts.old += 1
                    if state == .new { counts.oldCalledNew += 1 }
                } else {
                    counts.new += 1
                    if state != .new { counts.hidden += 1 }
                }
            }
        }
        func percent(_ part: Int, _ whole: Int) -> String {
            let tenths = whole == 0 ? 0 : (part * 10_000 / whole)
            return "\(tenths / 100).\(tenths % 100 < 10 ? "0" : "")\(tenths % 100) %"
        }
        print(
            "\(folder.split(separator: "/").last ?? "?"): \(counts.pairs) pairs, \(counts.old) old, called new "
                + "\(counts.oldCalledNew) (\(percent(counts.oldCalledNew, counts.old))), \(counts.new) new, hidden "
                + "\(counts.hidden) (\(percent(counts.hidden, counts.new))), compared in \(time)")
        #expect(counts.old > 0)
    }
}

/// A clone, read by git.
private struct History {
    let folder: String
    private var blobs: [String: [UInt8]] = [:]
    private let scratch = GitFolder()

    init(_ folder: String) { self.folder = folder }

    struct Change {
        var base: [Finding] = []
        var head: [Finding] = []
        var renames: [String: String] = [:]
        var deleted: Set<String> = []
        /// Head path → base path, and head line → base line for the files that differ.
        var paths: [String: String] = [:]
        var hunks: [String: [(old: Range<Int>, new: Range<Int>)]] = [:]

        /// `line path` of the base that git maps the finding's line to.
        func origin(of finding: Finding) -> String? {
            guard let path = paths[finding.path] else { return nil }
            let line = finding.location.region.start.line
            var shift = 0
            for hunk in hunks[finding.path] ?? [] {
                if hunk.new.contains(line) { return nil }
                if line < hunk.new.lowerBound { break }
                shift += hunk.old.count - hunk.new.count
            }
            return "\(line + shift) \(path)"
        }
    }

    func output(_ command: String) -> [UInt8] { scratch.run("cd '\(folder)' && \(command)").output }

    func lines(_ command: String) -> [String] {
        String(decoding: output(command), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Both sides, and what git says of the way between. Files that do not differ are in both.
    mutating func change(_ base: String, _ head: String) -> Change {
        var change = Change()
        let before = tree(base)
        let after = tree(head)
        load(Set(before.values).union(after.values))
        for (path, blob) in before.sorted(by: { $0.key < $1.key }) {
            change.base += Workspace.scan(
                path: path, bytes: blobs[blob] ?? [], literals: `Matching on real histories`.words)
        }
        for (path, blob) in after.sorted(by: { $0.key < $1.key }) {
            change.head += Workspace.scan(
                path: path, bytes: blobs[blob] ?? [], literals: `Matching on real histories`.words)
            if before[path] != nil { change.paths[path] = path }
        }
        change.deleted = Set(before.keys).subtracting(after.keys)
        var old = ""
        var new = ""
        for line in lines("git -c core.quotePath=false diff -M -w --unified=0 --no-color \(base) \(head)") {
            if line.hasPrefix("rename from ") { old = String(line.dropFirst(12)) }
            if line.hasPrefix("rename to ") {
                new = String(line.dropFirst(10))
                change.renames[old] = new
                change.paths[new] = old
            }
            // A file that is gone has no name at the head: its hunks are nobody's.
            if line.hasPrefix("diff --git ") { new = "" }
            if new.isEmpty, line.hasPrefix("+++ ") {
                new = line.hasPrefix("+++ b/") ? String(line.dropFirst(6).prefix { $0 != "\t" }) : "/dev/null"
            }
            if line.hasPrefix("@@ "), let hunk = hunk(line) { change.hunks[new, default: []].append(hunk) }
        }
        return change
    }

    /// `@@ -3,2 +5 @@`: where a side has no lines, the number is that of the line before.
    private func hunk(_ line: String) -> (old: Range<Int>, new: Range<Int>)? {
        let words = line.split(separator: " ")
        guard words.count >= 3 else { return nil }
        let sides = words[1...2].map { word in word.dropFirst().split(separator: ",").compactMap { Int($0) } }
        guard let a = sides[0].first, let b = sides[1].first else { return nil }
        let counts = sides.map { $0.count > 1 ? $0[1] : 1 }
        let starts = [counts[0] == 0 ? a + 1 : a, counts[1] == 0 ? b + 1 : b]
        return (starts[0]..<(starts[0] + counts[0]), starts[1]..<(starts[1] + counts[1]))
    }

    /// Path → blob of what looks like text of a size that is linted.
    private func tree(_ revision: String) -> [String: String] {
        var tree: [String: String] = [:]
        for line in lines("git -c core.quotePath=false ls-tree -r -l \(revision)") {
            let halves = line.split(separator: "\t", maxSplits: 1)
            let words = halves[0].split(separator: " ", omittingEmptySubsequences: true)
            guard halves.count == 2, words.count == 4, words[0] != "120000", words[1] == "blob",
                let size = Int(words[3]), size < 200_000
            else { continue }
            tree[String(halves[1])] = String(words[2])
        }
        return tree
    }

    private mutating func load(_ wanted: Set<String>) {
        let missing = wanted.filter { blobs[$0] == nil }
        if missing.isEmpty { return }
        scratch.write("ids", Array(missing.joined(separator: "\n").utf8) + [0x0A])
        let out = output("git cat-file --batch < '\(scratch.path)/ids'")
        var index = 0
        while index < out.count {
            guard let end = out[index...].firstIndex(of: 0x0A) else { return }
            let words = String(decoding: out[index..<end], as: UTF8.self).split(separator: " ")
            index = end + 1
            guard words.count == 3, let size = Int(words[2]), index + size <= out.count else { continue }
            let bytes = Array(out[index..<(index + size)])
            // Binary files are not linted.
            blobs[String(words[0])] = bytes.prefix(8_000).contains(0) ? [] : bytes
            index += size + 1
        }
    }
}
