import LintSource

/// Finds literals that every match of a regular expression must hold, so that one scan can rule a file out, and how far
/// before them a match may begin, so that a search can be narrowed.
///
/// Conservative: what it does not understand holds no literal. The answer is a set of which at least one must occur
/// (ASCII case ignored), or `nil` when nothing can be promised.
public enum RegexLiterals {
    /// Literals shorter than this say too little.
    static let shortest = 3

    /// The longest ones: what tells best which files are worth a search.
    public static func mandatory(in expression: String) -> [[UInt8]]? {
        anchor(of: expression, preferring: .length)?.literals
    }

    /// What is preferred among several sets.
    enum Preference { case length, narrowness }

    static func anchor(of expression: String, preferring preference: Preference) -> PatternAnchor? {
        var parser = RegexReader(bytes: Array(expression.utf8), preference: preference)
        let found = parser.alternation(depth: 0)
        guard parser.at >= parser.bytes.count, !parser.failed, let found = found.promise, !found.literals.isEmpty else {
            return nil
        }
        return found
    }
}

/// Reads an expression far enough to know what it cannot do without.
struct RegexReader {
    let bytes: [UInt8]
    var at = 0
    var failed = false
    private let preference: RegexLiterals.Preference
    /// An option makes `.` match a line's end.
    private let dotCrossesLines: Bool

    /// A part of an expression: what it promises, and how much text it may take.
    struct Part {
        var promise: PatternAnchor?
        var reach: PatternAnchor.Reach
    }

    init(bytes: [UInt8], preference: RegexLiterals.Preference) {
        self.bytes = bytes
        self.preference = preference
        dotCrossesLines = RegexReader.mentionsDotAll(bytes)
    }

    var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }
    func peek(_ n: Int) -> UInt8 { at + n < bytes.count ? bytes[at + n] : 0 }

    private static func mentionsDotAll(_ bytes: [UInt8]) -> Bool {
        for i in bytes.indices.dropLast(2) where bytes[i] == .ascii("(") && bytes[i + 1] == .ascii("?") {
            for byte in bytes[(i + 2)...] {
                if byte == .ascii("s") { return true }
                guard byte.isLetter || byte == .ascii("-") || byte == .ascii("^") else { break }
            }
        }
        return false
    }

    /// Alternatives up to `)` or the end: each must promise something, or the whole promises nothing.
    mutating func alternation(depth: Int) -> Part {
        var promise: PatternAnchor?
        var promised = true
        var reach = PatternAnchor.Reach.none
        while true {
            let one = sequence(depth: depth)
            reach = reach.union(one.reach)
            if let found = one.promise {
                if let known = promise {
                    promise = PatternAnchor(
                        literals: known.literals + found.literals, reach: known.reach.union(found.reach))
                } else {
                    promise = found
                }
            } else {
                promised = false
            }
            if at < bytes.count, byte == .ascii("|") { at += 1 } else { break }
        }
        guard promised, !failed, let promise, promise.literals.count <= 64 else { return Part(reach: reach) }
        return Part(promise: promise, reach: reach)
    }

    /// The best promise among the parts of a sequence: the one whose shortest literal is longest.
    private mutating func sequence(depth: Int) -> Part {
        var best: PatternAnchor?
        var run: [UInt8] = []
        /// What stands before the run, and before what comes next.
        var beforeRun = PatternAnchor.Reach.none
        var before = PatternAnchor.Reach.none
        func offer(_ new: PatternAnchor) {
            guard new.shortest >= RegexLiterals.shortest else { return }
            if let old = best {
                let isOther = preference == .narrowness && new.reach.isUseful != old.reach.isUseful
                guard isOther ? new.reach.isUseful : new.shortest > old.shortest else { return }
            }
            best = new
        }
        func close() {
            if !run.isEmpty { offer(PatternAnchor(literals: [run], reach: beforeRun)) }
            run = []
        }
        while at < bytes.count, byte != .ascii("|"), byte != .ascii(")") {
            let item = atom(depth: depth)
            let count = quantifier()
            let isOptional = count.least == 0
            let repeats = count.most != 1
            if run.isEmpty { beforeRun = before }
            switch item {
            case .literal(let text):
                if isOptional {
                    close()
                } else {
                    run += text
                    if repeats { close() }
                }
                before = before + PatternAnchor.Reach(bytes: text.count, crossesLines: text == [0x0A]).times(count.most)
            case .nothing:
                if isOptional || repeats { close() }
            case .any(let reach):
                close()
                before = before + reach.times(count.most)
            case .group(let part):
                close()
                if !isOptional, let promise = part.promise {
                    offer(
                        PatternAnchor(
                            literals: promise.literals,
                            reach: before + (count.most == 1 ? .none : part.reach.times(count.most)) + promise.reach))
                }
                before = before + part.reach.times(count.most)
            }
        }
        close()
        return Part(promise: best, reach: before)
    }

    private enum Item {
        case literal([UInt8])
        /// Matches nothing by itself (an anchor): the run goes on.
        case nothing
        /// Matches text that is not known.
        case any(PatternAnchor.Reach)
        case group(Part)
    }

    /// One character, in UTF-8.
    private static func character(crossesLines: Bool) -> PatternAnchor.Reach {
        PatternAnchor.Reach(bytes: 4, crossesLines: crossesLines)
    }

    private mutating func atom(depth: Int) -> Item {
        let first = byte
        at += 1
        switch first {
        case .ascii("^"), .ascii("$"): return .nothing
        case .ascii("."): return .any(RegexReader.character(crossesLines: dotCrossesLines))
        case .ascii("["): return .any(RegexReader.character(crossesLines: characterClass()))
        case .ascii("("): return group(depth: depth)
        case .ascii("\\"): return escape()
        case 0x80...:
            // The bytes of one character belong together: what follows counts all of them.
            var text = [first]
            while byte & 0xC0 == 0x80 {
                text.append(byte)
                at += 1
            }
            return .literal(text)
        default: return .literal([first.lowered])
        }
    }

    private mutating func escape() -> Item {
        let escaped = byte
        at += 1
        switch escaped {
        case .ascii("b"), .ascii("B"), .ascii("A"), .ascii("z"), .ascii("Z"), .ascii("G"), .ascii("K"): return .nothing
        case .ascii("n"): return .literal([0x0A])
        case .ascii("t"): return .literal([0x09])
        case .ascii("w"), .ascii("d"), .ascii("S"), .ascii("h"), .ascii("N"):
            if escaped != .ascii("N") || byte != .ascii("{") {
                return .any(RegexReader.character(crossesLines: false))
            }
        case .ascii("s"), .ascii("W"), .ascii("D"), .ascii("H"), .ascii("v"), .ascii("R"):
            return .any(RegexReader.character(crossesLines: true))
        default: break
        }
        guard escaped.isLetter || escaped.isDigit else { return .literal([escaped]) }
        switch escaped {
        case .ascii("Q"), .ascii("E"): failed = true
        case .ascii("g") where byte != .ascii("{"): failed = true
        // What follows belongs to the escape: \c(, \x41, \pL, \012.
        case .ascii("c"): at += 1
        case .ascii("x") where byte != .ascii("{"): skip(2) { $0.isHexDigit }
        case .ascii("p"), .ascii("P"):
            if byte != .ascii("{") { at += 1 }
        case _ where escaped.isDigit: skip(2) { $0.isDigit }
        default: break
        }
        // \x{…}, \p{…}, \k<…>: the braces are no quantifier.
        let isNamed = escaped == .ascii("k") && (byte == .ascii("<") || byte == .ascii("'"))
        if isNamed || (byte == .ascii("{") && "gkpPxoN".utf8.contains(escaped)) {
            let close: UInt8 = byte == .ascii("{") ? .ascii("}") : byte == .ascii("<") ? .ascii(">") : .ascii("'")
            at += 1
            while at < bytes.count, byte != close { at += 1 }
            at += 1
        }
        return .any(.unknown)
    }

    private mutating func skip(_ most: Int, while isPart: (UInt8) -> Bool) {
        var left = most
        while left > 0, isPart(byte) {
            at += 1
            left -= 1
        }
    }

    /// Reads a class behind its `[`; whether it may match a line's end.
    private mutating func characterClass() -> Bool {
        var negated = false
        /// Of what stands in the class: surely a line's end, surely none.
        var holdsLineEnd = false
        var isPlain = true
        if byte == .ascii("^") {
            negated = true
            at += 1
        }
        if byte == .ascii("]") { at += 1 }
        while at < bytes.count, byte != .ascii("]") {
            if byte == .ascii("\\") {
                at += 1
                switch byte {
                case .ascii("n"), .ascii("s"), .ascii("v"), .ascii("W"), .ascii("D"): holdsLineEnd = true
                case .ascii("w"), .ascii("d"), .ascii("S"), .ascii("h"), .ascii("t"): break
                case _ where byte.isLetter || byte.isDigit: isPlain = false
                default: break
                }
            } else if byte == .ascii("["), peek(1) == .ascii(":") {
                at += 2
                let start = at
                while at < bytes.count, !(byte == .ascii(":") && peek(1) == .ascii("]")) { at += 1 }
                let name = String(decoding: bytes[start..<min(at, bytes.count)], as: UTF8.self)
                let printing: Set = ["alnum", "alpha", "digit", "lower", "upper", "punct", "xdigit", "word", "graph"]
                if !printing.contains(name) { isPlain = false }
                at += 1
            } else if byte < 0x20 {
                if byte == 0x0A { holdsLineEnd = true } else { isPlain = false }
            }
            at += 1
        }
        at += 1
        return negated ? !holdsLineEnd : holdsLineEnd || !isPlain
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
            default: if options() { return .nothing }
            }
        } else if byte == .ascii("*") {
            failed = true
        }
        guard depth < 100 else {
            failed = true
            at = bytes.count
            return .any(.unknown)
        }
        let part = alternation(depth: depth + 1)
        if byte == .ascii(")") { at += 1 }
        return looksAround ? .nothing : .group(part)
    }

    /// `(?i)`, which is a whole group (then true), or the head of `(?i:…)`. Recursion and conditions are not understood;
    /// extended mode would make blanks and `#` mean something else.
    private mutating func options() -> Bool {
        while at < bytes.count, byte.isLetter || byte == .ascii("-") || byte == .ascii("^") {
            if !"imsnJU-^".utf8.contains(byte) { failed = true }
            at += 1
        }
        if byte == .ascii(")") {
            at += 1
            return true
        }
        if byte == .ascii(":") { at += 1 } else { failed = true }
        return false
    }

    /// Reads a quantifier: how often at least and at most (`nil`: without end).
    private mutating func quantifier() -> (least: Int, most: Int?) {
        var count: (least: Int, most: Int?)
        switch byte {
        case .ascii("*"): count = (0, nil)
        case .ascii("+"): count = (1, nil)
        case .ascii("?"): count = (0, 1)
        case .ascii("{") where peek(1).isDigit || peek(1) == .ascii(","):
            let start = at + 1
            while at < bytes.count, byte != .ascii("}") { at += 1 }
            let parts = String(decoding: bytes[start..<min(at, bytes.count)], as: UTF8.self)
                .split(separator: ",", omittingEmptySubsequences: false)
            // What is no number is no quantifier either, but text: then nothing is known of it.
            let least = parts[0].isEmpty ? 0 : Int(parts[0])
            let most = parts.count == 1 ? least : parts[1].isEmpty ? nil : Int(parts[1])
            if least == nil || parts.count > 2 || (parts.count == 2 && !parts[1].isEmpty && most == nil) {
                failed = true
            }
            count = (least ?? 0, most)
        default: return (1, 1)
        }
        at += 1
        if byte == .ascii("?") || byte == .ascii("+") { at += 1 }
        return count
    }
}
