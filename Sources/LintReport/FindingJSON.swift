import LintFindings
import LintSource

/// A finding as `flywheel-lint/report/1` has it. Offsets and lengths are bytes; lines and columns count from 1, columns
/// in code points, ends exclusive.
enum FindingJSON {
    static func write(_ finding: Finding, to json: inout JSONWriter) {
        json.object { json in
            json.field("rule", finding.rule)
            json.field("level", finding.level.rawValue)
            place(finding.location, to: &json)
            json.field("match", finding.location.text)
            json.field("lang", finding.language)
            json.field("context", finding.context)
            json.field("route", finding.route)
            json.field("surface", finding.surface)
            json.field("message", finding.message)
            json.field("kpi", optional: finding.kpi)
            json.key("fix")
            if let fix = finding.fix { write(fix, to: &json) } else { json.null() }
            if !finding.related.isEmpty { json.array("related") { write(finding.related, to: &$0) } }
            if !finding.identity.isEmpty { json.field("identity", finding.identity) }
            json.field("fingerprint", finding.fingerprint.text)
            json.field("state", optional: finding.state == .newRule ? "new" : finding.state?.rawValue)
            if finding.state == .newRule { json.field("ruleIsNew", true) }
            json.key("suppressed")
            if let suppressed = finding.suppressed {
                json.object {
                    $0.field("kind", suppressed.kind.rawValue)
                    $0.field("reason", optional: suppressed.reason)
                }
            } else {
                json.null()
            }
        }
    }

    private static func place(_ location: Location, to json: inout JSONWriter) {
        json.field("path", location.path)
        json.field("offset", Int(location.range.start))
        json.field("length", location.range.count)
        json.field("line", location.start.line)
        json.field("column", location.start.column)
        json.field("endLine", location.end.line)
        json.field("endColumn", location.end.column)
    }

    private static func write(_ fix: Fix, to json: inout JSONWriter) {
        json.object { json in
            json.field("safety", fix.safety.rawValue)
            json.array("edits") { json in
                for edit in fix.edits {
                    json.object {
                        $0.field("offset", Int(edit.range.start))
                        $0.field("length", edit.range.count)
                        $0.field("text", edit.text)
                    }
                }
            }
        }
    }

    private static func write(_ related: [Finding.Related], to json: inout JSONWriter) {
        for item in related {
            json.object {
                place(item.location, to: &$0)
                $0.field("message", item.message)
            }
        }
    }
}
