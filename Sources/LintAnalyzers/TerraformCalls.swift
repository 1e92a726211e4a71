import LintSource
import LintSyntax

/// Workflows that others call: what their inputs are, each caller says.
extension TerraformStateFacts {
    /// A job that is another workflow of the repository.
    struct Call: Sendable, Hashable {
        /// From the root.
        var path: String
        /// What it gives, as far as that is written out; what is not is empty. Of more calls than are read nothing is known.
        var values: [String: String]?
    }

    /// Whether a workflow is started by pull requests, and by nothing else: `on: pull_request`, a list or a mapping of such.
    private static func isOfChanges(_ file: ParsedFile) -> Bool {
        guard let tree = file.document.tree,
            let on = tree.children(of: 0).first(where: { tree.nodes[$0].name == "on" })
        else { return false }
        if let only = tree.nodes[on].scalar { return only.begins("pull_request") }
        let triggers = tree.children(of: on).map { tree.nodes[$0].name ?? tree.nodes[$0].scalar ?? "" }
        return !triggers.isEmpty && triggers.allSatisfy { $0.begins("pull_request") }
    }

    /// (No person's workflow has so many calls.)
    private static let mostCalls = 256

    mutating func readCalls(_ file: ParsedFile) {
        if file.bytes.first("pull_request") != nil, file.bytes.first("-backend-config") != nil {
            isOfChanges = TerraformStateFacts.isOfChanges(file)
        }
        let calls = file.bytes.first("/.github/workflows/") != nil
        let isCalled = file.bytes.first("workflow_call") != nil
        let isChosen = !isCalled && file.bytes.first("type: choice") != nil
        guard calls || isCalled || isChosen, let tree = file.document.tree else { return }
        func child(_ name: String, of node: Int) -> Int? {
            tree.children(of: node).first { tree.nodes[$0].name == name }
        }
        // What a person starts has any inputs, what a push starts has none.
        if isCalled, let triggers = child("on", of: 0), Array(tree.children(of: triggers)).count == 1,
            let trigger = child("workflow_call", of: triggers)
        {
            var standard: [String: String] = [:]
            for input in child("inputs", of: trigger).map({ Array(tree.children(of: $0)) }) ?? [] {
                guard let name = tree.nodes[input].name, standard.count < TerraformStateFacts.mostCalls else {
                    continue
                }
                standard[name] = child("default", of: input).flatMap { tree.nodes[$0].scalar } ?? ""
            }
            inputs = standard
        }
        if isChosen, let start = child("on", of: 0).flatMap({ child("workflow_dispatch", of: $0) }) {
            for input in child("inputs", of: start).map({ Array(tree.children(of: $0)) }) ?? [] {
                guard let name = tree.nodes[input].name, let options = child("options", of: input),
                    choices.count < TerraformStateFacts.mostCalls
                else { continue }
                choices["inputs." + name] = tree.children(of: options).prefix(TerraformStateFacts.mostCalls).map {
                    tree.nodes[$0].scalar ?? "${…}"
                }
            }
        }
        guard calls, let jobs = child("jobs", of: 0) else { return }
        var unread: Set<String> = []
        var left = TerraformMatrix.mostSteps
        for job in tree.children(of: jobs) {
            guard let uses = child("uses", of: job).flatMap({ tree.nodes[$0].scalar }), uses.begins("./.github/") else {
                continue
            }
            var values: [String: String] = [:]
            for value in child("with", of: job).map({ Array(tree.children(of: $0)) }) ?? [] {
                guard let name = tree.nodes[value].name, values.count < TerraformStateFacts.mostCalls else { continue }
                values[name] = tree.nodes[value].scalar ?? ""
            }
            let path = String(uses.dropFirst(2))
            let made = TerraformStateFacts.combinations(of: values, child("strategy", of: job), tree, &left)
            if self.calls.count + made.count <= TerraformStateFacts.mostCalls {
                self.calls += made.map { Call(path: path, values: $0) }
            } else if unread.insert(path).inserted {
                self.calls.append(Call(path: path, values: nil))
            }
        }
    }

    /// Once for each item of the one list of a matrix that values name, `${{ matrix.stack }}`; of what is open otherwise
    /// nothing is known.
    private static func combinations(
        of values: [String: String], _ strategy: Int?, _ tree: SyntaxTree, _ left: inout Int
    ) -> [[String: String]] {
        func isOf(_ list: String, _ value: String) -> Bool {
            TerraformTemplate.variable(value[...]).map { $0.name == list } ?? false
        }
        let matrix = strategy.flatMap { node in tree.children(of: node).first { tree.nodes[$0].name == "matrix" } }
        if let jobs = matrix.flatMap({ TerraformMatrix.combinations(of: $0, tree, left: &left) }) {
            return jobs.map { job in
                values.mapValues { value in
                    let name = TerraformTemplate.variable(value[...])?.name
                    let known = job.first { $0.name == name }?.value ?? value
                    return TerraformTemplate.isOpen(known) ? "" : known
                }
            }
        }
        let lists = matrix.map { Array(tree.children(of: $0)) } ?? []
        let used = lists.filter { list in
            tree.nodes[list].kind == .array
                && values.values.contains { isOf("matrix." + (tree.nodes[list].name ?? ""), $0) }
        }
        func closed(_ item: String?) -> [String: String] {
            values.mapValues { value in
                if let item, let list = used.first, isOf("matrix." + (tree.nodes[list].name ?? ""), value) {
                    return item
                }
                return TerraformTemplate.isOpen(value) ? "" : value
            }
        }
        guard used.count == 1, let list = used.first else { return [closed(nil)] }
        return tree.children(of: list).prefix(mostCalls + 1).map { closed(tree.nodes[$0].scalar ?? "") }
    }
}

/// What the inputs of each workflow are that others call, once for each call.
struct TerraformCalls {
    /// By number of the file that is called.
    private(set) var given: [Int: [TerraformStacks.Bindings]] = [:]

    /// All commands together run so many times more.
    private static let limit = 20_000

    init(_ files: [TerraformFile], _ numbers: [Int]) {
        guard numbers.contains(where: { !files[$0].facts.calls.isEmpty }) else { return }
        var called: [String: Int] = [:]
        for number in numbers where files[number].facts.inputs != nil { called[files[number].path] = number }
        var seen: [Int: Set<[String: String]>] = [:]
        for number in numbers {
            for call in files[number].facts.calls {
                guard let target = called[call.path], let standard = files[target].facts.inputs else { continue }
                var values = call.values.map { standard.merging($0) { _, given in given } } ?? [:]
                values = values.filter { !$0.value.isEmpty && !TerraformTemplate.isOpen($0.value) }
                guard seen[target, default: []].insert(values).inserted else { continue }
                let names = values.keys.sorted()
                given[target, default: []].append(names.map { ("inputs." + $0, values[$0] ?? "") })
            }
        }
        var left = TerraformCalls.limit
        for target in given.keys.sorted() {
            let commands = files[target].facts.scripts.reduce(0) { $0 + $1.value.commands.count }
            left -= commands * (given[target]?.count ?? 0)
            if left < 0 { given[target] = nil }
        }
    }
}
