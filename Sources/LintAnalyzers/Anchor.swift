public import LintFindings
import LintSource
import LintSyntax

/// A place that the per-repository half may report: all that a finding needs of a file, kept after the file is gone.
public struct Anchor: Sendable {
    public internal(set) var location: Location
    public let language: String
    public let context: String
    public let route: String
    private let lines: Fingerprint.Lines

    /// `flat` when the caller has the file's tokens from before.
    init(_ range: ByteRange, in file: ParsedFile, flat tokens: FlattenedTokens? = nil) {
        let flat = tokens ?? file.flat
        location = Location(path: file.path, range: range, lines: file.lines, bytes: file.bytes)
        lines = Fingerprint.Lines(line: location.start.line, lines: file.lines, bytes: file.bytes)
        if let index = flat.index(at: Int(range.start)) {
            let entry = flat.entries[index]
            language = flat.language(of: entry).name
            context = entry.context.name
            route = flat.route(of: entry)
        } else {
            language = file.language.name
            context = Context.other.name
            route = "\(file.language.name)/\(Context.other.name)"
        }
    }

    /// No place but the file: for those who count.
    init(inFile path: String) {
        location = Location(path: path)
        lines = Fingerprint.Lines()
        language = ""
        context = Context.other.name
        route = ""
    }

    /// What knows the place again for a rule.
    public func fingerprint(rule: String, identity: String) -> Fingerprint {
        Fingerprint(rule: rule, identity: identity, lines: lines)
    }
}

extension Array where Element == Anchor {
    /// What only the file's bytes can tell of all but the first `from`: whether it is UTF-8 and, when they are asked for, the
    /// hashes of code scanning.
    mutating func complete(_ file: ParsedFile, from first: Int = 0, codeScanningHashes: Bool) {
        guard first < count else { return }
        let isUTF8 = file.bytes.isUTF8
        var hashes: [Int: CodeScanningHash.LineHash] = [:]
        if codeScanningHashes {
            hashes = CodeScanningHash.lines(Set(self[first...].map(\.location.start.line)), of: file.bytes)
        }
        for index in first..<count {
            self[index].location.isUTF8 = isUTF8
            if !hashes.isEmpty { self[index].location.lineHash = hashes[self[index].location.start.line] }
        }
    }
}
