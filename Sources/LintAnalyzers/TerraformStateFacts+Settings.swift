import LintSource
import LintSyntax

/// Files of arguments for `-backend-config`. Terraform takes any name. Where people say `backend` in it, or in its folder's,
/// the file alone tells what it is; of any other with such arguments a command must tell it.
extension TerraformStateFacts {
    /// Such files end so: `prod.backend`, `env/prod.conf`.
    static let endings: [StaticString] = [
        ".hcl", ".conf", ".config", ".cfg", ".backend", ".tfvars", ".tfvars.example", ".tfbackend", ".backendconfig",
        ".properties", ".vars", ".ini", ".txt",
    ]

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
        let isKnown = TerraformStateFacts.areArguments(keys, file.bytes)
        let isSure = ending.description == ".tfbackend" || name.begins("backend") && ending.description == ".hcl"
        guard isKnown || isSure else { return false }
        guard let tree = Language.hcl.tokenize(file.bytes).tree else { return false }
        settings = arguments(of: 0, tree, file)
        return true
    }

    /// What a command that names the file has from it.
    var namedSettings: [Setting]? { settings ?? possibleSettings }

    /// Whether all of these belong to one backend, but for one, which may be a mistake.
    private static func areArguments(_ keys: [Key], _ bytes: ByteView) -> Bool {
        let names = keys.map { bytes.text($0.range) }
        return TerraformBackend.all.values.contains { backend in
            let known = names.count { backend.arguments.contains($0) }
            return known > 0 && known + 1 >= names.count && (known == names.count || known > 1)
        }
    }

    /// Whether a file may be one of the next: of configuration the first line tells that it is not.
    static func mayBeSettings(_ bytes: ByteView) -> Bool {
        TerraformValues.keys(bytes)?.isEmpty == false
    }

    /// Reads the arguments of a file that no name tells to hold some. Most files are done at their second key.
    /// - Parameter keys: the file's, where they are known.
    mutating func readPossibleSettings(_ file: ParsedFile, keys: [Key]? = nil) {
        let known = TerraformBackend.argumentHashes
        var strangers = 0
        func isWanted(_ hash: UInt64) -> Bool {
            if !known.contains(hash) { strangers += 1 }
            return strangers < 2
        }
        guard keys?.allSatisfy({ isWanted($0.hash) }) != false,
            let keys = keys ?? TerraformValues.keys(file.bytes, where: isWanted), keys.count > strangers,
            TerraformStateFacts.areArguments(keys, file.bytes),
            let tree = Language.hcl.tokenize(file.bytes).tree
        else { return }
        possibleSettings = arguments(of: 0, tree, file)
    }
}
