import LintSource
import Testing

@testable import LintAnalyzers

@Suite struct TerraformIgnoredPathTests {
    @Test func `lines end where Unicode ends them, and those that name nothing are left out`() {
        let texts = [
            "", "\n", "a", "a\nb\n", "a\r\nb\rc\u{B}d\u{C}e\u{85}f\u{2028}g\u{2029}h", "\u{FEFF}a\n\u{FEFF}b",
            "#a\n #b\n!c\n",
            "  \n a \n/\n!\n!/\n\\#d", "é\u{2028}\u{20AC}\u{2027}ü", "*.tfstate*\n.terraform/\n/x/*.tfvars\n**/y",
            "a \r\r\n",
        ]
        for text in texts {
            // As Swift's own texts have it.
            let expected = text.drop { $0 == "\u{FEFF}" }.split(whereSeparator: \.isNewline).compactMap {
                TerraformIgnoredPath(String($0))
            }
            #expect(
                Array(text.utf8).withByteView { TerraformIgnoredPath.lines(of: $0) } == expected,
                "\(text.debugDescription)")
        }
    }

    @Test func `bytes that are no text end no line`() {
        let bytes: [UInt8] = [0x61, 0xC2, 0x0A, 0xE2, 0x80, 0x0A, 0xE2, 0x62, 0xC2, 0x85, 0x63]
        let lines = bytes.withByteView { TerraformIgnoredPath.lines(of: $0) }
        #expect(lines == ["a\u{FFFD}", "\u{FFFD}", "\u{FFFD}b", "c"].compactMap { TerraformIgnoredPath($0) })
    }

    @Test(arguments: [
        ("*.tfstate", "a/b.tfstate", true), ("a/", "a", nil), ("a/", "a/b", true),
        ("!a", "a", false),
        ("#a", "#a", nil), ("a/b", "a/b", true), ("a/b", "c/a/b", nil),
    ])
    func `a line speaks of the paths that it names`(line: String, path: String, expected: Bool?) {
        let bytes = Array(path.utf8)
        let ends = bytes.indices.filter { bytes[$0] == .ascii("/") } + [bytes.count]
        #expect(bytes.withByteView { TerraformIgnoredPath(line)?.ignores($0, ends: ends) } == expected)
    }
}
