import LintSource

/// GitLab jobs by name: which run a script, with what variables, and from what folder.
struct TerraformJobs: Sendable {
    /// A value and where it is written.
    struct Supply: Sendable {
        var value: String
        var site: Site
    }

    /// A job that runs a script, with the variables it runs it with.
    final class Context: Sendable {
        let job: String
        /// Whether it never runs.
        let isOff: Bool
        /// The later beats the earlier.
        private let variables: [(name: String, supply: Supply)]
        /// Those that backends read, in order of their names.
        let environment: [(name: String, supply: Supply)]

        init(job: String, isOff: Bool, variables: [(name: String, supply: Supply)]) {
            self.job = job
            self.isOff = isOff
            self.variables = variables
            var environment: [(name: String, supply: Supply)] = []
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

    private var byName: [String: (job: TerraformStateFacts.Job, file: Int)] = [:]
    /// Jobs that extend a job, take its script by reference, or use an anchor in it.
    private var users: [String: [String]] = [:]
    /// Where the `before_script` of a job leaves the shell.
    private var before: [String: String?] = [:]
    /// What the `before_script` of a job assigns: so many of its script's assignments.
    private var exports: [String: (script: TerraformStateFacts.Script, count: Int, file: Int)] = [:]
    /// Where a job's script leaves it.
    private var ends: [String: String?] = [:]
    /// The scripts that a job's own begins with, by anchor or reference.
    private var taken: [String: [String]] = [:]

    mutating func add(
        _ jobs: [TerraformStateFacts.Job], _ scripts: [Kept<TerraformStateFacts.Script>], _ number: Int
    ) {
        // Anchors are known in their own file only.
        var holders: [String: String] = [:]
        for job in jobs {
            for anchor in job.anchors { holders[anchor] = job.name }
            let parents =
                job.extends + job.references + job.aliases.compactMap { holders[$0] }.filter { $0 != job.name }
            for parent in parents { users[parent, default: []].append(job.name) }
            if parents.count > job.extends.count {
                taken[job.name] = parents.filter { !job.extends.contains($0) }
            } else if !taken.isEmpty {
                taken[job.name] = nil
            }
            byName[job.name] = (job, number)
        }
        for kept in scripts where kept.value.job != nil {
            let script = kept.value
            guard let job = script.job else { continue }
            if let count = script.beforeAssignments, count > 0 { exports[job] = (script, count, number) }
            if let folder = script.beforeFolder { before.updateValue(folder, forKey: job) }
            if script.part != "after_script" { ends.updateValue(script.endFolder, forKey: job) }
        }
    }

    var all: [(job: TerraformStateFacts.Job, file: Int)] {
        byName.values.sorted { ($0.file, $0.job.name) < ($1.file, $1.job.name) }
    }

    /// Each job that runs the script in `job`: hidden jobs (`.name`) do not run themselves. Without a job that runs it,
    /// the hidden job itself. At most 256 jobs are looked at.
    func contexts(of job: String) -> [Context] {
        guard users[job] != nil else { return made(by: job) }
        var result: [Context] = []
        var seen: Set<String> = [job]
        var queue = [job]
        var next = 0
        while next < queue.count, next < 256 {
            let name = queue[next]
            next += 1
            if !isHidden(name) { result += made(by: name) }
            for user in users[name] ?? [] where seen.insert(user).inserted { queue.append(user) }
        }
        return result.isEmpty ? made(by: job) : result
    }

    /// The jobs that a job comes to: one for each combination of its matrix.
    private func made(by job: String) -> [Context] {
        let variables = variables(of: job)
        let chain = chain(of: job)
        // A hidden job runs as a part of others only.
        let isOff = isHidden(job) || chain.lazy.compactMap { byName[$0]?.job.isOff }.first ?? false
        guard let found = chain.lazy.compactMap({ byName[$0] }).first(where: { !$0.job.matrix.isEmpty }) else {
            return [Context(job: job, isOff: isOff, variables: variables)]
        }
        return found.job.matrix.map { settings in
            let own = settings.map { ($0.name, Supply(value: $0.value, site: Site(found.file, $0.range))) }
            return Context(job: job, isOff: isOff, variables: variables + own)
        }
    }

    /// The folder that a job's script begins in: what the `before_script` that holds for it leaves, then what the scripts
    /// do that its own takes first. `nil` where nothing tells.
    func start(of job: String, ownScript: Bool) -> String? {
        guard let start = startOfScript(job) else { return nil }
        guard ownScript else { return start }
        return (taken[job] ?? []).reduce(Optional(start)) { folder, parent in
            guard let folder, let end = ends[parent] else { return folder }
            return end.map { TerraformTemplate.join(folder, $0) }
        }
    }

    private func startOfScript(_ job: String) -> String? {
        for name in chain(of: job) {
            if let start = ownStart(name) { return start }
        }
        for name in [scope(of: job) + "default", scope(of: job) + "before_script"] {
            if let start = ownStart(name) { return start }
        }
        return ""
    }

    /// Where a job's own `before_script`, if it has one, leaves the shell.
    private func ownStart(_ name: String) -> String?? {
        if let folder = before[name] { return .some(folder) }
        return byName[name]?.job.parts.contains("before_script") == true ? .some("") : nil
    }

    /// What stands before the last line of a name, its end with it.
    private func scope(of name: String) -> String {
        name.index(ofLast: 0x0A).map { String(name[...$0]) } ?? ""
    }

    private func isHidden(_ name: String) -> Bool {
        name.utf8.dropFirst(scope(of: name).utf8.count).first == 0x2E
    }

    /// The job, then those it extends, the strongest first.
    private func chain(of job: String) -> [String] {
        guard let extends = byName[job]?.job.extends, !extends.isEmpty else { return [job] }
        var chain: [String] = []
        var stack = [job]
        var seen: Set<String> = []
        while let name = stack.popLast() {
            let isNew = chain.count < 16 ? !chain.contains(name) : seen.insert(name).inserted
            guard isNew, chain.count < 256 else { continue }
            chain.append(name)
            if chain.count == 16 { seen = Set(chain) }
            stack += byName[name]?.job.extends ?? []
        }
        return chain
    }

    private func variables(of job: String) -> [(name: String, supply: Supply)] {
        var result: [(name: String, supply: Supply)] = []
        func add(_ found: (job: TerraformStateFacts.Job, file: Int)) {
            for setting in found.job.variables {
                result.append((setting.name, Supply(value: setting.value, site: Site(found.file, setting.range))))
            }
        }
        let chain = chain(of: job)
        for name in [scope(of: job) + "variables"] + chain.reversed() {
            guard let found = byName[name] else { continue }
            for other in found.job.variableReferences { byName[other].map(add) }
            add(found)
        }
        guard !exports.isEmpty else { return result }
        // What the `before_script` that holds for it exports; of its own the reader knows.
        for name in chain + [scope(of: job) + "default", scope(of: job) + "before_script"] {
            if let found = exports[name] {
                for assignment in found.script.assignments.prefix(found.count)
                where assignment.choices == nil && assignment.arm == nil {
                    let site = Site(found.file, assignment.range)
                    result.append((assignment.name, Supply(value: assignment.value, site: site)))
                }
            }
            if byName[name]?.job.parts.contains("before_script") == true { break }
        }
        return result
    }
}
