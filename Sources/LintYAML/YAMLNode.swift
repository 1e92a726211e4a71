/// A value of a configuration or pack file, with the place it was written at, so that every mistake can be shown.
public struct YAMLNode: Sendable, Hashable {
    public enum Value: Sendable, Hashable {
        /// `isPlain`: written without quotes, so that `true`, `12` and `null` may be more than text.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    public struct Entry: Sendable, Hashable {
        public var key: String
        public var keyMark: Mark
        public var value: YAMLNode
    }

    /// 1-based line and column (in characters, as libyaml counts them).
    public struct Mark: Sendable, Hashable {
        public var line: Int
        public var column: Int
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    public var value: Value
    public var mark: Mark

    public init(value: Value, mark: Mark) {
        self.value = value
        self.mark = mark
    }

    /// What kind of value it is, for messages.
    public var kindName: String {
        switch value {
        case .scalar(let text, _): isNull ? "nothing" : "'\(text.prefix(40))'"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// An empty or `null` plain scalar.
    public var isNull: Bool {
        if case .scalar(let text, true) = value { return ["", "~", "null", "Null", "NULL"].contains(text) }
        return false
    }

    /// The entry of a mapping.
    public func entry(_ key: String) -> Entry? {
        if case .mapping(let entries) = value { return entries.first { $0.key == key } }
        return nil
    }

    public subscript(key: String) -> YAMLNode? { entry(key)?.value }
}
