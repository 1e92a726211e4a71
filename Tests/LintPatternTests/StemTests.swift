import LintPattern
import Testing

struct StemTests {
    private func needles(_ texts: String...) -> [Needle] { texts.map { Needle(Array($0.utf8)) } }

    @Test func `a clause of several needles has what they share before it, but the one that leads`() {
        let lead = needles("one-two", "two-three")
        let rest = needles("\"^", "'^", "/^")
        let found = NeedleClauses([rest, lead]).stemmed(besides: 1)
        #expect(found.clauses.clauses == [needles("^"), rest, lead])
        #expect(found.lead == 2)
    }

    @Test func `the longest part is shared, whatever stands around it`() {
        let rest = needles("\"attic-cache-prod\"", "attic-cache", "/attic-cached")
        let found = NeedleClauses([needles("context"), rest]).stemmed(besides: 0)
        #expect(found.clauses.clauses == [needles("context"), needles("attic-cache"), rest])
        #expect(found.lead == 0)
    }

    @Test func `needles that share nothing, and a single one, stay alone`() {
        let clauses = [needles("context"), needles("abc", "xyz"), needles("one")]
        let found = NeedleClauses(clauses).stemmed(besides: 0)
        #expect(found.clauses.clauses == clauses)
    }
}
