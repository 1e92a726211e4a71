public import LintFindings

/// The history of KPIs for people: a sparkline each, where it began and ended, and the commits that paid most of it down.
public enum HistoryTable {
    /// Columns of a sparkline.
    static let width = 32

    public static func write(_ history: KPIHistory, options: ReportOptions, to sink: inout some ByteSink) {
        sink.write(ActionsGuard.text(text(history, options), options))
    }

    static func text(_ history: KPIHistory, _ options: ReportOptions) -> String {
        let paint = Paint(isOn: options.color)
        guard let first = history.commits.first, let last = history.commits.last else { return "no commits\n" }
        var rows = [["KPI", "history", "first", "last", "change", "goal", "budget"]]
        for (index, kpi) in history.kpis.enumerated() {
            rows.append([
                VisibleText.of(kpi.id), sparkline(history.values(index), width: width), KPINumber.text(kpi.baseline),
                KPINumber.text(kpi.value), KPINumber.delta(kpi), KPINumber.text(kpi.goal), KPINumber.text(kpi.budget),
            ])
        }
        if !history.kpis.contains(where: { $0.budget != nil }) { for i in rows.indices { rows[i].removeLast() } }
        let widths = rows[0].indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        var result = ""
        if !options.quiet {
            let count = history.commits.count
            result +=
                "\(count) commit\(count == 1 ? "" : "s"), \(VisibleText.of(String(first.date.prefix(10)))) to "
                + "\(VisibleText.of(String(last.date.prefix(10))))\n\n"
        }
        for (number, row) in rows.enumerated() {
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
                var painted = number == 0 ? paint.bold(cell) : cell
                if number > 0, column == 4, let isBetter = KPINumber.isBetter(history.kpis[number - 1]) {
                    painted = isBetter ? paint.good(cell) : paint.bad(cell)
                }
                line +=
                    column == 0 ? painted + padding : column == 1 ? "  " + painted + padding : "  " + padding + painted
            }
            result += line + "\n"
        }
        if !options.quiet { result += gains(history, paint) }
        return result
    }

    /// The three largest steps of each KPI the right way.
    private static func gains(_ history: KPIHistory, _ paint: Paint) -> String {
        var result = ""
        for (index, kpi) in history.kpis.enumerated() {
            let gains = history.biggestGains(index, limit: 3)
            if gains.isEmpty { continue }
            result += "\n" + paint.bold(VisibleText.of(kpi.id)) + "\n"
            for step in gains {
                let commit = history.commits[step.commit]
                let sign = step.change > 0 ? "+" : ""
                result +=
                    "  \(sign)\(KPINumber.text(step.change))  \(commit.id.prefix(8))  \(commit.date.prefix(10))  "
                    + "\(VisibleText.of(commit.author, limit: 24)): \(VisibleText.of(commit.subject, limit: 72))\n"
            }
        }
        return result.isEmpty ? "" : "\nBiggest steps the right way\n" + result
    }

    /// Values in `width` columns or fewer, the last of each column's share; heights from zero to the largest.
    static func sparkline(_ values: [Double?], width: Int) -> String {
        let columns = min(width, values.count)
        guard columns > 0 else { return "" }
        let shown = (0..<columns).map { values[(values.count * ($0 + 1) / columns) - 1] }
        let known = shown.compactMap { $0 }.filter(\.isFinite)
        guard let most = known.max(), let least = known.min() else { return String(repeating: "·", count: columns) }
        let bottom = min(0, least)
        let bars = Array("▁▂▃▄▅▆▇█")
        return String(
            shown.map { value -> Character in
                guard let value, value.isFinite else { return "·" }
                if most == bottom { return bars[0] }
                let height = (value - bottom) / (most - bottom) * 7
                // What is more than nothing must not look like it.
                return bars[value > bottom ? max(1, Int(height.rounded())) : 0]
            })
    }
}
