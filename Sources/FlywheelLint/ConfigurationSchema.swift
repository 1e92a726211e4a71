import LintRules

/// The schema of `.flywheel-lint.yml`.
enum ConfigurationSchema {
    static var schema: SchemaValue {
        let texts = SchemaValue.ref("texts")
        let perhapsNone = SchemaValue.either(.string, .list(of: .string)).orNothing
        let surface = SchemaValue.either(
            texts, .mapping([("files", texts), ("level", PackSchema.level)], required: ["files"]))
        let levels = SchemaValue.map(of: PackSchema.level)
        let rule = SchemaValue.either(
            PackSchema.level,
            .mapping(
                [("level", PackSchema.level), ("surfaces", levels.orNothing)],
                more: [
                    (
                        "anyOf",
                        .list([
                            .require("level"),
                            .object([
                                ("properties", .object([("surfaces", .map(of: PackSchema.level, atLeast: 1))])),
                                ("required", .list([.text("surfaces")])),
                            ]),
                        ])
                    )
                ]))
        let number = SchemaValue.object([("type", .text("number"))])
        let budget = SchemaValue.mapping(
            [("max", number), ("goal", number), ("by", .pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))], atLeast: 1)
        let positive = SchemaValue.object([
            ("type", .text("integer")), ("minimum", .number(1)), ("maximum", .number(3_999_999_999)),
        ])
        let part = SchemaValue.choice(SuppressionPolicy.Part.allCases.map(\.rawValue))
        let parts = SchemaValue.oneOrMore(part)
        let body: [(String, SchemaValue)] = [
            (
                "extends",
                perhapsNone.described("Packs: builtin:glorious-flywheel, one of its families, a file or folder.")
            ),
            ("exclude", perhapsNone.described("Globs of paths that are not looked at.")),
            ("surfaces", .map(of: surface, names: ".").orNothing), ("rules", .map(of: rule).orNothing),
            ("vars", PackSchema.variables.orNothing), ("kpis", SchemaValue.list(of: .ref("kpi")).orNothing),
            ("budgets", .map(of: budget).orNothing), ("external", .string),
            ("fail-on", .choice(["error", "warning", "note", "new", "never"])),
            (
                "limits",
                SchemaValue.mapping(CheckLimits.Kind.allCases.map { ($0.rawValue, positive) }).orNothing
            ),
            (
                "suppressions",
                SchemaValue.list(
                    of: .mapping(
                        [("require", parts), ("rules", texts), ("surfaces", texts)], required: ["require"])
                ).orNothing.described("What a suppression must say besides its rule: a reason, a date.")
            ),
        ]
        guard case .object(var entries) = SchemaValue.mapping(body) else { return .anything }
        // An empty file is a configuration that says nothing.
        entries[0] = ("type", .list([.text("object"), .text("null")]))
        return .object(
            [SchemaValue.dialect, ("title", .text("flywheel-lint configuration"))] + entries
                + [("$defs", .object([("texts", PackSchema.texts), ("kpi", PackSchema.kpi)]))])
    }
}
