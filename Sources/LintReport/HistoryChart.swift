import LintFindings

/// One KPI's line over time, drawn in percent of the chart's width and height so that text is never scaled with it.
struct HistoryChart {
    struct Point {
        var commit: Int
        /// 0 at the left and at the top, 100 at the right and at the bottom.
        var x: Double
        var y: Double
    }

    /// Where the line has a corner: where the value changes, and at both ends.
    private(set) var points: [Point] = []
    /// The value at the top; the bottom is ``bottom``.
    private(set) var top: Double
    private(set) var bottom: Double
    private let days: [Double]

    /// Values that are not there leave a gap: the line goes on at the next one.
    init(_ history: KPIHistory, kpi index: Int) {
        let kpi = history.kpis[index]
        let values = history.values(index)
        let known = values.compactMap { $0 }.filter(\.isFinite)
        let lines = [kpi.goal, kpi.budget].compactMap { $0 }.filter(\.isFinite)
        bottom = min(0, (known + lines).min() ?? 0)
        top = HistoryChart.round(up: max(1, (known + lines).max() ?? 1))
        // A branch's dates may go back; the axis may not.
        var latest = -Double.infinity
        days = history.commits.map { commit in
            latest = max(latest, HistoryChart.time(commit.date) ?? latest)
            return latest
        }
        var last: Double?
        for (commit, value) in values.enumerated() {
            guard let value, value.isFinite else { continue }
            if value != last || commit == values.count - 1 {
                points.append(Point(commit: commit, x: x(commit), y: y(value)))
            }
            last = value
        }
    }

    func x(_ commit: Int) -> Double {
        guard let first = days.first, let last = days.last, last > first, first.isFinite else {
            return days.count > 1 ? 100 * Double(commit) / Double(days.count - 1) : 50
        }
        return 100 * (days[commit] - first) / (last - first)
    }

    func y(_ value: Double) -> Double { 100 * (1 - (value - bottom) / (top - bottom)) }

    /// Where the marks of some steps stand, in their order: on the line, or above or below it where one before it stands.
    /// Apart enough for a chart of 300 pixels.
    func marks(_ steps: [KPIHistory.Step]) -> [(x: Double, y: Double)] {
        let width = 7.0
        let height = 12.0
        var placed: [(x: Double, y: Double)] = []
        func isFree(_ x: Double, _ y: Double) -> Bool {
            !placed.contains { abs($0.x - x) < width && abs($0.y - y) < height }
        }
        for step in steps {
            let x = x(step.commit)
            let line = y(step.after)
            var y = line
            var distance = height
            while !isFree(x, y), distance < 100 {
                if line - distance >= 0, isFree(x, line - distance) {
                    y = line - distance
                } else if line + distance <= 100, isFree(x, line + distance) {
                    y = line + distance
                }
                distance += height
            }
            placed.append((x, y))
        }
        return placed
    }

    /// A line of steps: a value holds until the commit that changes it.
    var path: String {
        guard let first = points.first else { return "" }
        var path = "M\(HistoryChart.number(first.x)) \(HistoryChart.number(first.y))"
        for point in points.dropFirst() {
            path += "H\(HistoryChart.number(point.x))V\(HistoryChart.number(point.y))"
        }
        // One commit is a point; a line needs two ends to be seen.
        if points.count == 1 { path += "H\(HistoryChart.number(min(100, first.x + 1)))" }
        return path
    }

    /// The path closed along the bottom.
    var area: String {
        guard let first = points.first else { return "" }
        return path + "V100H\(HistoryChart.number(first.x))Z"
    }

    /// At most two digits behind the point.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        if hundredths % 100 == 0 { return String(hundredths / 100) }
        let sign = hundredths < 0 ? "-" : ""
        let rest = abs(hundredths) % 100
        return "\(sign)\(abs(hundredths) / 100).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)"
    }

    /// 1, 2 or 5 times a power of ten, or a multiple near the value.
    private static func round(up value: Double) -> Double {
        var step = 1.0
        while step * 10 < value { step *= 10 }
        for factor in [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] where step * factor >= value {
            let top = step * factor
            return top == top.rounded() ? top : top.rounded(.up)
        }
        return value
    }

    /// Days since 1970 with their fraction, of an ISO 8601 date with time and zone.
    static func time(_ date: String) -> Double? {
        let bytes = Array(date.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            return Int(String(decoding: bytes[range], as: UTF8.self))
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), (1...12).contains(month)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        var minutes = 0
        if let hour = number(11..<13), let minute = number(14..<16) { minutes = hour * 60 + minute }
        if bytes.count >= 25, let hour = number(20..<22), let minute = number(23..<25) {
            minutes -= (bytes[19] == 0x2D ? -1 : 1) * (hour * 60 + minute)
        }
        let seconds = number(17..<19) ?? 0
        return Double(days + ofYear - 719_468) + Double(minutes) / 1440 + Double(seconds) / 86_400
    }
}
