import LintSource
import LintSyntax

/// Files of arguments for `-backend-config`. Terraform takes any name; people say `backend` in it, or in its folder's.
extension TerraformStateFacts {
    private static let endings: [StaticString] = [
        ".hcl", ".conf", ".config", ".cfg", ".backend", ".tfvars", ".tfvars.example", ".tfbackend",
    ]

    /// Whether a path with `backend` in it ends as such files do: `prod.backend`, `backend/prod.conf`.
    static func isNamedAsSettings(_ path: ByteView) -> Bool {
        endings.contains { path.has($0, at: path.count - $0.utf8CodeUnitCount) }
    }

    /// Reads the arguments where the name says that there are some, and the content agrees: each is one of the same
    /// backend. A `backend.tfvars` may as well hold the values of a service that is called so.
    mutating func readNamedSettings(_ file: ParsedFile) -> Bool {
        let name = file.path.lastPart
        guard let ending = TerraformStateFacts.endings.first(where: { name.ends($0) }) else { return false }
        let isNamed = file.path.pathParts.suffix(2).contains { $0.holds("backend") }
        guard isNamed, let keys = TerraformValues.keys(file.bytes), !keys.isEmpty else {
            guard name.begins("backend"), name.ends(".hcl") else { return false }
            readSettings(file)
            return true
        }
        let names = keys.map { file.bytes.text($0.range) }
        // All but one, which may be a mistake.
        let isKnown = TerraformBackend.all.values.contains { backend in
            let known = names.count { backend.arguments.contains($0) }
            return known > 0 && known + 1 >= names.count && (known == names.count || known > 1)
        }
        let isSure = ending.description == ".tfbackend" || name.begins("backend") && ending.description == ".hcl"
        guard isKnown || isSure else { return false }
        guard let tree = Language.hcl.tokenize(file.bytes).tree else { return false }
        settings = arguments(of: 0, tree, file)
        return true
    }
}
