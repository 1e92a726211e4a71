import FlywheelLint
import Foundation
import Testing

/// `flywheel-lint stacks` as a program meets it.
@Suite struct StacksCommandTests {
    typealias Object = [String: Any]

    private func object(_ text: String) throws -> Object {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
    }

    @Test func `the JSON has the keys and words of its schema, and says of an init without a stack where it is`() throws
    {
        let tree = try TemporaryTree([
            "a/main.tf":
                "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n",
            "b/main.tf": "terraform {\n  backend \"http\" {}\n}\n",
            "b/.envrc": "export TF_HTTP_ADDRESS=https://s.example.com/b\nexport TF_HTTP_PASSWORD=hunter2\n",
            "run.sh": "cd a\ntofu init\n", "other.sh": "cd \"$1\"\ntofu init -backend-config=\"address=$2\"\n",
        ])
        let answer = try LinterProcess.run(["stacks", "--output", "json"], in: tree.folder)
        #expect(answer.status == 0)
        #expect(!answer.output.contains("hunter2"))
        let report = try object(answer.output)
        #expect(report["schema"] as? String == "flywheel-lint/stacks/1")
        #expect(report["unplaced"] as? [String] == ["other.sh:2"])
        let schema = try object(try #require(Schemas.text("stacks")))
        let definitions = try #require(schema["$defs"] as? [String: Object])
        let words = try #require(
            (definitions["stack"]?["properties"] as? [String: Object])?["authority"]?["enum"] as? [String])
        let stacks = try #require(report["stacks"] as? [Object])
        #expect(stacks.map { $0["path"] as? String } == ["a", "b"])
        for stack in stacks {
            #expect(stack.keys.sorted() == (definitions["stack"]?["required"] as? [String])?.sorted())
            #expect(words.contains(stack["authority"] as? String ?? ""))
            for feeder in stack["feeders"] as? [Object] ?? [] {
                #expect(feeder.keys.sorted() == (definitions["feeder"]?["required"] as? [String])?.sorted())
            }
        }
        #expect(stacks[0]["authority"] as? String == "clear")
        #expect(stacks[1]["address"] as? String == "https://s.example.com/b")
    }

    @Test func `an empty folder is told apart from one without stacks, and an unknown format from both`() throws {
        let empty = try TemporaryTree([:])
        #expect(try LinterProcess.run(["stacks"], in: empty.folder).status == 3)
        let tree = try TemporaryTree(["a.md": "x\n"])
        let answer = try LinterProcess.run(["stacks"], in: tree.folder)
        #expect(answer.status == 0)
        #expect(answer.output == "0 stacks, 0 with clear state authority\n")
        #expect(try LinterProcess.run(["stacks", "--output", "sarif"], in: tree.folder).status == 2)
    }
}
