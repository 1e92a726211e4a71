import LintAnalyzers
import LintSource
import LintSyntax

/// The stacks of a repository that is in memory.
func stacks(of files: [(path: String, text: String)]) -> TerraformStacks {
    let facts = files.compactMap { file in
        Array(file.text.utf8).withByteView { bytes in
            TerraformState.read(ParsedFile(path: file.path, bytes: bytes))
        }
    }
    return TerraformStacks(facts, paths: PathList(files.map(\.path)))
}
