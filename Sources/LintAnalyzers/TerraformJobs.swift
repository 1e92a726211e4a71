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
        let variables: [String: Supply]
        /// Those that backends read, in order of their names.
        let environment: [(name: String, supply: Supply)]

        init(job: String, variables: [String: Supply]) {
            self.job = job
            self.variables = variables
            environment = variables.filter { TerraformBackend.isRead($0.key) }.sorted { $0.key < $1.key }.map {
                ($0.key, $0.value)
            }
        }
    }

    private var byName: [String: (job: TerraformStateFacts.Job, file: Int)] = [:]
    /// Jobs that extend a job, take its script by reference, or use an anchor in it.
    private var users: [String: [String]] = [:]
    /// The jobs whose scripts a job takes, with itself.
    private var used: [String: [String]] = [:]
    /// Where the `before_script` of a job leaves the shell.
    private var before: [String: String?] = [:]
    /// Where a job's script leaves it.
    private var ends: [String: String?] = [:]
    /// The scripts that a job's own begins with, by anchor or reference.
    private var taken: [String: [String]] = [:]

    mutating func add(_ file: TerraformStateFacts, _ number: Int) {
        // Anchors are known in their own file only.
        var holders: [String: String] = [:]
        for job in file.jobs {
            for anchor in job.anchors { holders[anchor] = job.name }
            let parents =
                job.extends + job.references + job.aliases.compactMap { holders[$0] }.filter { $0 != job.name }
            for parent in parents { users[parent, default: []].append(job.name) }
            used[job.name, default: []] += parents
            taken[job.name] = parents.filter { !job.extends.contains($0) }
            byName[job.name] = (job, number)
        }
        for script in file.scripts.lazy.map(\.value) {
            guard let job = script.job else { continue }
            if let folder = script.beforeFolder { before.updateValue(folder, forKey: job) }
            ends.updateValue(script.endFolder, forKey: job)
        }
    }

    var all: [(job: TerraformStateFacts.Job, file: Int)] {
        byName.values.sorted { ($0.file, $0.job.name) < ($1.file, $1.job.name) }
    }

    /// Each job that runs the script in `job`: hidden jobs (`.name`) do not run themselves. Without a job that runs it,
    /// the hidden job itself. At most 256 jobs are looked at.
    func contexts(of job: String) -> [Context] {
        var result: [Context] = []
        var seen: Set<String> = [job]
        var queue = [job]
        var next = 0
        while next < queue.count, next < 256 {
            let name = queue[next]
            next += 1
            if !isHidden(name) { result.append(Context(job: name, variables: variables(of: name))) }
            for user in users[name] ?? [] where seen.insert(user).inserted { queue.append(user) }
        }
        return result.isEmpty ? [Context(job: job, variables: variables(of: job))] : result
    }

    /// The job and all whose scripts it may run.
    func closure(of job: String) -> Set<String> {
        var seen: Set<String> = [job]
        var stack = [job]
        while let name = stack.popLast(), seen.count < 256 {
            for parent in used[name] ?? [] where seen.insert(parent).inserted { stack.append(parent) }
        }
        return seen
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
        let scope = scope(of: job)
        for name in chain(of: job) + [scope + "default", scope + "before_script"] {
            if let folder = before[name] { return folder }
            if byName[name]?.job.parts.contains("before_script") == true { return "" }
        }
        return ""
    }

    private func scope(of name: String) -> String {
        name.lastIndex(of: "\n").map { String(name[...$0]) } ?? ""
    }

    private func isHidden(_ name: String) -> Bool {
        name.dropFirst(scope(of: name).count).hasPrefix(".")
    }

    /// The job, then those it extends, the strongest first.
    private func chain(of job: String) -> [String] {
        var chain: [String] = []
        var stack = [job]
        var seen: Set<String> = []
        while let name = stack.popLast() {
            guard seen.insert(name).inserted, chain.count < 256 else { continue }
            chain.append(name)
            stack += byName[name]?.job.extends ?? []
        }
        return chain
    }

    private func variables(of job: String) -> [String: Supply] {
        var result: [String: Supply] = [:]
        for name in [scope(of: job) + "variables"] + chain(of: job).reversed() {
            guard let found = byName[name] else { continue }
            for setting in found.job.variables {
                result[setting.name] = Supply(value: setting.value, site: Site(found.file, setting.range))
            }
        }
        return result
    }
}
