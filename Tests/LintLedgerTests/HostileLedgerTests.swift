import LintFindings
import LintLedger
import Synchronization
import Testing

/// Ledgers that cost more than they say: what is bounded here took minutes, or memory without end.
@Suite struct `Hostile ledgers` {
    func entry(
        _ path: String = "a", context: UInt64 = 1, line: UInt64 = 1, count: Int = 1, reason: String? = nil
    ) -> Baseline.Entry {
        .init(path: path, rule: "r", fingerprint: .init(context: context, line: line), count: count, reason: reason)
    }

    @Test(.timeLimit(.minutes(5))) func `one entry with twenty thousand reasons is folded once`() {
        let baseline = Baseline((0..<20_000).map { entry(reason: "reason \($0)") })
        #expect(baseline.entries.count == 1)
        #expect(baseline.entries.first?.reason?.hasPrefix("reason 0; reason 1; reason 10; ") == true)
    }

    @Test func `counts of thousands of millions are not listed one by one`() {
        let base = Baseline((0..<1_100).map { entry(context: UInt64($0), count: Baseline.countLimit) })
        let comparison = Comparison(base: .init(base), head: .init([], rules: nil))
        // A hundred entries as far as an entry goes, then one of each.
        #expect(comparison.gone(.fixed).count == 100_000 + 1_000)
        #expect(comparison.count(.fixed) == 1_100 * Baseline.countLimit)
    }

    @Test func `whether a file is gone is asked only where a finding may have come from it`() {
        let baseline = Baseline((0..<1_000).map { entry("file-\($0)", context: UInt64($0 + 10), line: 2) })
        let asked = Mutex(0)
        func isDeleted(_ path: String) -> Bool {
            asked.withLock { $0 += 1 }
            return true
        }
        #expect(baseline.stale([.sample(path: "new")], isDeleted: isDeleted).count == 1_000)
        #expect(asked.withLock(\.self) == 0)
        #expect(baseline.answering([.sample(path: "new")]).entries.isEmpty)
        // One of them may have moved.
        #expect(baseline.stale([.sample(path: "new", rule: "r", context: 10)], isDeleted: isDeleted).count == 999)
        #expect(asked.withLock(\.self) > 0)
    }

    @Test(.timeLimit(.minutes(5))) func `thousands of files with one finding that all have other names are merged`() {
        let base = Baseline((0..<8_000).map { entry("old-\($0)") })
        let ours = Baseline((0..<8_000).map { entry("new-\($0)") })
        #expect(Baseline.merge(base: base, ours: ours, theirs: base) == ours)
        // Which is which is still found where each has a finding of its own beside it.
        func both(_ name: String) -> [Baseline.Entry] {
            var entries: [Baseline.Entry] = []
            for n in 0..<1_500 {
                let path = "\(name)-\(n)"
                let own = UInt64(10 + 2 * n)
                entries += [entry(path), entry(path, context: own), entry(path, context: own + 1)]
            }
            return entries
        }
        var theirs = both("old")
        theirs.append(entry("old-7", context: 9))
        let merged = Baseline.merge(base: Baseline(both("old")), ours: Baseline(both("new")), theirs: Baseline(theirs))
        #expect(merged == Baseline(both("new") + [entry("new-7", context: 9)]))
    }

    @Test(.timeLimit(.minutes(5))) func `thousands of findings that read alike and changed on both sides are merged`() {
        func side(_ start: UInt64) -> Baseline { Baseline((0..<30_000).map { entry(context: start + $0) }) }
        let merged = Baseline.merge(base: side(1 << 20), ours: side(1 << 21), theirs: side(1 << 22))
        #expect(merged.count == 30_000)
    }
}
