import LintSource

/// Folders of inits with a part that stands for several: `cd {{layer}}/{{resource}}`, called with `dns/private`.
extension TerraformStacks {
    /// Inits of folders whose parameters may hold more than one part of a path. They are placed where each is one part.
    struct WideInits: Sendable {
        private struct Init: Sendable {
            var answer: TerraformStack.Answer
            var shape: TerraformTemplate.Shape
        }

        private var inits: [Init] = []
        /// By type.
        private var byType: [String: [Init]] = [:]
        /// Whether there are more: then each may be of any stack.
        private var isCut = false
        private static let most = 64

        mutating func add(_ folder: String, _ answer: TerraformStack.Answer) {
            guard inits.count < WideInits.most else {
                isCut = true
                return
            }
            inits.append(Init(answer: answer, shape: TerraformTemplate.Shape(folder)))
        }

        mutating func sort(_ type: String, where mayGive: (TerraformStack.Answer) -> Bool) {
            byType[type] = inits.filter { mayGive($0.answer) }
        }

        func first(
            of type: String, for folder: String, where isMeant: (TerraformStack.Answer) -> Bool = { _ in true }
        ) -> TerraformStack.Answer? {
            byType[type]?.first { isMeant($0.answer) && (isCut || $0.shape.fits(folder)) }?.answer
        }
    }

    /// Notes a placed init that may be of more folders.
    mutating func noteWide(_ run: Run) {
        guard run.isOpen, run.command.usesBackend, run.kind != .documentation, let folder = run.folder else { return }
        let isWide = folder.pathParts.contains { part in
            guard let variable = TerraformTemplate.variable(part), variable.isJust else { return false }
            return files[run.file].facts.choices[variable.name] == nil
        }
        guard isWide else { return }
        let answer = answer(of: run, folder: nil, bound: [])
        wideInits.add(folder, answer)
    }

    /// The folders that a path with a hole is for choices of several parts, which a loop or a workflow's input has.
    mutating func chosen(_ pattern: String, _ run: Run) -> [(folder: Int, bound: Bindings)] {
        let parts = pattern.pathParts
        let holes = parts.indices.filter { TerraformTemplate.isOpen(String(parts[$0])) }
        guard holes.count == 1, let variable = TerraformTemplate.variable(parts[holes[0]]) else { return [] }
        let hash = variable.name.nameHash
        let known = run.script.value.assignments.prefix(run.command.assignments)
        let loop = known.last { $0.hash == hash && $0.name == variable.name }
        let choices = variable.isJust ? files[run.file].facts.choices[variable.name] : loop?.choices
        var found: [(folder: Int, bound: Bindings)] = []
        for choice in choices ?? [] where choice.holds("/") && !TerraformTemplate.isOpen(choice) {
            guard placesLeft > 0 else { break }
            placesLeft -= 1
            var path = parts.map(String.init)
            path[holes[0]] = choice
            let folder = TerraformTemplate.join("", path.joined(separator: "/"))
            guard let number = folders.number(ofKnown: folder) else { continue }
            found.append((number, [(variable.name, choice)]))
        }
        return found
    }

    /// What pages alone give a stack is perhaps one of several examples, where an init that may be of it gives something else.
    func doubtExamples(_ stack: inout TerraformStack, _ given: [TerraformStack.Answer], _ block: TerraformStack.Answer?)
    {
        guard stack.authority == .clear, stack.address != nil, let block, block.address == nil,
            let backend = block.backend,
            let shown = given.first, given.allSatisfy({ $0.kind == .documentation }),
            let others = strangers[backend.type]
        else { return }
        let name = name(stack.folder)
        func differs(_ answer: TerraformStack.Answer) -> Bool {
            guard let kind = answer.kind, kind != .documentation, kind != .comment else { return false }
            return !answer.missing.isEmpty
                || answer.supplied.contains { argument in
                    argument.name == backend.name && argument.supplied.value != shown.value(argument.name)
                        || backend.required.contains(argument.name)
                            && argument.supplied.value != shown.value(argument.name)
                }
        }
        func mayBe(_ answer: TerraformStack.Answer) -> Bool {
            guard let folder = answer.command?.folder else { return true }
            let rooted = TerraformTemplate.rooted(folder, home: "").drop { $0 == "/" }
            return TerraformTemplate.fits(name, TerraformTemplate.withoutCommands(String(rooted)))
        }
        // (No person's repository has so many; then each may be of any stack.)
        let other =
            others.prefix(200).first { differs($0) && mayBe($0) }
            ?? others.dropFirst(200).first(where: differs)
            ?? wideInits.first(of: backend.type, for: name, where: differs)
        guard let other else { return }
        stack.authority = .unknown
        guard explains else { return }
        stack.why =
            "only pages are known to give it, and an init whose stack is not known may too (\(place(other))); \(stack.why)"
    }
}
