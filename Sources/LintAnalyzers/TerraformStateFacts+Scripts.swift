import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// Scripts with an init in them: shell documents at any depth, and the recipes of a Justfile.
    mutating func readScripts(_ file: ParsedFile) {
        let home = file.path.lastIndex(of: "/").map { String(file.path[..<$0]) } ?? ""
        var places = TerraformYAMLPlaces(file)
        var reader: TerraformScriptReader?
        // What the reader reads: a document, or a recipe by its header's line.
        var unit = -1
        var isLinewise = false
        var recipe = 0
        var previousEnd = 0
        var previousLine = 0
        var continues = false
        for entry in file.flat.entries {
            let start = Int(entry.start)
            let line = file.lines.line(at: start)
            let document = Int(entry.document)
            let isRecipe = file.language == .justfile && document == 0
            if isRecipe {
                if start == Int(file.lines.starts[line - 1]), entry.kind != .comment { recipe = line }
                if line == recipe || recipe == 0 { continue }
            } else if file.flat.documents[document].language != .shell {
                continue
            }
            let next = isRecipe ? recipe : document
            if next != unit {
                reader?.endLine()
                var place = places.place(of: start)
                if isRecipe { place.folder = home }
                // Items of one GitLab job's script share a shell.
                if let job = place.job, reader?.script.job == job, TerraformStateFacts.isGitLab(file.path) {
                    reader?.endLine()
                } else {
                    keep(reader?.script)
                    reader = TerraformScriptReader(
                        kind: TerraformStateFacts.kind(file.language), job: place.job, folder: place.folder, home: home)
                }
                unit = next
                isLinewise = isRecipe
                if isRecipe, file.bytes.has("#!", at: start) { isLinewise = false }
            } else if line != previousLine, !continues {
                reader?.endLine()
                // Each line of a plain recipe has a shell of its own.
                if isLinewise { reader?.folder = home }
            }
            if entry.kind == .comment {
                // A comment ends its line; the gap after it is a line's end.
                continues = false
            } else {
                let text = file.bytes.text(entry.range)
                reader?.take(entry.kind, text, gap: start != previousEnd, line: line)
                continues = entry.kind == .punct && text.first == "\\"
            }
            previousEnd = Int(entry.end)
            previousLine = file.lines.line(at: max(start, previousEnd - 1))
        }
        reader?.endLine()
        keep(reader?.script)
    }

    private mutating func keep(_ script: Script?) {
        if let script, !script.initializations.isEmpty { scripts.append(script) }
    }

    private static func kind(_ language: Language) -> String {
        switch language {
        case .justfile: "recipe"
        case .yaml: "job"
        case .markdown: "documentation"
        default: "script"
        }
    }

    /// `name := expression` of strings, names, `+` and `env…("X", "default")`; any other stands for itself.
    mutating func readJustVariables(_ file: ParsedFile) {
        var index = 0
        let entries = file.flat.entries
        while index < entries.count {
            let line = file.lines.line(at: Int(entries[index].start))
            let first = index
            while index < entries.count, file.lines.line(at: Int(entries[index].start)) == line { index += 1 }
            var row = entries[first..<index].filter { $0.document == 0 && $0.kind != .comment }
                .map { (kind: $0.kind, text: file.bytes.text($0.range)) }
            if row.first?.text == "export" { row.removeFirst() }
            guard row.count > 3, entries[first].start == file.lines.starts[line - 1],
                row[1].text == ":=" || row[1].text == ":" && row[2].text == "="
            else { continue }
            let name = row[0].text
            let value = Array(row[(row[1].text == ":=" ? 2 : 3)...])
            justVariables[name] = TerraformStateFacts.template(value) ?? "{{\(name)}}"
        }
    }

    private static func template(_ row: [(kind: TokenKind, text: String)]) -> String? {
        let parts = row.filter { $0.kind != .quote }
        // A backtick's quotes are no text: what a command prints is not known.
        if row.contains(where: { $0.kind == .quote && $0.text.contains("`") }) { return nil }
        if ["env_var_or_default", "env", "env_var"].contains(parts[0].text), parts.count > 1, parts[1].text == "(" {
            let strings = parts.filter { $0.kind == .string }.map(\.text)
            guard parts.last?.text == ")",
                parts.allSatisfy({ $0.kind == .string || $0.kind == .punct || $0.text == parts[0].text })
            else { return nil }
            if strings.count == 2, parts.count == 6 { return "${\(strings[0]):-\(strings[1])}" }
            return strings.count == 1 && parts.count == 4 ? "${\(strings[0])}" : nil
        }
        var result = ""
        for (index, part) in parts.enumerated() {
            switch part.kind {
            case .punct where part.text == "+" && index % 2 == 1: continue
            case .string where index % 2 == 0: result += part.text
            case .ident where index % 2 == 0: result += "{{\(part.text)}}"
            default: return nil
            }
        }
        return result
    }
}
