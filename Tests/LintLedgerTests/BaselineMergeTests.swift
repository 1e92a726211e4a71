import LintFindings
import LintLedger
import Testing

@Suite struct `Merging baselines` {
    func entry(
        _ path: String = "a", context: UInt64 = 1, line: UInt64 = 1, count: Int = 1, reason: String? = nil
    ) -> Baseline.Entry {
        .init(path: path, rule: "r", fingerprint: .init(context: context, line: line), count: count, reason: reason)
    }

    func merge(_ base: [Baseline.Entry], _ ours: [Baseline.Entry], _ theirs: [Baseline.Entry]) -> [Baseline.Entry] {
        let merged = Baseline.merge(base: Baseline(base), ours: Baseline(ours), theirs: Baseline(theirs))
        let turned = Baseline.merge(base: Baseline(base), ours: Baseline(theirs), theirs: Baseline(ours))
        #expect(merged == turned)
        return merged.entries
    }

    @Test func `each side's fixes and additions hold`() {
        let a = entry("a"), b = entry("b"), c = entry("c"), d = entry("d"), e = entry("e")
        #expect(merge([a, b, c], [b, c, d], [a, b, e]) == [b, d, e])
    }

    @Test(arguments: [
        (1, 1, 1, 1), (3, 2, 1, 0), (3, 2, 2, 2), (2, 3, 4, 5), (2, 2, 3, 3), (1, 0, 2, 1), (0, 1, 1, 1), (0, 1, 2, 3),
        (2, 0, 1, 0), (0, 999_999_999, 999_999_998, 999_999_999),
    ])
    func `counts change by what both sides changed`(base: Int, ours: Int, theirs: Int, result: Int) {
        func side(_ count: Int) -> [Baseline.Entry] { count == 0 ? [] : [entry(count: count)] }
        #expect(merge(side(base), side(ours), side(theirs)).map(\.count) == (result == 0 ? [] : [result]))
    }

    @Test(
        arguments: [
            (nil, "x", nil, "x"), ("a", "b", "a", "b"), ("a", nil, "a", nil), ("a", "b", "c", "b; c"),
            (nil, "x", "x", "x"),
        ] as [(String?, String?, String?, String?)])
    func `reasons are of the side that wrote them`(base: String?, ours: String?, theirs: String?, result: String?) {
        #expect(merge([entry(reason: base)], [entry(reason: ours)], [entry(reason: theirs)]).map(\.reason) == [result])
    }

    @Test func `a finding fixed on one side and given other neighbours on the other is fixed`() {
        #expect(merge([entry(context: 1)], [entry(context: 2)], []) == [])
    }

    @Test func `a finding given other neighbours on both sides is one`() {
        // A neighbour each: the context of both changes.
        #expect(merge([entry(context: 1)], [entry(context: 2)], [entry(context: 4)]) == [entry(context: 1 ^ 2 ^ 4)])
        #expect(merge([entry(context: 1)], [entry(context: 2)], [entry(context: 2)]) == [entry(context: 2)])
    }

    @Test func `of findings that read alike, each side's changes are those of its own`() {
        let (a, b, c) = (entry(context: 1), entry(context: 2), entry(context: 4))
        // Other ones of three, or the same one of one.
        #expect(
            merge([entry(context: 8, count: 3)], [a, entry(context: 8, count: 2)], [b, entry(context: 8, count: 2)])
                == [a, b, entry(context: 8)])
        #expect(merge([a, b], [b, c], [a, entry(context: 16)]) == [c, entry(context: 16)])
        #expect(merge([a, b], [b, entry(context: 16)], [b, entry(context: 32)]) == [b, entry(context: 1 ^ 16 ^ 32)])
    }

    @Test func `a file that one side renamed is the same file on the other`() {
        let base = [entry("a", context: 1), entry("a", context: 2, line: 2), entry("a", context: 4, line: 3)]
        let ours = [entry("b", context: 1), entry("b", context: 2, line: 2), entry("b", context: 4, line: 3)]
        let theirs = [entry("a", context: 1), entry("a", context: 8, line: 2)]
        #expect(merge(base, ours, theirs) == [entry("b", context: 1), entry("b", context: 8, line: 2)])
        // Both renamed it, each otherwise; and a file that is only gone.
        let third = base.map { entry("c", context: $0.fingerprint.context, line: $0.fingerprint.line) }
        #expect(merge(base, ours, third).count == 6)
        #expect(merge(base, [], theirs) == [])
    }

    @Test func `both sides may have added the file`() throws {
        let ours = Baseline([entry("a")]).bytes
        let theirs = Baseline([entry("b")]).bytes
        let merged = try Baseline.merge(base: [], ours: ours, theirs: theirs)
        #expect(merged.entries.map(\.path) == ["a", "b"])
    }

    @Test func `a side that cannot be read is an error that names it`() {
        let good = Baseline([entry()]).bytes
        let error = #expect(throws: LedgerError.self) { try Baseline.merge(base: good, ours: good, theirs: []) }
        #expect(error?.description.hasPrefix(".flywheel-lint.baseline (theirs): ") == true)
    }
}
