import LintSource

extension TerraformStateFacts {
    /// What the model of stacks is made from: all but what the file declares, assigns and claims, which only checks ask for.
    var common: TerraformStateFacts {
        var facts = self
        facts.variables = []
        facts.testedVariables = []
        facts.values = nil
        facts.claims = []
        return facts
    }

    /// The same wherever it stands: places and lines are numbered as they come, so that two versions of a file that say the
    /// same in the same order are equal, however far it has moved. A place that is forgotten here keeps versions apart that
    /// are alike, and no more.
    var meaning: TerraformStateFacts {
        var facts = self
        var numbers = PlaceNumbers()
        for index in facts.backends.indices { numbers.number(&facts.backends[index]) }
        for index in facts.scripts.indices {
            var script = facts.scripts[index].value
            numbers.number(&script)
            facts.scripts[index] = Kept(script)
        }
        for index in facts.jobs.indices {
            var job = facts.jobs[index].value
            numbers.number(&job)
            facts.jobs[index] = Kept(job)
        }
        if var settings = facts.settings {
            numbers.number(&settings)
            facts.settings = settings
        }
        if var settings = facts.possibleSettings {
            numbers.number(&settings)
            facts.possibleSettings = settings
        }
        numbers.number(&facts.environment)
        numbers.number(&facts.exports)
        if var values = facts.values {
            for index in values.indices { numbers.number(&values[index].range) }
            facts.values = values
        }
        numbers.number(&facts.mentions)
        for index in facts.claims.indices { numbers.number(&facts.claims[index].range) }
        for index in facts.uploads.indices { numbers.number(&facts.uploads[index].path.range) }
        return facts
    }
}

/// Gives places and lines the numbers that they come in; the same ones the same number.
private struct PlaceNumbers {
    private var ranges: [ByteRange: Int] = [:]
    private var lines: [Int: Int] = [:]

    mutating func number(_ range: inout ByteRange) {
        if range.isEmpty {
            range = ByteRange(0, 0)
            return
        }
        let number = ranges[range] ?? ranges.count
        ranges[range] = number
        range = ByteRange(number, number + 1)
    }

    mutating func number(_ settings: inout [TerraformStateFacts.Setting]) {
        for index in settings.indices { number(&settings[index].range) }
    }

    mutating func number(_ backend: inout TerraformStateFacts.Backend) {
        number(&backend.settings)
        number(&backend.variables)
        number(&backend.range)
    }

    mutating func number(_ job: inout TerraformStateFacts.Job) {
        number(&job.variables)
        for index in job.matrix.indices { number(&job.matrix[index]) }
        number(&job.artifacts)
    }

    mutating func number(_ script: inout TerraformStateFacts.Script) {
        number(&script.environment)
        for index in script.assignments.indices { number(&script.assignments[index].range) }
        for index in script.commands.indices { number(&script.commands[index]) }
    }

    private mutating func number(_ command: inout TerraformStateFacts.Command) {
        number(&command.range)
        let line = lines[command.line] ?? lines.count
        lines[command.line] = line
        command.line = line
        number(&command.settings)
        number(&command.files)
        number(&command.variables)
        number(&command.variableFiles)
    }
}
