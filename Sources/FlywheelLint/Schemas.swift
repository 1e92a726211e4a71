import LintFindings
import LintReport
import LintRules
import LintSource
import LintSyntax

/// JSON Schemas (2020-12) of the formats people and programs write; made from the same lists that the decoder uses.
public enum Schemas {
    public static let names = ["pack", "config", "report", "stacks", "suppressions", "kpis", "history"]

    public static func text(_ name: String) -> String? {
        switch name {
        case "pack": render(PackSchema.schema)
        case "config": render(ConfigurationSchema.schema)
        case "report": ReportSchema.text
        case "stacks": StacksReport.schema
        case "suppressions": SuppressionListing.schema
        case "kpis": KPISchema.kpis
        case "history": KPISchema.history
        default: nil
        }
    }

    private static func render(_ schema: SchemaValue) -> String {
        var json = JSONWriter(indent: 2)
        schema.write(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

/// A JSON value of a schema, keys in order.
indirect enum SchemaValue: Sendable {
    case text(String)
    case flag(Bool)
    case number(Int)
    case list([SchemaValue])
    case object([(String, SchemaValue)])

    func write(to json: inout JSONWriter) {
        switch self {
        case .text(let text): json.value(text)
        case .flag(let flag): json.value(flag)
        case .number(let number): json.value(number)
        case .list(let items): json.array { json in for item in items { item.write(to: &json) } }
        case .object(let entries):
            json.object { json in
                for (key, value) in entries {
                    json.key(named: key)
                    value.write(to: &json)
                }
            }
        }
    }
}
