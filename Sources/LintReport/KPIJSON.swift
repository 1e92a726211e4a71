public import LintFindings
import LintSource

/// `kpi --output json`: `flywheel-lint/kpis/1`, one KPI a line.
public enum KPIJSON {
    public static let schema = "flywheel-lint/kpis/1"

    public static func write(_ kpis: [KPIValue], options: ReportOptions, to sink: inout some ByteSink) {
        var output = JSONDocument(options)
        output.field("schema", to: &sink) { $0.value(schema) }
        output.array("kpis", kpis, to: &sink) { write($0, to: &$1) }
        output.finish(to: &sink)
    }

    static func write(_ kpi: KPIValue, to json: inout JSONWriter) {
        json.object {
            $0.field("id", kpi.id)
            $0.field("title", kpi.title)
            $0.field("value", optional: kpi.value)
            $0.field("unit", kpi.unit.rawValue)
            $0.field("better", kpi.better.rawValue)
            $0.field("goal", optional: kpi.goal)
            $0.field("budget", optional: kpi.budget)
            if let by = kpi.by { $0.field("by", by) }
            $0.field("baseline", optional: kpi.baseline)
        }
    }
}
