import LintSource

/// What feeds a stack, for people.
extension TerraformStacks {
    mutating func noteUnplaced(_ run: Run) {
        guard explains else { return }
        let place = "\(files[run.file].path):\(run.command.line)"
        if unplaced.last != place { unplaced.append(place) }
    }

    mutating func note(_ folder: Int, _ run: Run, _ bound: Bindings) {
        var arguments = arguments(of: run, folder: folder, bound: bound)
        if !run.command.usesBackend { arguments.append("-backend=false") }
        let feeder = TerraformStack.Feeder(
            path: files[run.file].path, line: run.command.line, kind: run.kind.rawValue, arguments: arguments)
        // Two jobs that hand over the same are one feeder.
        let isKnown = feeders[folder, default: []].last.map {
            $0.path == feeder.path && $0.line == feeder.line && $0.arguments == feeder.arguments
        }
        if isKnown != true { feeders[folder, default: []].append(feeder) }
        for file in run.command.files {
            let text = expand(file.value, run, bound: bound, before: run.command.assignments)
            let path = path(text, from: folder, run)
            guard let settings = facts(at: path)?.facts.namedSettings else { continue }
            let shown = settings.map { "\($0.name)=\(TerraformStack.shown($0.name, $0.value))" }
            let known = feeders[folder, default: []].contains { $0.path == path }
            if !known {
                feeders[folder, default: []].append(.init(path: path, line: 1, kind: "file", arguments: shown))
            }
        }
    }

    /// Dotenv files beside a stack; others serve stacks that nothing names.
    mutating func feedFromEnvironment() {
        for number in files(with: .environment) {
            let file = files[number]
            let settings = file.facts.environment
            guard let first = settings.first(where: { $0.name.begins("TF_HTTP_") }) else { continue }
            let line = file.line(at: first.range.start)
            let folder = folderOfFile[number]
            guard stackFolders.contains(folder) else {
                unplaced.append("\(file.path):\(line)")
                continue
            }
            let arguments = settings.map { "\($0.name)=\(TerraformStack.shown($0.name.lowercased(), $0.value))" }
            feeders[folder, default: []].append(
                .init(path: file.path, line: line, kind: "environment", arguments: arguments))
        }
    }
}
