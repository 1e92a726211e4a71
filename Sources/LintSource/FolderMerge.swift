import Glibc

/// Bytes of a path that lie in a ``PathList``, which outlives them.
struct PathBytes {
    var base: UnsafePointer<UInt8>
    var count: Int

    func dropping(_ length: Int) -> PathBytes { PathBytes(base: base + length, count: count - length) }

    /// Below 0, 0 or above: the order of the bytes.
    func compared(to other: PathBytes) -> Int {
        if base == other.base { return count - other.count }
        let order = memcmp(base, other.base, Swift.min(count, other.count))
        return order != 0 ? Int(order) : count - other.count
    }

    func begins(with other: PathBytes) -> Bool {
        count >= other.count && (base == other.base || memcmp(base, other.base, other.count) == 0)
    }
}

/// Puts paths in order that come folder by folder: what lies in a folder itself comes before, between and behind what is
/// in the folders below it. A folder ends in its slash, and folders come in the order of their bytes, so that those below
/// one follow it.
struct FolderMerge {
    private struct Name {
        var bytes: PathBytes
        var number: Int
    }

    /// A folder with names that are not in order yet.
    private struct Folder {
        var bytes: PathBytes
        /// The first of its names that waits.
        var next: Int
        /// Its first name; those of the next folder, or the end, are where its own end.
        let start: Int
    }

    /// The numbers that names came with, of all paths that are in order already.
    var order: [Int] = []
    /// Of the open folders, from the outermost to the innermost.
    private var names: [Name] = []
    private var folders: [Folder] = []

    /// Opens a folder, which was not opened before, behind what comes before it.
    mutating func open(_ folder: PathBytes) {
        close(upTo: folder)
        if let outer = folders.last {
            let rest = folder.dropping(outer.bytes.count)
            var next = outer.next
            while next < names.count, names[next].bytes.compared(to: rest) < 0 {
                order.append(names[next].number)
                next += 1
            }
            folders[folders.count - 1].next = next
        }
        folders.append(Folder(bytes: folder, next: names.count, start: names.count))
    }

    /// Adds a name in the folder that was opened last; equal ones in the order of their numbers.
    mutating func add(_ name: PathBytes, _ number: Int) { names.append(Name(bytes: name, number: number)) }

    /// Says that the folder that was opened last has all of its names.
    mutating func sortNames() {
        guard let start = folders.last?.start, names.count - start > 1 else { return }
        names.withUnsafeMutableBufferPointer { names in
            var own = UnsafeMutableBufferPointer(rebasing: names[start...])
            own.sort { a, b in
                let order = a.bytes.compared(to: b.bytes)
                return order == 0 ? a.number < b.number : order < 0
            }
        }
    }

    /// Ends the folders in which this one does not lie; all of them for `nil`.
    mutating func close(upTo inner: PathBytes?) {
        while let last = folders.last, inner.map({ !$0.begins(with: last.bytes) }) ?? true {
            for name in names[last.next...] { order.append(name.number) }
            names.removeLast(names.count - last.start)
            folders.removeLast()
        }
    }
}
