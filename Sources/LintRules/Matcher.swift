public import LintPattern
public import LintSource

/// What text a rule looks for. One enum, so that the compiler leads whoever adds a case.
public indirect enum Matcher: Sendable {
    /// Literals, as they are written.
    case text([[UInt8]])
    case pattern([Pattern])
    case name(NameMatcher)
    case url(URLMatcher)
    case path(PathMatcher)
    case any([Matcher])
    /// The first is what is reported; the others must hold on the same line.
    case all(Matcher, [Matcher])
    /// Inside `all` only.
    case not(Matcher)

    /// Whether an expression asks for the start of the file (`\A`).
    public var asksForStart: Bool {
        switch self {
        case .pattern(let patterns): patterns.contains { $0.source.contains("\\A") }
        case .any(let matchers): matchers.contains(where: \.asksForStart)
        case .all(let first, let others): first.asksForStart || others.contains(where: \.asksForStart)
        case .not(let inner): inner.asksForStart
        case .text, .name, .url, .path: false
        }
    }

    /// Whether what it reports is a name, in any of its spellings.
    var findsNames: Bool {
        switch self {
        case .name: true
        case .any(let matchers): matchers.contains(where: \.findsNames)
        case .all(let first, _): first.findsNames
        case .text, .pattern, .url, .path, .not: false
        }
    }

    /// Whether what it reports depends on which files there are.
    public var asksForFiles: Bool {
        switch self {
        case .path(let matcher): matcher.exists != nil
        case .any(let matchers): matchers.contains(where: \.asksForFiles)
        case .all(let first, let others): first.asksForFiles || others.contains(where: \.asksForFiles)
        case .not(let inner): inner.asksForFiles
        case .text, .pattern, .name, .url: false
        }
    }

    /// The matcher for text that is a path itself.
    var inPaths: Matcher {
        switch self {
        case .name(let matcher): .name(matcher.inPaths)
        case .any(let matchers): .any(matchers.map(\.inPaths))
        case .all(let first, let others): .all(first.inPaths, others.map(\.inPaths))
        case .not(let inner): .not(inner.inPaths)
        case .text, .pattern, .url, .path: self
        }
    }

    /// Names that `where`, `message` and `fix` may use.
    public var captureNames: Set<String> {
        switch self {
        case .text, .name: []
        case .pattern(let patterns): Set(patterns.flatMap(\.groupNames))
        case .url: Set(URLParts.names)
        case .path: ["path"]
        case .any(let matchers): matchers.reduce(into: []) { $0.formUnion($1.captureNames) }
        case .all(let first, _): first.captureNames
        case .not: []
        }
    }
}

/// One search: the file, the part of it, and where limits are noted.
public struct MatchRequest {
    public let bytes: ByteView
    public var range: ByteRange
    public let scratch: MatchScratch
    /// Byte offset where PCRE2 gave up, if it did.
    public var limitAt: Int?
    /// Whether the range is a text of its own, so that `^` and `$` are its ends: the value of a node.
    public var isWhole = false
    /// More matches than this in one file are cut off, and noted.
    public static let mostMatches = 10_000
    /// A search ends when it has found so many: one more than are told, which says that there are more.
    let maximum = MatchRequest.mostMatches + 1

    public init(bytes: ByteView, range: ByteRange, scratch: MatchScratch) {
        self.bytes = bytes
        self.range = range
        self.scratch = scratch
    }

    /// A search in a whole text. A byte order mark is no part of it, so that `^` holds behind it.
    public init(text bytes: ByteView, scratch: MatchScratch) {
        let start = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        self.init(bytes: bytes, range: ByteRange(start, bytes.count), scratch: scratch)
        isWhole = start > 0
    }
}

extension Matcher {
    /// All matches in the request's range, in order.
    public func matches(_ request: inout MatchRequest) -> [Match] {
        switch self {
        case .text(let texts):
            var found: [Match] = []
            var pace = MatchPace(request.scratch)
            for text in texts {
                // Where there are many, to look for each takes time though none stands there.
                if pace.isOver(at: Int(request.range.start)) { break }
                let lowered = text.map(\.lowered)
                Prefilter.occurrences(of: lowered, in: request.bytes, range: request.range) { start in
                    if request.bytes[start..<(start + text.count)].elementsEqual(text) {
                        found.append(Match(range: ByteRange(start, start + text.count)))
                    }
                    return found.count < request.maximum && !pace.isOver(at: start)
                }
            }
            return Matcher.ordered(found)
        case .pattern(let patterns):
            var found: [Match] = []
            for pattern in patterns { found += Matcher.search(pattern, &request) }
            return patterns.count == 1 ? found : Matcher.ordered(found)
        case .name(let matcher):
            return matcher.matches(request)
        case .url(let matcher):
            return matcher.matches(request)
        case .path(let matcher):
            return matcher.matches(request)
        case .any(let matchers):
            var found: [Match] = []
            for matcher in matchers { found += matcher.matches(&request) }
            return Matcher.ordered(found)
        case .all(let first, let others):
            var result: [Match] = []
            var memo = RangeMemo()
            for match in first.matches(&request) {
                var line = request
                line.range = memo.lines(of: match.range, in: request)
                let holds = memo.holds(in: line.range) {
                    others.allSatisfy { other in
                        if case .not(let inner) = other { return inner.matches(&line).isEmpty }
                        return !other.matches(&line).isEmpty
                    }
                }
                if line.limitAt != nil { request.limitAt = line.limitAt }
                if holds { result.append(match) }
            }
            return result
        case .not: return []
        }
    }

    private static func search(_ pattern: Pattern, _ request: inout MatchRequest) -> [Match] {
        var found: [Match] = []
        let maximum = request.maximum
        // What a pattern may see, and how far its offsets are from the file's.
        var subject = request.bytes
        var shift = 0
        if request.isWhole {
            shift = Int(request.range.start)
            subject = ByteView(request.bytes[request.range])
        }
        let range = ByteRange(Int(request.range.start) - shift, Int(request.range.end) - shift)
        let before = request.scratch.gaveUpAt
        let outcome = pattern.search(subject, in: range, scratch: request.scratch) { groups in
            guard var range = groups[0]?.moved(by: shift) else { return true }
            var captures: [Match.Capture] = []
            for group in pattern.groups {
                guard let part = groups[group.number]?.moved(by: shift) else { continue }
                if group.name == "at" { range = part }
                captures.append(.init(name: group.name, range: part))
            }
            if !range.isEmpty { found.append(Match(range: range, captures: captures)) }
            return found.count < maximum
        }
        switch outcome {
        case .done: break
        case .limit(let at):
            request.limitAt = at + shift
            request.scratch.gaveUpAt = before ?? at + shift
        case .late(let at): request.scratch.wasLateAt = at + shift
        }
        return found
    }

    /// In order; of two that begin at the same byte or overlap the first and longer one stays.
    static func ordered(_ matches: [Match]) -> [Match] {
        var result: [Match] = []
        for match in matches.sorted(by: { $0.range < $1.range }) {
            if let last = result.last, last.range.overlaps(match.range) { continue }
            result.append(match)
        }
        return result
    }

    /// The whole lines that `range` touches, inside the request's range.
    static func lines(of range: ByteRange, in request: MatchRequest) -> ByteRange {
        var start = Int(range.start)
        var end = Int(range.end)
        let low = Int(request.range.start)
        let high = Int(request.range.end)
        while start > low, request.bytes[start - 1] != 0x0A { start -= 1 }
        while end < high, request.bytes[end] != 0x0A { end += 1 }
        return ByteRange(start, end)
    }
}
