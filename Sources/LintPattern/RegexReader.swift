import LintSource

/// Reads an expression far enough to know what it cannot do without.
struct RegexReader {
    let bytes: [UInt8]
    var at = 0
    var failed = false
    /// `(?i)` is in force here.
    var ignoresCase = false
    /// An option makes `.` match a line's end.
    private let dotCrossesLines: Bool

    /// Needles of which every match holds one.
    struct Clause: Hashable {
        var needles: [Needle]
        /// How far before the needle the match begins.
        var before: PatternAnchor.Reach
        var commonness: Double { NeedleClauses.commonness(needles) }
    }

    /// A part of an expression: what it promises, and how much text it may take.
    struct Part {
        /// All that it can be, when that is little.
        var texts: [RegexText]?
        var clauses: [Clause] = []
        /// When it can be more: the texts that it begins with and ends in, and how far before the latter it begins.
        var head: [RegexText]?
        var tail: [RegexText]?
        var beforeTail = PatternAnchor.Reach.none
        var reach: PatternAnchor.Reach
        /// It begins, and ends, with a character that surely belongs to no word.
        var opensOutsideWord = false
        var endsOutsideWord = false
        /// It is one character, and may be any of a word.
        var isAnyOfWord = false

        var allClauses: [Clause] {
            guard let texts, texts.allSatisfy({ $0.bytes.count >= 2 }) else { return clauses }
            return clauses + [Clause(needles: texts.map(\.needle), before: .none)]
        }
    }

    /// What stands between `|`s, or one piece of it.
    enum Item {
        case part(Part)
        /// Matches nothing by itself (an anchor).
        case assertion(Assertion)
    }

    struct Assertion {
        /// A word begins or ends here, or none stands here.
        var isBoundary = false
        /// What stands behind holds this too.
        var ahead: [Clause] = []
    }

    /// More texts than these in one place are not told apart.
    static let mostTexts = 16
    static let longestText = 64

    init(bytes: [UInt8]) {
        self.bytes = bytes
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

    /// What stands between `|`s, up to `)` or the end.
    mutating func alternatives(depth: Int) -> [Part] {
        var parts = [sequence(depth: depth)]
        while at < bytes.count, byte == .ascii("|") {
            at += 1
            parts.append(sequence(depth: depth))
        }
        return parts
    }

    /// Alternatives as one part: each must promise something, or the whole promises nothing.
    mutating func alternation(depth: Int) -> Part {
        let parts = alternatives(depth: depth)
        if parts.count == 1 { return parts[0] }
        var whole = Part(reach: parts.reduce(parts[0].reach) { $0.union($1.reach) })
        whole.opensOutsideWord = parts.allSatisfy(\.opensOutsideWord)
        whole.endsOutsideWord = parts.allSatisfy(\.endsOutsideWord)
        // (Nothing of a word may stand where any of the alternatives may not.)
        whole.isAnyOfWord = parts.contains(where: \.isAnyOfWord)
        let texts = parts.compactMap(\.texts)
        if texts.count == parts.count, texts.reduce(0, { $0 + $1.count }) <= RegexReader.mostTexts {
            whole.texts = RegexText.distinct(texts.flatMap { $0 })
            return whole
        }
        let all = parts.map { $0.allClauses.sorted { $0.commonness < $1.commonness } }
        guard !all.contains(where: \.isEmpty) else { return whole }
        // The rarest of each, the next, and those that narrow a search.
        let choices = [
            all.map { $0[0] }, all.map { $0[min(1, $0.count - 1)] },
            all.compactMap { clauses in clauses.first { $0.before.isUseful } },
        ]
        for choice in choices where choice.count == all.count {
            var clause = choice[0]
            for other in choice.dropFirst() {
                clause.needles += other.needles.filter { !clause.needles.contains($0) }
                clause.before = clause.before.union(other.before)
            }
            if clause.needles.count <= 64, !whole.clauses.contains(clause) { whole.clauses.append(clause) }
        }
        return whole
    }

    private mutating func sequence(depth: Int) -> Part {
        var run = RegexRun()
        while at < bytes.count, byte != .ascii("|"), byte != .ascii(")") {
            let item = atom(depth: depth)
            let count = quantifier()
            switch item {
            case .assertion(let assertion):
                if count.least == 1, count.most == 1 { run.assert(assertion) } else { run.close() }
            case .part(let part): run.add(part, least: count.least, most: count.most)
            }
        }
        return run.part
    }

    /// One character, in UTF-8.
    private func character(_ set: ByteClass) -> Part {
        let isWide = set.mayBeWide || ignoresCase
        var part = Part(reach: PatternAnchor.Reach(bytes: isWide ? 4 : 1, crossesLines: set.holdsLineEnd))
        part.opensOutsideWord = !set.holdsWord
        part.endsOutsideWord = !set.holdsWord
        part.isAnyOfWord = set.holdsAllOfWord
        return part
    }

    /// The same; one of few is told apart.
    private func characters(_ set: ByteClass) -> Part {
        var part = character(set)
        part.texts = set.few(4, ignoringCase: ignoresCase)?.map {
            RegexText(bytes: [$0], folds: ignoresCase && $0.isLetter)
        }
        return part
    }

    private func literal(_ text: [UInt8]) -> Item {
        let isLetter = text.count == 1 && text[0].isLetter
        let isWide = text[0] >= 0x80
        var part = Part(reach: PatternAnchor.Reach(bytes: ignoresCase ? 4 : text.count, crossesLines: text == [0x0A]))
        let isOutside = text.count > 1 || !text[0].isWord
        part.opensOutsideWord = isOutside && !ignoresCase
        part.endsOutsideWord = part.opensOutsideWord
        // Which other letters one is that is not ASCII's is not known here.
        if !(ignoresCase && isWide) { part.texts = [RegexText(bytes: text, folds: ignoresCase && isLetter)] }
        return .part(part)
    }

    private mutating func atom(depth: Int) -> Item {
        let first = byte
        at += 1
        switch first {
        case .ascii("^"), .ascii("$"): return .assertion(Assertion(isBoundary: true))
        case .ascii("."): return .part(character(dotCrossesLines ? .all : .allOnLine))
        case .ascii("["): return .part(characters(characterClass()))
        case .ascii("("): return group(depth: depth)
        case .ascii("\\"): return escape()
        case 0x80...:
            // The bytes of one character belong together: what follows counts all of them.
            var text = [first]
            while byte & 0xC0 == 0x80 {
                text.append(byte)
                at += 1
            }
            return literal(text)
        default: return literal([first])
        }
    }

    private mutating func escape() -> Item {
        let escaped = byte
        at += 1
        switch escaped {
        case .ascii("b"), .ascii("A"), .ascii("z"), .ascii("Z"): return .assertion(Assertion(isBoundary: true))
        case .ascii("B"), .ascii("G"), .ascii("K"): return .assertion(Assertion())
        case .ascii("n"): return literal([0x0A])
        case .ascii("t"): return literal([0x09])
        case .ascii("R"):
            return .part(Part(reach: PatternAnchor.Reach(bytes: 4, crossesLines: true)))
        case .ascii("N"):
            if byte != .ascii("{") { return .part(character(.allOnLine)) }
        default: if let set = ByteClass(escape: escaped) { return .part(characters(set)) }
        }
        guard escaped.isLetter || escaped.isDigit else { return literal([escaped]) }
        // (Behind `\x41` and `\pL` a brace is a quantifier, or stands for itself.)
        let isBraced = byte == .ascii("{") && "gkpPxoN".utf8.contains(escaped)
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
        if isNamed || isBraced {
            let close: UInt8 = byte == .ascii("{") ? .ascii("}") : byte == .ascii("<") ? .ascii(">") : .ascii("'")
            at += 1
            while at < bytes.count, byte != close { at += 1 }
            at += 1
        }
        return .part(Part(reach: .unknown))
    }

    private mutating func skip(_ most: Int, while isPart: (UInt8) -> Bool) {
        var left = most
        while left > 0, isPart(byte) {
            at += 1
            left -= 1
        }
    }

    private mutating func group(depth: Int) -> Item {
        enum Kind { case plain, ahead, notBeside, behind }
        var kind = Kind.plain
        let ignoredCase = ignoresCase
        if byte == .ascii("?") {
            at += 1
            switch byte {
            case .ascii(":"), .ascii(">"), .ascii("|"): at += 1
            case .ascii("="), .ascii("!"):
                kind = byte == .ascii("=") ? .ahead : .notBeside
                at += 1
            case .ascii("#"):
                skipComment()
                return .assertion(Assertion())
            case .ascii("<") where peek(1) == .ascii("=") || peek(1) == .ascii("!"):
                kind = peek(1) == .ascii("=") ? .behind : .notBeside
                at += 2
            case .ascii("<"), .ascii("P"), .ascii("'"):
                let close: UInt8 = byte == .ascii("'") ? .ascii("'") : .ascii(">")
                if byte == .ascii("P"), peek(1) != .ascii("<") { failed = true }
                at += 1
                while at < bytes.count, byte != close { at += 1 }
                at += 1
            // `(?i)` holds up to the end of the group it stands in.
            default: if options() { return .assertion(Assertion()) }
            }
        } else if byte == .ascii("*") {
            failed = true
        }
        guard depth < 100 else {
            failed = true
            at = bytes.count
            return .part(Part(reach: .unknown))
        }
        let part = alternation(depth: depth + 1)
        ignoresCase = ignoredCase
        if byte == .ascii(")") { at += 1 }
        switch kind {
        case .plain: return .part(part)
        case .ahead: return .assertion(Assertion(isBoundary: part.opensOutsideWord, ahead: part.allClauses))
        case .notBeside: return .assertion(Assertion(isBoundary: part.isAnyOfWord))
        case .behind: return .assertion(Assertion())
        }
    }

    /// `(?i)`, which is a whole group (then true), or the head of `(?i:…)`. Recursion and conditions are not understood;
    /// extended mode would make blanks and `#` mean something else.
    private mutating func options() -> Bool {
        var isOn = true
        while at < bytes.count, byte.isLetter || byte == .ascii("-") || byte == .ascii("^") {
            if !"imsnJU-^".utf8.contains(byte) { failed = true }
            switch byte {
            case .ascii("-"): isOn = false
            case .ascii("^"): ignoresCase = false
            case .ascii("i"): ignoresCase = isOn
            default: break
            }
            at += 1
        }
        if byte == .ascii(")") {
            at += 1
            return true
        }
        if byte == .ascii(":") { at += 1 } else { failed = true }
        return false
    }

    private mutating func skipComment() {
        while at < bytes.count, byte != .ascii(")") { at += 1 }
        at += 1
    }

    /// Reads a quantifier: how often at least and at most (`nil`: without end).
    private mutating func quantifier() -> (least: Int, most: Int?) {
        var count: (least: Int, most: Int?)
        // It is that of what stands before a comment.
        while byte == .ascii("("), peek(1) == .ascii("?"), peek(2) == .ascii("#") { skipComment() }
        switch byte {
        case .ascii("*"): count = (0, nil)
        case .ascii("+"): count = (1, nil)
        case .ascii("?"): count = (0, 1)
        case .ascii("{") where peek(1).isDigit || peek(1) == .ascii(","):
            let start = at + 1
            while at < bytes.count, byte != .ascii("}") { at += 1 }
            let parts = String(decoding: bytes[start..<min(at, bytes.count)], as: UTF8.self)
                .split(separator: ",", omittingEmptySubsequences: false)
            let least = Int(parts[0])
            let most = parts.count == 1 ? least : parts[1].isEmpty ? nil : Int(parts[1])
            // What is not closed, or no number, is no quantifier but text: then nothing is known of it. (`{,3}` is one from
            // PCRE2 10.43 on.)
            let isPlain = parts.allSatisfy { $0.utf8.allSatisfy { $0.isDigit } }
            if at >= bytes.count || !isPlain || least == nil || parts.count > 2 { failed = true }
            count = (least ?? 0, most)
        default: return (1, 1)
        }
        at += 1
        if byte == .ascii("?") || byte == .ascii("+") { at += 1 }
        return count
    }
}
