import LintSource

/// Reports that earlier runs left in the tree. They name what was found, as baselines do, and are no place of their own.
enum OwnReport {
    /// Whether it is a JSON object that begins with a schema of ours.
    static func isOne(_ bytes: ByteView) -> Bool {
        guard bytes.count > 0, bytes[0] == .ascii("{") else { return false }
        var at = 1
        for part: StaticString in ["\"schema\"", ":", "\"flywheel-lint/"] {
            while at < bytes.count, bytes[at].isWhiteSpace || bytes[at] == 0x0A || bytes[at] == 0x0D { at += 1 }
            guard bytes.has(part, at: at) else { return false }
            at += part.utf8CodeUnitCount
        }
        return true
    }
}
