#if os(Linux)
    import Foundation
    import LintAnalyzers
    import LintSource
    import LintSyntax
    import Testing

    /// What is read is given back.
    @Suite struct TerraformMemoryTests {
        /// Of this process, from Linux itself: other tests run in it at the same time.
        private func residentBytes() throws -> Int {
            let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            return try #require(text.split(separator: " ").dropFirst().first.flatMap { Int($0) }) * 4_096
        }

        /// (Sanitizers keep freed memory for a while; the fuzzers look for leaks with one, in the same code.)
        @Test(.disabled(if: ProcessInfo.processInfo.environment["TEST_ROUNDS"] != nil))
        func `the folder of a recipe's line does not outlive the line`() throws {
            // Of 1,000 bytes and more: each line enters one, and the next begins at home.
            let folder = (0..<10).map { String(repeating: "\($0)", count: 99) }.joined(separator: "/")
            let lines = 8_000
            let text = Array(("a:\n" + String(repeating: "    cd x\n", count: lines) + "    tofu init\n").utf8)
            func read() {
                let file = text.withByteView { ParsedFile(path: folder + "/Justfile", bytes: $0) }
                #expect(TerraformState.facts(of: file) != nil)
            }
            read()
            let (rounds, limit) = (8, lines * folder.utf8.count * 4)
            // Others may take memory meanwhile: the best of a few.
            var most = Int.max
            for _ in 0..<4 where most > limit {
                let before = try residentBytes()
                for _ in 0..<rounds { read() }
                most = min(most, try residentBytes() - before)
            }
            #expect(most <= limit, "\(most / lines / rounds) bytes a line stay")
        }
    }
#endif
