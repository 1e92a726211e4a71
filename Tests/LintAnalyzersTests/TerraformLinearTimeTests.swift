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

    private func facts(_ shape: Shape, stacks: Int) -> [(path: String, facts: any Sendable)] {
        let files = (0..<stacks).flatMap { number in
            shape.files.map { file in
                ("s/a\(number)/" + file.name, file.text.replacing("FOLDER", with: "s/a\(number)"))
            }
        }
        return files.sorted { PathOrder.precedes($0.0, $1.0) }.compactMap { path, text in
            Array(text.utf8).withByteView { bytes in
                TerraformState.facts(of: ParsedFile(path: path, bytes: bytes)).map { (path, $0) }
            }
        }
    }

    private func time(_ facts: [(path: String, facts: any Sendable)]) -> Double {
        let clock = ContinuousClock()
        let paths = PathList(facts.map(\.path))
        return clock.measure { _ = TerraformState.answer(facts, paths: paths) } / .seconds(1)
    }
}
