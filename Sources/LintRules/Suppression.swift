public import LintFindings
import LintPattern
public import LintSource
import LintSyntax

/// A comment that says which findings do not count: `flywheel-lint: ignore RULE[, RULE] [until DATE] [-- reason]`.
public struct Suppression: Sendable, Hashable {
    public enum Scope: String, Sendable { case line, file, block }

    public var rules: [PathGlob]
    public var scope: Scope
    /// 1-based lines it covers, both included.
    public var firstLine: Int
    public var lastLine: Int
    /// `YYYY-MM-DD`
    public var until: String?
    public var reason: String?
    /// Shown in a fence of a document: it holds for what the fence holds, and nobody asks whether it hides anything.
    public var isExample: Bool
    /// Where the comment stands.
    public var location: Location
    public var fingerprint: Fingerprint

    public func covers(rule: String, line: Int) -> Bool {
        line >= firstLine && line <= lastLine && rules.contains { $0.matches(rule) }
    }

    /// `today` nil: nothing expires.
    public func isExpired(_ today: String?) -> Bool {
        guard let today, let until else { return false }
        return until < today
    }

    static let mark = Array("flywheel-lint:".utf8)

    /// Finds the suppressions of a file; what is wrong with one becomes an engine finding.
    static func read(_ file: ParsedFile, known: [String], into result: inout FileResult) {
        var open: [Suppression] = []
        let surface = result.surface
        Prefilter.occurrences(of: mark, in: file.bytes, range: ByteRange(0, file.bytes.count)) { start in
            guard let entry = file.flat.index(at: start).map({ file.flat.entries[$0] }),
                entry.context == .comment || entry.context == .htmlComment
            else { return true }
            // Only a comment that begins with it is one; others speak about suppressions.
            guard isOpening(entry, start, file.bytes) else { return true }
            let line = file.lines.line(at: start)
            let lineRange = file.lines.range(ofLine: line, in: file.bytes)
            let text = commentText(
                from: start + mark.count, to: min(Int(lineRange.end), Int(entry.end)), in: file.bytes)
            let range = ByteRange(start, min(Int(lineRange.end), Int(entry.end)))
            func complain(_ message: String) {
                result.engine.append(
                    EngineFinding.make(.suppression, message, file: file, range: range, surface: surface))
            }
            guard let command = Command(text) else {
                complain(
                    "unknown suppression '\(text.prefix(40))'; write 'ignore RULE', 'ignore-file RULE', 'ignore-start RULE' or 'ignore-end'"
                )
                return true
            }
            if command.verb == "ignore-end" {
                if var begun = open.popLast() {
                    begun.lastLine = line
                    result.suppressions.append(begun)
                } else {
                    complain("'ignore-end' without 'ignore-start' before it")
                }
                return true
            }
            if command.rules.isEmpty {
                complain("a suppression must name its rule; write '\(command.verb) RULE'")
                return true
            }
            for rule in command.rules
            where !known.contains(where: { PathGlob("/" + rule).matches($0) }) && !rule.hasPrefix("engine/") {
                complain("unknown rule '\(rule)' in a suppression\(NearestName.hint(rule, among: known))")
                return true
            }
            var suppression = Suppression(
                rules: command.rules.map { PathGlob("/" + $0) }, scope: .line, firstLine: line, lastLine: line + 1,
                until: command.until, reason: command.reason, isExample: isExample(entry, file),
                location: Location(path: file.path, range: range, lines: file.lines, bytes: file.bytes),
                fingerprint: Fingerprint(
                    rule: EngineFinding.Kind.suppression.rawValue, identity: text, line: line, lines: file.lines,
                    bytes: file.bytes))
            switch command.verb {
            case "ignore-file":
                suppression.scope = .file
                (suppression.firstLine, suppression.lastLine) = (1, .max)
                result.suppressions.append(suppression)
            case "ignore-start":
                suppression.scope = .block
                suppression.lastLine = .max
                open.append(suppression)
            default:
                if !isAlone(entry, lineRange, file.bytes) { suppression.lastLine = line }
                result.suppressions.append(suppression)
            }
            return true
        }
        for suppression in open {
            result.engine.append(
                EngineFinding.make(
                    .suppression, "'ignore-start' is not closed; write 'ignore-end'", file: file,
                    range: suppression.location.range,
                    surface: surface))
            result.suppressions.append(suppression)
        }
    }

    /// Whether only comment marks stand between the comment's (or line's) begin and `start`.
    private static func isOpening(_ entry: FlattenedTokens.Entry, _ start: Int, _ bytes: ByteView) -> Bool {
        var at = start
        while at > Int(entry.start), bytes[at - 1] != 0x0A {
            at -= 1
            guard bytes[at].isWhiteSpace || "#/*!<-%;{".utf8.contains(bytes[at]) else { return false }
        }
        return true
    }

    private static func isExample(_ entry: FlattenedTokens.Entry, _ file: ParsedFile) -> Bool {
        file.language == .markdown && file.flat.documents[Int(entry.document)].depth > 0
    }

    /// Whether nothing but the comment stands on its line.
    private static func isAlone(_ entry: FlattenedTokens.Entry, _ line: ByteRange, _ bytes: ByteView) -> Bool {
        for i in Int(line.start)..<max(Int(line.start), min(Int(entry.start), Int(line.end)))
        where !bytes[i].isWhiteSpace {
            return false
        }
        return true
    }

    private static func commentText(from start: Int, to end: Int, in bytes: ByteView) -> String {
        var text = bytes.text(ByteRange(start, max(start, end)))
        for closing in ["-->", "*/", "*}", "}}"] {
            if let end = text.start(of: closing) { text = String(text[..<end]) }
        }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }

    private struct Command {
        var verb: String
        var rules: [String] = []
        var until: String?
        var reason: String?

        init?(_ text: String) {
            var text = Substring(text)
            if let dashes = String(text).start(of: "--") {
                let whole = String(text)
                reason = String(whole[whole.index(dashes, offsetBy: 2)...].drop { $0.isWhitespace })
                text = Substring(whole[..<dashes])
            }
            var words = text.split { $0.isWhitespace || $0 == "," }.map(String.init)
            guard let verb = words.first, ["ignore", "ignore-file", "ignore-start", "ignore-end"].contains(verb) else {
                return nil
            }
            self.verb = verb
            words.removeFirst()
            if let at = words.firstIndex(of: "until"), at + 1 < words.count {
                until = words[at + 1]
                words.removeSubrange(at...(at + 1))
            }
            rules = words
        }
    }
}

extension String {
    /// Where `text` first begins in this string.
    fileprivate func start(of text: String) -> String.Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}
