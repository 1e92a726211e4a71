import LintFindings
import LintLedger
import Testing

@Suite struct `States of findings` {
    func compare(
        _ base: [Finding], _ head: [Finding], baseRules: Set<String>? = nil, headRules: Set<String>? = nil,
        renames: [String: String] = [:], deleted: Set<String> = []
    ) -> Comparison {
        Comparison(
            base: .init(base, rules: baseRules), head: .init(head, rules: headRules), renames: renames,
            isDeleted: deleted.contains)
    }

    @Test func `the same finding is unchanged, and another is new`() {
        let comparison = compare([.sample(context: 1)], [.sample(context: 1), .sample(context: 2, line: 2)])
        #expect(comparison.states == [.unchanged, .new])
    }

    @Test func `another level or message is updated`() {
        let base: [Finding] = [.sample(context: 1), .sample(context: 2, line: 2)]
        let head: [Finding] = [.sample(context: 1, level: .error), .sample(context: 2, line: 2, message: "says more")]
        #expect(compare(base, head).states == [.updated, .updated])
    }

    @Test func `of two on a line the one that stayed is not called updated`() {
        let base: [Finding] = [.sample(message: "first"), .sample(message: "second")]
        let comparison = compare(base, [.sample(message: "second")])
        #expect(comparison.states == [.unchanged])
        #expect(comparison.gone(.fixed).map(\.message) == ["first"])
    }

    @Test func `counts hold: a third of the same is new`() {
        let comparison = compare([.sample(), .sample()], [.sample(), .sample(), .sample()])
        #expect(comparison.states == [.unchanged, .unchanged, .new])
    }

    @Test func `a changed neighbour does not make a finding new`() {
        #expect(compare([.sample(context: 1, line: 5)], [.sample(context: 2, line: 5)]).states == [.unchanged])
    }

    @Test func `the own line alone matches in another file only under a rename`() {
        let base: [Finding] = [.sample(path: "a.yml", context: 1, line: 5)]
        let head: [Finding] = [.sample(path: "b.yml", context: 2, line: 5)]
        #expect(compare(base, head).states == [.new])
        #expect(compare(base, head, renames: ["a.yml": "b.yml"]).states == [.moved])
    }

    @Test func `among files of the same context the one that git names is preferred`() {
        let base: [Finding] = [.sample(path: "a.yml"), .sample(path: "b.yml")]
        let head: [Finding] = [.sample(path: "y.yml")]
        let comparison = compare(base, head, renames: ["b.yml": "y.yml"])
        #expect(comparison.gone(.fixed).map(\.path) == ["a.yml"])
    }

    @Test func `then the file of the same name, then one that is gone`() {
        let base: [Finding] = [.sample(path: "a.yml"), .sample(path: "b.yml"), .sample(path: "old/y.yml")]
        let head: [Finding] = [.sample(path: "new/y.yml"), .sample(path: "new/z.yml")]
        let comparison = compare(base, head, deleted: ["b.yml"])
        #expect(comparison.gone(.fixed).map(\.path) == ["a.yml"])
        #expect(comparison.count(.fixedByDeletion) == 0)
    }

    @Test func `a finding gone with its file is counted apart`() {
        let base: [Finding] = [.sample(path: "a.yml"), .sample(path: "b.yml", context: 2, line: 2)]
        let comparison = compare(base, [], deleted: ["a.yml"])
        #expect(comparison.count(.fixed) == 1)
        #expect(comparison.gone(.fixedByDeletion).map(\.path) == ["a.yml"])
    }

    @Test func `a finding gone from a renamed file is fixed`() {
        let comparison = compare([.sample(path: "a.yml")], [], renames: ["a.yml": "b.yml"], deleted: ["a.yml"])
        #expect(comparison.count(.fixed) == 1)
    }

    @Test func `findings of a rule that was added are told apart, of one that was taken away too`() {
        let comparison = compare(
            [.sample(rule: "tests/old")], [.sample(rule: "tests/young")], baseRules: ["tests/old"],
            headRules: ["tests/young"])
        #expect(comparison.states == [.newRule])
        #expect(comparison.count(.ruleRemoved) == 1)
        #expect(comparison.count(.fixed) == 0)
    }

    @Test func `a suppression that is lifted is new, one that is added is not a fix`() {
        var hidden = Finding.sample()
        hidden.suppressed = .init(kind: .inSource, reason: nil)
        #expect(compare([hidden], [.sample()]).states == [.new])
        let added = compare([.sample()], [hidden])
        #expect(added.count(.fixed) == 0)
        #expect(added.newlySuppressed == 1)
    }

    @Test func `a suppressed twin does not take the entry of one that counts`() {
        var hidden = Finding.sample()
        hidden.suppressed = .init(kind: .inSource, reason: nil)
        let comparison = Baseline(findings: [.sample()]).check([hidden, .sample()])
        #expect(comparison.states == [.new, .unchanged])
        #expect(comparison.count(.new) == 0)
    }

    @Test func `two spellings of a letter are two files`() {
        let comparison = compare(
            [.sample(path: "\u{E9}.yml"), .sample(path: "e\u{301}.yml")], [.sample(path: "e\u{301}.yml")])
        #expect(comparison.states == [.unchanged])
        #expect(comparison.gone(.fixed).map { Array($0.path.utf8) } == [Array("\u{E9}.yml".utf8)])
    }

    @Test func `a baseline as head is matched by its counts`() {
        let base = Baseline([.init(path: "a.yml", rule: "r", fingerprint: .init(context: 1, line: 1), count: 5)])
        let head = Baseline([.init(path: "a.yml", rule: "r", fingerprint: .init(context: 1, line: 1), count: 7)])
        let comparison = Comparison(base: .init(base), head: .init(head))
        #expect(comparison.count(.unchanged) == 5)
        #expect(comparison.count(.new) == 2)
    }

    @Test func `a hundred thousand findings on each side are matched in seconds even without optimisation`() {
        var base: [Finding] = []
        var head: [Finding] = []
        for n in 0..<100_000 {
            let path = "file-\(n / 50).yml"
            let line = UInt64(n % 20_000)
            base.append(.sample(path: path, context: UInt64(n), line: line))
            head.append(.sample(path: path, context: UInt64(n + n % 3), line: line + 1))
        }
        let clock = ContinuousClock()
        var total = 0
        let time = clock.measure { total = compare(base, head).states.count }
        print("100,000 findings against 100,000: \(time)")
        #expect(total == 100_000)
        #expect(time < .seconds(15))
    }
}
