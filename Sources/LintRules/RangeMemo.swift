import LintSource

/// What was found out about the last range that was asked about: many matches may stand on one line, and a line may be as
/// long as a file.
struct RangeMemo {
    /// The last line, if it was one alone.
    private var line: ByteRange?
    private var asked: ByteRange?
    private var answer = false

    /// As ``Matcher/lines(of:in:)``.
    mutating func lines(of range: ByteRange, in request: MatchRequest) -> ByteRange {
        if let line, line.contains(range) { return line }
        let lines = Matcher.lines(of: range, in: request)
        line = request.bytes[lines].contains(0x0A) ? nil : lines
        return lines
    }

    /// The answer to a question that depends on the range alone.
    mutating func holds(in range: ByteRange, _ ask: () -> Bool) -> Bool {
        if asked == range { return answer }
        answer = ask()
        asked = range
        return answer
    }
}
