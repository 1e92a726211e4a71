import LintFindings
import LintYAML

extension RuleDecoder {
    /// `fix:`: `replace`, or `replace-part` and `with`, or `delete`.
    func fix(_ reader: MappingReader, _ rule: Rule) throws(PackError) -> FixTemplate? {
        guard let node = reader["fix"] else { return nil }
        let inner = try MappingReader(
            node, path: path, what: "fix",
            known: ["replace", "replace-part", "with", "delete", "safety", "unsafe-beside", "unsafe-on-line"])
        guard let safety = try inner.choice("safety", FixSafety.self) else {
            throw inner.fail(nil, "a fix has no 'safety'; write 'safety: safe' or 'safety: unsafe'")
        }
        if safety == .unsafe {
            try inner.refuse(["unsafe-beside", "unsafe-on-line"], "goes with 'safety: safe' only; remove it")
        }
        var beside: Matcher?
        if let match = inner["unsafe-beside"] {
            beside = try MatcherDecoder(path: path, pack: pack).condition(match)
        }
        var onLine: Matcher?
        if let match = inner["unsafe-on-line"] {
            onLine = try MatcherDecoder(path: path, pack: pack).condition(match)
        }
        func made(_ change: FixTemplate.Change) -> FixTemplate {
            FixTemplate(change: change, safety: safety, unsafeBeside: beside, unsafeOnLine: onLine)
        }
        let kinds = ["replace", "replace-part", "delete"].filter { inner[$0] != nil }
        guard kinds.count == 1 else {
            throw inner.fail(
                nil,
                "a fix is one of replace, replace-part, delete; found \(kinds.isEmpty ? "none" : kinds.joined(separator: " and "))"
            )
        }
        if inner["replace-part"] == nil {
            try inner.refuse(["with"], "goes with 'replace-part' only; remove it, or name the part")
        }
        if let text = try inner.string("replace") {
            return made(.replace(try template(inner, "replace", text)))
        }
        if let part = try inner.string("replace-part") {
            let text = try inner.string(try inner.required("with"), "with")
            return made(.replacePart(part, try template(inner, "with", text)))
        }
        let extent = try inner.choice("delete", FixTemplate.Extent.self) ?? .match
        if extent == .node, rule.node == nil, rule.within.isEmpty {
            throw inner.fail(inner["delete"]?.mark, "'delete: node' needs a node; give the rule 'node' or 'within'")
        }
        return made(.delete(extent))
    }
}
