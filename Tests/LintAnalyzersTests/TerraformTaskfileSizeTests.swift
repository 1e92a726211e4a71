import Testing

@testable import LintAnalyzers

@Suite struct TerraformTaskfileSizeTests {
    @Test func `thousands of tasks whose folders are filled in from thousands of variables are read in a moment`() {
        let count = 2_000
        let variables = (0..<count).map { "  Z\($0): a\($0)\n" }.joined()
        let folder = (0..<16).map { "{{.Z\($0)}}" }.joined()
        let tasks = (0..<count).map { "  t\($0):\n    dir: \"\(folder)\"\n    cmds: [terraform init]\n" }.joined()
        let start = ContinuousClock.now
        _ = stacks(of: [
            ("net/main.tf", "terraform {\n  backend \"s3\" {}\n}\n"),
            ("Taskfile.yml", "version: '3'\nvars:\n\(variables)tasks:\n\(tasks)"),
        ])
        // (4 s without optimizing.)
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func `thousands of tasks below a group of variables are read in a moment`() {
        let count = 4_000
        let variables = (0..<count).map { "  - name: v\($0)\n    value: a\n" }.joined()
        let steps = String(
            repeating: "  - task: TerraformTaskV4@4\n    inputs: {command: init, workingDirectory: net}\n", count: count
        )
        let start = ContinuousClock.now
        _ = stacks(of: [
            ("net/main.tf", "terraform {\n  backend \"azurerm\" {}\n}\n"),
            ("azure-pipelines.yml", "variables:\n\(variables)  - group: state\nsteps:\n\(steps)"),
        ])
        #expect(ContinuousClock.now - start < .seconds(30))
    }
}
