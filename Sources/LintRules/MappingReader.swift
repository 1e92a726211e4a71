import LintFindings
import LintSource
public import LintYAML

/// Reads one mapping of a pack or the configuration; every mistake becomes a ``PackError`` with its place.
public struct MappingReader: Sendable {
    public let path: String
    public let node: YAMLNode
    /// What the mapping is, for messages: `rule`, `fix`.
    public let what: String

    /// Throws when `node` is no mapping or holds a key that is not among `known`.
    public init(_ node: YAMLNode, path: String, what: String, known: [String]) throws(PackError) {
        self.path = path
        self.node = node
        self.what = what
        guard case .mapping(let entries) = node.value else {
            throw PackError(
                path: path, mark: node.mark,
                message: "\(what) must be a mapping, found \(node.kindName); write 'key: value' lines")
        }
        for entry in entries where !known.contains(entry.key) {
            let hint = NearestName.hint(entry.key, among: known)
            let list = hint.isEmpty ? "; known keys: \(known.joined(separator: ", "))" : hint
            throw PackError(path: path, mark: entry.keyMark, message: "unknown key '\(entry.key)' in \(what)\(list)")
        }
    }

    public var entries: [YAMLNode.Entry] {
        if case .mapping(let entries) = node.value { entries } else { [] }
    }

    public func fail(_ mark: YAMLNode.Mark?, _ message: String) -> PackError {
        PackError(path: path, mark: mark ?? node.mark, message: message)
    }

    public subscript(_ key: String) -> YAMLNode? { node[key] }

    public func required(_ key: String) throws(PackError) -> YAMLNode {
        guard let value = node[key] else { throw fail(nil, "\(what) has no '\(key)'; add it") }
        return value
    }

    public func string(_ key: String) throws(PackError) -> String? {
        guard let value = node[key] else { return nil }
        return try string(value, key)
    }

    public func requiredString(_ key: String) throws(PackError) -> String {
        let text = try string(try required(key), key)
        if text.isEmpty { throw fail(node[key]?.mark, "'\(key)' of \(what) is empty; write its text") }
        return text
    }

    public func string(_ value: YAMLNode, _ key: String) throws(PackError) -> String {
        guard case .scalar(let text, _) = value.value else {
            throw fail(value.mark, "'\(key)' must be text, found \(value.kindName)")
        }
        if value.isNull { throw fail(value.mark, "'\(key)' is empty; write its text, or remove the key") }
        return text
    }

    /// One text, or a list of them, each with its place.
    public func texts(
        _ key: String, mayBeEmpty: Bool = false
    ) throws(PackError) -> [(text: String, mark: YAMLNode.Mark)] {
        guard let value = node[key] else { return [] }
        if mayBeEmpty, value.isNull { return [] }
        return try texts(value, key, mayBeEmpty: mayBeEmpty)
    }

    public func texts(
        _ value: YAMLNode, _ key: String, mayBeEmpty: Bool = false
    ) throws(PackError) -> [(text: String, mark: YAMLNode.Mark)] {
        switch value.value {
        case .scalar(let text, _):
            if value.isNull { throw fail(value.mark, "'\(key)' is empty; write a text or a list of texts") }
            return [(text, value.mark)]
        case .sequence(let items):
            if items.isEmpty, !mayBeEmpty {
                throw fail(value.mark, "'\(key)' is an empty list, so nothing could match; fill it, or remove the key")
            }
            var result: [(text: String, mark: YAMLNode.Mark)] = []
            for item in items { result.append((try string(item, key), item.mark)) }
            return result
        case .mapping: throw fail(value.mark, "'\(key)' must be text or a list of texts, found \(value.kindName)")
        }
    }

    public func list(_ key: String) throws(PackError) -> [YAMLNode] {
        guard let value = node[key], !value.isNull else { return [] }
        guard case .sequence(let items) = value.value else {
            throw fail(value.mark, "'\(key)' must be a list, found \(value.kindName); begin each item with '- '")
        }
        return items
    }

    public func flag(_ key: String) throws(PackError) -> Bool? {
        guard let value = node[key] else { return nil }
        guard case .scalar(let text, true) = value.value, ["true", "false"].contains(text) else {
            throw fail(value.mark, "'\(key)' must be true or false, found \(value.kindName)")
        }
        return text == "true"
    }

    public func number(_ key: String) throws(PackError) -> Double? {
        guard let value = node[key] else { return nil }
        guard case .scalar(let text, true) = value.value, MappingReader.isNumber(text), let number = Double(text),
            number.isFinite
        else {
            throw fail(value.mark, "'\(key)' must be a number, found \(value.kindName)")
        }
        return number
    }

    /// Digits as JSON has them: no hexadecimal, no infinity.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.utf8.drop { $0 == .ascii("-") || $0 == .ascii("+") }
        guard let first = digits.first, first.isDigit else { return false }
        return digits.allSatisfy { $0.isDigit || ".eE+-".utf8.contains($0) }
    }

    /// A word of a fixed set.
    public func choice<T: RawRepresentable & CaseIterable>(
        _ key: String, _ type: T.Type
    ) throws(PackError) -> T? where T.RawValue == String {
        guard let value = node[key] else { return nil }
        return try choice(value, key, type)
    }

    public func choice<T: RawRepresentable & CaseIterable>(
        _ value: YAMLNode, _ key: String, _ type: T.Type
    ) throws(PackError) -> T where T.RawValue == String {
        let text = try string(value, key)
        // YAML 1.1 writers turn `off` into `false`.
        if T.self == Level.self, value.value == .scalar("false", isPlain: true), let off = T(rawValue: "off") {
            return off
        }
        guard let found = T(rawValue: text) else {
            throw unknown(text, value.mark, kind: key, among: T.allCases.map(\.rawValue))
        }
        return found
    }

    /// Throws when one of `keys` is there: it goes with something that is not.
    public func refuse(_ keys: [String], _ reason: String) throws(PackError) {
        for entry in entries where keys.contains(entry.key) {
            throw fail(entry.keyMark, "'\(entry.key)' \(reason)")
        }
    }

    /// The mapping of `key`; `nil` when the key is absent or holds nothing.
    public func mapping(_ key: String, of what: String) throws(PackError) -> [YAMLNode.Entry]? {
        guard let value = node[key], !value.isNull else { return nil }
        guard case .mapping(let entries) = value.value else {
            throw fail(value.mark, "'\(key)' must be a mapping of \(what), found \(value.kindName)")
        }
        return entries
    }

    /// "unknown context 'comments'; did you mean 'comment'?"
    public func unknown(_ name: String, _ mark: YAMLNode.Mark, kind: String, among known: [String]) -> PackError {
        let hint = NearestName.hint(name, among: known)
        let list = hint.isEmpty ? "; known: \(known.joined(separator: ", "))" : hint
        return fail(mark, "unknown \(kind) '\(name)'\(list)")
    }
}
