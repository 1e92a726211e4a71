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

    public init(_ text: [UInt8], exact: Bool = false, opensWord: Bool = false, closesWord: Bool = false) {
        self.text = text.map(\.lowered)
        self.exact = exact && text.contains { $0.isLetter } ? text : nil
        self.opensWord = opensWord
        self.closesWord = closesWord
    }

    /// The letters tell nearly all needles apart, and hashing bytes one by one is slow.
    public func hash(into hasher: inout Hasher) {
        text.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// Whether what must be so besides the letters holds, where ``text`` stands at `start` in some case.
    @inline(__always)
    public func holds(at start: Int, in bytes: ByteView) -> Bool {
        if opensWord, bytes[start - 1].isWord { return false }
        if closesWord, bytes[start + text.count].isWord { return false }
        guard let exact else { return true }
        for i in 0..<exact.count where bytes[start + i] != exact[i] { return false }
        return true
    }

    /// The same text wherever it stands: for subjects that are cut out of a file.
    public var anywhere: Needle {
        var needle = self
        needle.opensWord = false
        needle.closesWord = false
        return needle
    }

    /// In how many of a thousand files it may stand, roughly.
    public var commonness: Double {
        guard text.count >= 4 else { return text.count >= 3 ? 150 : 600 }
        var common = 1_000.0
        for start in 0...(text.count - 4) { common = min(common, CommonWindows.commonness(text[start..<(start + 4)])) }
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

    public var anywhere: NeedleClauses { NeedleClauses(clauses.map { $0.map(\.anywhere) }) }

    /// The clause that the fewest files satisfy.
    public var rarest: [Needle]? {
        clauses.filter { $0.allSatisfy { !$0.text.isEmpty } }
            .min { NeedleClauses.commonness($0) < NeedleClauses.commonness($1) }
    }

    public static func commonness(_ clause: [Needle]) -> Double { clause.reduce(0) { $0 + $1.commonness } }
}

/// Looks for one needle.
public struct NeedleSearch: Sendable, Hashable {
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

extension CommonWindows {
    /// In how many of a thousand files the four bytes stand, in lower case.
    static func commonness(_ window: ArraySlice<UInt8>) -> Double {
        let wanted = window.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        for (thousandths, windows) in classes {
            let base = windows.utf8Start
            var low = 0
            var high = windows.utf8CodeUnitCount / 4
            while low < high {
                let middle = (low + high) / 2
                let here = UInt32(
                    bigEndian: UnsafeRawPointer(base + 4 * middle).loadUnaligned(as: UInt32.self))
                if here == wanted { return Double(thousandths) * 1.4 }
                if here < wanted { low = middle + 1 } else { high = middle }
            }
        }
        // Rarer still by the letters, so that there is an order among those that are not counted.
        return 40 * Double(window.reduce(0) { $0 + LiteralSearch.commonness($1) }) / 16
    }
}
