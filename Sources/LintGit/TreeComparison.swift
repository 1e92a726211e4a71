import LintSource

/// A commit beside an index, told by the trees of those folders that differ: what `git diff-index --cached` would say
/// without renames, by a `git cat-file` that runs already.
struct TreeComparison {
    private let index: GitIndex
    private let cached: CachedTrees
    private let nothing: ObjectID
    /// From the commit to the index; only those that have a regular file on one of both sides. In no order.
    private(set) var changes: [TreeChange] = []

    /// A tree of the commit that is not known to be the index's.
    private struct Folder {
        var tree: ObjectID
        /// The folder's path, with a slash behind it unless it is the root.
        var prefix: [UInt8]
        /// What the index has below.
        var entries: Range<Int>
        /// Its number among the cached trees.
        var cached: Int?
    }

    /// What lies in one folder, of either side. Names of folders end in a slash, which is also what git sorts them by.
    private struct Item {
        var name: ArraySlice<UInt8>
        var mode: FileMode
        var id: ObjectID
        /// Of a folder in the index.
        var entries = 0..<0
    }

    /// - Parameter limit: of bytes that are read and held, see ``Git/listingLimit``.
    /// - Returns: `nil` when an object is missing or not as git writes it.
    init?(_ index: GitIndex, commit: ObjectID, limit: Int, _ objects: inout ObjectReader) throws(GitError) {
        guard let nothing = ObjectID(bytes: [UInt8](repeating: 0, count: index.hashLength)) else { return nil }
        self.nothing = nothing
        self.index = index
        cached = CachedTrees(index)
        guard let root = try objects.tree(of: commit) else { return nil }
        var level: [Folder] = []
        let all = index.entries.indices
        if cached.folders.first?.tree != root {
            level = [Folder(tree: root, prefix: [], entries: all, cached: cached.folders.isEmpty ? nil : 0)]
        }
        var isWhole = true
        var spent = 0
        while !level.isEmpty, isWhole {
            let asked = level
            level = []
            // (A folder's own row, and its path once more in each of those below.)
            spent += asked.reduce(0) { $0 + $1.prefix.count + 128 }
            if spent > limit { throw .tooMuchOutput(command: "cat-file", limit: limit) }
            try objects.trees(asked.map(\.tree)) { number, object throws(GitError) in
                guard case .bytes(let bytes) = object, let items = items(Array(bytes.buffer)) else {
                    isWhole = false
                    return
                }
                compare(items, asked[number], &level)
                spent += bytes.count
                if spent + level.count * 128 + changes.count * 128 > limit {
                    throw .tooMuchOutput(command: "cat-file", limit: limit)
                }
            }
        }
        if !isWhole { return nil }
    }

    /// The entries of a tree: MODE SP NAME NUL, and the hash.
    private func items(_ tree: [UInt8]) -> [Item]? {
        var items: [Item] = []
        var at = 0
        while at < tree.count {
            guard let space = tree[at...].firstIndex(of: 0x20), let end = tree[space...].firstIndex(of: 0),
                end + index.hashLength < tree.count,
                let id = ObjectID(bytes: tree[(end + 1)..<(end + 1 + index.hashLength)])
            else { return nil }
            let isFolder = tree[at..<space].elementsEqual("40000".utf8)
            let name = tree[(space + 1)..<end]
            items.append(
                Item(
                    name: isFolder ? (name + [0x2F])[...] : name,
                    mode: isFolder ? .other : FileMode(octal: tree[at..<space]), id: id))
            at = end + 1 + index.hashLength
        }
        return items
    }

    /// The same of the index.
    private func items(_ folder: Folder) -> [Item] {
        var items: [Item] = []
        var number = folder.entries.lowerBound
        while number < folder.entries.upperBound {
            let rest = name(number).dropFirst(folder.prefix.count)
            let slash = rest.firstIndex(of: 0x2F)
            guard let slash else {
                let entry = index.entries[number]
                if !index.isIntent(entry), let id = ObjectID(bytes: index.hash(entry)) {
                    items.append(Item(name: rest, mode: FileMode(bits: index.status(entry).mode), id: id))
                }
                number += 1
                continue
            }
            let name = rest[...slash]
            var end = number + 1
            while end < folder.entries.upperBound, self.name(end).dropFirst(folder.prefix.count).starts(with: name) {
                end += 1
            }
            items.append(Item(name: name, mode: .other, id: nothing, entries: number..<end))
            number = end
        }
        return items
    }

    private mutating func compare(_ items: [Item], _ folder: Folder, _ next: inout [Folder]) {
        var base = items[...]
        var head = self.items(folder)[...]
        while let first = base.first ?? head.first {
            let isOnlyInHead = head.first.map { base.isEmpty || TreeComparison.precedes($0, first) } ?? false
            let before = isOnlyInHead ? nil : base.popFirst()
            let name = before?.name ?? head.first?.name ?? []
            let after = head.first?.name.elementsEqual(name) ?? false ? head.popFirst() : nil
            if name.last == 0x2F {
                compare(before, after, name, folder, &next)
            } else if before?.mode != after?.mode || before?.id != after?.id {
                add(folder.prefix + name, before, after)
            }
        }
    }

    /// A folder of one or both sides.
    private mutating func compare(
        _ before: Item?, _ after: Item?, _ name: ArraySlice<UInt8>, _ folder: Folder, _ next: inout [Folder]
    ) {
        let child = folder.cached.flatMap { cached.child(name.dropLast(), of: $0) }
        guard let before else {
            for number in after?.entries ?? 0..<0 where !index.isIntent(index.entries[number]) {
                let entry = index.entries[number]
                guard let id = ObjectID(bytes: index.hash(entry)) else { continue }
                let mode = FileMode(bits: index.status(entry).mode)
                add(Array(self.name(number)), nil, Item(name: [], mode: mode, id: id))
            }
            return
        }
        if let child, let after, !after.entries.isEmpty, cached.folders[child].tree == before.id { return }
        next.append(
            Folder(tree: before.id, prefix: folder.prefix + name, entries: after?.entries ?? 0..<0, cached: child))
    }

    private mutating func add(_ path: [UInt8], _ before: Item?, _ after: Item?) {
        let old = before?.mode ?? .other
        let new = after?.mode ?? .other
        guard [old, new].contains(where: { $0.isRegular || $0 == .symlink }) else { return }
        let isSameType = old.isRegular && new.isRegular || old == new
        let status: TreeChange.Status =
            before == nil ? .added : after == nil ? .deleted : isSameType ? .modified : .typeChanged
        changes.append(
            TreeChange(
                path: RawOutput.path(path[...]), status: status, oldMode: old, oldID: before?.id ?? nothing,
                newMode: new, newID: after?.id ?? nothing))
    }

    private func name(_ number: Int) -> ArraySlice<UInt8> { index.text[index.entries[number].name] }

    private static func precedes(_ a: Item, _ b: Item) -> Bool { a.name.lexicographicallyPrecedes(b.name) }
}
