import CPCRE2
public import LintSource

/// Why a regular expression is none.
public struct PatternError: Error, Sendable, Hashable {
    /// Byte offset in the expression.
    public var offset: Int
    public var message: String
}

/// A compiled PCRE2 expression; shared by all workers, which bring a ``MatchScratch`` each.
///
/// UTF mode that tolerates ill-formed bytes, `^` and `$` at lines, ASCII `\b \w \d`. Compiled with JIT where there is one.
public final class Pattern: @unchecked Sendable {
    // Never changed after init; PCRE2 allows concurrent matching with one code.
    let code: OpaquePointer
    public let source: String
    /// Names of the named groups with their numbers.
    public let groups: [(name: String, number: Int)]

    public init(_ source: String) throws(PatternError) {
        var error: Int32 = 0
        var offset = 0
        let options = UInt32(PCRE2_UTF) | PCRE2_MATCH_INVALID_UTF | UInt32(PCRE2_MULTILINE) | PCRE2_NEVER_BACKSLASH_C
        let bytes = Array(source.utf8)
        let compiled = bytes.withUnsafeBufferPointer {
            pcre2_compile_8($0.baseAddress ?? ByteView($0).base, $0.count, options, &error, &offset, nil)
        }
        guard let compiled else {
            var buffer = [UInt8](repeating: 0, count: 256)
            let length = pcre2_get_error_message_8(error, &buffer, buffer.count)
            throw PatternError(
                offset: offset, message: String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self))
        }
        pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
        code = compiled
        self.source = source
        groups = Pattern.namedGroups(compiled)
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

    /// `nil` when there is no memory for it.
    public init?() {
        guard let data = pcre2_match_data_create_8(64, nil), let context = pcre2_match_context_create_8(nil) else {
            return nil
        }
        self.data = data
        self.context = context
        stack = pcre2_jit_stack_create_8(32 * 1024, 1024 * 1024, nil)
        if let stack { pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack)) }
        pcre2_set_match_limit_8(context, 2_000_000)
        pcre2_set_depth_limit_8(context, 50_000)
        pcre2_set_heap_limit_8(context, 32 * 1024)
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
        var at = Int(range.start)
        let end = min(Int(range.end), bytes.count)
        while at <= end {
            let count = pcre2_match_8(
                code, bytes.base, end, at, 0, scratch.data, scratch.context)
            if count < 0 {
                switch count {
                case PCRE2_ERROR_NOMATCH, PCRE2_ERROR_PARTIAL: return .done
                default: return .limit(at: at)
                }
            }
            guard let vector = pcre2_get_ovector_pointer_8(scratch.data) else { return .done }
            let pairs = Int(pcre2_get_ovector_count_8(scratch.data))
            let groups = MatchGroups(vector: vector, count: min(pairs, Int(count)))
            guard let whole = groups[0] else { return .done }
            if !body(groups) { return .done }
            at = whole.isEmpty ? Int(whole.end) + 1 : Int(whole.end)
        }
        return .done
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
