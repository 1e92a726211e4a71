import LintFindings
import LintSource

extension Baseline {
    /// Reads a ledger file; `path` is how errors name it.
    ///
    /// What a union merge leaves is read as it was meant: headings and entries in any order and more than once (counts
    /// are not added up: the highest holds). Blank lines, CRLF and a byte order mark do no harm. Anything else that is
    /// not exactly an entry is an error, so that a broken ledger is never a shorter one.
    public static func parse(_ bytes: [UInt8], path: String = Baseline.fileName) throws(LedgerError) -> Baseline {
        try bytes.withByteView { view throws(LedgerError) in
            var parser = BaselineParser(path: path, bytes: view)
            return try parser.parse()
        }
    }
}

/// One pass over the lines of a ledger file.
private struct BaselineParser {
    let path: String
    let bytes: ByteView
    let lines: LineIndex
    private var section: String?
    private var entries: [Baseline.Entry] = []
    private var rules: [String: String] = [:]

    init(path: String, bytes: ByteView) {
        self.path = path
        self.bytes = bytes
        lines = LineIndex(bytes)
        // An entry has 36 bytes and more.
        entries.reserveCapacity(min(lines.starts.count, bytes.count / 36))
    }

    mutating func parse() throws(LedgerError) -> Baseline {
        try LedgerFile.checkText(bytes, lines: lines, path: path, what: "a baseline")
        for line in 1...lines.starts.count {
            let range = lines.range(ofLine: line, in: bytes)
            let first = bytes[Int(range.start)]
            if range.isEmpty { continue }
            if line == lines.starts.count {
                throw error(
                    .truncated, line, at: range.count, "the last line does not end",
                    "restore the file from git, or end the line if it is whole")
            }
            if first == .ascii("[") {
                try heading(range, line)
            } else if first == .ascii("#") {
                try mark(range, line)
            } else if !isBlank(range) {
                try entry(range, line)
            }
        }
        return Baseline(entries)
    }

    private func isBlank(_ range: ByteRange) -> Bool { bytes[range].allSatisfy(\.isWhiteSpace) }

    private func mark(_ range: ByteRange, _ line: Int) throws(LedgerError) {
        var end = Int(range.end)
        while end > Int(range.start), bytes[end - 1] == 0x20 { end -= 1 }
        let text = bytes.text(ByteRange(Int(range.start), end))
        if text == Baseline.mark { return }
        if text.hasPrefix("# flywheel-lint/baseline/") {
            throw error(
                .wrongVersion, line, at: 0,
                "a format that this version cannot read: '\(LedgerText.shown(text))', expected '\(Baseline.mark)'",
                "use the flywheel-lint that wrote it, or write it again with 'flywheel-lint baseline write'")
        }
        throw error(
            .malformed, line, at: 0, "a comment on a line of its own, which would be lost when the file is written",
            "put the reason at the end of its entry: 'RULE CONTEXT LINE # reason'")
    }

    private mutating func heading(_ range: ByteRange, _ line: Int) throws(LedgerError) {
        var end = Int(range.end)
        while end > Int(range.start), bytes[end - 1].isWhiteSpace { end -= 1 }
        guard bytes[end - 1] == .ascii("]"), end - Int(range.start) > 2 else {
            throw error(
                .malformed, line, at: 0, "not a heading: '\(LedgerText.shown(bytes.text(range)))'",
                "write '[path]', or restore the file from git")
        }
        section = try unescaped(ByteRange(Int(range.start) + 1, end - 1), line, in: range)
    }

    /// `rule context-hash line-hash [×n] [# reason]`
    private mutating func entry(_ range: ByteRange, _ line: Int) throws(LedgerError) {
        var words = Words(bytes: bytes, index: Int(range.start), end: Int(range.end))
        let ruleRange = words.next()
        guard let section else {
            throw error(
                .malformed, line, at: 0, "an entry before the first '[path]' heading", "restore the file from git")
        }
        let written = bytes.text(ruleRange)
        let rule: String
        if let known = rules[written] {
            rule = known
        } else {
            rule = try unescaped(ruleRange, line, in: range)
            rules[written] = rule
        }
        let context = try hash(words.next(), "context hash", line, in: range)
        let own = try hash(words.next(), "line hash", line, in: range)
        var count = 1
        var reason: String?
        var rest = words.next()
        if bytes.has("×", at: Int(rest.start)), !rest.isEmpty {
            let digits = ByteRange(Int(rest.start) + 2, Int(rest.end))
            guard !digits.isEmpty, digits.count < 10, bytes[digits].allSatisfy(\.isDigit),
                let value = Int(bytes.text(digits)), value > 0
            else {
                throw error(
                    .malformed, line, at: Int(rest.start) - Int(range.start),
                    "a count that is none: '\(LedgerText.shown(bytes.text(rest)))'", "write '×2' or more")
            }
            count = value
            rest = words.next()
        }
        if bytes[Int(rest.start)] == .ascii("#"), !rest.isEmpty {
            reason = bytes.text(ByteRange(Int(rest.start) + 1, Int(range.end)))
        } else if !rest.isEmpty {
            throw error(
                .malformed, line, at: Int(rest.start) - Int(range.start),
                "more than an entry: '\(LedgerText.shown(bytes.text(ByteRange(Int(rest.start), Int(range.end)))))'",
                "a reason begins with '#'")
        }
        entries.append(
            Baseline.Entry(
                path: section, rule: rule, fingerprint: .init(context: context, line: own), count: count,
                reason: reason))
    }

    private func hash(
        _ word: ByteRange, _ name: String, _ line: Int, in range: ByteRange
    ) throws(LedgerError) -> UInt64 {
        if word.count == 16, bytes[word].allSatisfy(\.isHexDigit), let value = UInt64(bytes.text(word), radix: 16) {
            return value
        }
        throw error(
            .malformed, line, at: Int(word.start) - Int(range.start),
            "the \(name) is not 16 hexadecimal digits: '\(LedgerText.shown(bytes.text(word)))'",
            "restore the file from git, or write it again with 'flywheel-lint baseline update'")
    }

    private func unescaped(
        _ part: ByteRange, _ line: Int, in range: ByteRange
    ) throws(LedgerError) -> String {
        let text = bytes.text(part)
        switch LedgerText.unescaped(text) {
        case .success(let text): return text
        case .failure(let bad):
            let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(bad.offset))).utf8.count
            throw error(
                .malformed, line, at: Int(part.start) - Int(range.start) + before,
                "not an escape: '\(LedgerText.shown(text))'", "write a backslash as '\\\\'")
        }
    }

    /// `offset` in bytes from the start of the line.
    private func error(
        _ kind: LedgerError.Kind, _ line: Int, at offset: Int, _ problem: String, _ mend: String
    ) -> LedgerError {
        let start = Int(lines.range(ofLine: line, in: bytes).start)
        let column = 1 + ColumnUnit.codePoints.width(of: bytes[start..<(start + offset)])
        return LedgerError(kind: kind, path: path, line: line, column: column, problem: problem, mend: mend)
    }
}

/// The words of a line; empty ranges at its end.
private struct Words {
    let bytes: ByteView
    var index: Int
    let end: Int

    mutating func next() -> ByteRange {
        while index < end, bytes[index].isWhiteSpace { index += 1 }
        let start = index
        while index < end, !bytes[index].isWhiteSpace { index += 1 }
        return ByteRange(start, index)
    }
}
