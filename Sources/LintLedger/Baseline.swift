public import LintFindings

/// The findings that were accepted when checking began: what the ledger file `.flywheel-lint.baseline` holds.
///
/// It is made to be merged. Nothing in it depends on anything but the findings themselves: no totals, dates, versions,
/// line numbers or messages, and the order is that of bytes; so two branches that touch different findings touch
/// different lines, and the same state gives the same bytes on every machine.
public struct Baseline: Sendable, Hashable {
    /// The name of the file, at the root of the repository.
    public static let fileName = ".flywheel-lint.baseline"

    /// One accepted finding, or several that nothing tells apart.
    public struct Entry: Sendable, Hashable {
        public var path: String
        public var rule: String
        public var fingerprint: Fingerprint
        /// From 1.
        public var count: Int
        /// Why it is accepted; one line.
        public var reason: String?

        public init(path: String, rule: String, fingerprint: Fingerprint, count: Int = 1, reason: String? = nil) {
            self.path = path
            self.rule = rule
            self.fingerprint = fingerprint
            self.count = min(max(1, count), Baseline.countLimit)
            self.reason = reason.flatMap(LedgerText.reason)
        }
    }

    /// The most that one entry counts: what nobody writes by accident, and no sum overflows by.
    public static let countLimit = 999_999_999

    /// Sorted by path, rule, context hash, line hash, each in the order of bytes; no two with the same four.
    public private(set) var entries: [Entry]

    /// A ledger of `entries`, in any order. Of entries that are the same, `union` says what is kept.
    init(_ entries: [Entry], folding: Folding) {
        self.entries = Baseline.folded(entries, folding)
    }

    /// Entries of the same finding are folded as after a union merge: the highest count, every reason once.
    public init(_ entries: [Entry] = []) { self.init(entries, folding: .highest) }

    /// What becomes of counts when two entries are the same.
    enum Folding { case highest, sum }

    /// A fresh ledger of the findings that count (suppressed ones do not), without reasons: `baseline write`.
    ///
    /// - Parameter others: entries that stand beside them.
    public init(findings: [Finding], keeping others: [Entry] = []) {
        let live = findings.lazy.filter { $0.suppressed == nil }
        self.init(
            others + live.map { Entry(path: $0.path, rule: $0.rule, fingerprint: $0.fingerprint) }, folding: .sum)
    }

    /// Findings that are accepted, several in one entry counted.
    public var count: Int { entries.reduce(0) { $0 + $1.count } }

    private static func folded(_ entries: [Entry], _ folding: Folding) -> [Entry] {
        // What this tool wrote is in order, and nothing in it is there twice.
        if zip(entries, entries.dropFirst()).allSatisfy({ Entry.inOrder($0, $1) }) { return entries }
        var result: [Entry] = []
        var reasons: [String] = []
        for entry in entries.sorted(by: Entry.inOrder) {
            if let last = result.last, Entry.isSame(last, entry) {
                let sum = folding == .sum ? last.count + entry.count : max(last.count, entry.count)
                result[result.count - 1].count = min(sum, countLimit)
                if let reason = entry.reason { reasons.append(reason) }
            } else {
                if reasons.count > 1 { result[result.count - 1].reason = joined(reasons) }
                result.append(entry)
                reasons = entry.reason.map { [$0] } ?? []
            }
        }
        if reasons.count > 1 { result[result.count - 1].reason = joined(reasons) }
        return result
    }

    /// Several reasons for one entry as one, the same whichever came first. A reason that is already part of another
    /// (as after merging twice) is not said again.
    static func joined(_ reasons: [String]) -> String? {
        if Set(reasons).count < 2 { return reasons.first }
        var parts: Set<String> = []
        for reason in reasons {
            for part in reason.split(separator: "; ") {
                if let part = LedgerText.reason(String(part)) { parts.insert(part) }
            }
        }
        return parts.isEmpty ? nil : parts.sorted { ByteOrder.precedes($0, $1) }.joined(separator: "; ")
    }
}

extension Baseline.Entry {
    /// The order of the file.
    static func inOrder(_ a: Self, _ b: Self) -> Bool {
        switch ByteOrder.compare(a.path, b.path) {
        case let order where order != 0: return order < 0
        default: break
        }
        switch ByteOrder.compare(a.rule, b.rule) {
        case let order where order != 0: return order < 0
        default: break
        }
        if a.fingerprint.context != b.fingerprint.context { return a.fingerprint.context < b.fingerprint.context }
        return a.fingerprint.line < b.fingerprint.line
    }

    /// Whether nothing tells the two findings apart.
    static func isSame(_ a: Self, _ b: Self) -> Bool {
        a.fingerprint == b.fingerprint && ByteOrder.compare(a.rule, b.rule) == 0
            && ByteOrder.compare(a.path, b.path) == 0
    }
}
