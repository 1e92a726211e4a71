import LintSource

/// Stacks that no init is seen of.
extension TerraformStacks {
    /// What such a stack comes to: its block, with what direnv sets there; once for each file of arguments beside it.
    func standing(_ folder: Int) -> [TerraformStack.Answer] {
        guard let kept = blocks[folder]?.first else { return [] }
        guard let backend = kept.backend, !standsAlone(folder) else { return [kept] }
        var block = kept.draft
        if rewrittenBlocks[folder] != nil {
            block.supplied = []
            block.isOpen = true
            block.settle()
        }
        if backend.ownPrefix != nil, !environmentFiles.isEmpty {
            let own = block.supplied
            for number in shells(above: folders.names[folder]) {
                for setting in files[number].facts.environment {
                    guard let argument = backend.environment[setting.name] else { continue }
                    let site = Site(number, setting.range)
                    block.supply(argument, .init(value: setting.value, origin: .environment, site: site))
                }
            }
            // The block beats the environment.
            for item in own { block.supply(item.name, item.supplied) }
            block.settle()
        }
        let whole = TerraformStack.Answer(block)
        guard block.address == nil, let beside = settingsFiles[folder] else { return [whole] }
        let answers = beside.compactMap { number -> TerraformStack.Answer? in
            // What only a command can name is none of these.
            guard let settings = files[number].facts.settings,
                settings.allSatisfy({ $0.name.holds(".") || backend.arguments.contains($0.name) })
            else { return nil }
            var answer = block
            answer.site = Site(number, settings.first?.range ?? ByteRange(0, 0))
            for setting in settings {
                let site = Site(number, setting.range)
                answer.supply(setting.name, .init(value: setting.value, origin: .file, site: site))
            }
            answer.settle()
            return answer.address == nil ? nil : TerraformStack.Answer(answer)
        }
        return answers.isEmpty ? [whole] : answers
    }

    /// Whether nothing beside its block has a say in that, as of most.
    func standsAlone(_ folder: Int) -> Bool {
        guard let kept = blocks[folder]?.first, let backend = kept.backend else { return false }
        return rewrittenBlocks[folder] == nil && (backend.ownPrefix == nil || environmentFiles.isEmpty)
            && (kept.address != nil || settingsFiles[folder] == nil)
    }

    /// The folders that a file of arguments serves as it lies: its own, and that above one which is named for it
    /// (`backend/prod.hcl`).
    func served(by file: Int) -> [Int] {
        let own = folderOfFile[file]
        let name = folders.names[own]
        guard name.lastPart.holds("backend") else { return [own] }
        let above = name.utf8.lastIndex(of: 0x2F).map { String(name[..<$0]) } ?? ""
        return [own] + [folders.number(ofKnown: above)].compactMap { $0 }
    }

    /// What an init hands over: once for each file of arguments where the command is told which.
    /// - Parameter most: files that it may be, and those among which they are looked for; where there are more, none is.
    func answers(
        of run: Run, folder: Int, bound: Bindings, _ most: (found: Int, beside: Int)
    ) -> (answers: [TerraformStack.Answer], isCut: Bool) {
        let answer = answer(of: run, folder: folder, bound: bound)
        guard answer.missing.count == 1, !run.command.files.isEmpty else { return ([answer], false) }
        let isOwn = run.command.files.contains {
            expand($0.value, run, bound: bound, before: run.command.assignments) == answer.missing[0]
        }
        guard isOwn, let found = settings(like: answer.missing[0], folder, most: most.beside), found.count <= most.found
        else { return ([answer], isOwn) }
        if found.isEmpty { return ([answer], false) }
        return (found.map { self.answer(of: run, folder: folder, bound: bound, file: $0) }, false)
    }

    /// Files of arguments in a folder whose names a pattern may stand for: `${ENV}.s3.tfbackend`. `nil`: there are more than
    /// `most` to look at.
    private func settings(like pattern: String, _ folder: Int, most: Int) -> [Int]? {
        let path = TerraformTemplate.join(folders.names[folder], pattern)
        let parent = path.utf8.lastIndex(of: 0x2F).map { String(path[..<$0]) } ?? ""
        let name = String(path.lastPart)
        let isNamed = TerraformTemplate.pieces(name).contains { !$0.begins("$") && !$0.begins("{{") }
        guard isNamed else { return [] }
        if TerraformTemplate.isOpen(parent) { return settings(below: path.pathParts, most: most) }
        guard TerraformTemplate.isOpen(name), let number = folders.number(ofKnown: parent),
            let beside = settingsFiles[number]
        else { return [] }
        if beside.count > most { return nil }
        return beside.filter { TerraformTemplate.fits(String(files[$0].path.lastPart), name) }
    }

    /// Files of arguments whose paths, part by part, a pattern may stand for: `env/$ENV/backend.tfvars`.
    private func settings(below pattern: [Substring], most: Int) -> [Int]? {
        let closed = pattern.prefix { !TerraformTemplate.isOpen(String($0)) }
        let below = settingsBelow[closed.joined(separator: "/")] ?? []
        if below.count > most { return nil }
        return below.filter { number in
            let parts = files[number].path.pathParts
            return parts.count == pattern.count
                && zip(parts, pattern).allSatisfy { $0 == $1 || TerraformTemplate.fits(String($0), String($1)) }
        }
    }

    /// The file of arguments that such an answer is from.
    func feeder(of answer: TerraformStack.Answer, in folder: Int) -> TerraformStack.Feeder? {
        let number = Int(answer.site.file)
        guard let settings = files[number].facts.settings else { return nil }
        let shown = settings.map { "\($0.name)=\(TerraformStack.shown($0.name, $0.value))" }
        return .init(path: files[number].path, line: 1, kind: "file", arguments: shown)
    }

    /// That no init is known to reach a stack does not say that none does: one whose folder is not known may.
    func allowStrangers(_ stack: inout TerraformStack, _ block: TerraformStack.Answer) {
        guard let type = block.type, let found = strangers[type] else { return }
        func gives(_ answer: TerraformStack.Answer) -> Bool {
            !answer.isBare || (block.backend?.required ?? []).contains { answer[$0] != nil && block[$0] == nil }
        }
        let defaulted = found.isEmpty ? mayHandOver(stack.folder).first(where: gives) : nil
        guard let first = found.first ?? wideInits.first(of: type, for: name(stack.folder)) ?? defaulted else {
            guard let opener = openers[type].map({ files[$0] }) else {
                if let other = (taskFolders[stack.folder] ?? includer).map({ files[$0] }) {
                    stack.authority = .unknown
                    stack.why =
                        "the \(type) backend is given no whole address; \(other.path) runs what another repository holds"
                    return
                }
                guard let generator = generator(above: stack.folder) else { return }
                stack.authority = .unknown
                stack.why = "the \(type) backend is given no whole address; what \(generator) sets up may give it"
                return
            }
            stack.authority = .unknown
            stack.why =
                "the \(type) backend is given no whole address; \(opener.path) runs inits in a way that is not read"
            return
        }
        stack.authority = .unknown
        guard explains else { return }
        stack.why =
            "the \(type) backend (\(place(block))) is given no whole address; an init whose stack is not known"
            + " may give it (\(place(first))\(found.count > 1 ? " and \(found.count - 1) more" : ""))"
    }

    /// The nearest file of a program that may supply a stack, for people; else the first of all.
    private func generator(above folder: Int) -> String? {
        guard let generator, explains else { return generator }
        if let unit = units[folder]?.first { return files[unit].path }
        var above = Substring(name(folder))
        while true {
            for end in ["terragrunt.hcl", "terragrunt.stack.hcl", "atmos.yaml"] {
                let path = above.isEmpty ? end : above + "/" + end
                if paths.holds(path) { return path }
            }
            if above.isEmpty { return generator }
            above = above.utf8.lastIndex(of: 0x2F).map { above[..<$0] } ?? ""
        }
    }

    /// Whether a page in one of these folders sets the variable of an argument: a page is read from top to bottom, and what
    /// one fence exports holds for the next, and for what the page calls.
    func isSetByPages(_ argument: String, of backend: TerraformBackend, in folders: [Int]) -> Bool {
        folders.contains { pageVariables[$0]?.contains { backend.environment[$0] == argument } ?? false }
    }

    /// Where pages of its folder set what a block lacks, a stack has a state.
    func allowPages(_ stack: inout TerraformStack, _ block: TerraformStack.Answer) {
        guard let backend = block.backend, pageVariables[stack.folder] != nil else { return }
        let lacking = backend.required.filter { (block.value($0) ?? "").isEmpty }
        let isSet = lacking.allSatisfy { isSetByPages($0, of: backend, in: [stack.folder]) }
        guard !lacking.isEmpty, isSet else { return }
        stack.authority = .unknown
        stack.why += "; a page beside it sets \(lacking.joined(separator: ", ")) in its shell"
    }

    /// Inits that all stop, because they give what the backend does not take, set nothing up.
    func allowStops(_ stack: inout TerraformStack, _ given: [TerraformStack.Answer]) {
        guard stack.authority == .clear, let first = given.first, let backend = first.backend else { return }
        let stops = given.allSatisfy { answer in
            answer.supplied.contains {
                $0.supplied.origin == .flag && !$0.name.holds(".") && backend.known[$0.name] == nil
            }
        }
        guard stops else { return }
        stack.authority = .unknown
        // What they give is for the block that is there when they run.
        if rewrittenBlocks[stack.folder] != nil { return allowWriters(&stack) }
        if explains { stack.why += "; its inits stop, since the \(backend.type) backend does not take what they give" }
    }

    /// What is made or looked up cannot say where the state is: an init that does not give it stops.
    func allowMade(_ stack: inout TerraformStack, _ given: [TerraformStack.Answer]) {
        guard stack.authority == .clear, let backend = stack.backend.flatMap({ TerraformBackend.all[$0] }) else {
            return
        }
        let all = given.isEmpty ? blocks[stack.folder] ?? [] : given
        let stops = all.contains { answer in
            backend.required.contains { name in
                guard let supplied = answer[name], supplied.origin == .block, supplied.value.begins("$") else {
                    return false
                }
                return supplied.value.holds("${data.") || supplied.value.holds("${module.")
            }
        }
        guard stops else { return }
        stack.authority = .unknown
        if explains { stack.why += "; its block asks for what is made or looked up, which stops every init" }
    }

    /// Where a script writes a block, what is committed there is not what an init reads.
    func allowWriters(_ stack: inout TerraformStack) {
        let folder = stack.folder
        if let writer = rewrittenBlocks[folder]?.first {
            guard explains, stack.authority == .unknown else { return }
            stack.why += "; \(files[writer.number].path) writes its block anew"
            return
        }
        guard stack.backend == nil, stack.authority == .none else { return }
        let inits = answers[folder] ?? []
        let running = inits.contains { $0.kind != .documentation }
        let writer = blockWriters.first { writer in
            guard writer.folders.holds(name(folder), in: nil) else { return false }
            if inits.contains(where: { $0.command?.file == writer.number }) { return true }
            // What a pipeline writes nobody else sees; what writes where it is called is this one's where it lies here.
            if writer.isPipeline { return !running }
            return !writer.folders.isAnywhere || folderOfFile[writer.number] == folder
        }
        guard let writer else {
            // What a job of an init's file copies into a folder that its variables name.
            let copier = inits.lazy.compactMap(\.command).first { command in
                self.files[command.file].facts.configured.contains { $0.begins("$") }
            }
            if let copier {
                stack.authority = .unknown
                stack.why = "no backend block, but \(files[copier.file].path) writes configuration somewhere"
                return
            }
            if let bringer = bringer(into: folder, before: inits) {
                stack.authority = .unknown
                stack.why = "no backend block, but \(files[bringer.file].path) brings what may hold one"
                return
            }
            // From a template beside it a program may make the block, if it is called for one.
            let template = paths(in: folder).first { path in
                TerraformState.isTemplate(path)
                    && ["backend", "terraform", "provider", "version", "state"].contains(where: path.lastPart.holds)
            }
            guard let template = template ?? blockTemplates[folder].map(path) else { return allowGenerated(&stack) }
            stack.authority = .unknown
            stack.why = "no backend block, but \(template) may become one"
            return
        }
        stack.authority = .unknown
        stack.why = "no backend block, but \(files[writer.number].path) writes one into \(writer.name)"
    }

    /// A file of variables that some shell loads may hand arguments to every init in it.
    func allowArguments(_ stack: inout TerraformStack, _ block: TerraformStack.Answer) {
        guard let backend = block.backend else { return }
        let lacking = backend.required.filter { (block.value($0) ?? "").isEmpty }
        let giver = loaders.first { loader in
            lacking.allSatisfy { TerraformStateFacts.arguments(loader.arguments, give: $0) }
        }
        guard let giver else { return }
        stack.authority = .unknown
        stack.why += "; \(files[giver.file].path) gives it where it is loaded"
    }

    /// A file of arguments beside or above a stack, or in a folder `config` there, may be what a wrapper of Terraform hands over.
    func allowFiles(_ stack: inout TerraformStack, _ block: TerraformStack.Answer) {
        guard let backend = block.backend else { return }
        let lacking = backend.required.filter { (block.value($0) ?? "").isEmpty }
        var above = Substring(name(stack.folder))
        while true {
            let config = above.isEmpty ? "config" : above + "/config"
            for folder in [String(above), String(config)] {
                guard let number = folders.number(ofKnown: folder), let beside = settingsFiles[number] else { continue }
                // (Of many it is none in particular.)
                let giver = beside.prefix(16).first { file in
                    let given = files[file].facts.namedSettings ?? []
                    return given.allSatisfy { $0.name.holds(".") || backend.arguments.contains($0.name) }
                        && lacking.allSatisfy { name in given.contains { $0.name == name && !$0.value.isEmpty } }
                }
                guard let giver else { continue }
                stack.authority = .unknown
                stack.why += "; \(files[giver].path) holds what is lacking, and nothing seen hands it over"
                return
            }
            if above.isEmpty { return }
            above = above.utf8.lastIndex(of: 0x2F).map { above[..<$0] } ?? ""
        }
    }

    /// A block that is whole says where the state is, unless an init that may be of this stack says something else.
    func doubt(_ stack: inout TerraformStack, _ block: TerraformStack.Answer) {
        guard let backend = block.backend, let others = strangers[backend.type] else { return }
        if let writer = unreadGivers[backend.type] {
            stack.authority = .unknown
            if explains {
                stack.why = "\(files[writer].path) gives an address in a way that is not read; \(stack.why)"
            }
            return
        }
        let name = name(stack.folder)
        func differs(_ answer: TerraformStack.Answer) -> Bool {
            guard answer.command != nil, answer.kind != .documentation, !answer.isOpen else { return false }
            return answer.supplied.contains { argument in
                guard argument.name == backend.name || backend.required.contains(argument.name),
                    let own = block.value(argument.name)
                else { return false }
                return argument.supplied.value != own
            }
        }
        let other =
            others.first { answer in
                // Of a pattern with holes, as far as it goes.
                differs(answer) && (answer.command?.folder.map { TerraformTemplate.fits(name, $0) } ?? true)
            } ?? wideInits.first(of: backend.type, for: name, where: differs)
        guard let other else { return }
        stack.authority = .unknown
        guard explains else { return }
        stack.why = "an init whose stack is not known gives another address (\(place(other))); \(stack.why)"
    }

    /// A block that is whole has an answer of its own; one that only pages give is another.
    func doubtPages(
        _ stack: inout TerraformStack, _ given: [TerraformStack.Answer], _ blocks: [TerraformStack.Answer]
    ) {
        guard stack.authority == .clear, let address = stack.address, let block = blocks.first,
            let own = block.address, own != address, given.allSatisfy({ $0.kind == .documentation }),
            !TerraformTemplate.isOpen(own), !block.isToBeFilledIn, !TerraformTemplate.fits(own, address)
        else { return }
        stack.authority = .unknown
        if explains { stack.why = "its block alone says \(own) (\(place(block))); \(stack.why)" }
    }

    /// A file that sets the address for a backend of a type: variables of a job, or of a pipeline that is not read.
    func giver(of type: String) -> Int? {
        guard let backend = TerraformBackend.all[type], backend.ownPrefix != nil else { return nil }
        let names = Set(backend.environment.filter { backend.required.contains($0.value) }.keys)
        return jobs.file(setting: names)
            ?? files(with: .elsewhere).first { !files[$0].facts.hints.isDisjoint(with: names) }
    }

    /// A program that gives an argument which names states of a type, where no block of this type leaves it out: it takes
    /// the place of what a block says.
    func unreadGiver(of type: String) -> Int? {
        guard let backend = TerraformBackend.all[type] else { return nil }
        let names = Set(backend.required + [backend.name].compactMap { $0 })
        var given: Set<String> = []
        guard
            let giver = files(with: .elsewhere).first(where: { number in
                given = names.intersection(files[number].facts.openArguments)
                return !given.isEmpty
            })
        else { return nil }
        let isMeant = blocks.values.contains { $0.contains { $0.type == type && $0.lacks(given) } }
        return isMeant ? nil : giver
    }

    mutating func findStrangers(_ type: String) {
        guard let backend = TerraformBackend.all[type] else { return }
        let required = backend.required
        func mayGive(_ answer: TerraformStack.Answer) -> Bool {
            answer.isOpen || !answer.missing.isEmpty || required.contains { answer[$0] != nil }
                || backend.readsAddress && answer.command?.isLoaded == true
                // Whose type nothing but the environment tells.
                || answer.environment.contains { backend.environment[$0.name].map(required.contains) ?? false }
        }
        strangers[type] = unplacedAnswers.filter(mayGive)
        wideInits.sort(type, where: mayGive)
    }
}
