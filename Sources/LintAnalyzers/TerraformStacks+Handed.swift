import LintSource

/// Scripts that hand all that they are told to an init: `tofu init "$@"`.
extension TerraformStacks {
    /// An init once more for each caller of its script of whom it is known where it stands and what it hands over. (Who else
    /// calls it, nobody knows.)
    func makeRuns(handing run: Run, into runs: inout [Run]) {
        guard run.verb == "init", run.command.takesAll, let callers = scriptCalls.handed[run.file] else { return }
        for caller in callers.sorted(by: { ($0.folder, $0.arguments.joined()) < ($1.folder, $1.arguments.joined()) }) {
            var command = run.command
            guard command.take(caller.arguments) else { continue }
            command.folder = TerraformTemplate.join(caller.folder, command.folder ?? "")
            command.isFixed = !TerraformTemplate.isOpen(command.folder ?? "")
            let told = Kept(run.script.value) { script in
                script.commands = [command]
                script.assignments.removeSubrange(min(command.assignments, script.assignments.count)...)
            }
            var handing = Run(file: run.file, script: told, index: 0, context: nil)
            place(&handing, startingIn: "")
            if let folder = handing.folderNumber, modules.contains(folder) { runs.append(handing) }
        }
    }
}

extension TerraformStateFacts.Command {
    /// Adds what is handed over, which is written where the command itself is. Whether all of it is read.
    fileprivate mutating func take(_ arguments: [String]) -> Bool {
        isOpen = false
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.begins("-") else { return false }
            let option = word.drop { $0 == "-" }
            if option == "backend=false" { usesBackend = false }
            guard option.begins("backend-config") else {
                if !option.holds("=") { options.insert(String(option)) }
                continue
            }
            let value = option == "backend-config" ? rest.popFirst().map { $0[...] } : option.dropFirst(15)
            guard let value, !value.isEmpty else { return false }
            if let sign = value.firstIndex(of: "="), TerraformTemplate.isArgument(value[..<sign]) {
                settings.append(
                    .init(name: String(value[..<sign]), value: String(value[value.index(after: sign)...]), range: range)
                )
            } else {
                files.append(.init(name: "", value: String(value), range: range))
                settingsBefore.append(settings.count)
            }
        }
        return true
    }
}
