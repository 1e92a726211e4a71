/// A text with `{capture}` and `$variable` in it: messages and fixes.
public struct Template: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case text(String)
        case capture(String)
    }

    public let source: String
    let parts: [Part]

    /// Variables are filled in at once, captures at each match. `{{` is a brace.
    public init(_ source: String, variables: [String: [String]] = [:]) {
        self.source = source
        var parts: [Part] = []
        var text = ""
        var rest = Substring(source)
        while let first = rest.first {
            if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
                text.append(first)
                rest = rest.dropFirst(2)
            } else if first == "{", let close = rest.firstIndex(of: "}"),
                rest[rest.index(after: rest.startIndex)..<close].allSatisfy({
                    $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-"
                })
            {
                parts.append(.text(text))
                text = ""
                parts.append(.capture(String(rest[rest.index(after: rest.startIndex)..<close])))
                rest = rest[rest.index(after: close)...]
            } else if first == "$" {
                let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                if let value = variables[String(name)] {
                    text += value.joined(separator: ", ")
                    rest = rest.dropFirst(1 + name.count)
                } else {
                    text.append(first)
                    rest = rest.dropFirst()
                }
            } else {
                text.append(first)
                rest = rest.dropFirst()
            }
        }
        parts.append(.text(text))
        self.parts = parts
    }

    /// Names of the captures it asks for.
    public var captures: [String] {
        parts.compactMap { if case .capture(let name) = $0 { name } else { nil } }
    }

    /// The text, with `value` asked for each capture; one that took no part is empty.
    public func fill(_ value: (String) -> String?) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .capture(let name): value(name) ?? ""
            }
        }.joined()
    }
}
