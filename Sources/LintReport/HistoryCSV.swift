public import LintFindings

/// `kpi --history --output csv`: a line a commit, oldest first, a column a KPI.
public enum HistoryCSV {
    public static func write(_ history: KPIHistory, options: ReportOptions, to sink: inout some ByteSink) {
        let header = ["commit", "date", "author", "subject"] + history.kpis.map(\.id)
        sink.write(ActionsGuard.text(header.map(KPICSV.field).joined(separator: ",") + "\n", options))
        for commit in history.commits where !sink.isClosed {
            let fields =
                [commit.id, commit.date, commit.author, commit.subject].map(KPICSV.field)
                + commit.values.map(KPICSV.number)
            sink.write(ActionsGuard.text(fields.joined(separator: ",") + "\n", options))
        }
    }
}
