import LintSource

/// Finds literals that every match of a regular expression must hold, so that one scan can rule a file out.
///
/// Conservative: what it does not understand holds no literal. The answer is a set of which at least one must occur
/// (ASCII case ignored), or `nil` when nothing can be promised.
public enum RegexLiterals {
    /// Literals shorter than this say too little.
    static let shortest = 3

    public static func mandatory(in expression: String) -> [[UInt8]]? {
        var parser = Parser(bytes: Array(expression.utf8))
        let found = parser.alternation(depth: 0)
        guard parser.at >= parser.bytes.count, let found, !found.isEmpty else { return nil }
        return found
    }

    private struct Parser {
        let bytes: [UInt8]
        var at = 0
        var failed = false

        init(bytes: [UInt8]) { self.bytes = bytes }

        private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }
        private func peek(_ n: Int) -> UInt8 { at + n < bytes.count ? bytes[at + n] : 0 }

        /// Alternatives up to `)` or the end: each must promise something, or the whole promises nothing.
        mutating func alternation(depth: Int) -> [[UInt8]]? {
            var all: [[UInt8]] = []
            var promised = true
            while true {
                if let one = sequence(depth: depth) { all += one } else { promised = false }
                if at < bytes.count, byte == .ascii("|") { at += 1 } else { break }
            }
            return promised && all.count <= 64 && !failed ? all : nil
        }

        /// The best promise among the parts of a sequence: the one whose shortest literal is longest.
        private mutating func sequence(depth: Int) -> [[UInt8]]? {
            var best: [[UInt8]]?
            var run: [UInt8] = []
            func better(_ new: [[UInt8]]) -> Bool {
                guard let shortest = new.map(\.count).min(), shortest >= RegexLiterals.shortest else { return false }
                guard let old = best?.map(\.count).min() else { return true }
                return shortest > old
            }
            func close() {
                if better([run]) { best = [run] }
                run = []
            }
            while at < bytes.count, byte != .ascii("|"), byte != .ascii(")") {
                let item = atom(depth: depth)
                let (optional, repeated) = quantifier()
                switch item {
                case .literal(let text):
                    if optional {
                        close()
                    } else {
                        run += text
                        if repeated { close() }
                    }
                case .nothing:
                    if optional || repeated { close() }
                case .any: close()
                case .group(let promise):
                    close()
                    if !optional, let promise, better(promise) { best = promise }
                }
            }
            close()
            return best
        }

        private enum Item {
            case literal([UInt8])
            /// Matches nothing by itself (an anchor): the run goes on.
            case nothing
            /// Matches text that is not known.
            case any
            case group([[UInt8]]?)
        }

        private mutating func atom(depth: Int) -> Item {
            let first = byte
            at += 1
            switch first {
            case .ascii("^"), .ascii("$"): return .nothing
            case .ascii("."): return .any
            case .ascii("["):
                skipClass()
                return .any
            case .ascii("("): return group(depth: depth)
            case .ascii("\\"):
                let escaped = byte
                at += 1
                switch escaped {
                case .ascii("b"), .ascii("B"), .ascii("A"), .ascii("z"), .ascii("Z"), .ascii("G"), .ascii("K"):
                    return .nothing
                case .ascii("n"): return .literal([0x0A])
                case .ascii("t"): return .literal([0x09])
                default:
                    if escaped.isLetter || escaped.isDigit {
                        if escaped == .ascii("Q") { failed = true }
                        // \x{…}, \p{…}, \k<…>: the braces are no quantifier.
                        if byte == .ascii("{") || byte == .ascii("<") {
                            let close: UInt8 = byte == .ascii("{") ? .ascii("}") : .ascii(">")
                            while at < bytes.count, byte != close { at += 1 }
                            at += 1
                        }
                        return .any
                    }
                    return .literal([escaped])
                }
            default: return .literal([first.lowered])
            }
        }

        private mutating func skipClass() {
            if byte == .ascii("^") { at += 1 }
            if byte == .ascii("]") { at += 1 }
            while at < bytes.count, byte != .ascii("]") {
                if byte == .ascii("\\") {
                    at += 1
                } else if byte == .ascii("["), peek(1) == .ascii(":") {
                    at += 2
                    while at < bytes.count, !(byte == .ascii(":") && peek(1) == .ascii("]")) { at += 1 }
                    at += 1
                }
                at += 1
            }
            at += 1
        }

        private mutating func group(depth: Int) -> Item {
            var looksAround = false
            if byte == .ascii("?") {
                at += 1
                switch byte {
                case .ascii(":"), .ascii(">"), .ascii("|"): at += 1
                case .ascii("="), .ascii("!"):
                    looksAround = true
                    at += 1
                case .ascii("#"):
                    while at < bytes.count, byte != .ascii(")") { at += 1 }
                    at += 1
                    return .nothing
                case .ascii("<") where peek(1) == .ascii("=") || peek(1) == .ascii("!"):
                    looksAround = true
                    at += 2
                case .ascii("<"), .ascii("P"), .ascii("'"):
                    let close: UInt8 = byte == .ascii("'") ? .ascii("'") : .ascii(">")
                    if byte == .ascii("P"), peek(1) != .ascii("<") { failed = true }
                    at += 1
                    while at < bytes.count, byte != close { at += 1 }
                    at += 1
                default:
                    // Options: (?i) or (?i:…). Extended mode would make blanks and # mean something else.
                    while at < bytes.count, byte.isLetter || byte == .ascii("-") || byte == .ascii("^") {
                        if byte == .ascii("x") { failed = true }
                        at += 1
                    }
                    if byte == .ascii(")") {
                        at += 1
                        return .nothing
                    }
                    if byte == .ascii(":") { at += 1 } else { failed = true }
                }
            } else if byte == .ascii("*") {
                failed = true
            }
            guard depth < 100 else {
                failed = true
                at = bytes.count
                return .any
            }
            let promise = alternation(depth: depth + 1)
            if byte == .ascii(")") { at += 1 }
            return looksAround ? .nothing : .group(promise)
        }

        /// Reads a quantifier: whether it allows none, and whether it allows more than one.
        private mutating func quantifier() -> (optional: Bool, repeated: Bool) {
            var optional = false
            var repeated = false
            switch byte {
            case .ascii("*"): (optional, repeated) = (true, true)
            case .ascii("+"): repeated = true
            case .ascii("?"): optional = true
            case .ascii("{") where peek(1).isDigit || peek(1) == .ascii(","):
                optional = peek(1) == .ascii(",") || (peek(1) == .ascii("0"))
                repeated = true
                while at < bytes.count, byte != .ascii("}") { at += 1 }
            default: return (false, false)
            }
            at += 1
            if byte == .ascii("?") || byte == .ascii("+") { at += 1 }
            return (optional, repeated)
        }
    }
}
