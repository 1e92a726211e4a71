/// Names by number, in the order they came: a look at one costs a hash of its bytes.
struct NameTable: Sendable {
    private(set) var names: [String] = []
    private(set) var hashes: [UInt64] = []
    /// Numbers by hash: a power of two of places, at least half of them free (-1).
    private var places = [Int32](repeating: -1, count: 64)
    /// Those that were not settled near their hash: names may be made so that all of them meet.
    private var others: [String: Int] = [:]

    private static let reach = 64

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
            others.removeAll()
            for number in names.indices { settle(number) }
        }
        return (names.count - 1, true)
    }

    private mutating func settle(_ number: Int) {
        var place = home(of: hashes[number])
        for _ in 0..<NameTable.reach {
            if places[place] < 0 {
                places[place] = Int32(number)
                return
            }
            place = (place + 1) & (places.count - 1)
        }
        others[names[number]] = number
    }

    private func home(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (places.count - 1) }

    /// - Parameter hash: the name's.
    func number(of name: String, _ hash: UInt64) -> Int? {
        var place = home(of: hash)
        for _ in 0..<NameTable.reach {
            guard places[place] >= 0 else { return nil }
            let number = Int(places[place])
            if hashes[number] == hash, names[number] == name { return number }
            place = (place + 1) & (places.count - 1)
        }
        return others[name]
    }

    /// Whether some name may have this hash.
    func holds(_ hash: UInt64) -> Bool {
        var place = home(of: hash)
        for _ in 0..<NameTable.reach {
            guard places[place] >= 0 else { return false }
            if hashes[Int(places[place])] == hash { return true }
            place = (place + 1) & (places.count - 1)
        }
        return !others.isEmpty
    }
}
