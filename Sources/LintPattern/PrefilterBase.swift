import LintSource

/// A short literal that is looked for by itself, and the needles that hold it, which stand nowhere else. (Behind a pointer:
/// as a value it would be copied for each file.)
final class PrefilterBase: Sendable {
    private let search: LiteralSearch
    private let members: [PrefilterPlan.Base.Member]

    init(_ plan: PrefilterPlan.Base) {
        search = LiteralSearch(plan.literal)
        members = plan.members
    }

    /// Where the literal stands oftener than this, needles that are still missing are looked for each by itself: a text made
    /// of nothing else must not cost more than that.
    private static let mostPlaces = 64

    /// Of the literals below `limit` bytes those that hold no other, the shortest first: with a lower limit its beginning.
    static func shortest(of literals: [[UInt8]], shorterThan limit: Int) -> [[UInt8]] {
        var shortest: [[UInt8]] = []
        var parts = LiteralParts()
        for literal in literals.filter({ !$0.isEmpty && $0.count < limit }).sorted(by: { $0.count < $1.count })
        where parts.first(in: literal) == nil {
            parts.append(literal)
            shortest.append(literal)
        }
        return shortest
    }

    /// Those of ``shortest(of:shorterThan:)`` below `limit` bytes, each with all literals that hold it.
    static func bases(_ shortest: [[UInt8]], of literals: [[UInt8]], shorterThan limit: Int) -> [PrefilterPlan.Base] {
        var bases = shortest.prefix { $0.count < limit }.map { PrefilterPlan.Base(literal: $0, members: []) }
        if bases.isEmpty { return [] }
        var parts = LiteralParts()
        for base in bases { parts.append(base.literal) }
        for (number, literal) in literals.enumerated() {
            guard let part = parts.first(in: literal) else { continue }
            bases[part.number].members.append(.init(number: number, offset: part.offset))
        }
        return bases
    }

    func scan(_ bytes: ByteView, _ needles: [Needle], into found: inout [Bool]) {
        let whole = ByteRange(0, bytes.count)
        var at = 0
        var places = 0
        while let start = search.first(in: bytes, range: whole, from: at) {
            var isOpen = false
            for member in members where !found[member.number] {
                let first = start - member.offset
                if Prefilter.matches(bytes, first, needles[member.number].text),
                    needles[member.number].holds(at: first, in: bytes)
                {
                    found[member.number] = true
                } else {
                    isOpen = true
                }
            }
            if !isOpen { return }
            at = start + 1
            places += 1
            if places == PrefilterBase.mostPlaces { return scanEach(bytes, whole, from: at, needles, into: &found) }
        }
    }

    private func scanEach(
        _ bytes: ByteView, _ whole: ByteRange, from at: Int, _ needles: [Needle], into found: inout [Bool]
    ) {
        for member in members where !found[member.number] {
            let search = NeedleSearch(needles[member.number])
            if search.first(in: bytes, range: whole, from: max(0, at - member.offset)) != nil {
                found[member.number] = true
            }
        }
    }
}
