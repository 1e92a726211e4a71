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

    /// Counts change by what each side changed, reasons are those of the side that changed them, or of both.
    public static func merge(base: Baseline, ours: Baseline, theirs: Baseline) -> Baseline {
        var merged: [Merged] = []
        merged.reserveCapacity(max(ours.entries.count, theirs.entries.count))
        var at = (base: 0, ours: 0, theirs: 0)
        while true {
            let heads = [base.entries.at(at.base), ours.entries.at(at.ours), theirs.entries.at(at.theirs)]
            guard let first = heads.compactMap({ $0 }).min(by: Entry.inOrder) else { break }
            let same = heads.map { entry in entry.flatMap { Entry.isSame($0, first) ? $0 : nil } }
            if same[0] != nil { at.base += 1 }
            if same[1] != nil { at.ours += 1 }
            if same[2] != nil { at.theirs += 1 }
            merged.append(Merged(first, base: same[0], ours: same[1], theirs: same[2]))
        }
        settle(&merged)
        return Baseline(merged.filter { $0.result > 0 }.map(\.entry))
    }

    /// One entry on three sides, and what becomes of it.
    private struct Merged {
        var entry: Entry
        let base: Int
        let ours: Int
        let theirs: Int
        var result: Int { didSet { entry.count = max(1, result) } }

        init(_ first: Entry, base: Entry?, ours: Entry?, theirs: Entry?) {
            entry = first
            self.base = base?.count ?? 0
            self.ours = ours?.count ?? 0
            self.theirs = theirs?.count ?? 0
            result = Baseline.merged(self.base, self.ours, self.theirs)
            entry.count = max(1, result)
            let reasons = (base?.reason, ours?.reason, theirs?.reason)
            if ours == nil || theirs == nil {
                // The side that has no such entry says nothing about its reason.
                entry.reason = reasons.1 ?? reasons.2
            } else if reasons.1 == reasons.2 || reasons.2 == reasons.0 {
                entry.reason = reasons.1
            } else if reasons.1 == reasons.0 {
                entry.reason = reasons.2
            } else {
                entry.reason = Baseline.joined([reasons.1, reasons.2].compactMap { $0 })
            }
        }
    }

    /// What both sides made of a count: the change of the one that changed it, or both changes, or the same one once.
    private static func merged(_ base: Int, _ ours: Int, _ theirs: Int) -> Int {
        if ours == theirs || theirs == base { return ours }
        if ours == base { return theirs }
        return min(max(0, ours + theirs - base), countLimit)
    }

    /// A finding whose neighbour changed is another entry with the same own line. So where the entries of one line have
    /// become more than both sides together made of that line, some of those that were added are the same finding twice,
    /// or one that the other side fixed: they go, the highest context first.
    private static func settle(_ merged: inout [Merged]) {
        struct Line: Hashable {
            var path: ByteName
            var rule: ByteName
            var hash: UInt64
        }
        var groups: [Line: [Int]] = [:]
        for (index, item) in merged.enumerated() {
            let line = Line(
                path: ByteName(text: item.entry.path), rule: ByteName(text: item.entry.rule),
                hash: item.entry.fingerprint.line)
            groups[line, default: []].append(index)
        }
        for indices in groups.values where indices.count > 1 {
            func sum(_ side: (Merged) -> Int) -> Int { indices.reduce(0) { $0 + side(merged[$1]) } }
            let wanted = Baseline.merged(sum(\.base), sum(\.ours), sum(\.theirs))
            var surplus = sum(\.result) - wanted
            for index in indices.reversed() where surplus > 0 {
                let cut = min(surplus, max(0, merged[index].result - merged[index].base))
                merged[index].result -= cut
                surplus -= cut
            }
        }
    }
}

extension Array {
    fileprivate func at(_ index: Int) -> Element? { index < count ? self[index] : nil }
}
