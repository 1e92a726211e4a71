import LintFindings
import LintSource
import LintSyntax

/// Makes the parts of one rule's findings in one file. What they have in common is made once: there may be thousands, on one
/// line even, and all are kept to the end.
struct FindingMaker {
    private let rule: String
    private let kpi: String?
    private let surface: String
    private let file: ParsedFile
    private let counts: Bool
    private var locations: LocationMaker
    private var lastKind: (key: UInt32, kind: FindingKind)?
    private var kinds: [UInt32: FindingKind] = [:]
    /// The last messages, most of which come again.
    private var messages: [String] = []
    private var oldest = 0
    private var print: (identity: String, line: Int, fingerprint: Fingerprint)?

    private static let mostMessages = 4

    init(_ rule: Rule, file: ParsedFile, surface: String, counts: Bool) {
        self.rule = rule.id
        kpi = rule.facts.kpi
        self.surface = surface
        self.file = file
        self.counts = counts
        locations = LocationMaker(path: file.path, lines: file.lines, bytes: file.bytes)
    }

    mutating func location(_ range: ByteRange) -> Location { locations.location(range) }

    mutating func kind(_ entry: FlattenedTokens.Entry) -> FindingKind {
        let key = counts ? 0 : UInt32(entry.document) << 8 | UInt32(entry.context.rawValue)
        if let lastKind {
            if lastKind.key == key { return lastKind.kind }
            kinds[lastKind.key] = lastKind.kind
        }
        let kind = kinds[key] ?? newKind(entry)
        lastKind = (key, kind)
        return kind
    }

    private func newKind(_ entry: FlattenedTokens.Entry) -> FindingKind {
        counts
            ? FindingKind(rule: rule, language: "", context: "", route: "", surface: surface)
            : FindingKind(
                rule: rule, language: file.flat.language(of: entry).name, context: entry.context.name,
                route: file.flat.route(of: entry), surface: surface, kpi: kpi)
    }

    /// The same text, of which there may be one already.
    mutating func shared(_ message: String) -> String {
        for known in messages where known == message { return known }
        if messages.count < FindingMaker.mostMessages {
            messages.append(message)
        } else {
            messages[oldest] = message
            oldest = (oldest + 1) % FindingMaker.mostMessages
        }
        return message
    }

    mutating func fingerprint(_ identity: String, line: Int) -> Fingerprint {
        if let print, print.line == line, print.identity == identity { return print.fingerprint }
        let fingerprint = Fingerprint(
            rule: rule, identity: identity, line: line, lines: file.lines, bytes: file.bytes)
        print = (identity, line, fingerprint)
        return fingerprint
    }
}
