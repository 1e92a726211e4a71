import LintFindings
import LintSource

/// The rules of a log: all that ran, and any other that a result names.
struct SARIFRules {
    private var rules: [RuleFacts]
    private var indices: [String: Int] = [:]

    init(_ declared: [RuleFacts], for parts: [[Finding]]) {
        rules = []
        for rule in declared where indices[rule.id] == nil {
            indices[rule.id] = rules.count
            rules.append(rule)
        }
        for findings in parts {
            for finding in findings where indices[finding.rule] == nil {
                indices[finding.rule] = rules.count
                rules.append(RuleFacts(id: finding.rule, title: finding.rule, why: "", level: finding.level))
            }
        }
    }

    func index(of rule: String) -> Int? { indices[rule] }

    func writeDriver(version: String, workers: Int, to json: inout JSONWriter) {
        json.field("name", Project.name)
        if let first = version.utf8.first, first.isDigit { json.field("version", version) }
        if SARIFRules.isSemantic(version) { json.field("semanticVersion", version) }
        json.field("informationUri", Project.home)
        var parts = PartsAtOnce(workers: workers)
        json.array("rules") { json in
            for rule in rules {
                parts.add {
                    var json = JSONWriter(capacity: 2_048)
                    SARIFRules.write(rule, to: &json)
                    return json.bytes
                }
                if parts.isFull { SARIFRules.write(&parts, to: &json) }
            }
            SARIFRules.write(&parts, to: &json)
        }
    }

    private static func write(_ parts: inout PartsAtOnce, to json: inout JSONWriter) {
        _ = parts.render { bytes in
            json.raw(bytes)
            return true
        }
    }

    private static func write(_ rule: RuleFacts, to json: inout JSONWriter) {
        let title = rule.title.isEmpty ? rule.id : rule.title
        let why = rule.why.isEmpty ? title : rule.why
        json.object { json in
            json.field("id", rule.id)
            json.field("name", SARIFRules.name(ofRule: rule.id))
            json.object("shortDescription") { $0.field("text", SARIFText.description(title)) }
            json.object("fullDescription") { $0.field("text", SARIFText.description(why)) }
            json.object("help") {
                $0.field("text", why)
                $0.field("markdown", RuleHelp.markdown(rule))
            }
            json.field("helpUri", Project.page(of: rule))
            json.object("defaultConfiguration") {
                if rule.level == .off { $0.field("enabled", false) }
                $0.field("level", SARIFText.level(rule.level))
            }
            json.object("properties") {
                // GitHub keeps ten tags and refuses more than twenty.
                var tags: [String] = []
                for tag in [rule.family] + rule.tags where !tags.contains(tag) && tags.count < 10 { tags.append(tag) }
                $0.field("tags", tags)
                $0.field("problem.severity", SARIFRules.severity(rule.level))
            }
        }
    }

    private static func severity(_ level: Level) -> String {
        switch level {
        case .error: "error"
        case .warning: "warning"
        case .note, .off: "recommendation"
        }
    }

    /// `identity/stale-name` as `IdentityStaleName`: the readable name that SARIF wants beside the id.
    static func name(ofRule id: String) -> String {
        var parts: [[UInt8]] = []
        for part in id.utf8.split(whereSeparator: { !$0.isLetter && !$0.isDigit }) {
            let lowered = part.map(\.lowered)
            // Each word is a capital and something behind it; what cannot be one joins the word before.
            if lowered.count > 1, lowered[0].isLetter {
                parts.append([lowered[0] - 0x20] + lowered.dropFirst())
            } else if parts.isEmpty {
                parts.append(Array("Rule".utf8) + lowered)
            } else {
                parts[parts.count - 1] += lowered
            }
        }
        return parts.isEmpty ? "Rule" : String(decoding: parts.joined(), as: UTF8.self)
    }

    /// Semantic Versioning 2.0.0, as far as three numbers and an optional tail go.
    private static func isSemantic(_ version: String) -> Bool {
        let core = version.prefix { $0 != "-" && $0 != "+" }
        let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
        let tail = version.dropFirst(core.count)
        return numbers.count == 3 && numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
            && tail.count != 1
            && tail.utf8.allSatisfy { $0.isLetter || $0.isDigit || [0x2B, 0x2D, 0x2E].contains($0) }
            && tail.filter { $0 == "+" }.count <= 1
    }
}
