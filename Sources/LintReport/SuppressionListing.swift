public import LintFindings
import LintSource

/// `flywheel-lint suppressions`: all that hide findings, as a table or as JSON.
public enum SuppressionListing {
    public static let schemaName = "flywheel-lint/suppressions/1"

    public static func json(_ records: [SuppressionRecord]) -> [UInt8] {
        var json = JSONWriter(indent: 2)
        json.object { json in
            json.field("schema", schemaName)
            json.array("suppressions") { json in
                for record in records { write(record, to: &json) }
            }
        }
        json.newline()
        return json.bytes
    }

    private static func write(_ record: SuppressionRecord, to json: inout JSONWriter) {
        json.object { json in
            json.field("path", record.location.path)
            json.field("line", record.location.start.line)
            json.field("column", record.location.start.column)
            json.field("rules", record.rules)
            json.field("scope", record.scope.rawValue)
            json.field("firstLine", record.firstLine)
            number("lastLine", record.lastLine, to: &json)
            json.field("state", record.state.rawValue)
            json.field("hides", record.hides)
            json.field("reason", optional: record.reason)
            json.field("until", optional: record.until)
            json.field("since", optional: record.since)
            json.field("commit", optional: record.commit)
            number("age", record.age, to: &json)
        }
    }

    private static func number(_ name: String, _ value: Int?, to json: inout JSONWriter) {
        json.key(named: name)
        if let value { json.value(value) } else { json.null() }
    }

    /// A row each, under a heading, and the sums.
    public static func text(_ records: [SuppressionRecord]) -> [UInt8] {
        var rows = [["PLACE", "RULE", "STATE", "HIDES", "AGE", "UNTIL", "REASON"]]
        for record in records {
            rows.append(
                [
                    "\(record.location.path):\(record.location.start.line)", record.rules.joined(separator: ", "),
                    record.state.rawValue, String(record.hides), record.age.map { "\($0) d" } ?? "-",
                    record.until ?? "-", record.reason ?? "-",
                ].map { VisibleText.of($0, limit: 400) })
        }
        let widths = rows[0].indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        var text = ""
        if !records.isEmpty {
            for row in rows {
                for (column, cell) in row.enumerated() {
                    text += cell
                    guard column + 1 < row.count else { break }
                    text += String(repeating: " ", count: widths[column] - DisplayWidth.of(cell) + 2)
                }
                text += "\n"
            }
            text += "\n"
        }
        let counts = SuppressionRecord.State.allCases.compactMap { state -> String? in
            let count = records.count { $0.state == state }
            return count == 0 ? nil : "\(count) \(state.rawValue)"
        }
        let sum = "\(records.count) suppression\(records.count == 1 ? "" : "s")"
        return Array((text + sum + (counts.isEmpty ? "" : ": ") + counts.joined(separator: ", ") + "\n").utf8)
    }

    /// The JSON Schema (2020-12) of ``json(_:)``.
    public static let schema = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "https://github.com/tinyland-inc/flywheel-lint/schema/suppressions-1.json",
          "title": "flywheel-lint suppressions, version 1",
          "description": "Comments that hide findings, by path and place. Unknown keys are allowed: later versions only add.",
          "type": "object",
          "required": ["schema", "suppressions"],
          "properties": {
            "schema": {"const": "flywheel-lint/suppressions/1"},
            "suppressions": {"type": "array", "items": {"$ref": "#/$defs/suppression"}}
          },
          "$defs": {
            "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            "suppression": {
              "type": "object",
              "required": [
                "path", "line", "column", "rules", "scope", "firstLine", "lastLine", "state", "hides", "reason", "until",
                "since", "commit", "age"
              ],
              "properties": {
                "path": {"type": "string", "minLength": 1},
                "line": {"type": "integer", "minimum": 1},
                "column": {"description": "In code points.", "type": "integer", "minimum": 1},
                "rules": {
                  "description": "Ids, or globs over ids.",
                  "type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}
                },
                "scope": {"enum": ["line", "block", "file"]},
                "firstLine": {"type": "integer", "minimum": 1},
                "lastLine": {"description": "null: to the end of the file.", "type": ["integer", "null"], "minimum": 1},
                "state": {"enum": ["used", "unused", "expired", "incomplete", "example", "unjudged"]},
                "hides": {"description": "Findings that it hides, or would if it held.", "type": "integer", "minimum": 0},
                "reason": {"type": ["string", "null"]},
                "until": {
                  "description": "The last day on which it holds.",
                  "anyOf": [{"$ref": "#/$defs/date"}, {"type": "null"}]
                },
                "since": {
                  "description": "The day of the commit that wrote its line; null where git does not know it.",
                  "anyOf": [{"$ref": "#/$defs/date"}, {"type": "null"}]
                },
                "commit": {"type": ["string", "null"], "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"},
                "age": {"description": "Days since then.", "type": ["integer", "null"], "minimum": 0}
              }
            }
          }
        }
        """#
}
