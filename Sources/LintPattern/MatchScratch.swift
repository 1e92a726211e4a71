import CPCRE2
import Glibc
import LintSource

/// What one worker needs to match: never shared, never allocated in the loop.
public final class MatchScratch {
    private(set) var data: OpaquePointer
    let context: OpaquePointer
    /// With low limits: whoever reaches them tries again in another way.
    let quick: OpaquePointer
    private var stack: OpaquePointer?
    /// Where a search first gave up at a limit; reset by whoever asks.
    public var gaveUpAt: Int?
    /// Searches end at this time of the monotonic clock, in nanoseconds.
    public var deadline = UInt64.max
    /// Where a search was when it had to end; reset by whoever asks.
    public var wasLateAt: Int?

    /// What is known of the text in hand.
    public var places: NeedlePlaces?

    /// `nil` when there is no memory for it. The limits are those of ``limit(steps:depth:kibibytes:)``.
    public init?(steps: Int = 2_000_000, depth: Int = 50_000, kibibytes: Int = 32 * 1_024) {
        guard let data = pcre2_match_data_create_8(64, nil), let context = pcre2_match_context_create_8(nil),
            let quick = pcre2_match_context_create_8(nil)
        else { return nil }
        self.data = data
        self.context = context
        self.quick = quick
        pcre2_set_match_limit_8(quick, 4_000)
        pcre2_set_heap_limit_8(quick, 256)
        limit(steps: steps, depth: depth, kibibytes: kibibytes)
    }

    /// What one attempt to match may take; see pcre2api(3). Compiled expressions keep what they come back to on a stack,
    /// which is mapped as it grows; the depth is that of those that cannot be compiled.
    public func limit(steps: Int, depth: Int, kibibytes: Int) {
        pcre2_set_match_limit_8(context, UInt32(clamping: steps))
        pcre2_set_depth_limit_8(context, UInt32(clamping: depth))
        pcre2_set_heap_limit_8(context, UInt32(clamping: kibibytes))
        // It keeps the memory of earlier matches, which no limit would see.
        if let fresh = pcre2_match_data_create_8(64, nil) {
            pcre2_match_data_free_8(data)
            data = fresh
        }
        if let stack { pcre2_jit_stack_free_8(stack) }
        let most = min(max(kibibytes, 1), 1 << 20) * 1_024
        stack = pcre2_jit_stack_create_8(min(32 * 1_024, most), most, nil)
        pcre2_jit_stack_assign_8(context, nil, stack.map { UnsafeMutableRawPointer($0) })
    }

    /// Whether what stands before `end` is known to be well-formed, and `start` is no place inside a character.
    func isWellFormed(_ bytes: ByteView, from start: Int, to end: Int) -> Bool {
        guard bytes[start] & 0xC0 != 0x80 else { return false }
        if let places, let answer = places.isWellFormed(bytes, to: end) { return answer }
        // A path, a value: short, and mostly asked about once.
        return end <= 512 && ByteView(bytes[0..<end]).firstIllFormed == nil
    }

    /// Notes where the time was over.
    func late(at place: Int) -> SearchOutcome {
        if wasLateAt == nil { wasLateAt = place }
        return .late(at: place)
    }

    /// Nanoseconds of the monotonic clock.
    public static func now() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    deinit {
        pcre2_match_data_free_8(data)
        pcre2_match_context_free_8(context)
        pcre2_match_context_free_8(quick)
        if let stack { pcre2_jit_stack_free_8(stack) }
    }
}
