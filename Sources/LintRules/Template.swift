/// A text with `{capture}` and `$variable` in it: messages and fixes.
public struct Template: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case text(String)
        case capture(String)
    }

    public let source: String
    let parts: [Part]
    /// `$names` that are no variables and stand as they are.
    let unknownVariables: [String]

    /// Variables are filled in at once, captures at each match. `{{` is a brace; `${…}` stands for itself.
    public init(_ source: String, variables: [String: [String]] = [:]) {
        self.source = source
        var parts: [Part] = []
        var unknown: [String] = []
        var text = ""
        var rest = Substring(source)
        while let first = rest.first {
            if rest.hasPrefix("${") {
                // What a shell, HCL or a workflow fills in: `${NAME}`, `${{ vars.name }}`.
                let literal = Template.interpolation(rest)
                text += literal
                rest = rest.dropFirst(literal.count)
            } else if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
                text.append(first)
                rest = rest.dropFirst(2)
            } else if first == "{", let close = rest.firstIndex(of: "}"),
                rest.index(after: rest.startIndex) < close,
                rest[rest.index(after: rest.startIndex)..<close].allSatisfy(Template.isNamePart)
            {
                parts.append(.text(text))
                text = ""
                parts.append(.capture(String(rest[rest.index(after: rest.startIndex)..<close])))
                rest = rest[rest.index(after: close)...]
            } else if first == "$" {
                let name = rest.dropFirst().prefix(while: Template.isNamePart)
                if let known = Template.variable(name, variables), let value = variables[known] {
                    text += value.joined(separator: ", ")
                    rest = rest.dropFirst(1 + known.count)
                } else {
                    if !name.isEmpty { unknown.append(String(name)) }
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
        unknownVariables = unknown
    }

    init(source: String, parts: [Part], unknownVariables: [String]) {
        self.source = source
        self.parts = parts
        self.unknownVariables = unknownVariables
    }

    /// ASCII letters, digits, `_` and `-`: what names of variables and captures are made of.
    static func isNamePart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_" || character == "-")
    }

    /// `${…}` at the start of `text`, with the braces in it closed; `$` alone when they are not.
    private static func interpolation(_ text: Substring) -> Substring {
        var depth = 0
        for index in text.indices {
            if text[index] == "{" { depth += 1 }
            guard text[index] == "}" else { continue }
            depth -= 1
            if depth == 0 { return text[...index] }
        }
        return text.prefix(1)
    }

    /// The variable that `name` is, or that it begins with before a hyphen: `$host-based`.
    private static func variable(_ name: Substring, _ variables: [String: [String]]) -> String? {
        var name = name
        while !name.isEmpty {
            if variables[String(name)] != nil { return String(name) }
            guard let hyphen = name.lastIndex(of: "-") else { return nil }
            name = name[..<hyphen]
        }
        return nil
    }

    /// As it is filled but for the captures, which are shown as `{name}`.
    public var shown: String { fill { "{\($0)}" } }

    /// Names of the captures it asks for.
    public var captures: [String] {
        parts.compactMap { if case .capture(let name) = $0 { name } else { nil } }
    }

    /// The text, with `value` asked for each capture; one that took no part is empty.
    public func fill(_ value: (String) -> String?) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .capture(let name): result += value(name) ?? ""
            }
        }
        return result
    }
}
