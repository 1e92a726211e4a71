import LintSource

/// Addresses with something open in them that several stacks have, letter for letter. What cannot be resolved is equal only
/// to itself: within one run of a script or a job it is, elsewhere it may be.
extension TerraformStacks {
    enum Likeness: Equatable {
        /// What stands open in it is of the folder, the job or the item of a list that it is said for.
        case none
        case perhaps
        /// Equal wherever the text and this scope are. `isWide`: also for one command in two folders.
        case same(scope: String, isWide: Bool)
    }

    /// How far an open variable has one value.
    private enum Extent: Int { case project, workflow, script, perhaps, none }

    func likeness(of address: String, _ answer: TerraformStack.Answer) -> Likeness {
        // (Each of its variables is looked up among the script's.)
        guard address.utf8.count <= 1_024, !TerraformTemplate.isBlank(address) else { return .none }
        var extent = Extent.project
        var text = address
        if address.holds("$(") || address.holds(0x60) {
            guard let (rest, isSure) = TerraformStacks.withoutSteady(address) else { return .none }
            text = rest
            let isTold = answer.command?.script.value.assignments.contains { $0.name.begins("AWS_") } ?? true
            extent = isSure && !isTold ? .script : .perhaps
        }
        for piece in TerraformTemplate.pieces(text) {
            let own = self.extent(of: piece, answer)
            if own == .none { return .none }
            if own.rawValue > extent.rawValue { extent = own }
        }
        guard let command = answer.command, let kind = answer.kind, !command.isCalled else { return .perhaps }
        let mark = "/.gitlab-ci.yml >\n"
        let project = answer.job?.firstRange(of: mark).flatMap { end in answer.job.map { $0[..<end.lowerBound] } }
        if extent == .project { return .same(scope: project.map(String.init) ?? "", isWide: true) }
        let script = command.script.value
        guard extent != .perhaps, kind == .script || kind == .recipe || kind == .job else { return .perhaps }
        if extent == .workflow { return .same(scope: "\(command.file)", isWide: false) }
        // Of arms one runs, and what is sourced between may set anything.
        let own = script.commands[command.index]
        guard script.sources.isEmpty, own.branches.isEmpty, !own.mayNotRun, !own.isLoaded, !own.isElsewhere,
            script.assignments.count < TerraformScriptReader.limit, let first = script.commands.first
        else { return .perhaps }
        return .same(scope: "\(command.file):\(first.range.start):\(answer.job ?? "")", isWide: false)
    }

    /// Variables that are of the folder that a command runs in, of its shell, or of its job.
    private static let placed: Set<String> = [
        "PWD", "OLDPWD", "CURDIR", "BASH_SOURCE", "RANDOM", "SECONDS", "ITEM", "KEY", "MATCH", "CI_NODE_INDEX", "item",
    ]
    /// Those that a shell sets with most of what it does.
    private static let fleeting: Set<String> = [
        "REPLY", "MAPFILE", "COPROC", "PIPESTATUS", "FUNCNAME", "LINENO", "SRANDOM", "EPOCHSECONDS", "EPOCHREALTIME",
        "OPTARG", "OPTIND", "DIRSTACK", "_",
    ]
    private static let constants = ["CI_PROJECT_", "CI_SERVER_", "CI_API_", "GITHUB_REPOSITORY"]

    private func extent(of piece: Substring, _ answer: TerraformStack.Answer) -> Extent {
        if piece.begins("${{") {
            if ["matrix.", "github.job", "strategy.", "job."].contains(where: piece.contains) { return .none }
            guard TerraformTemplate.reach(of: piece) == .repository else { return .perhaps }
            // An environment has secrets of its own.
            if piece.contains("secrets.") || piece.contains("vars.") {
                guard let file = answer.command?.file, !files[file].facts.namesEnvironments else { return .perhaps }
                return .workflow
            }
            return piece.contains("github.repository") ? .project : .perhaps
        }
        if piece.begins("{{") {
            guard let name = TerraformTemplate.variable(piece)?.name else { return .perhaps }
            if TerraformStacks.placed.contains(String(name.drop { $0 == "." })) { return .none }
            return isSet(name, answer) ? .perhaps : .script
        }
        // (Of `${notdir` nothing more is there.)
        guard piece.begins("$") else { return piece.holds("$") || piece.holds("{{") ? .perhaps : .project }
        // `$@` and `$*` of a recipe are its target.
        guard let name = TerraformTemplate.name(of: piece) else {
            return piece.begins("$@") || piece.begins("$*") || piece == "$" ? .none : .perhaps
        }
        let rest = piece.drop { $0 == "$" || $0 == "{" }.dropFirst(name.utf8.count)
        if rest.first == "." { return piece.contains("path.") ? .none : .perhaps }
        if TerraformStacks.placed.contains(name) || name.begins("CI_JOB_") { return .none }
        if answer.kind == .job, TerraformStacks.constants.contains(where: name.hasPrefix) {
            return name == "CI_PROJECT_DIR" ? .none : .project
        }
        // `${LIST[1]}`, `$(word 1,…)`, `${BUCKET:-$OTHER}`
        if TerraformStacks.fleeting.contains(name) || name.begins("BASH") || rest.holds("$") || rest.holds("`")
            || ["(", "[", " "].contains(where: rest.hasPrefix)
        {
            return .perhaps
        }
        return isSet(name, answer) ? .perhaps : .script
    }

    /// Whether a command's script sets a variable, or may.
    private func isSet(_ name: String, _ answer: TerraformStack.Answer) -> Bool {
        let hashes = [name.nameHash, TerraformScriptReader.anything.nameHash]
        return answer.command?.script.value.assignments.contains { hashes.contains($0.hash) } ?? true
    }

    /// Commands that print the same in every folder.
    private static let steady = [
        "aws sts get-caller-identity", "az account show", "gcloud config get", "git rev-parse --short HEAD",
        "git rev-parse --abbrev-ref HEAD", "git branch --show-current",
    ]

    /// A text without what such commands print, and whether they do so whatever has run before; `nil` where it has others.
    private static func withoutSteady(_ text: String) -> (rest: String, isSure: Bool)? {
        var rest = ""
        var isSure = true
        var left = text[...]
        while let open = left.firstRange(of: "$(") {
            rest += left[..<open.lowerBound]
            let inside = left[open.upperBound...]
            guard let close = inside.utf8.firstIndex(of: 0x29) else { return nil }
            let command = inside[..<close]
            // (What Azure's pipelines call a variable: `$(bucket)`.)
            let isName = command.utf8.allSatisfy { $0 == 0x2E || TerraformTemplate.isNameByte($0) }
            guard isName && command != "pwd" || steady.contains(where: command.hasPrefix) && !command.contains("$(")
            else { return nil }
            // (`--profile $P`: that may be another one each time.)
            if !command.hasPrefix(steady[0]) || command.holds("$") { isSure = false }
            left = inside[close...].dropFirst()
        }
        return left.contains("`") ? nil : (rest + left, isSure)
    }

    /// Stacks whose addresses are the same text, where nothing tells whether that means one state.
    mutating func markUnresolved() {
        var owners: [String: [Int]] = [:]
        for index in stacks.indices where stacks[index].authority != .none {
            if let address = stacks[index].address, !TerraformTemplate.isOpen(address) { continue }
            let folder = stacks[index].folder
            guard let given = standings[folder] ?? answers[folder] ?? blocks[folder] else { continue }
            for answer in given.prefix(16) {
                // (A password that is not shown, and a prefix of workspaces, are not open.)
                guard let address = answer.address, answer.type != "local", address.holds("$") || address.holds("{{"),
                    answer.isNamed, let place = TerraformStacks.place(of: address, answer),
                    owners[place]?.last != index, likeness(of: address, answer) != .none
                else { continue }
                owners[place, default: []].append(index)
            }
        }
        for group in owners.values.sorted(by: { $0[0] < $1[0] }) where group.count > 1 {
            for index in group where stacks[index].authority == .clear {
                stacks[index].authority = .unknown
                guard explains else { continue }
                let other = stacks[group[0] == index ? group[1] : group[0]].path
                stacks[index].why = "not resolved whether its state is that of \(other); " + stacks[index].why
            }
        }
    }
}
