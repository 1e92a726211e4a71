import LintSource
import LintSyntax
import Testing

@testable import LintAnalyzers

@Suite struct LocalUsesTests {
    @Test(arguments: [
        "uses: ./a", "- uses: './a'", "\"uses\" : \"./a\"", "{'uses':\"./a\"}", "uses:\n  ./a", "uses: >-\n  ./a",
        "uses: &x ./a",
        "uses: *x", "uses: !!str ./a", "? uses\n: ./a", "uses: \"\\x2e/a\"", "uses: # why\n  ./a",
        "? uses # why\n: ./a", "x: [uses: ./a]",
    ])
    func `a key that has a path of the repository is seen`(text: String) {
        #expect(Array(text.utf8).withByteView { LocalUses.mayStand(in: $0) })
    }

    @Test(arguments: [
        "uses: actions/checkout@v4", "causes: ./a", "description: it uses ./a", "uses", "uses:", "a: who uses: the pod",
        "uses: 'docker://x'", "USE: ./a", "",
    ])
    func `of others no token is needed`(text: String) {
        #expect(!Array(text.utf8).withByteView { LocalUses.mayStand(in: $0) })
    }
}
