import LintSource

/// GitLab jobs by name: which run a script, with what variables, and from what folder.
struct TerraformJobs: Sendable {
    /// A value and where it is written.
    struct Supply: Sendable {
        var value: String
        var site: Site
    }

    struct Variable: Sendable {
        let name: String
        /// Of the name.
        let hash: UInt64
        /// Where it comes among those that backends read; -1 for what is none of these.
        let rank: Int
        var supply: Supply

        init(name: String, hash: UInt64, supply: Supply) {
            self.name = name
            self.hash = hash
            rank = TerraformBackend.ranks[hash] ?? -1
            self.supply = supply
        }

        /// Sets a variable among others, which lie in order of their names.
        static func set(_ name: String, _ hash: UInt64, _ supply: Supply, in all: inout [Variable]) {
            for index in all.indices where all[index].hash == hash && all[index].name == name {
                all[index].supply = supply
                return
            }
            let new = Variable(name: name, hash: hash, supply: supply)
            var place = all.count
            while place > 0, new.precedes(all[place - 1].rank, all[place - 1].name) { place -= 1 }
            all.insert(new, at: place)
        }

        private func precedes(_ otherRank: Int, _ other: @autoclosure () -> String) -> Bool {
            rank >= 0 && otherRank >= 0 ? rank < otherRank : name < other()
        }
    }

    /// A job, or what only others name; by number, so that nothing is asked of a name twice.
    private struct Node: Sendable {
        let scope: Int
        /// Hidden jobs (`.name`) do not run themselves.
        let isHidden: Bool
        /// Whether it has a `before_script` of its own.
        var hasBefore = false
        var job: Kept<TerraformStateFacts.Job>?
        var file = 0
        /// Those it extends, then those it merges: the last is the strongest.
        var extends: [Int] = []
        /// Those whose variables it has only where it has none itself.
        var merges: [Int] = []
        /// Those whose variables it takes by reference.
        var variableReferences: [Int] = []
        /// Jobs that extend it, take its script by reference, or use an anchor in it.
        var users: [Int] = []
        /// The scripts that its own begins with, by anchor or reference.
        var taken: [Int] = []
        /// Where its `before_script` leaves the shell.
        var before: String??
        /// What its `before_script` assigns.
        var exports: Layer?
        /// Where its script leaves it.
        var end: String??
    }

    /// What holds for all jobs of one configuration, by number.
    private struct Scope: Sendable {
        /// The job that starts it as a pipeline of its own.
        var trigger = -1
        var variables = -1
        var standard = -1
        var before = -1
        var image = -1
    }

    private var nodes: [Node] = []
    private var table = NameTable()
    /// Those of the repository itself, then of configurations in documents.
    private var scopes = [Scope()]
    private var scopeNumbers: [Substring: Int] = [:]
    private var hasExports = false

    private mutating func number(of name: String) -> Int {
        let (number, isNew) = table.add(name)
        guard isNew else { return number }
        // What stands before the last line of a name is its scope.
        let own = name.index(ofLast: 0x0A).map { name.utf8.index(after: $0) }
        let scope = own.map { scopeNumber(of: name[..<$0]) } ?? 0
        let end = own.map { name[$0...] } ?? name[...]
        nodes.append(Node(scope: scope, isHidden: end.utf8.first == 0x2E))
        switch end.utf8.first {
        case .ascii("v"): if end == "variables" { scopes[scope].variables = number }
        case .ascii("d"): if end == "default" { scopes[scope].standard = number }
        case .ascii("i"): if end == "image" { scopes[scope].image = number }
        case .ascii("b"): if end == "before_script" { scopes[scope].before = number }
        default: break
        }
        return number
    }

    private func number(ofKnown name: String) -> Int? { table.number(of: name, name.nameHash) }

    private mutating func scopeNumber(of scope: Substring) -> Int {
        if scope.isEmpty { return 0 }
        if let known = scopeNumbers[scope] { return known }
        scopes.append(Scope())
        scopeNumbers[scope] = scopes.count - 1
        return scopes.count - 1
    }

    /// A pipeline that a job starts; that of the job comes first.
    mutating func add(_ pipeline: TerraformPipelines.Pipeline) {
        let scope = scopeNumber(of: pipeline.scope[...])
        if let trigger = pipeline.trigger { scopes[scope].trigger = number(of: trigger) }
    }

    /// - Parameter scope: what names begin with in the pipeline that the file is a part of.
    mutating func add(
        _ jobs: [Kept<TerraformStateFacts.Job>], _ scripts: [Kept<TerraformStateFacts.Script>], _ number: Int,
        scope: String
    ) {
        func scoped(_ name: String) -> String { scope.isEmpty ? name : scope + name }
        // Anchors are known in their own file only.
        var holders: [String: Int] = [:]
        for kept in jobs {
            let job = kept.value
            let node = self.number(of: scoped(job.name))
            for anchor in job.anchors { holders[anchor] = node }
            var extends: [Int] = []
            for name in job.extends { extends.append(self.number(of: scoped(name))) }
            var merges: [Int] = []
            for name in job.merges.reversed() { merges.append(self.number(of: scoped(name))) }
            extends += merges
            var others: [Int] = []
            for name in job.references { others.append(self.number(of: scoped(name))) }
            for alias in job.aliases {
                if let holder = holders[alias], holder != node { others.append(holder) }
            }
            for parent in extends { nodes[parent].users.append(node) }
            for parent in others { nodes[parent].users.append(node) }
            nodes[node].taken = others.filter { !extends.contains($0) }
            nodes[node].extends = extends
            nodes[node].merges = merges
            nodes[node].job = kept
            nodes[node].variableReferences = job.variableReferences.map { self.number(of: scoped($0)) }
            nodes[node].hasBefore = job.parts.contains(.before)
            nodes[node].file = number
        }
        for kept in scripts {
            guard let job = kept.value.job else { continue }
            let node = self.number(of: scoped(job))
            if let count = kept.value.beforeAssignments, count > 0 {
                nodes[node].exports = TerraformJobs.exports(kept.value.lasting(before: count), number)
                hasExports = true
            }
            if let folder = kept.value.beforeFolder { nodes[node].before = .some(folder) }
            if kept.value.part != "after_script" { nodes[node].end = .some(kept.value.endFolder) }
        }
    }

    /// Those that publish something, in the order of their files and names.
    var published: [(number: Int, job: Kept<TerraformStateFacts.Job>, file: Int)] {
        nodes.indices.compactMap { number in
            guard let job = nodes[number].job, !job.value.artifacts.isEmpty else { return nil }
            return (number, job, nodes[number].file)
        }
        .sorted { ($0.file, $0.job.value.name) < ($1.file, $1.job.value.name) }
    }

    /// The number of the first file with a job that itself sets one of these variables.
    func file(setting names: Set<String>) -> Int? {
        nodes.first { $0.job?.value.variables.contains { names.contains($0.name) } ?? false }?.file
    }

    /// Whether the image that a job runs in has a Terraform below 1.6.
    func isOld(_ context: Context) -> Bool {
        let scope = scopes[nodes[context.number].scope]
        for number in context.chain + [scope.standard, scope.image] where number >= 0 {
            if let isOld = nodes[number].job?.value.isOld { return isOld }
        }
        return false
    }

    /// What was worked out for the jobs that were asked for, by number.
    struct Memory {
        fileprivate var contexts: [[Context]?] = []
        fileprivate var made: [[Context]?] = []
    }

    /// Each job that runs the script in `job`: hidden jobs do not run themselves. Without a job that runs it, the hidden
    /// job itself. At most 256 jobs are looked at.
    func contexts(of name: String, _ memory: inout Memory) -> [Context] {
        guard let job = number(ofKnown: name) else { return [] }
        if memory.contexts.isEmpty {
            memory.contexts = Array(repeating: nil, count: nodes.count)
            memory.made = Array(repeating: nil, count: nodes.count)
        }
        if let known = memory.contexts[job] { return known }
        let found = contexts(of: job, &memory)
        memory.contexts[job] = found
        return found
    }

    private func contexts(of job: Int, _ memory: inout Memory) -> [Context] {
        let scope = scopes[nodes[job].scope]
        if job == scope.before || job == scope.standard {
            let heirs = heirs(of: nodes[job].scope)
            if !heirs.isEmpty {
                let made = heirs.flatMap { self.made(by: $0, inBefore: true) }
                return started(made, nodes[job].scope, &memory)
                    + (nodes[job].users.isEmpty ? [] : used(job, &memory))
            }
        }
        guard !nodes[job].users.isEmpty else { return made(by: job, &memory) }
        return used(job, &memory)
    }

    private func used(_ job: Int, _ memory: inout Memory) -> [Context] {
        var result: [Context] = []
        let isBrought = nodes[job].job?.value.isBrought == true
        var seen: Set<Int> = [job]
        var queue = [(number: job, depth: 0)]
        var next = 0
        while next < queue.count, next < 256 {
            let (number, depth) = queue[next]
            next += 1
            // A script of its own takes the place of what a template brings, which is not seen to be mended.
            if isBrought, number != job, nodes[number].job?.value.parts.contains(.script) == true,
                !nodes[number].taken.contains(job)
            {
                continue
            }
            if !nodes[number].isHidden { result += made(by: number, &memory) }
            guard depth < TerraformJobs.mostLevels else { continue }
            for user in nodes[number].users where seen.insert(user).inserted { queue.append((user, depth + 1)) }
        }
        return result.isEmpty ? made(by: job, &memory) : result
    }

    /// The jobs that run the `before_script` of the pipeline itself: those with a script and no other that comes before it.
    /// At most 256.
    private func heirs(of scope: Int) -> [Int] {
        var heirs: [Int] = []
        for number in nodes.indices where nodes[number].scope == scope && !nodes[number].isHidden && heirs.count < 256 {
            guard nodes[number].job != nil else { continue }
            let chain = chain(of: number)
            let runs = chain.contains { nodes[$0].job?.value.parts.contains(.script) ?? false }
            guard runs, !chain.contains(where: { nodes[$0].hasBefore }) else { continue }
            if chain.lazy.compactMap({ nodes[$0].job?.value.inheritsBefore }).first ?? true { heirs.append(number) }
        }
        return heirs
    }

    private func made(by job: Int, _ memory: inout Memory) -> [Context] {
        if let known = memory.made[job] { return known }
        let found = started(made(by: job), nodes[job].scope, &memory)
        memory.made[job] = found
        return found
    }

    /// Jobs of a pipeline, once for each job that starts it: its variables beat theirs. At most 256.
    private func started(_ jobs: [Context], _ scope: Int, _ memory: inout Memory) -> [Context] {
        let trigger = scopes[scope].trigger
        guard trigger >= 0, trigger != jobs.first?.number else { return jobs }
        if memory.contexts[trigger] == nil { memory.contexts[trigger] = contexts(of: trigger, &memory) }
        let starts = memory.contexts[trigger] ?? []
        guard !starts.isEmpty else { return jobs }
        var result: [Context] = []
        for start in starts {
            for job in jobs where result.count < 256 {
                result.append(
                    Context(
                        job: job.job, number: job.number, isOff: job.isOff || start.isOff, chain: job.chain,
                        layers: job.layers + start.layers))
            }
        }
        return result
    }

    /// The jobs that a job comes to: one for each combination of its matrix.
    /// - Parameter inBefore: whether it is in the pipeline's own `before_script`.
    private func made(by job: Int, inBefore: Bool = false) -> [Context] {
        let chain = chain(of: job)
        let layers = layers(of: job, chain, inBefore)
        // A hidden job runs as a part of others only.
        var isOff: Bool?
        if nodes[job].isHidden { isOff = true }
        for number in chain where isOff == nil { isOff = nodes[number].job?.value.isOff }
        let name = table.names[job]
        guard let found = chain.first(where: { nodes[$0].job?.value.matrix.isEmpty == false }),
            let matrix = nodes[found].job?.value.matrix
        else { return [Context(job: name, number: job, isOff: isOff ?? false, chain: chain, layers: layers)] }
        return matrix.map { settings in
            let own = Layer(
                settings: settings, supplies: TerraformStateFacts.supplies(settings), file: nodes[found].file)
            return Context(job: name, number: job, isOff: isOff ?? false, chain: chain, layers: layers + [own])
        }
    }

    /// The folder that a job's script begins in: what the `before_script` that holds for it leaves, then what the scripts
    /// do that its own takes first. `nil` where nothing tells.
    func start(of context: Context, ownScript: Bool) -> String? {
        let job = context.number
        guard let start = startOfScript(job, context.chain) else { return nil }
        guard ownScript else { return start }
        return nodes[job].taken.reduce(Optional(start)) { folder, parent in
            guard let folder, let end = nodes[parent].end else { return folder }
            return end.map { TerraformTemplate.join(folder, $0) }
        }
    }

    private func startOfScript(_ job: Int, _ chain: [Int]) -> String? {
        for number in chain {
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
        return nodes[number].hasBefore ? .some("") : nil
    }

    /// How deep jobs extend one another. GitLab takes eleven levels of `extends`; what YAML merges comes on top.
    private static let mostLevels = 16

    /// The job, then those it extends, the strongest first.
    private func chain(of job: Int) -> [Int] {
        guard !nodes[job].extends.isEmpty else { return [job] }
        var chain: [Int] = []
        var stack = [(number: job, depth: 0)]
        var seen: Set<Int> = []
        while let (number, depth) = stack.popLast() {
            let isNew = chain.count < 16 ? !chain.contains(number) : seen.insert(number).inserted
            guard isNew, chain.count < 256 else { continue }
            chain.append(number)
            if chain.count == 16 { seen = Set(chain) }
            guard depth < TerraformJobs.mostLevels else { continue }
            for parent in nodes[number].extends { stack.append((parent, depth + 1)) }
        }
        return chain
    }

    private func layers(of job: Int, _ chain: [Int], _ inBefore: Bool) -> [Layer] {
        var result: [Layer] = []
        let scope = scopes[nodes[job].scope]
        if scope.variables >= 0 { addLayers(of: scope.variables, to: &result) }
        // A key of a job takes the place of the one that it merges; what it extends is merged key by key.
        var hidden: Set<Int> = []
        for number in chain where !nodes[number].merges.isEmpty {
            let hasOwn = nodes[number].job?.value.parts.contains(.variables) ?? false
            if hasOwn || hidden.contains(number) { hidden.formUnion(nodes[number].merges) }
        }
        for number in chain.reversed() where !hidden.contains(number) { addLayers(of: number, to: &result) }
        guard hasExports, !inBefore else { return result }
        // What the `before_script` that holds for it exports; of its own the reader knows.
        for number in chain + [scope.standard, scope.before] where number >= 0 {
            if let found = nodes[number].exports { result.append(found) }
            if nodes[number].hasBefore { break }
        }
        return result
    }

    private func addLayers(of number: Int, to result: inout [Layer]) {
        guard nodes[number].job != nil else { return }
        for other in nodes[number].variableReferences {
            if let found = layer(of: other) { result.append(found) }
        }
        if let own = layer(of: number) { result.append(own) }
    }

    private func layer(of number: Int) -> Layer? {
        guard let job = nodes[number].job?.value, !job.variables.isEmpty else { return nil }
        return Layer(settings: job.variables, supplies: job.supplies, file: nodes[number].file)
    }

    private static func exports(_ assignments: [TerraformStateFacts.Assignment], _ file: Int) -> Layer {
        let settings = assignments.filter { $0.choices == nil && $0.arm == nil }.map(TerraformStateFacts.Setting.init)
        return Layer(settings: settings, supplies: TerraformStateFacts.supplies(settings), file: file)
    }
}
