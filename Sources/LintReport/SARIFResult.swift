import LintFindings
import LintSource

/// One result of a log: all findings of one rule that begin on one line.
///
/// Code scanning knows an alert by rule, file and the hash of its line, so a second result on the line would fall
/// together with the first. And `locations` may only hold places that must be changed together (3.27.12). So the first
/// occurrence is the location, the others are related locations that the message links to, and `occurrenceCount` says how
/// many there are; the full profile lists each under `properties.occurrences`.
struct SARIFResult {
    let findings: [Finding]
    let name: OccurrenceNames.Name
    let isAbsent: Bool
    let hasBaselineState: Bool
    let hasSuppressions: Bool

    /// GitHub keeps 100 locations of a result.
    private static let relatedLimit = 99
    private static let linkLimit = 10

    private var first: Finding { findings[0] }
    /// How many places it tells of.
    var places: Int { findings.reduce(0) { $0 + 1 + $1.related.count } }
    private var level: Level { findings.reduce(Level.off) { max($0, $1.level) } }

    func write(rules: SARIFRules, isFull: Bool, to json: inout JSONWriter) {
        let related = relatedLocations
        json.object { json in
            json.field("ruleId", first.rule)
            if let index = rules.index(of: first.rule) { json.field("ruleIndex", index) }
            json.field("level", SARIFText.level(level))
            json.object("message") { $0.field("text", message(related)) }
            json.array("locations") { json in
                json.object { SARIFRegion(first.location).writePhysical(path: first.path, in: &$0) }
            }
            if !related.isEmpty { json.array("relatedLocations") { json in write(related, to: &json) } }
            if findings.count > 1 { json.field("occurrenceCount", findings.count) }
            json.object("partialFingerprints") {
                if let hash = first.location.lineHash { $0.field("primaryLocationLineHash", hash.text) }
                $0.field("flywheelContext/v1", name.text)
            }
            guard isFull else { return }
            if hasBaselineState { json.field("baselineState", baselineState) }
            if hasSuppressions { json.array("suppressions") { writeSuppressions(to: &$0) } }
            SARIFFix(findings)?.write(path: first.path, to: &json)
            json.object("properties") { writeProperties(to: &$0) }
        }
    }

    private var baselineState: String {
        if isAbsent { return "absent" }
        let states = findings.filter { $0.suppressed == nil || findings.allSatisfy { $0.suppressed != nil } }.map(
            \.state)
        if states.contains(where: { $0 == .new || $0 == .newRule || $0 == nil }) { return "new" }
        return states.contains(.updated) ? "updated" : "unchanged"
    }

    /// Only where nothing on the line counts; a live finding beside a suppressed one keeps the result open.
    private func writeSuppressions(to json: inout JSONWriter) {
        guard findings.allSatisfy({ $0.suppressed != nil }), let suppressed = first.suppressed else { return }
        json.object {
            $0.field("kind", suppressed.kind.rawValue)
            $0.field("status", "accepted")
            let silent = suppressed.kind == .inSource ? "Ignored by a comment." : "Accepted in the baseline."
            $0.field("justification", suppressed.reason.map(VisibleText.of) ?? silent)
        }
    }

    private func writeProperties(to json: inout JSONWriter) {
        json.field("lang", first.language)
        json.field("context", first.context)
        json.field("route", first.route)
        json.field("surface", first.surface)
        if let kpi = first.kpi { json.field("kpi", kpi) }
        json.array("occurrences") { json in
            for finding in findings {
                json.object { json in
                    json.field("byteOffset", Int(finding.location.range.start))
                    json.field("byteLength", finding.location.range.count)
                    json.field("fingerprint", finding.fingerprint.text)
                    if let state = finding.state { json.field("state", state.rawValue) }
                    if let suppressed = finding.suppressed { json.field("suppressed", suppressed.reason ?? "") }
                }
            }
        }
    }
}

extension SARIFResult {
    /// Another place, and the words that link to it.
    private struct Link {
        var location: Location
        var text: String
        var isOccurrence: Bool
    }

    private var relatedLocations: [Link] {
        var links: [Link] = []
        for finding in findings.dropFirst().prefix(SARIFResult.relatedLimit) {
            let isSame = finding.message == first.message
            let column = "column \(finding.location.start.column)"
            links.append(
                Link(
                    location: finding.location,
                    text: isSame ? column : "\(column): \(linkText(finding.message))", isOccurrence: true))
        }
        for related in findings.flatMap(\.related) where related.location.isUTF8 {
            links.append(Link(location: related.location, text: linkText(related.message), isOccurrence: false))
        }
        return Array(links.prefix(SARIFResult.relatedLimit))
    }

    private func linkText(_ text: String) -> String {
        var result = ""
        for character in SARIFText.escaped(VisibleText.of(text, limit: 200)) where character != "\\" {
            result += character == "[" || character == "]" ? "\\\(character)" : String(character)
        }
        return result
    }

    /// The first finding's message; then links to the rest, because GitHub shows only what a message links to.
    private func message(_ links: [Link]) -> String {
        var text = SARIFText.message(first.message)
        let numbered = Array(zip(links, 1...))
        let also = numbered.filter(\.0.isOccurrence)
        if !also.isEmpty {
            let shown = also.prefix(SARIFResult.linkLimit).map { "[\($0.0.text)](\($0.1))" }.joined(separator: ", ")
            let more = findings.count - 1 - min(also.count, SARIFResult.linkLimit)
            text += " Also on this line: " + shown + (more > 0 ? " and \(more) more." : ".")
        }
        let see = numbered.filter { !$0.0.isOccurrence }.prefix(SARIFResult.linkLimit)
        if !see.isEmpty { text += " See " + see.map { "[\($0.0.text)](\($0.1))" }.joined(separator: ", ") + "." }
        return text
    }

    private func write(_ links: [Link], to json: inout JSONWriter) {
        for (index, link) in links.enumerated() {
            json.object { json in
                json.field("id", index + 1)
                SARIFRegion(link.location).writePhysical(path: link.location.path, in: &json)
                json.object("message") { $0.field("text", SARIFText.message(link.text)) }
            }
        }
    }
}
