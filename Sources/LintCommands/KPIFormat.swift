import LintFindings
import LintReport

/// The formats of the KPI table.
enum KPIFormat: String, CaseIterable {
    case text, json, csv

    func write(_ kpis: [KPIValue], options: ReportOptions, to sink: inout DescriptorSink) {
        switch self {
        case .text: KPITable.write(kpis, options: options, to: &sink)
        case .json: KPIJSON.write(kpis, options: options, to: &sink)
        case .csv: KPICSV.write(kpis, options: options, to: &sink)
        }
    }
}
