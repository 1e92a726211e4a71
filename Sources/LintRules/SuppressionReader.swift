import LintFindings
import LintPattern
import LintSource
import LintSyntax

/// Finds the suppressions of a file; what is wrong with one becomes an engine finding.
struct SuppressionReader {
    private static let mark = Array("flywheel-lint:".utf8)

    private let file: ParsedFile
    private let rules: RuleSet
    private var reach: SuppressionReach
    private var comments: [Comment] = []
    /// Of rules that a suppression may name.
    private let ids: [String]
    private let knownIDs: Set<String>
    /// What is wrong with names that no rule has, by name: the same one may stand there ten thousand times.
    private var unknown: [String: String] = [:]
    /// More in one file are not read; there is a note then.
    private static let limit = 10_000
    /// Unknown names of one file for which a known one is looked for.
    private static let hintLimit = 100
    /// Globs that name a rule or none.
    private var globs: [String: Bool] = [:]
    /// Bytes of one that are read.
    private static let textLimit = 2_000

    /// A comment, or the part of one, that begins with the mark.
    private struct Comment {
        /// From the mark to the end of its line.
        var range: ByteRange
        var lines: ClosedRange<Int>
        var document: Int
        var text: String
        var isAlone: Bool
    }

    static func read(_ file: ParsedFile, rules: RuleSet, into result: inout FileResult) {
        var reader = SuppressionReader(file, rules)
        reader.read(into: &result)
    }

    private init(_ file: ParsedFile, _ rules: RuleSet) {
        self.file = file
        self.rules = rules
        ids = rules.allIDs
        knownIDs = Set(ids)
        var reach = SuppressionReach(file)
        var found: [Comment] = []
        Prefilter.occurrences(of: Self.mark, in: file.bytes, range: ByteRange(0, file.bytes.count)) { start in
            if let comment = SuppressionReader.comment(at: start, file, reach) { found.append(comment) }
            return found.count <= Self.limit
        }
        comments = found
        reach.stack(found.filter(\.isAlone).map(\.lines))
        self.reach = reach
    }

    private mutating func read(into result: inout FileResult) {
        if comments.count > Self.limit {
            let past = comments.removeLast()
            result.engine.append(
                EngineFinding.make(
                    .limit, "more than \(Self.limit) suppressions in this file; the rest is not read",
                    subject: "suppressions", isCounted: true, file: file, range: past.range, surface: result.surface))
        }
        // Those that are open, by the document that they began in.
        var open: [Int: SuppressionStack] = [:]
        for comment in comments {
            let isExample = isExample(comment)
            func complain(_ message: String, level: Level = .warning) {
                if isExample { return }
                var finding = EngineFinding.make(
                    .suppression, message, file: file, range: comment.range, surface: result.surface)
                finding.level = level
                result.engine.append(finding)
            }
            let command: SuppressionCommand
            do throws(SuppressionCommand.Mistake) { command = try SuppressionCommand(comment.text) } catch {
                complain(error.message, level: .error)
                continue
            }
            if command.verb == .end {
                guard var begun = open[comment.document]?.remove(command.rules) else {
                    complain(
                        "'ignore-end' without 'ignore-start\(command.rules.map { " " + $0 }.joined(separator: ","))' before it"
                    )
                    continue
                }
                begun.lastLine = comment.lines.upperBound
                result.suppressions.append(begun)
                continue
            }
            let named = command.rules.filter { isKnown($0) }
            for name in command.rules where !named.contains(name) {
                complain(complaint(unknown: name))
            }
            if named.isEmpty { continue }
            var suppression = suppression(comment, named, command, surface: result.surface)
            suppression.isExample = isExample
            if !suppression.missing.isEmpty {
                complain(SuppressionReader.demand(suppression.missing, of: suppression))
            }
            if command.verb == .start {
                open[comment.document, default: SuppressionStack()].append(suppression)
            } else {
                result.suppressions.append(suppression)
            }
        }
        for suppression in open.values.flatMap(\.rest).sorted(by: { $0.location.range < $1.location.range }) {
            result.suppressions.append(suppression)
            if suppression.isExample { continue }
            result.engine.append(
                EngineFinding.make(
                    .suppression, "'ignore-start' is not closed; write 'ignore-end'", file: file,
                    range: suppression.location.range, surface: result.surface))
        }
        result.suppressions.sort { $0.location.range < $1.location.range }
    }

    private mutating func suppression(
        _ comment: Comment, _ named: [String], _ command: SuppressionCommand, surface: String
    ) -> Suppression {
        var suppression = Suppression(
            rules: named.map { PathGlob("/" + $0) }, scope: .line, firstLine: 1, lastLine: .max,
            commentEnd: comment.lines.upperBound, until: command.until, reason: command.reason, isExample: false,
            location: Location(path: file.path, range: comment.range, lines: file.lines, bytes: file.bytes),
            surface: surface,
            fingerprint: Fingerprint(
                rule: EngineFinding.Kind.suppression.rawValue, identity: comment.text, line: comment.lines.lowerBound,
                lines: file.lines, bytes: file.bytes))
        let given: [SuppressionPolicy.Part?] = [
            command.reason == nil ? nil : .reason, command.until == nil ? nil : .until,
        ]
        if !rules.suppressionPolicy.requirements.isEmpty {
            suppression.missing = rules.suppressionPolicy.parts(for: ids.filter(suppression.names), on: surface)
                .filter { !given.contains($0) }
        }
        // A script in a workflow or a fence is a file of its own; the head of a document speaks for all of it.
        let bounds = bounds(of: comment.document)
        switch command.verb {
        case .file:
            suppression.scope = .file
            (suppression.firstLine, suppression.lastLine) = (bounds.lowerBound, bounds.upperBound)
        case .start:
            suppression.scope = .block
            (suppression.firstLine, suppression.lastLine) = (comment.lines.lowerBound, bounds.upperBound)
        case .ignore, .end:
            let lines = reach.lines(ofComment: comment.lines, isAlone: comment.isAlone, document: comment.document)
            (suppression.firstLine, suppression.lastLine) = (lines.covered.lowerBound, lines.covered.upperBound)
            suppression.spareLines = lines.spare
        }
        return suppression
    }

    /// Whether an id or a glob names a rule.
    private mutating func isKnown(_ name: String) -> Bool {
        if knownIDs.contains(name) { return true }
        if let known = globs[name] { return known }
        let glob = PathGlob("/" + name)
        let isKnown = ids.contains { glob.matches($0) }
        globs[name] = isKnown
        return isKnown
    }

    private mutating func complaint(unknown name: String) -> String {
        if let known = unknown[name] { return known }
        let hint = unknown.count < SuppressionReader.hintLimit ? NearestName.hint(name, among: ids) : ""
        let text = "unknown rule '\(name)' in a suppression\(hint)"
        unknown[name] = text
        return text
    }

    private static func demand(_ missing: [SuppressionPolicy.Part], of suppression: Suppression) -> String {
        let parts = missing.map { $0 == .reason ? "a reason ('-- why')" : "a date ('until YYYY-MM-DD')" }
        return "the configuration requires \(parts.joined(separator: " and ")) of a suppression of "
            + "'\(suppression.ruleNames.joined(separator: ", "))'; without, it hides nothing"
    }

    // MARK: Documents

    private func bounds(of document: Int) -> ClosedRange<Int> {
        let found = file.flat.documents[document]
        if found.depth == 0 || isFrontMatter(document) { return 1...Int.max }
        let first = file.lines.line(at: Int(found.range.start))
        return first...max(first, file.lines.line(at: max(0, Int(found.range.end) - 1)))
    }

    private func isFrontMatter(_ document: Int) -> Bool {
        file.flat.documents[document].by == "markdown:front-matter"
    }

    private func isExample(_ comment: Comment) -> Bool {
        guard file.language == .markdown else { return false }
        var document = comment.document
        while file.flat.documents[document].depth > 1 { document = file.flat.documents[document].parent }
        return file.flat.documents[document].depth == 1 && !isFrontMatter(document)
    }

    // MARK: Comments

    private static func comment(at start: Int, _ file: ParsedFile, _ reach: SuppressionReach) -> Comment? {
        guard let index = file.flat.index(at: start) else { return nil }
        let entry = file.flat.entries[index]
        guard entry.context == .comment || entry.context == .htmlComment else {
            return plainComment(at: start, file, document: Int(entry.document))
        }
        guard isOpening(entry, start, file.bytes) else { return nil }
        let end = SuppressionReader.end(of: index, file)
        let line = file.lines.line(at: start)
        let lines = line...max(line, file.lines.line(at: max(start, end - 1)))
        let lineEnd = min(Int(file.lines.range(ofLine: line, in: file.bytes).end), end)
        return Comment(
            range: ByteRange(start, lineEnd), lines: lines, document: Int(entry.document),
            text: text(from: start + mark.count, lineEnd: lineEnd, end: end, file.bytes),
            isAlone: reach.isOnlyComments(lines))
    }

    /// What opens a comment in languages that have no row in the table of comment syntax (PHP, Rego, CUE, Haskell, Lisp …):
    /// anywhere behind a blank, and only at the start of a line, where elsewhere it has other meanings.
    private static let openings: [StaticString] = ["{/*", "/*", "(*", "{-", "<!--", "#|", "//", "--", "#", ";", "%"]
    private static let lineOpenings: [StaticString] = ["\"", "'", "!", "..", "::", "REM", "rem", "@rem", "dnl"]

    /// A comment in a text whose comments are not told apart from the rest, known by what stands before the mark; of MDX
    /// too, which has comments that Markdown has not.
    private static func plainComment(at start: Int, _ file: ParsedFile, document: Int) -> Comment? {
        let isText = file.flat.documents[document].language == .text
        guard
            isText || file.language == .markdown && document == 0 && file.path.utf8.suffix(4).elementsEqual(".mdx".utf8)
        else { return nil }
        let bytes = file.bytes
        let line = file.lines.line(at: start)
        let range = file.lines.range(ofLine: line, in: bytes)
        let first = Int(range.start)
        func opening(_ known: [StaticString], before end: Int) -> Int? {
            let sizes = known.filter { bytes.has($0, at: end - $0.utf8CodeUnitCount) }.map(\.utf8CodeUnitCount)
            guard let size = sizes.max(), end - size >= first else { return nil }
            return end - size
        }
        var end = start
        while end > first, bytes[end - 1].isBlank { end -= 1 }
        let found = opening(isText ? openings : ["{/*"], before: end)
        guard var open = found ?? (isText ? opening(lineOpenings, before: end) : nil) else { return nil }
        // `;;;`, `%%`, `///`
        while found != nil, open > first, bytes[open - 1] == bytes[open], bytes[open] != .ascii("{") { open -= 1 }
        var indent = open
        while indent > first, bytes[indent - 1].isBlank { indent -= 1 }
        let isAlone = indent == first
        guard isAlone || found != nil && bytes[open - 1].isBlank else { return nil }
        // Texts for people show suppressions as examples, indented or in the middle of a line.
        if isText, LanguageFiles.isProse(file.path), open != first { return nil }
        let lineEnd = Int(range.end)
        return Comment(
            range: ByteRange(start, lineEnd), lines: line...line, document: document,
            text: text(from: start + mark.count, lineEnd: lineEnd, end: lineEnd, bytes), isAlone: isAlone)
    }

    /// Where the comment that an entry is of ends; in Markdown each of its lines is one.
    private static func end(of index: Int, _ file: ParsedFile) -> Int {
        let entries = file.flat.entries
        guard entries[index].context == .htmlComment else { return Int(entries[index].end) }
        var last = index
        var next = index
        while next < entries.count {
            if entries[next].context == .htmlComment {
                last = next
                let end = Int(entries[next].end)
                if end >= 3, file.bytes.has("-->", at: end - 3) { break }
            } else if entries[next].kind != .markup {
                break
            }
            next += 1
        }
        return Int(entries[last].end)
    }

    /// Whether the comment begins with it; others speak about suppressions. On the line a comment for another program may
    /// stand before it: `# noqa  # ` and then the mark.
    private static func isOpening(_ entry: FlattenedTokens.Entry, _ start: Int, _ bytes: ByteView) -> Bool {
        let opening = "#/*!<-%;{"
        var at = start
        while at > Int(entry.start), bytes[at - 1].isBlank { at -= 1 }
        let marks = at
        while at > Int(entry.start), bytes[at - 1] == .ascii("#") || bytes[at - 1] == .ascii("/") { at -= 1 }
        if at < marks, at > Int(entry.start), bytes[at - 1].isBlank {
            // Not where it is quoted.
            return !bytes[Int(entry.start)..<start].suffix(256).contains(.ascii("`"))
        }
        at = start
        while at > Int(entry.start), bytes[at - 1] != 0x0A {
            at -= 1
            guard bytes[at].isWhiteSpace || opening.utf8.contains(bytes[at]) else { return false }
        }
        return true
    }

    /// The command: to the end of its line, or of the comment; a reason goes on to the end of the comment.
    private static func text(from start: Int, lineEnd: Int, end: Int, _ bytes: ByteView) -> String {
        let limit = start + textLimit
        var text = trimmed(start, min(max(start, lineEnd), limit), bytes)
        var at = lineEnd
        while at < end, at < limit {
            while at < end, bytes[at].isLineEnd { at += 1 }
            let line = at
            var holdsMark = false
            while at < end, at < limit, !bytes[at].isLineEnd {
                holdsMark = holdsMark || bytes.has("flywheel-lint:", at: at)
                at += 1
            }
            let more = trimmed(line, at, bytes)
            if more.isEmpty { continue }
            let hasReason = SuppressionCommand.hasReason(text) || SuppressionCommand.hasReason(more.prefix(3))
            guard hasReason, !holdsMark else { break }
            text += " " + more
        }
        return text
    }

    /// A line's text without the marks that end a comment or begin a line in the middle of one.
    private static func trimmed(_ start: Int, _ end: Int, _ bytes: ByteView) -> String {
        var start = start
        var end = end
        for i in start..<max(start, end) where closings.contains(where: { bytes.has($0, at: i) }) {
            end = i
            break
        }
        while start < end, bytes[start].isWhiteSpace || bytes[start] == .ascii("*") || bytes[start] == .ascii(">") {
            start += 1
        }
        while end > start, bytes[end - 1].isWhiteSpace { end -= 1 }
        return bytes.text(ByteRange(start, max(start, end)))
    }

    private static let closings: [StaticString] = [
        "-->", "*/", "*}", "--}}", "}}", "#}", "%>", "#>", "]]", "*)", "-}", "|#",
    ]
}
