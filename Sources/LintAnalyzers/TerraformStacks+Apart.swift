import LintSource

/// History and what others do: a page of a release that was, a proof of concept, a dependency that is kept here. Nobody runs
/// these for the stacks of today, and what they share with one another is no concern of anybody's.
extension TerraformStacks {
    /// What may be said of others. (A stack's own block says nothing of them; whose address it is is asked where it is shared.)
    private static let speaking: TerraformFileKinds = [
        .scripts, .jobs, .shown, .environment, .elsewhere, .written, .generates,
    ]

    /// Finds the files that are apart, and takes from pages among them what these would say of other files.
    mutating func findApart() {
        for number in kinds.indices where !kinds[number].isDisjoint(with: TerraformStacks.speaking) {
            if kinds[number].contains(.scripts), isOfTrials(number) { trials.insert(number) }
            guard isApart(files[number].path) else { continue }
            apart.insert(number)
            let isPage = files[number].facts.scripts.allSatisfy { $0.value.kind == .documentation }
            if isPage { kinds[number].subtract([.elsewhere, .written, .generates]) }
        }
    }

    /// Whether a folder's own configuration is apart.
    func liesApart(_ folder: Int) -> Bool { isApart(TerraformTemplate.join(name(folder), "main.tf")) }

    /// Whether a command says something of the stacks that it names: one that is apart does so of stacks that are so too.
    func mayFeed(_ run: Run) -> Bool {
        if apart.isEmpty || !apart.contains(run.file) { return true }
        return run.folderNumber.map(liesApart) ?? false
    }

    /// Keeps what an init hands over that is apart: mistakes in it are mistakes.
    mutating func noteApart(_ run: Run) {
        for place in run.places {
            apartAnswers.append((place.folder, answer(of: run, folder: place.folder, bound: place.bound)))
        }
        // What a script of others runs it may run for whoever calls it.
        if run.kind != .documentation {
            unplacedAnswers.append(answer(of: run, folder: nil, bound: []))
        } else if run.places.isEmpty {
            apartAnswers.append((nil, answer(of: run, folder: nil, bound: [])))
        }
    }
}
