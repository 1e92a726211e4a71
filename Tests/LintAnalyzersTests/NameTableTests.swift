import Testing

@testable import LintAnalyzers

@Suite struct NameTableTests {
    /// 2^14 names whose hashes end in the same 20 bits: of each block two are alike in what they make of the hash before.
    private static let meeting: [String] = {
        func step(_ hash: UInt64, _ text: String) -> UInt64 { text.nameHash(after: hash) & 0xF_FFFF }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 & 0xF_FFFF
        var names = [""]
        for _ in 0..<14 {
            var seen: [UInt64: String] = [:]
            var number = 0
            while true {
                let block = String(number, radix: 36) + "."
                number += 1
                let next = step(hash, block)
                guard let other = seen.updateValue(block, forKey: next) else { continue }
                names = names.flatMap { [$0 + block, $0 + other] }
                hash = next
                break
            }
        }
        return names
    }()

    private func time(_ names: [String]) -> Duration {
        (0..<3).map { _ in
            ContinuousClock().measure {
                var table = NameTable()
                for name in names { _ = table.add(name) }
                for name in names { _ = table.number(of: name, name.nameHash) }
            }
        }.min() ?? .zero
    }

    @Test func `names have the numbers that they came by, however their hashes meet`() {
        let names = NameTableTests.meeting
        #expect(Set(names.map { $0.nameHash & 0xF_FFFF }).count == 1)
        var table = NameTable()
        for (number, name) in names.enumerated() {
            #expect(table.add(name) == (number, true))
            #expect(table.add(name) == (number, false))
        }
        #expect(table.number(of: "x", "x".nameHash) == nil)
        for (number, name) in names.enumerated() { #expect(table.number(of: name, name.nameHash) == number) }
        #expect(names.allSatisfy { table.holds($0.nameHash) })
    }

    @Test func `names that were made to meet cost not much more than others`() {
        let names = NameTableTests.meeting
        #expect(time(names) < time(names.indices.map { names[0] + String($0) }) * 200)
    }
}
