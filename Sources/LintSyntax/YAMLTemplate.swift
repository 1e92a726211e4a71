import LintSource

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The actions of a template that makes YAML (Go: Helm; Jinja: Ansible, Salt): `{{ … }}`, `{% … %}`, `{# … #}`.
///
/// What they cover is taken out, with all offsets kept, so that the rest can be read as YAML: lines that hold nothing
/// but actions, and comments, become spaces; an action inside a line becomes filler, a piece of a word.
struct YAMLTemplate {
    struct Action {
        var range: ByteRange
        var isComment: Bool
    }

    private(set) var actions: [Action] = []
    /// An action longer than this is no action: an unclosed `{{` must not swallow a file.
    private static let longest = 16 << 10

    /// Finds the actions; `nil` when there are none.
    init?(_ base: UnsafePointer<UInt8>, count: Int) {
        var i = 0
        var lineStart = 0
        // Beyond these, no closing mark is to be found.
        var open = (brace: true, percent: true, hash: true)
        while i < count, let hit = memchr(base + i, 0x7B, count - i) {
            i = UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - base
            let second = base[i + 1]
            var range: Int?
            switch second {
            case .ascii("{") where open.brace:
                range = Self.braces(base, i, count)
                if range == nil, i + Self.longest >= count { open.brace = Self.has(base, i + 2, count, "}") }
            case .ascii("%") where open.percent:
                range = Self.closed(base, i + 2, count, .ascii("%"))
                if range == nil { open.percent = Self.has(base, i + 2, count, "%") }
            case .ascii("#") where open.hash:
                range = Self.closed(base, i + 2, count, .ascii("#"))
                if range == nil { open.hash = Self.has(base, i + 2, count, "#") }
            default: break
            }
            guard let stop = range else {
                i += 1
                continue
            }
            lineStart = Self.lineStart(base, i, from: lineStart)
            let isInComment = base[Self.ink(base, lineStart)] == .ascii("#")
            if isInComment, Self.lineEnd(base, i, count) < stop {
                i += 2
                continue
            }
            actions.append(
                Action(range: ByteRange(i, stop), isComment: second == .ascii("#") || Self.isComment(base, i)))
            i = stop
        }
        if actions.isEmpty { return nil }
    }

    // MARK: - Finding

    /// The end of `{{ … }}`: strings may hold braces, and braces may nest (Jinja's dictionaries).
    private static func braces(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        let limit = min(count, start + longest)
        var i = start + 2
        if isComment(base, start) {
            while i + 1 < count, !(base[i] == .ascii("*") && base[i + 1] == .ascii("/")) { i += 1 }
            i += 2
            while i + 1 < count, !(base[i] == .ascii("}") && base[i + 1] == .ascii("}")) { i += 1 }
            return i + 1 < count ? i + 2 : nil
        }
        var depth = 0
        while i < limit {
            switch base[i] {
            case .ascii("\""), .ascii("'"), .ascii("`"): i = afterString(base, i, limit)
            case .ascii("{"):
                depth += 1
                i += 1
            case .ascii("}"):
                if depth == 0, base[i + 1] == .ascii("}") { return i + 2 }
                depth = max(0, depth - 1)
                i += 1
            default: i += 1
            }
        }
        return nil
    }

    /// Behind the string at `i`, if it ends on its line; else behind its quote.
    private static func afterString(_ base: UnsafePointer<UInt8>, _ i: Int, _ limit: Int) -> Int {
        let quote = base[i]
        var j = i + 1
        while j < limit, base[j] != quote, !base[j].isLineEnd {
            j += base[j] == .ascii("\\") && quote != .ascii("`") ? 2 : 1
        }
        return j < limit && base[j] == quote ? j + 1 : i + 1
    }

    private static func closed(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ mark: UInt8) -> Int? {
        let limit = min(count, start + longest)
        var i = start
        while i < limit {
            if base[i] == mark, base[i + 1] == .ascii("}") { return i + 2 }
            i += 1
        }
        return nil
    }

    private static func has(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ mark: Unicode.Scalar) -> Bool {
        var i = start
        while i + 1 < count {
            if base[i] == .ascii(mark), base[i + 1] == .ascii("}") { return true }
            i += 1
        }
        return false
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

    private static func lineStart(_ base: UnsafePointer<UInt8>, _ i: Int, from known: Int) -> Int {
        var j = i
        while j > known, !base[j - 1].isLineEnd { j -= 1 }
        return j
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

    // MARK: - Taking out

    /// The text without its actions; the same length.
    func blanked(_ base: UnsafePointer<UInt8>, count: Int) -> [UInt8] {
        var text = Array(UnsafeBufferPointer(start: base, count: count + 8))
        var at = 0
        while at < actions.count {
            // All actions that begin on one line; one that spans lines joins them.
            var isAlone = true
            var last = at
            var i = Int(actions[at].range.start)
            while i > 0, !base[i - 1].isLineEnd {
                i -= 1
                if !base[i].isBlank { isAlone = false }
                if !isAlone, at > 0, i < Int(actions[at - 1].range.end) { break }
            }
            i = Int(actions[at].range.end)
            while i < count, !base[i].isLineEnd {
                if last + 1 < actions.count, i == Int(actions[last + 1].range.start) {
                    last += 1
                    i = Int(actions[last].range.end)
                    continue
                }
                if !base[i].isBlank { isAlone = false }
                i += 1
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
