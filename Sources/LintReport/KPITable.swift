public import LintFindings

/// The KPIs as a table for people: id, value, goal, budget and, where an earlier state is known, its value and the way
/// since.
public enum KPITable {
    public static func write(_ kpis: [KPIValue], options: ReportOptions, to sink: inout some ByteSink) {
        sink.write(ActionsGuard.text(text(kpis, options), options))
    }

    static func text(_ kpis: [KPIValue], _ options: ReportOptions) -> String {
        let paint = Paint(isOn: options.color)
        let hasBudget = kpis.contains { $0.budget != nil }
        let hasBaseline = kpis.contains { $0.baseline != nil }
        var rows = [["KPI", "value", "goal"]]
        if hasBudget { rows[0].append("budget") }
        if hasBaseline { rows[0] += ["before", "change"] }
        for kpi in kpis {
            var row = [VisibleText.of(kpi.id), KPINumber.text(kpi.value), KPINumber.text(kpi.goal)]
            if hasBudget { row.append(KPINumber.text(kpi.budget)) }
            if hasBaseline { row += [KPINumber.text(kpi.baseline), KPINumber.delta(kpi)] }
            rows.append(row)
        }
        let widths = rows[0].indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        var result = ""
        for (number, row) in rows.enumerated() {
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
                var painted = cell
                if number == 0 {
                    painted = paint.bold(cell)
                } else if column == row.count - 1, hasBaseline, let isBetter = KPINumber.isBetter(kpis[number - 1]) {
                    painted = isBetter ? paint.good(cell) : paint.bad(cell)
                } else if column == 1, kpis[number - 1].isAtGoal {
                    painted = paint.good(cell)
                }
                line += column == 0 ? painted + padding : "  " + padding + painted
            }
            if number > 0 { line += remark(kpis[number - 1], paint) }
            result += line + "\n"
        }
        return result
    }

    private static func remark(_ kpi: KPIValue, _ paint: Paint) -> String {
        if kpi.isOverBudget { return "  " + paint.bad("over budget") }
        guard let value = kpi.value, let budget = kpi.budget, value != budget else { return "" }
        // Room that is left is room for new debt: say how far the budget can follow.
        return "  " + paint.dim("budget can go to \(KPINumber.text(value))")
    }
}
