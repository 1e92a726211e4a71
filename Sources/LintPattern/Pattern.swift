import CPCRE2
import CSystem
public import LintSource

/// Why a regular expression is none.
public struct PatternError: Error, Sendable, Hashable {
    /// Byte offset in the expression.
    public var offset: Int
    public var message: String
}

/// A PCRE2 expression, compiled at its first use; shared by all workers, which bring a ``MatchScratch`` each.
///
/// UTF mode that tolerates ill-formed bytes, `^` and `$` at lines that end in LF, CR LF or CR, ASCII `\b \w \d`. Compiled with JIT where there is one.
public final class Pattern: @unchecked Sendable {
    public let source: String
    /// Names of the named groups.
    public let groupNames: [String]
    // Holds a `PatternCode` once there is one, and that one then for ever: written by compare and exchange.
    private let slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    /// - Throws: when it is no expression.
    public convenience init(_ source: String) throws(PatternError) {
        let code = try PatternCode(source)
        self.init(source, groupNames: code.groups.map(\.name))
        publish(code)
    }

    /// An expression that was compiled before, by whoever recorded it: costs nothing until it is used.
    public convenience init(proven source: String) { self.init(source, groupNames: Pattern.groupNames(in: source)) }

    /// As ``init(proven:)``, with the names of its groups as they were found before.
    public convenience init(proven source: String, groupNames: [String]) { self.init(source, groupNames: groupNames) }

    private init(_ source: String, groupNames: [String]) {
        self.source = source
        self.groupNames = groupNames
        slot = .allocate(capacity: 1)
        slot.initialize(to: nil)
    }

    deinit {
        if let code = slot.pointee { Unmanaged<PatternCode>.fromOpaque(code).release() }
        slot.deallocate()
    }

    /// Names of the named groups with their numbers; none when the expression cannot be compiled.
    public var groups: [(name: String, number: Int)] { code?.groups ?? [] }

    private var code: PatternCode? {
        if let known = flywheel_load(slot) { return Unmanaged<PatternCode>.fromOpaque(known).takeUnretainedValue() }
        guard let made = try? PatternCode(source) else { return nil }
        return publish(made)
    }

    @discardableResult
    private func publish(_ made: PatternCode) -> PatternCode {
        let mine = Unmanaged.passRetained(made)
        guard let stands = flywheel_publish(slot, mine.toOpaque()), stands != mine.toOpaque() else { return made }
        // Another worker was first.
        mine.release()
        return Unmanaged<PatternCode>.fromOpaque(stands).takeUnretainedValue()
    }

    /// `(?<name>…)`, `(?P<name>…)`, `(?'name'…)`.
    private static func groupNames(in source: String) -> [String] {
        let bytes = Array(source.utf8)
        var names: [String] = []
        var i = 0
        while i + 3 < bytes.count {
            defer { i += bytes[i] == .ascii("\\") ? 2 : 1 }
            guard bytes[i] == .ascii("("), bytes[i + 1] == .ascii("?") else { continue }
            let open = bytes[i + 2] == .ascii("P") ? i + 3 : i + 2
            guard bytes[open] == .ascii("<") || bytes[open] == .ascii("'") else { continue }
            let end = bytes[(open + 1)...].firstIndex { !$0.isWord } ?? bytes.count
            if end > open + 1 { names.append(String(decoding: bytes[(open + 1)..<end], as: UTF8.self)) }
        }
        return names
    }
}

/// What PCRE2 made of an expression.
final class PatternCode: @unchecked Sendable {
    // Never changed after init; PCRE2 allows concurrent matching with one code.
    let code: OpaquePointer
    let groups: [(name: String, number: Int)]
    /// What every match holds, where that narrows a search.
    let anchor: PatternAnchor?
    let searches: [NeedleSearch]
    /// What a text must hold for a match, beyond the anchor: all of the clauses of one of these. Empty: nothing is known.
    let needs: [[[NeedleSearch]]]

    init(_ source: String) throws(PatternError) {
        var error: Int32 = 0
        var offset = 0
        let options =
            UInt32(PCRE2_UTF) | PCRE2_MATCH_INVALID_UTF | UInt32(PCRE2_MULTILINE) | PCRE2_NEVER_BACKSLASH_C
            | PCRE2_USE_OFFSET_LIMIT
        let bytes = Array(source.utf8)
        let context = pcre2_compile_context_create_8(nil)
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_ANYCRLF))
        let compiled = bytes.withUnsafeBufferPointer {
            pcre2_compile_8($0.baseAddress ?? ByteView($0).base, $0.count, options, &error, &offset, context)
        }
        guard let compiled else {
            var buffer = [UInt8](repeating: 0, count: 256)
            let length = pcre2_get_error_message_8(error, &buffer, buffer.count)
            throw PatternError(
                offset: offset, message: String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self))
        }
        pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
        code = compiled
        groups = PatternCode.namedGroups(compiled)
        // In an expression with other letters than ASCII's, case is not what the search thinks.
        let promises = bytes.allSatisfy { $0 < 0x80 } ? RegexLiterals.promises(of: source) : (needs: [], anchor: nil)
        anchor = promises.anchor
        searches = anchor?.needles.map(NeedleSearch.init) ?? []
        needs = promises.needs.map { $0.clauses.map { $0.map(NeedleSearch.init) } }
    }

    deinit { pcre2_code_free_8(code) }

    private static func namedGroups(_ code: OpaquePointer) -> [(name: String, number: Int)] {
        var count: UInt32 = 0
        var size: UInt32 = 0
        var table: UnsafePointer<UInt8>?
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
        guard let table else { return [] }
        return (0..<Int(count)).map { row in
            let entry = table + row * Int(size)
            return (String(cString: entry + 2), Int(entry[0]) << 8 | Int(entry[1]))
        }
    }
}

/// What one worker needs to match: never shared, never allocated in the loop.
public final class MatchScratch {
    let data: OpaquePointer
    let context: OpaquePointer
    private let stack: OpaquePointer?
    /// Where a search last gave up at a limit; reset by whoever asks.
    public var gaveUpAt: Int?

    /// `nil` when there is no memory for it.
    public init?() {
        guard let data = pcre2_match_data_create_8(64, nil), let context = pcre2_match_context_create_8(nil) else {
            return nil
        }
        self.data = data
        self.context = context
        stack = pcre2_jit_stack_create_8(32 * 1024, 1024 * 1024, nil)
        if let stack { pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack)) }
        limit(steps: 2_000_000, depth: 50_000, kibibytes: 32 * 1024)
    }

    /// What one attempt to match may take; see pcre2api(3).
    public func limit(steps: Int, depth: Int, kibibytes: Int) {
        pcre2_set_match_limit_8(context, UInt32(clamping: steps))
        pcre2_set_depth_limit_8(context, UInt32(clamping: depth))
        pcre2_set_heap_limit_8(context, UInt32(clamping: kibibytes))
    }

    deinit {
        pcre2_match_data_free_8(data)
        pcre2_match_context_free_8(context)
        if let stack { pcre2_jit_stack_free_8(stack) }
    }
}

/// The outcome of a search.
public enum SearchOutcome: Sendable, Hashable {
    case done
    /// PCRE2 gave up at a match, depth or heap limit at this byte offset.
    case limit(at: Int)
}

extension Pattern {
    /// Calls `body` with each match in `range`, left to right, not overlapping; `groups[0]` is the whole match, and a group
    /// that took no part is `nil`. Stops early when `body` gives false. Look-behind sees the bytes before `range`.
    public func search(
        _ bytes: ByteView, in range: ByteRange, scratch: MatchScratch, _ body: (_ groups: MatchGroups) -> Bool
    ) -> SearchOutcome {
        let end = min(Int(range.end), bytes.count)
        var at = Int(range.start)
        guard at <= end, let code, code.mayMatch(bytes, in: ByteRange(at, end)) else { return .done }
        guard let anchor = code.anchor else {
            pcre2_set_offset_limit_8(scratch.context, .max)
            while at <= end {
                switch code.match(bytes, from: at, to: end, scratch: scratch) {
                case .none: return .done
                case .limit: return .limit(at: at)
                case .match(let groups):
                    guard let whole = groups[0], body(groups) else { return .done }
                    at = whole.isEmpty ? Int(whole.end) + 1 : Int(whole.end)
                }
            }
            return .done
        }
        let searches = code.searches
        var next = searches.map { $0.first(in: bytes, range: range, from: at) }
        // Every match begins in a window before a literal; the windows' starts and ends rise with the literals, so the
        // first match of the first window that has one is the first of all.
        while true {
            var literal = Int.max
            for i in searches.indices {
                if let known = next[i], known < at { next[i] = searches[i].first(in: bytes, range: range, from: at) }
                if let known = next[i] { literal = min(literal, known) }
            }
            guard literal < .max else { return .done }
            let start = anchor.start(before: literal, low: at, in: bytes)
            pcre2_set_offset_limit_8(scratch.context, literal)
            switch code.match(bytes, from: start, to: end, scratch: scratch) {
            case .none: at = literal + 1
            case .limit: return .limit(at: start)
            case .match(let groups):
                guard let whole = groups[0], body(groups) else { return .done }
                at = max(at, whole.isEmpty ? Int(whole.end) + 1 : Int(whole.end))
            }
            if at > end { return .done }
        }
    }
}

extension PatternCode {
    /// Ranges shorter than this are searched at once.
    private static let shortRange = 1_024

    /// Whether a long text holds what a match needs: several looks at it cost less than a search at every anchor.
    func mayMatch(_ bytes: ByteView, in range: ByteRange) -> Bool {
        guard !needs.isEmpty, range.count >= PatternCode.shortRange else { return true }
        // What an expression looks ahead at may lie anywhere up to the end, and nothing that it needs before the start.
        return needs.contains { clauses in
            clauses.allSatisfy { any in any.contains { $0.first(in: bytes, range: range, from: 0) != nil } }
        }
    }

    enum Attempt {
        case none
        case limit
        case match(MatchGroups)
    }

    /// The first match that begins at or after `start` (and not past the context's offset limit).
    func match(_ bytes: ByteView, from start: Int, to end: Int, scratch: MatchScratch) -> Attempt {
        let count = pcre2_match_8(code, bytes.base, end, start, 0, scratch.data, scratch.context)
        if count < 0 {
            if count == PCRE2_ERROR_NOMATCH || count == PCRE2_ERROR_PARTIAL { return .none }
            scratch.gaveUpAt = start
            return .limit
        }
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
