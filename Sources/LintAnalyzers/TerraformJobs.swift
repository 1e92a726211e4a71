import LintSource

/// GitLab jobs by name: which run a script, with what variables, and from what folder.
struct TerraformJobs: Sendable {
    /// A value and where it is written.
    struct Supply: Sendable {
        var value: String
        var site: Site
    }

    struct Variable: Sendable {
        var name: String
        var supply: Supply
    }

    /// A job that runs a script, with the variables it runs it with.
    final class Context: Sendable {
        let job: String
        /// The job's among all.
        fileprivate let number: Int
        /// Whether it never runs.
        let isOff: Bool
        /// The later beats the earlier.
        private let variables: [Variable]
        /// Those that backends read, in order of their names.
        let environment: [Variable]

        fileprivate init(job: String, number: Int, isOff: Bool, variables: [Variable]) {
            self.job = job
            self.number = number
            self.isOff = isOff
            self.variables = variables
            var environment: [Variable] = []
            // Only those that backends read have a place.
            for item in variables where !item.supply.site.range.isEmpty || item.name.begins("TF_CLI_ARGS") {
                if let known = environment.firstIndex(where: { $0.name == item.name }) {
                    environment[known].supply = item.supply
                } else {
                    environment.append(item)
                }
            }
            if environment.count > 1 { environment.sort { $0.name < $1.name } }
            self.environment = environment
        }

        subscript(name: String) -> Supply? {
            variables.last { $0.name == name }?.supply
        }
    }

    /// A job, or what only others name; by number, so that nothing is asked of a name twice.
    private struct Node: Sendable {
        let name: String
        let scope: Int
        /// Hidden jobs (`.name`) do not run themselves.
        let isHidden: Bool
        var job: TerraformStateFacts.Job?
        var file = 0
        var extends: [Int] = []
        /// Jobs that extend it, take its script by reference, or use an anchor in it.
        var users: [Int] = []
        /// The scripts that its own begins with, by anchor or reference.
        var taken: [Int] = []
        /// Where its `before_script` leaves the shell.
        var before: String??
        /// What its `before_script` assigns: so many of its script's assignments.
        var exports: Exports?
        /// Where its script leaves it.
        var end: String??
    }

    private struct Exports: Sendable {
        var script: Kept<TerraformStateFacts.Script>
        var count: Int
        var file: Int
    }

    /// What holds for all jobs of one configuration, by number.
    private struct Scope: Sendable {
        var variables = -1
        var standard = -1
        var before = -1
    }

    private var nodes: [Node] = []
    private var numbers: [String: Int] = [:]
    /// Those of the repository itself, then of configurations in documents.
    private var scopes = [Scope()]
    private var scopeNumbers: [Substring: Int] = [:]
    private var hasExports = false

    private mutating func number(of name: String) -> Int {
        if let known = numbers[name] { return known }
        let number = nodes.count
        numbers[name] = number
        // What stands before the last line of a name is its scope.
        let own = name.index(ofLast: 0x0A).map { name.index(after: $0) } ?? name.startIndex
        let scope = scopeNumber(of: name[..<own])
        nodes.append(Node(name: name, scope: scope, isHidden: name.utf8[own...].first == 0x2E))
        let end = name[own...]
        if end == "variables" { scopes[scope].variables = number }
        if end == "default" { scopes[scope].standard = number }
        if end == "before_script" { scopes[scope].before = number }
        return number
    }

    private mutating func scopeNumber(of scope: Substring) -> Int {
        if scope.isEmpty { return 0 }
        if let known = scopeNumbers[scope] { return known }
        scopes.append(Scope())
        scopeNumbers[scope] = scopes.count - 1
        return scopes.count - 1
    }

    mutating func add(
        _ jobs: [TerraformStateFacts.Job], _ scripts: [Kept<TerraformStateFacts.Script>], _ number: Int
    ) {
        // Anchors are known in their own file only.
        var holders: [String: Int] = [:]
        for job in jobs {
            let node = self.number(of: job.name)
            for anchor in job.anchors { holders[anchor] = node }
            var extends: [Int] = []
            for name in job.extends { extends.append(self.number(of: name)) }
            var others: [Int] = []
            for name in job.references { others.append(self.number(of: name)) }
            for alias in job.aliases {
                if let holder = holders[alias], holder != node { others.append(holder) }
            }
            for parent in extends { nodes[parent].users.append(node) }
            for parent in others { nodes[parent].users.append(node) }
            nodes[node].taken = others.filter { !extends.contains($0) }
            nodes[node].extends = extends
            nodes[node].job = job
            nodes[node].file = number
        }
        for kept in scripts {
            guard let job = kept.value.job else { continue }
            let node = self.number(of: job)
            if let count = kept.value.beforeAssignments, count > 0 {
                nodes[node].exports = Exports(script: kept, count: count, file: number)
                hasExports = true
            }
            if let folder = kept.value.beforeFolder { nodes[node].before = .some(folder) }
            if kept.value.part != "after_script" { nodes[node].end = .some(kept.value.endFolder) }
        }
    }

    var all: [(job: TerraformStateFacts.Job, file: Int)] {
        nodes.compactMap { node in node.job.map { ($0, node.file) } }
            .sorted { ($0.file, $0.job.name) < ($1.file, $1.job.name) }
    }

    /// Each job that runs the script in `job`: hidden jobs do not run themselves. Without a job that runs it, the hidden
    /// job itself. At most 256 jobs are looked at.
    func contexts(of name: String) -> [Context] {
        guard let job = numbers[name] else { return [] }
        guard !nodes[job].users.isEmpty else { return made(by: job) }
        var result: [Context] = []
        var seen: Set<Int> = [job]
        var queue = [job]
        var next = 0
        while next < queue.count, next < 256 {
            let number = queue[next]
            next += 1
            if !nodes[number].isHidden { result += made(by: number) }
            for user in nodes[number].users where seen.insert(user).inserted { queue.append(user) }
        }
        return result.isEmpty ? made(by: job) : result
    }

    /// The jobs that a job comes to: one for each combination of its matrix.
    private func made(by job: Int) -> [Context] {
        let chain = chain(of: job)
        let variables = variables(of: job, chain)
        // A hidden job runs as a part of others only.
        var isOff: Bool?
        if nodes[job].isHidden { isOff = true }
        for number in chain where isOff == nil { isOff = nodes[number].job?.isOff }
        let name = nodes[job].name
        guard let found = chain.first(where: { nodes[$0].job?.matrix.isEmpty == false }),
            let matrix = nodes[found].job?.matrix
        else { return [Context(job: name, number: job, isOff: isOff ?? false, variables: variables)] }
        return matrix.map { settings in
            let own = settings.map {
                Variable(name: $0.name, supply: Supply(value: $0.value, site: Site(nodes[found].file, $0.range)))
            }
            return Context(job: name, number: job, isOff: isOff ?? false, variables: variables + own)
        }
    }

    /// The folder that a job's script begins in: what the `before_script` that holds for it leaves, then what the scripts
    /// do that its own takes first. `nil` where nothing tells.
    func start(of context: Context, ownScript: Bool) -> String? {
        let job = context.number
        guard let start = startOfScript(job) else { return nil }
        guard ownScript else { return start }
        return nodes[job].taken.reduce(Optional(start)) { folder, parent in
            guard let folder, let end = nodes[parent].end else { return folder }
            return end.map { TerraformTemplate.join(folder, $0) }
        }
    }

    private func startOfScript(_ job: Int) -> String? {
        for number in chain(of: job) {
            if let start = ownStart(number) { return start }
        }
        let scope = scopes[nodes[job].scope]
        for number in [scope.standard, scope.before] where number >= 0 {
            if let start = ownStart(number) { return start }
        }
        return ""
    }

    /// Where a job's own `before_script`, if it has one, leaves the shell.
    private func ownStart(_ number: Int) -> String?? {
        if let folder = nodes[number].before { return .some(folder) }
        return nodes[number].job?.parts.contains("before_script") == true ? .some("") : nil
    }

    /// The job, then those it extends, the strongest first.
    private func chain(of job: Int) -> [Int] {
        guard !nodes[job].extends.isEmpty else { return [job] }
        var chain: [Int] = []
        var stack = [job]
        var seen: Set<Int> = []
        while let number = stack.popLast() {
            let isNew = chain.count < 16 ? !chain.contains(number) : seen.insert(number).inserted
            guard isNew, chain.count < 256 else { continue }
            chain.append(number)
            if chain.count == 16 { seen = Set(chain) }
            stack += nodes[number].extends
        }
        return chain
    }

    private func variables(of job: Int, _ chain: [Int]) -> [Variable] {
        var result: [Variable] = []
        func add(_ number: Int) {
            guard let settings = nodes[number].job?.variables else { return }
            result.reserveCapacity(result.count + settings.count)
            for setting in settings {
                let supply = Supply(value: setting.value, site: Site(nodes[number].file, setting.range))
                result.append(Variable(name: setting.name, supply: supply))
            }
        }
        func addAll(_ number: Int) {
            for name in nodes[number].job?.variableReferences ?? [] { numbers[name].map(add) }
            add(number)
        }
        let scope = scopes[nodes[job].scope]
        if scope.variables >= 0 { addAll(scope.variables) }
        for number in chain.reversed() { addAll(number) }
        guard hasExports else { return result }
        // What the `before_script` that holds for it exports; of its own the reader knows.
        for number in chain + [scope.standard, scope.before] where number >= 0 {
            if let found = nodes[number].exports {
                for assignment in found.script.value.assignments.prefix(found.count)
                where assignment.choices == nil && assignment.arm == nil {
                    let site = Site(found.file, assignment.range)
                    let supply = Supply(value: assignment.value, site: site)
                    result.append(Variable(name: assignment.name, supply: supply))
                }
            }
            if nodes[number].job?.parts.contains("before_script") == true { break }
        }
        return result
    }
}
