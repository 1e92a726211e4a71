import LintSource

/// Recipes whose folders follow a variable of their file: `ENV := dev`, `cd env/$(ENV)`. Whoever calls make or just may set
/// it to the name of another folder there: `make init ENV=prod`, `just env=prod init`.
extension TerraformStacks {
    /// An init that is a stack's where a variable of its file is set to the name of the stack's folder.
    struct Defaulted: Sendable {
        var run: Int
        var bound: Bindings
    }

    /// So many texts of variables are gone through for one folder.
    private static let mostTexts = 64

    // MARK: what callers may say

    /// Finds the stacks that inits of recipes may be of besides those that they are placed in.
    mutating func findDefaulted() {
        for index in runs.indices where runs[index].kind == .recipe {
            guard runs[index].verb == "init", runs[index].command.usesBackend, !runs[index].isOff,
                mayFeed(runs[index]),
                runs[index].module?.value.isUnknown != true, let folder = runs[index].command.folder,
                TerraformTemplate.isOpen(folder)
            else { continue }
            let names = names(in: folder, runs[index]).filter(\.isPart)
            guard !names.isEmpty else { continue }
            // Of all of them nothing is fixed, perhaps: then one after the other.
            if note(index, folder, openFor: names) || names.count == 1 { continue }
            for name in names { _ = note(index, folder, openFor: [name]) }
        }
    }

    /// Notes the stacks that a run is of where variables are set anew. Whether its folder has a fixed part then.
    private mutating func note(_ index: Int, _ folder: String, openFor names: [Name]) -> Bool {
        let run = runs[index]
        let bound = names.map { (name: $0.name, value: $0.isJust ? "{{\($0.name)}}" : "${\($0.name)}") }
        var known = TerraformTemplate.withDefaults(expand(folder, run, bound: bound, before: run.command.assignments))
        known = expand(known, run, bound: bound, before: run.command.assignments)
        let rooted = self.rooted(known, run)
        let pattern = TerraformTemplate.join("", rooted == known ? known : String(rooted.drop { $0 == "/" }))
        let parts = pattern.pathParts
        let holes = parts.map { TerraformTemplate.isOpen(String($0)) }
        guard holes.contains(false) else { return false }
        let variables = parts.map { TerraformTemplate.variable($0) }
        let isRead = zip(holes, variables).allSatisfy { isHole, variable in
            !isHole || names.contains { $0.name == variable?.name && $0.isJust == variable?.isJust }
        }
        guard isRead, holes.contains(true), !pattern.begins("/"), !pattern.begins("~") else { return true }
        guard placesLeft > 0 else {
            noteManyPlaces(run)
            return true
        }
        let none = [Set<String>?](repeating: nil, count: parts.count)
        for folder in folders.candidates(for: parts, holes: holes, choices: none) {
            placesLeft -= 1
            guard stackFolders.contains(folder), !run.places.contains(where: { $0.folder == folder }),
                let found = bindings(parts, holes, variables, none, folders.names[folder])
            else { continue }
            defaulted[folder, default: []].append(Defaulted(run: index, bound: found))
        }
        return true
    }

    /// What inits hand over that are a stack's where somebody says so.
    func mayHandOver(_ folder: Int) -> [TerraformStack.Answer] {
        // (Of many it is none in particular.)
        (defaulted[folder] ?? []).prefix(16).flatMap { found in
            answers(of: runs[found.run], folder: folder, bound: found.bound, (found: 16, beside: 64)).answers
        }
    }

    /// The first of these that tells the state of a stack with a whole block to be elsewhere, perhaps, and why.
    func doubtDefaulted(_ stack: inout TerraformStack, _ block: TerraformStack.Answer) {
        guard stack.authority == .clear, let own = block.address, !TerraformTemplate.isOpen(own) else { return }
        for answer in mayHandOver(stack.folder) {
            var why: String?
            if !answer.missing.isEmpty {
                why = "reads \(answer.missing.joined(separator: ", ")), whose arguments are not known"
            } else if let other = answer.address, other != own, !TerraformTemplate.isOpen(other) {
                why = "gives \(other)"
            }
            guard let why else { continue }
            stack.authority = .unknown
            guard explains else { return }
            if stack.why.hasSuffix(TerraformStack.withoutInit) {
                stack.why.removeLast(TerraformStack.withoutInit.count)
            }
            stack.why = "an init that may be of it \(why) (\(place(answer))); \(stack.why)"
            return
        }
    }

    // MARK: names

    struct Name {
        var name: String
        var isJust: Bool
        /// Whether its value is the name of a folder, and no way through several.
        var isPart: Bool
    }

    /// The variables of its file that a recipe's folder is made of.
    func names(in folder: String, _ run: Run) -> [Name] {
        let known = variables(of: run)
        if known.isEmpty { return [] }
        var found: [Name] = []
        var seen: Set<String> = []
        var texts = [folder]
        var count = 0
        while let text = texts.popLast(), count < TerraformStacks.mostTexts {
            count += 1
            for piece in TerraformTemplate.pieces(text) where TerraformTemplate.isOpen(String(piece)) {
                let variable = TerraformTemplate.variable(piece)
                guard let name = variable?.name ?? TerraformTemplate.name(of: piece), seen.insert(name).inserted,
                    !run.script.value.parameters.contains(name), found.count < 16
                else { continue }
                if let own = run.script.value.assignment(of: name, before: run.command.assignments) {
                    if own.arm == nil, own.choices == nil { texts.append(own.value) }
                    continue
                }
                guard let value = known[name] else { continue }
                let standard = value.hasPrefix("${\(name):-") ? TerraformTemplate.withDefaults(value) : value
                let isOpen = TerraformTemplate.isOpen(standard)
                let isPart = !isOpen && !standard.isEmpty && !standard.holds("/") && standard != "." && standard != ".."
                found.append(Name(name: name, isJust: variable?.isJust ?? false, isPart: isPart))
                if isOpen { texts.append(standard) }
            }
        }
        return found
    }
}
