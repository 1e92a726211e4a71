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
        var isClosed: Bool { !TerraformTemplate.isPlaceholder(standard) && !standard.contains("<") }
    }

    mutating func checkNames() {
        for stack in model.stacks {
            guard let answers = model.answers[stack.folder], answers.count > 1 else { continue }
            var namings: [Naming] = []
            for answer in answers where answer.isNamed {
                guard let name = answer.stateName, let site = answer.naming?.site else { continue }
                namings.append(
                    Naming(
                        name: name, standard: TerraformTemplate.withDefaults(name), isCI: answer.kind == .job,
                        isDocumentation: answer.kind == .documentation, site: site,
                        isFile: answer.naming?.origin == .file))
            }
            guard namings.count > 1 else { continue }
            checkOperators(stack, namings)
            checkStrangers(stack, namings)
        }
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
