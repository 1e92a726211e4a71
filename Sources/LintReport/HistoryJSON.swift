public import LintFindings
import LintSource

/// `kpi --history --output json`: `flywheel-lint/history/1`, one commit a line, oldest first.
public enum HistoryJSON {
    public static let schema = "flywheel-lint/history/1"

    public static func write(_ history: KPIHistory, options: ReportOptions, to sink: inout some ByteSink) {
        var output = JSONDocument(options)
        output.field("schema", to: &sink) { $0.value(schema) }
        output.array("kpis", history.kpis, to: &sink) { kpi, json in
            json.object {
                $0.field("id", kpi.id)
                $0.field("title", kpi.title)
                $0.field("unit", kpi.unit.rawValue)
                $0.field("better", kpi.better.rawValue)
                $0.field("goal", optional: kpi.goal)
                $0.field("budget", optional: kpi.budget)
                if let by = kpi.by { $0.field("by", by) }
            }
        }
        // Most commits change no value: what was written for the one before is written again.
        var last: (values: [Double?], bytes: [UInt8])?
        output.array("commits", history.commits, to: &sink) { commit, json in
            json.object { json in
                json.field("commit", commit.id)
                json.field("date", commit.date)
                json.field("author", commit.author)
                json.field("subject", commit.subject)
                let values = last.flatMap { $0.values == commit.values ? $0.bytes : nil } ?? values(history, commit)
                last = (commit.values, values)
                json.array("kpis") { $0.rawItems { $0 += values } }
            }
        }
        output.finish(to: &sink)
    }

    /// The items of a commit's array of values.
    private static func values(_ history: KPIHistory, _ commit: KPIHistory.Commit) -> [UInt8] {
        var json = JSONWriter()
        for (kpi, value) in zip(history.kpis, commit.values) {
            json.object {
                $0.field("id", kpi.id)
                $0.field("value", optional: value)
            }
        }
        return json.bytes
    }
}
