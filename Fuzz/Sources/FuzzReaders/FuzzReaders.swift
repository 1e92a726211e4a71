import FlywheelLint
import Glibc
@_spi(Fuzzing) import LintGit
import LintLedger
import LintPattern
import LintRules
import LintSource
import LintSyntax
@_spi(Fuzzing) import LintWalk

/// What reads text that somebody else wrote and that is no source file: chosen by the environment variable
/// `FUZZ_TARGET`, so that one program serves all.
private enum Target: String, CaseIterable {
    case pack, configuration, baseline, report, selector, pattern, literals, suppressions
    case gitRaw = "git-raw"
    case gitIndex = "git-index"
    case ignore, external, merge
}

private let target: Target = {
    guard let name = getenv("FUZZ_TARGET"), let target = Target(rawValue: String(cString: name)) else {
        fatalError("set FUZZ_TARGET to one of \(Target.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return target
}()

private nonisolated(unsafe) let scratch: MatchScratch = {
    guard let scratch = MatchScratch() else { fatalError("no memory") }
    return scratch
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    switch target {
    case .pack: _ = try? Pack.decode(file: Pack.Source(path: "pack.yml", bytes: input))
    case .configuration: _ = try? Configuration(bytes: input, path: ".flywheel-lint.yml")
    case .baseline: baseline(input)
    case .report: _ = try? RecordedReport.parse(input, path: "report.json")
    case .selector: selector(input)
    case .pattern: pattern(input)
    case .literals: literals(input)
    case .suppressions: suppressions(input)
    case .gitRaw: _ = try? RawOutput.changes(input, command: "diff-tree")
    case .gitIndex: index(input)
    case .ignore: ignore(input)
    case .external: _ = try? ExternalValues.parse(input, path: "values.json")
    case .merge: merge(input)
    }
    return 0
}

/// What was read is written back and read again: nothing may be lost.
private func baseline(_ input: [UInt8]) {
    guard let first = try? Baseline.parse(input) else { return }
    guard let second = try? Baseline.parse(first.bytes) else { fatalError("a written baseline cannot be read") }
    precondition(first == second, "a baseline changes when it is written and read")
}

/// Three baselines, each but the last closed by the control character RS: what is merged can be read again, whichever side
/// is ours, and a side that changed nothing has no say.
private func merge(_ input: [UInt8]) {
    let sides = input.split(separator: 0x1E, omittingEmptySubsequences: false).compactMap {
        try? Baseline.parse(Array($0))
    }
    guard sides.count == 3 else { return }
    let merged = Baseline.merge(base: sides[0], ours: sides[1], theirs: sides[2])
    guard let again = try? Baseline.parse(merged.bytes) else { fatalError("a merged baseline cannot be read") }
    precondition(again == merged, "a merged baseline changes when it is written and read")
    precondition(merged == Baseline.merge(base: sides[0], ours: sides[2], theirs: sides[1]), "sides are not equal")
    precondition(Baseline.merge(base: sides[0], ours: sides[0], theirs: sides[2]) == sides[2], "theirs alone")
    precondition(Baseline.merge(base: sides[0], ours: sides[1], theirs: sides[0]) == sides[1], "ours alone")
}

/// The first line is a selector, the rest a document, its language by the first byte.
private func selector(_ input: [UInt8]) {
    let parts = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let selector = try? Selector(String(decoding: parts[0], as: UTF8.self)) else { return }
    let languages: [Language] = [.yaml, .hcl, .nix, .markdown]
    let language = languages[Int(parts[0].first ?? 0) % languages.count]
    Array(parts[1]).withByteView { bytes in
        guard let tree = language.tokenize(bytes).tree else { return }
        let nodes = selector.select(in: tree)
        precondition(nodes == nodes.sorted() && Set(nodes).count == nodes.count, "nodes twice or out of order")
        precondition(nodes.allSatisfy { tree.nodes.indices.contains($0) }, "a node that is not there")
    }
}

/// The first line is an expression, the rest a text: a search narrowed by literals finds what a plain one finds.
private func pattern(_ input: [UInt8]) {
    let parts = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count < 200 else { return }
    let source = String(decoding: parts[0], as: UTF8.self)
    // A comment that is not ASCII keeps the search from being narrowed.
    guard let narrowed = try? Pattern(source), let plain = try? Pattern("(?#é)" + source) else { return }
    Array(parts[1]).withByteView { bytes in
        let found = matches(narrowed, bytes)
        let all = matches(plain, bytes)
        guard let found, let all else { return }
        precondition(found == all, "a narrowed search finds something else")
    }
}

/// `nil` when a limit was hit.
private func matches(_ pattern: Pattern, _ bytes: ByteView) -> [ByteRange]? {
    var found: [ByteRange] = []
    let outcome = pattern.search(bytes, in: ByteRange(0, bytes.count), scratch: scratch) { groups in
        if let range = groups[0] {
            precondition(Int(range.end) <= bytes.count, "a match leaves the text")
            found.append(range)
        }
        return found.count < 1_000
    }
    return outcome == .done ? found : nil
}

/// Lines up to an empty one are needles, of all kinds in turn, the rest a text: the scan finds just those that are there.
private func literals(_ input: [UInt8]) {
    var needles: [Needle] = []
    var rest = input[...]
    while let end = rest.firstIndex(of: 0x0A), needles.count < 64 {
        let line = Array(rest[..<end])
        rest = rest[(end + 1)...]
        if line.isEmpty { break }
        let kind = needles.count % 8
        needles.append(
            Needle(line, exact: kind & 1 != 0, opensWord: kind & 2 != 0, closesWord: kind & 4 != 0))
    }
    let prefilter = Prefilter(needles)
    var found = [Bool](repeating: false, count: needles.count)
    let text = Array(rest)
    text.withByteView { prefilter.scan($0, into: &found) }
    func isWord(_ at: Int) -> Bool { text.indices.contains(at) && text[at].isWord }
    for (number, needle) in prefilter.needles.enumerated() where needle.text.count <= text.count {
        let isThere = (0...(text.count - needle.text.count)).contains { start in
            needle.text.indices.allSatisfy {
                let byte = text[start + $0]
                return byte.lowered == needle.text[$0] && (needle.exact?[$0] ?? byte) == byte
            } && !(needle.opensWord && isWord(start - 1))
                && !(needle.closesWord && isWord(start + needle.text.count))
        }
        precondition(found[number] == isThere, "the prefilter is wrong about a literal")
    }
}

private func suppressions(_ input: [UInt8]) {
    guard var checker = FileChecker(RuleSet(rules: [])) else { return }
    let names = ["a.tf", "a.yml", "a.nix", "a.md", "a.sh", "a.py"]
    let text = Array("# flywheel-lint: ".utf8) + input
    text.withByteView { _ = checker.check(path: names[input.count % names.count], bytes: $0) }
}

private func index(_ input: [UInt8]) {
    if let index = GitIndex(input) { _ = CachedTrees(index) }
    let names = IndexNames(input)
    Array("folder/file".utf8).withByteView { _ = names.holds($0, isFolder: true) }
}

/// The first line is a path, the rest an ignore file.
private func ignore(_ input: [UInt8]) {
    let parts = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let path = parts.first.map(Array.init), !path.isEmpty else { return }
    Array(parts[1]).withByteView { file in
        let rules = IgnoreRules(file)
        let nameStart = (path.lastIndex(of: .ascii("/")) ?? -1) + 1
        path.withByteView { _ = rules.verdict($0, nameStart: nameStart, isFolder: false) }
    }
}
