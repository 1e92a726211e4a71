import LintAnalyzers
import LintSource
import LintSyntax
import LintWalk
import Testing

/// Commands that run once for each of many jobs, values and calls: all are counted, and of too many it is said.
@Suite struct TerraformManyRunsTests {
    private static let count = 6

    /// (What is no stack is cheap, and is counted as one is.)
    private static func name(_ number: Int) -> String { number < count ? "e\(number)" : "z\(number)" }

    /// How many answers reach all stacks, and what is said of the repository besides.
    private static func answers(_ files: [(path: String, text: String)]) -> (count: Int, isCut: Bool) {
        var files = files
        for number in 0..<count {
            let text = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
            files.append(("env/e\(number)/main.tf", text))
        }
        files.sort { PathOrder.precedes($0.path, $1.path) }
        let facts = files.compactMap { path, text in
            Array(text.utf8).withByteView { TerraformState.facts(of: ParsedFile(path: path, bytes: $0)) }
        }
        let answer = TerraformState.answer(facts, paths: PathList(files.map(\.path)))
        let isCut = answer.findings.contains { $0.values["message"]?.contains("more than 50000") ?? false }
        return (stacks(of: files).stacks.reduce(0) { $0 + $1.feeders.count }, isCut)
    }

    private static func makefile(_ commands: Int, _ calls: Int) -> [(path: String, text: String)] {
        let lines = (0..<commands).map { "\tterraform -chdir=env/$(V) init -backend-config=key=x\($0)\n" }
        return [
            ("Makefile", "V := e0\nr:\n" + lines.joined()),
            ("a.sh", "terraform version\n" + (1...calls).map { "make r V=\(name($0))\n" }.joined()),
        ]
    }

    @Test func `a recipe's commands run once for each call, of all no more than there is room for`() {
        let few = Self.answers(Self.makefile(3, 5))
        #expect(few.count == 3 * 6 && !few.isCut)
        let many = Self.answers(Self.makefile(1_000, 63))
        // (Of 793 commands each call is followed, and of one more the first 41.)
        #expect(many.count == 1_000 + 5 * 794 && many.isCut)
    }

    private static func workflow(_ commands: Int, _ jobs: Int) -> [(path: String, text: String)] {
        let items = (0..<jobs).map { "          - {env: \(name($0)), os: o\($0)}\n" }.joined()
        // (Who hands nothing over is cheaper.)
        let steps = (0..<commands).map { number in
            let hands = number % 10 == 0 ? "init -backend-config=key=${{ matrix.os }}-\(number)" : "plan"
            return "          terraform -chdir=env/${{ matrix.env }} \(hands)\n"
        }
        let head =
            "on: push\njobs:\n  j:\n    strategy:\n      matrix:\n        include:\n\(items)    steps:\n      - run: |\n"
        return [(".github/workflows/a.yml", head + steps.joined())]
    }

    @Test func `commands run once for each job of a matrix, of all no more than there is room for`() {
        let few = Self.answers(Self.workflow(11, 5))
        #expect(few.count == 2 * 5 && !few.isCut)
        let many = Self.answers(Self.workflow(400, 250))
        #expect(many.count == 20 * 6 && many.isCut)
    }

    @Test(arguments: [
        // More items than there are jobs, more variables than anybody sets, each of an item's own.
        (0..<300).map { "          - {env: e0, k: v\($0 % 2)}\n" }.joined(),
        (0..<17).map { "          - {env: e0, k\($0): v}\n" }.joined(),
    ])
    func `of a matrix of too many items nothing is known`(_ items: String) {
        let workflow =
            "on: push\njobs:\n  j:\n    strategy:\n      matrix:\n        include:\n\(items)    steps:\n"
            + "      - run: terraform -chdir=env/${{ matrix.env }} init -backend-config=key=x\n"
        #expect(Self.answers([(".github/workflows/a.yml", workflow)]).count == 0)
    }
}
