import LintFindings
import LintRules
import LintSyntax

/// The schemas of packs and of the configuration.
enum PackSchema {
    static let dialect = ("$schema", SchemaValue.text("https://json-schema.org/draft/2020-12/schema"))

    // Small words of the schema language.
    private static func type(_ name: String, _ description: String? = nil) -> SchemaValue {
        .object([("type", .text(name))] + (description.map { [("description", .text($0))] } ?? []))
    }
    private static func choice(_ names: [String], _ description: String? = nil) -> SchemaValue {
        .object([("enum", .list(names.map { .text($0) }))] + (description.map { [("description", .text($0))] } ?? []))
    }
    private static func either(_ values: SchemaValue...) -> SchemaValue { .object([("anyOf", .list(values))]) }
    private static func list(of value: SchemaValue, atLeast: Int? = nil) -> SchemaValue {
        .object([("type", .text("array")), ("items", value)] + (atLeast.map { [("minItems", .number($0))] } ?? []))
    }
    private static func oneOrMore(_ value: SchemaValue) -> SchemaValue { either(value, list(of: value)) }
    private static func ref(_ name: String) -> SchemaValue { .object([("$ref", .text("#/$defs/\(name)"))]) }
    private static func mapping(
        _ properties: [(String, SchemaValue)], required: [String] = [], exactlyOne: [String] = []
    ) -> SchemaValue {
        var entries: [(String, SchemaValue)] = [
            ("type", .text("object")), ("additionalProperties", .flag(false)), ("properties", .object(properties)),
        ]
        if !required.isEmpty { entries.append(("required", .list(required.map { .text($0) }))) }
        if !exactlyOne.isEmpty {
            entries.append(("oneOf", .list(exactlyOne.map { .object([("required", .list([.text($0)]))]) })))
        }
        return .object(entries)
    }
    private static func map(of value: SchemaValue) -> SchemaValue {
        .object([("type", .text("object")), ("additionalProperties", value)])
    }

    private static let text = type("string")
    private static let texts = oneOrMore(type("string"))
    private static let globs = ref("texts")
    private static let level = choice(Level.allCases.map(\.rawValue))
    private static let variable = SchemaValue.object([("type", .text("string")), ("pattern", .text("^\\$"))])

    private static var contexts: SchemaValue {
        oneOrMore(either(choice(Context.allCases.map(\.name)), variable))
    }

    private static var definitions: [(String, SchemaValue)] {
        let part = ref("texts")
        let matcher = mapping(
            [
                ("text", part), ("re", part), ("name", part),
                ("also-in", oneOrMore(choice(NameMatcher.Place.allCases.map(\.rawValue)))),
                ("spellings", oneOrMore(choice(NameMatcher.Spelling.allCases.map(\.rawValue)))),
                (
                    "url",
                    mapping([
                        ("scheme", part), ("userinfo", text), ("host", part), ("port", either(part, type("integer"))),
                        ("owner", part), ("path", part),
                    ])
                ),
                ("path", mapping([("rooted", part)], required: ["rooted"])),
                ("any", list(of: ref("match"), atLeast: 1)), ("all", list(of: ref("match"), atLeast: 1)),
                ("not", ref("match")),
            ], exactlyOne: ["text", "re", "name", "url", "path", "any", "all", "not"])
        let condition = mapping([("re", text), ("one-of", part), ("not-in", part)])
        let evidence = mapping(
            [
                ("near", choice(Evidence.Near.allCases.map(\.rawValue))), ("files", globs), ("in", contexts),
                ("match", ref("match")),
            ],
            required: ["match"])
        let excuse = mapping([
            ("match", ref("match")), ("reach", choice(Excuse.Reach.allCases.map(\.rawValue))), ("within", part),
            ("in", contexts),
            ("files", globs), ("exists", globs), ("evidence", evidence),
        ])
        let fix = mapping(
            [
                ("replace", text), ("replace-part", text), ("with", text),
                ("delete", choice(FixTemplate.Extent.allCases.map(\.rawValue))),
                ("safety", choice(FixSafety.allCases.map(\.rawValue))),
            ], required: ["safety"], exactlyOne: ["replace", "replace-part", "delete"])
        let test = mapping(
            [
                ("lang", choice(Language.allCases.map(\.rawValue))), ("path", text), ("bad", text), ("good", text),
                ("fixed", text),
                ("files", map(of: text)), ("name", text),
            ], exactlyOne: ["bad", "good", "files"])
        let rule = mapping(
            [
                ("id", .object([("type", .text("string")), ("pattern", .text("^[A-Za-z0-9-]+/[A-Za-z0-9-]+$"))])),
                ("title", text), ("why", text), ("level", level), ("message", text), ("tags", part),
                ("lang", oneOrMore(either(choice(Language.allCases.map(\.rawValue)), variable))),
                ("files", either(globs, mapping([("include", globs), ("exclude", globs)]))),
                ("surfaces", either(part, map(of: level))), ("in", contexts), ("node", text), ("match", ref("match")),
                ("where", map(of: condition)), ("within", part), ("has", part), ("lacks", part),
                ("unless", either(excuse, list(of: excuse))), ("analyzer", text), ("fix", fix), ("kpi", text),
                ("tests", list(of: test, atLeast: 2)),
            ], required: ["id", "title", "why", "message", "tests"])
        return [("texts", texts), ("match", matcher), ("rule", rule), ("kpi", kpi)]
    }

    private static var kpi: SchemaValue {
        let count = mapping([
            ("findings", ref("texts")), ("unit", choice(["occurrences", "lines", "files", "nodes", "repositories"])),
            ("surfaces", ref("texts")),
            ("files", globs), ("directories", globs), ("exclude", globs), ("nodes", text),
            ("value", mapping([("re", text), ("one-of", ref("texts"))])), ("answers", text), ("external", text),
        ])
        return mapping(
            [
                ("id", text), ("title", text), ("count", count),
                ("better", choice(KPIValue.Better.allCases.map(\.rawValue))),
                ("goal", type("number")), ("why", text),
            ], required: ["id", "title", "count"])
    }

    /// A pack file with its rules inside, a `pack.yml`, or a file that is one rule.
    static var pack: SchemaValue {
        let whole = mapping(
            [
                ("pack", text), ("why", text), ("vars", map(of: ref("texts"))), ("rules", list(of: ref("rule"))),
                ("kpis", list(of: ref("kpi"))), ("surfaces", map(of: ref("texts"))),
            ], required: ["pack"])
        return .object([
            dialect, ("title", .text("flywheel-lint pack, or one rule of a pack")),
            ("anyOf", .list([whole, ref("rule")])),
            ("$defs", .object(definitions)),
        ])
    }

    static var configuration: SchemaValue {
        let surface = either(ref("texts"), mapping([("files", ref("texts")), ("level", level)], required: ["files"]))
        let rule = either(level, mapping([("level", level), ("surfaces", map(of: level))]))
        let budget = mapping([
            ("max", type("number")), ("goal", type("number")),
            ("by", .object([("type", .text("string")), ("pattern", .text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))])),
        ])
        let body = mapping([
            ("extends", ref("texts")),
            ("exclude", either(ref("texts"), .object([("type", .text("array")), ("maxItems", .number(0))]))),
            ("surfaces", map(of: surface)), ("rules", map(of: rule)), ("vars", map(of: ref("texts"))),
            ("kpis", list(of: ref("kpi"))),
            ("budgets", map(of: budget)), ("external", text),
            ("fail-on", choice(["error", "warning", "note", "new", "never"])),
            (
                "limits",
                mapping(
                    CheckLimits.Kind.allCases.map {
                        ($0.rawValue, .object([("type", .text("integer")), ("minimum", .number(1))]))
                    })
            ),
        ])
        return .object([
            dialect, ("title", .text("flywheel-lint configuration")), ("allOf", .list([body])),
            ("$defs", .object([("texts", texts), ("kpi", kpi)])),
        ])
    }
}
