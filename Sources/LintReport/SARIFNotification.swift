import LintFindings
import LintSource

/// What a run has to say that is no result (section 3.58). Never an error: that would mean the run had failed.
struct SARIFNotification {
    var text: String
    var level: String
    var path: String?
    private var finding: Finding?
    private var ruleIndex: Int?

    init(text: String, level: String, path: String? = nil) {
        self.text = text
        self.level = level
        self.path = path
    }

    /// A finding in a file that is not UTF-8. Columns and snippets of such a file are undefined, so it cannot be a
    /// result; but it must not vanish.
    init(unplaced finding: Finding, ruleIndex: Int?) {
        text =
            "The file or its name is not UTF-8, so this finding has no exact region: "
            + SARIFText.message(finding.message)
        level = finding.level == .note ? "note" : "warning"
        path = finding.path
        self.finding = finding
        self.ruleIndex = ruleIndex
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("level", level)
            json.object("message") { $0.field("text", text) }
            if let path {
                json.array("locations") { json in
                    json.object {
                        $0.object("physicalLocation") {
                            $0.object("artifactLocation") { SARIFText.writeArtifact(path, to: &$0) }
                            if let finding {
                                $0.object("region") { $0.field("startLine", finding.location.start.line) }
                            }
                        }
                    }
                }
            }
            guard let finding else { return }
            json.object("associatedRule") {
                $0.field("id", finding.rule)
                if let ruleIndex { $0.field("index", ruleIndex) }
            }
            json.object("properties") { json in
                json.field("level", finding.level.rawValue)
                json.field("byteOffset", Int(finding.location.range.start))
                json.field("byteLength", finding.location.range.count)
            }
        }
    }
}
