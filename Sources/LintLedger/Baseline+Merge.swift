import LintFindings

extension Baseline {
    /// The three-way merge of a ledger, as git's merge driver asks for it (`merge %O %A %B`). It never conflicts, and is
    /// the same whichever side is ours.
    ///
    /// `base` may be empty (both sides added the file); `path` is how errors name it.
    public static func merge(
        base: [UInt8], ours: [UInt8], theirs: [UInt8], path: String = Baseline.fileName
    ) throws(LedgerError) -> Baseline {
        merge(
            base: base.isEmpty ? Baseline() : try parse(base, path: path + " (base)"),
            ours: try parse(ours, path: path + " (ours)"), theirs: try parse(theirs, path: path + " (theirs)"))
    }

    /// Counts change by what each side changed, reasons are those of the side that changed them, or of both. A file that
    /// one side renamed is the same file on the other.
    public static func merge(base: Baseline, ours: Baseline, theirs: Baseline) -> Baseline {
        let ourRenames = base.renames(to: ours)
        let theirRenames = base.renames(to: theirs)
        // Where both renamed a file, each to another name, there is no one file to speak of.
        let both = Set(ourRenames.keys).intersection(theirRenames.keys)
        let mine = ourRenames.filter { !both.contains($0.key) }
        let other = theirRenames.filter { !both.contains($0.key) }
        return merge(
            base: base.renamed(mine.merging(other) { first, _ in first }), renamedOurs: ours.renamed(other),
            renamedTheirs: theirs.renamed(mine))
    }

    private static func merge(base: Baseline, renamedOurs ours: Baseline, renamedTheirs theirs: Baseline) -> Baseline {
        var merged: [MergedEntry] = []
        merged.reserveCapacity(max(ours.entries.count, theirs.entries.count))
        var at = (base: 0, ours: 0, theirs: 0)
        while true {
            let heads = [base.entries.at(at.base), ours.entries.at(at.ours), theirs.entries.at(at.theirs)]
            guard let first = heads.compactMap({ $0 }).min(by: Entry.inOrder) else { break }
            let same = heads.map { entry in entry.flatMap { Entry.isSame($0, first) ? $0 : nil } }
            if same[0] != nil { at.base += 1 }
            if same[1] != nil { at.ours += 1 }
            if same[2] != nil { at.theirs += 1 }
            merged.append(MergedEntry(first, base: same[0], ours: same[1], theirs: same[2]))
        }
        var lines: [Line: [Int]] = [:]
        for (index, item) in merged.enumerated() { lines[Line(item.entry), default: []].append(index) }
        var combined: [Entry] = []
        for indices in lines.values where indices.count > 1 { settle(indices, &merged, &combined) }
        // Entries of a line that two findings came to by different ways are counted together.
        return Baseline(merged.compactMap(\.result) + combined, folding: .sum)
    }

    /// The findings of one rule on lines that read the same in one file: which of them is which only the lines around
    /// tell.
    private struct Line: Hashable {
        let path: ByteName
        let rule: ByteName
        let hash: UInt64

        init(_ entry: Entry) {
            path = ByteName(text: entry.path)
            rule = ByteName(text: entry.rule)
            hash = entry.fingerprint.line
        }
    }

    /// A finding whose neighbour changed is another entry with the same own line. So an entry that both sides dropped,
    /// and one that a side added to the same line, can be one finding:
    ///
    /// - both sides added one: each changed another neighbour, and the merge has both changes (``Fingerprint/context``);
    /// - one side did, and dropped no other that it could be: the other fixed the finding, and so has the merge.
    private static func settle(_ indices: [Int], _ merged: inout [MergedEntry], _ combined: inout [Entry]) {
        func sum(_ part: (MergedEntry) -> Int) -> Int { indices.reduce(0) { $0 + part(merged[$1]) } }
        // What only one side added; what both added alike is one change already.
        let added = (ours: sum(\.addedByOurs), theirs: sum(\.addedByTheirs))
        if added.ours + added.theirs == 0 { return }
        for index in indices { merged[index].dropApart() }
        let lost = sum(\.lost)
        let changedByBoth = min(lost, added.ours, added.theirs)
        var left = changedByBoth
        // What is used up stays so: each search goes on where the last one ended.
        var at = (from: 0, ours: 0, theirs: 0)
        func advance(_ at: inout Int, to part: (MergedEntry) -> Int) -> Int? {
            while at < indices.count, part(merged[indices[at]]) == 0 { at += 1 }
            return indices.at(at)
        }
        while left > 0, let from = advance(&at.from, to: \.lost), let ours = advance(&at.ours, to: \.addedByOurs),
            let theirs = advance(&at.theirs, to: \.addedByTheirs)
        {
            let count = min(left, merged[from].lost, merged[ours].addedByOurs, merged[theirs].addedByTheirs)
            left -= count
            merged[from].lost -= count
            merged[ours].addedByOurs -= count
            merged[theirs].addedByTheirs -= count
            combined.append(
                MergedEntry.combined(merged[from].entry, merged[ours].entry, merged[theirs].entry, count: count))
        }
        let rest = lost - changedByBoth
        let ours = added.ours - changedByBoth - sum(\.droppedByOurs)
        let theirs = added.theirs - changedByBoth - sum(\.droppedByTheirs)
        drop(min(rest, max(0, ours)), of: indices, &merged, \.addedByOurs)
        drop(min(rest, max(0, theirs)), of: indices, &merged, \.addedByTheirs)
    }

    private static func drop(
        _ count: Int, of indices: [Int], _ merged: inout [MergedEntry], _ part: WritableKeyPath<MergedEntry, Int>
    ) {
        var left = count
        for index in indices where left > 0 {
            let cut = min(left, merged[index][keyPath: part])
            merged[index][keyPath: part] -= cut
            left -= cut
        }
    }
}

/// One entry on three sides, and what becomes of it.
private struct MergedEntry {
    var entry: Baseline.Entry
    /// How many both sides dropped.
    var lost: Int
    /// How many one side added, and the other did not.
    var addedByOurs: Int
    var addedByTheirs: Int
    /// How many one side dropped, and the other did not.
    let droppedByOurs: Int
    let droppedByTheirs: Int
    private var kept: Int

    init(_ first: Baseline.Entry, base: Baseline.Entry?, ours: Baseline.Entry?, theirs: Baseline.Entry?) {
        entry = first
        let before = base?.count ?? 0
        let mine = (ours?.count ?? 0) - before
        let other = (theirs?.count ?? 0) - before
        if mine == other {
            // The same change on both sides is one change.
            (addedByOurs, addedByTheirs) = (0, 0)
            lost = max(0, -mine)
            kept = before + mine
            (droppedByOurs, droppedByTheirs) = (0, 0)
        } else {
            addedByOurs = max(0, mine)
            addedByTheirs = max(0, other)
            let rest = before + min(0, mine) + min(0, other)
            lost = max(0, -rest)
            kept = max(0, rest)
            droppedByOurs = max(0, -mine - lost)
            droppedByTheirs = max(0, -other - lost)
        }
        if ours == nil || theirs == nil {
            // The side that has no such entry says nothing about its reason.
            entry.reason = ours?.reason ?? theirs?.reason ?? base?.reason
        } else {
            entry.reason = MergedEntry.reason(base: base?.reason, ours: ours?.reason, theirs: theirs?.reason)
        }
    }

    /// Of several that nothing tells apart each side dropped another one, as far as there are enough.
    mutating func dropApart() {
        let count = min(lost, kept)
        lost -= count
        kept -= count
    }

    /// `nil` when nothing is left of it.
    var result: Baseline.Entry? {
        let count = kept + addedByOurs + addedByTheirs
        if count <= 0 { return nil }
        var result = entry
        result.count = min(count, Baseline.countLimit)
        return result
    }

    /// A finding of which each side changed another neighbour.
    static func combined(
        _ base: Baseline.Entry, _ ours: Baseline.Entry, _ theirs: Baseline.Entry, count: Int
    ) -> Baseline.Entry {
        var entry = base
        entry.fingerprint.context ^= ours.fingerprint.context ^ theirs.fingerprint.context
        entry.count = count
        entry.reason = reason(base: base.reason, ours: ours.reason, theirs: theirs.reason)
        return entry
    }

    private static func reason(base: String?, ours: String?, theirs: String?) -> String? {
        if ours == theirs || theirs == base { return ours }
        if ours == base { return theirs }
        return Baseline.joined([ours, theirs].compactMap { $0 })
    }
}

extension Array {
    fileprivate func at(_ index: Int) -> Element? { index < count ? self[index] : nil }
}
