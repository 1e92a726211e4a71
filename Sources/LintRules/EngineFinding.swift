public import LintFindings
public import LintSource
public import LintSyntax

/// What the engine itself has to say of a file, as findings, so that nothing is silently left out.
public enum EngineFinding {
    public enum Kind: String, CaseIterable, Sendable {
        case limit = "engine/limit"
        case suppression = "engine/suppression"
        case syntax = "engine/syntax"
        case claim = "engine/claim"
    }

    /// Facts of the engine's own rules, for reports.
    public static let facts: [RuleFacts] = [
        RuleFacts(
            id: Kind.limit.rawValue, title: "A limit was reached",
            why:
                "Input is hostile: sizes, depth, matches and time are bounded. What lies past a bound was not checked.",
            level: .warning, pack: "engine"),
        RuleFacts(
            id: Kind.suppression.rawValue, title: "A suppression that does not hold",
            why:
                "A suppression that names no rule, hides nothing or has expired makes findings disappear, or says that they do.",
            level: .warning, pack: "engine"),
        RuleFacts(
            id: Kind.syntax.rawValue, title: "A file that does not follow its language",
            why: "Rules about structure see only the part of the file that could be read.", level: .note, pack: "engine"
        ),
        RuleFacts(
            id: Kind.claim.rawValue, title: "A claim that could not be judged",
            why:
                "The claim speaks of another day or commit, and this copy of the repository does not reach that far back.",
            level: .note, pack: "engine"),
    ]

    /// - Parameters:
    ///   - subject: what the finding is about, for the fingerprint; the message, unless it holds numbers that change.
    ///   - isCounted: the place was found by counting from the start of the file, so that each edit above moves it: the
    ///     finding is then known by its subject alone.
    public static func make(
        _ kind: Kind, _ message: String, subject: String? = nil, isCounted: Bool = false, file: ParsedFile,
        range: ByteRange, surface: String
    ) -> Finding {
        let location = Location(path: file.path, range: range, lines: file.lines, bytes: file.bytes)
        let subject = subject ?? message
        return Finding(
            rule: kind.rawValue, level: kind == .syntax ? .note : .warning, location: location,
            language: file.language.name, context: "other", route: "\(file.language.name)/other", surface: surface,
            message: message, identity: subject,
            fingerprint: isCounted
                ? Fingerprint(rule: kind.rawValue, identity: subject)
                : Fingerprint(
                    rule: kind.rawValue, identity: subject, line: location.start.line, lines: file.lines,
                    bytes: file.bytes))
    }

    /// Says of a file that it has more findings of a rule than are told, of which `finding` is the next.
    public static func tooMany(_ most: Int, like finding: Finding) -> Finding {
        limit(
            "\(finding.rule): more than \(most) findings in this file; the rest is not reported",
            subject: "\(CheckLimits.Kind.findingsPerRule.rawValue) \(finding.rule)", at: finding.location,
            language: finding.language, surface: finding.surface)
    }

    /// Known by its subject alone.
    public static func limit(
        _ message: String, subject: String, at location: Location, language: String, surface: String
    ) -> Finding {
        Finding(
            rule: Kind.limit.rawValue, level: .warning, location: location, language: language, context: "other",
            route: "other", surface: surface, message: message, identity: subject,
            fingerprint: Fingerprint(rule: Kind.limit.rawValue, identity: subject))
    }
}
