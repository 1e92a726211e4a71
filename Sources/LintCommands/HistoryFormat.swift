import LintFindings
import LintReport

/// The formats of the KPIs' history.
enum HistoryFormat: String, CaseIterable {
    case text, json, csv, html

    func write(_ history: KPIHistory, options: ReportOptions, to sink: inout DescriptorSink) {
        switch self {
        case .text: HistoryTable.write(history, options: options, to: &sink)
        case .json: HistoryJSON.write(history, options: options, to: &sink)
        case .csv: HistoryCSV.write(history, options: options, to: &sink)
        case .html: HistoryPage.write(history, options: options, to: &sink)
        }
    }
}
