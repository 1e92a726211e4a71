import CPCRE2
public import LintSource

/// The outcome of a search.
public enum SearchOutcome: Sendable, Hashable {
    case done
    /// PCRE2 gave up at a match, depth or heap limit at this byte offset. The lines behind it were searched all the same,
    /// unless it gave up on too many.
    case limit(at: Int)
    /// The time was over.
    case late(at: Int)
}

extension Pattern {
    /// Calls `body` with each match in `range`, left to right, not overlapping; `groups[0]` is the whole match, and a group
    /// that took no part is `nil`. Stops early when `body` gives false. Look-behind sees the bytes before `range`.
    public func search(
        _ bytes: ByteView, in range: ByteRange, scratch: MatchScratch, _ body: (_ groups: MatchGroups) -> Bool
    ) -> SearchOutcome {
        let end = min(Int(range.end), bytes.count)
        let at = Int(range.start)
        guard at <= end else { return .done }
        let promises = promises
        let range = ByteRange(at, end)
        let numbers = scratch.places?.numbers(of: promises, in: bytes, range)
        guard promises.mayMatch(bytes, in: range, scratch.places, numbers), let code else { return .done }
        return code.search(bytes, in: range, promises, numbers, scratch: scratch, body)
    }
}

extension PatternCode {
    /// Lines on which an expression may give up in one search before the search does.
    private static let mostGivenUp = 8

    fileprivate func search(
        _ bytes: ByteView, in range: ByteRange, _ promises: PatternPromises, _ numbers: NeedlePlaces.Numbers?,
        scratch: MatchScratch, _ body: (_ groups: MatchGroups) -> Bool
    ) -> SearchOutcome {
        let end = Int(range.end)
        var at = Int(range.start)
        let anchor = promises.anchor
        let searches = promises.searches
        var next: [Int?] =
            if let places = scratch.places, let numbers {
                numbers.anchors.map { places.first($0) }
            } else {
                searches.map { $0.first(in: bytes, range: range, from: at) }
            }
        var pace = SearchPace(scratch.deadline)
        var attempts = 0
        var givenUp = 0
        var first: Int?
        search: while at <= end {
            attempts += 1
            if attempts & 7 == 0, pace.isOver() { return scratch.late(at: at) }
            var start = at
            var last = end
            if let anchor {
                // Every match begins in a window before a literal; the windows' starts and ends rise with the literals, so
                // the first match of the first window that has one is the first of all.
                last = .max
                for i in searches.indices {
                    if let known = next[i], known < at {
                        next[i] = searches[i].first(in: bytes, range: range, from: at)
                    }
                    if let known = next[i] { last = min(last, known) }
                }
                guard last < .max else { break }
                start = anchor.start(before: last, low: at, in: bytes)
            }
            switch attempt(bytes, from: start, through: last, to: end, scratch: scratch, &pace) {
            case .none: at = last + 1
            case .late(let place): return scratch.late(at: place)
            case .limit(let place):
                first = first ?? place
                givenUp += 1
                if givenUp == PatternCode.mostGivenUp { break search }
                // What made an expression give up at one byte mostly does so at the next one too.
                at = place
                while at < end, bytes[at] != 0x0A { at += 1 }
                at += 1
            case .match(let groups):
                guard let whole = groups[0], body(groups) else { break search }
                at = max(at, whole.isEmpty ? Int(whole.end) + 1 : Int(whole.end))
            }
        }
        guard let first else { return .done }
        if scratch.gaveUpAt == nil { scratch.gaveUpAt = first }
        return .limit(at: first)
    }

    /// The first match that begins in `start...last`, looked for piece by piece where that is far.
    private func attempt(
        _ bytes: ByteView, from start: Int, through last: Int, to end: Int, scratch: MatchScratch,
        _ pace: inout SearchPace
    ) -> Attempt {
        var at = start
        if let known = interpret(bytes, from: start, through: last, to: end, scratch: scratch) { return known }
        while true {
            let stop = isDivisible ? min(at + pace.stride, last) : last
            pcre2_set_offset_limit_8(scratch.context, stop)
            switch match(bytes, from: at, to: end, scratch: scratch) {
            case .none where stop < last:
                at = stop + 1
                // No match begins inside a character.
                while at < last, bytes[at] & 0xC0 == 0x80 { at += 1 }
                if pace.isOver() { return .late(at: at) }
            case .limit:
                return .limit(at: giveUpPlace(bytes, from: at, through: stop, to: end, scratch: scratch))
            case let answer: return answer
            }
        }
    }

    /// As ``attempt(_:from:through:to:scratch:_:)``, without machine code; `nil` when that is needed.
    private func interpret(
        _ bytes: ByteView, from start: Int, through last: Int, to end: Int, scratch: MatchScratch
    ) -> Attempt? {
        guard let plain = interpreted(last - start), scratch.isWellFormed(bytes, from: start, to: end) else {
            return nil
        }
        pcre2_set_offset_limit_8(scratch.quick, last)
        let count = pcre2_match_8(
            plain, bytes.base, end, start, UInt32(PCRE2_NO_UTF_CHECK), scratch.data, scratch.quick)
        if count > 0 { return groups(count, scratch) }
        return count == PCRE2_ERROR_NOMATCH ? Attempt.none : nil
    }

    /// Where a match would begin at which a search from `start` gave up: PCRE2 does not say.
    private func giveUpPlace(
        _ bytes: ByteView, from start: Int, through last: Int, to end: Int, scratch: MatchScratch
    ) -> Int {
        var low = start
        var high = last
        while low < high {
            let middle = low + (high - low) / 2
            pcre2_set_offset_limit_8(scratch.context, middle)
            if case .limit = match(bytes, from: start, to: end, scratch: scratch) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }
}

/// How far a search goes between two looks at the clock: as far as takes a millisecond.
private struct SearchPace {
    private static let longest = 2_048
    /// In bytes at which a match may begin. (Most windows before a literal are shorter than this.)
    private(set) var stride = 256
    private let deadline: UInt64
    private var looked: UInt64

    init(_ deadline: UInt64) {
        self.deadline = deadline
        looked = deadline < .max ? MatchScratch.now() : 0
    }

    /// Whether the time is over; sets the pace by how long it took since the last look.
    mutating func isOver() -> Bool {
        guard deadline < .max else { return false }
        let now = MatchScratch.now()
        stride = now - looked > 1_000_000 ? max(1, stride / 8) : min(2 * stride, SearchPace.longest)
        looked = now
        return now >= deadline
    }
}

extension PatternCode {
    enum Attempt {
        case none
        case limit(at: Int)
        case late(at: Int)
        case match(MatchGroups)
    }

    /// The first match that begins at or after `start` (and not past the context's offset limit).
    func match(_ bytes: ByteView, from start: Int, to end: Int, scratch: MatchScratch) -> Attempt {
        let isWellFormed = scratch.isWellFormed(bytes, from: start, to: end)
        let count = pcre2_match_8(
            compiled(isWellFormed: isWellFormed), bytes.base, end, start,
            isWellFormed ? UInt32(PCRE2_NO_UTF_CHECK) : 0, scratch.data, scratch.context)
        if count < 0 {
            if count == PCRE2_ERROR_NOMATCH || count == PCRE2_ERROR_PARTIAL { return .none }
            return .limit(at: start)
        }
        return groups(count, scratch)
    }

    private func groups(_ count: Int32, _ scratch: MatchScratch) -> Attempt {
        guard let vector = pcre2_get_ovector_pointer_8(scratch.data) else { return .none }
        let pairs = Int(pcre2_get_ovector_count_8(scratch.data))
        return .match(MatchGroups(vector: vector, count: min(pairs, Int(count))))
    }
}

/// The groups of one match, as ranges of the file; valid inside the search's closure only.
public struct MatchGroups {
    let vector: UnsafePointer<Int>
    let count: Int

    init(vector: UnsafeMutablePointer<Int>, count: Int) {
        self.vector = UnsafePointer(vector)
        self.count = count
    }

    public subscript(number: Int) -> ByteRange? {
        guard number >= 0, number < count else { return nil }
        let start = vector[2 * number]
        let end = vector[2 * number + 1]
        // PCRE2_UNSET is the largest size_t; \K may put the start behind the end.
        guard start >= 0, end >= start else { return nil }
        return ByteRange(start, end)
    }
}
