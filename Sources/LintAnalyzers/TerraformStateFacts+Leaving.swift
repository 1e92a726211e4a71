import LintSource

/// What comments and pages say of an init that is for another block than the one that stands there, or that takes what the
/// block lacks from the environment.
extension TerraformStateFacts {
    /// Whether a line of a comment tells how to leave the block behind. What it names of the environment, the reader sets.
    mutating func readLeaving(_ range: ByteRange, _ bytes: ByteView) -> Bool {
        if range.count > 2_000 { return false }
        let words = ClaimWords(range, bytes)
        // (`PG_CONN_STR`: one with a `_` in it.)
        for word in words.all where word.text.utf8.contains(0x5F) {
            for argument in (TerraformBackend.byVariable[word.text] ?? [:]).values { pageAnswers.insert(argument) }
        }
        return words.leaveBlock
    }
}

extension ClaimWords {
    private static let leaving: Set<String> = ["comment", "remove", "delete", "replace", "switch", "disable"]
    private static let blocks: Set<String> = ["block", "file", "line", "lines", "section", "stanza"]
    private static let pageBlocks: Set<String> = [
        "block", "line", "lines", "section", "stanza", "configuration", "config", "tf",
    ]

    /// `comment out the entire backend block below`, `delete this file`, `set backend "local" {} here`
    var leaveBlock: Bool {
        let isOther = zip(all, all.dropFirst()).contains { $0.lowered == "backend" && $1.lowered == "local" }
        return isOther || leaves { word in word == "backend" || ClaimWords.blocks.contains(word) }
    }

    /// `delete the backend "s3" {} line in net/backend.tf`, of which a page says that it comes before an init.
    var leaveBackend: Bool {
        guard let backend = all.firstIndex(where: { $0.lowered == "backend" }) else { return false }
        return leaves { $0 == "backend" }
            && all[(backend + 1)...].prefix(4).contains { ClaimWords.pageBlocks.contains($0.lowered) }
    }

    /// Whether one of the words behind such a verb is what is left.
    private func leaves(_ isBlock: (String) -> Bool) -> Bool {
        all.indices.contains { index in
            guard ClaimWords.leaving.contains(all[index].lowered) else { return false }
            let rest = all[(index + 1)...]
            if all[index].lowered == "comment", rest.first?.lowered != "out" { return false }
            // (`remove the lock file` leaves another.)
            return rest.prefix(6).contains { isBlock($0.lowered) } && !rest.prefix(6).contains { $0.lowered == "lock" }
        }
    }
}
