import LintPattern
import LintSource

/// A name in all its spellings from one entry: `old-name`, `old_name`, `Old Name`, `OldName`, `OLD_NAME`.
///
/// Word-bounded; unless asked, not where it is only a part of a URL, a host, a path or a longer identifier.
public struct NameMatcher: Sendable, Hashable {
    public enum Spelling: String, Sendable, CaseIterable { case kebab, snake, words, joined }
    /// Larger things that a name may be a part of.
    public enum Place: String, Sendable, CaseIterable { case url, host, path, identifier }

    /// The parts in lower case.
    let names: [[[UInt8]]]
    let spellings: Set<Spelling>
    let alsoIn: Set<Place>

    public init(names: [String], spellings: Set<Spelling>, alsoIn: Set<Place>) {
        self.names = names.map { name in
            name.lowercased().split { $0 == "-" || $0 == "_" || $0 == " " }.map { Array($0.utf8) }
        }.filter { !$0.isEmpty }
        self.spellings = spellings
        self.alsoIn = alsoIn
    }

    var literals: [[UInt8]] {
        // The longest part is in every spelling, joined ones too.
        names.map { parts in parts.max { $0.count < $1.count } ?? [] }
    }

    func matches(in bytes: ByteView, range: ByteRange, maximum: Int) -> [Match] {
        var found: [Match] = []
        for parts in names {
            Prefilter.occurrences(of: parts[0], in: bytes, range: range) { start in
                if let end = spelled(parts, at: start, in: bytes, limit: Int(range.end)),
                    isAllowed(start, end, in: bytes)
                {
                    found.append(Match(range: ByteRange(start, end)))
                }
                return found.count < maximum
            }
        }
        return names.count == 1 ? found : found.sorted { $0.range < $1.range }
    }

    /// The end of the name when one of its spellings stands at `start` as a word of its own.
    private func spelled(_ parts: [[UInt8]], at start: Int, in bytes: ByteView, limit: Int) -> Int? {
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
                // Words may be parted by a line's end in running text.
                let from = at
                var lines = 0
                while bytes[at].isWhiteSpace, at - from < 80 {
                    if bytes[at] == 0x0A { lines += 1 }
                    at += 1
                }
                if lines > 1 || (lines == 0 && at - from > 1) { return nil }
                kind = 0x20
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
        if let spelling, !spellings.contains(spelling) { return nil }
        return at
    }

    private func isAllowed(_ start: Int, _ end: Int, in bytes: ByteView) -> Bool {
        // Letters and digits on either side: another word, unless the case turns as in `myAtticIac`.
        let before = bytes[start - 1]
        let after = bytes[end]
        let humpBefore = before.isLower && bytes[start].isUpper
        let humpAfter = after.isUpper && bytes[end - 1].isLower
        if before.isLetter || before.isDigit, !humpBefore { return false }
        if after.isLetter || after.isDigit, !humpAfter { return false }
        let place = Surroundings.place(of: start, end, in: bytes, joined: humpBefore || humpAfter)
        return place.map { alsoIn.contains($0) } ?? true
    }
}
