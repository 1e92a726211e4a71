import LintSource

/// Names that one stack's state is given, where they are no environments of one another: whoever works under one of them works
/// on another state than the others do.
enum TerraformNamings {
    /// A name beside others.
    struct Stranger {
        var name: String
        var site: Site
        var others: [String]
        /// Where the first of the others is given.
        var other: Site
    }

    /// What is asked of all commands and all folders, once for all stacks that want it.
    struct Values {
        /// The `-var-file`s of each shell, where some stack has more than one answer.
        fileprivate var files: [Shell: Set<String>]
    }

    /// A name that somebody gives a stack's state.
    fileprivate struct Naming {
        var name: String
        /// With defaults for what nobody sets.
        var standard: String
        var isCI: Bool
        var isDocumentation: Bool
        /// Whether a page has it too.
        var isShown = false
        var site: Site
        /// Whether a file of arguments, of which each environment has one, names it or says where it is.
        var isFile: Bool
        /// Where it is given.
        let shell: Shell?
        let isClosed: Bool
        /// Whether the init itself has it, as it is.
        let isWritten: Bool
        /// Whether each call of its workflow says where the state is.
        let isCalled: Bool

        init(
            _ name: String, of answer: TerraformStack.Answer, _ naming: TerraformStack.Answer.Supplied,
            in shell: Shell?
        ) {
            self.name = name
            standard = TerraformTemplate.withDefaults(name)
            isCI = answer.kind == .job
            isDocumentation = answer.kind == .documentation
            site = naming.site
            isFile = naming.origin == .file || answer.isPlacedByFile
            isClosed = !TerraformTemplate.isPlaceholder(standard)
            isWritten =
                !TerraformTemplate.isOpen(name)
                && answer.command?.settings.contains { $0.value == naming.value } ?? false
            isCalled = answer.command?.isCalled ?? false
            self.shell = shell
        }
    }

    /// A shell, or the steps of a job, as far as one stack is concerned.
    fileprivate struct Shell: Hashable {
        var file: Int
        var job: String
        var script: ObjectIdentifier?
        var folder: Int

        init(_ command: TerraformStack.Answer.Command, job: String?, _ folder: Int) {
            file = command.file
            let name = job ?? command.script.value.workflowJob
            self.job = name ?? ""
            script = name == nil ? ObjectIdentifier(command.script) : nil
            self.folder = folder
        }
    }
}

extension TerraformStacks {
    private typealias Naming = TerraformNamings.Naming
    private typealias Shell = TerraformNamings.Shell

    /// The names of a stack's state that stand against others.
    func namings(of folder: Int, _ values: inout TerraformNamings.Values?) -> [TerraformNamings.Stranger] {
        guard let answers = answers[folder], answers.count > 1, TerraformStacks.mayDiffer(answers) else { return [] }
        var namings: [Naming] = []
        for answer in answers where answer.isNamed && !answer.isTrial {
            guard let name = answer.stateName, let naming = answer.naming else { continue }
            let shell = answer.command.map { Shell($0, job: answer.job, folder) }
            namings.append(Naming(name, of: answer, naming, in: shell))
        }
        guard namings.count > 1 else { return [] }
        var found: [TerraformNamings.Stranger] = []
        addOperators(namings, to: &found)
        // What pages show of a name that an init fills in is no other.
        let shapes = TerraformStack.openNames(answers.filter(\.isNamed)).map(TerraformTemplate.Shape.init)
        if !shapes.isEmpty {
            namings.removeAll { naming in
                naming.isDocumentation && naming.isClosed && shapes.contains { $0.fits(naming.name) }
            }
        }
        // Nor is what stands on a page for a name of one's own.
        namings.removeAll { $0.isDocumentation && TerraformTemplate.isFiller($0.name) }
        addStrangers(namings, folder, &values, to: &found)
        return found
    }

    /// Whether the names that answers give are not all one closed one.
    private static func mayDiffer(_ answers: [TerraformStack.Answer]) -> Bool {
        var first: String?
        for answer in answers where answer.isNamed {
            guard let name = answer.stateName else { continue }
            if let first, first != name { return true }
            first = name
        }
        return first.map { TerraformTemplate.isOpen($0) } ?? false
    }

    private var namingValues: TerraformNamings.Values {
        var files: [Shell: Set<String>] = [:]
        for index in runs.indices where !runs[index].command.variableFiles.isEmpty {
            let run = runs[index]
            let command = TerraformStack.Answer.Command(
                script: run.script, index: run.index, file: run.file, folder: run.folder, isCalled: !run.given.isEmpty)
            for place in run.places where (answers[place.folder]?.count ?? 0) > 1 {
                for file in run.command.variableFiles {
                    let text = expand(file.value, run, bound: place.bound, before: run.command.assignments)
                    files[Shell(command, job: run.job, place.folder), default: []].insert(text)
                }
            }
        }
        return .init(files: files)
    }

    /// Whether two states are made from values of their own: these are environments, whatever they are called.
    private static func areApart(_ a: Set<String>, _ b: Set<String>) -> Bool {
        !a.isEmpty && !b.isEmpty && a.isDisjoint(with: b) && !a.union(b).contains(where: TerraformTemplate.isOpen)
    }

    /// What people get without saying more must be a name that CI has too.
    private func addOperators(_ namings: [Naming], to found: inout [TerraformNamings.Stranger]) {
        let pipeline = namings.filter(\.isCI)
        guard let first = pipeline.first else { return }
        let names = pipeline.filter(\.isClosed).map(\.standard)
        guard !names.isEmpty, pipeline.allSatisfy(\.isClosed) else { return }
        for naming in namings where !naming.isCI && !naming.isDocumentation {
            let agrees =
                naming.isClosed
                ? names.contains(naming.standard) : names.contains { TerraformTemplate.fits($0, naming.name) }
            // Of files of arguments each environment has one, which a pipeline and a person choose from.
            guard !agrees, !(naming.isFile && pipeline.allSatisfy(\.isFile)) else { continue }
            // So they do where a command says which environment's it is.
            if naming.isWritten,
                names.allSatisfy({ TerraformChecks.areOfEnvironments($0, naming.standard) })
            {
                continue
            }
            var others: [String] = []
            for name in names where !others.contains(name) { others.append(name) }
            found.append(.init(name: naming.standard, site: naming.site, others: others, other: first.site))
        }
    }

    /// Names that are not the same one for another environment.
    /// - Parameter values: what is asked of all, once it was.
    private func addStrangers(
        _ namings: [Naming], _ folder: Int, _ values: inout TerraformNamings.Values?,
        to found: inout [TerraformNamings.Stranger]
    ) {
        // What one init of a workflow is called with are environments, whoever else names them.
        var calls: [String: Set<Site>] = [:]
        for naming in namings where naming.isCalled { calls[naming.standard, default: []].insert(naming.site) }
        let parts = Set(name(folder).pathParts.map(String.init))
        var known: [Naming] = []
        for naming in namings where naming.isClosed {
            let own = calls[naming.standard] ?? []
            if let same = known.firstIndex(where: { $0.standard == naming.standard }) {
                if naming.isDocumentation { known[same].isShown = true }
                continue
            }
            var stranger: Naming?
            for other in known
            where (other.isCI == naming.isCI || other.isShown && naming.isDocumentation)
                && !(other.isFile && naming.isFile)
                && (own.isEmpty || own.isDisjoint(with: calls[other.standard] ?? []))
            {
                let isFamily = TerraformChecks.isFamily(other.standard, naming.standard)
                // (What one place gives is told by a loop or a caller.)
                if isFamily, other.site == naming.site { continue }
                let all = values ?? namingValues
                values = all
                if isFamily, !TerraformChecks.areOfStacks(other.standard, naming.standard, parts) { continue }
                let (own, others) = (naming.shell.flatMap { all.files[$0] }, other.shell.flatMap { all.files[$0] })
                if TerraformStacks.areApart(others ?? [], own ?? []) { continue }
                stranger = other
                break
            }
            if let stranger {
                // What runs is so; a page that says otherwise is wrong.
                let isRight = stranger.isDocumentation && !naming.isDocumentation
                let (wrong, other) = isRight ? (stranger, naming) : (naming, stranger)
                found.append(
                    .init(name: wrong.standard, site: wrong.site, others: [other.standard], other: other.site))
            }
            known.append(naming)
        }
    }

    /// A stack whose names are no environments of one another has no one answer, though they differ in one part alone.
    mutating func markNames() {
        var values: TerraformNamings.Values?
        for index in stacks.indices where stacks[index].authority == .clear && stacks[index].stateNames.count > 1 {
            let found = namings(of: stacks[index].folder, &values)
            guard let first = found.first else { continue }
            stacks[index].authority = .conflicting
            guard explains else { continue }
            func place(_ site: Site) -> String {
                let file = files[Int(site.file)]
                return "\(file.path):\(file.line(at: site.range.start))"
            }
            stacks[index].why =
                "\(stacks[index].stateNames.count) state names: `\(first.name)` (\(place(first.site))), "
                + first.others.map { "`\($0)`" }.joined(separator: ", ") + " (\(place(first.other)))"
        }
    }
}
