import LintSource
import LintSyntax
import Testing

@Suite struct OffsetMapTests {
    @Test func `inner offsets map to the host and back through stripped indentation`() {
        var map = OffsetMap()
        map.append(host: 10, length: 4)
        map.append(host: 16, length: 5)
        #expect(map.host(of: 0) == 10)
        #expect(map.host(of: 4) == 16)
        #expect(map.host(of: 4, isEnd: true) == 14)
        #expect(map.host(of: 9, isEnd: true) == 21)
        var outer = OffsetMap()
        outer.append(host: 100, length: 12)
        outer.append(host: 200, length: 20)
        let both = map.mapped(through: outer)
        #expect(both.host(of: 1) == 111)
        #expect(both.host(of: 2) == 200)
        #expect(both.innerCount == 9)
    }
}
