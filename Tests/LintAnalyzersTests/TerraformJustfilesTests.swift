@testable import LintAnalyzers
import LintSource
import LintWalk
import Testing

/// Where the recipes of Justfiles run: attributes, settings, imports, and paths that are put together.
@Suite struct TerraformJustfilesTests {
    private static let open = "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
    private static let given = "-backend-config=bucket=b -backend-config=key=net"

    private static func model(_ files: [(path: String, text: String)]) -> TerraformStacks {
        let stacks = ["", "infra/tofu/", "just/"].map { ($0 + "main.tf", open) }
        return LintAnalyzersTests.stacks(of: (files + stacks).sorted { PathOrder.precedes($0.0, $1.0) })
    }

    /// The stacks that an init feeds, and those that nothing is known to feed.
    private static func fed(_ files: [(path: String, text: String)]) -> [String] {
        model(files).stacks.filter { !$0.feeders.isEmpty }.map(\.path)
    }

    private static func justfile(_ before: String, _ body: String = "tofu init \(given)") -> String {
        before + "\ninit:\n    " + body + "\n"
    }

    @Test(arguments: [
        "[working-directory: 'infra/tofu']", "[working-directory('infra/tofu')]",
        "[private, working-directory: \"infra/tofu\"]",
        "[no-cd]\n[working-directory: 'infra/tofu']", "d := 'infra'\n[working-directory: d / 'tofu']",
        "set working-directory := 'infra/tofu'", "set no-cd\n[working-directory: 'infra/tofu']",
        "set working-directory := 'infra'\n[working-directory: 'tofu']",
        "set working-directory := 'infra'\n[working-directory: justfile_directory() / 'infra/tofu']",
    ])
    func `a recipe begins where it says, or its file`(_ before: String) {
        let stacks = Self.model([("Justfile", Self.justfile(before))]).stacks
        #expect(stacks.map(\.authority) == [.none, .clear, .none], "\(before)")
    }

    @Test(arguments: [
        "[no-cd]", "set no-cd", "set no-cd := true", "[group('a'), no-cd]", "set working-directory := f('x')",
    ])
    func `nothing is known of a recipe that stays where its caller stands`(_ before: String) {
        let stacks = Self.model([("Justfile", Self.justfile(before))]).stacks
        #expect(stacks.map(\.authority) == [.unknown, .unknown, .unknown])
    }

    @Test(arguments: ["", "[private]", "set no-cd := false", "[doc('no-cd')]", "# [no-cd]"])
    func `any other begins where its file lies`(_ before: String) {
        #expect(Self.fed([("Justfile", Self.justfile(before))]) == ["."])
    }

    @Test func `an attribute is of the next recipe alone`() {
        let text = "[no-cd]\na:\n    true\n\n[working-directory: 'x']\nb := '1'\n" + Self.justfile("")
        #expect(Self.fed([("Justfile", text)]) == ["."])
    }

    @Test(arguments: [
        "d := justfile_directory() / 'infra/tofu'", "d := 'infra' / 'tofu'", "d := \"infra\" + \"/tofu\"",
        "d := join(justfile_directory(), 'infra', 'tofu')", "d := join('x', justfile_dir()) / 'infra/tofu'",
        "r := justfile_directory()\nd := (r / 'infra') / 'tofu'", "d := `git rev-parse --show-toplevel` / 'infra/tofu'",
        "d := parent_directory(justfile_directory() / 'infra/tofu/x')", "d := parent_dir('infra/tofu/x')",
        "d := env('D', justfile_directory() / 'infra/tofu')", "x := 'infra'\nd := env_var_or_default('D', x / 'tofu')",
        "d := clean('infra//tofu')", "s := '/'\nd := source_directory() + s + 'infra/tofu'",
    ])
    func `a path that is put together is one`(_ variables: String) {
        #expect(
            Self.fed([("Justfile", Self.justfile(variables, "cd {{ d }} && tofu init \(Self.given)"))]) == [
                "infra/tofu"
            ])
    }

    @Test(arguments: [
        "{{ justfile_directory() / 'infra/tofu' }}", "{{ 'infra' / \"tofu\" }}", "{{join('infra','tofu')}}",
        "{{ r / 'tofu' }}", "{{r}}/tofu", "{{ quote(r / \"tofu\") }}", "{{ env('D', r / 'tofu') }}",
    ])
    func `so it is in a recipe`(_ path: String) {
        let bodies = [
            "cd \"\(path)\" && tofu init", "tofu -chdir=\(path) init", "#!/bin/sh\n    cd \(path)\n    tofu init",
        ]
        for body in bodies {
            let text = Self.justfile("r := 'infra'", "\(body) \(Self.given)")
            #expect(Self.fed([("Justfile", text)]) == ["infra/tofu"], "\(body)")
        }
    }

    @Test(arguments: [
        "d := `cat d`", "d := if x == 'a' { 'infra/tofu' } else { 'b' }", "d := uppercase('infra/tofu')",
        "d := 'infra' / f('tofu')", "d := invocation_directory() / 'infra/tofu'", "d := shell('pwd') / 'infra/tofu'",
        "d := parent_directory('infra')", "d := 'infra' 'tofu'",
    ])
    func `what nothing tells is not known`(_ variables: String) {
        let stacks = Self.model([("Justfile", Self.justfile(variables, "cd {{ d }} && tofu init \(Self.given)"))])
            .stacks
        #expect(stacks.map(\.authority) == [.unknown, .unknown, .unknown])
    }

    @Test func `a parameter is not the variable of its name`() {
        let text = "tofu := 'x'\ninit tofu:\n    cd infra/{{tofu}} && tofu init \(Self.given)\n"
        #expect(Self.fed([("Justfile", text)]) == ["infra/tofu"])
    }

    @Test(arguments: ["[script]", "[script('bash'), private]", "[private]\n[script(\"sh\", \"-e\")]"])
    func `the lines of a script are one shell's`(_ before: String) {
        let body = "cd infra/tofu\n    tofu init \(Self.given)"
        #expect(Self.fed([("Justfile", Self.justfile(before, body))]) == ["infra/tofu"])
        #expect(Self.fed([("Justfile", Self.justfile("[private]", body))]) == ["."])
    }

    // MARK: imports

    private static let recipe = "init:\n    tofu init \(given)\n"

    @Test(arguments: [
        [("justfile", "import 'just/tf.just'\n")], [("justfile", "import? \"just/tf.just\"\n")],
        [("justfile", "import 'a.just'\n"), ("a.just", "import 'just/tf.just'\n")],
        [("justfile", "import 'just/b.just'\n"), ("just/b.just", "import 'tf.just'\nimport '../justfile'\n")],
    ])
    func `what is imported runs where its importer does`(_ files: [(path: String, text: String)]) {
        #expect(Self.fed(files + [("just/tf.just", Self.recipe)]) == ["."])
    }

    @Test func `of several importers each runs it`() {
        let files = [("infra/tofu/justfile", "import '../../just/tf.just'\n"), ("justfile", "import 'just/tf.just'\n")]
        #expect(Self.fed(files + [("just/tf.just", Self.recipe)]) == [".", "infra/tofu"])
    }

    @Test(arguments: ["", "just/x.just", "../../just/y.just"])
    func `what nobody imports runs where it lies`(_ path: String) {
        let other = path.isEmpty ? "x := '1'\n" : "import '\(path)'\n"
        #expect(Self.fed([("just/tf.just", Self.recipe), ("justfile", other)]) == ["just"])
    }

    @Test func `a module runs where it lies, whoever imports it too`() {
        let files = [("a.just", "import 'just/tf.just'\n"), ("justfile", "mod tf 'just/tf.just'\n")]
        #expect(Self.fed([files[1], ("just/tf.just", Self.recipe)]) == ["just"])
        #expect(Self.fed(files + [("just/tf.just", Self.recipe)]) == [".", "just"])
    }

    @Test(arguments: [
        "set working-directory := 'infra/tofu'\nimport 'just/tf.just'\n",
        "import 'just/tf.just'\nimport 'just/set.just'\n",
    ])
    func `a setting is of all that is imported`(_ text: String) {
        let files = [("just/set.just", "set working-directory := 'infra/tofu'\n"), ("justfile", text)]
        #expect(Self.fed(files + [("just/tf.just", Self.recipe)]) == ["infra/tofu"])
    }

    @Test func `variables are of all that is imported`() {
        let recipe = "init:\n    cd {{dir}} && tofu init \(Self.given)\n"
        let variables = "dir := justfile_directory() / 'infra/tofu'\n"
        #expect(
            Self.fed([("just/tf.just", recipe), ("justfile", "import 'just/tf.just'\n" + variables)]) == ["infra/tofu"])
        #expect(
            Self.fed([("just/v.just", variables), ("justfile", "import 'just/v.just'\n" + recipe)]) == ["infra/tofu"])
        let beside = "dir := source_directory() / '../infra/tofu'\n"
        #expect(Self.fed([("just/v.just", beside), ("justfile", "import 'just/v.just'\n" + recipe)]) == ["infra/tofu"])
    }

    @Test(arguments: [
        [("just/a.just", "import 'tf.just'\n"), ("just/tf.just", "import 'a.just'\n" + recipe)],
        [("just/tf.just", "import 'tf.just'\n" + recipe)],
        [("a.just", "set no-cd\nimport 'just/tf.just'\n"), ("just/tf.just", recipe)],
        [("just/justfile", recipe + "set no-cd\n")],
    ])
    func `what only imports itself, or stays where its caller stands, may run anywhere`(
        _ files: [(path: String, text: String)]
    ) {
        #expect(Self.model(files).stacks.map(\.authority) == [.unknown, .unknown, .unknown])
    }

    @Test func `a Justfile that another imports runs where it lies, and may elsewhere`() {
        let files = [("just/justfile", Self.recipe), ("justfile", "import 'just/justfile'\n")]
        #expect(Self.model(files).stacks.map(\.authority) == [.unknown, .unknown, .clear])
    }

    @Test func `many that import each other cost no more than they are`() {
        let count = 3_000
        let names = (0..<count).map { "r\($0)" }
        var files = names.map { ("\($0)/justfile", "import '../c/0.just'\n") }
        files += (0..<count).map { ("c/\($0).just", "import '\($0 + 1).just'\nv\($0) := '1'\n" + Self.recipe) }
        #expect(Self.model(files).stacks.allSatisfy { $0.authority == .unknown })
    }

    // MARK: parameters of several parts

    private static func blocks(_ folders: [String]) -> [(String, String)] {
        folders.map { ("\($0)/main.tf", "terraform {\n  backend \"s3\" {\n    key = \"\($0)\"\n  }\n}\n") }
    }

    private static func verdicts(_ files: [(String, String)], _ folders: [String]) -> [TerraformStack.Authority] {
        let all = files + blocks(folders)
        return LintAnalyzersTests.stacks(of: all.sorted { PathOrder.precedes($0.0, $1.0) }).stacks.map(\.authority)
    }

    @Test func `a parameter may hold several folders`() {
        let just =
            "deploy layer name:\n    #!/bin/sh\n    cd {{layer}}/{{name}}\n    terraform init -backend-config=bucket=b\n"
        #expect(Self.verdicts([("t/Justfile", just)], ["t/cloud/dns/a", "t/vm/b"]) == [.unknown, .clear])
        #expect(Self.verdicts([("t/Justfile", just)], ["t/vm/b", "u/cloud/dns/a"]) == [.clear, .none])
        let fixed = just.replacing("{{layer}}/{{name}}", with: "vm/b")
        #expect(Self.verdicts([("t/Justfile", fixed)], ["t/cloud/dns/a", "t/vm/b"]) == [.none, .clear])
    }

    @Test func `the choices of an input are all that there are`() {
        func workflow(_ input: String) -> String {
            "on:\n  workflow_dispatch:\n    inputs:\n      r:\n        type: choice\n        options: [dns/a, b]\njobs:\n  a:\n"
                + "    steps:\n      - working-directory: t/${{ \(input) }}\n        run: terraform init -backend-config=bucket=b\n"
        }
        for input in ["inputs.r", "github.event.inputs.r"] {
            #expect(
                Self.verdicts([(".github/workflows/a.yml", workflow(input))], ["t/b", "t/dns/a", "t/dns/c"])
                    == [.clear, .clear, .none])
        }
        #expect(
            Self.verdicts([(".github/workflows/a.yml", workflow("inputs.s"))], ["t/b", "t/dns/a", "t/dns/c"])
                == [.clear, .unknown, .unknown])
        let loop = "for s in dns/a b; do\n  (cd t/$s && terraform init -backend-config=bucket=b)\ndone\n"
        #expect(Self.verdicts([("up.sh", loop)], ["t/b", "t/dns/a", "t/dns/c"]) == [.clear, .clear, .none])
    }

    // MARK: a file of arguments by its default

    @Test(arguments: [
        "b=\"${NET:-infra/b.hcl}\"\nif [[ \"$b\" != /* ]]; then b=\"$(pwd)/${b}\"; fi\n",
        "b=\"$PWD/${NET:-infra/b.hcl}\"\n",
        "b=\"${NET:-$(pwd)/infra/b.hcl}\"\n", "b=\"${NET:-b.hcl}\"\n",
    ])
    func `a file of arguments is that of its default`(_ script: String) {
        let files = [
            ("infra/b.hcl", "bucket = \"b\"\n"),
            ("init.sh", script + "tofu -chdir=infra init -backend-config=\"$b\"\n"),
        ]
        #expect(Self.verdicts(files, ["infra"]) == [.clear])
        #expect(Self.verdicts([files[1]], ["infra"]) == [.unknown])
    }
}
