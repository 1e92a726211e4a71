import LintAnalyzers
import LintSource
import Testing

/// Jobs of a workflow's matrix, some of whose variables are set together.
@Suite struct TerraformMatrixTests {
    private static func stacks(_ matrix: String, _ step: String, condition: String? = nil) -> [TerraformStack] {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
        var files = ["infra/net", "infra/dns", "net", "dns"].map { (path: $0 + "/main.tf", text: block) }
        let condition = condition.map { "        if: \($0)\n" } ?? ""
        let workflow =
            "on: push\njobs:\n  t:\n    strategy:\n      matrix:\n"
            + matrix.split(separator: "\n").map { "        \($0)\n" }.joined()
            + "    steps:\n      - run: terraform init -backend-config=key=\(step)\n\(condition)"
            + "        working-directory: ${{ matrix.dir }}\n"
        files.append((".github/workflows/a.yml", workflow))
        return LintAnalyzersTests.stacks(of: files.sorted { PathOrder.precedes($0.path, $1.path) }).stacks
    }

    private static func clear(_ matrix: String, _ step: String, condition: String? = nil) -> [String] {
        stacks(matrix, step, condition: condition).filter { $0.authority == .clear }
            .map { "\($0.path) \($0.stateNames.joined(separator: ","))" }
    }

    private static let include = "include:\n  - {dir: net, key: n}\n  - {dir: dns, key: d}\n"

    @Test func `items of include keep their values together`() {
        #expect(Self.clear(Self.include, "${{ matrix.key }}") == ["dns d", "net n"])
    }

    @Test(arguments: [
        ("dir: [net, dns]\ninclude:\n  - {dir: net, key: n}\n  - {dir: dns, key: d}\n", ["dns dns-d", "net net-n"]),
        // To each that it changes nothing of, or one more.
        (
            "dir: [net, dns]\ninclude:\n  - {key: k}\n  - {dir: infra/net, key: i}\n",
            ["dns dns-k", "infra/net infra/net-i", "net net-k"]
        ),
        (
            "dir: [net, dns]\nkey: [a, b]\nexclude:\n  - {dir: net, key: a}\n  - {dir: dns, key: b}\n"
                + "include:\n  - {os: x}\n",
            ["dns dns-a", "net net-b"]
        ),
        ("include:\n  - {dir: net, key: n, os: a}\n  - {dir: net, key: n, os: b}\n", ["net net-n"]),
    ])
    func `include adds to the jobs that it fits`(_ matrix: String, _ clear: [String]) {
        #expect(Self.clear(matrix, "${{ matrix.dir }}-${{ matrix.key }}") == clear)
    }

    @Test(arguments: [
        "include: ${{ fromJSON(needs.a.outputs.b) }}\n",
        "dir: ${{ fromJSON(needs.a.outputs.b) }}\ninclude:\n  - {key: k}\n",
        "dir: [{name: net}]\ninclude:\n  - {key: k}\n",
    ])
    func `of jobs that are not written out nothing is known`(_ matrix: String) {
        #expect(Self.clear(matrix, "${{ matrix.key }}").isEmpty)
    }

    @Test func `what is for some jobs is of none that is known`() {
        #expect(Self.clear(Self.include, "${{ matrix.key }}", condition: "matrix.dir == 'net'").isEmpty)
    }

    @Test func `a workflow is called with what an item sets together`() {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
        let caller =
            "on: push\njobs:\n  t:\n    strategy:\n      matrix:\n        include:\n          - {dir: net, key: n}\n"
            + "          - {dir: dns, key: d}\n    uses: ./.github/workflows/b.yml\n    with:\n"
            + "      dir: ${{ matrix.dir }}\n      key: ${{ matrix.key }}\n"
        let called =
            "on:\n  workflow_call:\n    inputs:\n      dir: {type: string}\n      key: {type: string}\njobs:\n  t:\n"
            + "    steps:\n      - run: terraform init -backend-config=key=${{ inputs.key }}\n"
            + "        working-directory: ${{ inputs.dir }}\n"
        let found = LintAnalyzersTests.stacks(of: [
            (".github/workflows/a.yml", caller), (".github/workflows/b.yml", called), ("dns/main.tf", block),
            ("net/main.tf", block),
        ]).stacks
        #expect(
            found.map { "\($0.path) \($0.authority) \($0.stateNames)" } == [
                "dns clear [\"d\"]", "net clear [\"n\"]",
            ])
    }
}
