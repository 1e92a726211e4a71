import LintAnalyzers
import Testing

/// Inits of a folder whose block a script has taken away.
@Suite struct TerraformAsideTests {
    /// The lines of the script whose inits reach the stack, and its verdict.
    private static func fed(_ script: String) -> (lines: [Int], authority: TerraformStack.Authority?) {
        let block = "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
        let net = "-backend-config=bucket=b -backend-config=key=k"
        let text = script.replacing("INIT", with: "terraform init \(net)")
        let found = stacks(of: [("net/backend.tf", block), ("up.sh", text)]).stacks.first { $0.path == "net" }
        return (found?.feeders.map(\.line) ?? [], found?.authority)
    }

    @Test(
        arguments: [
            "cd net\nmv backend.tf backend.tf.off\nterraform init\nmv backend.tf.off backend.tf\nINIT\n",
            "F=backend.tf\ncd net\nmv $F $F.off\nterraform init\nmv $F.off $F\nINIT\n",
            "cd net\nrm -f backend.tf\nterraform init\ngit checkout backend.tf\nINIT\n",
            "mv net/backend.tf /tmp/\ncd net\nterraform init\nmv /tmp/backend.tf .\nINIT\n",
            "cd net\n[ -f backend.tf ] && mv backend.tf x\nterraform init\nmv x backend.tf\nINIT\n",
            "F=backend.tf\ncd net\nif [[ -f ${F} ]]; then mv $F x; fi\nterraform init; mv x $F\n\nINIT\n",
            "cd net\nif [ -e backend.tf ]; then mv backend.tf ..; fi\nterraform init; cp ../backend.tf .\n\nINIT\n",
        ])
    func `an init without the block keeps its state in a file`(_ script: String) {
        #expect(Self.fed(script).lines == [5 + (script.hasPrefix("F=") ? 1 : 0)])
        #expect(Self.fed(script).authority == .clear)
    }

    @Test(
        arguments: [
            "cd net\nmv backend.tf main.tf\nterraform init\n", "cd net\nmv notes.txt notes.off\nterraform init\n",
            "(cd dns; mv backend.tf x)\ncd net\nterraform init\n",
            "cd net; rm backend.tf\ncat > backend.tf <<EOF\nterraform {}\nEOF\nterraform init\n",
        ])
    func `an init with the block is one of the stack`(_ script: String) {
        #expect(!Self.fed(script).lines.isEmpty)
    }

    @Test(
        arguments: [
            "cd net\nif [ -n \"$LOCAL\" ]; then mv backend.tf x; fi\nterraform init\n",
            "cd net\n[ -n \"$LOCAL\" ] && mv backend.tf x\nterraform init\n",
        ])
    func `an init may have the block that one arm takes away`(_ script: String) {
        #expect(Self.fed(script).authority == .unknown)
        #expect(!Self.fed(script).lines.isEmpty)
    }
}
