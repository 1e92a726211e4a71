/// The fold: all files' facts to stacks. Linear in stacks and feeders, but for recipes that take a stack as parameter,
/// which are tried on each stack.
public struct TerraformStacks: Sendable {
    /// In path order.
    public private(set) var stacks: [TerraformStack] = []
    /// Inits that no known stack is proved to be reached by: `path:line`.
    public private(set) var unplaced: [String] = []

    private var files: [String: TerraformStateFacts] = [:]
    private var jobs = TerraformJobs()
    private var answers: [String: [TerraformStack.Answer]] = [:]
    private var feeders: [String: [TerraformStack.Feeder]] = [:]
    private var folders: Set<String> = []

    /// - Parameters:
    ///   - facts: in path order.
    ///   - paths: all files that are known.
    public init(_ facts: [(path: String, facts: TerraformStateFacts)], paths: [String]) {
        var blocks: [String: [TerraformStack.Answer]] = [:]
        for file in facts {
            files[file.path] = file.facts
            jobs.add(file.facts.jobs)
            for block in file.facts.backends {
                blocks[TerraformStacks.folder(of: file.path), default: []].append(
                    .init(type: block.type, values: block.arguments, path: file.path, line: block.line))
            }
        }
        var callers: [String: String] = [:]
        for file in facts {
            let folder = TerraformStacks.folder(of: file.path)
            for source in file.facts.modules {
                let child = TerraformTemplate.join(folder, source)
                if callers[child] == nil { callers[child] = folder }
            }
        }
        var modules: Set<String> = []
        for path in paths where path.hasSuffix(".tf") || path.hasSuffix(".tofu") {
            modules.insert(TerraformStacks.folder(of: path))
        }
        folders = Set(blocks.keys)
        var runs: [Run] = []
        for file in facts {
            for script in file.facts.scripts { runs += self.runs(of: script, in: file) }
        }
        for run in runs where run.initialization.usesBackend {
            guard let folder = run.folder else { continue }
            if modules.contains(folder) { folders.insert(folder) }
            // `stacks/{{stack}}`: each folder of modules there is one that the recipe is for.
            guard TerraformTemplate.isOpen(folder), folder.contains("/") else { continue }
            for module in modules where !folders.contains(module) {
                if bindings(folder, module, run) != nil { folders.insert(module) }
            }
        }
        let order = folders.sorted()
        for run in runs { place(run, order: order, blocks: blocks) }
        for folder in order {
            var stack = TerraformStack(path: folder.isEmpty ? "." : folder)
            stack.feeders = feeders[folder] ?? []
            stack.judge(answers[folder] ?? [], blocks: blocks[folder] ?? [])
            if let caller = callers[folder], answers[folder] == nil, stack.backend != nil {
                stack.authority = .none
                stack.why =
                    "no init runs here; as a child module of \(caller.isEmpty ? "." : caller) its backend block is ignored"
            }
            stacks.append(stack)
        }
        findShared()
    }

    /// Two stacks on one address: each plans to destroy the other's resources.
    private mutating func findShared() {
        var owners: [String: [Int]] = [:]
        for (index, stack) in stacks.enumerated() where stack.backend != "local" && stack.authority != .none {
            // What is open may differ from stack to stack, unless it comes from outside everywhere.
            guard let address = stack.address, !TerraformTemplate.isOpen(address) else { continue }
            owners[address, default: []].append(index)
        }
        for indices in owners.values where indices.count > 1 {
            for index in indices {
                let other = stacks[indices[0] == index ? indices[1] : indices[0]].path
                stacks[index].authority = .conflicting
                stacks[index].why =
                    "shares its address with \(indices.count - 1) other, \(other); " + stacks[index].why
            }
        }
    }

    /// An init with the variables of one job that runs it.
    private struct Run {
        var path: String
        var script: TerraformStateFacts.Script
        var initialization: TerraformStateFacts.Initialization
        var variables: [String: String]
        var folder: String?
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    private func runs(of script: TerraformStateFacts.Script, in file: (path: String, facts: TerraformStateFacts))
        -> [Run]
    {
        let contexts =
            TerraformStateFacts.isGitLab(file.path) ? script.job.map { jobs.contexts(of: $0) } ?? [[:]] : [[:]]
        return script.initializations.flatMap { initialization in
            contexts.map { variables in
                var run = Run(path: file.path, script: script, initialization: initialization, variables: variables)
                run.folder = initialization.folder.map {
                    // A variable in a path may hold `..` and `.`.
                    TerraformTemplate.join(
                        "", expand($0, run, bound: [:], before: initialization.assignments))
                }
                return run
            }
        }
    }

    private mutating func place(_ run: Run, order: [String], blocks: [String: [TerraformStack.Answer]]) {
        guard let folder = run.folder else { return unplaced.append("\(run.path):\(run.initialization.line)") }
        if folders.contains(folder) { return feed(folder, run, bound: [:], blocks: blocks) }
        var found = false
        if TerraformTemplate.isOpen(folder) {
            for stack in order {
                guard let bound = bindings(folder, stack, run) else { continue }
                feed(stack, run, bound: bound, blocks: blocks)
                found = true
            }
        }
        if !found { unplaced.append("\(run.path):\(run.initialization.line)") }
    }

    /// What a recipe's parameters or a loop's variables are when `pattern` is `folder`; `nil` where it cannot be, or
    /// where an open part is neither of these.
    private func bindings(_ pattern: String, _ folder: String, _ run: Run) -> [String: String]? {
        let parts = pattern.split(separator: "/")
        let segments = folder.split(separator: "/")
        guard parts.count == segments.count else { return nil }
        var result: [String: String] = [:]
        for (part, segment) in zip(parts, segments) where part != segment {
            guard let variable = TerraformTemplate.variable(part) else { return nil }
            if variable.isJust {
                // A name that is no variable of the Justfile is the recipe's parameter.
                if files[run.path]?.justVariables[variable.name] != nil { return nil }
            } else {
                let loop = run.script.assignments.last { $0.name == variable.name }
                guard let choices = loop?.choices, choices.contains(String(segment)) else { return nil }
            }
            if let known = result[variable.name], known != segment { return nil }
            result[variable.name] = String(segment)
        }
        return result
    }

    private mutating func feed(
        _ folder: String, _ run: Run, bound: [String: String], blocks: [String: [TerraformStack.Answer]]
    ) {
        let initialization = run.initialization
        func resolved(_ text: String) -> String {
            expand(text, run, bound: bound, before: initialization.assignments)
        }
        let type = blocks[folder]?.first?.type ?? "local"
        var answer = TerraformStack.Answer(type: type, values: [:], path: run.path, line: initialization.line)
        var arguments: [String] = []
        if type == "http" {
            for (key, value) in environment(run) {
                let text = resolved(value)
                answer.values[key] = text
                arguments.append("TF_HTTP_\(key.uppercased())=\(TerraformStack.shown(key, text))")
            }
        }
        // The block beats the environment, `-backend-config` beats the block; the later one the earlier.
        answer.values.merge(blocks[folder]?.first?.values ?? [:]) { $1 }
        for text in initialization.configurations.map(resolved) {
            if let equals = text.firstIndex(of: "="), TerraformTemplate.isName(text[..<equals]) {
                let key = String(text[..<equals])
                let value = String(text[text.index(after: equals)...])
                answer.values[key] = value
                arguments.append("\(key)=\(TerraformStack.shown(key, value))")
            } else {
                arguments.append(text)
                if let settings = files[TerraformTemplate.join(folder, text)]?.settings {
                    answer.values.merge(settings) { $1 }
                } else {
                    answer.missing.append(text)
                }
            }
        }
        answer.scope = scope(of: answer.address ?? "", run)
        if !initialization.usesBackend { arguments.append("-backend=false") }
        let feeder = TerraformStack.Feeder(
            path: run.path, line: initialization.line, kind: run.script.kind, arguments: arguments)
        // Two jobs that hand over the same are one feeder.
        let isKnown = feeders[folder, default: []].last.map {
            $0.path == feeder.path && $0.line == feeder.line && $0.arguments == feeder.arguments
        }
        if isKnown != true { feeders[folder, default: []].append(feeder) }
        if initialization.usesBackend { answers[folder, default: []].append(answer) }
    }

    /// A Justfile's variable means something in its file, a command's output or a script's own variable in its script;
    /// a variable from outside everywhere.
    private func scope(of text: String, _ run: Run) -> String {
        let own = Set(run.script.assignments.lazy.map(\.name))
        let isOwn = TerraformTemplate.pieces(text).contains { piece in
            guard piece.hasPrefix("$") else { return false }
            if piece.contains(":-") { return false }
            return TerraformTemplate.variable(piece).map { own.contains($0.name) } ?? true
        }
        if isOwn || text.contains("`") { return "\(run.path):\(run.initialization.line)" }
        return text.contains("{{") ? run.path : ""
    }

    /// `TF_HTTP_*` at the init, by argument, in order of the names: the job's variables, then the script's own.
    private func environment(_ run: Run) -> [(key: String, value: String)] {
        var result: [String: String] = [:]
        for (name, value) in run.variables where name.hasPrefix("TF_HTTP_") {
            result[String(name.dropFirst(8)).lowercased()] = value
        }
        for assignment in run.script.assignments.prefix(run.initialization.assignments)
        where assignment.name.hasPrefix("TF_HTTP_") && assignment.choices == nil {
            result[String(assignment.name.dropFirst(8)).lowercased()] = "${\(assignment.name)}"
        }
        return result.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Resolves by what is bound, the script's assignments before `before`, the job's and the Justfile's variables.
    /// At most 500 variables are looked up for one text: definitions that multiply stay symbolic.
    private func expand(_ text: String, _ run: Run, bound: [String: String], before: Int) -> String {
        var budget = 500
        return expand(text, run, bound: bound, before: before, depth: 0, budget: &budget)
    }

    private func expand(
        _ text: String, _ run: Run, bound: [String: String], before: Int, depth: Int, budget: inout Int
    ) -> String {
        guard depth < 16 else { return text }
        return TerraformTemplate.expand(text) { name, isJust in
            guard budget > 0 else { return nil }
            budget -= 1
            if let value = bound[name] { return value }
            if isJust {
                guard let value = files[run.path]?.justVariables[name], value != "{{\(name)}}" else { return nil }
                return expand(value, run, bound: bound, before: before, depth: depth + 1, budget: &budget)
            }
            let assignments = run.script.assignments
            let candidates = assignments.indices.prefix(before).filter { assignments[$0].name == name }
            if let index = chosen(candidates, run, bound: bound, depth: depth, budget: &budget) {
                return expand(
                    assignments[index].value, run, bound: bound, before: index, depth: depth + 1, budget: &budget)
            }
            guard candidates.isEmpty, let value = run.variables[name], value != text else { return nil }
            return expand(value, run, bound: bound, before: 0, depth: depth + 1, budget: &budget)
        }
    }

    /// The assignment that holds: the last, unless it stands in a `case` that is not decided.
    private func chosen(
        _ candidates: [Int], _ run: Run, bound: [String: String], depth: Int, budget: inout Int
    ) -> Int? {
        for index in candidates.reversed() {
            let assignment = run.script.assignments[index]
            if assignment.choices != nil { return nil }
            guard let arm = assignment.arm else { return index }
            let subject = expand(arm.subject, run, bound: bound, before: index, depth: depth + 1, budget: &budget)
            if TerraformTemplate.isOpen(subject) { return nil }
            if arm.earlier.contains(subject) { continue }
            if arm.patterns.contains(subject) || arm.patterns == ["*"] { return index }
            if arm.patterns.contains(where: { $0.contains { "*?[".contains($0) } }) { return nil }
        }
        return nil
    }
}
