import LintFindings

/// Names for findings in formats that must tell equal ones apart and know each again when lines were put between them.
///
/// A name is the hash of rule, subject and own line, with the count of findings of that hash so far. Neighbours are left
/// out on purpose: a line put before a finding would give it another name, and what counting loses, which of several
/// equal lines it was, no reader of these formats can ask. A finding on a whole file is named by the file.
struct OccurrenceNames {
    private var counts: [UInt64: Int] = [:]

    /// The name of the next finding in the order of the report: 16 hex digits, `:`, and a number from 1.
    mutating func next(_ finding: Finding) -> String {
        var hash = finding.fingerprint.line
        if finding.location.isWholeFile {
            var names = FNV()
            for text in [finding.rule, finding.identity, finding.path] {
                names.add(text)
                names.add(0)
            }
            hash = names.value
        }
        let count = counts[hash, default: 0] + 1
        counts[hash] = count
        return "\(Fingerprint.hex(hash)):\(count)"
    }
}
