import LintFindings
import LintSource
import LintWalk

/// Holds what the model says against the facts: each finding at the place that a person must change, the other side
/// beside it. Linear in blocks, feeders and commands.
struct TerraformChecks: Sendable {
    private(set) var model: TerraformStacks
    /// What the model was made of.
    private(set) var told: [TerraformFile]
    private var pending: [Pending] = []
    /// Paths of which it was asked whether there is such a file, for those who count from commit to commit.
    private(set) var asked: Set<String> = []
    /// Who counts from commit to commit asks again, mostly of nearly the same files.
    private var remembers = false
    /// What each task found, where it is remembered; of an earlier time, in the order of tasks.
    private var shares: [Share] = []
    /// Made by the first block that asks.
    var programs: TerraformPrograms?
    /// Whether something that is not read here may supply backends.
    let isGenerated: Bool
    let strangers: TerraformStrangers
    /// What programs give that are not read.
    let handed: [TerraformHanded]
    /// What blocks with lock methods say, one of which may be that of an init whose stack is not known.
    let saidInBlocks: Set<String>
    /// What files of arguments beside a stack supply, whoever names them, by folder.
    let beside: FolderTable<Set<String>>
    /// Variables of dotenv files.
    let looseVariables: Set<String>
    /// Variables of dotenv files that hold a personal token.
    let personalVariables: Set<String>
    /// Names of files that scripts write, copy or ask for.
    private let written: [Set<String>]
    /// Files that hold a backend's arguments because an init names them, by number.
    let named: Set<Int>
    /// Folders that make a store for states.
    let stateStores: Set<Int>
    /// Folders that a Terraform before 1.6 reads: they say so, a job runs their init in one, or an init names them as only
    /// versions before 0.15 allow.
    let oldFolders: Set<Int>
    /// Where scripts write configuration.
    let configured: TerraformWrittenFolders

    private struct Seen: Hashable {
        var rule: String
        var site: Site
        var identity: String

        // Few are at one place.
        func hash(into hasher: inout Hasher) { hasher.combine(site) }
    }

    /// The same words at one place, whatever it is of.
    private struct Told: Hashable {
        var rule: String
        var site: Site
        var values: [String: String]

        // As above.
        func hash(into hasher: inout Hasher) { hasher.combine(site) }
    }

    /// A finding before its places are made.
    private struct Pending: Sendable {
        var rule: String
        var site: Site
        var identity: String
        var values: [String: String]
        var related: [(site: Site, message: String)]
    }

    /// What one task found.
    private struct Share: Sendable {
        var task: Int
        var pending: [Pending]
        var asked: Set<String>
    }

    /// - Parameter files: what the model was made of.
    init(_ model: TerraformStacks, _ files: [TerraformFile]) {
        self.model = model
        told = files
        isGenerated = model.generator != nil
        strangers = TerraformStrangers(model)
        handed = TerraformHanded.all(of: model)
        var said: Set<String> = []
        if !model.unplacedAnswers.isEmpty {
            for block in model.blocks.values.joined() where block.backend?.hasLockMethods ?? false {
                for argument in block.supplied where !argument.supplied.value.isEmpty { said.insert(argument.name) }
            }
        }
        saidInBlocks = said
        var beside = FolderTable<Set<String>>()
        var loose: Set<String> = []
        var personal: Set<String> = []
        var written: [Set<String>] = []
        var configured = TerraformWrittenFolders()
        var mayBeNamed = false
        var stores: Set<Int> = []
        for number in model.files(with: [.settings, .makesStateStore, .environment, .written]) {
            let file = model.files[number]
            for setting in file.facts.settings ?? [] where !setting.value.isEmpty && setting.value != "false" {
                for folder in model.served(by: number) { beside[folder, default: []].insert(setting.name) }
            }
            if file.kinds.contains(.makesStateStore) { stores.insert(model.folderOfFile[number]) }
            mayBeNamed = mayBeNamed || file.facts.possibleSettings != nil
            for setting in file.facts.environment {
                loose.insert(setting.name)
                if setting.value.begins("glpat-") { personal.insert(setting.name) }
            }
            if !file.facts.written.isEmpty { written.append(file.facts.written) }
            configured.add(file, number: number)
        }
        // Or a module of it does.
        if !stores.isEmpty {
            for number in model.files(with: .modules) {
                let makes = model.files[number].modules.contains {
                    model.folders.number(ofKnown: $0).map(stores.contains) ?? false
                }
                if makes { stores.insert(model.folderOfFile[number]) }
            }
        }
        self.beside = beside
        looseVariables = loose
        personalVariables = personal
        self.written = written.count <= 128 ? written : [written.reduce(into: []) { $0.formUnion($1) }]
        stateStores = stores
        var old: Set<Int> = []
        for number in model.files(with: .backends) where model.files[number].facts.isOld {
            old.insert(model.folderOfFile[number])
        }
        for index in model.runs.indices {
            if model.runs[index].isNamed, let folder = model.runs[index].folderNumber { old.insert(folder) }
            if model.runsOld(index) { for place in model.runs[index].places { old.insert(place.folder) } }
        }
        oldFolders = old
        var named: Set<Int> = []
        if mayBeNamed {
            for answer in model.answers.values.joined() {
                for argument in answer.supplied where argument.supplied.origin == .file {
                    named.insert(Int(argument.supplied.site.file))
                }
            }
        }
        self.named = named
        if !configured.pages.isEmpty {
            for run in model.runs where configured.pages.contains(run.file) {
                for place in run.places { configured.add(folder: model.name(place.folder)) }
            }
        }
        self.configured = configured
    }

    /// Runs all checks, on as many threads as the model may use. With hashes of code scanning at the places when they are
    /// asked for.
    mutating func run(places: AnalyzerPlaces = .all, codeScanningHashes: Bool = false) -> [AnalyzerFinding] {
        let workers = model.parts
        if case .of = places { remembers = true }
        // In the order of what they report. What stacks are given is the most, so each thread has a part of it. What asks
        // files for what the model does not know is done each time.
        var tasks: [(isOfFiles: Bool, run: @Sendable (inout TerraformChecks) -> Void)] = []
        tasks.append((true, { $0.checkFiles() }))
        for part in 0..<workers { tasks.append((false, { $0.checkAnswers(part: part, of: workers) })) }
        tasks.append((false, { $0.checkLooseAnswers() }))
        tasks.append((false, { $0.checkStacks() }))
        tasks.append((false, { $0.checkNames() }))
        tasks.append((false, { $0.checkCommands() }))
        tasks.append((false, { $0.checkArguments() }))
        tasks.append((true, { $0.checkVariables() }))
        tasks.append((false, { $0.checkDocuments() }))
        tasks.append((false, { $0.checkPublished() }))
        tasks.append((false, { $0.noteLimits() }))
        let known = shares
        shares = []
        let all = tasks.enumerated().filter { known.isEmpty || $0.element.isOfFiles }
        // Who is done takes the next, from the end, where the long ones are; what they say is put in the tasks' order.
        let left = Guarded(all.count)
        let parts = ParallelWork.map(workers) { [self] _ in
            var shares: [Share] = []
            while true {
                let number = left.withLock { left in
                    left -= 1
                    return left
                }
                guard number >= 0 else { return shares }
                var checks = self
                all[number].element.run(&checks)
                shares.append(Share(task: all[number].offset, pending: checks.pending, asked: checks.asked))
            }
        }
        var shares = Array(parts.joined())
        let done = Set(shares.map(\.task))
        shares += known.filter { !done.contains($0.task) }
        shares.sort { $0.task < $1.task }
        var seen: Set<Seen> = []
        var toldAlready: Set<Told> = []
        for share in shares {
            if !share.asked.isEmpty { asked.formUnion(share.asked) }
            for item in share.pending
            where seen.insert(Seen(rule: item.rule, site: item.site, identity: item.identity)).inserted
                && toldAlready.insert(Told(rule: item.rule, site: item.site, values: item.values)).inserted
            {
                pending.append(item)
            }
        }
        if remembers { self.shares = shares }
        return findings(places, codeScanningHashes)
    }

    /// The same model for files that only differ in what it does not ask them for: what they declare, assign and claim.
    /// Places of the rest are those of the earlier files. `nil` where more is another, or a place is wanted in such a file.
    func again(_ files: [TerraformFile], paths: PathList, _ places: AnalyzerPlaces) -> TerraformChecks? {
        guard case .of(let wanted) = places, !shares.isEmpty, files.count == told.count, model.originals.isEmpty else {
            return nil
        }
        var checks = self
        checks.model.paths = paths
        for (number, file) in files.enumerated() where file !== told[number] {
            guard file.path == told[number].path, !wanted.contains(file.path), !wanted.contains(told[number].path),
                let other = model.files[number].telling(file)
            else { return nil }
            checks.model.files[number] = other
            checks.model.kinds[number] = other.kinds
        }
        checks.told = files
        checks.pending = []
        checks.asked = []
        return checks
    }

    /// Whether scripts write configuration into a folder, a backend perhaps.
    /// - Parameter file: where the folder is used; `nil` for anywhere.
    func isConfigured(_ folder: Int, in file: Int?) -> Bool {
        !configured.isEmpty && configured.holds(model.name(folder), in: file)
    }

    func isWritten(_ name: String) -> Bool { written.contains { $0.contains(name) } }

    private mutating func checkFiles() {
        for number in model.files(with: [.backends, .settings, .claims]) {
            let file = model.files[number]
            for block in file.facts.backends { checkBlock(block, number) }
            let settings = named.contains(number) ? file.facts.namedSettings : file.facts.settings
            if let settings {
                checkSettings(settings, number)
                if settings.count > TerraformStacks.mostArguments {
                    let place = Site(number, settings[TerraformStacks.mostArguments].range)
                    let message =
                        "more than \(TerraformStacks.mostArguments) arguments for a backend; inits are not given those behind this place"
                    report(AnalyzerFinding.limit, place, identity: "arguments", values: ["message": message])
                }
            }
            for claim in file.facts.claims {
                report(claim.rule, Site(number, claim.range), identity: "claim", values: claim.values)
            }
        }
    }

    private mutating func noteLimits() {
        guard let first = model.firstUnplaced else { return }
        let message = "\(first.what) and those behind it are taken for commands whose place is not known"
        report(AnalyzerFinding.limit, first.site, identity: "places", values: ["message": message])
    }

    /// Once for each place and subject.
    mutating func report(
        _ rule: String, _ site: Site, identity: String, values: [String: String] = [:],
        related: [(site: Site, message: String)] = []
    ) {
        if site.range.isEmpty { return }
        pending.append(
            Pending(
                rule: rule, site: original(site), identity: identity, values: values,
                related: model.originals.isEmpty ? related : related.map { (original($0.site), $0.message) }))
    }

    /// Of a place behind a link the one that it leads to, where it is reported once.
    private func original(_ site: Site) -> Site {
        guard let file = model.originals[site.file] else { return site }
        return Site(Int(file), site.range)
    }

    /// Makes the places, each file once.
    private func findings(_ places: AnalyzerPlaces, _ codeScanningHashes: Bool) -> [AnalyzerFinding] {
        guard case .of(let paths) = places else { return placed(pending, codeScanningHashes) }
        var rest: [Pending] = []
        var findings: [AnalyzerFinding] = []
        for item in pending {
            let path = model.files[Int(item.site.file)].source
            if paths.contains(path) {
                rest.append(item)
            } else {
                findings.append(
                    AnalyzerFinding(
                        rule: item.rule, at: Anchor(inFile: path), identity: item.identity, values: item.values))
            }
        }
        return rest.isEmpty ? findings : findings + placed(rest, codeScanningHashes)
    }

    private func placed(_ pending: [Pending], _ codeScanningHashes: Bool) -> [AnalyzerFinding] {
        // All places, one finding's after the other's, and these by file.
        var sites: [Site] = []
        sites.reserveCapacity(pending.count)
        for item in pending {
            sites.append(item.site)
            for other in item.related where !other.site.range.isEmpty { sites.append(other.site) }
        }
        let order = sites.indices.sorted { (sites[$0].file, sites[$0].range) < (sites[$1].file, sites[$1].range) }
        // Of each file its first place.
        let starts = order.indices.filter { $0 == 0 || sites[order[$0]].file != sites[order[$0 - 1]].file }
        // A file may have to be tokenized, and its lines hashed, for one place.
        var anchors: [Anchor] = []
        anchors.reserveCapacity(order.count)
        ParallelWork.inOrder(
            starts.count, workers: starts.count < 8 ? 1 : model.workers,
            make: { [model, order, sites] number in
                let own = order[starts[number]..<(number + 1 < starts.count ? starts[number + 1] : order.count)]
                var anchors: [Anchor] = []
                anchors.reserveCapacity(own.count)
                model.files[Int(sites[own[own.startIndex]].file)]
                    .addAnchors(own.map { sites[$0].range }, to: &anchors, codeScanningHashes: codeScanningHashes)
                return anchors
            },
            take: { own in
                anchors += own
                return true
            })
        // Where among them each place's is.
        var numbers = [Int](repeating: 0, count: sites.count)
        for (number, place) in order.enumerated() { numbers[place] = number }
        var next = 0
        return pending.map { item in
            let anchor = anchors[numbers[next]]
            next += 1
            var related: [Finding.Related] = []
            for other in item.related where !other.site.range.isEmpty {
                related.append(.init(location: anchors[numbers[next]].location, message: other.message))
                next += 1
            }
            return AnalyzerFinding(
                rule: item.rule, at: anchor, identity: item.identity, values: item.values, related: related)
        }
    }

    /// Whether there is such a file.
    mutating func isKnown(_ path: String) -> Bool {
        if remembers { asked.insert(path) }
        return model.paths.holds(path)
    }

    /// A folder as people write it.
    func shown(_ folder: Int) -> String { TerraformChecks.shown(model.name(folder)) }
    static func shown(_ folder: String) -> String { folder.isEmpty ? "." : folder }
}
