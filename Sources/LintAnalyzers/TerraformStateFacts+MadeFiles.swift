import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// Whether a text names a block, as `backend "s3"` does, or `cloud {`.
    static func holdsBlock(_ bytes: ByteView) -> Bool {
        var at = 0
        while let found = bytes.first("backend", from: at) {
            at = found + 7
            if bytes.has(" \"", at: at), found == 0 || bytes[found - 1].isWhiteSpace { return true }
        }
        return bytes.first(" cloud {") != nil
    }

    /// Files of values that a page tells people to make, in a sentence before a command that reads them.
    mutating func readMade(_ file: ParsedFile) {
        guard let first = file.bytes.first("creat") else { return }
        let names = Set(
            scripts.flatMap { $0.value.commands.flatMap { $0.variableFiles.map { String($0.value.lastPart) } } })
        guard !names.isEmpty else { return }
        var at = first
        while let found = file.bytes.first("creat", from: at) {
            var end = found
            // Behind the last backtick: what stands between two may be a name.
            var start: Int?
            while end < file.bytes.count, end < found + 300, !file.bytes[end].isLineEnd {
                if file.bytes[end] == .ascii("`") {
                    if let from = start {
                        let name = file.bytes.text(ByteRange(from, end))
                        if names.contains(name) { written.insert(name) }
                    }
                    start = end + 1
                }
                end += 1
            }
            at = max(end, found + 1)
        }
    }

    private static let makers: Set<String> = ["local_file", "local_sensitive_file"]
    /// What stands for the module's own folder where it is a root.
    private static let homes = ["${path.module}", "${path.root}", "${path.cwd}"]

    /// Files of configuration that resources write, with a backend in them perhaps: the bootstrap that makes the store of
    /// all states tells other stacks of it so. What is committed of them is of its last run.
    mutating func readMadeFiles(_ file: ParsedFile) {
        guard file.bytes.first(".tf") != nil || file.bytes.first(".tofu") != nil, let tree = file.document.tree else {
            return
        }
        let home = file.path.index(ofLast: 0x2F).map { String(file.path[..<$0]) } ?? ""
        for resource in tree.children(of: 0) where tree.nodes[resource].name == "resource" {
            for type in tree.children(of: resource) {
                guard let name = tree.nodes[type].name, TerraformStateFacts.makers.contains(name) else { continue }
                for made in tree.children(of: type) where addedTo.count < 100 { readMadeFile(made, home, tree, file) }
            }
        }
    }

    private mutating func readMadeFile(_ made: Int, _ home: String, _ tree: SyntaxTree, _ file: ParsedFile) {
        func node(_ name: String) -> Int? { tree.children(of: made).first { tree.nodes[$0].name == name } }
        func text(_ name: String) -> String? {
            node(name).map { tree.nodes[$0].scalar ?? file.bytes.text(tree.nodes[$0].valueRange) }
        }
        guard var path = text("filename") else { return }
        if path.hasPrefix("\""), path.hasSuffix("\""), path.utf8.count > 1 {
            path = String(path.dropFirst().dropLast())
        }
        guard TerraformState.isConfiguration(path) else { return }
        for mark in TerraformStateFacts.homes where path.hasPrefix(mark) {
            path = String(path.dropFirst(mark.count).drop { $0 == "/" })
        }
        // What is written out says whether a block is in it; what is filled in elsewhere its name.
        let content = text("content") ?? ""
        let isWritten =
            node("content").map { tree.nodes[$0].scalar != nil } ?? false
            || content.hasPrefix("<<") || content.hasPrefix("\"")
        guard (isWritten ? content : content + path).holds("backend") else { return }
        let way = path.utf8.lastIndex(of: 0x2F).map { String(path[..<$0]) } ?? ""
        let each = way.holds("${each.") ? TerraformStateFacts.names(in: text("for_each") ?? "") : []
        for name in each.isEmpty ? [""] : each.prefix(100) {
            let own =
                each.isEmpty ? way : way.replacing("${each.key}", with: name).replacing("${each.value}", with: name)
            let folder = TerraformTemplate.join(home, own)
            // (Of what begins with a variable nothing tells where it is.)
            guard !["/", ".", "~", "$"].contains(where: folder.hasPrefix) else { continue }
            written.insert(String(path.lastPart))
            addedTo.insert(String(path.lastPart))
            configured.insert(TerraformScriptReader.root + "/" + folder)
        }
    }

    /// Of `toset(["a", "b"])` these.
    private static func names(in text: String) -> [String] {
        guard text.hasPrefix("toset(["), !text.contains("$") else { return [] }
        return text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().compactMap { number, part in
            number % 2 == 1 ? String(part) : nil
        }
    }
}
