import LintSource
import LintSyntax

/// The jobs that a workflow's matrix makes, where `include` sets some of its variables together
/// (docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix).
enum TerraformMatrix {
    /// GitHub makes no more of one.
    private static let most = 256
    /// No person's matrix has so many variables; each of them is asked for in each text.
    private static let mostNames = 16
    /// So many jobs are held against items of `include` and `exclude`, and so many values made, for one file.
    static let mostSteps = 250_000
    /// So many values the scripts of one file are given together: some 60 steps of a matrix of 256 jobs with six variables.
    static let mostValues = 100_000

    /// What each of the jobs sets, by `matrix.NAME`; `nil` where that is not written out, or where `include` sets nothing:
    /// then each variable is told by its own list.
    /// - Parameter left: of the file's steps.
    static func combinations(
        of matrix: Int, _ tree: SyntaxTree, left: inout Int
    ) -> [[TerraformStateFacts.Setting]]? {
        guard let include = tree.children(of: matrix).first(where: { tree.nodes[$0].name == "include" }),
            tree.nodes[include].kind == .array
        else { return nil }
        var original: [[String: String]] = [[:]]
        var excluded: [[String: String]] = []
        var names: [String] = []
        for list in tree.children(of: matrix) {
            guard let name = tree.nodes[list].name, name != "include" else { continue }
            if name == "exclude" {
                for item in tree.children(of: list) {
                    guard excluded.count < most else { return nil }
                    excluded.append(values(of: item, tree))
                }
                continue
            }
            guard tree.nodes[list].kind == .array, names.count < mostNames else { return nil }
            var values: [String] = []
            for item in tree.children(of: list) {
                guard let value = tree.nodes[item].scalar, original.count * values.count < most else { return nil }
                values.append(value)
            }
            names.append(name)
            original = original.flatMap { known in values.map { known.merging([name: $0]) { $1 } } }
            left -= original.count * names.count
            if left < 0 { return nil }
        }
        if !excluded.isEmpty {
            left -= original.count * excluded.count
            if left < 0 { return nil }
            original.removeAll { job in
                excluded.contains { out in !out.isEmpty && out.allSatisfy { job[$0.key] == $0.value } }
            }
        }
        if names.isEmpty { original = [] }
        var jobs = original
        var items = 0
        for item in tree.children(of: include) {
            items += 1
            left -= original.count + 1
            guard items <= most, left >= 0 else { return nil }
            let values = values(of: item, tree)
            guard !values.isEmpty, values.count <= mostNames, jobs.count < most else { return nil }
            for name in values.keys.sorted() where !names.contains(name) {
                guard names.count < mostNames else { return nil }
                names.append(name)
            }
            // It is added to each job of which it changes nothing, and is one of its own where there is none.
            var isAdded = false
            for index in original.indices where values.allSatisfy({ original[index][$0.key] ?? $0.value == $0.value }) {
                jobs[index].merge(values) { $1 }
                isAdded = true
            }
            if !isAdded { jobs.append(values) }
        }
        return jobs.map { job in
            names.compactMap { name in
                job[name].map { .init(name: "matrix." + name, value: $0, range: ByteRange(0, 0)) }
            }
        }
    }

    private static func values(of item: Int, _ tree: SyntaxTree) -> [String: String] {
        var result: [String: String] = [:]
        for value in tree.children(of: item) {
            if let name = tree.nodes[value].name, let text = tree.nodes[value].scalar { result[name] = text }
        }
        return result
    }
}

extension TerraformStateFacts.Script {
    /// Leaves of the matrix what the script asks for: of jobs that differ in nothing else one is enough.
    mutating func narrowMatrix() {
        guard !matrix.isEmpty else { return }
        let names = Set(matrix.joined().map(\.name))
        var asked: Set<String> = []
        func ask(_ text: String) {
            guard asked.count < names.count, text.holds("matrix.") else { return }
            for name in names where !asked.contains(name) && text.contains(name) { asked.insert(name) }
        }
        for setting in environment { ask(setting.value) }
        for assignment in assignments {
            ask(assignment.value)
            for choice in assignment.choices ?? [] { ask(choice) }
        }
        for command in commands {
            if let folder = command.folder { ask(folder) }
            for part in [command.settings, command.files, command.variables, command.variableFiles] {
                for setting in part { ask(setting.value) }
            }
            for operand in command.operands { ask(operand) }
        }
        var seen: Set<[String: String]> = []
        matrix = matrix.compactMap { job in
            let own = job.filter { asked.contains($0.name) }
            let values = Dictionary(own.map { ($0.name, $0.value) }) { first, _ in first }
            return !own.isEmpty && seen.insert(values).inserted ? own : nil
        }
    }
}
