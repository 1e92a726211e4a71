public import LintSource

extension Language {
    /// The language of a file, by its path and, for files without a telling name, its first line.
    public static func of(path: String, firstBytes: ByteView) -> Language {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        switch name.split(separator: ".").last.map({ $0.lowercased() }) ?? "" {
        case "tf", "tofu", "hcl", "tfvars", "nomad": return .hcl
        case "yml", "yaml": return .yaml
        case "nix": return .nix
        case "md", "markdown", "mdx": return .markdown
        case "sh", "bash", "envrc": return .shell
        default: return .text
        }
    }
}
