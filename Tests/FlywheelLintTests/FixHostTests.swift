import FlywheelLint
import LintFindings
import LintRules
import LintSource
import Testing

/// What a safe fix writes for a host or a port is not right everywhere.
@Suite struct FixHostTests {
    static let pack = """
        pack: tests
        rules:
          - id: tests/host
            title: t
            why: w
            match: {url: {host: old.example}}
            message: m
            fix: {replace-part: host, with: new.example, safety: safe}
            tests: [{lang: text, bad: "⟦old.example⟧"}, {lang: text, good: "new"}]
          - id: tests/port
            title: t
            why: w
            match: {url: {host: [kiln.example, "*.kiln.example"], port: "8080"}}
            message: m
            fix: {replace-part: port, with: "80", safety: safe}
            tests: [{lang: text, bad: "⟦kiln.example:8080⟧"}, {lang: text, good: "new"}]
          - id: tests/secure
            title: t
            why: w
            match: {url: {host: kiln.example, port: "8443"}}
            message: m
            fix: {replace-part: port, with: "443", safety: safe}
            tests: [{lang: text, bad: "⟦kiln.example:8443⟧"}, {lang: text, good: "new"}]
          - id: tests/none
            title: t
            why: w
            match: {url: {host: kiln.example, port: "9090"}}
            message: m
            fix: {replace-part: port, with: "", safety: safe}
            tests: [{lang: text, bad: "⟦kiln.example:9090⟧"}, {lang: text, good: "new"}]
        """

    static func findings(_ path: String, _ text: String) throws -> [Finding] {
        let rules = RuleSet(rules: try Pack.decode(file: .init(path: "tests.yml", bytes: Array(pack.utf8))).rules)
        return Linter.check([SourceFile(path: path, bytes: Array(text.utf8))], rules: rules)
            .sorted { $0.location.range < $1.location.range }
    }

    /// What each safe fix writes; `nil` for one that is not safe.
    static func written(_ path: String, _ text: String) throws -> [String?] {
        try findings(path, text).map { $0.fixSafety == .safe ? $0.fix?.edits.first?.text : nil }
    }

    @Test(
        arguments: [
            ("curl http://kiln.example:8080/\n", [""]), ("curl HTTP://kiln.example:8080\n", [""]),
            ("probe ws://kiln.example:8080\n", [""]), ("probe tcp://kiln.example:8080\n", ["80"]),
            ("wait-for-it kiln.example:8080\n", ["80"]), ("curl https://kiln.example:8080\n", [nil]),
            ("curl $SCHEME://kiln.example:8080\n", [nil]), ("curl https://kiln.example:8443\n", [""]),
            ("wait-for-it kiln.example:8443\n", ["443"]), ("curl http://kiln.example:8443\n", [nil]),
            ("curl http://kiln.example:9090\n", [""]), ("wait-for-it kiln.example:9090\n", [nil]),
            ("wait-for-it kiln.example:8080 a.kiln.example:8080\n", ["80", "80"]),
            ("wait-for-it kiln.example:8080 kiln.example:8080\n", ["80", "80"]),
            ("echo kiln.example:8080 kiln.example\n", [nil]),
        ] as [(String, [String?])])
    func `a port that the scheme says, and one that nothing says`(text: String, fixes: [String?]) throws {
        #expect(try FixHostTests.written("a.sh", text) == fixes)
    }

    @Test(
        arguments: [
            ("a.conf", "server {\n  name old.example;\n  location / { return 301 https://new.example; }\n}\n", [false]),
            ("a.conf", "server {\n  name old.example;\n}\nserver {\n  name new.example;\n}\n", [true]),
            ("a.conf", "server {\n  name old.example;\n  to newer.new.example, new.example.org;\n}\n", [true]),
            ("Caddyfile", "old.example {\n\tredir https://new.example{uri}\n}\n", [false]),
            ("Caddyfile", "y.example {\n\tproxy old.example\n}\nx.example {\n\tproxy new.example\n}\n", [true]),
            // (A site is where its host is defined.)
            ("Caddyfile", "old.example {\n}\nx.example {\n\tproxy new.example\n}\n", [false]),
            ("a.json", "{\"a\": {\"hosts\": [\"old.example\"],\n\"redirect\": \"new.example\"}}\n", [false]),
            ("a.json", "{\"a\": {\"hosts\": [\"old.example\"],\n\"server\": \"new.example\"}}\n", [true]),
            ("a.json", "{\"a\": {\"from\": \"old.example\"},\n\"b\": {\"to\": \"new.example\"}}\n", [true]),
            ("a.tf", "a {\n  b = \"${x}\"\n  c = \"old.example\"\n  d = [\"new.example\"]\n}\n", [false]),
            ("a.py", "a = [\n    \"new.example\",\n    \"old.example\",\n]\nb = \"old.example\"\n", [false, true]),
            ("a.sh", "f() {\n  curl old.example\n  curl new.example\n}\n", [true]),
            ("a.sh", "cat <<EOF\nserver {\n  name old.example;\n  return 301 new.example;\n}\nEOF\n", [false]),
            ("a.yml", "a:\n  - new.example\n  # more\n\n  - old.example\nb:\n  c: old.example\n", [false, true]),
            ("a.yml", "a:\n- new.example\n- \"old.example\"\nb:\n- old.example\n", [false, true]),
            ("a.yml", "- host: old.example\n  to:\n    b: new.example\n- host: old.example\n", [false, true]),
            ("a.yml", "- name: x\n  host: old.example\n  to: new.example\n- to: new.example\n", [false]),
            ("a.yml", "- to: new.example\n- name: x\n  host: old.example\n- to: new.example\n", [true]),
            ("a.yml", "redirect:\n  to: new.example\nrules:\n  - host: old.example\n", [false]),
            ("a.yml", "redirect:\n  to: new.example\n---\nrules:\n  - host: old.example\n", [true]),
            ("a.yml", "server:\n  to: new.example\nrules:\n  - host: old.example\n", [true]),
            ("a.md", "Go to `old.example`.\n\n{ It is new.example. }\n", [true]),
        ] as [(String, String, [Bool])])
    func `hosts that lead to one another`(path: String, text: String, safe: [Bool]) throws {
        #expect(try FixHostTests.written(path, text).map { $0 != nil } == safe)
        let lines = text.replacing("\n", with: "\r\n")
        #expect(try FixHostTests.written(path, lines).map { $0 != nil } == safe)
    }

    /// What is looked at has a bound, and so has what it costs.
    @Test func `far away`() throws {
        let far = String(repeating: "# nothing\n", count: 400)
        #expect(try FixHostTests.written("a.yml", "a: old.example\n\(far)b: new.example\n") == ["new.example"])
        let lines = String(repeating: "x { new.example } [ { ] old.example\n", count: 900)
        #expect(try FixHostTests.written("a.conf", lines).count == 900)
        #expect(try FixHostTests.written("a.yml", String(repeating: "  - {\"old.example\n", count: 900)).count <= 900)
    }

    @Test func `what a document is may stand where reading ends`() throws {
        for filler in 2_020..<2_060 {
            let text = "spec:\n  host: old.example\n#" + String(repeating: "x", count: filler) + "\nkind: Ingress\n"
            #expect(try FixHostTests.written("a.yml", text).count == 1, "\(filler)")
        }
    }
}
