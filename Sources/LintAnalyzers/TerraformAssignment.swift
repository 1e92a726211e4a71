import LintSource

extension TerraformStateFacts {
    /// `NAME=value` in a script, in order; what a `for` or a matrix may set has `choices` in place of a value.
    struct Assignment: Sendable, Hashable {
        let name: String
        let value: String
        let choices: [String]?
        /// The `case` arm it stands in: the subject, its patterns, and those of the arms before.
        let arm: Arm?
        /// Of its name; empty where nothing will be said of it.
        var range: ByteRange
        /// Of the name: who looks for one compares this first.
        let hash: UInt64
        /// What it gives backends that read it, as a template; `nil` where none does.
        var supplied: String?
        /// Of a mark: the variable is what it was before so many assignments.
        private var before: Int32 = -1
        /// Of a mark, for whom it is one: who stands before so many assignments.
        private var end = Int32.max

        /// A mark that a variable is again what it was before so many assignments. Whoever knows nothing of marks reads that
        /// it is itself.
        init(_ name: String, asBefore count: Int) {
            self.init(name: name, value: "${\(name)}")
            before = Int32(clamping: count)
        }

        /// Where it sends whoever asks for the variable.
        var back: Int? { before < 0 ? nil : Int(before) }
        func reaches(_ count: Int) -> Bool { count <= Int(end) }

        init(name: String, value: String, choices: [String]? = nil, arm: Arm? = nil, range: ByteRange = ByteRange(0, 0))
        {
            self.name = name
            self.value = value
            self.choices = choices
            self.arm = arm
            self.range = range
            hash = name.nameHash
        }
    }

    struct Arm: Sendable, Hashable {
        var subject: String
        var patterns: [String]
        var earlier: [String]
    }
}

extension TerraformStateFacts.Script {
    /// The assignment that holds for a variable before so many of them, whatever arm of a `case` it stands in.
    func assignment(of name: String, before count: Int) -> TerraformStateFacts.Assignment? {
        let hash = name.nameHash
        var index = min(count, assignments.count)
        while index > 0 {
            index -= 1
            guard assignments[index].hash == hash, assignments[index].name == name else { continue }
            guard let back = assignments[index].back else { return assignments[index] }
            if assignments[index].reaches(count) { index = back }
        }
        return nil
    }

    /// The assignments before so many that are not over there, nor marks.
    func lasting(before count: Int) -> [TerraformStateFacts.Assignment] {
        let ended = ended(before: count)
        return assignments.indices.prefix(count).filter { !ended.contains($0) }.map { assignments[$0] }
    }

    /// The numbers of those assignments before so many that say nothing any more there.
    func ended(before count: Int) -> Set<Int> {
        let count = min(count, assignments.count)
        guard assignments[..<count].contains(where: { $0.back != nil }) else { return [] }
        var result: Set<Int> = []
        var ends: [UInt64: Int] = [:]
        for index in (0..<count).reversed() {
            let hash = assignments[index].hash
            if let end = ends[hash], index >= end {
                result.insert(index)
            } else if let back = assignments[index].back {
                if assignments[index].reaches(count) { ends[hash] = back }
                result.insert(index)
            }
        }
        return result
    }
}
