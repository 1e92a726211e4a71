import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// A `.tf` or `.tofu` file. Only one with a backend is parsed; names of variables and folders of modules are found
    /// line by line, so that a repository of a thousand modules costs little.
    mutating func readConfiguration(_ file: ParsedFile) {
        let lines = TerraformLines(file.bytes)
        variables = lines.variables
        if variables.count > 1 { variables.sort() }
        if !lines.modules.isEmpty {
            let home = file.path.index(ofLast: 0x2F).map { String(file.path[..<$0]) } ?? ""
            modules = lines.modules.map { TerraformTemplate.join(home, $0) }
        }
        hasProviders = lines.hasProviders
        makesNothing = !lines.makesSomething
        makesStateStore = TerraformLines.makesStateStore(file.bytes, makesSomething: lines.makesSomething)
        if lines.mayHaveBackend { readBlocks(file) }
    }

    private mutating func readBlocks(_ file: ParsedFile) {
        if !file.isTokenized, let plain = TerraformBlocks(file.bytes) {
            backends = plain.backends
            return
        }
        guard let tree = file.document.tree else { return }
        readBackends(tree, file, isDocumentation: false)
    }

    /// Whether a block called `terraform` may begin somewhere, with a backend in it: a sentence that names the program needs
    /// no tokens.
    static func mayDocumentBackends(_ bytes: ByteView) -> Bool {
        guard bytes.first("backend") != nil || bytes.first("cloud") != nil else { return false }
        var from = 0
        while let found = bytes.first("terraform", from: from) {
            from = found + 9
            // A quote's mark may lead the line that the brace is on; labels may take its place.
            var next = from
            while bytes[next].isWhiteSpace || "\"'>".utf8.contains(bytes[next]) { next += 1 }
            if "{=:/#bc".utf8.contains(bytes[next]) { return true }
        }
        return false
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

    private static let terragrunt = "terragrunt".nameHash

    /// Keys of a tfvars file.
    mutating func readValues(_ file: ParsedFile) {
        // Terragrunt before 0.19 had its configuration here: `terragrunt = { … }`.
        defer { values?.removeAll { $0.hash == TerraformStateFacts.terragrunt } }
        if let keys = TerraformValues.keys(file.bytes) {
            values = keys
            readPossibleSettings(file, keys: keys)
            return
        }
        guard let tree = file.document.tree else { return }
        var found: [Key] = []
        for child in tree.children(of: 0) {
            guard let name = tree.nodes[child].name else { continue }
            found.append(Key(hash: name.nameHash, range: tree.nodes[child].nameRange))
        }
        values = found
    }

    /// The variables that a test reads: a tfvars file may be there for it alone.
    mutating func readTest(_ file: ParsedFile) {
        var at = 0
        while let found = file.bytes.first("var.", from: at) {
            at = found + 4
            let before = found > 0 ? file.bytes[found - 1] : 0
            guard !before.isWord, before != .ascii("."), before != .ascii("-") else { continue }
            let first = at
            while file.bytes[at].isWord || file.bytes[at] == .ascii("-") { at += 1 }
            if at > first { testedVariables.append(file.bytes.hash(first..<at)) }
        }
    }

    private mutating func add(
        _ type: String, _ node: Int, _ tree: SyntaxTree, _ file: ParsedFile, _ isDocumentation: Bool
    ) {
        let name = tree.nodes[node].nameRange
        var block = Backend(type: type, range: name, isDocumentation: isDocumentation)
        block.settings = arguments(of: node, tree, file)
        for child in tree.children(of: node) where tree.nodes[child].kind != .scalar {
            block.variables += references(in: tree.nodes[child].valueRange, file)
        }
        backends.append(block)
    }

    /// An argument that is no literal keeps its expression's text; of an object (`endpoints = { s3 = … }`), the members
    /// are named `endpoints.s3`.
    func arguments(of node: Int, _ tree: SyntaxTree, _ file: ParsedFile) -> [Setting] {
        var result: [Setting] = []
        for child in tree.children(of: node) {
            guard let name = tree.nodes[child].name else { continue }
            let range = tree.nodes[child].nameRange
            let value = tree.nodes[child].scalar ?? "${" + file.bytes.text(tree.nodes[child].valueRange) + "}"
            result.append(Setting(name: name, value: value, range: range))
            guard tree.nodes[child].kind == .object else { continue }
            for member in tree.children(of: child) {
                guard let inner = tree.nodes[member].name, let scalar = tree.nodes[member].scalar else { continue }
                result.append(
                    Setting(name: name + "." + inner, value: scalar, range: tree.nodes[member].nameRange))
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
                result.append(Setting(name: file.bytes.text(found), value: "", range: found))
            }
            at = end
        }
        return result
    }
}
