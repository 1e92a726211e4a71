/// A language that has a tokenizer. The generic text tokenizer serves many file kinds, each with a name of its own.
public enum Language: String, Sendable, CaseIterable, Hashable {
    case hcl, yaml, nix, markdown, shell
    // The generic text tokenizer, by its table of comment and string syntax:
    case text, justfile, makefile, starlark, toml, ini, json, javascript, html, css, dockerfile, caddyfile
    case python, go, rust, tex, bibtex, list, dotenv, bazelrc
    /// Patterns of paths, a line each (`.gitignore`): a `#` is a comment only as a line's first byte.
    case ignore
    /// Templates of other text (`.tpl`, `.j2`); and languages with C's comments and strings, Java and Swift among them.
    case template, c, ruby, lua, sql
    /// Other languages whose comments begin with `#` (fish, Perl, PowerShell, CMake).
    case script
    /// A GitHub Actions expression; no file is one.
    case expression

    /// The name in rules and reports.
    public var name: String { rawValue }

    /// Whether the generic text tokenizer reads it; a rule's `lang: text` means all of these.
    public var isGenericText: Bool {
        switch self {
        case .hcl, .yaml, .nix, .markdown, .shell: false
        default: true
        }
    }
}
