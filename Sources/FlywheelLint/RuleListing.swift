import LintAnalyzers
import LintFindings
import LintPattern
public import LintRules
import LintSource

/// `flywheel-lint rules list`.
public enum RuleListing {
    public static func text(_ set: RuleSet) -> [UInt8] {
        let width = set.rules.map { $0.id.count }.max() ?? 0
        var text = ""
        for (index, rule) in set.rules.enumerated() {
            let level = set.level(of: rule, on: SurfaceMap.primary).rawValue
            text += rule.id + String(repeating: " ", count: width - rule.id.count + 2)
            text += level + String(repeating: " ", count: 9 - level.count)
            text += (rule.facts.fixSafety.map { "fix:\($0.rawValue)" } ?? "").padded(to: 12)
            text += rule.facts.title
            if set.isFullScan(index), rule.analyzer == nil { text += "  (full scan)" }
            text += "\n"
        }
        return Array((text + "\(set.rules.count) rules\n").utf8)
    }

    public static func json(_ set: RuleSet) -> [UInt8] {
        var json = JSONWriter(indent: 2)
        json.object { json in
            json.field("schema", "flywheel-lint/rules/1")
            json.array("rules") { json in
                for (index, rule) in set.rules.enumerated() {
                    json.object { json in
                        json.field("id", rule.id)
                        json.field("title", rule.facts.title)
                        json.field("level", set.level(of: rule, on: SurfaceMap.primary).rawValue)
                        json.field("pack", rule.facts.pack)
                        json.field("kpi", optional: rule.facts.kpi)
                        json.field("fix", optional: rule.facts.fixSafety?.rawValue)
                        json.field("tags", rule.facts.tags)
                        json.field("fullScan", set.isFullScan(index) && rule.analyzer == nil)
                        json.field("literals", literals(set, index))
                        json.field("why", rule.facts.why)
                    }
                }
            }
        }
        json.newline()
        return json.bytes
    }

    /// Regular expressions of literals one of which is in every file that the rule is tried on: what a text search would
    /// have to look for in its place.
    private static func literals(_ set: RuleSet, _ index: Int) -> [String] {
        guard let name = set.rules[index].analyzer else { return set.literals(of: index) }
        return (Analyzers.all.first { $0.name == name }?.literals ?? []).map {
            Needle(Array($0.utf8)).expression
        }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
