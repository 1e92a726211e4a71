import Foundation
import LintFindings
import LintReport
import Testing

/// Holds the schema and the writer together, as far as keys and enumerations go.
@Suite struct ReportSchemaTests {
    private typealias Object = [String: Any]

    private func schema() throws -> Object {
        try #require(try JSONSerialization.jsonObject(with: Data(ReportSchema.text.utf8)) as? Object)
    }

    /// Follows keys, and finds what is there.
    private func at(_ path: String, in object: Object) throws -> Object {
        try path.split(separator: ".").reduce(object) { try #require($0[String($1)] as? Object, "\(path)") }
    }

    private func keys(_ definition: Object, in schema: Object) throws -> (required: Set<String>, known: Set<String>) {
        var required = Set(try #require(definition["required"] as? [String]))
        var known = Set((definition["properties"] as? Object ?? [:]).keys)
        for part in definition["allOf"] as? [Object] ?? [] {
            let name = try #require((part["$ref"] as? String)?.split(separator: "/").last)
            let other = try keys(try at("$defs.\(name)", in: schema), in: schema)
            required.formUnion(other.required)
            known.formUnion(other.known)
        }
        return (required, known)
    }

    @Test func `what is written has every required key and no unknown one`() throws {
        let schema = try schema()
        for report in [Sample.everyday, Sample.comparison, Sample.nasty] {
            let written = try #require(
                try JSONSerialization.jsonObject(with: Data(report.written(.json))) as? Object)
            let top = try keys(schema, in: schema)
            #expect(top.required.isSubset(of: written.keys))
            #expect(Set(written.keys).isSubset(of: top.known))
            for (list, name) in [("findings", "finding"), ("kpis", "kpi"), ("rules", "rule")] {
                let expected = try keys(try at("$defs.\(name)", in: schema), in: schema)
                for item in try #require(written[list] as? [Object]) {
                    #expect(expected.required.isSubset(of: item.keys))
                    #expect(Set(item.keys).isSubset(of: expected.known))
                }
            }
        }
    }

    @Test func `enumerations list every case there is`() throws {
        let schema = try schema()
        func values(_ path: String) throws -> Set<String> {
            Set((try #require(try at(path, in: schema)["enum"] as? [Any])).compactMap { $0 as? String })
        }
        #expect(try values("$defs.level") == Set(Level.allCases.map(\.rawValue)))
        #expect(try values("$defs.safety") == Set(FixSafety.allCases.map(\.rawValue)))
        #expect(try values("$defs.kpi.properties.unit") == Set(KPIValue.Unit.allCases.map(\.rawValue)))
        #expect(try values("$defs.kpi.properties.better") == Set(KPIValue.Better.allCases.map(\.rawValue)))
        let reasons = try at("properties.skipped.items.properties.reason", in: schema)["enum"] as? [String]
        #expect(Set(reasons ?? []) == Set(Report.Skipped.Reason.allCases.map(\.rawValue)))
    }
}
