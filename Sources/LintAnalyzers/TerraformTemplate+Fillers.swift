import LintSource

/// What pages write where their readers have a name of their own: `my-bucket`, `path/to/key`, `ENV/net`. A stack may truly be
/// called so: it is only asked of pages that say something else than others do.
extension TerraformTemplate {
    private static let fillers: Set<String> = [
        "foo", "bar", "baz", "foobar", "example", "examples", "sample", "placeholder", "changeme", "replaceme", "key",
        "bucket", "name", "username", "mykey", "mybucket", "myproject", "mystate", "bucketname",
    ]
    private static let fillerStarts: [StaticString] = [
        "my-", "my_", "your-", "your_", "some-", "some_", "example-", "example_", "change-me", "change_me", "replace-",
        "replace_",
    ]
    private static let fillerEnds: [StaticString] = ["-name", "_name", "-here", "_here", "-example"]

    /// Whether a part of a name, or of the path that it is, stands for another.
    static func isFiller(_ name: String) -> Bool {
        var isPath = false
        for part in name.pathParts {
            // `path/to/key`
            if isPath, part == "to" { return true }
            isPath = part == "path"
            if isFillerPart(part) { return true }
        }
        return false
    }

    private static func isFillerPart(_ part: Substring) -> Bool {
        // (A state's file is called for what it is: `example.tfstate`.)
        let part = String(part.ends(".tfstate") ? part.dropLast(8) : part)
        if part.begins("[") && part.utf8.last == 0x5D || isInCapitals(part) || holdsMadeUpNumber(part) { return true }
        let lowered = part.lowercased()
        return fillers.contains(lowered) || fillerStarts.contains(where: lowered.begins)
            || fillerEnds.contains(where: lowered.ends)
    }

    /// `ENV`, `PROJECT-NAME`
    private static func isInCapitals(_ part: String) -> Bool {
        part.utf8.count > 1 && part.utf8.first.map { $0 >= 0x41 && $0 <= 0x5A } ?? false
            && part.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5A || $0 == 0x2D || $0 == 0x5F }
    }

    /// An account's number of twelve digits that are one and the same, or counted up.
    private static func holdsMadeUpNumber(_ part: String) -> Bool {
        part.withBytes { bytes in
            var length = 0
            var isSame = true
            var isCounted = true
            for index in 0...bytes.count {
                guard index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 else {
                    if length == 12, isSame || isCounted { return true }
                    (length, isSame, isCounted) = (0, true, true)
                    continue
                }
                if length > 0 {
                    let (before, digit) = (bytes[index - 1], bytes[index])
                    isSame = isSame && digit == before
                    // (`123456789012`)
                    isCounted = isCounted && (digit == before + 1 || digit == 0x30 && before == 0x39)
                }
                length += 1
            }
            return false
        }
    }
}

extension TerraformStack {
    /// Takes away what pages say of a state that has a name of its own: where its name stands for another, or where its
    /// store does and somebody else has the same name. Whether there was something, and is more.
    static func dropFillers(from named: inout [Answer]) -> Bool {
        guard named.contains(where: { $0.kind == .documentation }) else { return false }
        let fills = named.map { answer in
            answer.kind == .documentation && (isFiller(answer.stateName) || hasFillerStore(answer))
        }
        guard fills.contains(true), fills.contains(false) else { return false }
        var names: Set<String> = []
        for (answer, isFiller) in zip(named, fills) where !isFiller { names.insert(answer.stateName ?? "") }
        let kept = zip(named, fills).filter { answer, isFiller in
            !isFiller || !TerraformStack.isFiller(answer.stateName) && !names.contains(answer.stateName ?? "")
        }
        guard kept.count < named.count else { return false }
        named = kept.map(\.0)
        return true
    }

    private static func isFiller(_ name: String?) -> Bool { name.map(TerraformTemplate.isFiller) ?? false }

    /// Whether the bucket, or what else holds the state, stands for another.
    private static func hasFillerStore(_ answer: Answer) -> Bool {
        guard let backend = answer.backend else { return false }
        return answer.supplied.contains { argument in
            argument.supplied.origin != .block && argument.name != backend.name
                && backend.required.contains(argument.name) && !TerraformTemplate.isOpen(argument.supplied.value)
                && TerraformTemplate.isFiller(argument.supplied.value)
        }
    }
}
