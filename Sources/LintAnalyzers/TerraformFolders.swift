/// Folders by number: what is asked of one over and over costs no hash of its name.
struct TerraformFolders: Sendable {
    private(set) var names: [String] = []
    private var numbers: [String: Int] = [:]
    /// By count of parts, position and part, for patterns with holes.
    private var byPart: [Part: [Int]] = [:]
    /// The parts of those that are in the table.
    private(set) var parts: [[Substring]] = []

    private struct Part: Hashable {
        var count: Int
        /// -1 for all folders of so many parts.
        var position: Int
        var text: Substring
    }

    mutating func number(of name: String) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
    }

    func number(ofKnown name: String) -> Int? { numbers[name] }

    /// Folders that a path with holes may be, as far as their fixed parts tell, by number.
    /// - Parameter holes: which parts of the pattern are open.
    mutating func candidates(for pattern: [Substring], holes: [Bool]) -> [Int] {
        while parts.count < names.count {
            let number = parts.count
            let own = names[number].pathParts
            parts.append(own)
            byPart[Part(count: own.count, position: -1, text: ""), default: []].append(number)
            for (position, part) in own.enumerated() {
                byPart[Part(count: own.count, position: position, text: part), default: []].append(number)
            }
        }
        var best = byPart[Part(count: pattern.count, position: -1, text: "")] ?? []
        for (position, part) in pattern.enumerated() where !holes[position] {
            let found = byPart[Part(count: pattern.count, position: position, text: part)] ?? []
            if found.count < best.count { best = found }
        }
        return best
    }
}
