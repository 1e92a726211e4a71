import LintFindings
import LintSource

/// The fold: all files' facts to stacks. Linear in stacks and feeders, but for recipes that take a stack as parameter,
/// which are tried on each stack.
public struct TerraformStacks: Sendable {
    /// In path order.
    public private(set) var stacks: [TerraformStack] = []
    /// Feeders that no known stack is proved to be reached by: `path:line`.
    public private(set) var unplaced: [String] = []

    /// All commands, each with one job that runs it, and the folder where that is known.
    private(set) var runs: [Run] = []
    /// What reaches each stack, by folder.
    private(set) var answers: [String: [TerraformStack.Answer]] = [:]
    /// What inits hand over whose stack is not known.
    private(set) var unplacedAnswers: [TerraformStack.Answer] = []
    private(set) var blocks: [String: [TerraformStack.Answer]] = [:]
    /// Folders that are called as modules, and one that calls them.
    private(set) var callers: [String: String] = [:]
    /// Folders with configuration files.
    private(set) var modules: Set<String> = []
    private(set) var files: [String: TerraformStateFacts] = [:]
    private(set) var order: [String] = []
    private(set) var paths: Set<String> = []
    private(set) var jobs = TerraformJobs()
    private var feeders: [String: [TerraformStack.Feeder]] = [:]
    private var folders: Set<String> = []

    /// - Parameters:
    ///   - facts: in path order.
    ///   - paths: all files that are known.
    public init(_ facts: [(path: String, facts: TerraformStateFacts)], paths: [String]) {
        self.paths = Set(paths)
        order = facts.map(\.path)
        for file in facts {
            files[file.path] = file.facts
            jobs.add(file.facts, file.path)
            addBlocks(file.path, file.facts)
        }
        for file in facts where !file.facts.modules.isEmpty {
            let folder = TerraformStacks.folder(of: file.path)
            for source in file.facts.modules {
                let child = TerraformTemplate.join(folder, source)
                if callers[child] == nil { callers[child] = folder }
            }
        }
        for path in paths where path.hasSuffix(".tf") || path.hasSuffix(".tofu") {
            modules.insert(TerraformStacks.folder(of: path))
        }
        folders = Set(blocks.keys)
        for file in facts {
            for script in file.facts.scripts { runs += makeRuns(of: script, file.path) }
        }
        findFolders()
        let order = folders.sorted()
        for index in runs.indices { place(index, order: order) }
        feedFromEnvironment()
        for folder in order {
            var stack = TerraformStack(path: folder.isEmpty ? "." : folder)
            stack.feeders = feeders[folder] ?? []
            let given = (answers[folder] ?? []).filter { $0.kind != nil }
            stack.judge(given, blocks: blocks[folder] ?? [])
            if let caller = callers[folder], given.isEmpty, stack.backend != nil {
                stack.authority = .none
                stack.why =
                    "no init runs here; as a child module of \(caller.isEmpty ? "." : caller) its backend block is ignored"
            }
            stacks.append(stack)
        }
        findShared()
    }

    private mutating func addBlocks(_ path: String, _ facts: TerraformStateFacts) {
        for block in facts.backends where !block.isDocumentation {
            blocks[TerraformStacks.folder(of: path), default: []].append(
                TerraformStacks.answer(of: block, path))
        }
    }

    /// A block as an answer of its own.
    static func answer(of block: TerraformStateFacts.Backend, _ path: String) -> TerraformStack.Answer {
        var answer = TerraformStack.Answer(
            type: block.type, path: path, line: block.line, site: Site(path: path, anchor: block.anchor))
        for setting in block.settings {
            answer.supplied[setting.name] = .init(
                value: setting.value, origin: .block, site: Site(path: path, anchor: setting.anchor))
        }
        return answer
    }

    /// Two stacks on one address: each plans to destroy the other's resources.
    private mutating func findShared() {
        for group in sharing {
            for index in group {
                let other = stacks[group[0] == index ? group[1] : group[0]].path
                stacks[index].authority = .conflicting
                stacks[index].why =
                    "shares its address with \(group.count - 1) other, \(other); " + stacks[index].why
            }
        }
    }

    /// Stacks with one and the same closed address, by index.
    var sharing: [[Int]] {
        var owners: [String: [Int]] = [:]
        for (index, stack) in stacks.enumerated() where stack.backend != "local" && stack.authority != .none {
            // What is open may differ from stack to stack, unless it comes from outside everywhere.
            guard let address = stack.address, !TerraformTemplate.isOpen(address), !address.contains("{") else {
                continue
            }
            let isNamed = stack.backend != "remote" && stack.backend != "cloud"
            guard isNamed, let answer = (answers[stack.folder] ?? blocks[stack.folder])?.first else { continue }
            if TerraformTemplate.isShouted(address) { continue }
            // Another store; or another place for each workspace, which is where such stacks keep their states.
            let endpoint = ["endpoint", "endpoints.s3", "endpoints"].lazy.compactMap(answer.value).first ?? ""
            let prefix = answer.value("workspace_key_prefix") ?? ""
            if TerraformTemplate.isOpen(prefix + endpoint) { continue }
            owners[[address, endpoint, prefix].joined(separator: "\n"), default: []].append(index)
        }
        return owners.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }

    /// A command with the variables of one job that runs it.
    struct Run: Sendable {
        var path: String
        var script: TerraformStateFacts.Script
        var command: TerraformStateFacts.Command
        var variables: [String: TerraformJobs.Supply]
        var job: String?
        /// As far as it is resolved.
        var folder: String?
        /// The stacks it was found to run in.
        var stacks: [String] = []
        /// What a recipe's parameters are there.
        var bound: [[String: String]] = []

        var site: Site { Site(path: path, anchor: command.anchor) }
    }

    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    private func makeRuns(of script: TerraformStateFacts.Script, _ path: String) -> [Run] {
        let contexts = script.job.map { jobs.contexts(of: $0) } ?? [TerraformJobs.Context(job: "")]
        return script.commands.flatMap { command in
            contexts.map { context in
                var variables = context.variables
                for setting in script.environment {
                    variables[setting.name] = .init(
                        value: setting.value, site: Site(path: path, anchor: setting.anchor))
                }
                var run = Run(
                    path: path, script: script, command: command, variables: variables,
                    job: script.job == nil ? nil : context.job)
                var folder = command.folder
                if script.startsElsewhere, let job = run.job, let known = folder {
                    folder = jobs.start(of: job, ownScript: script.job == job).map { TerraformTemplate.join($0, known) }
                }
                run.folder = folder.map {
                    // A variable in a path may hold `..` and `.`.
                    TerraformTemplate.join("", expand($0, run, bound: [:], before: command.assignments))
                }
                settle(&run)
                return run
            }
        }
    }

    /// People run what documents, comments and scripts say from the root or from where they stand: the one of both that is
    /// there. Without `cd`, it is where they stand, if that is a stack.
    private func settle(_ run: inout Run) {
        guard [.documentation, .comment, .script].contains(run.script.kind), run.script.job == nil else { return }
        let home = TerraformStacks.folder(of: run.path)
        guard let folder = run.folder else {
            if blocks[home] != nil { run.folder = home }
            return
        }
        guard !home.isEmpty, !folder.hasPrefix("/"), !folder.hasPrefix("~"), !TerraformTemplate.isOpen(folder) else {
            return
        }
        let fromHome = TerraformTemplate.join(home, folder)
        if modules.contains(fromHome), fromHome != folder {
            run.folder = modules.contains(folder) ? nil : fromHome
        }
    }

    /// Folders that an init names are stacks too.
    private mutating func findFolders() {
        for run in runs where run.command.verb == "init" && run.command.usesBackend && run.script.kind != .comment {
            guard let folder = run.folder else { continue }
            if modules.contains(folder) { folders.insert(folder) }
            // `stacks/{{stack}}`: each folder of modules there is one that the recipe is for.
            guard TerraformTemplate.isOpen(folder), folder.contains("/") else { continue }
            for module in modules where !folders.contains(module) {
                if bindings(folder, module, run) != nil { folders.insert(module) }
            }
        }
    }

    private mutating func place(_ index: Int, order: [String]) {
        let run = runs[index]
        var found: [(stack: String, bound: [String: String])] = []
        if let folder = run.folder {
            if folders.contains(folder) {
                found = [(folder, [:])]
            } else if TerraformTemplate.isOpen(folder), folder.contains("/") || !folder.contains("{{") {
                for stack in order {
                    if let bound = bindings(folder, stack, run) { found.append((stack, bound)) }
                }
            }
        }
        runs[index].stacks = found.map(\.stack)
        runs[index].bound = found.map(\.bound)
        guard run.command.verb == "init", run.script.kind != .comment else { return }
        for (stack, bound) in found { feed(stack, run, bound: bound) }
        guard found.isEmpty else { return }
        let place = "\(run.path):\(run.command.line)"
        if unplaced.last != place { unplaced.append(place) }
        if run.command.usesBackend { unplacedAnswers.append(answer(of: run, folder: nil, bound: [:]).answer) }
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
                if files[run.path]?.fileVariables[variable.name] != nil { return nil }
            } else {
                let loop = run.script.assignments.last { $0.name == variable.name }
                guard let choices = loop?.choices, choices.contains(String(segment)) else { return nil }
            }
            if let known = result[variable.name], known != segment { return nil }
            result[variable.name] = String(segment)
        }
        return result
    }

    private mutating func feed(_ folder: String, _ run: Run, bound: [String: String]) {
        var (answer, arguments) = answer(of: run, folder: folder, bound: bound)
        if !run.command.usesBackend { arguments.append("-backend=false") }
        let feeder = TerraformStack.Feeder(
            path: run.path, line: run.command.line, kind: run.script.kind.rawValue, arguments: arguments)
        // Two jobs that hand over the same are one feeder.
        let isKnown = feeders[folder, default: []].last.map {
            $0.path == feeder.path && $0.line == feeder.line && $0.arguments == feeder.arguments
        }
        if isKnown != true { feeders[folder, default: []].append(feeder) }
        for file in run.command.files {
            let path = TerraformTemplate.join(
                folder, expand(file.value, run, bound: bound, before: run.command.assignments))
            guard let settings = files[path]?.settings else { continue }
            let shown = settings.map { "\($0.name)=\(TerraformStack.shown($0.name, $0.value))" }
            let known = feeders[folder, default: []].contains { $0.path == path }
            if !known {
                feeders[folder, default: []].append(.init(path: path, line: 1, kind: "file", arguments: shown))
            }
        }
        guard run.command.usesBackend else { return }
        answer.scope = scope(of: answer.address ?? "", run)
        answers[folder, default: []].append(answer)
    }

    /// What an init hands over: the block beats the environment, `-backend-config` beats the block, the later one the
    /// earlier.
    func answer(of run: Run, folder: String?, bound: [String: String]) -> (
        answer: TerraformStack.Answer, arguments: [String]
    ) {
        let command = run.command
        func resolved(_ text: String) -> String { expand(text, run, bound: bound, before: command.assignments) }
        let block = folder.flatMap { blocks[$0]?.first }
        var answer = TerraformStack.Answer(
            type: folder == nil ? nil : block?.type ?? "local", path: run.path, line: command.line, site: run.site,
            kind: run.script.kind)
        answer.command = command
        answer.job = run.job
        answer.isOpen =
            command.isOpen || run.variables["TF_CLI_ARGS_init"] != nil || run.variables["TF_CLI_ARGS"] != nil
        var given: [String: TerraformStack.Answer.Supplied] = [:]
        var arguments: [String] = []
        for setting in command.settings {
            let value = resolved(setting.value)
            arguments.append("\(setting.name)=\(TerraformStack.shown(setting.name, value))")
            // `...` in documents: something is left out.
            if value.contains("...") {
                answer.isOpen = true
                continue
            }
            given[setting.name] = .init(
                value: value, origin: .flag, site: Site(path: run.path, anchor: setting.anchor))
        }
        for file in command.files {
            let text = resolved(file.value)
            arguments.append(text)
            let path = folder.map { TerraformTemplate.join($0, text) }
            if let path, let settings = files[path]?.settings {
                for setting in settings {
                    given[setting.name] = .init(
                        value: setting.value, origin: .file, site: Site(path: path, anchor: setting.anchor))
                }
            } else {
                answer.missing.append(text)
            }
        }
        if answer.type == nil { answer.type = TerraformStacks.type(of: Array(given.keys)) }
        for (name, supply) in environment(run) {
            if name == "TF_CLI_ARGS_init" || name == "TF_CLI_ARGS" { answer.isOpen = true }
            if TerraformBackend.ownPrefixes.contains(where: name.hasPrefix), supply.site.anchor >= 0 {
                answer.environment.append((name, supply.site))
            }
            guard let type = answer.type, let argument = TerraformBackend.byVariable[name]?[type] else { continue }
            let value = resolved(supply.value)
            answer.supplied[argument] = .init(value: value, origin: .environment, site: supply.site)
            if TerraformBackend.all[type]?.ownPrefix != nil {
                arguments.append("\(name)=\(TerraformStack.shown(argument, value))")
            }
        }
        answer.supplied.merge(block?.supplied ?? [:]) { $1 }
        answer.supplied.merge(given) { $1 }
        return (answer, arguments)
    }

    /// The one type that takes all of these arguments.
    static func type(of arguments: [String]) -> String? {
        guard !arguments.isEmpty else { return nil }
        let types = TerraformBackend.all.values.filter { $0.arguments.isSuperset(of: arguments) }
        return types.count == 1 ? types[0].type : nil
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
        if isOwn || text.contains("`") { return "\(run.path):\(run.command.line)" }
        return text.contains("{{") ? run.path : ""
    }

    /// Variables at a command, in order of their names: what surrounds the script, then the script's own.
    func environment(_ run: Run) -> [(name: String, supply: TerraformJobs.Supply)] {
        var result: [String: TerraformJobs.Supply] = [:]
        for (name, supply) in run.variables
        where TerraformBackend.byVariable[name] != nil || name.hasPrefix("TF_CLI_ARGS") {
            result[name] = supply
        }
        for assignment in run.script.assignments.prefix(run.command.assignments)
        where assignment.choices == nil
            && (TerraformBackend.byVariable[assignment.name] != nil || assignment.name.hasPrefix("TF_CLI_ARGS"))
        {
            result[assignment.name] = .init(
                value: "${\(assignment.name)}", site: Site(path: run.path, anchor: assignment.anchor))
        }
        return result.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Dotenv files beside a stack; others serve stacks that nothing names.
    private mutating func feedFromEnvironment() {
        for path in order {
            guard let settings = files[path]?.environment,
                let first = settings.first(where: { $0.name.hasPrefix("TF_HTTP_") })
            else { continue }
            let line = files[path]?.anchors[first.anchor].location.start.line ?? 1
            let folder = TerraformStacks.folder(of: path)
            guard folders.contains(folder) else {
                unplaced.append("\(path):\(line)")
                continue
            }
            let arguments = settings.map { "\($0.name)=\(TerraformStack.shown($0.name.lowercased(), $0.value))" }
            feeders[folder, default: []].append(
                .init(path: path, line: line, kind: "environment", arguments: arguments))
        }
    }
}
