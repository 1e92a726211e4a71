import CSystem
import LintSource

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
    private let recorded: (@Sendable () -> PatternKnowledge?)?
    // Hold a `PatternCode` and `PatternPromises` once there are such, and those then for ever: written by compare and
    // exchange.
    private let slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let promisesSlot: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    /// - Throws: when it is no expression.
    public convenience init(_ source: String) throws(PatternError) {
        let code = try PatternCode(source)
        self.init(source, groupNames: code.groups.map(\.name))
        publish(code)
    }

    /// An expression that was compiled before, by whoever recorded it: costs nothing until it is used.
    public convenience init(proven source: String) { self.init(source, groupNames: Pattern.groupNames(in: source)) }

    /// As ``init(proven:)``, with the names of its groups and what is known of its matches as they were found before;
    /// `recorded` is asked at its first use.
    public convenience init(
        proven source: String, groupNames: [String], recorded: @escaping @Sendable () -> PatternKnowledge?
    ) {
        self.init(source, groupNames: groupNames, recorded: recorded)
    }

    private init(
        _ source: String, groupNames: [String], recorded: (@Sendable () -> PatternKnowledge?)? = nil
    ) {
        self.source = source
        self.groupNames = groupNames
        self.recorded = recorded
        slot = .allocate(capacity: 2)
        slot.initialize(repeating: nil, count: 2)
        promisesSlot = slot + 1
    }

    deinit {
        if let code = slot.pointee { Unmanaged<PatternCode>.fromOpaque(code).release() }
        if let promises = promisesSlot.pointee { Unmanaged<PatternPromises>.fromOpaque(promises).release() }
        slot.deallocate()
    }

    /// Names of the named groups with their numbers; none when the expression cannot be compiled.
    public var groups: [(name: String, number: Int)] { code?.groups ?? [] }

    var code: PatternCode? {
        if let known = flywheel_load(slot) { return Unmanaged<PatternCode>.fromOpaque(known).takeUnretainedValue() }
        guard let made = try? PatternCode(source) else { return nil }
        return publish(made)
    }

    /// What its matches hold; worked out without compiling it, because most searches end here.
    var promises: PatternPromises {
        if let known = flywheel_load(promisesSlot) {
            return Unmanaged<PatternPromises>.fromOpaque(known).takeUnretainedValue()
        }
        return Pattern.publish(PatternPromises(knowledge), in: promisesSlot)
    }

    /// What is known of its matches.
    public var knowledge: PatternKnowledge { recorded?() ?? PatternKnowledge(of: source) }

    @discardableResult
    private func publish(_ made: PatternCode) -> PatternCode { Pattern.publish(made, in: slot) }

    private static func publish<Made: AnyObject>(
        _ made: Made, in slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    ) -> Made {
        let mine = Unmanaged.passRetained(made)
        guard let stands = flywheel_publish(slot, mine.toOpaque()), stands != mine.toOpaque() else { return made }
        // Another worker was first.
        mine.release()
        return Unmanaged<Made>.fromOpaque(stands).takeUnretainedValue()
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
