import Glibc
import LintSource
import Testing

@testable import LintWalk

/// A small generator with a seed (SplitMix64), so that a failure can be run again.
private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    mutating func pick(_ choices: [String]) -> String { choices[Int.random(in: 0..<choices.count, using: &self)] }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

private let names = ["a", "b", "ab", "ba", "a.b", "b.o", "A", "a b", "a]", "-", "ab.o", "é", "aab", "#a", "!b", "b "]
private let pieces = [
    "a", "b", "a", "b", "ab", ".", "o", "*", "*", "**", "?", "/", "/", "/", "**/", "/**", "/**/", "[ab]", "[!a]",
    "[^b]",
    "[a-b]", "[]a]", "[[:alpha:]]", "[[:upper:][:digit:]]", "[[:nope:]]", "[a", "[]-a]", "[\\]b]", "[[:]", "[b-]",
    "\\a",
    "\\*", "\\", " ", "é", "-", "]", "***",
]

/// A line of an ignore file; most have a chance to match something.
private func pattern(_ random: inout Random) -> String {
    var line = random.chance(25) ? "!" : ""
    if random.chance(15) { line += "/" }
    if random.chance(40) {
        // A name or a path that is likely to be there, a piece of it replaced.
        var parts = (0...Int.random(in: 0...2, using: &random)).map { _ in random.pick(names) }
        if random.chance(60) { parts[Int.random(in: 0..<parts.count, using: &random)] = random.pick(pieces) }
        line += parts.joined(separator: "/")
    } else {
        for _ in 0...Int.random(in: 0...4, using: &random) { line += random.pick(pieces) }
    }
    if random.chance(20) { line += "/" }
    if random.chance(5) { line += "  " }
    if random.chance(5) { line += "\\ " }
    if random.chance(5) { line += "\t" }
    if random.chance(5) { line += "\r" }
    if random.chance(3) { line = "#" + line }
    return line
}

@Suite struct IgnoreAgreementTests {
    /// One repository with many folders, each a tree of its own under ignore files of its own; git lists all at once.
    @Test(arguments: [1, 2, 3] as [UInt64]) func `random ignore files hide what git hides`(seed: UInt64) throws {
        let tree = TemporaryTree()
        guard !tree.run("git init -q . && git --version").isEmpty else {
            print("skipped: no git")
            return
        }
        var random = Random(state: seed)
        let cases = getenv("FLYWHEEL_IGNORE_CASES").flatMap { Int(String(cString: $0)) } ?? 60
        tree.write(".git/info/exclude", "no-such-file\nb.o\n!ab.o\n")
        for number in 0..<cases {
            let top = "case\(number)"
            var folders = [top]
            for _ in 0..<8 {
                let folder = folders[Int.random(in: 0..<folders.count, using: &random)]
                if folder.split(separator: "/").count < 5 { folders.append(folder + "/" + random.pick(names)) }
            }
            for _ in 0..<30 {
                let folder = folders[Int.random(in: 0..<folders.count, using: &random)]
                // A name may already be a folder's; then nothing is written.
                tree.write(folder + "/" + random.pick(names), "")
            }
            for folder in Set(folders).sorted() where folder == top || random.chance(25) {
                let lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in pattern(&random) }
                let start = random.chance(5) ? "\u{FEFF}" : ""
                tree.write(
                    folder + "/.gitignore", start + lines.joined(separator: "\n") + (random.chance(80) ? "\n" : ""))
            }
        }
        let listed = tree.run("git -c core.excludesFile=/dev/null ls-files -z --others --exclude-standard")
        let ofGit = listed.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.sorted(
            by: PathOrder.precedes)
        let ours = try Walker(root: tree.path).list().files.map(\.path)
        let all = try Walker(root: tree.path, options: .everything).list().files.count
        #expect(all > ofGit.count, "the ignore files must hide something")
        for path in Set(ours).symmetricDifference(ofGit).sorted().prefix(5) {
            let verdict = tree.run(
                "git -c core.excludesFile=/dev/null check-ignore -v --non-matching --no-index '\(path)'")
            Issue.record(
                "\(ours.contains(path) ? "git" : "we") hide \(path): \(String(decoding: verdict, as: UTF8.self))")
        }
        #expect(ours == ofGit)
    }

    @Test(arguments: [
        ("a**/b", "a/x/b", false), ("**/b", "a/x/b", true), ("**", "x", true), ("a/**", "a", false),
        ("a/**", "a/b", true), ("**/b", "b", true),
        ("a/*/b", "a/x/b", true), ("a/*/b", "a/x/y/b", false), ("a/**/b", "a/b", true), ("[", "[", false),
        ("\\", "\\", false), ("[[:digit:]]*", "7x", true), ("[^a]", "/", false), ("a?b", "a/b", false), ("*", "", true),
    ]) func `a glob matches as git's does`(pattern: String, text: String, expected: Bool) {
        let hit = Array(pattern.utf8).withByteView { pattern in
            Array(text.utf8).withByteView { WildMatch.matches(pattern, $0) }
        }
        #expect(hit == expected)
    }

    @Test func `a hostile pattern takes no more than a moment`() {
        let pattern = Array(String(repeating: "a*", count: 2000).utf8) + [0x62]
        let folders = Array(String(repeating: "**/a*", count: 300).utf8)
        let text = [UInt8](repeating: 0x61, count: 4000)
        let path = Array(String(repeating: "a/", count: 2000).utf8)
        let clock = ContinuousClock()
        let time = clock.measure {
            let hits = text.withByteView { text in
                pattern.withByteView { WildMatch.matches($0, text) }
                    || folders.withByteView { WildMatch.matches($0, text) }
            }
            let inPath = path.withByteView { path in folders.withByteView { WildMatch.matches($0, path) } }
            #expect(!hits)
            #expect(!inPath)
        }
        #expect(time < .seconds(5))
    }
}

extension Walker.Options {
    fileprivate static var everything: Walker.Options {
        var options = Walker.Options()
        options.ignoreFiles = false
        return options
    }
}
