@testable import LintAnalyzers
import Testing

/// Variables that come to an init in a way of its own.
@Suite struct TerraformUnseenTests {
    private static let block = ("net/main.tf", "terraform {\n  backend \"http\" {}\n}\n")
    private static let address = "https://s.example.com/net"
    private static let variables = "TF_HTTP_ADDRESS=\(address)\n"

    @Test(
        arguments: [
            [("Makefile", "net: export TF_HTTP_ADDRESS = \(address)\nnet:\n\tterraform -chdir=net init\n")],
            [(".env", variables), ("up.sh", "export $(cat .env | xargs)\nterraform -chdir=net init\n")],
            [(".env", variables), ("up.sh", "export $(grep -v '^#' .env | xargs)\nterraform -chdir=net init\n")],
            [
                (".env", variables),
                ("Taskfile.yml", "dotenv: ['.env']\ntasks:\n  a:\n    dir: net\n    cmds: [terraform init]\n"),
            ],
            [
                ("net/.env", variables),
                ("Taskfile.yml", "tasks:\n  a:\n    dir: net\n    dotenv: ['.env']\n    cmds: [terraform init]\n"),
            ],
            [
                ("ci.env", variables),
                (
                    ".github/workflows/a.yml",
                    "jobs:\n  a:\n    steps:\n      - run: cat ci.env >> \"$GITHUB_ENV\"\n      - run: terraform -chdir=net init\n"
                ),
            ],
        ])
    func `what the repository holds is read`(_ files: [(String, String)]) {
        let stack = stacks(of: [Self.block] + files).stacks.first { $0.path == "net" }
        #expect(stack?.authority == .clear)
        #expect(stack?.address == Self.address)
    }

    @Test(
        arguments: [
            ("up.sh", "export $(cat .env | xargs)\nINIT\n"), ("up.sh", "eval \"$(./env.sh)\"\nINIT\n"),
            ("up.sh", "env $(cat .env | xargs) INIT\n"), ("up.sh", "export \"$LINE\"\nINIT\n"),
            ("up.sh", "[ -n \"$TF_HTTP_ADDRESS\" ] || exit 1\nINIT\n"),
            ("Makefile", "include .env\nexport $(shell sed 's/=.*//' .env)\na:\n\tINIT\n"),
            ("Makefile", "ifndef TF_HTTP_ADDRESS\n$(error set it)\nendif\na:\n\tINIT\n"),
            ("Jenkinsfile", "withCredentials([string(id: 'a', variable: 'TF_HTTP_ADDRESS')]) { sh 'INIT' }\n"),
        ])
    func `what it does not hold is not known`(_ path: String, _ text: String) {
        let text = text.replacing("INIT", with: "terraform -chdir=net init")
        #expect(stacks(of: [Self.block, (path, text)]).stacks.first?.authority == .unknown)
    }

    @Test func `variables that give what a backend needs are those of the facts`() {
        var needed: Set<String> = []
        for backend in TerraformBackend.all.values {
            needed.formUnion(backend.environment.filter { backend.required.contains($0.value) }.keys)
        }
        // (A part of one is not asked for: all files with scripts are searched for each of these.)
        needed = needed.filter { TerraformBackend.connectionWord($0) == nil }
        #expect(needed.isSubset(of: TerraformStateFacts.needed.map { "\($0)".uppercased() }))
    }

    @Test func `thousands of such lines and steps are read in a moment`() {
        let count = 4_000
        let shell = String(repeating: "export $(cat .env)\nterraform -chdir=net init\n", count: count)
        let make =
            (0..<count).map { "t\($0): export TF_HTTP_ADDRESS = a\nt\($0):\n\tterraform -chdir=net init\n" }.joined()
        let steps = String(
            repeating: "      - uses: a/b@v1\n      - run: cat a.env >> $GITHUB_ENV && terraform -chdir=net init\n",
            count: count)
        let start = ContinuousClock.now
        _ = stacks(of: [
            Self.block, ("up.sh", shell), ("Makefile", make),
            (".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n" + steps),
        ])
        // (4 s without optimizing, on a processor of its own.)
        #expect(ContinuousClock.now - start < .seconds(120))
    }

    @Test(
        arguments: [
            ("vars:\n  D: net\n", "", ["net"]), ("env:\n  D: net\n", "", ["net"]),
            ("vars:\n  D: dns\n", "    vars: {D: net}\n", ["net"]), ("vars:\n  D: {sh: ls}\n", "", []), ("", "", []),
            ("vars:\n  D: '{{.E}}'\n  E: net\n", "", []),
        ])
    func `a task begins in the folder that variables name`(_ file: String, _ own: String, _ fed: [String]) {
        let task = "  a:\n    dir: '{{.D}}'\n\(own)    cmds: [terraform init -backend-config=prefix=x]\n"
        let found = stacks(of: [
            ("Taskfile.yml", file + "tasks:\n" + task),
            ("dns/main.tf", "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"),
            ("net/main.tf", "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"),
        ])
        #expect(found.stacks.filter { !$0.feeders.isEmpty }.map(\.path) == fed)
    }
}
