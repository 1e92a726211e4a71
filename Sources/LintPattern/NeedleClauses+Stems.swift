extension NeedleClauses {
    /// Before each clause of several needles, but for the one with the number `lead`, a clause of what they have in common:
    /// where that is missing, one search tells what otherwise takes one for each of them.
    ///
    /// - Returns: the clauses, and the number that `lead` has among them.
    public func stemmed(besides lead: Int) -> (clauses: NeedleClauses, lead: Int) {
        var stemmed: [[Needle]] = []
        var place = lead
        for (number, clause) in clauses.enumerated() {
            if number == lead {
                place = stemmed.count
            } else if clause.count > 1, let stem = NeedleClauses.stem(of: clause) {
                stemmed.append([Needle(stem)])
            }
            stemmed.append(clause)
        }
        return (NeedleClauses(stemmed), place)
    }

    /// The longest text, in lower case, that stands in all needles of a clause; `nil` where there is none.
    private static func stem(of clause: [Needle]) -> [UInt8]? {
        // (A part of a long one serves as well, and the time grows with the square of it.)
        var stem = clause.first.map { $0.text.prefix(64) } ?? []
        for needle in clause.dropFirst() where !stem.isEmpty { stem = longestPart(of: stem, in: needle.text) }
        return stem.isEmpty ? nil : Array(stem)
    }

    private static func longestPart(of text: ArraySlice<UInt8>, in other: [UInt8]) -> ArraySlice<UInt8> {
        var best = text.startIndex..<text.startIndex
        for start in text.indices {
            for from in other.indices where other[from] == text[start] {
                var length = 1
                while start + length < text.endIndex, from + length < other.count,
                    text[start + length] == other[from + length]
                {
                    length += 1
                }
                if length > best.count { best = start..<(start + length) }
            }
        }
        return text[best]
    }
}
