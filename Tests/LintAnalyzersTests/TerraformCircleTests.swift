import LintAnalyzers
import LintSource
import Testing

/// Where the scripts of CircleCI begin.
@Suite struct TerraformCircleTests {
    private let partial = "terraform {\n  backend \"gcs\" {}\n}\n"

    private func stack(_ job: String, path: String = ".circleci/config.yml") throws -> TerraformStack {
        let text = job.replacing("INIT", with: "terraform init -backend-config=bucket=b -backend-config=prefix=p")
        return try #require(stacks(of: [("infra/main.tf", partial), (path, "jobs:\n  a:\n" + text)]).stacks.first)
    }

    @Test(
        arguments: [
            "    steps:\n      - run: |\n          cd infra\n          INIT\n",
            "    steps:\n      - run:\n          command: |\n            cd ~/project/infra\n            INIT\n",
            "    steps:\n      - run:\n          working_directory: infra\n          command: INIT\n",
            "    steps:\n      - run:\n          working_directory: ~/project/infra/\n          command: INIT\n",
            "    working_directory: ~/repo\n    steps:\n      - run:\n          command: cd ~/repo/infra && INIT\n",
            "    working_directory: ~/repo\n    steps:\n      - run:\n          working_directory: ~/repo/infra\n          command: INIT\n",
            "    working_directory: ~/repo/infra\n    steps:\n      - run: INIT\n  b:\n    working_directory: ~/repo\n",
        ])
    func `a step begins in the checkout`(_ job: String) throws {
        let stack = try stack(job)
        #expect(stack.authority == .clear)
        #expect(stack.address == "gs://b/p")
    }

    @Test(
        arguments: [
            "    steps:\n      - run:\n          command: cd ~/other/infra && INIT\n",
            "    working_directory: ~/repo/infra\n    steps:\n      - run: INIT\n",
            "    steps:\n      - run:\n          working_directory: << parameters.folder >>\n          command: INIT\n",
        ])
    func `a step that may be elsewhere feeds no stack`(_ job: String) throws {
        #expect(try stack(job).feeders.isEmpty)
    }

    @Test func `another service's home is no checkout`() throws {
        let job = "    steps:\n      - run: |\n          cd ~/project/infra\n          INIT\n"
        #expect(try stack(job, path: ".github/workflows/a.yml").feeders.isEmpty)
    }
}
