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

    init(_ range: ByteRange, in file: ParsedFile) {
        var maker = AnchorMaker(file)
        self = maker.anchor(range, file.flat)
    }

    fileprivate init(
        _ location: Location, _ lines: Fingerprint.Lines, _ range: ByteRange, in file: ParsedFile,
        _ flat: FlattenedTokens
    ) {
        self.location = location
        self.lines = lines
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

/// Makes the anchors of one file, one after another. What those of one line have in common is made once: thousands may lie
/// on it, and it may be as long as a file.
struct AnchorMaker {
    private let file: ParsedFile
    private var locations: LocationMaker
    private var known: (line: Int, lines: Fingerprint.Lines)?

    init(_ file: ParsedFile) {
        self.file = file
        locations = LocationMaker(path: file.path, lines: file.lines, bytes: file.bytes)
    }

    mutating func anchor(_ range: ByteRange, _ flat: FlattenedTokens) -> Anchor {
        let location = locations.location(range)
        let line = location.start.line
        if let known, known.line == line { return Anchor(location, known.lines, range, in: file, flat) }
        let lines = Fingerprint.Lines(line: line, lines: file.lines, bytes: file.bytes)
        known = (line, lines)
        return Anchor(location, lines, range, in: file, flat)
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
