/// Small words of the JSON Schema language.
extension SchemaValue {
    static let dialect = ("$schema", SchemaValue.text("https://json-schema.org/draft/2020-12/schema"))

    /// A text. YAML reads `8080` and `true` as more than text; where a text is wanted they are one.
    static let string = SchemaValue.object([("type", .list([.text("string"), .text("number"), .text("boolean")]))])
    /// A text that says something.
    static let words = SchemaValue.object([
        ("type", .list([.text("string"), .text("number"), .text("boolean")])), ("minLength", .number(1)),
    ])
    static let anything = SchemaValue.object([])

    static func pattern(_ pattern: String) -> SchemaValue {
        .object([("type", .text("string")), ("pattern", .text(pattern))])
    }
    static func choice(_ names: [String]) -> SchemaValue { .object([("enum", .list(names.map { .text($0) }))]) }
    static func either(_ values: SchemaValue...) -> SchemaValue { .object([("anyOf", .list(values))]) }
    static func ref(_ name: String) -> SchemaValue { .object([("$ref", .text("#/$defs/\(name)"))]) }

    static func list(of value: SchemaValue, atLeast: Int = 0) -> SchemaValue {
        .object(
            [("type", .text("array")), ("items", value)] + (atLeast > 0 ? [("minItems", .number(atLeast))] : []))
    }
    static func oneOrMore(_ value: SchemaValue) -> SchemaValue { either(value, list(of: value, atLeast: 1)) }

    /// A mapping whose keys are known.
    static func mapping(
        _ properties: [(String, SchemaValue)], required: [String] = [], atLeast: Int = 0,
        more: [(String, SchemaValue)] = []
    ) -> SchemaValue {
        var entries: [(String, SchemaValue)] = [
            ("type", .text("object")), ("additionalProperties", .flag(false)), ("properties", .object(properties)),
        ]
        if !required.isEmpty { entries.append(("required", .list(required.map { .text($0) }))) }
        if atLeast > 0 { entries.append(("minProperties", .number(atLeast))) }
        return .object(entries + more)
    }

    /// A mapping with keys of the user's.
    static func map(of value: SchemaValue, atLeast: Int = 0, names: String? = nil) -> SchemaValue {
        .object(
            [("type", .text("object")), ("additionalProperties", value)]
                + (atLeast > 0 ? [("minProperties", .number(atLeast))] : [])
                + (names.map { [("propertyNames", .object([("pattern", .text($0))]))] } ?? []))
    }

    /// The same, or nothing: a key whose content is commented out.
    var orNothing: SchemaValue { .either(self, .object([("type", .text("null"))])) }

    static func require(_ names: String...) -> SchemaValue {
        .object([("required", .list(names.map { .text($0) }))])
    }
    static func not(_ value: SchemaValue) -> SchemaValue { .object([("not", value)]) }
    static func all(_ values: [SchemaValue]) -> (String, SchemaValue) { ("allOf", .list(values)) }
    static func one(_ values: [SchemaValue]) -> (String, SchemaValue) { ("oneOf", .list(values)) }
    /// Exactly one of the keys.
    static func oneKey(_ names: [String]) -> (String, SchemaValue) { one(names.map { .require($0) }) }
    /// A key that is there asks for others.
    static func needs(_ pairs: [(String, String)]) -> (String, SchemaValue) {
        ("dependentRequired", .object(pairs.map { ($0.0, .list([.text($0.1)])) }))
    }
    /// A key that is there forbids others.
    static func excludes(_ pairs: [(String, [String])]) -> (String, SchemaValue) {
        (
            "dependentSchemas",
            .object(
                pairs.map { key, others in
                    (key, .object([("properties", .object(others.map { ($0, .flag(false)) }))]))
                })
        )
    }

    func described(_ text: String) -> SchemaValue {
        guard case .object(let entries) = self else { return self }
        return .object([("description", .text(text))] + entries)
    }
}
