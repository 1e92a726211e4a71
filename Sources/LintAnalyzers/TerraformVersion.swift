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

    /// Whether a container's image has a Terraform of its own below 1.6, by its tag or by its name:
    /// `hashicorp/terraform:1.5.7`, `…/gitlab-org/terraform-images/releases/1.1:v0.43.0`.
    static func isOld(image: String) -> Bool {
        image.withBytes { buffer in
            let bytes = ByteView(buffer)
            for mark in ["hashicorp/terraform:", "terraform-images/releases/"] as [StaticString] {
                guard let found = bytes.first(mark), found == 0 || bytes[found - 1] == .ascii("/") else { continue }
                let start = found + mark.utf8CodeUnitCount
                var end = start
                while bytes[end].isDigit || bytes[end] == .ascii(".") { end += 1 }
                return isOld(choice: bytes.text(ByteRange(start, end)))
            }
            return false
        }
    }

    /// Whether what `setup-terraform` is told keeps it below 1.6: `1.5.7`, `1.5.x`, `~1.5`, `<1.6.0`. (`^1.5` and `1` are
    /// the latest.)
    static func isOld(choice: String) -> Bool {
        let text = choice.drop { "=v ".contains($0) }
        if text.begins("<") { return keepsOld(String(text)) }
        let numbers = text.drop { "~ ".contains($0) }.split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count > 1, numbers.count < 4, let major = Int(numbers[0]), let minor = Int(numbers[1]) else {
            return false
        }
        return (major, minor) < (1, 6)
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
