public import LintFindings
import LintSource

/// What a JSON report (`flywheel-lint/report/1`) tells of an earlier run: a side of a ``Comparison``, and KPI values.
public struct RecordedReport: Sendable {
    /// What is there of each finding: no route, surface, fix or related places.
    public let findings: [Finding]
    /// The ids of the rules that ran; `nil` when the report does not say.
    public let rules: Set<String>?
    /// By id; a KPI without a value is left out.
    public let kpis: [String: Double]

    public static let schema = "flywheel-lint/report/1"

    /// The report as a side of a comparison.
    public var side: Comparison.Side { Comparison.Side(findings, rules: rules) }

    /// Reads a report; `path` is how errors name it. Unknown keys are passed over, as versions add them.
    public static func parse(_ bytes: [UInt8], path: String) throws(LedgerError) -> RecordedReport {
        try bytes.withByteView { view throws(LedgerError) in
            let lines = LineIndex(view)
            try LedgerFile.checkText(view, lines: lines, path: path, what: "a report")
            var json = JSONReader(view, lines: lines, path: path)
            return try RecordedReport(&json)
        }
    }

    private init(_ json: inout JSONReader) throws(LedgerError) {
        var schema: String?
        var findings: [Finding]?
        var rules: Set<String>?
        var kpis: [String: Double] = [:]
        let start = json.index
        if !json.isNext("{") {
            throw json.error(
                .wrongFormat, at: start, "not a report: it does not begin with '{'",
                "give a file of '--output json', or a baseline by its name")
        }
        try json.object { json, key throws(LedgerError) in
            switch key {
            case "schema":
                let at = json.index
                let found = try json.string()
                if found != Self.schema {
                    let isReport = found.hasPrefix("flywheel-lint/report/")
                    throw json.error(
                        isReport ? .wrongVersion : .wrongFormat, at: at,
                        "the schema is '\(LedgerText.shown(found))', expected '\(Self.schema)'",
                        isReport ? "make the report again with this version" : "give a file of 'check --output json'")
                }
                schema = found
            case "findings":
                // Of two lists the last would hide what is in the first.
                if findings != nil {
                    throw json.error(.malformed, at: json.index, "'findings' is there twice", "make the report again")
                }
                var list: [Finding] = []
                try json.array { json throws(LedgerError) in list.append(try Self.finding(&json)) }
                findings = list
            case "rules": rules = try Self.ids(&json)
            case "kpis":
                try json.array { json throws(LedgerError) in
                    if let kpi = try Self.kpi(&json) { kpis[kpi.id] = kpi.value }
                }
            default: try json.skip()
            }
        }
        try json.end()
        guard schema != nil, let findings else {
            throw json.error(
                .wrongFormat, at: start, "not a report: it has no '\(schema == nil ? "schema" : "findings")'",
                "give a file of 'check --output json'")
        }
        self.findings = findings
        self.rules = rules
        self.kpis = kpis
    }

    private static func finding(_ json: inout JSONReader) throws(LedgerError) -> Finding {
        let start = json.index
        var texts: [String: String] = [:]
        var numbers: [String: Double] = [:]
        var suppressed: Finding.Suppression?
        try json.object { json, key throws(LedgerError) in
            switch key {
            case "rule", "level", "path", "message", "fingerprint", "match", "lang", "context", "kpi", "identity":
                if !json.null() { texts[key] = try json.string() }
            case "offset", "length", "line", "column", "endLine", "endColumn": numbers[key] = try json.number()
            case "suppressed":
                if !json.null() { suppressed = try suppression(&json) }
            default: try json.skip()
            }
        }
        guard let rule = texts["rule"], let path = texts["path"] else {
            throw json.error(
                .malformed, at: start, "a finding without '\(texts["rule"] == nil ? "rule" : "path")'",
                "make the report again")
        }
        guard let fingerprint = texts["fingerprint"].flatMap(fingerprint) else {
            throw json.error(
                .malformed, at: start,
                "a finding whose fingerprint is not 'CONTEXT:LINE': '\(LedgerText.shown(texts["fingerprint"] ?? ""))'",
                "make the report again")
        }
        guard let level = texts["level"].flatMap(Level.init(rawValue:)) else {
            throw json.error(
                .malformed, at: start, "a finding of an unknown level: '\(LedgerText.shown(texts["level"] ?? ""))'",
                "make the report again")
        }
        // 32-bit offsets: what does not fit was never read.
        let limit = Double(UInt32.max / 2)
        func number(_ key: String, least: Double) -> Int { Int(min(max(least, numbers[key] ?? least), limit)) }
        let offset = number("offset", least: 0)
        var region = TextRegion()
        region.start = Position(line: number("line", least: 1), column: number("column", least: 1))
        region.end = Position(line: number("endLine", least: 1), column: number("endColumn", least: 1))
        var location = Location(
            path: path, range: ByteRange(offset, offset + number("length", least: 0)), region: region,
            text: texts["match"] ?? "")
        location.isWholeFile = location.range == ByteRange(0, 0)
        var finding = Finding(
            rule: rule, level: level, location: location, language: texts["lang"] ?? "",
            context: texts["context"] ?? "", route: "", surface: "", message: texts["message"] ?? "",
            kpi: texts["kpi"], identity: texts["identity"] ?? "", fingerprint: fingerprint)
        finding.suppressed = suppressed
        return finding
    }

    private static func suppression(_ json: inout JSONReader) throws(LedgerError) -> Finding.Suppression {
        var suppression = Finding.Suppression(kind: .inSource, reason: nil)
        guard json.isNext("{") else {
            try json.skip()
            return suppression
        }
        try json.object { json, key throws(LedgerError) in
            switch key {
            case "kind": suppression.kind = .init(rawValue: try json.string()) ?? .inSource
            case "reason": if !json.null() { suppression.reason = try json.string() }
            default: try json.skip()
            }
        }
        return suppression
    }

    /// `context:line`, each 16 hexadecimal digits.
    private static func fingerprint(_ text: String) -> Fingerprint? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 16 && $0.utf8.allSatisfy(\.isHexDigit) }),
            let context = UInt64(parts[0], radix: 16), let line = UInt64(parts[1], radix: 16)
        else { return nil }
        return Fingerprint(context: context, line: line)
    }

    private static func ids(_ json: inout JSONReader) throws(LedgerError) -> Set<String> {
        var ids: Set<String> = []
        try json.array { json throws(LedgerError) in
            if json.isNext("\"") {
                ids.insert(try json.string())
            } else {
                try json.object { json, key throws(LedgerError) in
                    if key == "id" { ids.insert(try json.string()) } else { try json.skip() }
                }
            }
        }
        return ids
    }

    private static func kpi(_ json: inout JSONReader) throws(LedgerError) -> (id: String, value: Double)? {
        var id: String?
        var value: Double?
        try json.object { json, key throws(LedgerError) in
            switch key {
            case "id": id = try json.string()
            case "value": if !json.null() { value = try json.number() }
            default: try json.skip()
            }
        }
        guard let id, let value else { return nil }
        return (id, value)
    }
}
