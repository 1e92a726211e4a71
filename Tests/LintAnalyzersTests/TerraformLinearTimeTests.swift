import LintAnalyzers
import LintSource
import LintSyntax
import LintWalk
import Testing

/// Repositories of many stacks that are alike: what is asked for each of them must not look at all of them.
@Suite(.serialized) struct TerraformLinearTimeTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The files of a stack, below its folder.
        let files: [(name: String, text: String)]
    }

    static let shapes = [
        Shape(
            testDescription: "a variable in each backend, and a page about each",
            files: [
                (
                    "main.tf",
                    "locals {\n  x = \"a\"\n}\nterraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"${local.x}/FOLDER\"\n  }\n}\n"
                ), ("README.md", "```bash\ncd FOLDER\nterraform init\nterraform plan\nterraform apply\n```\n"),
            ]),
        Shape(
            testDescription: "no backend, and a script that applies",
            files: [
                ("main.tf", "resource \"x\" \"y\" {}\n"), ("outputs.tf", "output \"x\" {\n  value = 1\n}\n"),
                ("run.sh", "cd FOLDER\nterraform init\nterraform apply\n"),
            ]),
    ]

    @Test(arguments: shapes)
    func `eight times the stacks take no more than some eight times the time`(shape: Shape) {
        let (small, large) = (facts(shape, stacks: 150), facts(shape, stacks: 1_200))
        // The machine may be busy: the best of a few runs, and a limit between 8 (linear) and 64 (quadratic).
        var ratio = Double.infinity
        for _ in 0..<4 where ratio > 20 { ratio = min(ratio, time(large) / max(time(small), 1e-4)) }
        #expect(ratio <= 20)
    }

    @Test func `projects of GitLab's in folders do not each look through all files for their globs`() {
        // (400 projects, each with 100 globs of its own over 4,400 files: 350 million matches were 283 seconds.)
        let job = "init:\n  script: [tofu init]\n"
        var files = (0..<4_000).map { (path: "ci/part\($0)/x.gitlab-ci.yml", text: job) }
        for project in 0..<400 {
            let globs = (0..<100).map { "  - /other\(project)/\($0)/*.yml\n" }.joined()
            files.append((path: "p\(project)/.gitlab-ci.yml", text: "include:\n\(globs)\(job)"))
        }
        files.sort { $0.path < $1.path }
        let facts = files.compactMap { file in
            Array(file.text.utf8).withByteView { TerraformState.read(ParsedFile(path: file.path, bytes: $0)) }
        }
        let paths = PathList(files.map(\.path))
        let time = ContinuousClock().measure { _ = TerraformStacks(facts, paths: paths) }
        // (With the thread sanitizer, beside others: 12 seconds.)
        #expect(time < .seconds(60))
    }

    @Test func `what ends strings as comments begin is not counted from its line's start each time`() {
        // (From there, 280 kB were 35 seconds.)
        let text = "locals { a = [" + String(repeating: "\"a/*\",", count: 100_000) + "] }\n"
        let time = ContinuousClock().measure {
            _ = Array(text.utf8).withByteView { TerraformState.read(ParsedFile(path: "a.tf", bytes: $0)) }
        }
        #expect(time < .seconds(10))
    }

    @Test func `inits of one block do not each look through the arguments of all others`() {
        // (What each says itself is looked through, and no more: 100 million comparisons were 20 seconds.)
        let count = 600
        let block = (0..<count).map { "a\($0) = \"b\"\n" }.joined()
        let files = [
            ("a.tf", "terraform {\n  backend \"s3\" {\n\(block)  }\n}\n"),
            ("a.sh", String(repeating: "terraform init\n", count: count)),
        ]
        let facts = files.compactMap { path, text in
            Array(text.utf8).withByteView { TerraformState.facts(of: ParsedFile(path: path, bytes: $0)) }
        }
        var best = Double.infinity
        for _ in 0..<3 where best > 4 {
            let time = ContinuousClock().measure {
                _ = TerraformState.answer(facts, paths: PathList(files.map(\.0)))
            }
            best = min(best, time / .seconds(1))
        }
        #expect(best <= 4)
    }

    /// One file of so many lines, or blocks in blocks.
    @Test(arguments: [
        (".gitlab-ci.yml", "jN:\n  extends: jM\n  script: [terraform init]\n", ""),
        ("a.sh", "", " -backend-config=aN=b"),
        ("Jenkinsfile", "", "dir('a') { "), ("a.sh", "cd a\nterraform init\n", ""),
        ("a.tf.json", "", "{\"terraform\": {\"backend\": {\"cloud\": {}}}}, "),
    ])
    func `eight times of a file takes no more than some eight times the time`(path: String, line: String, part: String)
    {
        func texts(_ count: Int) -> [UInt8] {
            let all = (0..<count).map { (line + part).replacing("N", with: "\($0)").replacing("M", with: "\($0 + 1)") }
            let heads = ["a.sh": part.isEmpty ? "" : "terraform init", "a.tf.json": "["]
            let tails = [
                "a.tf.json": "{}]", "Jenkinsfile": "sh 'terraform init'" + String(repeating: "}", count: count),
            ]
            return Array(((heads[path] ?? "") + all.joined() + (tails[path] ?? "") + "\n").utf8)
        }
        func time(_ text: [UInt8]) -> Double {
            ContinuousClock().measure {
                let facts = text.withByteView { TerraformState.facts(of: ParsedFile(path: path, bytes: $0)) }
                _ = TerraformState.answer(facts.map { [$0] } ?? [], paths: PathList([path]))
            } / .seconds(1)
        }
        let (small, large) = (texts(500), texts(4_000))
        // As above.
        var ratio = Double.infinity
        for _ in 0..<4 where ratio > 40 { ratio = min(ratio, time(large) / max(time(small), 1e-3)) }
        #expect(ratio <= 40)
    }

    private func facts(_ shape: Shape, stacks: Int) -> [any FileFacts] {
        let files = (0..<stacks).flatMap { number in
            shape.files.map { file in
                ("s/a\(number)/" + file.name, file.text.replacing("FOLDER", with: "s/a\(number)"))
            }
        }
        return files.sorted { PathOrder.precedes($0.0, $1.0) }.compactMap { path, text in
            Array(text.utf8).withByteView { bytes in
                TerraformState.facts(of: ParsedFile(path: path, bytes: bytes))
            }
        }
    }

    private func time(_ facts: [any FileFacts]) -> Double {
        let clock = ContinuousClock()
        let paths = PathList(facts.map(\.path))
        return clock.measure { _ = TerraformState.answer(facts, paths: paths) } / .seconds(1)
    }
}
