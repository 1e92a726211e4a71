import LintAnalyzers
import Testing

/// Folders that commands name in other ways than by where their shell stands.
@Suite struct TerraformEnteringTests {
    private static let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
    private static let given = "-backend-config=prefix=p"

    private static func fed(_ path: String, _ text: String, _ folders: [String] = ["infra"]) -> [String] {
        let files =
            folders.map { ("\($0)/main.tf", block) } + [(path, text.replacing("INIT", with: "terraform init \(given)"))]
        return stacks(of: files).stacks.filter { !$0.feeders.isEmpty }.map(\.path)
    }

    @Test(
        arguments: [
            ("run.sh", "INIT infra\n", true), ("run.sh", "cd x && INIT ../infra\n", true),
            ("run.sh", "INIT other\n", false),
            ("run.sh", "INIT .\n", false), ("run.sh", "INIT infra more\n", false),
            (".gitlab-ci.yml", "a:\n  script: [INIT infra]\n", true),
        ])
    func `an init names its folder, as old ones did`(_ path: String, _ text: String, _ isFed: Bool) {
        #expect(Self.fed(path, text) == (isFed ? ["infra"] : []))
    }

    @Test(
        arguments: [
            ("$PROJECT_ROOT/infra", true), ("${REPO_ROOT}/infra", true), ("$ROOT_DIR/infra", true),
            ("$HOME/infra", false),
            ("$PROJECT_ROOT/other", false), ("$PROJECT_ROOT/$1", false), ("$PROJECT_ROOT", false),
        ])
    func `a variable that is called so is the checkout`(_ folder: String, _ isFed: Bool) {
        #expect(Self.fed("ci/run.sh", "cd \"\(folder)\"\nINIT\n") == (isFed ? ["infra"] : []))
    }

    @Test func `a project's own root is not told from the checkout where both have such a folder`() {
        let script = "cd $PROJECT_ROOT/infra\nINIT\n"
        #expect(Self.fed("app/ci/run.sh", script, ["app/infra"]) == ["app/infra"])
        #expect(Self.fed("app/ci/run.sh", script, ["app/infra", "infra"]).isEmpty)
        #expect(Self.fed("app/ci/run.sh", script, ["infra", "other/infra"]) == ["infra"])
    }

    @Test(
        arguments: [
            ("git clone git@github.com:me/lab.git && cd lab/infra\nINIT\n", true),
            ("git clone -b main https://github.com/me/x mine\ncd mine\ncd infra\nINIT\n", true),
            ("git clone https://github.com/me/lab.git\ncd lab\nINIT\n", false), ("cd lab/infra\nINIT\n", false),
            ("git clone https://github.com/me/lab.git\ncd lab/other\nINIT\n", false),
        ])
    func `what a page clones is this repository where it has such a folder`(_ fence: String, _ isFed: Bool) {
        #expect(Self.fed("README.md", "```sh\n\(fence)```\n") == (isFed ? ["infra"] : []))
    }

    @Test(
        arguments: [
            ("variables:\n  tfDir: infra\n", "$(tfDir)", true),
            ("variables:\n  - name: tfDir\n    value: $(System.DefaultWorkingDirectory)/infra\n", "$(tfDir)", true),
            ("variables: {root: .}\n", "$(root)/infra", true), ("variables: {tfDir: other}\n", "$(tfDir)", false),
            ("", "$(tfDir)", false),
        ])
    func `a variable of an Azure pipeline is its own`(_ variables: String, _ folder: String, _ isFed: Bool) {
        let step = "steps:\n  - script: INIT\n    workingDirectory: \(folder)\n"
        let task =
            "steps:\n  - task: AzureCLI@2\n    inputs:\n      scriptType: bash\n      inlineScript: INIT\n"
            + "      workingDirectory: \(folder)\n"
        for steps in [step, task] {
            #expect(Self.fed("azure-pipelines.yml", variables + steps) == (isFed ? ["infra"] : []))
        }
    }

    @Test func `a job's variable hides the pipeline's`() {
        let pipeline = """
            variables: {tfDir: infra}
            jobs:
              - job: a
                variables: {tfDir: other}
                steps:
                  - script: INIT
                    workingDirectory: $(tfDir)
            """
        #expect(Self.fed("azure-pipelines.yml", pipeline, ["infra", "other"]) == ["other"])
    }
}
