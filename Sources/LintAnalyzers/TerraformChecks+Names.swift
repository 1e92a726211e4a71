/// One stack with several state names.
extension TerraformChecks {
    /// A name that somebody gives a stack's state.
    private struct Naming {
        var name: String
        /// With defaults for what nobody sets.
        var standard: String
        var isCI: Bool
        var isDocumentation: Bool
        var site: Site
        /// Whether a file of arguments names it, of which each environment has one.
        var isFile: Bool
        /// Files of variables that are read after its init, in the same shell or job.
        var values: Set<String> = []
        var isClosed: Bool { !TerraformTemplate.isPlaceholder(standard) && !standard.contains("<") }
    }

    mutating func checkNames() {
        let values = variableFiles()
        for stack in model.stacks {
            guard let answers = model.answers[stack.folder], answers.count > 1 else { continue }
            var namings: [Naming] = []
            for answer in answers where answer.isNamed {
                guard let name = answer.stateName, let site = answer.naming?.site else { continue }
                namings.append(
                    Naming(
                        name: name, standard: TerraformTemplate.withDefaults(name), isCI: answer.kind == .job,
                        isDocumentation: answer.kind == .documentation, site: site,
                        isFile: answer.naming?.origin == .file,
                        values: answer.run.flatMap { values[Shell($0, stack.folder)] } ?? []))
            }
            guard namings.count > 1 else { continue }
            checkOperators(stack, namings)
            checkStrangers(stack, namings)
        }
    }

    /// A shell, or the steps of a job, as far as one stack is concerned.
    private struct Shell: Hashable {
        var file: Int
        var job: String
        var script: ObjectIdentifier?
        var folder: Int

        init(_ run: TerraformStacks.Run, _ folder: Int) {
            file = run.file
            let name = run.job ?? run.script.value.workflowJob
            job = name ?? ""
            script = name == nil ? ObjectIdentifier(run.script) : nil
            self.folder = folder
        }
    }

    /// The `-var-file`s of each shell, where some stack has more than one answer.
    private func variableFiles() -> [Shell: Set<String>] {
        var result: [Shell: Set<String>] = [:]
        for run in model.runs where !run.command.variableFiles.isEmpty {
            for place in run.places where (model.answers[place.folder]?.count ?? 0) > 1 {
                for file in run.command.variableFiles {
                    let text = model.expand(file.value, run, bound: place.bound, before: run.command.assignments)
                    result[Shell(run, place.folder), default: []].insert(text)
                }
            }
        }
        return result
    }

    /// Whether two states are made from values of their own: these are environments, whatever they are called.
    private static func areApart(_ a: Set<String>, _ b: Set<String>) -> Bool {
        !a.isEmpty && !b.isEmpty && a.isDisjoint(with: b) && !a.union(b).contains(where: TerraformTemplate.isOpen)
    }

    /// What people get without saying more must be a name that CI has too.
    private mutating func checkOperators(_ stack: TerraformStack, _ namings: [Naming]) {
        let pipeline = namings.filter(\.isCI)
        guard let first = pipeline.first else { return }
        let names = pipeline.filter(\.isClosed).map(\.standard)
        guard !names.isEmpty, pipeline.allSatisfy(\.isClosed) else { return }
        for naming in namings where !naming.isCI && !naming.isDocumentation {
            let agrees =
                naming.isClosed
                ? names.contains(naming.standard) : names.contains { TerraformTemplate.fits($0, naming.name) }
            guard !agrees else { continue }
            var others: [String] = []
            for name in names where !others.contains(name) { others.append(name) }
            report(
                "tofu/several-state-names", naming.site, identity: stack.path,
                values: ["stack": stack.path, "name": naming.standard, "others": others.joined(separator: ", ")],
                related: [(first.site, "another name")])
        }
    }

    /// Names that are not the same one for another environment.
    private mutating func checkStrangers(_ stack: TerraformStack, _ namings: [Naming]) {
        var known: [Naming] = []
        for naming in namings where naming.isClosed {
            if known.contains(where: { $0.standard == naming.standard }) { continue }
            let stranger = known.first {
                $0.isCI == naming.isCI && !($0.isFile && naming.isFile)
                    && !TerraformChecks.isFamily($0.standard, naming.standard)
                    && !TerraformChecks.areApart($0.values, naming.values)
            }
            if let stranger {
                report(
                    "tofu/several-state-names", naming.site, identity: stack.path,
                    values: ["stack": stack.path, "name": naming.standard, "others": stranger.standard],
                    related: [(stranger.site, "another name")])
            }
            known.append(naming)
        }
    }

    /// `app-dev` and `app-prod` differ in one part, as environments do; `runners-dev` and `gitlab-runners-dev` do not.
    static func isFamily(_ a: String, _ b: String) -> Bool {
        func parts(_ text: String) -> [Substring] { text.split { "-_./".contains($0) } }
        var left = parts(a)[...]
        var right = parts(b)[...]
        var common = 0
        while let first = left.first, first == right.first {
            left.removeFirst()
            right.removeFirst()
            common += 1
        }
        while let last = left.last, last == right.last {
            left.removeLast()
            right.removeLast()
            common += 1
        }
        return common > 0 && left.count == 1 && right.count == 1
    }
}
