import LintSource

/// A URL, a bare host or a repository reference as it is written in a file, cut into its parts.
///
/// Understands `scheme://user@host:port/path`, `host:port/path`, `git@host:owner/repo`, `github:owner/repo`; holes
/// (`${…}`, `$(…)`, `{{…}}`, `$VAR`) in any part; and backslashes before punctuation, as in regular expressions.
struct URLParts {
    static let names = ["scheme", "userinfo", "host", "port", "owner", "path"]

    /// All that is written, and its parts; an absent part is empty.
    var whole: ByteRange
    var scheme = ByteRange(0, 0)
    var userinfo = ByteRange(0, 0)
    var host = ByteRange(0, 0)
    var port = ByteRange(0, 0)
    /// First segment of the path, without slashes.
    var owner = ByteRange(0, 0)
    /// With its leading slash where it has one, up to a query or fragment.
    var path = ByteRange(0, 0)
    /// The host that `github:` and its like stand for.
    var impliedHost: String?

    var captures: [Match.Capture] {
        zip(URLParts.names, [scheme, userinfo, host, port, owner, path]).compactMap {
            $1.isEmpty ? nil : Match.Capture(name: $0, range: $1)
        }
    }

    /// The URL or host around `anchor`, which lies inside it.
    init?(around anchor: ByteRange, in bytes: ByteView) {
        var low = Int(anchor.start)
        while low > 0, Int(anchor.start) - low < 1_024 {
            let before = bytes[low - 1]
            if URLParts.isPart(before) {
                low -= 1
            } else if before == .ascii("}") || before == .ascii(")") || before == .ascii(">"),
                let open = URLParts.holeStart(endingAt: low, in: bytes)
            {
                low = open
            } else if before == .ascii("*"), bytes[low] == .ascii(".") {
                low -= 1
            } else if before == .ascii("\\"), URLParts.isEscapable(bytes[low]) {
                low -= 1
            } else if before == .ascii("]"), let open = URLParts.bracketStart(endingAt: low, in: bytes) {
                low = open
            } else {
                break
            }
        }
        var high = max(low, Int(anchor.start))
        high = URLParts.end(from: high, in: bytes, limit: Int(anchor.end) + 2_048)
        // Marks of the sentence are no part of the URL.
        while high > Int(anchor.end), URLParts.isMarkOfSentence(bytes[high - 1]) { high -= 1 }
        guard high >= Int(anchor.end) else { return nil }
        whole = ByteRange(low, high)
        cut(low, high, anchor: Int(anchor.start), in: bytes)
    }

    private mutating func cut(_ start: Int, _ end: Int, anchor: Int, in bytes: ByteView) {
        var low = start
        var at = start
        // The last scheme at or before the anchor begins the URL: `url=https://…`, `grpc+https://…`.
        var schemeEnd = -1
        var i = start
        while i + 2 < end, i <= anchor + 8 {
            if bytes[i] == .ascii(":"), bytes.has("://", at: i) || bytes.has(":\\/\\/", at: i) { schemeEnd = i }
            i += 1
        }
        if schemeEnd >= 0 {
            low = schemeEnd
            while low > start, bytes[low - 1].isLetter || bytes[low - 1].isDigit || bytes[low - 1] == .ascii("+") {
                low -= 1
            }
            if low > start, bytes[low - 1] == .ascii("$") { low -= 1 }
            if low == schemeEnd, low > start, let open = URLParts.holeStart(endingAt: low, in: bytes) { low = open }
            scheme = ByteRange(low, schemeEnd)
            at = schemeEnd + (bytes.has("://", at: schemeEnd) ? 3 : 5)
        } else {
            // `key=host`, `--flag=host`, `a:b` before a bare host.
            for i in stride(from: anchor - 1, through: start, by: -1)
            where bytes[i] == .ascii("=") || bytes[i] == .ascii("&") {
                low = i + 1
                break
            }
            if let key = URLParts.keyEnd(from: low, to: anchor, in: bytes) { low = key }
            if anchor >= low, let forge = URLParts.forge(at: low, in: bytes) {
                scheme = ByteRange(low, forge.end - 1)
                impliedHost = forge.host
                at = forge.end
            }
            if impliedHost == nil { at = low }
        }
        whole = ByteRange(low, end)
        if impliedHost != nil {
            setPath(at, end, in: bytes)
            return
        }
        // Authority up to the first slash outside a hole.
        var authorityEnd = at
        var userEnd = -1
        while authorityEnd < end {
            if let hole = URLParts.holeEnd(startingAt: authorityEnd, in: bytes), hole <= end {
                authorityEnd = hole
                continue
            }
            let byte = bytes[authorityEnd]
            if byte == .ascii("/") || byte == .ascii("?") || byte == .ascii("#") { break }
            if byte == .ascii("@") { userEnd = authorityEnd }
            authorityEnd += 1
        }
        if userEnd >= 0 {
            userinfo = ByteRange(at, userEnd)
            at = userEnd + 1
        }
        var hostEnd = at
        while hostEnd < authorityEnd {
            if let hole = URLParts.holeEnd(startingAt: hostEnd, in: bytes), hole <= authorityEnd {
                hostEnd = hole
                continue
            }
            if bytes[hostEnd] == .ascii("["), let close = URLParts.bracketEnd(startingAt: hostEnd, in: bytes) {
                hostEnd = close
                continue
            }
            if bytes[hostEnd] == .ascii(":") { break }
            hostEnd += 1
        }
        // A backslash before the next part is not the host's.
        var bareEnd = hostEnd
        while bareEnd > at, bytes[bareEnd - 1] == .ascii("\\") { bareEnd -= 1 }
        host = ByteRange(at, bareEnd)
        if hostEnd < authorityEnd {
            let isNumber =
                bytes[hostEnd + 1].isDigit || bytes[hostEnd + 1] == .ascii("$") || bytes[hostEnd + 1] == .ascii("{")
            if scheme.isEmpty, !isNumber {
                // git@host:owner/repo
                setPath(hostEnd + 1, end, in: bytes)
                return
            }
            port = ByteRange(hostEnd + 1, authorityEnd)
        }
        if authorityEnd < end { setPath(authorityEnd, end, in: bytes) }
    }

    private mutating func setPath(_ start: Int, _ end: Int, in bytes: ByteView) {
        var stop = start
        while stop < end {
            if let hole = URLParts.holeEnd(startingAt: stop, in: bytes), hole <= end {
                stop = hole
                continue
            }
            if bytes[stop] == .ascii("?") || bytes[stop] == .ascii("#") { break }
            stop += 1
        }
        path = ByteRange(start, stop)
        var from = start
        while from < stop, bytes[from] == .ascii("/") || bytes[from] == .ascii("\\") { from += 1 }
        var to = from
        while to < stop, bytes[to] != .ascii("/"), bytes[to] != .ascii("\\"), bytes[to] != .ascii("@") {
            to = URLParts.holeEnd(startingAt: to, in: bytes) ?? to + 1
        }
        owner = ByteRange(from, min(to, stop))
    }

    /// The forge whose short name, as in the inputs of flakes, stands there, and where that ends.
    private static func forge(at start: Int, in bytes: ByteView) -> (host: String, end: Int)? {
        if bytes.has("github:", at: start) { return ("github.com", start + 7) }
        if bytes.has("gitlab:", at: start) { return ("gitlab.com", start + 7) }
        if bytes.has("sourcehut:", at: start) { return ("git.sr.ht", start + 10) }
        return nil
    }

    /// Where the URL that goes on at `start` ends.
    private static func end(from start: Int, in bytes: ByteView, limit: Int) -> Int {
        var at = start
        while at < bytes.count, at < limit {
            // (No hole begins with one of these.)
            if isPart(bytes[at]) {
                at += 1
            } else if let hole = holeEnd(startingAt: at, in: bytes) {
                at = hole
            } else if bytes[at] == .ascii("\\"), isEscapable(bytes[at + 1]) {
                at += 1
            } else if bytes[at] == .ascii("*"), bytes[at + 1] == .ascii(".") || bytes[at + 1] == .ascii("/") {
                at += 1
            } else if bytes[at] == .ascii("["), let close = bracketEnd(startingAt: at, in: bytes) {
                at = close
            } else {
                break
            }
        }
        return at
    }

    /// Bytes of a URL outside holes.
    static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case .ascii("-"), .ascii("."), .ascii("_"), .ascii("~"), .ascii(":"), .ascii("/"), .ascii("?"), .ascii("#"),
            .ascii("@"), .ascii("&"), .ascii("="), .ascii("%"), .ascii("+"):
            true
        default: byte.isLetter || byte.isDigit
        }
    }

    /// Also what sets off words in Markdown, and the backslash that continues a line.
    private static func isMarkOfSentence(_ byte: UInt8) -> Bool {
        switch byte {
        case .ascii("."), .ascii(","), .ascii(";"), .ascii(":"), .ascii("!"), .ascii("?"), .ascii("'"), .ascii("*"),
            .ascii("_"), .ascii("\\"):
            true
        default: false
        }
    }

    /// Whether the byte only keeps another from its meaning: a backslash, or a bracket of `[.]`.
    static func isEscape(_ index: Int, in bytes: ByteView) -> Bool {
        switch bytes[index] {
        case .ascii("\\"): true
        case .ascii("["): bytes[index + 1] == .ascii(".") && bytes[index + 2] == .ascii("]")
        case .ascii("]"): bytes[index - 1] == .ascii(".") && bytes[index - 2] == .ascii("[")
        default: false
        }
    }

    /// The end of `[.]`, a dot in an expression, or of `[::1]`, an address of version 6.
    private static func bracketEnd(startingAt open: Int, in bytes: ByteView) -> Int? {
        if isEscape(open, in: bytes) { return open + 3 }
        guard bytes[open - 1] == .ascii("/") || bytes[open - 1] == .ascii("@") else { return nil }
        var at = open + 1
        var colons = 0
        while at - open < 48, bytes[at].isHexDigit || ":.%".utf8.contains(bytes[at]) {
            if bytes[at] == .ascii(":") { colons += 1 }
            at += 1
        }
        return bytes[at] == .ascii("]") && colons >= 2 ? at + 1 : nil
    }

    private static func bracketStart(endingAt end: Int, in bytes: ByteView) -> Int? {
        var at = end - 1
        while at > 0, end - at < 50 {
            at -= 1
            if bytes[at] == .ascii("[") { return bracketEnd(startingAt: at, in: bytes) == end ? at : nil }
        }
        return nil
    }

    /// Where a bare host begins behind a key that no blank parts from it: `image:registry.example.com/app`. The key is one
    /// word, and what follows has a dot before any slash, so that it is neither `git@host:path` nor `host:port`.
    private static func keyEnd(from start: Int, to anchor: Int, in bytes: ByteView) -> Int? {
        var at = start
        while at < anchor, bytes[at].isWord || bytes[at] == .ascii("-") { at += 1 }
        guard at > start, at < anchor, bytes[at] == .ascii(":"), bytes[at + 1].isLetter else { return nil }
        var next = at + 1
        while bytes[next].isWord || bytes[next] == .ascii("-") { next += 1 }
        return bytes[next] == .ascii(".") && bytes[next + 1].isLetter ? at + 1 : nil
    }

    private static func isEscapable(_ byte: UInt8) -> Bool { "./-:\\".utf8.contains(byte) }

    /// The end of the hole that begins at `start`: `${…}`, `$(…)`, `{{…}}`, `$VAR`, `<name>`.
    @inline(__always)
    static func holeEnd(startingAt start: Int, in bytes: ByteView) -> Int? {
        // Few bytes begin one.
        let byte = bytes[start]
        guard byte == .ascii("$") || byte == .ascii("{") || byte == .ascii("<") else { return nil }
        return endOfHole(startingAt: start, in: bytes)
    }

    private static func endOfHole(startingAt start: Int, in bytes: ByteView) -> Int? {
        let next = bytes[start + 1]
        if bytes[start] == .ascii("$") {
            if next == .ascii("{") || next == .ascii("(") { return closing(from: start + 1, in: bytes) }
            if next == .ascii("$"), bytes[start + 2] == .ascii("{") { return closing(from: start + 2, in: bytes) }
            guard next.isLetter || next == .ascii("_") else { return nil }
            var at = start + 1
            while bytes[at].isWord { at += 1 }
            return at
        }
        if bytes[start] == .ascii("{"), next == .ascii("{") { return closing(from: start, in: bytes) }
        if bytes[start] == .ascii("{"), next.isLetter {
            // {name}, as in Python and URI templates.
            var at = start + 1
            while bytes[at].isWord || bytes[at] == .ascii(".") { at += 1 }
            return bytes[at] == .ascii("}") ? at + 1 : nil
        }
        if bytes[start] == .ascii("<"), next.isLetter {
            var at = start + 1
            while bytes[at].isWord || bytes[at] == .ascii("-") { at += 1 }
            return bytes[at] == .ascii(">") ? at + 1 : nil
        }
        return nil
    }

    private static func closing(from open: Int, in bytes: ByteView) -> Int? {
        let opening = bytes[open]
        let closing: UInt8 = opening == .ascii("(") ? .ascii(")") : .ascii("}")
        var depth = 0
        var at = open
        while at < bytes.count, at - open < 256, bytes[at] != 0x0A {
            if bytes[at] == opening { depth += 1 }
            if bytes[at] == closing {
                depth -= 1
                if depth == 0 { return at + 1 }
            }
            at += 1
        }
        return nil
    }

    /// The start of the hole whose last byte is just before `end`.
    static func holeStart(endingAt end: Int, in bytes: ByteView) -> Int? {
        var at = end - 1
        while at > 0, end - at < 256, bytes[at] != 0x0A {
            at -= 1
            let byte = bytes[at]
            if byte == .ascii("$") || byte == .ascii("{") || byte == .ascii("<"),
                holeEnd(startingAt: at, in: bytes) == end
            {
                // `{{` inside `${{`: take the outermost.
                var first = at
                while first > 0, bytes[first - 1] == .ascii("$") || bytes[first - 1] == .ascii("{"),
                    holeEnd(startingAt: first - 1, in: bytes) == end
                { first -= 1 }
                return first
            }
        }
        return nil
    }
}
