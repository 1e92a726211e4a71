import LintSource

/// What an init, with its block and its environment, comes to.
extension TerraformChecks {
    /// A part of the stacks.
    mutating func checkAnswers(part: Int, of parts: Int) {
        let count = model.stacks.count
        for index in (count * part / parts)..<(count * (part + 1) / parts) {
            let folder = model.stacks[index].folder
            let given = model.answers[folder] ?? []
            let block = model.blocks[folder]?.first
            // (No person's stack has so many.)
            var others = TerraformCompanions(Array(given.prefix(256)))
            for answer in given { check(answer, folder, others: &others) }
            checkLocks(model.stacks[index], given)
            if let block, model.callers[folder] == nil {
                // (What no init is known of, one that somebody leads there may complete.)
                let own = model.standings[folder] ?? (given.isEmpty ? [block] : [])
                var others = TerraformCompanions(given.isEmpty ? model.mayHandOver(folder) : [])
                for answer in own { check(answer, folder, others: &others) }
            }
        }
    }

    /// Those of no stack that is known.
    mutating func checkLooseAnswers() {
        for answer in model.unplacedAnswers { checkAlone(answer, nil) }
        for answer in model.offAnswers { checkSecrets(answer) }
        for (folder, answer) in model.apartAnswers { checkAlone(answer, folder) }
        for number in model.files(with: .shown) {
            for block in model.files[number].facts.backends where block.isDocumentation {
                checkAlone(TerraformStacks.answer(of: block, number), nil)
            }
        }
        checkUnused()
    }

    private mutating func checkAlone(_ answer: TerraformStack.Answer, _ folder: Int?) {
        var others = TerraformCompanions([])
        check(answer, folder, others: &others)
    }

    private mutating func check(
        _ answer: TerraformStack.Answer, _ folder: Int?, others: inout TerraformCompanions
    ) {
        checkSecrets(answer)
        guard let backend = answer.backend else { return }
        checkFlags(answer, backend, folder, others.answers)
        guard backend.hasLockMethods else { return checkLock(answer, backend, folder, &others) }
        checkPairs(answer, folder, &others)
        checkUser(answer, folder, &others)
    }

    private func identity(_ answer: TerraformStack.Answer, _ folder: Int?) -> String {
        // Not of the stack: what a recipe for all of them does wrong is one mistake.
        answer.backend?.identity ?? "terraform.backend.\(answer.type ?? "")"
    }

    /// Whether what an answer lacks may come from somewhere else.
    private func mayBeSupplied(_ argument: String, _ answer: TerraformStack.Answer, _ others: inout TerraformCompanions)
        -> Bool
    {
        if answer.isOpen || !answer.missing.isEmpty || isGenerated { return true }
        // A block is completed by any init; what one init lacks no other gives it.
        if answer.kind == nil || answer.supplied.allSatisfy({ $0.supplied.origin == .block }) {
            if others.isOpen || others.give(argument).any { return true }
            if strangers.supply(argument) || handed.contains(where: { $0.mayGive(argument, to: answer) }) {
                return true
            }
            if beside[home(of: answer)]?.contains(argument) == true { return true }
        }
        // An init that no stack is known of completes some block.
        if answer.kind != nil, others.answers.isEmpty, saidInBlocks.contains(argument) { return true }
        return isInLooseEnvironment(argument)
    }

    /// Whether a dotenv file or a variable that no init is seen with holds the argument of the http backend.
    func isInLooseEnvironment(_ argument: String) -> Bool {
        looseVariables.contains("TF_HTTP_" + argument.uppercased())
    }

    // MARK: locks

    private mutating func checkPairs(
        _ answer: TerraformStack.Answer, _ folder: Int?, _ others: inout TerraformCompanions
    ) {
        let identity = identity(answer, folder)
        func filled(_ name: String) -> TerraformStack.Answer.Supplied? {
            answer[name].flatMap { $0.value.isEmpty ? nil : $0 }
        }
        let lock = filled("lock_address")
        let unlock = filled("unlock_address")
        if let lock, unlock == nil, !mayBeSupplied("unlock_address", answer, &others) {
            report("tofu/lock-without-unlock", lock.site, identity: identity)
        }
        if let unlock, lock == nil, !mayBeSupplied("lock_address", answer, &others) {
            report("tofu/unlock-without-lock", unlock.site, identity: identity)
        }
        if let address = filled("address"), lock == nil, unlock == nil, !mayBeSupplied("lock_address", answer, &others)
        {
            report("tofu/http-without-lock", address.site, identity: identity)
        }
        if let lock, checkMethod("lock_method", standard: "LOCK", "POST", lock, answer, &others) { return }
        if let unlock { _ = checkMethod("unlock_method", standard: "UNLOCK", "DELETE", unlock, answer, &others) }
    }

    /// Whether an address that wants another method has the default one.
    private mutating func checkMethod(
        _ method: String, standard: String, _ wanted: String, _ address: TerraformStack.Answer.Supplied,
        _ answer: TerraformStack.Answer, _ others: inout TerraformCompanions
    ) -> Bool {
        guard address.value.ends("/lock") else { return false }
        // A forge has one address for both; where there is another to unlock, it is a server that tells by these.
        if let unlock = answer.value("unlock_address"), unlock.ends("/unlock") { return false }
        let own = answer.value(method)
        guard own ?? standard == standard, own != nil || !mayBeSupplied(method, answer, &others) else { return false }
        report(
            "tofu/lock-default-method", address.site, identity: identity(answer, nil),
            values: ["method": method, "default": standard, "wanted": wanted])
        return true
    }

    /// s3 and others that lock only when they are told to.
    private mutating func checkLock(
        _ answer: TerraformStack.Answer, _ backend: TerraformBackend, _ folder: Int?,
        _ others: inout TerraformCompanions
    ) {
        guard case .arguments(let names) = backend.locking, !backend.locks(answer.value), !answer.isOpen,
            answer.missing.isEmpty, !isGenerated || answer.address != nil
        else { return }
        let supplied = beside[folder ?? home(of: answer)] ?? []
        let mayLock = names.contains { name in
            supplied.contains(name)
                || others.isOpen || others.give(name).meant
                || answer.kind == nil
                    && (strangers.supply(name) || strangers.areOpen
                        || handed.contains { $0.mayGive(name, to: answer) })
        }
        guard !mayLock else { return }
        let block = folder.flatMap { model.blocks[$0]?.first?.site } ?? answer.site
        // A partial block is completed by people too.
        guard folder == nil && answer.kind == nil || answer.address != nil || answer[names[0]] != nil else {
            return
        }
        if folder == nil, answer.kind != nil { return }
        if folder == nil, answer.address == nil { return }
        report(
            "tofu/s3-without-lock", block, identity: "terraform.backend.\(backend.type)", values: ["type": backend.type]
        )
    }

    // MARK: users and secrets

    private mutating func checkUser(
        _ answer: TerraformStack.Answer, _ folder: Int?, _ others: inout TerraformCompanions
    ) {
        let identity = identity(answer, folder)
        let user = answer["username"]
        let password = answer["password"]
        if let password, !password.value.isEmpty, (user?.value ?? "").isEmpty,
            !mayBeSupplied("username", answer, &others)
        {
            report("tofu/password-without-username", password.site, identity: identity)
        }
        guard let user, !user.value.isEmpty else { return }
        let isGitLab = answer.job != nil
        let isJobUser = user.value == "gitlab-ci-token"
        if (password?.value ?? "").isEmpty, answer.kind == .job || isGitLab, !answer.isOpen, answer.missing.isEmpty {
            // A project's settings may give the password of another user; never that of the job.
            let isWorkflow =
                model.path(Int(answer.site.file)).begins(".github/")
                && !model.files[Int(answer.site.file)].facts.written.contains("$GITHUB_ENV")
            if isGitLab && isJobUser || isWorkflow {
                report("tofu/username-without-password", user.site, identity: identity)
            }
        }
        guard isJobUser, !isGitLab, let password, !password.value.isEmpty, !password.value.holds("CI_JOB_TOKEN")
        else {
            return
        }
        let isForPeople = answer.kind == .recipe || answer.kind == .documentation
        if isForPeople || isPersonal(password.value) {
            report(
                "tofu/job-user-with-personal-token", user.site, identity: identity,
                related: [(password.site, "the token")])
        }
    }

    /// Whether a dotenv file shows the variable to be a personal token.
    private func isPersonal(_ value: String) -> Bool {
        if value.hasPrefix("glpat-") { return true }
        guard let piece = TerraformTemplate.pieces(value).first, let name = TerraformTemplate.name(of: piece) else {
            return false
        }
        return personalVariables.contains(name)
    }

    private mutating func checkSecrets(_ answer: TerraformStack.Answer) {
        guard let command = answer.command else { return }
        for (name, value, site) in answer.arguments { checkSecret(name, value, site, answer) }
        for setting in command.settings {
            checkSecret(setting.name, setting.value, Site(command.file, setting.range), answer)
        }
    }

    private mutating func checkSecret(
        _ name: String, _ value: String, _ site: Site, _ answer: TerraformStack.Answer
    ) {
        guard !value.isEmpty else { return }
        let isSecret =
            answer.backend.map { $0.known[name]?.isSecret ?? false } ?? TerraformBackend.isSecretAnywhere(name)
        let isAddress = answer.backend?.urls.contains(name) ?? name.ends("address")
        if isSecret || isAddress && Redaction.holdsPassword(value) {
            report("tofu/backend-config-secret", site, identity: name)
        }
    }

    // MARK: arguments of another backend

    private mutating func checkFlags(
        _ answer: TerraformStack.Answer, _ backend: TerraformBackend, _ folder: Int?,
        _ others: [TerraformStack.Answer]
    ) {
        // A page that shows how the state moves from one backend to this one.
        let isMove =
            answer.kind == .documentation && answer.address == nil
            && others.contains { $0.site.file == answer.site.file && $0.address != nil }
        let all = answer.supplied
        let count = all.count { $0.supplied.origin != .block }
        guard count > 0 else { return }
        // Of these HCP Terraform takes none.
        // Without a block init drops them with a warning, and keeps the state in a file.
        let isRead = !isMove && backend.type != "cloud" && (folder.map { model.blocks[$0] != nil } ?? false)
        // Mostly it is one, which needs no order.
        if count == 1 {
            for item in all where item.supplied.origin != .block { checkFlag(item, backend, folder, isRead: isRead) }
            return
        }
        let given = all.indices.filter { all[$0].supplied.origin != .block }.sorted { all[$0].name < all[$1].name }
        for index in given { checkFlag(all[index], backend, folder, isRead: isRead) }
    }

    private mutating func checkFlag(
        _ argument: TerraformStack.Answer.Argument, _ backend: TerraformBackend, _ folder: Int?, isRead: Bool
    ) {
        let supplied = argument.supplied
        // (What a script writes anew is of the type that it says.)
        let isWritten = folder.map { model.rewrittenBlocks[$0] != nil } ?? false
        if isRead, !isWritten, supplied.origin != .environment, !argument.name.holds(0x2E) {
            checkArgument(argument.name, supplied.site, backend, identity: "-backend-config", in: folder)
        }
        checkRoad(argument.name, supplied.value, supplied.site, backend, identity: "-backend-config")
    }

    /// `TF_HTTP_*` beside an init of another backend, where no other init reads it.
    private mutating func checkUnused() {
        var candidates: [(name: String, site: Site, folder: Int, type: String, owner: String)] = []
        for index in model.stacks.indices {
            let folder = model.stacks[index].folder
            // What a script writes anew is of the type that it says.
            if model.rewrittenBlocks[folder] != nil { continue }
            for answer in model.answers[folder] ?? [] where !isConfigured(folder, in: Int(answer.site.file)) {
                for (name, site) in answer.environment {
                    guard let backend = answer.backend,
                        let owner = TerraformBackend.owner(of: name), owner.type != backend.type
                    else { continue }
                    candidates.append((name, site, folder, backend.type, owner.type))
                }
            }
        }
        guard !candidates.isEmpty else { return }
        var used: Set<Site> = []
        for answer in model.answers.values.joined() { used.formUnion(answer.supplied.lazy.map(\.supplied.site)) }
        for item in candidates where !used.contains(item.site) {
            let block = model.blocks[item.folder]?.first?.site
            report(
                "tofu/unused-environment", item.site, identity: item.name,
                values: ["type": item.type, "owner": item.owner],
                related: block.map { [($0, "the backend that does not read it")] } ?? [])
        }
    }

    private func home(of answer: TerraformStack.Answer) -> Int { model.folderOfFile[Int(answer.site.file)] }
}

extension TerraformChecks {
    /// Files whose inits are all of stacks with another backend than the one that a wrapper, which some of them go through,
    /// sets its variables for: these are unused, and the wrapper has no say in where the state is.
    func wrappersOfOtherBackends() -> Set<String> {
        var wrapped: Set<Int> = []
        for index in model.runs.indices where model.runs[index].isWrappedInit { wrapped.insert(model.runs[index].file) }
        // What an include brings runs inits of stacks that are not seen.
        wrapped = wrapped.filter {
            let facts = model.files[$0].facts
            return !facts.opensInit && !facts.includesOthers && facts.triggers.isEmpty
        }
        if wrapped.isEmpty || hasFedBlock { return [] }
        for index in model.runs.indices where wrapped.contains(model.runs[index].file) {
            let run = model.runs[index]
            guard run.verb == "init", run.kind != .comment, !run.isOff else { continue }
            let isOther = run.places.allSatisfy { place in
                guard let blocks = model.blocks[place.folder] else { return false }
                return blocks.allSatisfy { $0.backend.map { !TerraformWrapper.feed($0) } ?? false }
                    && model.rewrittenBlocks[place.folder] == nil && !isConfigured(place.folder, in: run.file)
            }
            if run.places.isEmpty || !isOther { wrapped.remove(run.file) }
        }
        return Set(wrapped.map { model.files[$0].source })
    }

    /// Whether some stack's backend reads what wrappers set: scripts and pipelines that these files call may serve it.
    private var hasFedBlock: Bool {
        model.blocks.values.contains { blocks in
            blocks.contains { $0.backend.map(TerraformWrapper.feed) ?? true }
        }
    }
}

extension TerraformBackend {
    static let allSecrets = all.values.reduce(into: Set<String>()) { $0.formUnion($1.secrets) }
    static func isSecretAnywhere(_ name: String) -> Bool { allSecrets.contains(name) }
}
