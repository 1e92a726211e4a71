import LintSource
import LintSyntax

/// What shows that a stack is fed in a way that is not read: it is no evidence of where the state is, and keeps checks from
/// saying that nothing tells.
extension TerraformStateFacts {
    private static let templates: [StaticString] = [
        "gitlab-terraform", "gitlab-tofu", "components/opentofu", "terraform.gitlab-ci.yml",
        "terraform.latest.gitlab-ci.yml", "terraform/base.gitlab-ci.yml", "terraform/base.latest.gitlab-ci.yml",
        "terraform-images",
    ]

    mutating func readHints(_ file: ParsedFile) {
        switch file.language {
        case .hcl, .markdown, .shell, .makefile, .dotenv, .ignore, .html: return
        case .yaml:
            opensInit = TerraformStateFacts.templates.contains { TerraformStateFacts.isCode($0, file) }
            let isRead = scripts.contains { $0.value.commands.contains { $0.verb == "init" } }
            guard !isRead || written.contains("$GITHUB_ENV") else { return }
        case .justfile: break
        default: opensInit = TerraformStateFacts.isCode("-backend-config", file)
        }
        var at = 0
        while let found = file.bytes.first("tf_http_", from: at) {
            var end = found
            while file.bytes[end].isWord { end += 1 }
            if TerraformStateFacts.isCode(found, file) { hints.insert(file.bytes.text(ByteRange(found, end))) }
            at = end
        }
    }

    private static func isCode(_ text: StaticString, _ file: ParsedFile) -> Bool {
        var at = 0
        while let found = file.bytes.first(text, from: at) {
            if isCode(found, file) { return true }
            at = found + 1
        }
        return false
    }

    private static func isCode(_ offset: Int, _ file: ParsedFile) -> Bool {
        file.flat.index(at: offset).map { file.flat.entries[$0].context != .comment } ?? false
    }
}
