import LintAnalyzers
import Testing

/// Workflows that others call with the folder of a stack.
@Suite struct TerraformCallsTests {
    private static func called(_ triggers: String = "", standard: String = "", _ arguments: String = "") -> String {
        """
        on:
        \(triggers)  workflow_call:
            inputs:
              project: {type: string\(standard)}
        jobs:
          tf:
            steps:
              - run: terraform init\(arguments)
                working-directory: stacks/${{ inputs.project }}
        """
    }

    private static func caller(_ with: String, matrix: String = "") -> String {
        "jobs:\n  a:\n\(matrix)    uses: ./.github/workflows/run.yml\n    with: {\(with)}\n"
    }

    private static func fed(_ called: String, by callers: [String]) -> [String] {
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
        let files = callers.enumerated().map { (".github/workflows/c\($0).yml", $1) }
        let found = stacks(
            of: files + [
                (".github/workflows/run.yml", called), ("stacks/dns/main.tf", block),
                ("stacks/lab/main.tf", "locals {}\n"),
                ("stacks/mail/main.tf", block),
            ])
        return found.stacks.filter { !$0.feeders.isEmpty }.map(\.path)
    }

    @Test func `callers say which stacks an init is of`() {
        #expect(Self.fed(Self.called(), by: [Self.caller("project: dns")]) == ["stacks/dns"])
        let both = [Self.caller("project: dns"), Self.caller("project: mail")]
        #expect(Self.fed(Self.called(), by: both) == ["stacks/dns", "stacks/mail"])
    }

    @Test func `each item of a matrix is a call`() {
        let caller = Self.caller("project: \"${{ matrix.p }}\"", matrix: "    strategy: {matrix: {p: [dns, mail]}}\n")
        #expect(Self.fed(Self.called(), by: [caller]) == ["stacks/dns", "stacks/mail"])
    }

    @Test func `what a caller leaves out has its default`() {
        #expect(Self.fed(Self.called(standard: ", default: mail"), by: [Self.caller("")]) == ["stacks/mail"])
    }

    @Test func `it may be any where nobody says, or a person does`() {
        let all = ["stacks/dns", "stacks/lab", "stacks/mail"]
        #expect(Self.fed(Self.called(), by: []) == all)
        #expect(Self.fed(Self.called(), by: [Self.caller("project: \"${{ github.ref_name }}\"")]) == all)
        #expect(Self.fed(Self.called("  workflow_dispatch:\n"), by: [Self.caller("project: dns")]) == all)
    }

    @Test func `one state a call is one for each, whatever they are called`() throws {
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
        let called = Self.called("", " -backend-config=prefix=${{ inputs.project }}").replacing(
            "stacks/${{ inputs.project }}", with: "stack")
        let found = stacks(of: [
            (".github/workflows/a.yml", Self.caller("project: eu/dev")),
            (".github/workflows/b.yml", Self.caller("project: us/prod")), (".github/workflows/run.yml", called),
            ("stack/main.tf", block),
        ])
        let stack = try #require(found.stacks.first)
        #expect(stack.authority == .clear)
        #expect(stack.stateNames == ["eu/dev", "us/prod"])
    }

    private static func authority(
        _ called: String, by callers: [String], _ others: [(String, String)] = []
    ) -> TerraformStack.Authority? {
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
        let files = callers.enumerated().map { (".github/workflows/c\($0).yml", Self.caller("project: \($1)")) }
        return stacks(of: files + [(".github/workflows/run.yml", called), ("stack/main.tf", block)] + others)
            .stacks.first?.authority
    }

    private static let places = ["eu/dev", "us/prod"]
    private static let keyed = called("", " -backend-config=prefix=${{ inputs.project }}").replacing(
        "stacks/${{ inputs.project }}", with: "stack")
    private static let twice =
        keyed + "\n  apply:\n    steps:\n      - run: terraform init -backend-config=prefix=${{ inputs.project }}\n"
        + "        working-directory: stack\n"

    @Test func `two jobs, two workflows or a page that name one of them say nothing new`() {
        #expect(Self.authority(Self.twice, by: Self.places) == .clear)
        let page = "```sh\ncd stack\nterraform init -backend-config=prefix=eu/dev\n```\n"
        #expect(Self.authority(Self.keyed, by: Self.places, [("README.md", page)]) == .clear)
        let script = "cd stack\nterraform init -backend-config=prefix=us/prod\n"
        #expect(Self.authority(Self.keyed, by: Self.places, [("up.sh", script)]) == .clear)
        let apply = Self.places.enumerated().map { number, place in
            (
                ".github/workflows/a\(number).yml",
                Self.caller("project: \(place)").replacing("run.yml", with: "apply.yml")
            )
        }
        let both = apply + [(".github/workflows/apply.yml", Self.keyed)]
        #expect(Self.authority(Self.keyed, by: Self.places, both) == .clear)
    }

    @Test func `who names another one disagrees`() {
        let script = "cd stack\nterraform init -backend-config=prefix=lab\n"
        #expect(Self.authority(Self.keyed, by: Self.places, [("up.sh", script)]) == .conflicting)
        let other = [
            (".github/workflows/a.yml", Self.caller("project: us/prod").replacing("run.yml", with: "apply.yml")),
            (".github/workflows/apply.yml", Self.keyed),
        ]
        #expect(Self.authority(Self.keyed, by: ["eu/dev"], other) == .conflicting)
    }

    @Test(arguments: ["  push:\n", "  workflow_dispatch:\n", "  schedule: [{cron: '0 1 * * *'}]\n"])
    func `what starts without a call has no inputs`(_ trigger: String) {
        let called = Self.keyed.replacing("on:\n", with: "on:\n\(trigger)")
        #expect(Self.authority(called, by: ["eu/dev"]) == .unknown)
        #expect(Self.authority(Self.keyed, by: ["eu/dev"]) == .clear)
    }

    @Test(arguments: [(200, ["stacks/dns"]), (300, ["stacks/dns", "stacks/lab", "stacks/mail"])])
    func `of more calls than are read it may be any`(_ count: Int, _ fed: [String]) {
        let list = ["dns"] + (1..<count).map { "x\($0)" }
        let matrix = "    strategy: {matrix: {p: [\(list.joined(separator: ", "))]}}\n"
        #expect(Self.fed(Self.called(), by: [Self.caller("project: \"${{ matrix.p }}\"", matrix: matrix)]) == fed)
    }

    private static func included(_ include: String, job: String = "") -> [String: TerraformStack] {
        let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
        let part = """
            spec:
              inputs:
                dir:
                key: {default: own}
            ---
            tf:
            \(job)  script:
                - |
                  if [[ -n "$X" ]]; then echo "$X"; fi
                  terraform -chdir=$[[ inputs.dir ]] init \\
                    -backend-config="prefix=$[[ inputs.key ]]/$[[ inputs.dir ]]"

            """
        let found = stacks(of: [
            (".gitlab-ci.yml", include), ("ci/tf.yml", part), ("dns/main.tf", block), ("net/main.tf", block),
        ])
        return Dictionary(found.stacks.map { ($0.path, $0) }) { first, _ in first }
    }

    @Test func `an include of GitLab's says what inputs are`() {
        let one = "  - local: /ci/tf.yml\n    inputs: {dir: net}\n"
        let found = Self.included("include:\n" + one)
        #expect(found["net"]?.address == "gs://b/own/net")
        #expect(found["dns"]?.feeders.isEmpty == true)
        let both = Self.included(
            "include:\n" + one + "  - local: ci/tf.yml\n    inputs:\n      dir: dns\n      key: a\n")
        #expect(both["net"]?.authority == .clear)
        #expect(both["dns"]?.address == "gs://b/a/dns")
        let alone = Self.included("include:\n  local: ci/tf.yml\n  inputs: {dir: net}\n", job: "  parallel: 2\n")
        #expect(alone["net"]?.authority == .clear)
    }

    @Test(arguments: ["include: ci/tf.yml\n", "include: [{local: ci/tf.yml, inputs: {dir: $DIR}}]\n"])
    func `an input that nothing tells leaves the stack open`(_ include: String) {
        let found = Self.included(include)
        #expect(found["net"]?.feeders.isEmpty == true)
    }

    @Test func `thousands of includes with inputs are read in a moment`() {
        let jobs = (0..<1_000).map {
            "t\($0):\n  script: [terraform -chdir=$[[ inputs.dir ]] init -backend-config=prefix=$[[ inputs.dir ]]]\n"
        }
        let includes = (0..<1_000).map { "  - local: ci/tf.yml\n    inputs: {dir: d\($0)}\n" }
        let start = ContinuousClock.now
        _ = stacks(of: [
            (".gitlab-ci.yml", "include:\n" + includes.joined()),
            ("ci/tf.yml", "spec:\n  inputs:\n    dir:\n---\n" + jobs.joined()),
            ("d0/main.tf", "terraform {\n  backend \"gcs\" {}\n}\n"),
        ])
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
