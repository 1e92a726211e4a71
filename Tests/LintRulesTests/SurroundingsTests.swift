import LintSource
import Testing

@testable import LintRules

@Suite struct SurroundingsTests {
    private static let pieces = [
        "name", "name", "/", ".", "-", "_", " ", "\n", "a.b", "://", "https://", "git@", "github:", ":\\/\\/", "@",
        "\\.",
        ":8080", "}", "é", "x", String(repeating: "w", count: 300), ".dev", "com",
    ]

    @Test(arguments: UInt64(1)...8)
    func `what names in a row stand in is what each alone stands in`(seed: UInt64) {
        var state = seed
        var text = String(repeating: "- ", count: 400)
        for _ in 0..<3_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text += SurroundingsTests.pieces[Int(state >> 33) % SurroundingsTests.pieces.count]
        }
        let name = Array("name".utf8)
        Array(text.utf8).withByteView { bytes in
            var inRow = Surroundings(bytes)
            var places: Set<String> = []
            // Twice, because a matcher of several names goes through the text for each.
            for _ in 0..<2 {
                for start in 0..<bytes.count where bytes[start..<(start + 4)].elementsEqual(name) {
                    var alone = Surroundings(bytes)
                    let place = inRow.place(of: start, start + 4, joined: false, isSnake: false)
                    #expect(place == alone.place(of: start, start + 4, joined: false, isSnake: false), "at \(start)")
                    places.insert(place?.rawValue ?? "alone")
                }
            }
            #expect(places == ["url", "host", "path", "identifier", "alone"])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a megabyte of names in one path is looked at once`() throws {
        // 500 bytes around each of 90,000 names took a minute and more.
        let text = String(repeating: "/attic-iac/", count: 90_000)
        #expect(try MatcherTests.matches("{name: attic-iac}", text) == [])
        let hosts = String(repeating: "attic-iac.", count: 90_000)
        #expect(try MatcherTests.matches("{name: attic-iac}", hosts) == [])
    }
}
