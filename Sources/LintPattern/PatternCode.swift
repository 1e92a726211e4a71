import CPCRE2
import CSystem
import LintSource

/// What PCRE2 made of an expression.
///
/// Machine code takes as long to make as some dozens of searches without it, and of a hundred expressions that a run tries
/// most are tried a few times only. So an expression is interpreted first, where the text is known to be well-formed
/// (otherwise PCRE2 would look at all of it at every attempt), and compiled to machine code when that has become dear; its
/// limits are those of the machine code, because the interpreter only tries for a while.
final class PatternCode: @unchecked Sendable {
    // Never changed after init; PCRE2 allows concurrent matching with one code.
    private let plain: OpaquePointer
    let groups: [(name: String, number: Int)]
    /// Whether a search may be taken up again further on, as if the text began there. (`\G` and verbs tell.)
    let isDivisible: Bool
    private let source: [UInt8]
    // Two places that hold machine code once there is some, and that then for ever: written by compare and exchange.
    private let slots: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let spent: UnsafeMutablePointer<UInt32>

    /// What all interpreted attempts may cost, in bytes at which a match may begin, and for each attempt itself.
    private static let budget: UInt32 = 1_024
    private static let attemptCost = 24

    init(_ source: String) throws(PatternError) {
        self.source = Array(source.utf8)
        plain = try PatternCode.compile(self.source, 0)
        groups = PatternCode.namedGroups(plain)
        isDivisible =
            !PatternCode.holds(self.source, .ascii("\\"), .ascii("G"))
            && !PatternCode.holds(self.source, .ascii("("), .ascii("*"))
        slots = .allocate(capacity: 2)
        slots.initialize(repeating: nil, count: 2)
        spent = .allocate(capacity: 1)
        spent.initialize(to: 0)
    }

    deinit {
        pcre2_code_free_8(plain)
        for number in 0..<2 {
            if let code = slots[number] { pcre2_code_free_8(OpaquePointer(code)) }
        }
        slots.deallocate()
        spent.deallocate()
    }

    private static func compile(_ source: [UInt8], _ more: UInt32) throws(PatternError) -> OpaquePointer {
        var error: Int32 = 0
        var offset = 0
        let options =
            UInt32(PCRE2_UTF) | UInt32(PCRE2_MULTILINE) | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT | more
        let context = pcre2_compile_context_create_8(nil)
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_ANYCRLF))
        let compiled = source.withUnsafeBufferPointer {
            pcre2_compile_8($0.baseAddress ?? ByteView($0).base, $0.count, options, &error, &offset, context)
        }
        if let compiled { return compiled }
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(error, &buffer, buffer.count)
        throw PatternError(
            offset: offset, message: String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self))
    }

    /// What is interpreted, while that is cheap for an attempt at `count` bytes; `nil` afterwards.
    func interpreted(_ count: Int) -> OpaquePointer? {
        if flywheel_load(slots) != nil { return nil }
        let cost = UInt32(clamping: min(count, 1 << 20) + PatternCode.attemptCost)
        return flywheel_spend(spent, cost) <= PatternCode.budget ? plain : nil
    }

    /// With machine code. That which tolerates ill-formed text is wrong of well-formed text that is not ASCII (PCRE2 10.42: in a
    /// look-ahead `\S*` ends at a character of several bytes), so there is one for each.
    func compiled(isWellFormed: Bool) -> OpaquePointer {
        let slot = isWellFormed ? slots : slots + 1
        if let known = flywheel_load(slot) { return OpaquePointer(known) }
        guard let made = try? PatternCode.compile(source, isWellFormed ? 0 : PCRE2_MATCH_INVALID_UTF) else {
            return plain
        }
        pcre2_jit_compile_8(made, UInt32(PCRE2_JIT_COMPLETE))
        guard let stands = flywheel_publish(slot, UnsafeMutableRawPointer(made)), OpaquePointer(stands) != made else {
            return made
        }
        // Another worker was first.
        pcre2_code_free_8(made)
        return OpaquePointer(stands)
    }

    private static func holds(_ bytes: [UInt8], _ first: UInt8, _ second: UInt8) -> Bool {
        for i in bytes.indices.dropFirst() where bytes[i] == second && bytes[i - 1] == first { return true }
        return false
    }

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
