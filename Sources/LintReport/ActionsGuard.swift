/// Keeps output harmless under GitHub Actions.
///
/// The runner executes `::command::` at the start of a line, after white space, and `##[command]` anywhere in one; file
/// names and source lines of a pull request are a stranger's. (actions/runner, `ActionCommand.cs`: TryParseV2, TryParse.)
enum ActionsGuard {
    /// Whole lines of text for people: the command is pulled apart, so that it stays readable.
    static func text(_ lines: String, _ options: ReportOptions) -> [UInt8] {
        let bytes = Array(lines.utf8)
        guard options.underGitHubActions else { return bytes }
        return guarded(bytes, hash: Array("## [".utf8))
    }

    /// JSON, where the bracket can only stand in a string: the escape means the same.
    static func json(_ bytes: [UInt8], _ options: ReportOptions) -> [UInt8] {
        guard options.underGitHubActions else { return bytes }
        return guarded(bytes, hash: Array("##\\u005b".utf8))
    }

    /// XML, where the bracket can only stand in text or an attribute.
    static func xml(_ text: String, _ options: ReportOptions) -> [UInt8] {
        guard options.underGitHubActions else { return Array(text.utf8) }
        return guarded(Array(text.utf8), hash: Array("##&#91;".utf8))
    }

    private static func guarded(_ bytes: [UInt8], hash: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var atLineStart = true
        for byte in bytes {
            if byte == 0x5B, result.suffix(2) == [0x23, 0x23] {
                result.removeLast(2)
                result += hash
                continue
            }
            if atLineStart, byte == 0x3A {
                // "::set-env" as ". ::set-env": what begins the line is no longer the command.
                result += [0x2E, 0x20]
            }
            result.append(byte)
            // The runner trims any white space of Unicode: let every non-ASCII byte pass for it.
            atLineStart = byte == 0x0A || (atLineStart && (byte <= 0x20 || byte >= 0x80))
        }
        return result
    }
}
