import LintAnalyzers
import Testing

/// What the steps of a Jenkins pipeline run.
@Suite struct TerraformJenkinsTests {
    private let partial = "terraform {\n  backend \"s3\" {}\n}\n"
    private let given = "-backend-config=bucket=b -backend-config=key=k"

    private func only(_ pipeline: String, path: String = "Jenkinsfile") throws -> TerraformStack {
        try #require(stacks(of: [("a/b/main.tf", partial), (path, pipeline)]).stacks.first)
    }

    @Test(
        arguments: [
            "dir('a/b') { sh 'terraform init GIVEN' }",
            "dir(\"a\") {\n  dir('b') {\n    sh \"terraform init GIVEN\"\n  }\n}",
            "dir(path: 'a/b') { sh(\"terraform init GIVEN\") }",
            "dir('c') { echo 'x' }\ndir('a/b') { x = sh(returnStdout: true, script: 'terraform init GIVEN').trim() }",
            "sh '''\n  # the stack\n  cd a/b\n  terraform init \\\n    GIVEN\n'''",
            "sh \"\"\"\n  cd a/b && terraform init GIVEN\n\"\"\"",
            "environment { STACK = 'a/b' }\nstages { stage('x') { steps { sh 'cd $STACK && terraform init GIVEN' } } }",
            "environment {\n  TF_CLI_ARGS_init = \"GIVEN\"\n}\nsteps { dir('a/b') { sh \"terraform init\" } }",
            "dir('a/b') { sh \"terraform init \\\"-backend-config=bucket=b\\\" '-backend-config=key=k'\" }",
            "dir('a/b') {\n  String command = \"\"\"\n    terraform init \\\n      GIVEN\n  \"\"\"\n  sh(script: command, label: 'init')\n}",
            "def command = 'terraform init -backend-config=bucket=b '\ncommand += '-backend-config=key=k'\ndir('a/b') { sh command }",
        ])
    func `a step's init is read, in its folder`(pipeline: String) throws {
        let stack = try only(
            pipeline.split(separator: "GIVEN", omittingEmptySubsequences: false).joined(separator: given))
        #expect(stack.address == "s3://b/k")
        #expect(stack.authority == .clear)
    }

    @Test(
        arguments: [
            "// dir('a/b') { sh 'terraform init GIVEN' }",
            "/* dir('a/b') { sh 'terraform init GIVEN' } */",
            "dir('a/b') { echo 'terraform init GIVEN' }",
            "dir('a/b') { x.sh 'terraform init GIVEN' }",
            "dir('a/b') { echo 'x' }\nsh 'terraform init GIVEN'",
            "dir(STACK) { sh 'terraform init GIVEN' }",
            "dir('a/b') { sh 'terraform init -backend-config=bucket=b -backend-config=key=' + name }",
            "dir('a/b') { sh \"terraform init -backend-config=bucket=b -backend-config=key=${params.NAME}\" }",
            "dir('a/b') { sh(script: 'x', label: 'terraform init GIVEN') }",
            "command = 'terraform init GIVEN'\ndir('a/b') { sh other }",
            "command = 'terraform init GIVEN'\ncommand = read()\ndir('a/b') { sh command }",
            "command = 'terraform init GIVEN'\ncommand += more()\ndir('a/b') { sh command }",
            "dir('a/b') { sh 'terraform init GIVEN",
            "environment { TF_CLI_ARGS_init = credentials('GIVEN') }\ndir('a/b') { sh 'terraform init' }",
        ])
    func `what is no step, or in no known folder, or not written out gives no address`(pipeline: String) throws {
        let stack = try only(
            pipeline.split(separator: "GIVEN", omittingEmptySubsequences: false).joined(separator: given))
        #expect(stack.address != "s3://b/k")
        #expect(stack.authority != .clear)
    }

    @Test(
        arguments: [
            ("string(name: 'NAME', defaultValue: 'one')", "$NAME", ["one"]),
            ("string(name: 'NAME', defaultValue: 'one')", "${params.NAME}", ["one"]),
            ("string(defaultValue: 'one', name: \"NAME\")", "${env.NAME}", ["one"]),
            ("string(name: 'OTHER', defaultValue: 'one')", "${params.NAME}", ["${NAME}"]),
        ])
    func `a parameter is its default`(parameter: String, use: String, names: [String]) throws {
        let pipeline = """
            pipeline {
              parameters { \(parameter) }
              stages { stage('x') { steps { dir('a/b') {
                sh "terraform init -backend-config=bucket=b -backend-config=key=\(use)/terraform.tfstate"
              } } } }
            }

            """
        let stack = try only(pipeline)
        #expect(stack.stateNames == names.map { $0 + "/terraform.tfstate" })
    }

    @Test func `a folder is one that a parameter may choose`() throws {
        let parameter = "parameters { choice(name: 'NAME', choices: ['b', 'c'], description: 'x') }\n"
        let step = "dir(\"a/${params.NAME}\") { sh 'terraform init \(given)' }"
        #expect(try only(parameter + step).address == "s3://b/k")
        #expect(try only(parameter.replacing("'b'", with: "'d'") + step).address == nil)
    }

    @Test(.timeLimit(.minutes(1)))
    func `variables and steps by the thousand do not multiply`() throws {
        let variables = (0..<20_000).map { "  NAME_\($0) = 'x'\n" }.joined()
        let steps = String(repeating: "dir('a/b') { sh 'terraform init \(given)' }\n", count: 20_000)
        #expect(try only("environment {\n\(variables)}\n\(steps)").address == "s3://b/k")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a long text that hundreds of steps run is not read by each of them`() throws {
        let text = String(repeating: "terraform plan -var-file=x.tfvars; ", count: 1_800)
        let steps = String(repeating: "sh command\n", count: 490)
        let stack = try only("dir('a/b') { sh 'terraform init \(given)' }\nString command = '\(text)'\n\(steps)")
        #expect(stack.address == "s3://b/k")
    }

    @Test func `another program in a file of that syntax is no pipeline`() throws {
        let stack = try only("dir('a/b') { sh 'terraform init \(given)' }", path: "main.dart")
        #expect(stack.address == nil)
    }
}
