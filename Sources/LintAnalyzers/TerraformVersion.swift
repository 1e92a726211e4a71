import LintSource

/// Which versions of Terraform a configuration allows.
enum TerraformVersion {
    /// Whether `required_version` keeps all that can read a file below 1.6, from which on the s3 backend has its new
    /// arguments (github.com/hashicorp/terraform/blob/v1.6/CHANGELOG.md): `~> 0.14.5`, `< 1.0`, `0.12.31`.
    static func isOld(_ bytes: ByteView) -> Bool {
        guard let found = bytes.first("required_version") else { return false }
        var at = found + 16
        while bytes[at].isBlank || bytes[at] == .ascii("=") { at += 1 }
        guard bytes[at] == .ascii("\"") else { return false }
        let start = at + 1
        at = start
        while at < bytes.count, at < start + 100, bytes[at] != .ascii("\""), !bytes[at].isLineEnd { at += 1 }
        return keepsOld(bytes.text(ByteRange(start, at)))
    }

    static func keepsOld(_ constraints: String) -> Bool {
        constraints.split(separator: ",").contains { part in
            let text = part.drop { $0 == " " }
            let sign = text.prefix { "<>=~!".contains($0) }
            let numbers = text.dropFirst(sign.count).split { !$0.isNumber }.map { Int($0) ?? 0 }
            guard let major = numbers.first, numbers.count < 5 else { return false }
            let minor = numbers.count > 1 ? numbers[1] : 0
            let patch = numbers.count > 2 ? numbers[2] : 0
            switch sign {
            case "", "=", "<=": return (major, minor) < (1, 6)
            case "<": return (major, minor, patch) <= (1, 6, 0)
            // The last number may grow.
            case "~>": return numbers.count > 2 ? (major, minor) < (1, 6) : numbers.count == 2 && major < 1
            default: return false
            }
        }
    }
}
