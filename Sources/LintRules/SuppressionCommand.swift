import LintSource

/// The text of a suppression comment behind its mark.
struct SuppressionCommand {
    enum Verb: String, CaseIterable {
        case ignore
        case file = "ignore-file"
        case start = "ignore-start"
        case end = "ignore-end"
    }

    /// Why a text is none.
    struct Mistake: Error {
        var message: String
    }

    var verb: Verb
    var rules: [String] = []
    var until: String?
    var reason: String?

    init(_ text: String) throws(Mistake) {
        let (command, reason) = SuppressionCommand.split(text)
        self.reason = reason.flatMap { $0.isEmpty ? nil : $0 }
        var words = command.split { SuppressionCommand.isSpace($0) || $0 == "," }.map(String.init)
        let known = Verb.allCases.map(\.rawValue)
        guard let first = words.first, let verb = Verb(rawValue: first) else {
            let hint = words.first.map { NearestName.hint($0, among: known) } ?? ""
            throw Mistake(
                message: "unknown suppression '\(text.prefix(40))'\(hint)"
                    + "; write 'ignore RULE', 'ignore-file RULE', 'ignore-start RULE' or 'ignore-end'")
        }
        self.verb = verb
        words.removeFirst()
        if let at = words.firstIndex(of: "until") {
            guard at + 1 < words.count, Calendar.isDate(words[at + 1]) else {
                let found = at + 1 < words.count ? "found '\(words[at + 1].prefix(20))'" : "found none"
                throw Mistake(message: "'until' must be followed by a date YYYY-MM-DD, \(found)")
            }
            until = words[at + 1]
            words.removeSubrange(at...(at + 1))
        }
        rules = words
        if verb != .end, rules.isEmpty || rules.contains("**") {
            throw Mistake(message: "a suppression must name its rule; write '\(verb.rawValue) RULE'")
        }
    }

    /// Whether a reason begins in it.
    static func hasReason(_ text: some StringProtocol) -> Bool { split(text).reason != nil }

    /// Parts the reason, which begins at the first `--` or `—` that stands for itself. (In XML a comment may not hold
    /// `--`.)
    private static func split(_ text: some StringProtocol) -> (command: String, reason: String?) {
        // Most have none, and bytes are cheaper than characters.
        guard text.utf8.contains(where: { $0 == .ascii("-") || $0 == 0xE2 }) else { return (String(text), nil) }
        var at = text.startIndex
        var isWordStart = true
        while at < text.endIndex {
            for dash in ["--", "—"] where isWordStart && text[at...].hasPrefix(dash) {
                let rest = text[text.index(at, offsetBy: dash.count)...].drop { $0.isWhitespace }
                return (String(text[..<at]), String(rest))
            }
            isWordStart = isSpace(text[at])
            at = text.index(after: at)
        }
        return (String(text), nil)
    }

    private static func isSpace(_ character: Character) -> Bool {
        character.asciiValue.map { $0 == 0x20 || (0x09...0x0D).contains($0) } ?? character.isWhitespace
    }
}
