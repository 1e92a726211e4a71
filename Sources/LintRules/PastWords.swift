import LintSource

/// Words that say that something was, or must not be. What a rule would have it called is then no better: "X was renamed to Y"
/// is not mended by another name for X, and "do not use X" is turned into its opposite.
enum PastWords {
    /// In small letters; `*` stands for the rest of a word.
    private static let phrases: [StaticString] = [
        // What was.
        "legacy", "former", "formerly", "then-*", "old", "previous", "previously", "historic*", "original name",
        "originally", "obsolete", "deprecated", "defunct", "outdated", "stale", "dead", "gone", "retired",
        "archived",
        "decommission*", "superseded", "abandoned", "deleted", "removed", "dropped", "renam*", "moved", "migrat*",
        "replac*", "switched", "used to be", "was called", "were called", "was named", "were named", "was known",
        "once called", "called it", "at the time", "at that time", "back then", "in the past", "was the last",
        "was the first", "under this name", "under that name", "for history", "first released", "last released",
        // What is not, and what does not work.
        "no longer", "any more", "anymore", "not", "doesn't", "didn't", "isn't", "aren't", "unreachable", "unused",
        "cannot be", "can't be", "refused", "refuses", "rejected", "rejects",
        "fails", "failed", "broken", "wrong", "mistake*", "typo*", "misspell*",
        // What must not be.
        "do not", "don't", "never", "must not", "mustn't", "should not", "shouldn't", "not use", "avoid",
        "instead of",
        "rather than", "in place of", "forbid*", "prohibit*", "banned",
    ]

    /// The same, by their first letter, because that is what they are looked up by.
    private static let byLetter: [[StaticString]] = {
        var byLetter = [[StaticString]](repeating: [], count: 32)
        for phrase in phrases { byLetter[Int(phrase.utf8Start[0]) & 31].append(phrase) }
        return byLetter
    }()

    /// Whether one stands in `range`, outside of `place`. What the name at `place` has itself ("the old kiln") tells nothing.
    static func stand(in range: Range<Int>, outside place: ByteRange, of bytes: ByteView) -> Bool {
        var at = range.lowerBound
        var isBehindPart = isPart(bytes[at - 1])
        while at < range.upperBound {
            if place.contains(at) {
                at = Int(place.end)
                isBehindPart = false
                continue
            }
            let byte = bytes[at]
            // Parts of names are no words.
            if byte.isLetter, !isBehindPart {
                for phrase in byLetter[Int(byte) & 31]
                where begins(phrase, at, range.upperBound, place, bytes) && !holds(place, phrase, bytes) {
                    return true
                }
            }
            isBehindPart = isPart(byte)
            at += 1
        }
        return false
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte.isWord || byte == .ascii("-") || byte == .ascii("/") || byte == .ascii(".") || byte == .ascii("\\")
    }

    private static func holds(_ place: ByteRange, _ phrase: StaticString, _ bytes: ByteView) -> Bool {
        place.indices.contains { begins(phrase, $0, Int(place.end), ByteRange(0, 0), bytes) }
    }

    /// Its blanks are any: also a line's end, with the mark that a comment goes on with, and marks of emphasis.
    private static func begins(
        _ phrase: StaticString, _ start: Int, _ end: Int, _ place: ByteRange, _ bytes: ByteView
    ) -> Bool {
        var at = start
        for wanted in UnsafeBufferPointer(start: phrase.utf8Start, count: phrase.utf8CodeUnitCount) {
            if wanted == .ascii("*") { return true }
            guard at < end, !place.contains(at) else { return false }
            if wanted == 0x20 {
                let first = at
                while at < end, !place.contains(at),
                    bytes[at].isWhiteSpace || at > first && "#/*;%>".utf8.contains(bytes[at])
                        || bytes[at] == .ascii("*")
                {
                    at += 1
                }
                if at == first { return false }
            } else if wanted == .ascii("'"), bytes.has("\u{2019}", at: at) {
                at += 3
            } else if bytes[at].lowered == wanted {
                at += 1
            } else {
                return false
            }
        }
        // (Where what is looked at was cut off, a word goes on.)
        return place.contains(at) || !bytes[at].isWord
    }
}
