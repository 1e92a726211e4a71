import LintSource
import LintSyntax

/// Backends that Terragrunt writes for its units: `remote_state { backend = "s3" config = { … } }` and
/// `generate "backend" { contents = <<EOF … }` (terragrunt.gruntwork.io/docs/reference/hcl/blocks/). They are of no folder that
/// is known here, and hold for all that include them: what a block shows by itself is asked of them too.
extension TerraformStateFacts {
    /// - Returns: whether it is a file of Terragrunt's with a backend in it.
    mutating func readRemoteStates(_ file: ParsedFile) -> Bool {
        let bytes = file.bytes
        guard bytes.first("remote_state") != nil || bytes.first("generate") != nil && bytes.first("backend") != nil,
            let tree = file.document.tree
        else { return false }
        let count = backends.count
        for block in tree.children(of: 0) {
            switch tree.nodes[block].name {
            case "remote_state": readRemoteState(block, tree, file)
            case "generate":
                for label in tree.children(of: block) where tree.nodes[label].kind == .object {
                    readGenerated(label, tree, file)
                }
            default: break
            }
        }
        return backends.count > count
    }

    private mutating func readRemoteState(_ block: Int, _ tree: SyntaxTree, _ file: ParsedFile) {
        let children = Array(tree.children(of: block))
        guard let name = children.first(where: { tree.nodes[$0].name == "backend" }),
            let type = tree.nodes[name].scalar, let backend = TerraformBackend.all[type],
            let config = children.first(where: { tree.nodes[$0].name == "config" && tree.nodes[$0].kind == .object })
        else { return }
        // Of its own arguments (`s3_bucket_tags`, `skip_bucket_versioning`) it hands nothing over.
        let settings = arguments(of: config, tree, file).filter { setting in
            backend.known[setting.name.holds(".") ? String(setting.name.prefix { $0 != "." }) : setting.name] != nil
        }
        append(type, settings, tree.nodes[name].valueRange)
    }

    /// The document is parsed where it stands, with nothing around it, so that its places are the file's.
    private mutating func readGenerated(_ label: Int, _ tree: SyntaxTree, _ file: ParsedFile) {
        guard let contents = tree.children(of: label).first(where: { tree.nodes[$0].name == "contents" }) else {
            return
        }
        let value = tree.nodes[contents].valueRange
        let start = file.bytes.lineEnd(of: Int(value.start))
        let end = file.bytes.lineStart(of: max(start, Int(value.end) - 1))
        guard file.bytes.has("<<", at: Int(value.start)), start < end,
            file.bytes.first("backend", from: start, to: end) != nil
        else { return }
        var text = [UInt8](repeating: 0x20, count: end)
        for at in start..<end { text[at] = file.bytes[at] }
        guard let inner = text.withByteView({ Language.hcl.tokenize($0).tree }) else { return }
        for block in inner.children(of: 0) where inner.nodes[block].name == "terraform" {
            for backend in inner.children(of: block) where inner.nodes[backend].name == "backend" {
                for type in inner.children(of: backend) where inner.nodes[type].kind == .object {
                    append(
                        inner.nodes[type].name ?? "", arguments(of: type, inner, file), inner.nodes[type].nameRange)
                }
            }
        }
    }

    /// (What is a variable in it is Terragrunt's, which fills it in.)
    private mutating func append(_ type: String, _ settings: [Setting], _ range: ByteRange) {
        append(Backend(type: type, settings: settings, range: range, isDocumentation: true, isAdvice: true))
    }
}
