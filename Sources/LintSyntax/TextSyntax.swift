import LintSource

/// Comment and string syntax of one language: a row of the table that the generic text tokenizer reads by.
struct TextSyntax: Sendable {
    struct LineComment: Sendable {
        enum Position: Sendable {
            case anywhere
            /// At the start of a line or after white space.
            case afterBlank
            /// With only blanks before it.
            case lineStart
            /// As the first byte of a line.
            case firstColumn
        }
        var open: StaticString
        var position: Position = .anywhere
    }

    struct BlockComment: Sendable {
        var open: StaticString
        var close: StaticString
        var nests = false
    }

    struct StringRule: Sendable {
        enum Escape: Sendable { case none, backslash, doubled }
        var open: StaticString
        var close: StaticString
        var escape: Escape = .backslash
        var spansLines = false
        /// `${`: code until `}`.
        var interpolates = false
        /// Only where one character stands between the quotes (Rust, whose `'a` is a lifetime).
        var singleCharacter = false

        static func quoted(_ mark: StaticString, _ escape: Escape = .backslash, spansLines: Bool = false) -> StringRule
        {
            StringRule(open: mark, close: mark, escape: escape, spansLines: spansLines)
        }
    }

    /// How what is neither comment nor string is read.
    enum Words: Sendable {
        /// Identifiers, numbers and punctuation.
        case code
        /// Words of commands.
        case shell
        /// Text for people, line by line.
        case prose
        /// Other text, line by line.
        case text
    }

    /// Where names stand.
    enum Keys: Sendable {
        case none
        /// The string or name before a `:`.
        case beforeColon
        /// What stands before the first `=` of a statement; `[table]` headers.
        case beforeEquals
        /// INI: `key = value` or `key: value` on a line, the value being a string to the line's end.
        case iniLines
        /// dotenv: `NAME=value`.
        case envLines
    }

    /// Files with a structure of lines or tags above the table.
    enum Shape: Sendable { case plain, makefile, justfile, dockerfile, markup, tex }

    var lineComments: [LineComment] = []
    var blockComments: [BlockComment] = []
    var strings: [StringRule] = []
    var words = Words.code
    var keys = Keys.none
    var shape = Shape.plain
    /// `-` belongs to a name.
    var dashedNames = false
    /// `/…/` may be a pattern.
    var patterns = false
    /// Letters before a quote that belong to it (`f"…"`), in lower case.
    var stringPrefixes: StaticString = ""
    /// `r#"…"#`.
    var hashedRawStrings = false
    /// A triple-quoted string that is a statement of its own is read by people: context `comment`.
    var docstrings = false

    /// What may begin at a byte.
    struct Starts: OptionSet, Sendable {
        let rawValue: UInt8
        static let lineComment = Starts(rawValue: 1)
        static let blockComment = Starts(rawValue: 2)
        static let string = Starts(rawValue: 4)
    }

    /// By first byte.
    func starts() -> [Starts] {
        var table = [Starts](repeating: [], count: 256)
        for rule in lineComments { table[Int(rule.open.utf8Start[0])].insert(.lineComment) }
        for rule in blockComments { table[Int(rule.open.utf8Start[0])].insert(.blockComment) }
        for rule in strings { table[Int(rule.open.utf8Start[0])].insert(.string) }
        return table
    }
}
