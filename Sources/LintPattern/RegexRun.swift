import LintSource

/// One of the texts that a part of an expression may be.
struct RegexText: Hashable {
    var bytes: [UInt8] = []
    /// Case does not count.
    var folds = false
    /// No letter, digit or `_` stands before it, and behind it.
    var opensWord = false
    var closesWord = false
    /// Nothing of a word stands before the place where it will begin; while it is empty.
    var isAfterBoundary = false

    mutating func append(_ other: RegexText) {
        guard let first = other.bytes.first else { return }
        if bytes.isEmpty { opensWord = other.opensWord || (isAfterBoundary && first.isWord) }
        isAfterBoundary = false
        closesWord = other.closesWord
        folds = folds || other.folds
        bytes += other.bytes
    }

    static func + (a: RegexText, b: RegexText) -> RegexText {
        var text = a
        text.append(b)
        return text
    }

    var needle: Needle { Needle(bytes, exact: !folds, opensWord: opensWord, closesWord: closesWord) }

    /// Each once; for few.
    static func distinct(_ texts: [RegexText]) -> [RegexText] {
        var result: [RegexText] = []
        for text in texts where !result.contains(text) { result.append(text) }
        return result
    }
}

/// A sequence as it is read: texts that go on, and what those before them have promised.
struct RegexRun {
    private var texts = [RegexText()]
    private var clauses: [RegexReader.Clause] = []
    /// How much the match may take before the texts, and before what comes next.
    private var beforeTexts = PatternAnchor.Reach.none
    private var before = PatternAnchor.Reach.none
    /// Something stood before the texts.
    private var hasClosed = false
    private var head: [RegexText]?
    private var pieces = 0
    private var opensOutsideWord = false
    /// What comes next stands behind a character of no word.
    private var endsOutsideWord = false
    private var isAnyOfWord = false

    mutating func assert(_ assertion: RegexReader.Assertion) {
        for clause in assertion.ahead { promise(clause, from: before) }
        guard assertion.isBoundary else { return }
        for i in texts.indices {
            if let last = texts[i].bytes.last {
                if last.isWord { texts[i].closesWord = true }
            } else {
                texts[i].isAfterBoundary = true
            }
        }
    }

    mutating func add(_ part: RegexReader.Part, least: Int, most: Int?) {
        let reach = part.reach.times(most)
        if least > 0 {
            let start = most == 1 ? before : before + reach
            for clause in part.clauses { promise(clause, from: start) }
        }
        if let more = part.texts, least > 0 || most == 1 {
            let times = most == least ? min(least, 3) : 1
            for _ in 0..<max(1, times) { append(least == 0 ? more + [RegexText()] : more) }
            let isWhole = most == 1 || most == times
            note(part, least)
            before = before + reach
            if !isWhole { close() }
            return
        }
        let isOnce = least == 1 && most == 1
        if isOnce, let head = part.head {
            append(head)
            close()
        } else {
            close(isBeforeOutside: least > 0 && part.opensOutsideWord)
        }
        note(part, least)
        if isOnce, let tail = part.tail {
            texts = tail
            beforeTexts = before + part.beforeTail
        } else {
            texts[0].isAfterBoundary = endsOutsideWord
        }
        before = before + reach
    }

    private mutating func promise(_ clause: RegexReader.Clause, from start: PatternAnchor.Reach) {
        var clause = clause
        clause.before = start + clause.before
        if !clauses.contains(clause) { clauses.append(clause) }
    }

    private mutating func note(_ part: RegexReader.Part, _ least: Int) {
        if pieces == 0 {
            opensOutsideWord = least > 0 && part.opensOutsideWord
            isAnyOfWord = least == 1 && part.isAnyOfWord
        }
        pieces += 1
        endsOutsideWord = part.endsOutsideWord && (least > 0 || endsOutsideWord)
    }

    private mutating func append(_ more: [RegexText]) {
        let isTooMuch =
            texts.count * more.count > RegexReader.mostTexts
            || texts.contains { $0.bytes.count > RegexReader.longestText }
        if isTooMuch, texts != [RegexText()] { close() }
        if texts.count == 1, texts[0].bytes.isEmpty { beforeTexts = before }
        if texts.count == 1, more.count == 1 {
            texts[0].append(more[0])
            return
        }
        texts = RegexText.distinct(texts.flatMap { text in more.map { text + $0 } })
    }

    /// Ends the texts: what comes next is not known.
    mutating func close(isBeforeOutside: Bool = false) {
        if isBeforeOutside {
            for i in texts.indices where texts[i].bytes.last?.isWord ?? false { texts[i].closesWord = true }
        }
        if texts.allSatisfy({ $0.bytes.count >= 2 }) {
            promise(RegexReader.Clause(needles: texts.map(\.needle), before: .none), from: beforeTexts)
        }
        if !hasClosed, !texts.contains(where: \.bytes.isEmpty) { head = texts }
        texts = [RegexText(isAfterBoundary: endsOutsideWord)]
        hasClosed = true
    }

    var part: RegexReader.Part {
        var run = self
        var part = RegexReader.Part(reach: before)
        if hasClosed {
            run.close()
            part.head = head
            if !texts.contains(where: \.bytes.isEmpty) {
                part.tail = texts
                part.beforeTail = beforeTexts
            }
        } else {
            part.texts = texts
        }
        part.clauses = run.clauses
        part.opensOutsideWord = opensOutsideWord
        part.endsOutsideWord = endsOutsideWord
        part.isAnyOfWord = pieces == 1 && isAnyOfWord
        return part
    }
}
