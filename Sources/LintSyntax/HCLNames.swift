import LintSource

/// The attribute names of the bodies being read: none may be set twice in one.
struct HCLNames {
    /// Names of the bodies being read, the outer ones first.
    private var list: [ByteRange] = []
    /// Names of bodies that have many, as (body, name).
    private var many: Set<Key> = []

    private struct Key: Hashable {
        var body: Int
        var name: [UInt8]
    }

    var count: Int { list.count }

    /// Forgets the names of a body that ended.
    mutating func remove(from start: Int) { list.removeSubrange(start...) }

    /// Adds a name to the body whose names begin at `start`; false if the body has it.
    mutating func insert(_ name: ByteRange, body: Int, from start: Int, in bytes: ByteView) -> Bool {
        let limit = 16
        if list.count - start < limit {
            for i in start..<list.count where equal(list[i], name, bytes) { return false }
            list.add(name)
            return true
        }
        if list.count - start == limit {
            for other in list[start...] { many.insert(Key(body: body, name: Array(bytes[other]))) }
            list.append(name)
        }
        return many.insert(Key(body: body, name: Array(bytes[name]))).inserted
    }

    private func equal(_ a: ByteRange, _ b: ByteRange, _ bytes: ByteView) -> Bool {
        guard a.count == b.count else { return false }
        for i in 0..<a.count where bytes[Int(a.start) + i] != bytes[Int(b.start) + i] { return false }
        return true
    }
}
