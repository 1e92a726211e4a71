import LintSource
import LintSyntax

/// What an expression of Just comes to, as a template: strings, names as `{{name}}`, `+` and `/`, which puts a slash
/// between, brackets, and the functions that work out paths and variables (just.systems/man/en/functions.html). Of any other
/// it is not known.
struct JustExpression {
    /// A token without its place.
    struct Token {
        var kind: TokenKind
        var text: String
    }

    private let tokens: ArraySlice<Token>
    private var at: Int
    /// How many brackets are open around what is read: deeper ones no person writes.
    private var depth = 0
    private static let mostDeep = 16
    /// Longer texts are no templates any more (``TerraformTemplate/pieces(_:)``).
    private static let longest = 4_096

    private init(_ tokens: ArraySlice<Token>) {
        self.tokens = tokens
        at = tokens.startIndex
    }

    /// `nil` where nothing tells. The empty expression is the empty text.
    static func template(_ tokens: ArraySlice<Token>) -> String? {
        if tokens.isEmpty { return "" }
        var expression = JustExpression(tokens)
        guard let value = expression.sum(), expression.at == tokens.endIndex else { return nil }
        return value
    }

    private func isNext(_ text: String) -> Bool {
        at < tokens.endIndex && tokens[at].kind == .punct && tokens[at].text == text
    }

    private mutating func takes(_ text: String) -> Bool {
        guard isNext(text) else { return false }
        at += 1
        return true
    }

    /// Values that `+` and `/` join. (Both only put texts together: what belongs to which does not matter.)
    private mutating func sum() -> String? {
        guard depth < JustExpression.mostDeep else { return nil }
        depth += 1
        defer { depth -= 1 }
        var result = takes("/") ? "/" : ""
        while let value = value() {
            result += value
            if result.utf8.count > JustExpression.longest { return nil }
            if takes("+") { continue }
            guard takes("/") else { return result }
            result += "/"
        }
        return nil
    }

    private mutating func value() -> String? {
        guard at < tokens.endIndex else { return nil }
        let token = tokens[at]
        at += 1
        switch token.kind {
        case .quote: return string(token.text)
        case .ident where isNext("("):
            at += 1
            return arguments().flatMap { JustExpression.call(token.text, $0) }
        case .ident where token.text != "if" && token.text != "assert": return "{{\(token.text)}}"
        case .punct where token.text == "(":
            let value = sum()
            return takes(")") ? value : nil
        default: return nil
        }
    }

    /// Behind its opening quote. Of what a command prints only the place that every checkout has is known.
    private mutating func string(_ quote: String) -> String? {
        var text = ""
        while at < tokens.endIndex, tokens[at].kind != .quote {
            text += tokens[at].text
            at += 1
        }
        guard at < tokens.endIndex else { return nil }
        at += 1
        guard quote.utf8.contains(.ascii("`")) else { return text }
        return JustExpression.printsRoot.contains(text) ? TerraformScriptReader.root : nil
    }

    private static let printsRoot: Set<String> = [
        "git rev-parse --show-toplevel", "git rev-parse --show-toplevel 2>/dev/null",
    ]

    /// Behind the opening bracket of a call.
    private mutating func arguments() -> [String]? {
        var result: [String] = []
        while !takes(")") {
            guard let value = sum() else { return nil }
            result.append(value)
            if takes(",") { continue }
            return takes(")") ? result : nil
        }
        return result
    }

    private static func call(_ name: String, _ arguments: [String]) -> String? {
        switch (name, arguments.count) {
        case ("justfile_directory", 0), ("justfile_dir", 0): return "{{justfile_directory()}}"
        case ("source_directory", 0), ("source_dir", 0): return "{{source_directory()}}"
        case ("module_directory", 0), ("module_dir", 0): return "{{module_directory()}}"
        // Where whoever calls it stands.
        case ("invocation_directory", 0), ("invocation_dir", 0): return TerraformTemplate.caller
        case ("env", 1), ("env_var", 1): return variable(arguments[0], or: nil)
        case ("env", 2), ("env_var_or_default", 2):
            return arguments[1].isEmpty ? nil : variable(arguments[0], or: arguments[1])
        case ("clean", 1), ("quote", 1): return arguments[0]
        case ("parent_directory", 1), ("parent_dir", 1): return parent(of: arguments[0])
        case ("join", 2...): return join(arguments)
        default: return nil
        }
    }

    private static func variable(_ name: String, or standard: String?) -> String? {
        guard TerraformTemplate.isName(name) else { return nil }
        return standard.map { "${\(name):-\($0)}" } ?? "${\(name)}"
    }

    /// Whether a path begins with a place.
    private static func isPlace(_ path: String) -> Bool {
        path.begins("{{") && path.holds("directory()}}") || path.hasPrefix(TerraformScriptReader.root)
    }

    private static func parent(of path: String) -> String? {
        if isPlace(path) { return path + "/.." }
        guard !TerraformTemplate.isOpen(path), let slash = path.index(ofLast: 0x2F), !path.hasSuffix("/") else {
            return nil
        }
        return String(path[..<slash])
    }

    /// As paths are joined: what begins anew takes the place of what is before it.
    private static func join(_ parts: [String]) -> String? {
        var result = ""
        for part in parts {
            if result.isEmpty || part.begins("/") || isPlace(part) {
                result = part
            } else {
                if !result.hasSuffix("/") { result += "/" }
                result += part
            }
            if result.utf8.count > longest { return nil }
        }
        return result
    }
}
