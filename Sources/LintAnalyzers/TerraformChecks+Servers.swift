import LintSource

/// Whether states that go over http lie on a server that is known, and is none of GitLab's.
extension TerraformChecks {
    enum OtherServers: Sendable {
        case nowhere
        /// Those whose own inits and blocks are all of such servers.
        case files(Set<String>)
        /// All that the repository has over http is, and nothing in it may be of another that is not read.
        case everywhere
    }

    func otherServers() -> OtherServers {
        var stacks = FolderTable<Bool>()
        var some = false
        var all = true
        var tests: [String]?
        for folder in model.blocks.folders {
            guard let blocks = model.blocks[folder], blocks.contains(where: TerraformChecks.isHTTP) else { continue }
            let isOther = isOfOtherServer(folder, blocks, &tests)
            stacks[folder] = isOther
            some = some || isOther
            all = all && isOther
        }
        let loose = model.unplacedAnswers.filter { $0["address"] != nil && isOfOtherServer($0) }
        if !some, loose.isEmpty { return .nowhere }
        if some, all, !mayHaveOthers { return .everywhere }
        let files = files(of: stacks, loose: Set(loose.map(\.site)))
        return files.isEmpty ? .nowhere : .files(files)
    }

    private static func isHTTP(_ block: TerraformStack.Answer) -> Bool { block.backend?.hasLockMethods ?? false }

    /// Whether all that reaches a stack says so.
    private func isOfOtherServer(
        _ folder: Int, _ blocks: [TerraformStack.Answer], _ tests: inout [String]?
    ) -> Bool {
        guard blocks.allSatisfy(TerraformChecks.isHTTP), model.rewrittenBlocks[folder] == nil,
            !isConfigured(folder, in: nil)
        else { return false }
        let answers = (model.answers[folder] ?? []) + (model.standings[folder] ?? [])
        if model.answers[folder] == nil, blocks.allSatisfy({ $0.supplied.isEmpty }) {
            // A program above an empty block is what runs it.
            let homes = tests ?? tested()
            tests = homes
            if homes.contains(where: model.name(folder).hasPrefix) { return true }
        }
        return (answers.isEmpty ? blocks : answers).allSatisfy(isOfOtherServer)
    }

    /// Folders of programs that run inits, tests of a server of their own perhaps, in a repository that has nothing of
    /// GitLab's. (Of more no person has tests.)
    private func tested() -> [String] {
        guard model.paths.numbers(ending: [".gitlab-ci.yml"]).isEmpty else { return [] }
        var homes: [String] = []
        for number in model.files(with: .elsewhere) where homes.count < 64 {
            let facts = model.files[number].facts
            let home = model.name(model.folderOfFile[number]) + "/"
            guard facts.opensInit || facts.hints.contains(TerraformChecks.address), home != "/", homes.last != home,
                TerraformChecks.programs.contains(where: model.path(number).ends)
            else { continue }
            homes.append(home)
        }
        if homes.isEmpty { return homes }
        func isGitLabs(_ value: String) -> Bool { value.holds("gitlab") || value.holds("/terraform/state") }
        let hasGitLabs = model.files.contains { file in
            !file.facts.jobs.isEmpty || file.facts.environment.contains { isGitLabs($0.value) }
                || file.facts.backends.contains { $0.settings.contains { isGitLabs($0.value) } }
                || file.facts.scripts.contains { script in
                    script.value.commands.contains { $0.settings.contains { isGitLabs($0.value) } }
                        || script.value.environment.contains { isGitLabs($0.value) }
                }
        }
        return hasGitLabs ? [] : homes
    }

    /// Languages that tests of servers are written in.
    private static let programs: [StaticString] = [
        ".go", ".rs", ".py", ".ts", ".js", ".java", ".kt", ".cs", ".rb", ".ex", ".exs", ".swift",
    ]

    /// Whether it gives such an address, and nothing that is not known may give another.
    private func isOfOtherServer(_ answer: TerraformStack.Answer) -> Bool {
        guard answer.missing.isEmpty, !answer.isOpen, let address = answer.value("address") else { return false }
        return TerraformTemplate.namesOtherServer(address)
    }

    /// Whether something else of the repository may be of GitLab's.
    private var mayHaveOthers: Bool {
        if isGenerated || model.runs.contains(where: \.isWrappedInit) { return true }
        for answer in model.unplacedAnswers {
            if !answer.missing.isEmpty || answer.environment.contains(where: { $0.name == TerraformChecks.address }) {
                return true
            }
            if answer["address"] != nil, !isOfOtherServer(answer) { return true }
        }
        return model.files.contains { file in
            isOpen(file)
                || (file.facts.environment + file.facts.exports + file.facts.jobs.flatMap(\.value.variables)).contains {
                    $0.name == TerraformChecks.address && !TerraformTemplate.namesOtherServer($0.value)
                }
                || file.facts.backends.contains { $0.isDocumentation && isOfGitLab($0) }
        }
    }

    private static let address = "TF_HTTP_ADDRESS"

    /// Whether a file runs inits in a way that is not read, or sets an address for them.
    private func isOpen(_ file: TerraformFile) -> Bool {
        let facts = file.facts
        return facts.opensInit || facts.includesOthers || !facts.triggers.isEmpty
            || facts.hints.contains(TerraformChecks.address) || facts.pageVariables.contains(TerraformChecks.address)
    }

    /// Whether a block that is shown may be.
    private func isOfGitLab(_ block: TerraformStateFacts.Backend) -> Bool {
        guard TerraformBackend.all[block.type]?.hasLockMethods ?? false else { return false }
        let address = block.settings.last { $0.name == "address" }?.value
        return !(address.map(TerraformTemplate.namesOtherServer) ?? false)
    }

    /// - Parameters:
    ///   - stacks: those on http, and whether theirs is such a server.
    ///   - loose: inits without a stack that name one.
    private func files(of stacks: FolderTable<Bool>, loose: Set<Site>) -> Set<String> {
        var found: Set<Int> = []
        var refused: Set<Int> = []
        func note(_ file: Int, _ isOther: Bool) {
            if isOther { found.insert(file) } else { refused.insert(file) }
        }
        for number in model.files(with: .backends) {
            for block in model.files[number].facts.backends {
                if block.isDocumentation {
                    if TerraformBackend.all[block.type]?.hasLockMethods ?? false { note(number, !isOfGitLab(block)) }
                } else if let isOther = stacks[model.folderOfFile[number]] {
                    note(number, isOther)
                }
            }
        }
        for index in model.runs.indices {
            let run = model.runs[index]
            guard run.verb == "init", run.kind != .comment, !run.isOff else { continue }
            if run.places.isEmpty { note(run.file, loose.contains(run.site)) }
            for place in run.places {
                guard stacks[place.folder] != nil else { continue }
                let answer = place.answer.flatMap { model.answers[place.folder]?[$0] }
                note(run.file, answer.map(isOfOtherServer) ?? false)
            }
        }
        let files = found.subtracting(refused).filter { !isOpen(model.files[$0]) }
        return Set(files.map { model.files[$0].source })
    }
}

extension TerraformTemplate {
    /// Whether an address names a server that is none of GitLab's: its host is written out, and so is as much of its path as
    /// would tell that it is GitLab's API.
    static func namesOtherServer(_ address: String) -> Bool {
        // (No person's address is so long, and each is asked for each init.)
        guard address.utf8.count <= 2_048 else { return false }
        // HCL's text with a variable in it.
        if address.begins("${\""), address.ends("\"}") {
            return namesOtherServer(String(address.dropFirst(3).dropLast(2)))
        }
        let text = address.lowercased()
        let scheme = text.begins("https://") ? 8 : 7
        guard scheme == 8 || text.begins("http://"), !text.holds("gitlab") else { return false }
        let authority = text.dropFirst(scheme).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        // (Letters in capitals are a name to be filled in.)
        let shown = address.dropFirst(scheme).prefix(authority.count)
        guard host.utf8.contains(where: { $0.isLetter || $0.isDigit }),
            host.utf8.allSatisfy({ $0.isWord || "-.:[]".utf8.contains($0) }), !isPlaceholder(String(shown))
        else { return false }
        let path = text[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
        if path.holds("/terraform/state") && path.holds("/projects/") { return false }
        let parts = path.split(separator: "/", maxSplits: 2)
        func isOpen(_ index: Int) -> Bool {
            parts.indices.contains(index) && (TerraformTemplate.isOpen(String(parts[index])) || parts[index].holds("{"))
        }
        if isOpen(0) { return false }
        guard parts.first == "api" else { return true }
        return !isOpen(1) && !(parts.count > 1 && parts[1].count == 2 && parts[1].first == "v")
    }
}
