import LintFindings
import LintPattern
import LintSource
import LintSyntax

/// One rule on one file.
struct RuleRun {
    private let shared: SharedRules
    private let box: RuleDetailsSource.Box
    let index: Int
    let level: Level
    let surface: String
    let file: ParsedFile
    let scratch: MatchScratch
    var maximum = 1_000
    var counts = false
    /// Nodes that selectors of `within` select, made once a document.
    var selected: [SelectorUse: Set<Int>] = [:]
    /// Of excuses, by number.
    private var memos: [Int: RangeMemo] = [:]
    /// Whether the file holds what makes the rule's fix unsafe, once somebody asks.
    var isBesideUnsafe: Bool?
    /// Whether the line that was asked about last does.
    var lineMemo = RangeMemo()
    /// Makes findings; `nil` before the first.
    var maker: FindingMaker?

    init(rules: SharedRules, index: Int, level: Level, surface: String, file: ParsedFile, scratch: MatchScratch) {
        shared = rules
        box = rules.rules.rules[index].box
        self.index = index
        self.level = level
        self.surface = surface
        self.file = file
        self.scratch = scratch
    }

    var rules: RuleSet {
        @inline(__always) _read { yield shared.rules }
    }
    /// Of the rule, all but its facts and contexts.
    var rule: RuleDetails {
        @inline(__always) _read { yield box.details }
    }
    var facts: RuleFacts {
        @inline(__always) _read { yield shared.rules.rules[index].facts }
    }
    var bytes: ByteView { file.bytes }

    /// A node that a match belongs to.
    struct Subject {
        var document: Int
        var node: Int
    }

    struct SelectorUse: Hashable {
        var selector: Selector
        var document: Int
    }

    mutating func check(_ result: inout FileResult) {
        let before = result.candidates.count
        if let selector = rule.node {
            for (number, document) in file.flat.documents.enumerated() {
                guard let tree = document.tree, rule.languages.map({ $0.contains(document.language) }) ?? true else {
                    continue
                }
                let nodes = selector.select(in: file.flat.trees[tree])
                var pace = MatchPace(scratch)
                for node in nodes {
                    checkNode(Subject(document: number, node: node), &result)
                    if result.candidates.count - before > maximum || scratch.wasLateAt != nil { break }
                    if pace.isOver(at: Int(file.flat.trees[tree].nodes[node].range.start)) { break }
                }
            }
        } else if let matcher = rule.matcher {
            var request = MatchRequest(text: bytes, scratch: scratch)
            let matches = matcher.matches(&request)
            if let limit = request.limitAt {
                noteLimit(.matchSteps, limit, "the expression gave up at a match limit", &result)
            }
            consider(matches, subject: nil, upTo: before + maximum, &result)
            noteCut(matches, request, &result)
        }
        if result.candidates.count - before > maximum {
            let last = result.candidates[result.candidates.count - 1].finding.location
            noteLimit(
                .findingsPerRule, Int(last.range.start),
                "more than \(maximum) findings in this file; the rest is not reported", &result)
        }
    }

    private mutating func checkNode(_ subject: Subject, _ result: inout FileResult) {
        let node = tree(subject.document)?.nodes[subject.node]
        guard let node else { return }
        guard let matcher = rule.matcher else {
            let range = node.nameRange.isEmpty ? node.valueRange : node.nameRange
            consider(Match(range: range), subject: subject, &result)
            return
        }
        var request = MatchRequest(bytes: bytes, range: textRange(of: node), scratch: scratch)
        request.isWhole = true
        let matches = matcher.matches(&request)
        if let limit = request.limitAt {
            noteLimit(.matchSteps, limit, "the expression gave up at a match limit", &result)
        }
        consider(matches, subject: subject, upTo: .max, &result)
        noteCut(matches, request, &result)
    }

    /// Where a search ended because it had found enough.
    private func noteCut(_ matches: [Match], _ request: MatchRequest, _ result: inout FileResult) {
        guard matches.count >= request.maximum else { return }
        let last = matches[MatchRequest.mostMatches - 1]
        noteLimit(
            .findingsPerRule, Int(last.range.start),
            "\(MatchRequest.mostMatches) places in this file match; the rest is not looked at", &result)
    }

    /// Until there are more candidates than `most`, or the file's time is over. What was found by a search that came to the
    /// end of the time stays.
    private mutating func consider(_ matches: [Match], subject: Subject?, upTo most: Int, _ result: inout FileResult) {
        let late = scratch.wasLateAt
        scratch.wasLateAt = nil
        for (number, match) in matches.prefix(MatchRequest.mostMatches).enumerated() {
            if late == nil, number & 7 == 7, MatchScratch.now() >= scratch.deadline {
                scratch.wasLateAt = Int(match.range.start)
            }
            if scratch.wasLateAt == nil { consider(match, subject: subject, &result) }
            if scratch.wasLateAt != nil || result.candidates.count > most { break }
        }
        if scratch.wasLateAt == nil { scratch.wasLateAt = late }
    }

    /// Whether what stands there is not reported, because its line is too long; what an answer would cost rises with it.
    private func isOnLongLine(_ match: Match, _ result: inout FileResult) -> Bool {
        let limit = rules.limits[.lineLength]
        guard bytes.count > limit else { return false }
        let line = file.lines.range(ofLine: file.lines.line(at: Int(match.range.start)), in: bytes)
        guard line.count > limit else { return false }
        if result.longLines.last != line { result.longLines.append(line) }
        return true
    }

    /// A value without its quotes: what a rule matches is text.
    private func textRange(of node: SyntaxTree.Node) -> ByteRange {
        let range = node.valueRange
        let first = bytes[Int(range.start)]
        guard range.count >= 2, first == .ascii("\"") || first == .ascii("'"), bytes[Int(range.end) - 1] == first else {
            return range
        }
        return ByteRange(start: range.start + 1, end: range.end - 1)
    }

    /// Asks all the rule's questions of a match; what survives is a candidate.
    private mutating func consider(_ match: Match, subject: Subject?, _ result: inout FileResult) {
        // First what the match alone tells: it may save the file's tokens.
        for condition in rule.conditions where !holds(condition, match, in: bytes) { return }
        let offset = Int(match.range.start)
        guard let found = file.flat.index(at: offset) ?? firstInk(in: match.range) else { return }
        let entry = file.flat.entries[found]
        let document = Int(entry.document)
        let language = file.flat.documents[document].language
        if subject == nil, let languages = rule.languages, !languages.contains(language) { return }
        guard entry.context.bit & rules.rules[index].contexts != 0, !isOnLongLine(match, &result) else { return }
        var subject = subject
        if !rule.within.isEmpty {
            guard let inside = enclosing(rule.within, match.range, document) else { return }
            if subject == nil { subject = inside }
        }
        if !rule.has.isEmpty || !rule.lacks.isEmpty {
            guard let base = subject ?? enclosingObject(match.range, document), let tree = tree(base.document) else {
                return
            }
            for selector in rule.has where selector.select(in: tree, from: base.node).isEmpty { return }
            for selector in rule.lacks where !selector.select(in: tree, from: base.node).isEmpty { return }
        }
        guard
            let open = openExcuses(
                match, in: bytes, context: entry.context, span: entry.range, document: document),
            // An excuse that there was no time for may hold.
            scratch.wasLateAt == nil
        else { return }
        let finding = finding(match, entry, subject)
        var claim: FileResult.ClaimUse?
        if let asked = rule.claim {
            claim = use(of: asked, match, subject)
            if claim == nil { return }
        }
        result.candidates.append(
            FileResult.Candidate(
                finding: finding, rule: index, evidence: open.evidence, exists: open.exists, claim: claim,
                path: pathClaim(match, in: bytes)))
    }

    /// The excuses that only other files can settle; `nil` when one that this file settles holds. `bytes` are those of the
    /// file, or of its path; `document` is `nil` for the latter.
    mutating func openExcuses(
        _ match: Match, in bytes: ByteView, context: Context, span: ByteRange, document: Int?
    ) -> (evidence: [Int], exists: [Int])? {
        var evidence: [Int] = []
        var exists: [Int] = []
        for (number, excuse) in rule.unless.enumerated() {
            switch excuse {
            case .match(let matcher, let reach):
                var request = MatchRequest(text: bytes, scratch: scratch)
                // Names of files are short, and their bytes are others.
                var memo = document.flatMap { _ in memos[number] } ?? RangeMemo()
                request.range = reach == .line ? memo.lines(of: match.range, in: request) : span
                let holds = memo.holds(in: request.range) { !matcher.matches(&request).isEmpty }
                if document != nil { memos[number] = memo }
                if holds { return nil }
            case .within(let selector):
                if let document, isWithin(selector, match.range, document) { return nil }
            case .context(let bits): if context.bit & bits != 0 { return nil }
            case .files(let globs): if globs.contains(where: { $0.matches(file.path) }) { return nil }
            case .answer: break
            case .refusal: if document != nil, Refusal.holds(match.range, in: bytes) { return nil }
            case .exists: exists.append(number)
            case .evidence: if let clause = rules.evidenceOf[index][number] { evidence.append(clause) }
            }
        }
        return (evidence, exists)
    }

    /// The path that has to be looked for, when the rule asks whether it is there.
    func pathClaim(_ match: Match, in bytes: ByteView) -> PathClaim? {
        guard let isThere = match.mustExist, let range = match.capture("path") else { return nil }
        return PathClaim(bytes.text(range), in: file.path, isThere: isThere)
    }

    /// A match may begin with white space between tokens.
    private func firstInk(in range: ByteRange) -> Int? {
        let next = file.flat.firstIndex(endingAfter: Int(range.start))
        guard next < file.flat.entries.count, file.flat.entries[next].start < range.end else { return nil }
        return next
    }

    func holds(_ condition: CaptureCondition, _ match: Match, in bytes: ByteView) -> Bool {
        let range = match.capture(condition.capture)
        switch condition.test {
        case .oneOf(let texts): return range.map { texts.contains(bytes.text($0)) } ?? false
        case .notIn(let texts): return range.map { !texts.contains(bytes.text($0)) } ?? true
        case .pattern(let pattern):
            guard let range else { return false }
            let text = ByteView(bytes[range])
            var hit = false
            let before = scratch.gaveUpAt
            let outcome = pattern.search(text, in: ByteRange(0, text.count), scratch: scratch) { _ in
                hit = true
                return false
            }
            if case .limit(let at) = outcome { scratch.gaveUpAt = before ?? Int(range.start) + at }
            return hit
        }
    }

    private func noteLimit(_ kind: CheckLimits.Kind, _ offset: Int, _ what: String, _ result: inout FileResult) {
        result.engine.append(
            EngineFinding.make(
                .limit, "\(facts.id): \(what)", subject: "\(kind.rawValue) \(facts.id)",
                isCounted: kind == .findingsPerRule, file: file, range: ByteRange(offset, offset), surface: surface))
    }
}

/// A rule set behind one reference: a run for every rule and file must not copy all that it is made of.
final class SharedRules: Sendable {
    let rules: RuleSet
    init(_ rules: RuleSet) { self.rules = rules }
}
