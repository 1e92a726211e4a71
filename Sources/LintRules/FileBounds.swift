public import LintFindings
import LintPattern
import LintSource
import LintSyntax

/// The limits of a run as they fall on one file: takes away what lies past them, and says so once for each.
struct FileBounds {
    private let limits: CheckLimits
    private let file: ParsedFile
    /// Nanoseconds of the monotonic clock.
    let deadline: UInt64

    init(_ limits: CheckLimits, file: ParsedFile) {
        self.limits = limits
        self.file = file
        deadline = MatchScratch.now() + UInt64(limits[.fileTime]) * 1_000_000
    }

    var isOutOfTime: Bool { MatchScratch.now() >= deadline }

    /// `place` is where a search of the rule had to end; `nil`: it was not tried.
    func noteTime(rule: String, at place: Int? = nil, _ result: inout FileResult) {
        let what =
            place == nil
            ? "'\(rule)' and the rules after it were not tried"
            : "'\(rule)' was not tried behind this place, and the rules after it not at all"
        note(
            .fileTime, min(place ?? 0, file.bytes.count),
            "this file took longer than \(limits[.fileTime]) ms (limits.file-time); \(what)", isCounted: true, &result)
    }

    /// A search that gave up where no rule could say so: in a condition, an excuse or evidence.
    func noteSearch(_ scratch: MatchScratch, _ result: inout FileResult) {
        guard let place = scratch.gaveUpAt,
            !result.engine.contains(where: { $0.rule == EngineFinding.Kind.limit.rawValue })
        else { return }
        note(
            .matchSteps, min(place, file.bytes.count), "an expression gave up at a match limit (limits.match-steps)",
            &result)
    }

    /// Takes away findings past the limits of lines, tokens and depth. Costs a look at the file where there are any, and
    /// nothing where there are none.
    func apply(to result: inout FileResult) {
        if !result.candidates.isEmpty || !result.longLines.isEmpty {
            keepShortLines(&result)
            keepFirstTokens(&result)
        }
        if file.isTokenized {
            noteDepth(&result)
            noteDocuments(&result)
        }
    }

    private func keepShortLines(_ result: inout FileResult) {
        let limit = limits[.lineLength]
        guard file.bytes.count > limit else { return }
        var longLines = result.longLines
        result.longLines = []
        result.candidates.removeAll { candidate in
            let line = file.lines.range(ofLine: candidate.finding.location.start.line, in: file.bytes)
            guard line.count > limit else { return false }
            if longLines.last != line { longLines.append(line) }
            return true
        }
        for line in Set(longLines).sorted() {
            note(
                .lineLength, Int(line.start),
                "a line of \(line.count) bytes is over the limit of \(limit) (limits.line-length); what stands in it is not reported",
                &result)
        }
    }

    private func keepFirstTokens(_ result: inout FileResult) {
        let limit = limits[.tokens]
        // A token is a byte at least.
        guard file.bytes.count > limit, file.flat.entries.count > limit else { return }
        let end = file.flat.entries[limit].start
        let before = result.candidates.count
        result.candidates.removeAll { $0.finding.location.range.start >= end }
        note(
            .tokens, Int(end),
            "more than \(limit) tokens (limits.tokens); \(before - result.candidates.count) findings behind this place are not reported",
            isCounted: true, &result)
    }

    private func noteDepth(_ result: inout FileResult) {
        let limit = limits[.nestingDepth]
        // A level is a byte at least.
        guard file.bytes.count > limit else { return }
        for tree in file.flat.trees {
            guard let deep = tree.firstNode(deeperThan: limit) else { continue }
            let end = tree.nodes[deep].range
            result.candidates.removeAll { end.contains($0.finding.location.range) }
            note(
                .nestingDepth, Int(end.start),
                "nested deeper than \(limit) levels (limits.nesting-depth); what is inside is not reported",
                &result)
        }
    }

    /// The row of tokens numbers documents with 16 bits: those behind them are read as the text that they stand in.
    private func noteDocuments(_ result: inout FileResult) {
        // The shortest, a fence, has more bytes than its marks.
        guard file.bytes.count > 6 * FlattenedTokens.mostDocuments,
            file.flat.documents.count >= FlattenedTokens.mostDocuments,
            let last = file.flat.documents.last?.range.end
        else { return }
        result.engine.append(
            EngineFinding.make(
                .limit,
                "more than \(FlattenedTokens.mostDocuments - 1) documents inside this file; behind this place they are read as plain text",
                subject: "documents", isCounted: true, file: file, range: ByteRange(start: last, end: last),
                surface: result.surface))
    }

    /// `isCounted`: see ``EngineFinding``.
    private func note(
        _ kind: CheckLimits.Kind, _ offset: Int, _ message: String, isCounted: Bool = false, _ result: inout FileResult
    ) {
        result.engine.append(
            EngineFinding.make(
                .limit, message, subject: kind.rawValue, isCounted: isCounted, file: file,
                range: ByteRange(offset, offset), surface: result.surface))
    }
}

extension SyntaxTree {
    /// The first node that lies deeper than `limit` levels below the root. Linear.
    fileprivate func firstNode(deeperThan limit: Int) -> Int? {
        guard nodes.count > limit else { return nil }
        var depths = [Int](repeating: 0, count: nodes.count)
        for id in nodes.indices.dropFirst() {
            let parent = Int(nodes[id].parent)
            depths[id] = parent >= 0 && parent < id ? depths[parent] + 1 : 0
            if depths[id] >= limit { return id }
        }
        return nil
    }
}

extension EngineFinding {
    /// Says of a file that it was not read because of its size.
    public static func tooLarge(path: String, limit: Int, surface: String) -> Finding {
        let subject = CheckLimits.Kind.fileSize.rawValue
        let message = "larger than \(limit) bytes (limits.file-size); nothing in it was checked"
        return Finding(
            rule: Kind.limit.rawValue, level: .warning, location: Location(path: path), language: "",
            context: "other", route: "other", surface: surface, message: message,
            identity: subject, fingerprint: Fingerprint(rule: Kind.limit.rawValue, identity: subject))
    }
}
