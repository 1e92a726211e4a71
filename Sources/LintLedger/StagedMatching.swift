import LintFindings

/// Pairs the findings of two states, surest likeness first; each is used once, and counts are kept.
///
/// 1. the same path, rule and context: lines around it may have come and gone;
/// 2. the same path, rule and own line: its neighbours changed, or it moved within the file;
/// 3. the same rule and context in another file: where git says the file was renamed to, then in a file of the same
///    name, then out of a file that is gone, then anywhere;
/// 4. the same rule and own line, only where git says that the file was renamed, or where the file is gone and most of its
///    findings that stage 3 found again are in the one file: whoever reads no history is told of no renames.
///
/// Within a stage, findings that also agree in level and message go first (so that of two on a line the one that stayed
/// is not called updated), and those that count before suppressed ones. Among equals, order decides.
struct StagedMatching {
    struct Pair {
        var base: Int
        var head: Int
        var count: Int
    }

    private(set) var pairs: [Pair] = []
    private(set) var baseLeft: [Int]
    private(set) var headLeft: [Int]
    private let base: [Names]
    private let head: [Names]
    private let hasDetails: Bool
    private let hasSuppressed: Bool
    private let hasRenames: Bool
    private let entries: [Comparison.Entry]
    /// Files of the base that are no more, as far as it was asked.
    private var gone: [UInt32: Bool] = [:]
    /// Indices of what is left, in order.
    private var openBase: [Int]
    private var openHead: [Int]
    private var next: [Int32]

    /// An entry in numbers.
    fileprivate struct Names {
        var path: UInt32
        /// The path under which git knows it at the head: another one, or `none`.
        var renamed: UInt32
        var file: UInt32
        var rule: UInt32
        var fingerprint: Fingerprint
        var detail: UInt64
        var isSuppressed: Bool
    }

    private struct Key: Hashable {
        var place: UInt32
        var rule: UInt32
        var hash: UInt64
        var detail: UInt64
    }

    private static let none = UInt32.max

    init(base: [Comparison.Entry], head: [Comparison.Entry], renames: [String: String]) {
        var numbers = Numbers()
        hasDetails = !base.contains { $0.message == nil } && !head.contains { $0.message == nil }
        hasSuppressed = base.contains { $0.isSuppressed } || head.contains { $0.isSuppressed }
        hasRenames = !renames.isEmpty
        self.base = base.map { Names($0, renames, &numbers) }
        self.head = head.map { Names($0, [:], &numbers) }
        entries = base
        baseLeft = base.map(\.count)
        headLeft = head.map(\.count)
        // All others no finding of the head can answer to: a hostile ledger has a million of them.
        let hashes = Fingerprint.hashes(head.lazy.map(\.fingerprint))
        openBase = base.indices.filter { base[$0].fingerprint.isAny(of: hashes) }
        openHead = Array(head.indices)
        next = [Int32](repeating: -1, count: base.count)
        pairs.reserveCapacity(head.count)
    }

    mutating func run(isDeleted: (String) -> Bool) {
        stage({ $0.path }, { $0.path }, { $0.context })
        stage({ $0.path }, { $0.path }, { $0.line })
        if hasRenames { stage({ $0.renamed }, { $0.path }, { $0.context }) }
        stage({ $0.file }, { $0.file }, { $0.context })
        if !openBase.isEmpty, !openHead.isEmpty {
            var answers: [UInt32: Bool] = [:]
            for index in openBase where answers[base[index].path] == nil {
                answers[base[index].path] = isDeleted(entries[index].path)
            }
            gone = answers
            let gone = gone
            stage({ gone[$0.path] == true ? 0 : Self.none }, { _ in 0 }, { $0.context })
        }
        stage({ _ in 0 }, { _ in 0 }, { $0.context })
        if hasRenames { stage({ $0.renamed }, { $0.path }, { $0.line }) }
        let successors = successors
        if !successors.isEmpty { stage({ successors[$0.path] ?? Self.none }, { $0.path }, { $0.line }) }
    }

    /// For each file that is gone and has findings left, the one that most of the others went to.
    private var successors: [UInt32: UInt32] {
        var counts: [UInt32: [UInt32: Int]] = [:]
        let open = Set(openBase.lazy.map { base[$0].path }.filter { gone[$0] == true })
        if open.isEmpty { return [:] }
        for pair in pairs where open.contains(base[pair.base].path) {
            counts[base[pair.base].path, default: [:]][head[pair.head].path, default: 0] += pair.count
        }
        return counts.compactMapValues { targets in
            let sum = targets.values.reduce(0, +)
            return targets.first { $0.value * 2 > sum }?.key
        }
    }

    private mutating func stage(
        _ basePlace: (Names) -> UInt32, _ headPlace: (Names) -> UInt32, _ hash: (Fingerprint) -> UInt64
    ) {
        for onlyLive in hasSuppressed ? [true, false] : [false] {
            for exact in hasDetails ? [true, false] : [false] {
                round(onlyLive: onlyLive, exact: exact, basePlace, headPlace, hash)
            }
        }
    }

    /// Pairs what has the same key, in order. O(what is left).
    private mutating func round(
        onlyLive: Bool, exact: Bool, _ basePlace: (Names) -> UInt32, _ headPlace: (Names) -> UInt32,
        _ hash: (Fingerprint) -> UInt64
    ) {
        if openBase.isEmpty || openHead.isEmpty { return }
        func key(_ names: Names, _ place: UInt32) -> Key? {
            if place == Self.none || (onlyLive && names.isSuppressed) { return nil }
            return Key(
                place: place, rule: names.rule, hash: hash(names.fingerprint), detail: exact ? names.detail : 0)
        }
        // Chains of base entries with one key, through `next`, in ascending order.
        var first = [Key: Int32](minimumCapacity: openBase.count)
        for index in openBase.reversed() {
            guard let key = key(base[index], basePlace(base[index])) else { continue }
            next[index] = first.updateValue(Int32(truncatingIfNeeded: index), forKey: key) ?? -1
        }
        var touched = false
        for index in openHead {
            guard let key = key(head[index], headPlace(head[index])), let found = first[key], found >= 0 else {
                continue
            }
            var at = found
            while at >= 0, headLeft[index] > 0 {
                let other = Int(at)
                let count = min(baseLeft[other], headLeft[index])
                baseLeft[other] -= count
                headLeft[index] -= count
                pairs.append(Pair(base: other, head: index, count: count))
                touched = true
                if baseLeft[other] == 0 { at = next[other] }
            }
            if at != found { first[key] = at }
        }
        if touched {
            openBase.removeAll { baseLeft[$0] == 0 }
            openHead.removeAll { headLeft[$0] == 0 }
        }
    }
}

extension Fingerprint {
    static func hashes(_ fingerprints: some Sequence<Fingerprint>) -> Set<UInt64> {
        var hashes: Set<UInt64> = []
        for fingerprint in fingerprints {
            hashes.insert(fingerprint.context)
            hashes.insert(fingerprint.line)
        }
        return hashes
    }

    /// Whether one of its two hashes is there: no stage pairs it otherwise.
    func isAny(of hashes: Set<UInt64>) -> Bool { hashes.contains(context) || hashes.contains(line) }
}

extension StagedMatching.Names {
    fileprivate init(_ entry: Comparison.Entry, _ renames: [String: String], _ numbers: inout Numbers) {
        let place = numbers.place(entry.path)
        path = place.path
        file = place.file
        renamed = renames[entry.path].map { numbers.place($0).path } ?? .max
        rule = numbers.rule(entry.rule)
        fingerprint = entry.fingerprint
        isSuppressed = entry.isSuppressed
        var hash = FNV()
        if let message = entry.message {
            hash.add(message)
            hash.add(entry.level?.rawValue ?? "")
        }
        detail = hash.value
    }
}

/// Numbers for texts. Neighbours mostly have the same path, so the last answer is kept.
private struct Numbers {
    private var known: [ByteName: UInt32] = [:]
    private var rules: [ByteName: UInt32] = [:]
    private var last: (text: String, path: UInt32, file: UInt32)?

    mutating func place(_ path: String) -> (path: UInt32, file: UInt32) {
        if let last, ByteOrder.compare(last.text, path) == 0 { return (last.path, last.file) }
        let name = path.utf8.lastIndex(of: 0x2F).map { String(path[path.utf8.index(after: $0)...]) } ?? path
        // A slash in front, which no path has: the file names are a space of their own.
        let place = (number(path), number("/" + name))
        last = (path, place.0, place.1)
        return place
    }

    mutating func rule(_ id: String) -> UInt32 {
        let name = ByteName(text: id)
        if let number = rules[name] { return number }
        let number = UInt32(truncatingIfNeeded: rules.count)
        rules[name] = number
        return number
    }

    private mutating func number(_ text: String) -> UInt32 {
        let name = ByteName(text: text)
        if let number = known[name] { return number }
        let number = UInt32(truncatingIfNeeded: known.count)
        known[name] = number
        return number
    }
}
