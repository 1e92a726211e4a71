import Foundation
import LintFindings
import LintReport
import Testing

/// Recorded outputs, compared byte for byte; `RECORD=1` writes them anew.
enum Golden {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden")

    static func check(_ name: String, _ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        let recorded = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(String(decoding: bytes, as: UTF8.self) == recorded, sourceLocation: location)
    }
}

extension Report {
    /// The report in one format, as bytes.
    func written(_ format: OutputFormat, _ options: ReportOptions = ReportOptions()) -> [UInt8] {
        var sink = MemorySink()
        func write(_ reporter: any Reporter.Type) { reporter.write(self, options: options, to: &sink) }
        write(format.reporter)
        return sink.bytes
    }

    func text(_ format: OutputFormat, _ options: ReportOptions = ReportOptions()) -> String {
        String(decoding: written(format, options), as: UTF8.self)
    }
}
