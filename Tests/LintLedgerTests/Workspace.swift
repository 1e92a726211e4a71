import LintFindings
import LintSource

/// A small repository whose lines know who they are, so that a test can tell which findings are the same.
struct Workspace {
    struct Line {
        var id: Int
        var text: String
    }
    struct File {
        var path: String
        var lines: [Line]
        var isCRLF = false

        var text: String { lines.map(\.text).joined(separator: isCRLF ? "\r\n" : "\n") + (isCRLF ? "\r\n" : "\n") }
    }

    /// What the scanner of the tests forbids, each a rule.
    static let literals = ["attic-iac", "http://", ":latest", "nix-cache.old"]

    var files: [File] = []
    var dice: Dice
    private(set) var nextID = 0
    /// Lines that people wrote, those with a finding and those without; empty where new lines are made up.
    private var pool: (findings: [String], others: [String]) = ([], [])
    /// What is forbidden in files that people wrote: common words, so that there are many findings and equal ones.
    static let realLiterals = ["http", "attic", "uses:", "image", "secret", "nix-cache"]
    var literals = Workspace.literals

    init(seed: Int, files count: Int, lines: ClosedRange<Int>, findings percent: Int) {
        dice = Dice(seed: seed)
        for n in 0..<count {
            let path = Workspace.path(n, &dice)
            let size = lines.lowerBound + dice.below(lines.count)
            let text = (0..<size).map { _ in newLine(isFinding: dice.chance(percent)) }
            files.append(File(path: path, lines: text, isCRLF: dice.chance(5)))
        }
    }

    /// Files that people wrote: `count` of those given, from one chosen by the seed.
    init(seed: Int, of files: [File], count: Int) {
        dice = Dice(seed: seed)
        literals = Workspace.realLiterals
        let first = dice.below(files.count)
        for n in 0..<min(count, files.count) {
            var file = files[(first + n) % files.count]
            for i in file.lines.indices {
                nextID += 1
                file.lines[i].id = nextID
            }
            self.files.append(file)
        }
        let lines = files.lazy.flatMap(\.lines).map(\.text)
        pool = (lines.filter { isFinding($0) }, lines.filter { !isFinding($0) })
    }

    /// Files that people wrote: some of this repository as they were one day, so that every run draws from the same.
    static let realFiles: [File] = {
        let sample = #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Sample/files.txt"
        let bytes = GitFolder().run("cat '/\(sample)'").output
        var files: [File] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("==> "), line.hasSuffix(" <==") {
                files.append(File(path: String(line.dropFirst(4).dropLast(4)), lines: []))
            } else if !files.isEmpty {
                files[files.count - 1].lines.append(Line(id: 0, text: String(line)))
            }
        }
        if files.last?.lines.last?.text == "" { files[files.count - 1].lines.removeLast() }
        for i in files.indices where i % 17 == 3 { files[i].isCRLF = true }
        return files
    }()

    /// Gives new lines numbers from `first` on.
    mutating func takeIDs(from first: Int) { nextID = first }

    static func path(_ n: Int, _ dice: inout Dice) -> String {
        let folder = dice.one(of: ["docs", "deploy/base", "deploy/overlays", "ci", "modules/cache", "nix"])
        return folder + "/" + dice.one(of: ["values", "main", "README", "deploy", "kustomization"]) + "-\(n).yml"
    }

    /// A line as configuration has them: mostly words of its own, some said again and again.
    mutating func newLine(isFinding: Bool) -> Line {
        nextID += 1
        let real = isFinding ? pool.findings : pool.others
        if !real.isEmpty {
            let text = dice.one(of: real)
            // Most lines that are added say something of their own.
            return Line(id: nextID, text: dice.chance(70) && !text.isEmpty ? text + " \(dice.below(10_000))" : text)
        }
        let indent = String(repeating: "  ", count: dice.below(4))
        let name = dice.one(of: ["api", "cache", "web", "db", "queue", "proxy", "runner", "builder", "store", "auth"])
        let number = dice.below(400)
        if isFinding {
            let text = dice.one(of: [
                "image: registry.example/\(name):latest", "image: registry.example/\(name)-\(number):latest",
                "url: http://\(name)-\(number).example/v\(dice.below(9))", "repo: attic-iac",
                "source: attic-iac/\(name)?ref=\(number)", "substituters: nix-cache.old/\(name)",
                "see the attic-iac handbook, chapter \(number), on the \(name)",
            ])
            return Line(id: nextID, text: indent + text)
        }
        let text = dice.one(of: [
            "", "", "env:", "name: \(name)", "name: \(name)-\(number)", "replicas: \(dice.below(5))",
            "port: \(8_000 + number)", "- run: make \(name)", "- run: make \(name)-\(number)", "# \(name) \(number)",
            "key-\(number): value-\(dice.below(400))", "depends_on: [\(name)]",
            "The \(name) takes \(number) requests a second.",
        ])
        return Line(id: nextID, text: text.isEmpty ? "" : indent + text)
    }

    /// Findings in order, and the identity of the line of each.
    var findings: [(finding: Finding, id: Int)] {
        var result: [(finding: Finding, id: Int)] = []
        for file in files.sorted(by: { $0.path < $1.path }) {
            let ids = file.lines.map(\.id)
            result += Workspace.scan(path: file.path, bytes: Array(file.text.utf8), literals: literals).map {
                ($0, ids[$0.location.region.start.line - 1])
            }
        }
        return result
    }

    /// Every occurrence of a literal, as the engine would report it.
    static func scan(path: String, bytes: [UInt8], literals: [String] = Workspace.literals) -> [Finding] {
        bytes.withByteView { view in
            let lines = LineIndex(view)
            let needles = literals.map { Array($0.utf8) }
            var found: [Finding] = []
            for line in 1...lines.starts.count {
                let range = lines.range(ofLine: line, in: view)
                let own = view[range]
                for (literal, needle) in zip(literals, needles) {
                    guard own.count >= needle.count else { continue }
                    for at in 0...(own.count - needle.count)
                    where own[at] == needle[0] && own[at..<(at + needle.count)].elementsEqual(needle) {
                        let start = Int(range.start) + at
                        found.append(
                            Finding.sample(
                                path: path, rule: "tests/" + literal,
                                fingerprint: Fingerprint(
                                    rule: "tests/" + literal, identity: "", line: line, lines: lines, bytes: view),
                                location: Location(
                                    path: path, range: ByteRange(start, start + needle.count), lines: lines,
                                    bytes: view)))
                    }
                }
            }
            return found
        }
    }
}

extension Finding {
    static func sample(
        path: String = "a.yml", rule: String = "tests/word", context: UInt64 = 1, line: UInt64 = 1,
        message: String = "says it", level: Level = .warning
    ) -> Finding {
        sample(
            path: path, rule: rule, fingerprint: Fingerprint(context: context, line: line),
            location: Location(path: path), message: message, level: level)
    }

    static func sample(
        path: String, rule: String, fingerprint: Fingerprint, location: Location, message: String = "says it",
        level: Level = .warning
    ) -> Finding {
        Finding(
            rule: rule, level: level, location: location, language: "yaml", context: "value", route: "yaml/value",
            surface: "primary", message: message, fingerprint: fingerprint)
    }
}
