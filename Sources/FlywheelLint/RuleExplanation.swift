import LintAnalyzers
public import LintRules
import LintFindings

/// `flywheel-lint rules explain ID`, and the pages of `docs/rules/`.
public struct RuleExplanation: Sendable {
    let rule: Rule

    public init(_ rule: Rule) { self.rule = rule }

    public var markdown: String {
        var text = "# \(rule.id)\n\n\(rule.facts.title).\n\n\(rule.facts.why)\n\n"
        text += "| level | kpi | fix | pack |\n|---|---|---|---|\n"
        let fix = rule.facts.fixSafety?.rawValue ?? "none"
        text +=
            "| \(rule.facts.level.rawValue) | \(rule.facts.kpi.map { "`\($0)`" } ?? "–") | \(fix) | `\(rule.facts.pack)` |\n"
        let facts = TerraformFact.all.filter { $0.rules.contains(rule.id) }
        if !facts.isEmpty {
            text += "\n## What is true\n\n"
            for fact in facts {
                var sources: [String] = []
                if let check = fact.check { sources.append("measured: `Scripts/terraform-facts.py \(check)`") }
                if let source = fact.source { sources.append("<\(source)>") }
                text += "- \(fact.says) (\(sources.joined(separator: "; ")))\n"
            }
        }
        let bad = rule.facts.examples.filter(\.isBad).prefix(3)
        let good = rule.facts.examples.filter { !$0.isBad }.prefix(3)
        if !bad.isEmpty {
            text += "\n## Reported\n"
            for example in bad {
                text += block(example.text, example.language)
                if let fixed = example.fixed { text += "\nFixed:\n" + block(fixed, example.language) }
            }
        }
        if !good.isEmpty {
            text += "\n## Not reported\n"
            for example in good { text += block(example.text, example.language) }
        }
        if let cure { text += "\n## Fix\n\n\(cure)\n" }
        text += """

            ## To suppress

            Write a comment on the line, or the line before:

            ```text
            flywheel-lint: ignore \(rule.id) -- reason
            ```

            or set its level in `.flywheel-lint.yml`:

            ```yaml
            rules:
              \(rule.id): off
            ```

            """
        return text
    }

    /// What `--fix` does with a finding.
    private var cure: String? {
        guard let fix = rule.fix else { return nil }
        var text =
            fix.safety == .safe
            ? "Safe, applied by `--fix`: " : "Unsafe, as other things depend on it; applied by `--unsafe-fixes`: "
        switch fix.change {
        case .replace(let template): text += "what is reported becomes `\(template.shown)`."
        case .replacePart(let part, let template):
            text += template.shown.isEmpty ? "`\(part)` is taken out." : "`\(part)` becomes `\(template.shown)`."
        case .delete(.match): text += "what is reported is taken out."
        case .delete(.line): text += "its line is taken out."
        case .delete(.node): text += "the node is taken out."
        }
        if fix.safety == .safe {
            text +=
                " It is left to `--unsafe-fixes` where its sentence says that something was, or must not be, or has what the fix would write, and where a program goes by the name."
        }
        if rule.group != nil { text += " All places of a group are fixed together or not at all." }
        return text
    }

    /// The same for a terminal: the marks of Markdown that only a renderer needs are left out.
    public var plain: String {
        var lines: [String] = []
        var fenced = false
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                fenced.toggle()
                continue
            }
            if fenced {
                lines.append("    " + line)
            } else if line.hasPrefix("|---") {
                continue
            } else {
                lines.append(String(line.drop { $0 == "#" }.drop { $0 == " " }))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func block(_ text: String, _ name: String) -> String {
        // A fence longer than any in the text.
        var longest = 2
        var run = 0
        for character in text {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let language = name.split(separator: ".").last.map(String.init) ?? ""
        let info = ["tf": "hcl", "yml": "yaml", "sh": "sh", "md": "markdown", "nix": "nix"][language] ?? "text"
        return "\n\(fence)\(info)\n\(text.hasSuffix("\n") ? String(text.dropLast()) : text)\n\(fence)\n"
    }
}
