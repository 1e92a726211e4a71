import Glibc
import LintSource

/// Folders by number: what is asked of one over and over costs no hash of its name.
struct TerraformFolders: Sendable {
    private var table = NameTable()
    /// For patterns with holes: the folders of so many parts, and those by the hash of one part, as far as they were asked for.
    private var byCount: [[Int]] = []
    private var byPart: [Position: [UInt64: [Int]]] = [:]
    private var asked = 0
    /// So many folders are among those by their count.
    private var counted = 0

    private struct Position: Hashable {
        var count: Int
        var position: Int
    }

    var names: [String] { _read { yield table.names } }

    mutating func number(of name: String) -> Int { table.add(name).number }
    func number(ofKnown name: String) -> Int? { table.number(of: name, name.nameHash) }

    /// The number of `path` in a folder, where both are without `.` and `..`.
    func number(of path: String, in folder: Int) -> Int? {
        if names[folder].isEmpty { return number(ofKnown: path) }
        let hash = path.nameHash(after: (table.hashes[folder] ^ 0x2F) &* 0x100_0000_01b3)
        return table.holds(hash) ? table.number(of: names[folder] + "/" + path, hash) : nil
    }

    /// The number of `path`, without `.` and `..`, in the nearest folder above one, itself not the root, that holds such a
    /// one. No text is made for those that hold none.
    func number(of path: String, above folder: Int, where isWanted: (Int) -> Bool) -> Int? {
        // With the hash of each folder above, from the root on.
        var above: [(end: Int, hash: UInt64)] = []
        names[folder].withBytes { bytes in
            var hash = "".nameHash
            for (end, byte) in bytes.enumerated() {
                if byte == 0x2F, above.count < 64 { above.append((end, hash)) }
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        }
        for (end, hash) in above.reversed() {
            let hash = path.nameHash(after: (hash ^ 0x2F) &* 0x100_0000_01b3)
            guard table.holds(hash) else { continue }
            let name = names[folder]
            let start = name.utf8.index(name.startIndex, offsetBy: end)
            let known = table.number(of: name[..<start] + "/" + path, hash)
            if let known, isWanted(known) { return known }
        }
        return nil
    }

    /// Folders that a path with holes may be, as far as their fixed parts tell, by number.
    /// - Parameters:
    ///   - holes: which parts of the pattern are open.
    ///   - choices: what an open part is one of, besides what is written there, where that is known.
    mutating func candidates(for pattern: [Substring], holes: [Bool], choices: [Set<String>?]) -> [Int] {
        while counted < names.count {
            let count = TerraformFolders.partCount(table.names[counted])
            while byCount.count <= count { byCount.append([]) }
            byCount[count].append(counted)
            counted += 1
            byPart = [:]
        }
        let all = pattern.count < byCount.count ? byCount[pattern.count] : []
        // The index is worth its making where many patterns ask of many folders.
        asked += 1
        let fixed = zip(pattern, holes).map { $1 ? nil : Array($0.utf8) }
        if asked <= 4 || all.count < 64 {
            return all.filter { TerraformFolders.fits(table.names[$0], fixed) }
        }
        var best = all
        for (position, part) in pattern.enumerated() {
            if holes[position], (choices[position]?.count ?? .max) >= best.count { continue }
            let place = Position(count: pattern.count, position: position)
            if byPart[place] == nil {
                byPart[place] = Dictionary(grouping: all) { TerraformFolders.hash(ofPart: position, names[$0]) }
            }
            var found = byPart[place]?[part.nameHash] ?? []
            if holes[position], let choices = choices[position] {
                let hashes = Set(choices.map(\.nameHash)).subtracting([part.nameHash])
                for hash in hashes { found += byPart[place]?[hash] ?? [] }
                found.sort()
            }
            if found.count < best.count { best = found }
        }
        return best.filter { TerraformFolders.fits(table.names[$0], fixed) }
    }

    /// Whether a file lies in a folder itself.
    static func lies(_ path: String, in folder: String) -> Bool {
        path.withBytes { path in
            var end = path.count
            while end > 0, path[end - 1] != 0x2F { end -= 1 }
            return folder.withBytes { folder in
                guard end > 0 else { return folder.isEmpty }
                guard folder.count == end - 1, let base = folder.baseAddress, let own = path.baseAddress else {
                    return folder.isEmpty && end == 1
                }
                return memcmp(base, own, folder.count) == 0
            }
        }
    }

    private static func partCount(_ name: String) -> Int {
        name.withBytes { bytes in
            var count = 0
            var previous: UInt8 = 0x2F
            for byte in bytes {
                if byte != 0x2F, previous == 0x2F { count += 1 }
                previous = byte
            }
            return count
        }
    }

    /// As ``StringProtocol/nameHash`` of that part of a path; empty parts are none.
    private static func hash(ofPart position: Int, _ name: String) -> UInt64 {
        name.withBytes { bytes in
            var at = 0
            for _ in 0..<position {
                while at < bytes.count, bytes[at] == 0x2F { at += 1 }
                while at < bytes.count, bytes[at] != 0x2F { at += 1 }
            }
            while at < bytes.count, bytes[at] == 0x2F { at += 1 }
            var hash = "".nameHash
            while at < bytes.count, bytes[at] != 0x2F {
                hash = (hash ^ UInt64(bytes[at])) &* 0x100_0000_01b3
                at += 1
            }
            return hash
        }
    }

    /// Whether the fixed parts of a pattern are those of a name of as many parts; `nil` stands for an open one.
    private static func fits(_ name: String, _ pattern: [[UInt8]?]) -> Bool {
        name.withBytes { bytes in
            guard let base = bytes.baseAddress else { return !pattern.contains { $0 != nil } }
            var at = 0
            for part in pattern {
                while at < bytes.count, bytes[at] == 0x2F { at += 1 }
                let start = at
                while at < bytes.count, bytes[at] != 0x2F { at += 1 }
                guard let part else { continue }
                guard part.count == at - start, memcmp(part, base + start, part.count) == 0 else { return false }
            }
            return true
        }
    }
}
