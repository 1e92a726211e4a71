import LintFindings

extension Baseline {
    /// The first line: which format this is. It changes only when the format does.
    static let mark = "# flywheel-lint/baseline/1"

    /// The file. The same entries give the same bytes everywhere.
    ///
    /// A blank line parts the sections: an insertion at the end of one and a new section after it then never touch, so
    /// that a merge keeps entries under their own heading.
    public var bytes: [UInt8] {
        var output = Array(Baseline.mark.utf8)
        output.append(0x0A)
        output.reserveCapacity(entries.count * 64)
        var path: String?
        for entry in entries {
            if path.map({ ByteOrder.compare($0, entry.path) != 0 }) ?? true {
                path = entry.path
                output += "\n[".utf8
                output += LedgerText.escaped(entry.path).utf8
                output += "]\n".utf8
            }
            output += LedgerText.escaped(entry.rule, isToken: true).utf8
            output.append(0x20)
            output += entry.fingerprint.contextText.utf8
            output.append(0x20)
            output += entry.fingerprint.lineText.utf8
            if entry.count > 1 { output += " ×\(entry.count)".utf8 }
            if let reason = entry.reason { output += " # \(reason)".utf8 }
            output.append(0x0A)
        }
        return output
    }
}
