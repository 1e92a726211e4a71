import Glibc
import LintFindings
import LintLedger
import LintSource
import Testing

/// Matching against the histories of real repositories, with git's own line mapping as the truth: a finding persists
/// when git maps its line to one that had it, or says that the line was moved (`--color-moved`: in a block of at least 20
/// letters and digits that was removed elsewhere) and as many findings on such a line were removed; it is new when git
/// calls its line added. White space is not looked at.
///
/// `FLYWHEEL_SHOW` lists what git and the comparison do not agree on.
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
        var counts = (old: 0, oldCalledNew: 0, moved: 0, new: 0, hidden: 0, pairs: 0)
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
            let states = comparison?.states ?? []
            func judge(_ isOld: Bool, _ index: Int) {
                let isNew = states[index] == .new
                if isOld { counts.old += 1 } else { counts.new += 1 }
                if isOld == isNew {
                    if isOld { counts.oldCalledNew += 1 } else { counts.hidden += 1 }
                    if let comparison { show(comparison, index, change) }
                }
            }
            var known: [String: Int] = [:]
            for (index, finding) in change.base.enumerated() {
                known["\(finding.rule) \(finding.location.region.start.line) \(finding.path)"] = index
            }
            var removed = Set(change.base.indices)
            var moved: [History.Line: [Int]] = [:]
            var added: [Int] = []
            for (index, finding) in change.head.enumerated() {
                if let place = change.origin(of: finding), let old = known["\(finding.rule) \(place)"] {
                    removed.remove(old)
                    judge(true, index)
                } else if change.isMoved(finding) {
                    moved[History.Line(finding), default: []].append(index)
                } else {
                    added.append(index)
                }
            }
            var gone: [History.Line: Int] = [:]
            for index in removed { gone[History.Line(change.base[index]), default: 0] += 1 }
            for (line, indices) in moved {
                // Which of several that read alike is the one that was moved, nobody knows.
                let sorted = indices.sorted { (states[$0] == .new ? 1 : 0, $0) < (states[$1] == .new ? 1 : 0, $1) }
                for (n, index) in sorted.enumerated() { judge(n < gone[line] ?? 0, index) }
                counts.moved += min(indices.count, gone[line] ?? 0)
            }
            for index in added { judge(false, index) }
        }
        func percent(_ part: Int, _ whole: Int) -> String {
            let tenths = whole == 0 ? 0 : (part * 10_000 / whole)
            return "\(tenths / 100).\(tenths % 100 < 10 ? "0" : "")\(tenths % 100) %"
        }
        print(
            "\(folder.split(separator: "/").last ?? "?"): \(counts.pairs) pairs, \(counts.old) old (\(counts.moved) moved), called new "
                + "\(counts.oldCalledNew) (\(percent(counts.oldCalledNew, counts.old))), \(counts.new) new, hidden "
                + "\(counts.hidden) (\(percent(counts.hidden, counts.new))), compared in \(time)")
        #expect(counts.old > 0)
    }
}

private func show(_ comparison: Comparison, _ index: Int, _ change: History.Change) {
    guard getenv("FLYWHEEL_SHOW") != nil else { return }
    func place(_ finding: Finding) -> String {
        "\(finding.path):\(finding.location.region.start.line): \(finding.location.excerpt)"
    }
    let finding = change.head[index]
    let pairs = comparison.changes.filter { $0.head == index }.compactMap(\.base)
    print(pairs.isEmpty ? "called new:" : "hidden:", finding.rule, place(finding))
    for entry in pairs.map({ comparison.base.entries[$0] }) {
        for old in change.base
        where old.path == entry.path && old.fingerprint == entry.fingerprint && old.rule == entry.rule {
            print("    as", place(old))
        }
    }
}

/// A clone, read by git.
private struct History {
    let folder: String
    private var blobs: [String: [UInt8]] = [:]
    private let scratch = GitFolder()

    init(_ folder: String) { self.folder = folder }

    /// What a finding is on, white space folded.
    struct Line: Hashable {
        var rule: String
        var hash: UInt64

        init(_ finding: Finding) {
            rule = finding.rule
            hash = finding.fingerprint.line
        }
    }

    struct Change {
        var base: [Finding] = []
        var head: [Finding] = []
        var renames: [String: String] = [:]
        var deleted: Set<String> = []
        /// Head path → base path, and head line → base line for the files that differ.
        var paths: [String: String] = [:]
        var hunks: [String: [(old: Range<Int>, new: Range<Int>)]] = [:]
        /// Head lines that git says were moved there, by path.
        var moved: [String: Set<Int>] = [:]

        func isMoved(_ finding: Finding) -> Bool {
            moved[finding.path]?.contains(finding.location.region.start.line) ?? false
        }

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
        var line = 0
        for colored in lines(
            "git -c core.quotePath=false -c color.diff.newMoved='bold cyan' diff -M -w --unified=0 --color=always "
                + "--color-moved=blocks --color-moved-ws=ignore-all-space \(base) \(head)")
        {
            let text = plain(colored)
            if text.hasPrefix("rename from ") { old = String(text.dropFirst(12)) }
            if text.hasPrefix("rename to ") {
                new = String(text.dropFirst(10))
                change.renames[old] = new
                change.paths[new] = old
            }
            // A file that is gone has no name at the head: its hunks are nobody's.
            if text.hasPrefix("diff --git ") {
                new = ""
                line = 0
            }
            if line == 0, new.isEmpty, text.hasPrefix("+++ ") {
                new = text.hasPrefix("+++ b/") ? String(text.dropFirst(6).prefix { $0 != "\t" }) : "/dev/null"
            }
            if text.hasPrefix("@@ "), let hunk = hunk(text) {
                change.hunks[new, default: []].append(hunk)
                line = hunk.new.lowerBound
            } else if line > 0, text.hasPrefix("+") {
                if colored.hasPrefix("\u{1B}[1;36m") { change.moved[new, default: []].insert(line) }
                line += 1
            }
        }
        return change
    }

    /// Without what colours it.
    private func plain(_ line: String) -> String {
        var text: [UInt8] = []
        var isEscape = false
        for byte in line.utf8 {
            if byte == 0x1B { isEscape = true }
            if !isEscape { text.append(byte) }
            if byte == .ascii("m") { isEscape = false }
        }
        return String(decoding: text, as: UTF8.self)
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
