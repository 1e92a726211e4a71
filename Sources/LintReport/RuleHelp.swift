import LintFindings

/// What a rule teaches, as Markdown with its own examples.
enum RuleHelp {
    static func markdown(_ rule: RuleFacts) -> String {
        var text = "# \(rule.title.isEmpty ? rule.id : rule.title)\n"
        if !rule.why.isEmpty { text += "\n\(rule.why)\n" }
        for example in rule.examples.prefix(4) {
            text += "\n\(example.isBad ? "Found:" : "Not found:")\n\n" + fenced(example.text, example.language)
            if let fixed = example.fixed { text += "\nMended:\n\n" + fenced(fixed, example.language) }
        }
        switch rule.fixSafety {
        case .safe: text += "\n`--fix` mends it.\n"
        case .unsafe: text += "\n`--unsafe-fixes` mends it; others may depend on the name, so look first.\n"
        case nil: break
        }
        return text + "\nSilence one place with a comment: `flywheel-lint: ignore \(rule.id) -- reason`.\n"
    }

    /// A fence longer than any run of backquotes inside.
    private static func fenced(_ text: String, _ language: String) -> String {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == 0x60 ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let info = language.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } ? language : ""
        return "\(fence)\(info)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
    }
}
