import LintSource
import LintSyntax

/// `{{ … }}` of a Justfile's recipe: what the expression in it comes to is a part of the word.
extension TerraformScriptReader {
    /// Whether a token belongs to one, and is dealt with.
    mutating func takesInterpolation(
        _ kind: TokenKind, _ text: ByteView, _ range: ByteRange, gap: Bool, line: Int
    ) -> Bool {
        guard interpolation != nil else {
            guard kind == .template, text.equals("{{") else { return false }
            if gap { endsWord = true }
            if endsWord { begin(line, range, bare: false) }
            extend(to: range)
            isInterpolating = true
            interpolation = []
            return true
        }
        extend(to: range)
        if kind == .template, text.equals("}}") {
            endInterpolation(isWhole: true)
        } else {
            interpolation?.append(.init(kind: kind, text: String(decoding: text.buffer, as: UTF8.self)))
        }
        return true
    }

    /// What is not read stays as it is written, without quotes.
    mutating func endInterpolation(isWhole: Bool) {
        guard let tokens = interpolation.take() else { return }
        isInterpolating = false
        let value = isWhole && !tokens.isEmpty ? JustExpression.template(tokens[...]) : nil
        let text = value ?? "{{" + tokens.filter { $0.kind != .quote }.map(\.text).joined() + (isWhole ? "}}" : "")
        Array(text.utf8).withByteView { append($0) }
    }
}

extension ScriptReading {
    /// Where a recipe of a Justfile begins, by the line of its name: where the file lies, or who imports it, or where the
    /// file or the recipe itself says.
    func start(of recipe: Int) -> String {
        guard file.language == .justfile else { return home }
        let isJustfile = TerraformStateFacts.isJustfile(file.path)
        let own = recipes.found[recipe]
        if own?.stays == true && own?.folder == nil { return TerraformTemplate.caller }
        var folder = isJustfile ? home : TerraformTemplate.start
        // (What another imports takes its settings from there.)
        if isJustfile, let file = recipes.file {
            if let inside = file.folder { folder = TerraformTemplate.join(folder, inside) }
            if file.stays, own?.folder == nil { return TerraformTemplate.caller }
        }
        if let inside = own?.folder { folder = TerraformTemplate.join(folder, inside) }
        return folder
    }
}
