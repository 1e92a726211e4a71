import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// A `.tf` or `.tofu` file. Only one with a backend is parsed; names of variables and folders of modules are found
    /// line by line, so that a repository of a thousand modules costs little.
    mutating func readConfiguration(_ file: ParsedFile) {
        let mayHaveBackend = scanLines(file.bytes)
        if mayHaveBackend { readBlocks(file) }
    }

    /// Declarations, by lines that begin with them. Gives whether a line begins with `backend` or `cloud`.
    private mutating func scanLines(_ bytes: ByteView) -> Bool {
        var mayHaveBackend = false
        var start = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            var at = start
            while at < end, bytes[at].isBlank { at += 1 }
            switch bytes[at] {
            case .ascii("v") where bytes.has("variable", at: at):
                if let name = word(bytes, after: at + 8, before: end) { variables.append(name) }
            case .ascii("s") where bytes.has("source", at: at):
                if let source = quoted(bytes, after: at + 6, before: end), source.hasPrefix(".") {
                    modules.append(source)
                }
            case .ascii("p") where bytes.has("provider ", at: at): hasProviders = true
            case .ascii("b") where bytes.has("backend", at: at): mayHaveBackend = true
            case .ascii("c") where bytes.has("cloud", at: at): mayHaveBackend = true
            case .ascii("t") where bytes.has("terraform", at: at): mayHaveBackend = mayHaveBackend || end - at > 12
            default: break
            }
            start = end + 1
        }
        return mayHaveBackend
    }

    private func word(_ bytes: ByteView, after start: Int, before end: Int) -> String? {
        var at = start
        while at < end, bytes[at].isBlank || bytes[at] == .ascii("\"") { at += 1 }
        let first = at
        while at < end, bytes[at].isWord || bytes[at] == .ascii("-") { at += 1 }
        return at > first && first > start ? bytes.text(ByteRange(first, at)) : nil
    }

    private func quoted(_ bytes: ByteView, after start: Int, before end: Int) -> String? {
        var at = start
        while at < end, bytes[at].isBlank { at += 1 }
        guard at < end, bytes[at] == .ascii("=") else { return nil }
        at += 1
        while at < end, bytes[at].isBlank { at += 1 }
        guard at < end, bytes[at] == .ascii("\"") else { return nil }
        let first = at + 1
        at = first
        while at < end, bytes[at] != .ascii("\"") { at += 1 }
        return at < end ? bytes.text(ByteRange(first, at)) : nil
    }

    private mutating func readBlocks(_ file: ParsedFile) {
        guard let tree = file.document.tree else { return }
        readBackends(tree, file, isDocumentation: false)
    }

    /// Backend blocks of the HCL documents inside a file of another language.
    mutating func readDocumentedBackends(_ file: ParsedFile) {
        for document in file.flat.documents where document.depth > 0 && document.language == .hcl {
            guard let tree = document.tree else { continue }
            readBackends(file.flat.trees[tree], file, isDocumentation: true)
        }
    }

    private mutating func readBackends(_ tree: SyntaxTree, _ file: ParsedFile, isDocumentation: Bool) {
        for block in tree.children(of: 0) where tree.nodes[block].name == "terraform" {
            for inner in tree.children(of: block) {
                if tree.nodes[inner].name == "cloud", tree.nodes[inner].kind == .object {
                    add("cloud", inner, tree, file, isDocumentation)
                } else if tree.nodes[inner].name == "backend" {
                    for label in tree.children(of: inner) where tree.nodes[label].kind == .object {
                        add(tree.nodes[label].name ?? "", label, tree, file, isDocumentation)
                    }
                }
            }
        }
    }

    /// A file of `name = value` for `-backend-config`.
    mutating func readSettings(_ file: ParsedFile) {
        guard let tree = file.document.tree else { return }
        settings = arguments(of: 0, tree, file)
    }

    /// Keys of a tfvars file.
    mutating func readValues(_ file: ParsedFile) {
        guard let tree = file.document.tree else { return }
        var found: [Setting] = []
        for child in tree.children(of: 0) {
            guard let name = tree.nodes[child].name else { continue }
            let range = tree.nodes[child].nameRange
            found.append(Setting(name: name, value: "", range: range, anchor: anchor(range, file)))
        }
        values = found
    }

    private mutating func add(
        _ type: String, _ node: Int, _ tree: SyntaxTree, _ file: ParsedFile, _ isDocumentation: Bool
    ) {
        let name = tree.nodes[node].nameRange
        var block = Backend(
            type: type, anchor: anchor(name, file), line: file.lines.line(at: Int(name.start)),
            isDocumentation: isDocumentation)
        block.settings = arguments(of: node, tree, file)
        for child in tree.children(of: node) where tree.nodes[child].kind != .scalar {
            block.variables += references(in: tree.nodes[child].valueRange, file)
        }
        backends.append(block)
    }

    /// An argument that is no literal keeps its expression's text; of an object (`endpoints = { s3 = … }`), the members
    /// are named `endpoints.s3`.
    private mutating func arguments(of node: Int, _ tree: SyntaxTree, _ file: ParsedFile) -> [Setting] {
        var result: [Setting] = []
        for child in tree.children(of: node) {
            guard let name = tree.nodes[child].name else { continue }
            let range = tree.nodes[child].nameRange
            let value = tree.nodes[child].scalar ?? "${" + file.bytes.text(tree.nodes[child].valueRange) + "}"
            let anchor = anchor(range, file)
            result.append(Setting(name: name, value: value, range: range, anchor: anchor))
            guard tree.nodes[child].kind == .object else { continue }
            for member in tree.children(of: child) {
                guard let inner = tree.nodes[member].name, let scalar = tree.nodes[member].scalar else { continue }
                result.append(
                    Setting(
                        name: name + "." + inner, value: scalar, range: tree.nodes[member].nameRange,
                        anchor: self.anchor(tree.nodes[member].nameRange, file)))
            }
        }
        return result
    }

    /// `var.x` and `local.x`; a value over 4 KiB is no backend's.
    private mutating func references(in range: ByteRange, _ file: ParsedFile) -> [Setting] {
        var result: [Setting] = []
        guard range.count <= 4_096 else { return [] }
        var at = Int(range.start)
        while at < Int(range.end) {
            let length = file.bytes.has("var.", at: at) ? 4 : file.bytes.has("local.", at: at) ? 6 : 0
            let before = at > Int(range.start) ? file.bytes[at - 1] : 0
            guard length > 0, !before.isWord, before != .ascii("."), before != .ascii("-") else {
                at += 1
                continue
            }
            var end = at + length
            while end < Int(range.end), file.bytes[end].isWord || file.bytes[end] == .ascii("-") { end += 1 }
            if end > at + length {
                let found = ByteRange(at, end)
                result.append(
                    Setting(name: file.bytes.text(found), value: "", range: found, anchor: anchor(found, file)))
            }
            at = end
        }
        return result
    }
}
