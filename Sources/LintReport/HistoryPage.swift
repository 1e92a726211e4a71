public import LintFindings

/// The history of KPIs as one HTML page that needs nothing else: a chart each with its goal and budget, the commits that
/// paid most of it down and who wrote them, and the numbers as tables. No script; light, dark and on paper.
///
/// Labels and marks are HTML laid over the drawing, so that text keeps its size however wide the chart is.
public enum HistoryPage {
    /// Steps that are marked in a chart.
    static let marks = 5
    /// Rows of a table of changes.
    static let rows = 100

    public static func write(_ history: KPIHistory, options: ReportOptions, to sink: inout some ByteSink) {
        let name = text(history.name.isEmpty ? "repository" : history.name)
        var head = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        head += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        head += "<meta name=\"color-scheme\" content=\"light dark\">\n<title>KPIs of \(name)</title>\n"
        head += "<style>\n\(HistoryStyle.text)</style>\n</head>\n<body>\n<header>\n<h1>KPIs of \(name)</h1>\n"
        head += "<p>\(range(history))</p>\n</header>\n<main>\n"
        sink.write(head)
        sink.write(overview(history))
        for index in history.kpis.indices where !sink.isClosed { sink.write(section(history, index)) }
        sink.write(
            "</main>\n<footer><p>Made by \(Project.name) from git’s objects; each value is that of a check of a checkout of its commit.</p></footer>\n</body>\n</html>\n"
        )
    }

    private static func range(_ history: KPIHistory) -> String {
        guard let first = history.commits.first, let last = history.commits.last else { return "No commits." }
        let count = history.commits.count
        return
            "\(count) commit\(count == 1 ? "" : "s"), <time datetime=\"\(text(first.date))\">\(day(first))</time> to "
            + "<time datetime=\"\(text(last.date))\">\(day(last))</time>; the last is \(link(history, last))."
    }

    private static func overview(_ history: KPIHistory) -> String {
        var html = "<section class=\"overview\" aria-labelledby=\"overview\">\n<h2 id=\"overview\">Overview</h2>\n"
        html += "<div class=\"scroll\" role=\"region\" aria-labelledby=\"overview\" tabindex=\"0\"><table>\n<thead><tr>"
        html +=
            "<th scope=\"col\">KPI</th><th scope=\"col\" class=\"n\">first</th><th scope=\"col\" class=\"n\">last</th>"
        // On a narrow screen a column that is empty takes the room of the names.
        let hasBudgets = history.kpis.contains { $0.budget != nil }
        html += "<th scope=\"col\" class=\"n\">change</th><th scope=\"col\" class=\"n\">goal</th>"
        html += (hasBudgets ? "<th scope=\"col\" class=\"n\">budget</th>" : "") + "</tr></thead>\n<tbody>\n"
        for (index, kpi) in history.kpis.enumerated() {
            html += "<tr><th scope=\"row\"><a href=\"#kpi-\(index)\">\(name(kpi))</a></th>"
            for value in [kpi.baseline, kpi.value] { html += "<td class=\"n\">\(KPINumber.text(value))</td>" }
            html += "<td class=\"n \(tone(kpi))\">\(change(kpi))</td>"
            for value in [kpi.goal] + (hasBudgets ? [kpi.budget] : []) {
                html += "<td class=\"n\">\(KPINumber.text(value))</td>"
            }
            html += "</tr>\n"
        }
        return html + "</tbody>\n</table></div>\n</section>\n"
    }

    private static func section(_ history: KPIHistory, _ index: Int) -> String {
        let kpi = history.kpis[index]
        let steps = history.steps(index)
        let gains = history.biggestGains(index, limit: marks)
        var html = "<section class=\"kpi\" aria-labelledby=\"kpi-\(index)\">\n"
        let direction = kpi.better == .neither ? "" : ", \(kpi.better.rawValue) is better"
        html += "<h2 id=\"kpi-\(index)\">\(text(kpi.title.isEmpty ? kpi.id : kpi.title))</h2>\n"
        html +=
            "<p class=\"id\"><code>\(text(kpi.id))</code> · \(kpi.unit.rawValue)\(direction)</p>\n"
        html += "<p class=\"now\"><strong>\(KPINumber.text(kpi.value))</strong>"
        if kpi.isAtGoal { html += " <span class=\"good\">goal reached</span>" }
        if kpi.isOverBudget { html += " <span class=\"bad\">over budget</span>" }
        html += "</p>\n"
        guard history.commits.contains(where: { $0.values[index] != nil }) else {
            return html + "<p>No commit has a value.</p>\n</section>\n"
        }
        html += chart(history, index, gains, steps: steps.count)
        html += annotations(history, gains)
        html += authors(history, index)
        html += table(history, index, steps)
        return html + "</section>\n"
    }

    private static func chart(_ history: KPIHistory, _ index: Int, _ gains: [KPIHistory.Step], steps: Int) -> String {
        let kpi = history.kpis[index]
        let chart = HistoryChart(history, kpi: index)
        let values = history.values(index).compactMap { $0 }
        var description = "From \(KPINumber.text(values.first)) to \(KPINumber.text(values.last)) in \(steps) steps; "
        description += "least \(KPINumber.text(values.min())), most \(KPINumber.text(values.max()))"
        if let goal = kpi.goal { description += "; goal \(KPINumber.text(goal))" }
        if let budget = kpi.budget { description += "; budget \(KPINumber.text(budget))" }
        var html = "<figure>\n<div class=\"plot\">\n"
        html += "<span class=\"y top\" aria-hidden=\"true\">\(KPINumber.text(chart.top))</span>"
        html +=
            "<span class=\"y bottom\" aria-hidden=\"true\">\(KPINumber.text(chart.bottom))</span>\n<div class=\"area\">\n"
        html +=
            "<svg role=\"img\" aria-labelledby=\"t\(index) d\(index)\" viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\">"
        html += "<title id=\"t\(index)\">\(text(kpi.id)) over time</title><desc id=\"d\(index)\">\(description)</desc>"
        html += "<path class=\"grid\" d=\"M0 0H100M0 50H100M0 100H100\"/>"
        html += "<path class=\"fill\" d=\"\(chart.area)\"/>"
        for (value, kind) in [(kpi.goal, "goal"), (kpi.budget, "budget")] {
            guard let value, value.isFinite else { continue }
            html += "<path class=\"\(kind)\" d=\"M0 \(HistoryChart.number(chart.y(value)))H100\"/>"
        }
        html += "<path class=\"line\" d=\"\(chart.path)\"/></svg>\n"
        for (value, kind) in [(kpi.goal, "goal"), (kpi.budget, "budget")] {
            guard let value, value.isFinite else { continue }
            let y = chart.y(value)
            // Under the line where there is no room above it.
            let side = y < 12 ? " under" : ""
            html +=
                "<span class=\"limit \(kind)\(side)\" style=\"top:\(HistoryChart.number(y))%\" aria-hidden=\"true\">"
            html += "\(kind) \(KPINumber.text(value))</span>\n"
        }
        for (number, place) in chart.marks(gains).enumerated() {
            let x = HistoryChart.number(place.x)
            let y = HistoryChart.number(place.y)
            html += "<span class=\"mark\" style=\"left:\(x)%;top:\(y)%\" aria-hidden=\"true\">\(number + 1)</span>\n"
        }
        html += "</div>\n"
        if let first = history.commits.first, let last = history.commits.last {
            html += "<span class=\"x first\" aria-hidden=\"true\">\(day(first))</span>"
            html += "<span class=\"x last\" aria-hidden=\"true\">\(day(last))</span>\n"
        }
        return html + "</div>\n</figure>\n"
    }

    private static func annotations(_ history: KPIHistory, _ gains: [KPIHistory.Step]) -> String {
        if gains.isEmpty { return "" }
        var html = "<h3>Biggest steps the right way</h3>\n<ol class=\"gains\">\n"
        for step in gains {
            let commit = history.commits[step.commit]
            html += "<li><b>\(signed(step.change))</b> to \(KPINumber.text(step.after)): \(link(history, commit)) "
            html +=
                "<bdi>\(text(commit.subject, limit: 120))</bdi> <span class=\"by\">(<bdi>\(text(commit.author, limit: 60))</bdi>, \(day(commit)))</span></li>\n"
        }
        return html + "</ol>\n"
    }

    private static func authors(_ history: KPIHistory, _ index: Int) -> String {
        let all = history.gainsByAuthor(index)
        if all.isEmpty { return "" }
        let shown = all.prefix(8).map { item in
            "<bdi>\(text(item.author, limit: 60))</bdi> \(signed(item.change)) in \(item.commits) commit\(item.commits == 1 ? "" : "s")"
        }
        let rest = all.count > 8 ? "; \(all.count - 8) more" : ""
        return "<p class=\"authors\">Moved by " + shown.joined(separator: "; ") + rest + ".</p>\n"
    }

    private static func table(_ history: KPIHistory, _ index: Int, _ steps: [KPIHistory.Step]) -> String {
        if steps.isEmpty { return "<p class=\"authors\">It never changed.</p>\n" }
        var html = "<details>\n<summary>All changes (\(steps.count))</summary>\n"
        html +=
            "<div class=\"scroll\" role=\"region\" aria-labelledby=\"kpi-\(index)\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">date</th>"
        html +=
            "<th scope=\"col\">commit</th><th scope=\"col\" class=\"n\">value</th><th scope=\"col\" class=\"n\">change</th>"
        html += "<th scope=\"col\">subject</th></tr></thead>\n<tbody>\n"
        for step in steps.suffix(rows).reversed() {
            let commit = history.commits[step.commit]
            let tone = history.kpis[index].isBetter(step.change).map { $0 ? "good" : "bad" } ?? ""
            html += "<tr><td>\(day(commit))</td><td>\(link(history, commit))</td>"
            html += "<td class=\"n\">\(KPINumber.text(step.after))</td>"
            html += "<td class=\"n \(tone)\">\(signed(step.change))</td>"
            html += "<td><bdi>\(text(commit.subject, limit: 120))</bdi></td></tr>\n"
        }
        html += "</tbody>\n</table></div>\n"
        if steps.count > rows { html += "<p>\(steps.count - rows) earlier ones are in the CSV and JSON outputs.</p>\n" }
        return html + "</details>\n"
    }

    private static func link(_ history: KPIHistory, _ commit: KPIHistory.Commit) -> String {
        let short = "<code>\(text(String(commit.id.prefix(8))))</code>"
        guard let base = history.commitLink else { return short }
        return "<a href=\"\(text(base + commit.id))\">\(short)</a>"
    }

    private static func day(_ commit: KPIHistory.Commit) -> String { text(String(commit.date.prefix(10))) }
    private static func text(_ text: String, limit: Int = 300) -> String {
        XMLText.escaped(VisibleText.of(text, limit: limit))
    }
    /// A KPI's id that may be broken behind its family.
    private static func name(_ kpi: KPIValue) -> String {
        text(kpi.id).split(separator: "/", omittingEmptySubsequences: false).joined(separator: "/<wbr>")
    }
    private static func signed(_ change: Double) -> String {
        change > 0 ? "+\(KPINumber.text(change))" : "−\(KPINumber.text(-change))"
    }
    private static func change(_ kpi: KPIValue) -> String {
        guard let value = kpi.value, let before = kpi.baseline else { return "–" }
        return value == before ? "±0" : signed(value - before)
    }
    private static func tone(_ kpi: KPIValue) -> String {
        switch KPINumber.isBetter(kpi) {
        case true?: "good"
        case false?: "bad"
        case nil: ""
        }
    }
}
