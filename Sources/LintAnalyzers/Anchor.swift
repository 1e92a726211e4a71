public import LintFindings
import LintSource
import LintSyntax

/// A place that the per-repository half may report: all that a finding needs of a file, kept after the file is gone.
public struct Anchor: Sendable {
    public internal(set) var location: Location
    let language: String
    let context: String
    let route: String
    private let lines: Fingerprint.Lines

    init(_ range: ByteRange, in file: ParsedFile) {
        location = Location(path: file.path, range: range, lines: file.lines, bytes: file.bytes)
        lines = Fingerprint.Lines(line: location.start.line, lines: file.lines, bytes: file.bytes)
        if let index = file.flat.index(at: Int(range.start)) {
            let entry = file.flat.entries[index]
            language = file.flat.language(of: entry).name
            context = entry.context.name
            route = file.flat.route(of: entry)
        } else {
            language = file.language.name
            context = Context.other.name
            route = "\(file.language.name)/\(Context.other.name)"
        }
    }

    func finding(
        _ rule: String, identity: String, values: [String: String] = [:], related: [Finding.Related] = []
    ) -> AnalyzerFinding {
        AnalyzerFinding(
            rule: rule, location: location, language: language, context: context, route: route, values: values,
            related: related, identity: identity,
            fingerprint: Fingerprint(rule: rule, identity: identity, lines: lines))
    }
}

/// What the per-repository half may report, at a place in one file.
protocol Placed {
    var location: Location { get set }
}

extension Anchor: Placed {}
extension AnalyzerFinding: Placed {}

extension Array where Element: Placed {
    /// What only the file's bytes can tell: whether it is UTF-8 and, when they are asked for, the hashes of code scanning.
    mutating func complete(_ file: ParsedFile, codeScanningHashes: Bool) {
        guard !isEmpty else { return }
        let isUTF8 = String(validating: file.bytes.buffer, as: UTF8.self) != nil
        var hashes: [Int: String] = [:]
        if codeScanningHashes {
            hashes = CodeScanningHash.lines(Set(map(\.location.start.line)), of: file.bytes)
        }
        for index in indices {
            self[index].location.isUTF8 = isUTF8
            self[index].location.codeScanningHash = hashes[self[index].location.start.line]
        }
    }
}
