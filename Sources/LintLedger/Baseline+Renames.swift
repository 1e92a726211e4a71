import LintFindings

extension Baseline {
    /// Files of this ledger that `other` has under another name, old name to new: no entry of the old name is left, and
    /// most of what it had is in the one file.
    func renames(to other: Baseline) -> [String: String] {
        let now = Set(other.entries.map { ByteName(text: $0.path) })
        var gone: [Known: [Entry]] = [:]
        var sizes: [ByteName: Int] = [:]
        for entry in entries {
            let name = ByteName(text: entry.path)
            if now.contains(name) { continue }
            gone[Known(entry), default: []].append(entry)
            sizes[name, default: 0] += entry.count
        }
        if sizes.isEmpty { return [:] }
        let before = Set(entries.map { ByteName(text: $0.path) })
        var new: [Known: [Entry]] = [:]
        for entry in other.entries where !before.contains(ByteName(text: entry.path)) {
            let known = Known(entry)
            if gone[known] != nil { new[known, default: []].append(entry) }
        }
        // How many findings of each file that is gone came back in each file that is new. One that is in thousands of
        // either tells nothing of any, and asks for millions of pairs.
        var found: [ByteName: [ByteName: Int]] = [:]
        let limit = Baseline.pairLimit(new.map { $0.value.count * (gone[$0.key]?.count ?? 0) })
        for (known, entries) in new {
            let olds = gone[known] ?? []
            if olds.count * entries.count > limit { continue }
            for entry in entries {
                let name = ByteName(text: entry.path)
                for old in olds {
                    found[ByteName(text: old.path), default: [:]][name, default: 0] += min(old.count, entry.count)
                }
            }
        }
        var result: [String: String] = [:]
        for (old, targets) in found {
            guard let size = sizes[old], let best = targets.first(where: { $0.value * 2 > size }) else { continue }
            // Two files with the same findings: nobody knows which is which.
            if targets.count(where: { $0.value * 2 > size }) == 1 { result[old.text] = best.key.text }
        }
        // Two files that became one are no rename.
        let counts = Dictionary(grouping: result.keys) { ByteName(text: result[$0] ?? "") }
        return result.filter { counts[ByteName(text: $0.value)]?.count == 1 }
    }

    /// The most pairs that one finding may have, so that those of all that have no more are a million.
    private static func pairLimit(_ pairs: [Int]) -> Int {
        var left = 1_000_000
        var limit = 0
        for count in pairs.sorted() {
            left -= count
            // Of findings with equally many all count, or none.
            if left < 0 { return count - 1 }
            limit = count
        }
        return limit
    }

    /// The ledger with its files under other names.
    func renamed(_ names: [String: String]) -> Baseline {
        if names.isEmpty { return self }
        return Baseline(
            entries.map { entry in
                var entry = entry
                entry.path = names[entry.path] ?? entry.path
                return entry
            }, folding: .sum)
    }

    private struct Known: Hashable {
        let rule: ByteName
        let context: UInt64

        init(_ entry: Entry) {
            rule = ByteName(text: entry.rule)
            context = entry.fingerprint.context
        }
    }
}
