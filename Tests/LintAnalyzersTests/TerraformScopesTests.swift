import LintAnalyzers
import LintSource
import LintSyntax
import LintWalk
import Testing

/// Variables that end with the shell, the function or the command that they are set for.
@Suite struct TerraformScopesTests {
    /// The stacks that have one answer, with their states.
    private static func clear(_ path: String, _ script: String) -> [String] {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
        var files = ["net", "dns"].map { (path: $0 + "/main.tf", text: block) }
        files.append((path, script))
        return LintAnalyzersTests.stacks(of: files.sorted { PathOrder.precedes($0.path, $1.path) }).stacks
            .filter { $0.authority == .clear }.map { "\($0.path) \($0.stateNames.joined(separator: ","))" }
    }

    private static let net = "terraform -chdir=$D init -backend-config=key=n"
    private static let dns = "terraform -chdir=$D init -backend-config=key=d"

    @Test(arguments: [
        "D=dns\n(D=net; \(net))\n\(dns)\n",
        "D=dns\n( (D=net; \(net)); D=x; echo)\n\(dns)\n",
        "f() { local -r D=net; \(net); }\nD=dns\nf\n\(dns)\n",
        "f() { if true; then local D; D=net; \(net); fi; }\nD=dns\nf x\n\(dns)\n",
        "g() { local D=x; cd .; }\nf() { local D=net; g; \(net); }\nD=dns\nf\n\(dns)\n",
        "f() ( case $1 in a) D=net; \(net) ;; esac )\nD=dns\nf a\n\(dns)\n",
        "D=dns\nbash -c 'D=net; \(net)'\n\(dns)\n",
        "A=net\nD=$A\n(D=dns; \(dns))\nA=x\n\(net)\n",
        "n() { local -a A; A+=(-backend-config=key=n); terraform -chdir=net init \"${A[@]}\"; }\n"
            + "d() { local -a A; A+=(-upgrade); terraform -chdir=dns init \"${A[@]}\" -backend-config=key=d; }\nn\nd\n",
    ])
    func `what is assigned ends with its shell or function`(_ script: String) {
        #expect(Self.clear("init.sh", script) == ["dns d", "net n"])
    }

    @Test(arguments: [
        "D=dns\nf() { D=net; }\nf\n\(net)\n", "D=dns\nf() { declare -g D=net; }\nf\n\(net)\n",
        "D=dns\nif true; then D=net; fi\nD=net && \(net)\n", "D=dns\n{ D=net; }\n\(net)\n",
        "D=dns\nunset D\nD=${D:-net}\n\(net)\n", "D=dns\nD=x echo\nD=net\n\(net)\n",
    ])
    func `what is assigned for all holds behind it`(_ script: String) {
        #expect(Self.clear("init.sh", script) == ["net n"])
    }

    /// Scripts with thousands of scopes, of which nothing may cost more than its length.
    @Test(arguments: [
        String(repeating: "(D=net; \(net))\n", count: 3_000),
        String(repeating: "D=net terraform -chdir=net init\n", count: 3_000),
        String(repeating: "(D=net; ", count: 3_000) + net + String(repeating: ")", count: 3_000),
        "f() { local D=net E=x; \(net); }\n" + String(repeating: "f\n", count: 3_000),
        "f() {\n" + (0..<3_000).map { "local V\($0)=x; \(net)\n" }.joined() + "}\nf\nf\n",
        String(repeating: "f() ( case x in a) ", count: 3_000),
    ])
    func `many scopes are read in no time`(_ script: String) {
        let clock = ContinuousClock()
        let time = clock.measure { _ = Self.clear("init.sh", script) }
        #expect(time < .seconds(4))
    }
}
