import LintSource
import Testing

@testable import LintRules

/// Places where a check refuses a name: `x` stands for it.
@Suite struct RefusalTests {
    private static func isRefused(_ text: String) -> Bool {
        Array(text.utf8).withByteView { bytes in
            let place = bytes.place(of: "name.example") ?? 0
            return Refusal.holds(ByteRange(place, place + 12), in: bytes)
        }
    }

    @Test(arguments: [
        "RETIRED = {\"a\", \"name.example\"}", "FORBIDDEN_HOSTS: set[str] = {\"name.example\"}",
        "const retiredHosts = new Set([\n  'a', // one\n\n  'name.example',\n])", "  \"forbidden\": [\"name.example\"]",
        "stale:\n- a\n- https://name.example/x", "deny: |\n  name.example", "STALE=(a name.example)",
        "readonly STALE=\"a name.example\"", "x --forbidden=name.example --other", "for stale in a name.example; do",
        "{from: https://name.example, to: b}", "- from: name.example\n  to: b", "to: b\nfrom: name.example",
        "assert \"name.example\" not in text", "t.NotContains(t, \"name.example\")",
        "expect(a).not.toContain('name.example')",
        "! grep -q name.example f", "  - run: ! grep -q 'name.example' f || exit 1",
        "grep -q name.example f && fail \"no\"",
        "if [[ $A =~ (x|name\\.example|name.example) ]]; then\n  echo no\n  exit 1\nfi",
        "if grep name.example f; then fail; fi", "if 'name.example' in a:\n    raise E()",
        "} else if (a.includes('name.example')) {\n  throw x\n}",
        "if strings.Contains(a, \"name.example\") { t.Fatal() }",
        "case $a in\n  b|*name.example*) die ;;\nesac", "case $a in *name.example*) echo \"error\" ;; esac",
        "\u{FEFF}RETIRED = ['name.example']",
    ])
    func `it is refused`(_ text: String) { #expect(Self.isRefused(text), "\(text)") }

    @Test(arguments: [
        "HOSTS = {\"name.example\"}", "ALLOW_STALE = [\"name.example\"]", "stale: {host: name.example}",
        "stale:\n  host: name.example", "stale:\n  - a\nused:\n  - name.example", "STALE=1 curl name.example",
        "STALE=\"1\" curl name.example", "STALE=(a); curl name.example", "retired = is_old(x); url = 'name.example'",
        "for host in name.example; do", "from: name.example\nthen: b", "assert \"name.example\" in text",
        "! grep -q name.example f && echo name.example >> f", "if ! grep -q name.example f; then\n  exit 1\nfi",
        "if 'name.example' not in a:\n    raise E()", "if [[ $A != *name.example* ]]; then\n  exit 1\nfi",
        "if [ -z \"$(curl name.example | grep ok)\" ]; then exit 1; fi", "if curl name.example; then exit 1; fi",
        "if [[ \"$(curl name.example)\" == ok ]]; then exit 1; fi",
        "if [[ $A == *name.example* ]]; then\n  run || exit 1\nelse\n  exit 1\nfi",
        "if grep name.example f; then\n  curl --fail x\nfi\nexit 1",
        "case $a in\n  *name.example*) run ;;\n  *) die ;;\nesac",
        "grep name.example f || fail", "[text](https://name.example) fails", "f('name.example')\nraise E()",
        "If it cannot reach https://name.example in 5 seconds, the job fails.",
        "if it cannot reach https://name.example in 5 seconds, the job fails.",
        "(https://name.example/x) if a build fails",
        "if a.startswith(\"name.example\"):\n    errors = []",
        "if [ \"$A\" = name.example ]; then\n  echo \"no errors\"\nfi",
        "rejected = fetch(\"name.example\")", "stale-while-revalidate: name.example",
    ])
    func `it is not`(_ text: String) { #expect(!Self.isRefused(text), "\(text)") }

    @Test func `a list is read up to a limit, whatever its length`() {
        let items = String(repeating: "  - a\n", count: 100_000)
        #expect(!Self.isRefused("stale:\n\(items)  - name.example\n"))
        #expect(!Self.isRefused("stale: [\(String(repeating: "a, ", count: 100_000))name.example]\n"))
    }
}
