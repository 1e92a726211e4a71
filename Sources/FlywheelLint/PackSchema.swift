import LintFindings
import LintRules
import LintSyntax

/// The schema of packs: the same lists that the decoder reads by.
enum PackSchema {
    static let level = SchemaValue.object([
        // YAML 1.1 reads `off` as false.
        ("enum", .list(Level.allCases.map { .text($0.rawValue) } + [.flag(false)]))
    ])
    static let texts = SchemaValue.oneOrMore(.string)
    private static let variable = SchemaValue.pattern(#"^\$"#)

    private static var contexts: SchemaValue {
        .oneOrMore(.either(.choice(Context.allCases.map(\.name)), variable))
    }

    /// `not` has a place in `all` only, behind its first item.
    private static var matcher: [(String, SchemaValue)] {
        let words = SchemaValue.oneOrMore(.words)
        let url = SchemaValue.mapping(
            ["scheme", "userinfo", "host", "port", "owner", "path"].map { ($0, words) },
            more: [
                ("anyOf", .list(["host", "owner", "path", "scheme", "port"].map { .require($0) }))
            ])
        let path = SchemaValue.mapping(
            [("rooted", words), ("extensions", words), ("folders", flag), ("exists", flag)],
            more: [
                (
                    "anyOf",
                    .list([
                        .require("rooted"), .require("extensions"),
                        .object([
                            ("properties", .object([("folders", .object([("const", .flag(true))]))])),
                            ("required", .list([.text("folders")])),
                        ]),
                    ])
                )
            ])
        let kinds: [(String, SchemaValue)] = [
            ("text", words.described("Literals, as they are written.")),
            (
                "re",
                words.described("PCRE2 expressions. The group (?<at>…) is what is reported; other names are captures.")
            ),
            ("name", words.described("A name in all its spellings.")),
            ("url", url.described("A URL or bare host by its parts; `*` stands for labels of a host.")),
            ("path", path.described("Text that claims to be a path of the repository.")),
            ("any", .list(of: .ref("match"), atLeast: 1)),
            (
                "all",
                .object([
                    ("type", .text("array")), ("minItems", .number(1)), ("prefixItems", .list([.ref("match")])),
                    ("items", .either(.ref("match"), .mapping([("not", .ref("match"))], required: ["not"]))),
                ])
            ),
        ]
        let options: [(String, SchemaValue)] = [
            ("also-in", .oneOrMore(.choice(NameMatcher.Place.allCases.map(\.rawValue)))),
            ("spellings", .oneOrMore(.choice(NameMatcher.Spelling.allCases.map(\.rawValue)))),
        ]
        return [
            (
                "match",
                .mapping(
                    kinds + options,
                    more: [
                        SchemaValue.oneKey(kinds.map(\.0)),
                        SchemaValue.needs([("also-in", "name"), ("spellings", "name")]),
                    ])
            )
        ]
    }

    private static let flag = SchemaValue.object([("type", .text("boolean"))])

    private static var excuse: SchemaValue {
        let evidence = SchemaValue.mapping(
            [
                ("near", .choice(Evidence.Near.allCases.map(\.rawValue))), ("files", .ref("texts")), ("in", contexts),
                ("match", .ref("match")),
            ],
            required: ["match"])
        return .mapping(
            [
                ("match", .ref("match")), ("reach", .choice(Excuse.Reach.allCases.map(\.rawValue))),
                ("within", .ref("texts")), ("in", contexts), ("files", .ref("texts")), ("exists", .ref("texts")),
                ("evidence", evidence), ("answer", .pattern("./.")), ("refused", flag),
            ], atLeast: 1, more: [SchemaValue.needs([("reach", "match")])])
    }

    private static var fix: SchemaValue {
        .mapping(
            [
                ("replace", .string), ("replace-part", .string), ("with", .string),
                ("delete", .choice(FixTemplate.Extent.allCases.map(\.rawValue))),
                ("safety", .choice(FixSafety.allCases.map(\.rawValue))), ("unsafe-beside", .ref("match")),
                ("unsafe-on-line", .ref("match")),
            ], required: ["safety"],
            more: [
                SchemaValue.oneKey(["replace", "replace-part", "delete"]),
                SchemaValue.needs([("with", "replace-part"), ("replace-part", "with")]),
            ])
    }

    private static var claim: SchemaValue {
        .mapping(
            [
                ("value", .words),
                ("equals", .mapping([("count", count(["files", "directories", "nodes"]))], required: ["count"])),
                ("as-of", .either(.string, .mapping([("re", .words)], required: ["re"]))),
            ], required: ["value", "equals"])
    }

    /// Cases: a marked text is bad, one without marks good.
    private static var tests: SchemaValue {
        let marked = SchemaValue.object([("pattern", .text("⟦")), ("type", .text("string"))])
        let unmarked = SchemaValue.not(marked)
        let goodFiles = SchemaValue.object([
            (
                "properties",
                .object([
                    (
                        "files",
                        .object([
                            ("additionalProperties", unmarked), ("propertyNames", unmarked),
                        ])
                    )
                ])
            ),
            ("required", .list([.text("files")])),
        ])
        let marks = SchemaValue.object([
            ("properties", .object([("bad", marked)])), ("required", .list([.text("bad")])),
        ])
        let nameMark = SchemaValue.object([
            ("properties", .object([("path", marked)])), ("required", .list([.text("path"), .text("bad")])),
        ])
        let noMarks = SchemaValue.object([
            ("properties", .object([("good", unmarked), ("path", unmarked)])), ("required", .list([.text("good")])),
        ])
        let badFiles = SchemaValue.object([
            ("required", .list([.text("files")])), ("not", goodFiles),
        ])
        let test = SchemaValue.mapping(
            [
                ("lang", .choice(Language.allCases.map(\.rawValue))), ("path", .string), ("bad", .string),
                ("good", .string), ("fixed", .either(.string, .map(of: .string))),
                ("files", .map(of: .string, atLeast: 1)), ("name", .string),
            ],
            more: [
                SchemaValue.oneKey(["bad", "good", "files"]),
                (
                    "anyOf",
                    .list([marks, nameMark, noMarks, .require("files")])
                ),
                SchemaValue.all([
                    .either(.require("lang"), .require("path"), .require("files")),
                    .object([
                        ("if", .require("files")),
                        ("then", .object([("properties", .object([("fixed", .map(of: .string))]))])),
                        ("else", .object([("properties", .object([("fixed", .string)]))])),
                    ]),
                    .object([
                        ("if", .require("fixed")), ("then", .either(.require("bad"), badFiles)),
                    ]),
                ]),
                SchemaValue.excludes([("files", ["lang", "path"])]),
            ])
        return .object([
            ("type", .text("array")), ("items", test),
            SchemaValue.all([
                .object([("contains", .either(.require("bad"), badFiles))]),
                .object([("contains", .either(.require("good"), goodFiles))]),
            ]),
        ])
    }

    private static var rule: SchemaValue {
        let condition = SchemaValue.mapping(
            [("re", .words), ("one-of", .ref("texts")), ("not-in", .ref("texts"))], atLeast: 1)
        let files = SchemaValue.either(
            .ref("texts"), .mapping([("include", .ref("texts")), ("exclude", .ref("texts"))], atLeast: 1))
        return .mapping(
            [
                ("id", .pattern("^[A-Za-z0-9-]+/[A-Za-z0-9-]+$")), ("title", .words), ("why", .words), ("level", level),
                ("message", .words.described("{match} and other captures, and $variables, are filled in.")),
                ("tags", .ref("texts")),
                ("lang", .oneOrMore(.either(.choice(Language.allCases.map(\.rawValue)), variable))),
                ("files", files), ("surfaces", .either(.ref("texts"), .map(of: level, atLeast: 1))), ("in", contexts),
                ("node", .string), ("match", .ref("match")), ("where", .map(of: condition, atLeast: 1)),
                ("within", .ref("texts")), ("has", .ref("texts")), ("lacks", .ref("texts")),
                ("unless", .oneOrMore(.ref("excuse"))), ("claim", claim), ("analyzer", .string), ("fix", .ref("fix")),
                ("group", .words), ("kpi", .string), ("tests", tests),
            ], required: ["id", "title", "why", "message", "tests"],
            more: [
                ("anyOf", .list(["match", "node", "analyzer"].map { .require($0) })),
                SchemaValue.needs([("group", "fix")]),
                SchemaValue.excludes([("analyzer", RuleKeys.matching)]),
            ])
    }

    static func count(_ kinds: [String]) -> SchemaValue {
        let value = SchemaValue.mapping(
            [("re", .words), ("one-of", .ref("texts"))], more: [SchemaValue.oneKey(["re", "one-of"])])
        let keys: [String: SchemaValue] = [
            "findings": .ref("texts"), "surfaces": .ref("texts"),
            "files": .ref("texts"), "directories": .ref("texts"), "exclude": .ref("texts"), "nodes": .string,
            "value": value, "answers": .pattern("./."), "external": .words,
        ]
        let forms = RuleKeys.counts.filter { kinds.contains($0.name) }.map { kind -> SchemaValue in
            var properties = ([kind.name] + kind.keys).map { ($0, keys[$0] ?? .anything) }
            if let unit = properties.firstIndex(where: { $0.0 == "unit" }) {
                properties[unit].1 = .choice(kind.units.map(\.rawValue))
            }
            return .mapping(properties, required: [kind.name])
        }
        return .object([SchemaValue.one(forms)])
    }

    static var kpi: SchemaValue {
        .mapping(
            [
                ("id", .words), ("title", .words), ("count", count(RuleKeys.counts.map(\.name))),
                ("better", .choice(KPIValue.Better.allCases.map(\.rawValue))),
                ("goal", .object([("type", .text("number"))])), ("why", .string),
            ], required: ["id", "title", "count"])
    }

    /// A pack file with its rules inside, a `pack.yml`, or a file that is one rule.
    static var schema: SchemaValue {
        let whole = SchemaValue.mapping(
            [
                ("pack", .words), ("why", .string), ("vars", variables.orNothing),
                ("rules", SchemaValue.list(of: .ref("rule")).orNothing),
                ("kpis", SchemaValue.list(of: .ref("kpi")).orNothing),
                ("surfaces", SchemaValue.map(of: .ref("texts")).orNothing),
            ], required: ["pack"])
        return .object([
            SchemaValue.dialect, ("title", .text("flywheel-lint pack, or one rule of a pack")),
            ("if", .require("pack")), ("then", whole), ("else", .ref("rule")),
            (
                "$defs",
                .object(
                    [("texts", texts)] + matcher
                        + [("excuse", excuse), ("fix", fix), ("rule", rule), ("kpi", kpi)])
            ),
        ])
    }

    static var variables: SchemaValue { .map(of: .ref("texts"), names: "^[A-Za-z0-9_-]+$") }
}
