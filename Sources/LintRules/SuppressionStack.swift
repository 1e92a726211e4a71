/// The suppressions of one document that wait for their `ignore-end`: thousands may be open at once.
struct SuppressionStack {
    /// `nil` where one was ended.
    private var begun: [Suppression?] = []
    /// Where in `begun` those of the same rules are.
    private var places: [[String]: [Int]] = [:]

    var rest: [Suppression] { begun.compactMap { $0 } }

    mutating func append(_ suppression: Suppression) {
        places[suppression.ruleNames, default: []].append(begun.count)
        begun.append(suppression)
    }

    /// Takes out the last one of these rules, as they are written; the last one of all for none.
    mutating func remove(_ rules: [String]) -> Suppression? {
        if rules.isEmpty {
            while let last = begun.popLast() {
                guard let last else { continue }
                _ = places[last.ruleNames]?.popLast()
                return last
            }
            return nil
        }
        guard let place = places[rules]?.popLast() else { return nil }
        defer { begun[place] = nil }
        return begun[place]
    }
}
