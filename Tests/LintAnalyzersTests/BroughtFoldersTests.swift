import LintSource
import LintSyntax
import Testing

@testable import LintAnalyzers

@Suite struct BroughtFoldersTests {
    /// What of `./a` (below `lib`, at the root, below `.github`) a script may bring, as it is told: `lib a github`.
    private func brought(_ script: String) -> String {
        let lines = script.split(separator: "\n").map { "          \($0)\n" }.joined()
        let uses = ["lib/a", "a", ".github/a"].map { "      - uses: ./\($0)\n" }.joined()
        let text = "jobs:\n  j:\n    steps:\n      - run: |\n\(lines)\(uses)"
        return Array(text.utf8).withByteView { bytes in
            let file = ParsedFile(path: ".github/workflows/w.yml", bytes: bytes)
            let facts = LocalUses.facts(of: file, codeScanningHashes: false) as? Told<LocalUses.Facts>
            let missing = Set(facts?.value.paths ?? [])
            return [("lib/a", "lib"), ("a", "a"), (".github/a", "github")].filter { !missing.contains($0.0) }
                .map(\.1).joined(separator: " ")
        }
    }

    @Test(arguments: [
        ("make", ""),
        ("git clone https://forge.example/o/lib.git", "lib"),
        ("git clone https://forge.example/o/x lib 2>/dev/null", "lib"),
        ("git clone -b main https://forge.example/o/x ./lib --depth 1", "lib"),
        ("git -c a.b=c clone git@forge.example:o/lib.git || true", "lib"),
        ("git clone https://x:${{ secrets.TOKEN }}@forge.example/o/lib", "lib"),
        ("git clone https://forge.example/o/$NAME", "lib a github"),
        ("git clone \"$URL\" .", "lib a github"),
        ("git clone \"$URL\" \"$RUNNER_TEMP/lib\"", ""),
        ("git clone \"$URL\" ../lib", ""),
        ("(cd lib && git clone https://forge.example/o/a)", "lib"),
        ("cd /tmp\ngit clone https://forge.example/o/lib", ""),
        ("pushd x\ngit clone https://forge.example/o/y\npopd\ngit clone https://forge.example/o/lib", "lib"),
        ("for r in x y; do gh repo clone o/$r lib/$r; done", "lib"),
        ("cp -r x \"${{ github.workspace }}/lib\"", "lib"),
        ("cp -r lib x", ""),
        ("cp \\\n  -r x \\\n  \"$GITHUB_WORKSPACE\"/lib/", "lib"),
        ("cp -r x \"$(pwd)/a\"", "a"),
        ("Copy-Item -Recurse x .github\\a", "github"),
        ("mkdir -p lib/b a", "a"),
        ("mkdir -p .github/{a,b}", "github"),
        ("printf x > lib/a/action.yml", "lib"),
        ("printf x > lib/ab/action.yml", ""),
        ("printf x | tee a/action.yml", "a"),
        ("# cp -r x lib", ""),
        ("echo 'cp -r x lib'", ""),
        ("rm -rf a lib", ""),
        ("OUT=a make", "a"),
        ("curl -sL https://forge.example/x | tar xz", "lib a"),
        ("curl -sL https://forge.example/x | tar xz -C lib", "lib"),
        ("curl -sL https://forge.example/x | sudo tar xz -C /usr/local/bin", ""),
        ("tar czf lib.tgz lib", ""),
        ("unzip x.zip -d a", "a"),
        ("Expand-Archive x.zip -DestinationPath lib", "lib"),
    ])
    func `a script brings what it puts there`(script: String, expected: String) {
        #expect(brought(script) == expected)
    }

    @Test func `eight times the steps and paths take no more than some eight times the time`() {
        func time(_ count: Int) -> Double {
            let steps = (0..<count).map { "      - uses: ./a\($0)/b\n      - run: cp -r x y\($0)/z && tar c 'a\n" }
            let text = "jobs:\n  j:\n    steps:\n\(steps.joined())"
            return ContinuousClock().measure {
                Array(text.utf8).withByteView { bytes in
                    let file = ParsedFile(path: ".github/workflows/w.yml", bytes: bytes)
                    _ = LocalUses.facts(of: file, codeScanningHashes: false)
                }
            } / .seconds(1)
        }
        var ratio = Double.infinity
        for _ in 0..<4 where ratio > 20 { ratio = min(ratio, time(4_000) / max(time(500), 1e-4)) }
        #expect(ratio <= 20)
    }
}
