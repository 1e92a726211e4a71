import LintSource

/// What stands together with a place: beside it in its list, its mapping or its `{ … }`, with what is in that, in the
/// `{ … }` that it heads, and where what holds its list, or its document of YAML, redirects.
///
/// No more is read than a window around the place; what is cut off by it ends there.
struct OtherEnds {
    let bytes: ByteView
    let place: ByteRange
    let window: ByteRange
    let isYAML: Bool
    private var isRead = false
    /// The list or mapping that the place stands in.
    private(set) var block = 0..<0
    /// What the place heads.
    private var body = 0..<0
    /// What is asked to redirect.
    private var whole = 0..<0

    /// Bytes that are read on either side, and names that are asked about.
    static let reach = 2_048
    static let mostLooks = 16

    init(bytes: ByteView, place: ByteRange, within: ByteRange, isYAML: Bool) {
        self.bytes = bytes
        self.place = place
        self.isYAML = isYAML
        window = ByteRange(
            max(Int(within.start), Int(place.start) - OtherEnds.reach),
            min(Int(within.end), Int(place.end) + OtherEnds.reach))
    }

    /// Whether what begins at `at` is one of them.
    mutating func hold(_ at: Int) -> Bool {
        read()
        return block.contains(at) || body.contains(at) || isTwin(at) || whole.contains(at) && redirects(at)
    }

    mutating func read() {
        guard !isRead else { return }
        isRead = true
        var last = lineEnd(Int(place.end))
        while last > Int(place.end), bytes[last - 1].isBlank { last -= 1 }
        if last > Int(place.end), bytes[last - 1] == .ascii("{") { body = braces(last - 1) }
        if let open = opening(before: Int(place.start)) {
            block = head(open)..<braces(open).upperBound
            if bytes[open] == .ascii("["), let outer = opening(before: open) { whole = braces(outer) }
        }
        if isYAML {
            if block.isEmpty { block = indented }
            whole = document
        }
    }

    /// Whether the place is what a block is for: `host, other {`, `servers."host" = {`.
    var headsBlock: Bool {
        guard !body.isEmpty else { return false }
        func isName(_ at: Int) -> Bool {
            RuleRun.isOfName(bytes[at]) || bytes[at].isBlank || "\"',".utf8.contains(bytes[at])
        }
        let start = lineStart(Int(place.start))
        return (start..<Int(place.start)).allSatisfy(isName)
            && (Int(place.end)..<body.lowerBound).allSatisfy { isName($0) || "=:".utf8.contains(bytes[$0]) }
    }

    // MARK: Brackets

    /// The bracket that is open there; those of what a program fills in are none.
    func opening(before end: Int) -> Int? {
        var depth = 0
        var at = end - 1
        while at >= Int(window.start) {
            switch bytes[at] {
            case .ascii("}"), .ascii("]"): depth += 1
            case .ascii("{"), .ascii("["):
                if depth > 0 {
                    depth -= 1
                } else if bytes[at - 1] != .ascii("$"), bytes[at - 1] != bytes[at] {
                    return at
                } else if bytes[at - 1] == bytes[at] {
                    at -= 1
                }
            default: break
            }
            at -= 1
        }
        return nil
    }

    /// Where the words before a bracket begin.
    func head(_ open: Int) -> Int {
        var at = open
        while at > Int(window.start), !bytes[at - 1].isLineEnd, !"{}[];,".utf8.contains(bytes[at - 1]) { at -= 1 }
        return at
    }

    private func braces(_ open: Int) -> Range<Int> {
        var depth = 0
        var at = open
        while at < Int(window.end) {
            switch bytes[at] {
            case .ascii("{"), .ascii("["): depth += 1
            case .ascii("}"), .ascii("]"): depth -= 1
            default: break
            }
            at += 1
            if depth == 0 { break }
        }
        return open..<at
    }

    // MARK: Lines

    func lineStart(_ place: Int) -> Int {
        var at = place
        while at > Int(window.start), !bytes[at - 1].isLineEnd { at -= 1 }
        return at == 0 && place >= 3 && bytes.has("\u{FEFF}", at: 0) ? 3 : at
    }

    func lineEnd(_ place: Int) -> Int {
        var at = place
        while at < Int(window.end), !bytes[at].isLineEnd { at += 1 }
        return at
    }

    func isItem(_ ink: Int) -> Bool { bytes[ink] == .ascii("-") && bytes[ink + 1].isBlank }

    func firstInk(_ line: Int) -> Int {
        var at = line
        while at < Int(window.end), bytes[at].isBlank { at += 1 }
        return at
    }

    /// The lines of the place's list or mapping, by what stands before them.
    private var indented: Range<Int> {
        let own = lineStart(Int(place.start))
        let dash = firstInk(own)
        let ink = isItem(dash) ? firstInk(dash + 1) : dash
        let value = "\"'".utf8.contains(bytes[ink]) ? ink + 1 : ink
        let isElement = isItem(dash) && value >= Int(place.start)
        let column = (isElement ? dash : ink) - own
        // Lines without text, and comments, are in whatever they stand in.
        func isMute(_ ink: Int) -> Bool {
            ink >= Int(window.end) || bytes[ink].isLineEnd || bytes[ink] == .ascii("#")
        }
        func isIn(_ line: Int, _ ink: Int) -> Bool {
            let indent = ink - line
            return indent > column || indent == column && (!isElement || isItem(ink))
        }
        var first = own
        // (An item's first key begins its mapping.)
        var isBegun = isItem(dash) && !isElement
        while !isBegun, first > Int(window.start) {
            let line = lineStart(first - 1)
            let ink = firstInk(line)
            if !isMute(ink), !isIn(line, ink) {
                isBegun = true
                guard !isElement, isItem(ink), firstInk(ink + 1) - line == column else { break }
            }
            first = line
        }
        var last = lineEnd(Int(place.end))
        while last < Int(window.end) {
            let line = last + 1
            let ink = firstInk(line)
            guard isMute(ink) || isIn(line, ink) else { break }
            last = max(line, lineEnd(line))
        }
        return first..<last
    }

    /// The document of YAML, as far as it is read.
    var document: Range<Int> {
        func isMark(_ at: Int) -> Bool { bytes[at].isLineEnd && bytes.has("---", at: at + 1) }
        var first = Int(place.start)
        while first > Int(window.start), !isMark(first) { first -= 1 }
        var last = Int(place.end)
        while last < Int(window.end), !isMark(last) { last += 1 }
        return first..<last
    }

    // MARK: Redirects

    private static let redirecting: [StaticString] = ["redir", "cname", "return 30", "rewrite"]

    /// Whether the line, or one of the two before it, says that what is at `place` is led to.
    private func redirects(_ place: Int) -> Bool {
        let low = max(Int(window.start), place - 256)
        var first = place
        var lines = 0
        while first > low {
            if bytes[first - 1] == 0x0A { lines += 1 }
            if lines > 2 { break }
            first -= 1
        }
        return (first..<place).contains { at in
            OtherEnds.redirecting.contains { word in
                (0..<word.utf8CodeUnitCount).allSatisfy { bytes[at + $0].lowered == word.utf8Start[$0] }
            }
        }
    }
}
