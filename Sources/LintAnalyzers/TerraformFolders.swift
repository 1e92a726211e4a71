/// Folders by number: what is asked of one over and over costs no hash of its name.
struct TerraformFolders: Sendable {
    private(set) var names: [String] = []
    private var hashes: [UInt64] = []
    /// A table of numbers by hash: a power of two of places, at least half of them free (-1).
    private var places = [Int32](repeating: -1, count: 64)
    /// For patterns with holes: the folders of so many parts, and those by one part of them, as far as they were asked for.
    private var byCount: [Int: [Int]] = [:]
    private var byPart: [Position: [Substring: [Int]]] = [:]
    private var asked = 0
    /// The parts of each folder, once they were asked for.
    private(set) var parts: [[Substring]] = []

    private struct Position: Hashable {
        var count: Int
        var position: Int
    }

    mutating func number(of name: String) -> Int {
        let hash = TerraformFolders.hash(name)
        if let number = number(ofKnown: name, hash) { return number }
        names.append(name)
        hashes.append(hash)
        if names.count * 2 <= places.count {
            settle(names.count - 1)
        } else {
            places = [Int32](repeating: -1, count: places.count * 4)
            for number in names.indices { settle(number) }
        }
        return names.count - 1
    }

    private mutating func settle(_ number: Int) {
        var place = Int(truncatingIfNeeded: hashes[number]) & (places.count - 1)
        while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
        places[place] = Int32(number)
    }

    func number(ofKnown name: String) -> Int? { number(ofKnown: name, TerraformFolders.hash(name)) }

    /// The number of `path` in a folder, where both are without `.` and `..`.
    func number(of path: String, in folder: Int) -> Int? {
        if names[folder].isEmpty { return number(ofKnown: path) }
        let hash = TerraformFolders.hash(path, after: TerraformFolders.hash("/", after: hashes[folder]))
        return holds(hash) ? number(ofKnown: names[folder] + "/" + path, hash) : nil
    }

    private func number(ofKnown name: String, _ hash: UInt64) -> Int? {
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] >= 0 {
            let number = Int(places[place])
            if hashes[number] == hash, names[number] == name { return number }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    private func holds(_ hash: UInt64) -> Bool {
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] >= 0 {
            if hashes[Int(places[place])] == hash { return true }
            place = (place + 1) & (places.count - 1)
        }
        return false
    }

    private static func hash(_ name: String, after start: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
        var name = name
        return name.withUTF8 { bytes in
            var hash = start
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return hash
        }
    }

    /// Folders that a path with holes may be, as far as their fixed parts tell, by number.
    /// - Parameter holes: which parts of the pattern are open.
    mutating func candidates(for pattern: [Substring], holes: [Bool]) -> [Int] {
        while parts.count < names.count {
            let own = names[parts.count].pathParts
            byCount[own.count, default: []].append(parts.count)
            parts.append(own)
            byPart = [:]
        }
        let all = byCount[pattern.count] ?? []
        // The index is worth its making where many patterns ask.
        asked += 1
        if asked <= 4 {
            return all.filter { folder in
                pattern.indices.allSatisfy { holes[$0] || parts[folder][$0] == pattern[$0] }
            }
        }
        var best = all
        for (position, part) in pattern.enumerated() where !holes[position] {
            let place = Position(count: pattern.count, position: position)
            if byPart[place] == nil {
                byPart[place] = Dictionary(grouping: byCount[pattern.count] ?? []) { parts[$0][position] }
            }
            let found = byPart[place]?[part] ?? []
            if found.count < best.count { best = found }
        }
        return best
    }
}
