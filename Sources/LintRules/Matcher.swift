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

    /// At least one of these (ASCII case ignored) is in every file it can match in; `nil`: no promise.
    public var literals: [[UInt8]]? {
        switch self {
        case .text(let texts): return texts
        case .pattern(let patterns):
            var all: [[UInt8]] = []
            for pattern in patterns {
                guard let literals = RegexLiterals.mandatory(in: pattern.source) else { return nil }
                all += literals
            }
            return all
        case .name(let matcher): return matcher.literals
        case .url(let matcher): return matcher.anchors
        case .path(let matcher): return matcher.literals
        case .any(let matchers):
            var all: [[UInt8]] = []
            for matcher in matchers {
                guard let literals = matcher.literals else { return nil }
                all += literals
            }
            return all
        case .all(let first, let others):
            let promises = ([first] + others).compactMap(\.literals)
            return promises.max { shortest($0) < shortest($1) }
        case .not: return nil
        }
    }

    private func shortest(_ literals: [[UInt8]]) -> Int { literals.map(\.count).min() ?? 0 }

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
    /// More matches than this in one file are cut off, and noted.
    public var maximum = 10_000

    public init(bytes: ByteView, range: ByteRange, scratch: MatchScratch) {
        self.bytes = bytes
        self.range = range
        self.scratch = scratch
    }
}

extension Matcher {
    /// All matches in the request's range, in order.
    public func matches(_ request: inout MatchRequest) -> [Match] {
        switch self {
        case .text(let texts):
            var found: [Match] = []
            for text in texts {
                let lowered = text.map(\.lowered)
                Prefilter.occurrences(of: lowered, in: request.bytes, range: request.range) { start in
                    if request.bytes[start..<(start + text.count)].elementsEqual(text) {
                        found.append(Match(range: ByteRange(start, start + text.count)))
                    }
                    return found.count < request.maximum
                }
            }
            return Matcher.ordered(found)
        case .pattern(let patterns):
            var found: [Match] = []
            for pattern in patterns { found += Matcher.search(pattern, &request) }
            return patterns.count == 1 ? found : Matcher.ordered(found)
        case .name(let matcher):
            return matcher.matches(in: request.bytes, range: request.range, maximum: request.maximum)
        case .url(let matcher):
            return matcher.matches(in: request.bytes, range: request.range, maximum: request.maximum)
        case .path(let matcher):
            return matcher.matches(in: request.bytes, range: request.range, maximum: request.maximum)
        case .any(let matchers):
            var found: [Match] = []
            for matcher in matchers { found += matcher.matches(&request) }
            return Matcher.ordered(found)
        case .all(let first, let others):
            var result: [Match] = []
            for match in first.matches(&request) {
                var line = request
                line.range = Matcher.lines(of: match.range, in: request)
                let holds = others.allSatisfy { other in
                    if case .not(let inner) = other { return inner.matches(&line).isEmpty }
                    return !other.matches(&line).isEmpty
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
        let outcome = pattern.search(request.bytes, in: request.range, scratch: request.scratch) { groups in
            guard var range = groups[0] else { return true }
            var captures: [Match.Capture] = []
            for group in pattern.groups {
                guard let part = groups[group.number] else { continue }
                if group.name == "at" { range = part }
                captures.append(.init(name: group.name, range: part))
            }
            if !range.isEmpty { found.append(Match(range: range, captures: captures)) }
            return found.count < maximum
        }
        if case .limit(let at) = outcome { request.limitAt = at }
        return found
    }

    /// In order; of two that begin at the same byte or overlap the first and longer one stays.
    private static func ordered(_ matches: [Match]) -> [Match] {
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
