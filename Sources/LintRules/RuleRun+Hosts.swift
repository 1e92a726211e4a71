import LintFindings
import LintPattern
import LintSource
import LintSyntax

/// Ports that are left out, and hosts that lead to one another.
extension RuleRun {
    private static let secure: [StaticString] = ["https", "wss"]
    private static let plain: [StaticString] = ["http", "ws"]

    private func isScheme(_ match: Match, of schemes: [StaticString]) -> Bool {
        guard let scheme = match.capture("scheme"), !scheme.isEmpty else { return false }
        return schemes.contains { name in
            name.utf8CodeUnitCount == scheme.count
                && scheme.indices.enumerated().allSatisfy { bytes[$1].lowered == name.utf8Start[$0] }
        }
    }

    /// Whether the URL's scheme says this port without it. Where there is none, nothing says it.
    func isImplied(port: String, _ match: Match) -> Bool {
        guard match.isURL else { return false }
        switch port {
        case "80": return isScheme(match, of: RuleRun.plain)
        case "443": return isScheme(match, of: RuleRun.secure)
        default: return false
        }
    }

    /// Whether the port that is written is one at which the URL's scheme is not spoken, or may be not.
    func isOfAnotherScheme(_ template: FixTemplate, _ match: Match) -> Bool {
        guard match.isURL, case .replacePart("port", let with) = template.change else { return false }
        if let scheme = match.capture("scheme"), hasHole(scheme) || bytes[Int(scheme.start) - 1] == .ascii("$") {
            return true
        }
        switch with.source {
        case "80": return isScheme(match, of: RuleRun.secure)
        case "443": return isScheme(match, of: RuleRun.plain)
        // Without a port it is the scheme's own.
        case "": return match.capture("scheme")?.isEmpty ?? true
        default: return false
        }
    }

    /// The port that a fix changes, with the colon before it; empty where it changes something else.
    func oldPort(_ template: FixTemplate, _ match: Match) -> ByteRange {
        guard match.isURL, case .replacePart("port", _) = template.change, var port = match.capture("port"),
            !port.isEmpty
        else { return ByteRange(0, 0) }
        if bytes[Int(port.start) - 1] == .ascii(":") { port.start -= 1 }
        return port
    }

    /// Whether the host that would be written stands at the other end already: beside the place in its list, mapping or
    /// `{ … }`, or in what this leads to; or where the old one is defined. With one host at both ends a redirect has no end, and a list
    /// names it twice.
    func isOtherEnd(
        _ edit: Edit, _ template: FixTemplate, _ match: Match, _ entry: FlattenedTokens.Entry, _ sentence: Sentence
    ) -> Bool {
        guard match.isURL, case .replacePart("host", _) = template.change, edit.range == match.capture("host") else {
            return false
        }
        let definition = HostDefinition(edit.range, in: bytes)
        if definition.isOnLine { return true }
        if sentence.isProse { return false }
        if entry.context == .key { return true }
        let document = file.flat.documents[Int(entry.document)]
        let host = edit.text.utf8.map(\.lowered).filter { !"\\[]".utf8.contains($0) }
        guard host.contains(.ascii(".")) else { return false }
        var ends = OtherEnds(
            bytes: bytes, place: match.range, within: document.range, isYAML: document.language == .yaml)
        // Braces of a shell hold commands.
        let isShell = document.language == .shell && entry.context != .heredoc
        if definition.isDefined(in: &ends) || !isShell && ends.headsBlock { return true }
        if isShell { return false }
        var holds = false
        var looks = OtherEnds.mostLooks
        Prefilter.occurrences(of: host, in: bytes, range: ends.window) { at in
            if match.range.contains(at) || RuleRun.isOfName(bytes[at - 1]) || goesOn(at + host.count) { return true }
            looks -= 1
            holds = ends.hold(at)
            return !holds && looks > 0
        }
        return holds
    }
}
