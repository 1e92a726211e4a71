import LintPattern
import LintSource

/// A name in all its spellings from one entry: `old-name`, `old_name`, `Old Name`, `OldName`, `OLD_NAME`.
///
/// Word-bounded; unless asked, not where it is only a part of a URL, a host, a path or a longer identifier.
public struct NameMatcher: Sendable, Hashable {
    public enum Spelling: String, Sendable, CaseIterable {
        case kebab, snake, words, joined

        fileprivate var bit: UInt8 {
            switch self {
            case .kebab: 1
            case .snake: 2
            case .words: 4
            case .joined: 8
            }
        }
    }
    /// Larger things that a name may be a part of.
    public enum Place: String, Sendable, CaseIterable { case url, host, path, identifier }

    /// The parts in lower case.
    let names: [[[UInt8]]]
    let spellings: Set<Spelling>
    private(set) var alsoIn: Set<Place>
    /// The same spellings as bits: many places are asked.
    private let spellingBits: UInt8

    public init(names: [String], spellings: Set<Spelling>, alsoIn: Set<Place>) {
        self.names = names.map(NameMatcher.parts).filter { !$0.isEmpty }
        self.spellings = spellings
        self.alsoIn = alsoIn
        spellingBits = spellings.reduce(0) { $0 | $1.bit }
    }

    init(parts: [[[UInt8]]], spellings: Set<Spelling>, alsoIn: Set<Place>) {
        names = parts
        self.spellings = spellings
        self.alsoIn = alsoIn
        spellingBits = spellings.reduce(0) { $0 | $1.bit }
    }

    /// The matcher for text that is a path itself, where a name is allowed to be a part of one.
    var inPaths: NameMatcher {
        var matcher = self
        matcher.alsoIn.formUnion([.path, .host])
        return matcher
    }

    /// Whether there is anything in `text` that could be a name.
    static func isName(_ text: String) -> Bool { !parts(of: text).isEmpty }

    /// `old-name`, `old_name`, `Old Name`, `OldName` and `oldName` are all `old` and `name`.
    private static func parts(of name: String) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        for word in name.utf8.split(whereSeparator: { $0 == .ascii("-") || $0 == .ascii("_") || $0.isWhiteSpace }) {
            let bytes = Array(word)
            var start = 0
            for i in bytes.indices.dropFirst() where bytes[i].isUpper {
                // The case rises (`OldName`), or an initialism ends (`XMLParser`). A last capital alone is no word: `IaC`.
                guard i + 1 < bytes.count, bytes[i - 1].isUpper ? bytes[i + 1].isLower : true else { continue }
                parts.append(bytes[start..<i].map(\.lowered))
                start = i
            }
            parts.append(bytes[start...].map(\.lowered))
        }
        return parts.filter { part in part.contains { $0.isLetter || $0.isDigit || $0 >= 0x80 } }
    }

    func matches(_ request: MatchRequest) -> [Match] {
        let bytes = request.bytes
        var found: [Match] = []
        var pace = MatchPace(request.scratch)
        var surroundings = Surroundings(bytes)
        for parts in names {
            // Where there are many, to look for each takes time though none stands there.
            if pace.isOver(at: Int(request.range.start)) { break }
            Prefilter.occurrences(of: parts[0], in: bytes, range: request.range) { start in
                if let (end, spelling) = spelled(parts, at: start, in: bytes, limit: Int(request.range.end)),
                    isAllowed(start, end, spelling, &surroundings, in: bytes)
                {
                    found.append(Match(range: ByteRange(start, end)))
                }
                return found.count < request.maximum && !pace.isOver(at: start)
            }
        }
        return names.count == 1 ? found : Matcher.ordered(found)
    }

    /// The end of the name when one of its spellings stands at `start`, and which one; a name of one part has none.
    private func spelled(
        _ parts: [[UInt8]], at start: Int, in bytes: ByteView, limit: Int
    ) -> (end: Int, spelling: Spelling?)? {
        var at = start + parts[0].count
        var separator: UInt8?
        for part in parts.dropFirst() {
            var kind: UInt8 = 0
            switch bytes[at] {
            case .ascii("-"):
                (kind, at) = (.ascii("-"), at + 1)
            case .ascii("_"):
                (kind, at) = (.ascii("_"), at + 1)
            case .ascii("\\") where bytes[at + 1] == .ascii("_"):
                (kind, at) = (.ascii("_"), at + 2)
            case 0x20, 0x09, 0x0A, 0x0D:
                guard let next = NameMatcher.nextWord(after: at, from: start, in: bytes) else { return nil }
                (kind, at) = (0x20, next)
            default: break
            }
            if let separator, separator != kind { return nil }
            separator = kind
            guard Prefilter.matches(bytes, at, part) else { return nil }
            at += part.count
        }
        guard at <= limit else { return nil }
        let spelling: Spelling? =
            switch separator {
            case nil: nil
            case .ascii("-"): .kebab
            case .ascii("_"): .snake
            case 0x20: .words
            default: .joined
            }
        if let spelling, spellingBits & spelling.bit == 0 { return nil }
        return (at, spelling)
    }

    /// Where the word behind the white space at `space` begins: one blank, or a line's end with what leads the lines of a
    /// comment or quotation (`#`, `//`, `>`), when the line that holds `start` is led by the same.
    private static func nextWord(after space: Int, from start: Int, in bytes: ByteView) -> Int? {
        var at = space
        var lines = 0
        while bytes[at].isWhiteSpace, at - space < 80 {
            if bytes[at] == 0x0A { lines += 1 }
            at += 1
        }
        if lines == 0 { return at - space == 1 ? at : nil }
        guard lines == 1 else { return nil }
        var line = start
        while line > 0, bytes[line - 1] != 0x0A { line -= 1 }
        while bytes[line].isBlank { line += 1 }
        while line < start, "#/>;".utf8.contains(bytes[line]) {
            guard bytes[at] == bytes[line] else { return nil }
            at += 1
            line += 1
        }
        while bytes[at].isBlank { at += 1 }
        return at
    }

    private func isAllowed(
        _ start: Int, _ end: Int, _ spelling: Spelling?, _ surroundings: inout Surroundings, in bytes: ByteView
    ) -> Bool {
        // Letters and digits on either side: another word, unless the case turns as in `myOldName`.
        let humpBefore = bytes[start - 1].isLower && bytes[start].isUpper
        let humpAfter = bytes[end].isUpper && bytes[end - 1].isLower
        if !humpBefore, Surroundings.endsWord(start, in: bytes) { return false }
        if !humpAfter, Surroundings.beginsWord(end, in: bytes) { return false }
        let place = surroundings.place(
            of: start, end, joined: humpBefore || humpAfter, isSnake: spelling == .snake)
        return place.map { alsoIn.contains($0) } ?? true
    }
}
