import Foundation

/// A JSON text as a value.
indirect enum JSONValue: Decodable, Hashable {
    case null, flag(Bool), number(Double), text(String), list([JSONValue]), object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    init(_ text: String) throws { self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }

    subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }
    var items: [JSONValue] {
        if case .list(let items) = self { items } else { [] }
    }
    var string: String? {
        if case .text(let text) = self { text } else { nil }
    }
    var double: Double? {
        if case .number(let number) = self { number } else { nil }
    }
}

/// Holds values against a JSON Schema, as far as ours go: a keyword that is not known here is a fault, not passed over.
struct SchemaCheck {
    private let root: JSONValue

    init(_ schema: String) throws { root = try JSONValue(schema) }

    func faults(in text: String) throws -> [String] { faults(try JSONValue(text), root, "$") }

    private func faults(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
        if schema == .flag(true) { return [] }
        guard case .object(let keywords) = schema else { return ["\(place): the schema is no object"] }
        return keywords.flatMap { faults(value, $0.key, $0.value, schema, place) }
    }

    private func faults(
        _ value: JSONValue, _ keyword: String, _ wanted: JSONValue, _ schema: JSONValue, _ place: String
    ) -> [String] {
        func fault(_ isFault: Bool) -> [String] { isFault ? ["\(place): \(keyword) \(wanted): \(value)"] : [] }
        switch (keyword, value) {
        case ("$schema", _), ("$id", _), ("title", _), ("description", _), ("$defs", _): return []
        case ("$ref", _):
            let name = (wanted.string ?? "").replacingOccurrences(of: "#/$defs/", with: "")
            guard let other = root["$defs"]?[name] else { return ["\(place): no definition \(name)"] }
            return faults(value, other, place)
        case ("type", _):
            let types = wanted.string.map { [$0] } ?? wanted.items.compactMap(\.string)
            return fault(!types.contains { has(value, $0) })
        case ("enum", _): return fault(!wanted.items.contains(value))
        case ("const", _): return fault(value != wanted)
        case ("anyOf", _): return fault(!wanted.items.contains { faults(value, $0, place).isEmpty })
        case ("allOf", _): return wanted.items.flatMap { faults(value, $0, place) }
        case ("required", .object(let members)):
            return fault(!wanted.items.allSatisfy { $0.string.map { members[$0] != nil } ?? false })
        case ("properties", .object(let members)):
            return members.flatMap { key, member in
                wanted[key].map { faults(member, $0, "\(place).\(key)") } ?? []
            }
        case ("additionalProperties", .object(let members)):
            return members.filter { schema["properties"]?[$0.key] == nil }.flatMap { key, member in
                wanted == .flag(false)
                    ? ["\(place): \(key) is not known"] : faults(member, wanted, "\(place).\(key)")
            }
        case ("items", .list(let items)):
            return items.enumerated().flatMap { faults($0.element, wanted, "\(place)[\($0.offset)]") }
        case ("minItems", .list(let items)): return fault(Double(items.count) < wanted.double ?? .infinity)
        case ("pattern", .text(let text)):
            return fault(text.range(of: wanted.string ?? "(", options: .regularExpression) == nil)
        case ("minLength", .text(let text)): return fault(Double(text.count) < wanted.double ?? .infinity)
        case ("minimum", .number(let number)): return fault(number < wanted.double ?? .infinity)
        case ("required", _), ("properties", _), ("items", _), ("minItems", _), ("pattern", _), ("minLength", _),
            ("minimum", _), ("additionalProperties", _):
            return []
        default: return ["\(place): the keyword \(keyword) is not known to this check"]
        }
    }

    private func has(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .flag), ("number", .number), ("string", .text), ("array", .list),
            ("object", .object):
            true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }
}
