import LintSource

/// The actions of a template that makes YAML (Go: Helm; Jinja: Ansible, Salt; ERB): `{{ … }}`,
/// `{% … %}`, `{# … #}`, `<% … %>`.
///
/// What they cover is taken out, with all offsets kept, so that the rest can be read as YAML: lines that hold nothing
/// but actions, comments, and what Helm puts on lines of its own (`labels: {{ … | nindent 4 }}`) become spaces; another
/// action inside a line becomes filler, a piece of a word.
struct YAMLTemplate {
    struct Action {
        var range: ByteRange
        var isComment: Bool
    }

    private(set) var actions: [Action] = []
    /// Lines begin with actions, as only templates have them: `{{` inside quotes may be text for another program.
    private(set) var hasLines = false
    /// An action longer than this is no action: an unclosed `{{` must not swallow a file.
    private static let longest = 16 << 10
    private static let longestComment = 256 << 10

    /// Finds the actions; `nil` when there are none.
    init?(_ base: UnsafePointer<UInt8>, count: Int) {
        var lineStart = Self.first(base, count)
        // What may be spent on openings that nothing closes, so that time stays linear.
        var budget = 4 * count + (4 << 20)
        var i = 0
        while i < count, budget > 0 {
            let byte = base[i]
            if byte.isLineEnd { lineStart = i + 1 }
            guard byte == .ascii("{") || byte == .ascii("<"), let close = Self.closing(base, i) else {
                i += 1
                continue
            }
            // `${{ … }}` is an expression of GitHub's, which YAML holds as text.
            if i > 0, base[i - 1] == .ascii("$") {
                i += 2
                continue
            }
            let isComment =
                close == .ascii("#") || Self.isComment(base, i) || (byte == .ascii("<") && base[i + 2] == .ascii("#"))
            let limit = min(count, i + (isComment ? Self.longestComment : Self.longest))
            let found =
                close == .ascii("}") && !isComment
                ? Self.braces(base, i, limit) : Self.closed(base, i + 2, limit, close)
            guard let stop = found else {
                budget -= limit - i
                i += 2
                continue
            }
            let ink = Self.ink(base, lineStart)
            if base[ink] == .ascii("#"), Self.lineEnd(base, i, stop) < stop {
                // Not over the end of a comment of YAML's own.
                i += 2
                continue
            }
            if ink == i { hasLines = true }
            actions.append(Action(range: ByteRange(i, stop), isComment: isComment))
            // The rest of its last line belongs to the line it began on.
            i = stop
        }
        if actions.isEmpty { return nil }
    }

    /// A byte order mark is no part of the first line.
    private static func first(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int {
        count >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF ? 3 : 0
    }

    // MARK: - Finding

    /// What closes the opening at `i`: the first byte of `}}`, `%}`, `#}` or (ERB) `%>`; `nil` where none stands there.
    private static func closing(_ base: UnsafePointer<UInt8>, _ i: Int) -> UInt8? {
        let second = base[i + 1]
        if base[i] == .ascii("<") { return second == .ascii("%") ? .ascii(">") : nil }
        switch second {
        case .ascii("{"): return .ascii("}")
        case .ascii("%"), .ascii("#"): return second
        default: return nil
        }
    }

    /// The end of `{{ … }}`: strings may hold braces, and braces may nest (Jinja's dictionaries).
    private static func braces(_ base: UnsafePointer<UInt8>, _ start: Int, _ limit: Int) -> Int? {
        var i = start + 2
        var depth = 0
        // A quote without a partner on its line is an apostrophe, and so are those after it.
        var hasStrings = true
        while i < limit {
            switch base[i] {
            case .ascii("\""), .ascii("'"), .ascii("`"):
                if hasStrings, let next = afterString(base, i, limit) {
                    i = next
                } else {
                    hasStrings = false
                    i += 1
                }
            case .ascii("{"):
                depth += 1
                i += 1
            case .ascii("}"):
                if depth == 0, base[i + 1] == .ascii("}") { return i + 2 }
                depth = max(0, depth - 1)
                i += 1
            case 0x0A, 0x0D:
                hasStrings = true
                i += 1
            default: i += 1
            }
        }
        return nil
    }

    /// Behind the string at `i`, if it ends on its line.
    private static func afterString(_ base: UnsafePointer<UInt8>, _ i: Int, _ limit: Int) -> Int? {
        let quote = base[i]
        var j = i + 1
        while j < limit, base[j] != quote, !base[j].isLineEnd {
            // (No escape takes a line's end, of whichever kind, into a string.)
            j += base[j] == .ascii("\\") && quote != .ascii("`") && !base[j + 1].isLineEnd ? 2 : 1
        }
        return j < limit && base[j] == quote ? j + 1 : nil
    }

    /// The end of `{% … %}`, `{# … #}`, `<% … %>` and of `{{/* … */}}`.
    private static func closed(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ limit: Int, _ mark: UInt8
    ) -> Int? {
        var i = start
        var isInside = mark == .ascii("}")
        while i < limit {
            if isInside {
                // Braces inside a comment of Go's are text.
                if base[i] == .ascii("*"), base[i + 1] == .ascii("/") { isInside = false }
            } else if mark == .ascii(">") {
                if base[i] == .ascii("%"), base[i + 1] == .ascii(">") { return i + 2 }
            } else if base[i] == mark, base[i + 1] == .ascii("}") {
                return i + 2
            }
            i += 1
        }
        return nil
    }

    /// `{{/*` or `{{- /*`.
    private static func isComment(_ base: UnsafePointer<UInt8>, _ start: Int) -> Bool {
        var i = start + 2
        if base[i] == .ascii("-") {
            i += 1
            while base[i].isWhiteSpace { i += 1 }
        }
        return base[i] == .ascii("/") && base[i + 1] == .ascii("*")
    }

    private static func lineEnd(_ base: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Int {
        var j = i
        while j < count, !base[j].isLineEnd { j += 1 }
        return j
    }

    private static func ink(_ base: UnsafePointer<UInt8>, _ i: Int) -> Int {
        var i = i
        while base[i].isBlank { i += 1 }
        return i
    }

    /// Whether the action's text begins with a line end of its own: it calls `nindent`.
    private static func makesLines(_ base: UnsafePointer<UInt8>, _ range: ByteRange) -> Bool {
        var i = Int(range.start)
        while i + 7 < Int(range.end) {
            if base[i] == .ascii("n"), ByteView(UnsafeBufferPointer(start: base + i, count: 7)).has("nindent", at: 0) {
                return true
            }
            i += 1
        }
        return false
    }

    // MARK: - Taking out

    /// The text without its actions; the same length.
    func blanked(_ base: UnsafePointer<UInt8>, count: Int) -> [UInt8] {
        var text = Array(UnsafeBufferPointer(start: base, count: count + 8))
        let first = Self.first(base, count)
        var at = 0
        while at < actions.count {
            // All actions that begin on one line; one that spans lines joins them.
            var isAlone = true
            var before: UInt8 = 0
            var last = at
            var i = Int(actions[at].range.start)
            while i > first, !base[i - 1].isLineEnd {
                i -= 1
                if !base[i].isBlank {
                    isAlone = false
                    if before == 0 { before = base[i] }
                }
                if !isAlone, at > 0, i < Int(actions[at - 1].range.end) { break }
            }
            i = Int(actions[at].range.end)
            var isLast = true
            while i < count, !base[i].isLineEnd {
                if last + 1 < actions.count, i == Int(actions[last + 1].range.start) {
                    last += 1
                    i = Int(actions[last].range.end)
                    continue
                }
                if !base[i].isBlank {
                    isAlone = false
                    isLast = false
                }
                i += 1
            }
            if isLast, before == .ascii(":") || before == .ascii("-"), Self.makesLines(base, actions[last].range) {
                isAlone = true
            }
            for action in actions[at...last] {
                for k in action.range.indices {
                    if isAlone || action.isComment {
                        if !text[k].isLineEnd { text[k] = 0x20 }
                    } else {
                        text[k] = .ascii("x")
                    }
                }
            }
            at = last + 1
        }
        return text
    }
}
