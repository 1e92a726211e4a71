/// A check, which hooks and editors start all day, is read without ArgumentParser: to build its tables takes longer than to
/// look through a few files.
///
/// Only what is plain is read here. Whatever is not is left to ``Check``, which has the words for a mistake, for help, and
/// for the ways of writing an option that few use; the two never read the same arguments differently.
extension CheckRun {
    /// The first word of every other command.
    static let otherCommands: Set<String> = [
        "diff", "baseline", "kpi", "rules", "config", "init", "tokens", "schema", "stacks", "packs", "suppressions",
        "help",
    ]

    /// `nil` when the arguments are another command's, or not as plain as that.
    init?(quickly arguments: [String]) {
        let isNamed = arguments.first == "check"
        var rest = arguments.dropFirst(isNamed ? 1 : 0)
        var given = Set<String>()
        while let argument = rest.popFirst() {
            guard argument.utf8.first == UInt8(ascii: "-") else {
                if !isNamed, argument == "check" || CheckRun.otherCommands.contains(argument) { return nil }
                paths.append(argument)
                continue
            }
            if set(argument) {
                guard given.insert(argument).inserted else { return nil }
                continue
            }
            var name = argument
            var value: String
            if argument.hasPrefix("--"), let mark = argument.utf8.firstIndex(of: UInt8(ascii: "=")) {
                name = String(argument[..<mark])
                value = String(argument[argument.utf8.index(after: mark)...])
            } else {
                guard let next = rest.popFirst(), next.utf8.first != UInt8(ascii: "-") else { return nil }
                value = next
            }
            guard !value.isEmpty else { return nil }
            if add(value, to: name) { continue }
            guard set(name, to: value), given.insert(name == "-j" ? "--jobs" : name).inserted else { return nil }
        }
        if common.noConfig, common.config != nil { return nil }
    }

    private mutating func set(_ flag: String) -> Bool {
        switch flag {
        case "--no-config": common.noConfig = true
        case "--quiet", "-q": common.quiet = true
        case "--strict-baseline": strictBaseline = true
        case "--no-baseline": noBaseline = true
        case "--staged": staged = true
        case "--fix": fix = true
        case "--unsafe-fixes": unsafeFixes = true
        case "--diff": diff = true
        default: return false
        }
        return true
    }

    private mutating func add(_ value: String, to list: String) -> Bool {
        switch list {
        case "--pack": common.pack.append(value)
        case "--rule": common.rule.append(value)
        case "--skip": common.skip.append(value)
        case "--output", "-o": output.append(value)
        default: return false
        }
        return true
    }

    private mutating func set(_ option: String, to value: String) -> Bool {
        switch option {
        case "--config": common.config = value
        case "--fail-on": failOn = value
        case "--stdin-path": stdinPath = value
        case "--baseline": baseline = value
        case "--since": since = value
        case "--profile": profile = value
        case "--scope":
            guard let scope = ScopeChoice(rawValue: value) else { return false }
            common.scope = scope
        case "--color":
            guard let color = ColorChoice(rawValue: value) else { return false }
            common.color = color
        case "--jobs", "-j":
            guard let jobs = Int(value), CommonChoices.jobsRange.contains(jobs) else { return false }
            common.jobs = jobs
        default: return false
        }
        return true
    }
}
