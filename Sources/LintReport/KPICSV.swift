public import LintFindings
import LintSource

/// `kpi --output csv`: RFC 4180 with LF, a header line, an empty field for what is not there.
public enum KPICSV {
    public static func write(_ kpis: [KPIValue], options: ReportOptions, to sink: inout some ByteSink) {
        sink.write("id,title,value,unit,better,goal,budget,by,baseline\n")
        for kpi in kpis {
            let fields = [
                kpi.id, kpi.title, number(kpi.value), kpi.unit.rawValue, kpi.better.rawValue, number(kpi.goal),
                number(kpi.budget), kpi.by ?? "", number(kpi.baseline),
            ]
            sink.write(ActionsGuard.text(fields.map(field).joined(separator: ",") + "\n", options))
        }
    }

    static func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }

    static func field(_ text: String) -> String {
        let text = VisibleText.of(text)
        guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
        var quoted = "\""
        for character in text { quoted += character == "\"" ? "\"\"" : String(character) }
        return quoted + "\""
    }
}
