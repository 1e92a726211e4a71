public import LintSource

/// Text that a match holds, as exactly as it is known: its case, and whether a word begins or ends there.
public struct Needle: Sendable, Hashable {
    /// In lower case.
    public let text: [UInt8]
    /// As it must be written; `nil` for any case.
    public var exact: [UInt8]?
    /// No letter, digit or `_` stands before it.
    public var opensWord: Bool
    /// None stands behind it.
    public var closesWord: Bool
    /// It is no URL's scheme: no `://` stands behind it.
    public var isNoScheme: Bool
    /// An escape (`\n`, `\u000a`) may stand before it where nothing of a word may.
    public var mayFollowEscape: Bool

    public init(
        _ text: [UInt8], exact: Bool = false, opensWord: Bool = false, closesWord: Bool = false,
        isNoScheme: Bool = false, mayFollowEscape: Bool = false
    ) {
        self.text = text.contains { $0.isUpper } ? text.map { $0.lowered } : text
        self.exact = exact && text.contains { $0.isLetter } ? text : nil
        self.opensWord = opensWord
        self.closesWord = closesWord
        self.isNoScheme = isNoScheme
        self.mayFollowEscape = mayFollowEscape
    }

    /// By the letters alone: few needles differ in the rest only.
    public func hash(into hasher: inout Hasher) { text.withUnsafeBytes { hasher.combine(bytes: $0) } }

    /// Whether what must be so besides the letters holds, where ``text`` stands at `start` in some case.
    @inline(__always)
    public func holds(at start: Int, in bytes: ByteView) -> Bool {
        if opensWord, bytes[start - 1].isWord, !(mayFollowEscape && Needle.isEscaped(start, in: bytes)) { return false }
        if closesWord, bytes[start + text.count].isWord { return false }
        if isNoScheme, bytes.has("://", at: start + text.count) { return false }
        guard let exact else { return true }
        for i in 0..<exact.count where bytes[start + i] != exact[i] { return false }
        return true
    }

    /// Whether the letters and digits before `start` are those of an escape, the longest of which is `\U0000000A`.
    private static func isEscaped(_ start: Int, in bytes: ByteView) -> Bool {
        var at = start - 1
        while at > 0, at > start - 10, bytes[at - 1].isWord { at -= 1 }
        return at > 0 && bytes[at - 1] == .ascii("\\")
    }

    /// The same text in a node's value. That stands between marks that are no letters, but in a text whose escapes are
    /// decoded the mark may be one of them.
    public var inValue: Needle {
        var needle = self
        needle.mayFollowEscape = opensWord
        return needle
    }

    /// The same text wherever it stands: for subjects that are cut out of a file.
    public var anywhere: Needle {
        var needle = self
        needle.opensWord = false
        needle.closesWord = false
        needle.isNoScheme = false
        return needle
    }

    /// As a regular expression.
    public var expression: String {
        var literal = ""
        for scalar in String(decoding: exact ?? text, as: UTF8.self).unicodeScalars {
            if scalar.isASCII, !UInt8(ascii: scalar).isWord, scalar.value > 0x20 { literal += "\\" }
            literal.unicodeScalars.append(scalar)
        }
        if exact == nil, text.contains(where: \.isLetter) { literal = "(?i:\(literal))" }
        return (opensWord && !mayFollowEscape ? #"\b"# : "") + literal + (closesWord ? #"\b"# : "")
            + (isNoScheme ? "(?!://)" : "")
    }

    /// In how many of a thousand files it may stand, roughly.
    public var commonness: Double {
        guard text.count >= 4 else { return text.count >= 3 ? 150 : 600 }
        var common = 1_000.0
        for start in 0...(text.count - 4) { common = min(common, CommonWindows.commonness(of: text, at: start)) }
        // All of it is rarer than its rarest part.
        for _ in 4..<min(text.count, 16) { common *= 0.85 }
        // A whole word, or one in capitals, is met in fewer files than its letters are.
        if opensWord || closesWord { common /= opensWord && closesWord ? 4 : 2 }
        if let exact, exact.contains(where: \.isUpper) { common /= 3 }
        return common
    }
}

/// What a text must hold for something to match in it: of every clause at least one needle. Nothing is known without
/// clauses.
public struct NeedleClauses: Sendable, Hashable {
    public var clauses: [[Needle]]
    public init(_ clauses: [[Needle]] = []) { self.clauses = clauses }

    public func adding(_ others: [[Needle]]) -> NeedleClauses {
        var all = clauses
        for clause in others where !all.contains(clause) { all.append(clause) }
        return NeedleClauses(all)
    }

    public var inValue: NeedleClauses { NeedleClauses(clauses.map { $0.map(\.inValue) }) }
    public var anywhere: NeedleClauses { NeedleClauses(clauses.map { $0.map(\.anywhere) }) }

    /// The clause that the fewest files satisfy.
    public var rarest: [Needle]? { rarestNumber.map { clauses[$0] } }

    public var rarestNumber: Int? {
        var best: (number: Int, commonness: Double)?
        for (number, clause) in clauses.enumerated() where clause.allSatisfy({ !$0.text.isEmpty }) {
            let commonness = NeedleClauses.commonness(clause)
            if best.map({ commonness < $0.commonness }) ?? true { best = (number, commonness) }
        }
        return best?.number
    }

    /// The same without clauses that hold anywhere, those that the fewest files satisfy first.
    public var rarestFirst: NeedleClauses {
        let telling = clauses.filter { $0.allSatisfy { !$0.text.isEmpty } }
        if telling.count < 2 { return NeedleClauses(telling) }
        let weighed = telling.map { (clause: $0, commonness: NeedleClauses.commonness($0)) }
        return NeedleClauses(weighed.sorted { $0.commonness < $1.commonness }.map(\.clause))
    }

    public static func commonness(_ clause: [Needle]) -> Double { clause.reduce(0) { $0 + $1.commonness } }
}

/// Looks for one needle. (A class: of an array's elements a structure would be copied for each place that is looked for.)
public final class NeedleSearch: Sendable {
    public let needle: Needle
    private let search: LiteralSearch

    public init(_ needle: Needle) {
        self.needle = needle
        search = LiteralSearch(needle.text)
    }

    /// As ``LiteralSearch/first(in:range:from:)``. Nothing stands behind the range's end.
    public func first(in bytes: ByteView, range: ByteRange, from start: Int) -> Int? {
        let text = Int(range.end) < bytes.count ? ByteView(bytes[0..<Int(range.end)]) : bytes
        var at = start
        while let found = search.first(in: text, range: range, from: at) {
            if needle.holds(at: found, in: text) { return found }
            at = found + 1
        }
        return nil
    }
}
