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
        /// Whether a file of arguments, of which each environment has one, names it or says where it is.
        var isFile: Bool
        /// Where it is given.
        let shell: Shell?
        let isClosed: Bool
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
            isCalled = answer.command?.isCalled ?? false
            self.shell = shell
        }
    }

    mutating func checkNames() {
        var values: [Shell: Set<String>]?
        for index in model.stacks.indices {
            let folder = model.stacks[index].folder
            guard let answers = model.answers[folder], answers.count > 1, TerraformChecks.mayDiffer(answers) else {
                continue
            }
            var namings: [Naming] = []
            for answer in answers where answer.isNamed {
                guard let name = answer.stateName, let naming = answer.naming else { continue }
                let shell = answer.command.map { Shell($0, job: answer.job, folder) }
                namings.append(Naming(name, of: answer, naming, in: shell))
            }
            guard namings.count > 1 else { continue }
            checkOperators(model.stacks[index], namings)
            // What pages show of a name that an init fills in is no other.
            let shapes = TerraformStack.openNames(answers.filter(\.isNamed)).map(TerraformTemplate.Shape.init)
            if !shapes.isEmpty {
                namings.removeAll { naming in
                    naming.isDocumentation && naming.isClosed && shapes.contains { $0.fits(naming.name) }
                }
            }
            checkStrangers(model.stacks[index], namings, &values)
        }
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

    /// A shell, or the steps of a job, as far as one stack is concerned.
    private struct Shell: Hashable {
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

    /// The `-var-file`s of each shell, where some stack has more than one answer.
    private func variableFiles() -> [Shell: Set<String>] {
        var result: [Shell: Set<String>] = [:]
        for index in model.runs.indices where !model.runs[index].command.variableFiles.isEmpty {
            let run = model.runs[index]
            let command = TerraformStack.Answer.Command(
                script: run.script, index: run.index, file: run.file, folder: run.folder, isCalled: !run.given.isEmpty)
            for place in run.places where (model.answers[place.folder]?.count ?? 0) > 1 {
                for file in run.command.variableFiles {
                    let text = model.expand(file.value, run, bound: place.bound, before: run.command.assignments)
                    result[Shell(command, job: run.job, place.folder), default: []].insert(text)
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
            // Of files of arguments each environment has one, which a pipeline and a person choose from.
            guard !agrees, !(naming.isFile && pipeline.allSatisfy(\.isFile)) else { continue }
            var others: [String] = []
            for name in names where !others.contains(name) { others.append(name) }
            report(
                "tofu/several-state-names", naming.site, identity: stack.path,
                values: ["stack": stack.path, "name": naming.standard, "others": others.joined(separator: ", ")],
                related: [(first.site, "another name")])
        }
    }

    /// Names that are not the same one for another environment.
    /// - Parameter values: the files of variables of each shell, once they were asked for.
    private mutating func checkStrangers(
        _ stack: TerraformStack, _ namings: [Naming], _ values: inout [Shell: Set<String>]?
    ) {
        // What one init of a workflow is called with are environments, whoever else names them.
        var calls: [String: Set<Site>] = [:]
        for naming in namings where naming.isCalled { calls[naming.standard, default: []].insert(naming.site) }
        var known: [Naming] = []
        for naming in namings where naming.isClosed {
            let own = calls[naming.standard] ?? []
            if known.contains(where: { $0.standard == naming.standard }) { continue }
            var stranger: Naming?
            for other in known
            where other.isCI == naming.isCI && !(other.isFile && naming.isFile)
                && (own.isEmpty || own.isDisjoint(with: calls[other.standard] ?? []))
                && !TerraformChecks.isFamily(other.standard, naming.standard)
            {
                let files = values ?? variableFiles()
                values = files
                let (own, others) = (naming.shell.flatMap { files[$0] }, other.shell.flatMap { files[$0] })
                if TerraformChecks.areApart(others ?? [], own ?? []) { continue }
                stranger = other
                break
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

    /// `app-dev` and `app-prod` differ in one part, as environments do; `runners-dev` and `gitlab-runners-dev` do not. What
    /// environments are called is a name as well: `staging` and `production`. `stg/stg` and `stg/app` are of one environment.
    static func isFamily(_ a: String, _ b: String) -> Bool {
        if environments.contains(a), environments.contains(b) { return true }
        return differInOnePart(a, b) { one, other, isRepeated in !isRepeated }
    }

    /// Whether two addresses differ in what environments are called, and in nothing else: `s3://app-dev/x`, `s3://app-prod/x`.
    static func areEnvironments(_ a: String, _ b: String) -> Bool {
        differInOnePart(a, b) { one, other, _ in environments.contains(one) && environments.contains(other) }
    }

    /// - Parameter body: asked of both parts, and whether one is an environment's that is named in the rest too.
    private static func differInOnePart(
        _ a: String, _ b: String, _ body: (_ one: String, _ other: String, _ isRepeated: Bool) -> Bool
    ) -> Bool {
        a.withBytes { a in
            b.withBytes { b in
                var (left, right) = (a[...], b[...])
                var common = 0
                while let first = firstPart(left), let other = firstPart(right), a[first].elementsEqual(b[other]) {
                    left = left[first.upperBound...]
                    right = right[other.upperBound...]
                    common += 1
                }
                while let last = lastPart(left), let other = lastPart(right), a[last].elementsEqual(b[other]) {
                    left = left[..<last.lowerBound]
                    right = right[..<other.lowerBound]
                    common += 1
                }
                guard common > 0, let one = onlyPart(left), let other = onlyPart(right) else { return false }
                let isRepeated = [(one, a, left), (other, b, right)].contains { part, name, rest in
                    environments.contains(part)
                        && (holds(name[..<rest.startIndex], part) || holds(name[rest.endIndex...], part))
                }
                return body(one, other, isRepeated)
            }
        }
    }

    private static let environments: Set<String> = [
        "dev", "devel", "development", "test", "testing", "qa", "uat", "int", "integration", "acc", "acceptance",
        "stage",
        "staging", "stg", "preprod", "preview", "review", "sandbox", "demo", "prod", "prd", "production", "live",
    ]

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private static func isBetween(_ byte: UInt8) -> Bool { byte >= 0x2D && byte <= 0x2F || byte == 0x5F }

    private static func firstPart(_ bytes: Bytes) -> Range<Int>? {
        guard let start = bytes.firstIndex(where: { !isBetween($0) }) else { return nil }
        return start..<(bytes[start...].firstIndex(where: isBetween) ?? bytes.endIndex)
    }

    private static func lastPart(_ bytes: Bytes) -> Range<Int>? {
        guard let end = bytes.lastIndex(where: { !isBetween($0) }) else { return nil }
        return (bytes[..<end].lastIndex(where: isBetween).map { $0 + 1 } ?? bytes.startIndex)..<(end + 1)
    }

    private static func onlyPart(_ bytes: Bytes) -> String? {
        guard let part = firstPart(bytes), firstPart(bytes[part.upperBound...]) == nil else { return nil }
        return String(decoding: bytes[part], as: UTF8.self)
    }

    private static func holds(_ bytes: Bytes, _ part: String) -> Bool {
        bytes.split(whereSeparator: isBetween).contains { $0.elementsEqual(part.utf8) }
    }
}
