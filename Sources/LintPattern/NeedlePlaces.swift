public import LintSource

/// Where needles first stand in the text in hand, so that what several rules ask is looked for once.
///
/// One worker's own, and no method of it calls for another of its own accord: so its properties need no check on every
/// access. Needles go by number: first those of the prefilter, whose scan tells at once which are not there; then
/// others that rules name; then those of expressions, as they are used.
public final class NeedlePlaces {
    /// What the scan of the text found.
    @exclusivity(unchecked) public var hits: NeedleHits
    private let scanned: Int
    @exclusivity(unchecked) private var needles: [Needle]
    @exclusivity(unchecked) private var searches: [NeedleSearch?]
    /// By number: the place, ``nowhere``, or ``unknown``.
    @exclusivity(unchecked) private var places: [Int]
    /// Numbers whose place is known.
    @exclusivity(unchecked) private var known: [Int] = []
    @exclusivity(unchecked) private var text: ByteView?
    /// Of the text; looked at when somebody asks.
    @exclusivity(unchecked) private var textIsWellFormed: Bool?
    /// Made when an expression first asks.
    private var numbers: [Needle: Int]?
    private var ofPromises: [ObjectIdentifier: Numbers] = [:]

    /// The needles of one expression by number.
    final class Numbers {
        /// Kept, so that nothing else comes to be in its place.
        let promises: PatternPromises
        let anchors: [Int]
        let needs: [[[Int]]]

        init(promises: PatternPromises, anchors: [Int], needs: [[[Int]]]) {
            self.promises = promises
            self.anchors = anchors
            self.needs = needs
        }
    }

    private static let nowhere = -1
    private static let unknown = -2

    /// Whether the scan of the text found one of these. Asked here: who asks ``hits`` in another module pays for each.
    public func saw(_ numbers: [Int]) -> Bool {
        for number in numbers where hits[number] { return true }
        return false
    }

    /// Whether it found one that is marked, by number.
    public func sawMarked(_ marks: [Bool]) -> Bool {
        for number in hits.numbers where marks[number] { return true }
        return false
    }

    /// The sum of the marks, by number, of those that it found.
    public func sum(_ marks: [UInt64]) -> UInt64 {
        var sum: UInt64 = 0
        for number in hits.numbers { sum |= marks[number] }
        return sum
    }

    /// `others` come behind the prefilter's.
    public init(_ prefilter: Prefilter, others: [Needle]) {
        hits = NeedleHits(prefilter)
        scanned = prefilter.needles.count
        needles = prefilter.needles + others
        searches = [NeedleSearch?](repeating: nil, count: needles.count)
        places = [Int](repeating: NeedlePlaces.unknown, count: needles.count)
    }

    /// Goes on to a text that ``hits`` were found in; to none when nobody will ask about the last one any more.
    public func begin(_ text: ByteView?) {
        for number in known { places[number] = NeedlePlaces.unknown }
        known.removeAll(keepingCapacity: true)
        self.text = text
        textIsWellFormed = nil
    }

    /// Whether the first `end` bytes of a part of the text are well-formed UTF-8; `nil` for what is no part of it.
    func isWellFormed(_ bytes: ByteView, to end: Int) -> Bool? {
        guard let text, bytes.base >= text.base, bytes.base + end <= text.base + text.count else { return nil }
        let whole = textIsWellFormed ?? (text.firstIllFormed == nil)
        textIsWellFormed = whole
        // No part begins or ends inside a character.
        let stop = (bytes.base - text.base) + end
        return whole && bytes[0] & 0xC0 != 0x80 && text[stop] & 0xC0 != 0x80
    }

    /// Whether the needle stands in the text.
    public func holds(_ number: Int) -> Bool { first(number) != nil }

    /// The first place of the needle.
    func first(_ number: Int) -> Int? {
        guard let text, number >= scanned || hits[number] else { return nil }
        var place = places[number]
        if place == NeedlePlaces.unknown {
            if searches[number] == nil { searches[number] = NeedleSearch(needles[number]) }
            place = searches[number]?.first(in: text, range: ByteRange(0, text.count), from: 0) ?? NeedlePlaces.nowhere
            places[number] = place
            known.append(number)
        }
        return place < 0 ? nil : place
    }

    /// The needles of an expression that is looked for in all of the text; `nil` when it is looked for elsewhere.
    func numbers(of promises: PatternPromises, in bytes: ByteView, _ range: ByteRange) -> Numbers? {
        guard let text, bytes.base == text.base, bytes.count == text.count, range.start == 0,
            Int(range.end) == text.count
        else { return nil }
        if let known = ofPromises[ObjectIdentifier(promises)] { return known }
        let made = Numbers(
            promises: promises, anchors: promises.searches.map { number(of: $0.needle) },
            needs: promises.needs.map { $0.map { $0.map { number(of: $0.needle) } } })
        ofPromises[ObjectIdentifier(promises)] = made
        return made
    }

    private func number(of needle: Needle) -> Int {
        var table = numbers ?? Dictionary(zip(needles, needles.indices)) { first, _ in first }
        numbers = nil
        defer { numbers = table }
        if let known = table[needle] { return known }
        table[needle] = needles.count
        needles.append(needle)
        searches.append(nil)
        places.append(NeedlePlaces.unknown)
        return needles.count - 1
    }
}
