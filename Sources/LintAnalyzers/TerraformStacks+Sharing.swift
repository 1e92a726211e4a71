import LintSource

/// One address with several owners: each plans to destroy the others' resources.
extension TerraformStacks {
    /// Stacks with one and the same address, by index.
    struct Sharing: Sendable {
        var stacks: [Int]
        var address: String
        /// Whether some of them are used with workspaces, which may keep their states apart.
        var mayBeApart: Bool
    }

    mutating func markShared() {
        for group in sharing {
            for index in group.stacks {
                let other = stacks[group.stacks[0] == index ? group.stacks[1] : group.stacks[0]].path
                if !group.mayBeApart {
                    stacks[index].authority = .conflicting
                } else if stacks[index].authority == .clear {
                    stacks[index].authority = .unknown
                }
                guard explains else { continue }
                stacks[index].why =
                    (group.mayBeApart ? "only workspaces keep its state apart from" : "shares its address with")
                    + " \(other)" + (group.stacks.count > 2 ? " and \(group.stacks.count - 2) more; " : "; ")
                    + stacks[index].why
            }
        }
    }

    /// One init gives several stacks an address with something open in it, and the same: nothing of their folders decides it,
    /// so it is perhaps one state. (What a command prints may be of the folder that it runs in.)
    mutating func markAlike() {
        var stackOfFolder: [Int: Int] = [:]
        for run in runs.indices
        where runs[run].places.count > 1 && runs[run].verb == "init" && runs[run].kind != .comment {
            var owners: [String: [Int]] = [:]
            for place in runs[run].places {
                guard let number = place.answer, let given = answers[place.folder], given.indices.contains(number),
                    let address = given[number].address, TerraformTemplate.isOpen(address), !address.holds("$(")
                else { continue }
                owners[address, default: []].append(place.folder)
            }
            guard owners.values.contains(where: { $0.count > 1 }) else { continue }
            if stackOfFolder.isEmpty {
                for index in stacks.indices { stackOfFolder[stacks[index].folder] = index }
            }
            for (_, folders) in owners.sorted(by: { $0.key < $1.key }) where folders.count > 1 {
                for folder in folders {
                    guard let index = stackOfFolder[folder], stacks[index].authority == .clear else { continue }
                    stacks[index].authority = .unknown
                    guard explains, let other = folders.first(where: { $0 != folder }) else { continue }
                    stacks[index].why = "not resolved whether its state is that of \(name(other)); " + stacks[index].why
                }
            }
        }
    }

    /// Stacks with one and the same closed address.
    func findSharing() -> [Sharing] {
        var first: [String: First] = [:]
        first.reserveCapacity(stacks.count)
        // What inits give whose stack is not known, and what those of them that may run in any.
        var loose: Set<String> = []
        var everywhere: Set<String> = []
        for answer in unplacedAnswers where answer.kind != .documentation {
            for argument in answer.supplied {
                loose.insert(argument.name)
                if TerraformStacks.givesEach(answer, argument) { everywhere.insert(argument.name) }
            }
        }
        var owners: [Owners: [Int]] = [:]
        for index in stacks.indices where stacks[index].authority != .none {
            let folder = stacks[index].folder
            // (A stack is large: only what is asked for is read.)
            switch stacks[index].backend {
            case nil: continue
            // What tags tell is many workspaces, each of which may have others too; so is a prefix, which is one's own.
            case "remote", "cloud":
                if stacks[index].stateNames.isEmpty || stacks[index].stateNames.contains(where: { $0.holds(":") }) {
                    continue
                }
            default: break
            }
            let given = standings[folder] ?? answers[folder] ?? blocks[folder] ?? []
            guard let only = given.first, (blocks[folder]?.count ?? 1) == 1 else { continue }
            // What leaves its name out has one from an init, perhaps, whose stack is not known; what has one, another.
            if only.command == nil, let name = only.backend?.name,
                (only.value(name) == nil ? loose : everywhere).contains(name)
            {
                continue
            }
            if stacks[index].backend != "local", let address = stacks[index].address {
                note(address, only, of: index, &first, &owners)
            } else {
                // One for each environment; or whichever of several that do not agree, as far as something runs there.
                for answer in given where stacks[index].authority == .clear || answer.kind != .documentation {
                    guard let address = address(of: answer, in: folder) else { continue }
                    note(address, answer, of: index, &first, &owners)
                }
            }
        }
        guard !owners.isEmpty else { return [] }
        let (named, isUsedSomewhere) = workspaces(among: Set(owners.values.joined()))
        /// Whether all of them select one and the same workspace: in it they have one state.
        func meet(_ group: [Int]) -> Bool {
            guard let first = group.first, var common = named[stacks[first].folder] else { return false }
            for index in group.dropFirst() { common.formIntersection(named[stacks[index].folder] ?? []) }
            return !common.isEmpty
        }
        return owners.sorted { ($0.key.first, $0.key.address) < ($1.key.first, $1.key.address) }.compactMap {
            owner, all in
            // (A folder whose name is filled in is what others are made from.)
            let group = all.filter {
                !TerraformStacks.isPutAside(stacks[$0].path) && !stacks[$0].path.holds(0x7B)
                    && !liesApart(stacks[$0].folder)
            }
            // A server on the machine itself is for trials, one after the other.
            guard group.count > 1, !TerraformChecks.isLocal(owner.address) else { return nil }
            // Examples with an example's store are there to be chosen from.
            if owner.address.holds("example") || owner.address.holds("://my-"),
                group.allSatisfy({ TerraformStacks.isExample(stacks[$0].path) })
            {
                return nil
            }
            let hasWorkspaces = blocks[stacks[group[0]].folder]?.first?.backend?.hasWorkspaces ?? true
            let isUsed = isUsedSomewhere || group.contains { named[stacks[$0].folder] != nil }
            return Sharing(
                stacks: group, address: owner.address,
                mayBeApart: hasWorkspaces && isUsed && !meet(group) || TerraformStacks.isPrefix(owner.address))
        }
    }

    /// Whether an address is that of all workspaces whose names begin so.
    private static func isPrefix(_ address: String) -> Bool {
        address.begins("remote://") && address.hasSuffix("*")
    }

    /// As states of different stacks are told apart: the path of a local one goes from the folder that its init runs in.
    func address(of answer: TerraformStack.Answer, in folder: Int) -> String? {
        guard answer.type == "local" else { return answer.address }
        // (One that goes nowhere is a file in each folder, which another's path may name.)
        guard let argument = answer["path"] else { return TerraformTemplate.join(name(folder), "terraform.tfstate") }
        let path = argument.value
        guard !path.isEmpty, !path.begins("~") else { return nil }
        // What is thrown away is nobody's state; and each job has a disk of its own.
        if TerraformStacks.temporary.contains(where: { path.begins($0) }) { return nil }
        if path.begins("/"), answer.kind == .job, argument.origin != .block { return nil }
        return TerraformTemplate.join(name(folder), path)
    }

    private static let temporary: [StaticString] = ["/dev/", "/tmp/", "/var/tmp/"]

    /// Whether a folder is called a copy of what was: nobody runs a stack in it. One that is itself called `backup` may make
    /// backups.
    private static func isPutAside(_ path: String) -> Bool {
        path.withBytes { bytes in
            let own = bytes.lastIndex(of: 0x2F) ?? 0
            var start = 0
            for end in 0...bytes.count where end == bytes.count || !bytes[end].isLetter && bytes[end] < 0x80 {
                let word = bytes[start..<end]
                start = end + 1
                func isOne(of words: [StaticString]) -> Bool {
                    words.contains { name in
                        word.count == name.utf8CodeUnitCount
                            && word.indices.allSatisfy { word[$0].lowered == name.utf8Start[$0 - word.startIndex] }
                    }
                }
                if isOne(of: aside) || end <= own && isOne(of: asideAbove) { return true }
            }
            return false
        }
    }

    private static func isExample(_ path: String) -> Bool {
        path.pathParts.contains { ["example", "examples", "sample", "samples"].contains($0) }
    }

    private static let aside: [StaticString] = ["bak", "archived", "old", "oldv", "deprecated", "obsolete"]
    private static let asideAbove: [StaticString] = ["backup", "backups", "archive", "archives"]

    /// Who has an address first, and what says so.
    private struct First {
        var index: Int
        var site: Site
    }

    /// Who has an address first, and which it is.
    private struct Owners: Hashable {
        var first: Int
        var address: String
    }

    private func note(
        _ address: String, _ answer: TerraformStack.Answer, of index: Int, _ first: inout [String: First],
        _ owners: inout [Owners: [Int]]
    ) {
        // What is open may differ from stack to stack, unless it comes from outside everywhere. A password that is not shown
        // makes no other place.
        let shown = address
        var address = shown
        if shown.holds("***") {
            for before in [":***@", "password=***"] {
                address = address.replacing(before, with: before.filter { $0 != "*" })
            }
        }
        let closed = TerraformStacks.isPrefix(address) ? String(address.dropLast()) : address
        var scope: String?
        if TerraformTemplate.isOpen(closed) {
            guard stacks[index].authority == .clear,
                case .same(let found, let isWide) = likeness(of: address, answer)
            else { return }
            scope = isWide ? found : found + "\n"
        } else if address.holds(0x7B) {
            return
        }
        if TerraformTemplate.isShouted(address) { return }
        guard var key = TerraformStacks.place(of: address, answer) else { return }
        if let scope { key += "\n" + scope }
        guard let owner = first[key] else {
            first[key] = First(index: index, site: answer.site)
            return
        }
        // One command in two folders may run for each on its own.
        if let scope, scope.hasSuffix("\n"), owner.site == answer.site { return }
        let place = Owners(first: owner.index, address: shown)
        if owner.index != index, owners[place]?.last != index { owners[place, default: [owner.index]].append(index) }
    }

    /// Equal for two addresses that are one place: not in another store, nor where workspaces keep their states elsewhere.
    /// `nil` where these are not known.
    static func place(of address: String, _ answer: TerraformStack.Answer) -> String? {
        let endpoint = answer.value("endpoint") ?? answer.value("endpoints.s3") ?? answer.value("endpoints") ?? ""
        let prefix = answer.value("workspace_key_prefix") ?? ""
        let own = canonical(address, answer)
        if endpoint.isEmpty, prefix.isEmpty { return own }
        if TerraformTemplate.isOpen(prefix + endpoint) { return nil }
        return [own, canonical(endpoint: endpoint), prefix].joined(separator: "\n")
    }

    /// Whether what an init gives may be another name for each stack that it runs in: it has holes, in a folder that has
    /// nothing else and is none that was made for the while.
    private static func givesEach(_ answer: TerraformStack.Answer, _ argument: TerraformStack.Answer.Argument) -> Bool {
        guard let folder = answer.command?.folder, !folder.isEmpty, !folder.holds("mktemp") else { return false }
        return isAnywhere(folder) && TerraformTemplate.isOpen(argument.supplied.value)
    }

    /// Whether nothing tells of a folder: it is all holes.
    private static func isAnywhere(_ folder: String?) -> Bool {
        let pattern = TerraformTemplate.withoutCommands(folder ?? "")
        return !TerraformTemplate.pieces(pattern).contains { !$0.begins("$") && !$0.begins("{{") }
    }

    /// The folders of these stacks in which workspaces other than the default one are selected, with the names of those that
    /// are written out where something runs; and whether some are where nothing tells.
    private func workspaces(among all: Set<Int>) -> (folders: [Int: Set<String>], isElsewhere: Bool) {
        var folders: [Int: Set<String>] = [:]
        var patterns: Set<String> = []
        var isElsewhere = false
        /// By file and folder.
        var chosen: [[Int]: Set<String>] = [:]
        for run in runs where run.kind != .comment && !run.isOff && mayFeed(run) {
            let operands = run.command.operands
            let selects = run.verb == "workspace" && ["select", "new"].contains(operands.first)
            // (Behind its name may stand the folder that it is of.)
            let selected = selects ? operands.dropFirst().first : nil
            guard selects && selected != "default" || run.names("TF_WORKSPACE") else { continue }
            if run.places.isEmpty, run.folderNumber == nil {
                let pattern = run.isOpen ? TerraformTemplate.withoutCommands(run.folder ?? "") : ""
                let isAnywhere = TerraformStacks.isAnywhere(pattern)
                if isAnywhere { isElsewhere = true }
                guard !isAnywhere, patterns.insert(pattern).inserted else { continue }
                let shape = TerraformTemplate.Shape(pattern)
                for index in all where shape.fits(stacks[index].path) {
                    folders[stacks[index].folder, default: []].formUnion([])
                }
            }
            let text = selects ? selected : run.workspace
            for place in run.places {
                let name = text.map { expand($0, run, bound: place.bound, before: run.command.assignments) } ?? ""
                let isKnown = run.kind != .documentation && !name.isEmpty && !TerraformTemplate.isOpen(name)
                folders[place.folder, default: []].formUnion([])
                if isKnown { chosen[[run.file, place.folder], default: []].insert(name) }
            }
        }
        // What a file selects besides others there, it may only pass through.
        for (place, names) in chosen where names.count == 1 && !names.contains("default") {
            folders[place[1], default: []].formUnion(names)
        }
        return (folders, isElsewhere)
    }
}

extension TerraformStacks.Run {
    /// What the environment selects for the command.
    fileprivate var workspace: String? {
        script.value.assignment(of: "TF_WORKSPACE", before: command.assignments)?.value ?? variable("TF_WORKSPACE")
    }

    /// Whether a variable is set where the command runs.
    fileprivate func names(_ name: String) -> Bool {
        variable(name) != nil || script.value.assignments.contains { $0.name == name }
    }
}
