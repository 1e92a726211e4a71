public import LintFindings

/// Writes a report in one format. The same report and options give the same bytes, always.
public protocol Reporter {
    static func write(_ report: Report, options: ReportOptions, to sink: inout some ByteSink)
}
