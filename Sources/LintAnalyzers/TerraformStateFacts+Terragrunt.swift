import LintSource
import LintSyntax

/// Backends that Terragrunt writes for its units: `remote_state { backend = "s3" config = { … } }` and
/// `generate "backend" { contents = <<EOF … }` (terragrunt.gruntwork.io/docs/reference/hcl/blocks/). They are of no folder that
/// is known here, and hold for all that include them: what a block shows by itself is asked of them too.
extension TerraformStateFacts {
    /// - Returns: whether it is a file of Terragrunt's with a backend in it.
    mutating func readRemoteStates(_ file: ParsedFile) -> Bool {
        let bytes = file.bytes
        if file.path.lastPart == "terragrunt.hcl" { readUnit(file) }
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

    /// `terraform { source = "../../modules//net" }`, of the repository's own modules.
    private mutating func readUnit(_ file: ParsedFile) {
        guard file.bytes.first("source") != nil, let tree = file.document.tree else { return }
        let home = file.path.index(ofLast: 0x2F).map { String(file.path[..<$0]) } ?? ""
        guard let block = tree.children(of: 0).first(where: { tree.nodes[$0].name == "terraform" }),
            let source = tree.children(of: block).first(where: { tree.nodes[$0].name == "source" })
        else { return }
        let text = tree.nodes[source].scalar ?? file.bytes.text(tree.nodes[source].valueRange).filter { $0 != "\"" }
        let marks: [(text: String, place: String?)] = [
            ("${get_terragrunt_dir()}", home), ("${get_repo_root()}", ""), ("${path_relative_from_include", nil),
        ]
        if let mark = marks.first(where: { text.hasPrefix($0.text) }), let close = text.utf8.firstIndex(of: 0x7D) {
            let rest = "./" + text[text.index(after: close)...]
            units.append(mark.place.map { TerraformTemplate.join($0, rest) } ?? "^/" + TerraformTemplate.join("", rest))
        } else if text.begins(".") {
            units.append(TerraformTemplate.join(home, text))
        }
    }

    /// Old spellings that Terragrunt's own client has no other for (internal/remotestate/backend/s3/remote_state_config.go).
    private static let ofTerragrunt: Set<String> = ["force_path_style", "shared_credentials_file"]

    /// (Of its own arguments, `s3_bucket_tags` and others, it hands nothing over.)
    private mutating func readRemoteState(_ block: Int, _ tree: SyntaxTree, _ file: ParsedFile) {
        let children = Array(tree.children(of: block))
        guard let name = children.first(where: { tree.nodes[$0].name == "backend" }),
            let type = tree.nodes[name].scalar, let backend = TerraformBackend.all[type],
            let config = children.first(where: { tree.nodes[$0].name == "config" && tree.nodes[$0].kind == .object })
        else { return }
        let settings = arguments(of: config, tree, file).filter { setting in
            let name = setting.name.holds(".") ? String(setting.name.prefix { $0 != "." }) : setting.name
            return backend.known[name] != nil && !TerraformStateFacts.ofTerragrunt.contains(name)
        }
        append(type, settings, tree.nodes[name].valueRange)
    }

    private mutating func readGenerated(_ label: Int, _ tree: SyntaxTree, _ file: ParsedFile) {
        var contents: ByteRange?
        for child in tree.children(of: label) {
            switch tree.nodes[child].name {
            case "contents": contents = tree.nodes[child].valueRange
            case "disable" where tree.nodes[child].scalar == "true": return
            default: break
            }
        }
        guard let value = contents, file.bytes.has("<<", at: Int(value.start)) else { return }
        let start = file.bytes.lineEnd(of: Int(value.start))
        let end = file.bytes.lineStart(of: max(start, Int(value.end) - 1))
        guard start < end, file.bytes.first("backend", from: start, to: end) != nil else { return }
        let text = ByteView(file.bytes[start..<end])
        guard !TerraformStateFacts.isPartlyFilledIn(text) else { return }
        let document = ParsedFile(path: file.path, bytes: text)
        guard let inner = document.document.tree else { return }
        func moved(_ range: ByteRange) -> ByteRange { ByteRange(Int(range.start) + start, Int(range.end) + start) }
        for block in inner.children(of: 0) where inner.nodes[block].name == "terraform" {
            for backend in inner.children(of: block) where inner.nodes[backend].name == "backend" {
                for type in inner.children(of: backend) where inner.nodes[type].kind == .object {
                    var settings = arguments(of: type, inner, document)
                    for index in settings.indices { settings[index].range = moved(settings[index].range) }
                    append(inner.nodes[type].name ?? "", settings, moved(inner.nodes[type].nameRange))
                }
            }
        }
    }

    /// Whether arguments may be left out or put in: `%{ if x }`, a line that begins with `${`.
    private static func isPartlyFilledIn(_ text: ByteView) -> Bool {
        if text.place(of: "%{") != nil { return true }
        var at = 0
        while at < text.count {
            while text[at].isBlank { at += 1 }
            if text.has("${", at: at) { return true }
            at = text.lineEnd(of: at) + 1
        }
        return false
    }

    /// (What is a variable in it is Terragrunt's, which fills it in.)
    private mutating func append(_ type: String, _ settings: [Setting], _ range: ByteRange) {
        append(Backend(type: type, settings: settings, range: range, isDocumentation: true, isAdvice: true))
    }
}
