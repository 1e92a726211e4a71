import LintAnalyzers
import LintSource
import LintSyntax
import Testing

/// Where the scripts of Azure Pipelines begin.
@Suite struct TerraformAzureTests {
    private let partial = "terraform {\n  backend \"azurerm\" {}\n}\n"
    private let flags = "-backend-config=storage_account_name=a -backend-config=container_name=c -backend-config=key=k"

    private func stack(_ path: String, _ steps: String) throws -> TerraformStack {
        let pipeline = ("azure-pipelines.yml", steps.replacing("INIT", with: "terraform init \(flags)"))
        return try #require(
            stacks(of: [(path, partial), pipeline]).stacks.first { $0.path == "infra" || $0.path == "." })
    }

    @Test(arguments: ["script", "bash"])
    func `a step begins at the root of the repository`(_ key: String) throws {
        let stack = try stack("main.tf", "steps:\n  - \(key): |\n      INIT\n")
        #expect(stack.authority == .clear)
        #expect(stack.address == "azurerm://a/c/k")
    }

    @Test(
        arguments: [
            "infra", "$(System.DefaultWorkingDirectory)/infra", "$(Build.SourcesDirectory)/infra",
            "$(Pipeline.Workspace)/s/infra",
        ])
    func `a step's folder is known as people write it`(_ folder: String) throws {
        let steps = "jobs:\n  - job: a\n    steps:\n      - script: INIT\n        workingDirectory: \(folder)\n"
        #expect(try stack("infra/main.tf", steps).authority == .clear)
        #expect(try stack("infra/main.tf", "steps:\n  - bash: |\n      cd \(folder)\n      INIT\n").authority == .clear)
    }

    @Test(
        arguments: [
            // Of what an earlier stage packed.
            "jobs:\n  - deployment: a\n    strategy:\n      runOnce:\n        deploy:\n          steps:\n            - script: INIT\n",
            // Two repositories lie side by side.
            "steps:\n  - checkout: self\n  - checkout: tools\n  - script: INIT\n",
            // A task of Tekton begins in its volume.
            "apiVersion: tekton.dev/v1\nspec:\n  steps:\n    - script: |\n        INIT\n",
            "steps:\n  - script: INIT\n    workingDirectory: $(Pipeline.Workspace)/drop\n",
        ])
    func `a step that may begin elsewhere feeds no stack at the root`(_ steps: String) throws {
        #expect(try stack("main.tf", steps).feeders.isEmpty)
    }

    @Test func `a deployment that checks out begins at the root`() throws {
        let steps =
            "jobs:\n  - deployment: a\n    strategy:\n      runOnce:\n        deploy:\n          steps:\n            - checkout: self\n            - script: INIT\n"
        #expect(try stack("main.tf", steps).authority == .clear)
    }

    @Test(arguments: [
        "  - script: terraform init\n", "  - script: terraform init\n    workingDirectory: $(folder)\n",
        "  s: {script: terraform init, workingDirectory: $(folder)}\n",
    ])
    func `eight times the steps take no more than some eight times the time`(_ step: String) {
        func time(_ count: Int) -> Double {
            let text = Array(("steps:\n" + String(repeating: step, count: count)).utf8)
            return ContinuousClock().measure {
                text.withByteView { _ = TerraformState.read(ParsedFile(path: "azure-pipelines.yml", bytes: $0)) }
            } / .seconds(1)
        }
        var ratio = Double.infinity
        for _ in 0..<4 where ratio > 20 { ratio = min(ratio, time(8_000) / max(time(1_000), 1e-4)) }
        #expect(ratio <= 20)
    }
}
