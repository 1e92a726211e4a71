extension TerraformStack {
    /// Values that some answers give, in order of appearance.
    private typealias Groups = [(value: String, by: [Answer])]

    /// What is said of a stack that only its block tells of.
    static let withoutInit = "; no init of it is found"

    /// Says what the answers amount to. `blocks` are the folder's backend blocks; with `place`, which makes `path:line` of an
    /// answer, it says why.
    mutating func judge(
        _ answers: [Answer], standing: [Answer], blocks: [Answer], _ place: ((Answer) -> String)?
    ) {
        guard let block = blocks.first else {
            // What runs outweighs pages.
            let running = answers.filter { $0.kind != .documentation }
            let writer = (running.isEmpty ? answers : running).first { $0.command?.followsWriting ?? false }
            authority = writer == nil ? .none : .unknown
            why = "no backend block: an init here keeps a local terraform.tfstate"
            if let writer, let place {
                why = "no backend block, but configuration is written before the init at \(place(writer))"
            }
            return
        }
        backend = block.type
        let all = answers.isEmpty ? standing : standing.isEmpty ? answers : answers + standing
        // What is to be filled in is no other answer, unless there is none.
        // (Of most stacks all are, and nothing is sorted out.)
        let every = all.allSatisfy(\.isNamed) ? all : all.filter(\.isNamed)
        let isBlank = every.count > 1 && every.contains(where: \.isToBeFilledIn)
        let filled = isBlank ? every.filter { !$0.isToBeFilledIn } : every
        var named = filled.isEmpty ? every : filled
        var addresses = TerraformStack.distinct(named, scoped: true) { $0.address }
        if addresses.count > 1, TerraformStack.dropExamples(of: addresses, from: &named) {
            addresses = TerraformStack.distinct(named, scoped: true) { $0.address }
        }
        if addresses.count > 1, TerraformStack.dropFillers(from: &named) {
            addresses = TerraformStack.distinct(named, scoped: true) { $0.address }
        }
        stateNames = TerraformStack.distinct(named, scoped: false) { $0.stateName }
        // What goes with a test is no other answer, unless it is an environment's.
        if stateNames.count > 1, named.contains(where: \.isTrial), !named.allSatisfy(\.isTrial),
            stateNames.contains(where: { $0 != stateNames[0] && !TerraformChecks.isFamily($0, stateNames[0]) })
        {
            named.removeAll(where: \.isTrial)
            addresses = TerraformStack.distinct(named, scoped: true) { $0.address }
            stateNames = TerraformStack.distinct(named, scoped: false) { $0.stateName }
        }
        let differInLocks = TerraformStack.differInLocks(all)
        address = addresses.count == 1 ? addresses[0] : nil
        let isFamily =
            stateNames.count > 1
            && stateNames.allSatisfy { name in
                !TerraformTemplate.isPlaceholder(name)
                    && (name == stateNames[0] || TerraformChecks.isFamily(name, stateNames[0]))
            }
        // One state an environment: whoever names the environment has one answer.
        let isEnvironments =
            isFamily && addresses.count == stateNames.count
            || addresses.count > 1
                && (named.allSatisfy(\.isPlacedByFile) || TerraformStack.areOfOneCall(addresses.count, named))
            || addresses.count > 1 && stateNames.count < 2
                && addresses.dropFirst().allSatisfy { TerraformChecks.areEnvironments($0, addresses[0]) }
        // What a page shows of a name that an init fills in, `one/net.tfstate` of `$1/net.tfstate`, says nothing against it.
        let filledIn = TerraformStack.withoutInstances(named)
        let others =
            filledIn.count == named.count ? addresses : TerraformStack.distinct(filledIn, scoped: true) { $0.address }
        let mayBeSame =
            TerraformStack.mayBeSame(addresses, named)
            || filledIn.count < named.count && (others.count < 2 || TerraformStack.mayBeSame(others, filledIn))
        let isConflict =
            blocks.count > 1 || differInLocks
            || !isEnvironments && !mayBeSame && (stateNames.count > 1 || addresses.count > 1)
        let hasBare = all.contains(where: \.isBare)
        let bare = hasBare ? all.filter(\.isBare) : []
        let isKnown = block.backend != nil
        if isConflict {
            authority = .conflicting
        } else if isKnown, bare.count == all.count {
            authority = .none
        } else {
            let isOpen =
                all.contains {
                    !$0.missing.isEmpty || $0.address == nil && $0.isOpen
                        || $0.address != nil && (!$0.isNamed || $0.isToBeFilledIn)
                }
                || !isEnvironments && mayBeSame && addresses.count > 1
                || !answers.isEmpty && !bare.isEmpty
            authority = isKnown && !isOpen ? .clear : .unknown
        }
        guard let place else { return }
        let byAddress = TerraformStack.groups(named, scoped: true) { $0.address }
        let names = TerraformStack.groups(named, scoped: false) { $0.stateName }
        let locks = TerraformStack.groups(all.filter { $0.address != nil }, scoped: true) { $0.lock ?? "no lock" }
        lock =
            locks.count == 1
            ? all.first { $0.address != nil }?.lock : locks.isEmpty ? nil : locks.map(\.value).joined(separator: " | ")
        let users = TerraformStack.groups(all, scoped: false) { $0.credentials }
        credentials = users.isEmpty ? nil : users.map(\.value).joined(separator: " | ")
        let agrees = isEnvironments || mayBeSame
        let conflicts = TerraformStack.conflicts(
            blocks, agrees ? [] : byAddress, agrees ? [] : names, differInLocks ? locks : [], place)
        var open = TerraformStack.openEnds(all, bare: answers.isEmpty ? [] : bare, place)
        if authority == .none {
            open = [
                "the \(block.type ?? "") backend (\(place(block))) is given no whole address"
                    + (answers.isEmpty
                        ? " and no init is found" : "; bare init at \(TerraformStack.places(bare, place))")
            ]
        } else if !isKnown, !isConflict {
            open = ["addresses of backend \(block.type ?? "") are not read"]
        }
        why = (conflicts + open).joined(separator: "; ")
        guard why.isEmpty else { return }
        if authority == .unknown {
            why = "not resolved whether these are one: " + TerraformStack.list(byAddress, place)
            return
        }
        why =
            (isEnvironments
                ? "one state an environment: \((stateNames.count > 1 ? stateNames : addresses).joined(separator: ", "))"
                : "one answer: \(address ?? "")")
            + " (\((named.first ?? all.first).map(place) ?? ""))" + (answers.isEmpty ? TerraformStack.withoutInit : "")
    }

    /// Whether addresses that differ may be one.
    private static func mayBeSame(_ addresses: [String], _ named: [Answer]) -> Bool {
        // What a script is told, `$4-ws`, may be what another calls `${ID}-ws`.
        addresses.contains { TerraformTemplate.isTold($0) }
            && Set(addresses.map { TerraformTemplate.skeleton($0) }).count == 1
            || addresses.count > 1
                && (mayBeFilledIn(addresses, named) || haveOneShape(addresses) || mayBecomeEach(addresses))
            // A variable, once with a default.
            || addresses.count > 1 && Set(addresses).count > 1
                && Set(addresses.map(TerraformTemplate.withoutDefaults)).count == 1
    }

    /// The open names that inits give which are run.
    static func openNames(_ named: [Answer]) -> [String] {
        var names: [String] = []
        for answer in named where answer.kind != nil && answer.kind != .documentation {
            guard let name = answer.stateName, TerraformTemplate.isOpen(name), !name.holds(":-") else { continue }
            if names.count < 64, !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// Without what pages write out, where it may be what an open name comes to.
    private static func withoutInstances(_ named: [Answer]) -> [Answer] {
        guard named.contains(where: { $0.kind == .documentation }) else { return named }
        let shapes = openNames(named).map(TerraformTemplate.Shape.init)
        if shapes.isEmpty { return named }
        return named.filter { answer in
            guard answer.kind == .documentation, let name = answer.stateName else { return true }
            return TerraformTemplate.isOpen(name) || !shapes.contains { $0.fits(name) }
        }
    }

    /// Whether one init of a workflow that others call has all `count` addresses: each call says which. Who else names one of
    /// them, another job of the workflow or a page, says nothing new.
    private static func areOfOneCall(_ count: Int, _ named: [Answer]) -> Bool {
        var addresses: [Site: Set<String>] = [:]
        for answer in named where answer.command?.isCalled == true {
            if let address = answer.address { addresses[answer.site, default: []].insert(address) }
        }
        return addresses.values.contains { $0.count == count }
    }

    /// Whether addresses with variables, `states/$ENV.tfstate`, may each be one that is written out. Of those there is one, or
    /// one an environment. A default is an answer of its own.
    private static func mayBeFilledIn(_ addresses: [String], _ named: [Answer]) -> Bool {
        // (Each is held against each; no person's stack has so many.)
        guard addresses.count <= 64 else { return false }
        let open = addresses.filter(TerraformTemplate.isOpen).map(TerraformTemplate.withoutOpenDefaults)
            .map(TerraformTemplate.withoutCommands)
        let closed = addresses.filter { !TerraformTemplate.isOpen($0) }
        guard !open.isEmpty, !closed.isEmpty, !open.contains(where: { $0.holds(":-") }) else { return false }
        if closed.count > 1 {
            let names = distinct(named, scoped: false) { answer in
                answer.address.map(TerraformTemplate.isOpen) == false ? answer.stateName : nil
            }
            guard names.count == closed.count,
                names.allSatisfy({ TerraformChecks.isFamily($0, names[0]) || $0 == names[0] })
            else { return false }
        }
        return open.allSatisfy { template in
            let shape = TerraformTemplate.Shape(template)
            return closed.contains(where: shape.fits)
        }
    }

    /// Whether addresses differ in what is not known of them alone: what one script calls `app-$ENV`, another may call
    /// `app-$1`, and what a command prints in two places may be one name. A default is an answer of its own.
    private static func haveOneShape(_ addresses: [String]) -> Bool {
        let open = addresses.map(TerraformTemplate.withoutOpenDefaults).map(TerraformTemplate.withoutCommands)
        guard open.allSatisfy({ TerraformTemplate.isOpen($0) && !$0.holds(":-") }) else { return false }
        let first = TerraformTemplate.skeleton(open[0])
        return open.dropFirst().allSatisfy { $0 == open[0] || TerraformTemplate.skeleton($0) == first }
    }

    /// Whether of any two addresses one may be what the other comes to: `$SPACE-state-$ID` and `acme-state-$ID`.
    private static func mayBecomeEach(_ addresses: [String]) -> Bool {
        // (Each is held against each; no person's stack has so many.)
        guard addresses.count <= 8 else { return false }
        let open = addresses.map(TerraformTemplate.withoutOpenDefaults).map(TerraformTemplate.withoutCommands)
        guard open.allSatisfy({ TerraformTemplate.isOpen($0) && !$0.holds(":-") && $0.utf8.count <= 1_024 }) else {
            return false
        }
        let shapes = open.map(TerraformTemplate.Shape.init)
        let texts = open.map(TerraformTemplate.skeleton)
        let holes = open.map { Set(TerraformTemplate.pieces($0).filter { $0.begins("$") || $0.begins("{{") }) }
        // What has nothing open but what is in the other too, as there, differs from it: `app-$ENV` and `app-$ENV-2`.
        func mayBecome(_ one: Int, _ other: Int) -> Bool {
            !holes[one].isSubset(of: holes[other]) && shapes[one].fits(texts[other])
        }
        return open.indices.allSatisfy { one in
            open.indices[(one + 1)...].allSatisfy { mayBecome(one, $0) || mayBecome($0, one) }
        }
    }

    /// Takes away what differs from another address in its host alone, where that is an example's: a page's
    /// `https://git.example.com/…` stands for the real one. Whether there was something.
    private static func dropExamples(of addresses: [String], from named: inout [Answer]) -> Bool {
        // (Each is held against each; no person's stack has so many.)
        guard addresses.count <= 64, addresses.contains(where: { $0.holds("example") }) else { return false }
        let urls = addresses.map(TerraformTemplate.URL.init)
        var examples: Set<String> = []
        for (address, url) in zip(addresses, urls) {
            guard let url, url.isExample else { continue }
            let isOther = urls.contains { $0.map { !$0.isExample && $0.isSame(but: url) } ?? false }
            if isOther { examples.insert(address) }
        }
        named.removeAll { $0.address.map(examples.contains) ?? false }
        return !examples.isEmpty
    }

    /// Whether one address is locked in several ways: another environment may have locks of its own.
    private static func differInLocks(_ all: [Answer]) -> Bool {
        guard all.count > 1, let first = all.first(where: { $0.address != nil }) else { return false }
        // Most agree, and what is not open is the same everywhere.
        let own = first.locking
        if !own.isOpen, all.allSatisfy({ $0.address == nil || $0.locking == own }) { return false }
        var locks: [Answer.Locking] = []
        locks.reserveCapacity(all.count)
        for answer in all where answer.address != nil { locks.append(answer.locking) }
        guard locks.count > 1 else { return false }
        let isOpen = locks.contains(where: \.isOpen)
        if !isOpen, !locks.contains(where: { $0 != locks[0] }) { return false }
        let whole = locks.count == all.count ? all : all.filter { $0.address != nil }
        // One that all take beside others is enough.
        if let taken = first.locks, !taken.isEmpty,
            !whole.reduce(taken, { $0.intersection($1.locks ?? []) }).isEmpty
        {
            return false
        }
        // Where no text is open, what is the same is so everywhere.
        if !isOpen, whole.count <= 8, !whole.contains(where: { TerraformTemplate.isOpen($0.address ?? "") }) {
            var addresses = 0
            var both = 0
            for index in whole.indices {
                var isKnown = false
                var isKnownWithLock = false
                for other in 0..<index where whole[other].address == whole[index].address {
                    isKnown = true
                    if locks[other] == locks[index] { isKnownWithLock = true }
                }
                addresses += isKnown ? 0 : 1
                both += isKnownWithLock ? 0 : 1
            }
            return both > addresses
        }
        guard distinct(whole, scoped: true, { $0.lock ?? "no lock" }).count > 1 else { return false }
        return distinct(whole, scoped: true) { "\($0.address ?? "")\n\($0.lock ?? "no lock")" }.count
            > distinct(whole, scoped: true) { $0.address }.count
    }

    /// The values of ``groups(_:scoped:_:)``: who gives them is only asked by people.
    private static func distinct(_ answers: [Answer], scoped: Bool, _ value: (Answer) -> String?) -> [String] {
        guard let first = answers.first else { return [] }
        // All the same, without a text that may be another one elsewhere.
        if let only = value(first), !scoped || !TerraformTemplate.isOpen(only),
            answers.dropFirst().allSatisfy({ value($0) == only })
        {
            return [only]
        }
        if answers.count < 2 { return answers.compactMap(value) }
        if answers.count > 8 { return groups(answers, scoped: scoped, value).map(\.value) }
        var result: [String] = []
        var scopes: [String] = []
        for answer in answers {
            guard let value = value(answer) else { continue }
            let scope = scoped && !answer.scope.isEmpty && TerraformTemplate.isOpen(value) ? answer.scope : ""
            if result.indices.contains(where: { result[$0] == value && scopes[$0] == scope }) { continue }
            result.append(value)
            scopes.append(scope)
        }
        return result
    }

    private static func conflicts(
        _ blocks: [Answer], _ addresses: Groups, _ names: Groups, _ locks: Groups, _ place: (Answer) -> String
    ) -> [String] {
        var conflicts: [String] = []
        if blocks.count > 1 {
            conflicts.append("two backend blocks (\(blocks.map(place).joined(separator: ", ")))")
        }
        if names.count > 1 {
            conflicts.append("\(names.count) state names: " + list(names, place))
        } else if addresses.count > 1 {
            conflicts.append("\(addresses.count) addresses: " + list(addresses, place))
        }
        if locks.count > 1 { conflicts.append("locks differ: " + list(locks, place)) }
        return conflicts
    }

    /// What keeps the answers from being known.
    private static func openEnds(_ all: [Answer], bare: [Answer], _ place: (Answer) -> String) -> [String] {
        var open: [String] = []
        for missing in all where !missing.missing.isEmpty && open.count < 3 {
            let gone = missing.missing.filter { !missing.unread.contains($0) }
            let files = (gone.isEmpty ? missing.missing : gone).joined(separator: ", ")
            let why =
                gone.isEmpty
                ? "whose arguments are not read"
                : TerraformTemplate.isOpen(files) ? "whose name is not resolved" : "which is not in the repository"
            let isLeftOut = files == "..." || files == "…"
            let line = place(missing) + (isLeftOut ? " leaves its arguments out" : " reads \(files), \(why)")
            if !open.contains(line) { open.append(line) }
        }
        let closed = all.filter { $0.address == nil && $0.isOpen && $0.missing.isEmpty }
        if !closed.isEmpty { open.append("arguments are not known at \(places(closed, place))") }
        if !bare.isEmpty { open.append("init without a whole address at \(places(bare, place))") }
        let blank = all.filter { $0.address != nil && $0.isToBeFilledIn }
        if !blank.isEmpty { open.append("to be filled in: " + list(groups(blank, scoped: true) { $0.address }, place)) }
        let unnamed = all.filter { $0.address != nil && !$0.isNamed }
        if !unnamed.isEmpty {
            let texts = groups(unnamed, scoped: true) { answer in
                answer.stateName.flatMap { TerraformStack.isNamed($0) ? nil : $0 } ?? answer.address
            }
            open.append("not resolved: " + list(texts, place))
        }
        return open
    }

    /// Distinct values in order of appearance, each with what gives it. `scoped`: an open text is another one elsewhere.
    private static func groups(_ answers: [Answer], scoped: Bool, _ value: (Answer) -> String?) -> Groups {
        var result: Groups = []
        var numbers: [String: Int] = [:]
        for answer in answers {
            guard let value = value(answer) else { continue }
            let isScoped = scoped && !answer.scope.isEmpty && TerraformTemplate.isOpen(value)
            let scope = isScoped ? answer.scope : ""
            // Most stacks have one value; a table of them pays from some on.
            var known: Int?
            if numbers.isEmpty, result.count < 8 {
                known = result.indices.first {
                    result[$0].value == value && (!scoped || scopeKey(result[$0], scoped) == scope)
                }
            } else {
                if numbers.isEmpty {
                    for index in result.indices {
                        numbers[result[index].value + "\n" + scopeKey(result[index], scoped)] = index
                    }
                }
                known = numbers[value + "\n" + scope]
            }
            if let known {
                result[known].by.append(answer)
            } else {
                if !numbers.isEmpty { numbers[value + "\n" + scope] = result.count }
                result.append((value, [answer]))
            }
        }
        return result
    }

    private static func scopeKey(_ group: (value: String, by: [Answer]), _ scoped: Bool) -> String {
        scoped && TerraformTemplate.isOpen(group.value) ? group.by[0].scope : ""
    }

    private static func list(_ groups: Groups, _ place: (Answer) -> String) -> String {
        groups.map { "`\($0.value)` (\(places($0.by, place)))" }.joined(separator: ", ")
    }

    /// At most three places, the rest counted.
    private static func places(_ answers: [Answer], _ place: (Answer) -> String) -> String {
        var distinct: [String] = []
        for answer in answers {
            let place = place(answer)
            if !distinct.contains(place) { distinct.append(place) }
        }
        return distinct.prefix(3).joined(separator: ", ")
            + (distinct.count > 3 ? " and \(distinct.count - 3) more" : "")
    }
}
