import LintSource
import LintSyntax

/// What `{name}` stands for in the messages and fixes of one match.
struct CaptureTexts {
    let match: Match
    let subject: RuleRun.Subject?
    let file: ParsedFile

    subscript(name: String) -> String? {
        if let range = match.capture(name) { return file.bytes.text(range) }
        switch name {
        case "path": return file.path
        case "name":
            guard let subject, let tree = file.flat.documents[subject.document].tree else { return nil }
            return file.flat.trees[tree].nodes[subject.node].name
        default: return nil
        }
    }
}
