import LintSource
import LintSyntax

/// What Terramate makes for the stacks below a file, or for those that import it
/// (https://terramate.io/docs/code-generation, https://terramate.io/docs/orchestration/scripts).
extension TerraformStateFacts {
    static func isTerramate(_ path: String) -> Bool { path.ends(".tm.hcl") }

    /// `generate_hcl "_backend.tf" { content { terraform { backend "s3" { … } } } }`, `generate_file "backend.tf" { … }`.
    mutating func readGenerated(_ file: ParsedFile) {
        let bytes = file.bytes
        var at = 0
        while generatesBlock == nil, let found = bytes.first("generate_", from: at) {
            at = found + 9
            let end = bytes.first("generate_", from: at) ?? bytes.count
            guard TerraformStateFacts.beginsLine(found, bytes), let open = bytes.first("\"", from: at, to: end),
                let close = bytes.first("\"", from: open + 1, to: end)
            else { continue }
            let name = bytes.text(ByteRange(open + 1, close))
            guard TerraformState.isConfiguration(name) else { continue }
            for word in ["backend", "cloud"] as [StaticString] {
                var from = close
                while let block = bytes.first(word, from: from, to: end) {
                    from = block + word.utf8CodeUnitCount
                    var next = from
                    while bytes[next].isBlank { next += 1 }
                    guard TerraformStateFacts.beginsLine(block, bytes),
                        bytes[next] == .ascii(word.utf8CodeUnitCount == 5 ? "{" : "\"")
                    else { continue }
                    generatesBlock = String(name.lastPart)
                }
            }
        }
    }

    private static func beginsLine(_ offset: Int, _ bytes: ByteView) -> Bool {
        var at = offset
        while at > 0, bytes[at - 1].isBlank { at -= 1 }
        return at == 0 || bytes[at - 1] == 0x0A
    }
}

extension TerraformStacks {
    /// A stack of Terramate's whose block is not committed has the one that is generated for it, perhaps.
    func allowGenerated(_ stack: inout TerraformStack) {
        guard !blockGenerators.isEmpty, paths(in: stack.folder).contains(where: TerraformStateFacts.isTerramate)
        else { return }
        let name = name(stack.folder)
        let above = blockGenerators.last { number in
            let home = folders.names[folderOfFile[number]]
            return home.isEmpty || name == home || name.hasPrefix(home + "/")
        }
        guard let number = above ?? blockGenerators.first, let block = files[number].facts.generatesBlock else {
            return
        }
        // What is committed for others, and not here, is not for this one.
        let isCommitted = blocks.values.joined().contains { path(Int($0.site.file)).lastPart == block }
        if isCommitted { return }
        stack.authority = .unknown
        guard explains else { return }
        stack.why = "no backend block, but \(files[number].path) generates one into \(block)"
    }
}
