import LintSource

extension Refusal {
    // MARK: - What must not be there

    /// Calls of tests that want something to be absent.
    private static let absent: [StaticString] = [
        "notin(", "not_in(", "notcontain", "not_contain", "not.tocontain", "not.tomatch", "doesnotcontain", "refute",
    ]
    private static let searches: [StaticString] = ["grep", "egrep", "fgrep", "rg"]

    var mustBeAbsent: Bool {
        let first = firstWord
        if word("assert", at: first, to: head.upperBound), holds(" not in ", in: tail) { return true }
        if Refusal.absent.contains(where: { holds($0, in: head) }) { return true }
        // `! grep -q name file`, and `|| exit 1` perhaps.
        guard bytes[first] == .ascii("!"), search(in: head) != nil else { return false }
        if let or = operators(in: tail, .ascii("|")) { return isFailing((or + 2)..<line.upperBound) }
        return operators(in: tail, .ascii("&")) == nil
    }

    /// Where what the line says begins, behind the mark of an item, a key of a script, the end of a block.
    private var firstWord: Int {
        var at = firstInk(line)
        if bytes[at] == .ascii("-"), bytes[at + 1].isBlank { at = firstInk((at + 1)..<line.upperBound) }
        if has("run:", at: at, to: line.upperBound) { at = firstInk((at + 4)..<line.upperBound) }
        while at < line.upperBound, bytes[at] == .ascii("}") || bytes[at].isBlank || bytes[at] == .ascii("@") {
            at += 1
        }
        return at
    }

    private func search(in range: Range<Int>) -> Int? {
        range.first { at in
            begins(at) && Refusal.searches.contains { word($0, at: at, to: range.upperBound) }
        }
    }

    /// Where the mark stands twice.
    private func operators(in range: Range<Int>, _ mark: UInt8) -> Int? {
        range.first { bytes[$0] == mark && bytes[$0 + 1] == mark }
    }

    // MARK: - Conditions

    private static let conditions: [StaticString] = ["if", "elif", "elseif", "elsif"]
    /// What holds a text against the name, before it.
    private static let comparisons: [StaticString] = [
        "==", "=~", " = ", "includes(", "contains(", "search(", "match(", "test(", "startswith(", "endswith(",
        "hasprefix(", "hassuffix(", "find(",
    ]
    /// The same behind it.
    private static let comparisonsBehind: [StaticString] = ["\" in ", "' in ", "==", "=~"]
    /// What turns it round.
    private static let turns: [StaticString] = ["!", " not ", "(not ", "-z ", " unless "]
    private static let turnsBehind: [StaticString] = ["!=", " not in ", " -ne ", "== false", "== -1", " < 0"]

    /// Whether it is a condition's, or a pattern's, and what follows fails.
    var fails: Bool {
        let first = firstWord
        // (A sentence begins with a capital.)
        if bytes[first].isLower,
            Refusal.conditions.contains(where: { word($0, at: first, to: head.upperBound) })
                || has("else if", at: first, to: head.upperBound)
        {
            return isAsked(first) && branchFails(from: conditionEnd ?? tail.lowerBound)
        }
        if isPattern(first) { return branchFails(from: tail.lowerBound) }
        // `grep -q name file && fail`
        guard search(in: head) != nil, bytes[first] != .ascii("!"), operators(in: head, .ascii("|")) == nil,
            !isRun(from: first), let and = operators(in: tail, .ascii("&"))
        else { return false }
        return isFailing((and + 2)..<line.upperBound)
    }

    /// Whether a text is held against the name, and is not wanted to be without it.
    private func isAsked(_ first: Int) -> Bool {
        let before = first..<head.upperBound
        let condition = tail.lowerBound..<(conditionEnd ?? tail.upperBound)
        guard !Refusal.turns.contains(where: { holds($0, in: before) }),
            !Refusal.turnsBehind.contains(where: { holds($0, in: condition) }), !isRun(from: first)
        else { return false }
        return search(in: before) != nil || Refusal.comparisons.contains { holds($0, in: before) }
            || Refusal.comparisonsBehind.contains { holds($0, in: condition) }
    }

    /// Where the condition ends on its line.
    private var conditionEnd: Int? {
        tail.first { at in
            switch bytes[at] {
            case .ascii(";"): true
            case .ascii("{"): bytes[at - 1] != .ascii("$")
            case .ascii(":"): bytes[at + 1].isWhiteSpace || at + 1 == tail.upperBound
            default: begins(at) && word("then", at: at, to: tail.upperBound)
            }
        }
    }

    /// Whether it stands in a command whose output is asked for: `$(curl name)`.
    private func isRun(from first: Int) -> Bool {
        var open: [Bool] = []
        var ticks = 0
        for at in first..<max(first, head.upperBound) {
            switch bytes[at] {
            case .ascii("("): open.append(bytes[at - 1] == .ascii("$"))
            case .ascii(")"): _ = open.popLast()
            case .ascii("`"): ticks += 1
            default: break
            }
        }
        return open.contains(true) || ticks % 2 == 1
    }

    /// Whether it is one of a `case`'s patterns: `*name*) …`.
    private func isPattern(_ first: Int) -> Bool {
        var start = first
        let isOnItsLine = word("case", at: start, to: head.upperBound)
        if isOnItsLine {
            guard let found = head.last(where: { begins($0) && word("in", at: $0, to: head.upperBound) }) else {
                return false
            }
            start = firstInk((found + 2)..<head.upperBound)
        }
        var at = start
        while at < line.upperBound, bytes[at] != .ascii(")") {
            if place.contains(at) {
                at = Int(place.end)
                continue
            }
            // (A bracket that opens a line is a sentence's, too.)
            let isJoint = bytes[at] == .ascii("|") || isOnItsLine && bytes[at] == .ascii("(") && at == start
            guard bytes[at].isWord || bytes[at].isBlank || isJoint || "\"'*?.-/:\\@[]".utf8.contains(bytes[at]) else {
                return false
            }
            // Words follow one another in a command, not in a pattern.
            if bytes[at].isBlank, at > start, !isBesideJoint(at, from: start) { return false }
            at += 1
        }
        return at < line.upperBound && at >= Int(place.end)
    }

    private func isBesideJoint(_ blank: Int, from start: Int) -> Bool {
        var first = blank
        while first > start, bytes[first - 1].isBlank { first -= 1 }
        var last = blank
        while last < line.upperBound, bytes[last].isBlank { last += 1 }
        return bytes[first - 1] == .ascii("|") || bytes[last] == .ascii("|") || bytes[last] == .ascii(")")
    }

    // MARK: - Branches

    private static let branchLines = 3
    private static let ends: [StaticString] = [
        "else", "elif", "elseif", "elsif", "except", "catch", "fi", "esac", "done",
    ]
    /// Words, and beginnings of words, of who refuses.
    private static let failing: [StaticString] = [
        "fail", "error", "fatal", "abort", "panic", "throw", "raise", "refus", "reject", "stale", "retired", "must not",
        "forbidden",
    ]

    /// Whether the branch behind the condition fails: on its line, and on the next ones that are of it.
    private func branchFails(from start: Int) -> Bool {
        let own = branch(start..<tail.upperBound)
        if isFailing(own) { return true }
        if own.upperBound < tail.upperBound { return false }
        let indent = firstInk(line) - line.lowerBound
        var end = line.upperBound
        for _ in 0..<Refusal.branchLines {
            guard let next = lineBehind(end) else { return false }
            let first = firstInk(next)
            let isThen = word("then", at: first, to: next.upperBound) || bytes[first] == .ascii("{")
            if first < next.upperBound, first - next.lowerBound <= indent, !isThen { return false }
            let part = branch(next)
            if isFailing(part) { return true }
            if part.upperBound < next.upperBound { return false }
            end = next.upperBound
        }
        return false
    }

    /// What of a line is of the branch.
    private func branch(_ range: Range<Int>) -> Range<Int> {
        let end = range.first { at in
            bytes.has(";;", at: at)
                || begins(at) && Refusal.ends.contains { word($0, at: at, to: range.upperBound) }
        }
        return range.lowerBound..<(end ?? range.upperBound)
    }

    /// `no errors`; a variable of the name that is empty: `errors = []`.
    private func isDenied(_ at: Int, in range: Range<Int>) -> Bool {
        if at - 3 >= range.lowerBound, has("no ", at: at - 3, to: at), !bytes[at - 4].isWord { return true }
        var end = at
        while end < range.upperBound, bytes[end].isWord { end += 1 }
        while end < range.upperBound, bytes[end].isBlank { end += 1 }
        guard end < range.upperBound, bytes[end] == .ascii("="), bytes[end + 1] != .ascii("=") else { return false }
        return "[{(\"'0".utf8.contains(bytes[firstInk((end + 1)..<range.upperBound)])
    }

    /// Whether a word there says so, that is not what happens if something else does not: `work || exit 1`.
    private func isFailing(_ range: Range<Int>) -> Bool {
        var isElse = false
        for at in range {
            if bytes[at] == .ascii(";") || bytes.has("&&", at: at) { isElse = false }
            if bytes.has("||", at: at) { isElse = true }
            // (`--fail` is an option.)
            guard !isElse, begins(at), !"-/$".utf8.contains(bytes[at - 1]) else { continue }
            if Refusal.failing.contains(where: { has($0, at: at, to: range.upperBound) }), !isDenied(at, in: range) {
                return true
            }
            if word("die", at: at, to: range.upperBound) { return true }
            if word("exit", at: at, to: range.upperBound) || word("return", at: at, to: range.upperBound) {
                var next = at + 4
                while bytes[next].isWord { next += 1 }
                while bytes[next].isBlank || bytes[next] == .ascii("(") { next += 1 }
                if bytes[next].isDigit, bytes[next] != .ascii("0") { return true }
            }
        }
        return false
    }
}
