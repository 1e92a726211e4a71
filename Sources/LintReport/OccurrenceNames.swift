import LintFindings

/// Names for findings in formats that must tell equal ones apart and know each again when lines were put between them.
///
/// A name is the hash of rule, subject and own line, with the count of findings of that hash so far. Neighbours are left
/// out on purpose: a line put before a finding would give it another name, and what counting loses, which of several
/// equal lines it was, no reader of these formats can ask. A finding on a whole file is named by the file.
struct OccurrenceNames {
    /// A hash, and how often it came up so far, from 1.
    struct Name {
        var hash: UInt64
        var count: UInt32
        /// 16 hex digits, `:`, and the number.
        var text: String { "\(Fingerprint.hex(hash)):\(count)" }
    }

    private var counts: [UInt64: UInt32] = [:]

    /// The name of the next finding in the order of the report.
    mutating func next(_ finding: Finding) -> Name {
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
        return Name(hash: hash, count: count)
    }
}
