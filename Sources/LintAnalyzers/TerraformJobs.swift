/// GitLab jobs by name: which run a script, and with what variables.
struct TerraformJobs: Sendable {
    private var byName: [String: TerraformStateFacts.Job] = [:]
    /// Jobs that extend a job, or use an anchor in it.
    private var users: [String: [String]] = [:]

    mutating func add(_ jobs: [TerraformStateFacts.Job]) {
        // Anchors are known in their own file only.
        var holders: [String: String] = [:]
        for job in jobs {
            for anchor in job.anchors { holders[anchor] = job.name }
            for alias in job.aliases {
                if let holder = holders[alias], holder != job.name { users[holder, default: []].append(job.name) }
            }
            for parent in job.extends { users[parent, default: []].append(job.name) }
            byName[job.name] = job
        }
    }

    /// The variables of each job that runs the script in `job`: hidden jobs (`.name`) do not run themselves. Without a
    /// job that runs it, the hidden job's own. At most 256 jobs are looked at.
    func contexts(of job: String) -> [[String: String]] {
        var result: [[String: String]] = []
        var seen: Set<String> = [job]
        var queue = [job]
        var next = 0
        while next < queue.count, next < 256 {
            let name = queue[next]
            next += 1
            if !name.hasPrefix(".") { result.append(variables(of: name)) }
            for user in users[name] ?? [] where seen.insert(user).inserted { queue.append(user) }
        }
        return result.isEmpty ? [variables(of: job)] : result
    }

    /// A job's own variables over those it extends, the last named strongest.
    private func variables(of job: String) -> [String: String] {
        var result = byName["variables"]?.variables ?? [:]
        var chain: [String] = []
        var stack = [job]
        var seen: Set<String> = []
        while let name = stack.popLast() {
            guard seen.insert(name).inserted, chain.count < 256 else { continue }
            chain.append(name)
            stack += byName[name]?.extends ?? []
        }
        for name in chain.reversed() { result.merge(byName[name]?.variables ?? [:]) { $1 } }
        return result
    }
}
