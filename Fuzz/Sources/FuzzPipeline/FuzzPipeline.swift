@_spi(Fuzzing) import FlywheelLint
import Glibc
import LintFindings
import LintSource
import LintWalk

/// The whole linter with its built-in rules and analyzers: over one file under any path, or over a small repository;
/// chosen by the environment variable `FUZZ_TARGET`.
private enum Target: String, CaseIterable {
    /// The first line is the path, the rest the file.
    case file
    /// As many files as there are, one behind another, each closed by the control character RS. One whose path begins
    /// with `@` is a symbolic link, its text the target.
    case repository
}

private let target: Target = {
    guard let name = getenv("FUZZ_TARGET"), let target = Target(rawValue: String(cString: name)) else {
        fatalError("set FUZZ_TARGET to one of \(Target.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return target
}()

/// No repository is above it, and no configuration.
private let settings: Settings = {
    var arguments = Settings.Arguments()
    arguments.ignoreConfiguration = true
    do { return try Settings(startingAt: "/proc", arguments: arguments) } catch { fatalError("\(error)") }
}()

private nonisolated(unsafe) var run = MemoryRun(settings: settings)

/// Makes what all runs share.
func prepare() { _ = run.check([]) }

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    var files: [String: [UInt8]] = [:]
    var links: [String: [UInt8]] = [:]
    for part in target == .file ? [input[...]] : input.split(separator: 0x1E) {
        guard let end = part.firstIndex(of: 0x0A) else { continue }
        let path = path(part[..<end])
        let bytes = Array(part[(end + 1)...])
        if target == .repository, path.hasPrefix("@") {
            links[String(path.dropFirst())] = bytes
        } else if bytes.withByteView({ TextCheck($0) }) == .text {
            files[path] = bytes
        }
    }
    check(sorted(files), links: sorted(links.filter { files[$0.key] == nil && !$0.key.isEmpty }))
    return 0
}

/// As the walk gives paths: relative, without empty parts and those that lead nowhere or up.
private func path(_ bytes: ArraySlice<UInt8>) -> String {
    let parts = bytes.filter { $0 != 0 }.split(separator: 0x2F).filter { $0 != [0x2E] && $0 != [0x2E, 0x2E] }
    let path = parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
    return path.isEmpty ? "a" : path
}

private func sorted(_ files: [String: [UInt8]]) -> [SourceFile] {
    files.map { SourceFile(path: $0.key, bytes: $0.value) }.sorted { PathOrder.precedes($0.path, $1.path) }
}

private func check(_ files: [SourceFile], links: [SourceFile]) {
    let outcome = run.check(files, links: links)
    let findings = outcome.report.findings
    for finding in findings {
        guard let file = files.first(where: { $0.path == finding.path }) else {
            fatalError("a finding in a file that is not there")
        }
        precondition(Int(finding.location.range.end) <= file.bytes.count, "a finding leaves its file")
    }
    let broken = MemoryRun.brokenFormats(outcome, files)
    precondition(broken.isEmpty, "a report is not UTF-8: \(broken)")
    for file in files {
        let fixes = findings.filter { $0.path == file.path }.compactMap(\.fix)
        if !fixes.isEmpty { _ = FixApplication.apply(fixes, to: file.bytes) }
    }
    // A worker that has seen other files, and passes over what it need not look at, finds what a new one finds that
    // looks at everything.
    guard links.isEmpty else { return }
    let plain = Linter.check(files, rules: settings.rules, today: "2026-01-01")
    guard findings.map(Place.init) != plain.map(Place.init) else { return }
    for place in findings.map(Place.init) where !plain.map(Place.init).contains(place) { print("only a worker:", place) }
    for place in plain.map(Place.init) where !findings.map(Place.init).contains(place) { print("only alone:", place) }
    fatalError("a worker finds something else than a look at each file alone")
}

/// What is compared of a finding: hashes of code scanning are not asked for everywhere.
private struct Place: Equatable {
    var path: String
    var rule: String
    var range: ByteRange
    var message: String
    var isSuppressed: Bool

    init(_ finding: Finding) {
        path = finding.path
        rule = finding.rule
        range = finding.location.range
        message = finding.message
        isSuppressed = finding.suppressed != nil
    }
}
