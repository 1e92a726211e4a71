import LintAnalyzers
import Testing

/// Stacks that a list of projects names, and tasks that another Taskfile includes.
@Suite struct TerraformProjectsTests {
    private let whole =
        "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"own\"\n    region = \"r\"\n  }\n}\n"
    private let partial = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    region = \"r\"\n  }\n}\n"

    private func stack(_ path: String, _ text: String, _ block: String) throws -> TerraformStack {
        try #require(
            stacks(of: [(path, text), ("tf/live/main.tf", block)].sorted { $0.0 < $1.0 }).stacks
                .first { $0.path == "tf/live" })
    }

    @Test(arguments: ["atlantis.yaml", "digger.yml"])
    func `a project is a stack with an init`(_ path: String) throws {
        let found = try stack(path, "version: 3\nprojects:\n  - dir: tf/live\n", whole)
        #expect(found.authority == .clear)
        #expect(found.feeders.map(\.path) == [path])
        #expect(!found.why.contains("no init"))
        // Without a block too.
        #expect(
            try stack(path, "projects:\n  - name: a\n    dir: tf/live\n", "resource \"x\" \"y\" {}\n").backend == nil)
    }

    @Test func `a workflow of a server's own tells nothing of a folder without a block`() throws {
        func folders(_ workflow: String) -> [String] {
            stacks(of: [
                ("atlantis.yaml", "projects:\n  - dir: tf/live\n    workflow: \(workflow)\n"),
                ("tf/live/main.tf", "resource \"x\" \"y\" {}\n"),
            ]).stacks.map(\.path)
        }
        #expect(folders("terragrunt").isEmpty)
        #expect(folders("default") == ["tf/live"])
    }

    @Test func `a workflow of the list gives its init arguments`() throws {
        let list = """
            projects:
              - dir: tf/live
                workflow: live
            workflows:
              live:
                plan:
                  steps:
                    - init:
                        extra_args: ['-backend-config="key=k"']
                    - plan

            """
        let found = try stack("atlantis.yaml", list, partial)
        #expect(found.authority == .clear)
        #expect(found.address == "s3://b/k")
    }

    @Test(arguments: ["projects:\n  - dir: tf/live\n", "projects:\n  - dir: tf/live\n    workflow: theirs\n"])
    func `what a server may give completes a block or not`(_ list: String) throws {
        #expect(try stack("atlantis.yaml", list, partial).authority != .clear)
    }

    @Test(arguments: [
        "projects:\n  - dir: tf/<ENV>\n", "repos:\n  - dir: tf/live\n", "# projects: [{dir: tf/live}]\na: 1\n",
    ])
    func `what names no project feeds nothing`(_ list: String) throws {
        #expect(try stack("atlantis.yaml", list, whole).feeders.isEmpty)
    }

    @Test func `tasks that the root includes begin at the root`() throws {
        let tasks = "version: '3'\ntasks:\n  init:\n    dir: tf/live\n    cmds:\n      - terraform init\n"
        let found = try stack("tf/live/Taskfile.yml", tasks, whole)
        #expect(found.feeders.map(\.path) == ["tf/live/Taskfile.yml"])
        // A folder that is there is the one that is meant.
        let inner = tasks.replacing("tf/live", with: "live")
        #expect(try stack("tf/Taskfile.yml", inner, whole).feeders.map(\.path) == ["tf/Taskfile.yml"])
        #expect(try stack("other/Taskfile.yml", tasks.replacing("tf/live", with: "x"), whole).feeders.isEmpty)
    }

    @Test(
        arguments: [
            "```\n$ export TOKEN=a\nterraform init \\\n    -backend-config=key=k\n```\n",
            "```Makefile\ninit:\n\tterraform init \\\n\t\t-backend-config=key=k\n```\n",
            "```\n$ cd tf/live\n$ terraform init \\\n    -backend-config=key=k\n```\n",
        ])
    func `a session's init may have no prompt, and goes on behind a stroke`(_ page: String) throws {
        #expect(try stack("tf/live/README.md", page, partial).address == "s3://b/k")
    }

    @Test func `what a session prints is no command`() throws {
        let page = "```\n$ ls\nterraform init\n    terraform init -backend-config=key=k\n```\n"
        #expect(try stack("tf/live/README.md", page, partial).feeders.isEmpty)
    }
}
