/// Names by number, in the order they came: a look at one costs a hash of its bytes.
struct NameTable: Sendable {
    private(set) var names: [String] = []
    private(set) var hashes: [UInt64] = []
    /// Numbers by hash: a power of two of places, at least half of them free (-1).
    private var places = [Int32](repeating: -1, count: 64)

    /// The number of a name, and whether it is a new one.
    mutating func add(_ name: String) -> (number: Int, isNew: Bool) {
        let hash = name.nameHash
        if let number = number(of: name, hash) { return (number, false) }
        names.append(name)
        hashes.append(hash)
        if names.count * 2 <= places.count {
            settle(names.count - 1)
        } else {
            places = [Int32](repeating: -1, count: places.count * 4)
            for number in names.indices { settle(number) }
        }
        return (names.count - 1, true)
    }

    private mutating func settle(_ number: Int) {
        var place = Int(truncatingIfNeeded: hashes[number]) & (places.count - 1)
        while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
        places[place] = Int32(number)
    }

    /// - Parameter hash: the name's.
    func number(of name: String, _ hash: UInt64) -> Int? {
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] >= 0 {
            let number = Int(places[place])
            if hashes[number] == hash, names[number] == name { return number }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    /// Whether some name may have this hash.
    func holds(_ hash: UInt64) -> Bool {
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] >= 0 {
            if hashes[Int(places[place])] == hash { return true }
            place = (place + 1) & (places.count - 1)
        }
        return false
    }
}
