import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// What a Justfile says of others, and of where all its recipes run.
    struct JustFile: Sendable, Hashable {
        /// Files whose recipes are its own, and run where its own do; from the root.
        var imports: [String] = []
        /// Files that are modules of it: their recipes run where they lie.
        var modules: [String] = []
        /// `set working-directory`, from where they would run without it.
        var folder: String?
        /// `set no-cd`: they run where their caller stands.
        var stays = false

        var isEmpty: Bool { imports.isEmpty && modules.isEmpty && folder == nil && !stays }
    }

    /// What stands before a recipe's body.
    struct JustRecipe {
        /// Where it begins: `[working-directory: 'a']`, from where its file's recipes do.
        var folder: String?
        /// `[no-cd]`
        var stays = false
        /// `[script]`: its lines are one shell's.
        var isScript = false
        var parameters: [String] = []

        var isPlain: Bool { folder == nil && !stays && !isScript && parameters.isEmpty }
    }

    /// Whether it is a Justfile by its name: what is called otherwise another imports, or is a module.
    static func isJustfile(_ path: String) -> Bool { !path.ends(".just") }

    /// (No person's file has so many.)
    fileprivate static let mostImports = 256

    /// Variables, settings and imports, and what is said before recipes, by the line that the recipe's name is in.
    mutating func readJust(_ file: ParsedFile) -> [Int: JustRecipe] {
        var recipes: [Int: JustRecipe] = [:]
        var just = JustFile()
        var next = JustRecipe()
        var exportsAll = false
        let home = file.path.index(ofLast: 0x2F).map { String(file.path[..<$0]) } ?? ""
        for (line, row) in TerraformStateFacts.rows(file) {
            guard let first = row.first else { continue }
            if first.text == "[" {
                TerraformStateFacts.readAttributes(row, into: &next)
                continue
            }
            var recipe = next
            next = JustRecipe()
            if first.text == "set" { readJustSetting(row, &exportsAll, &just) }
            if first.text == "import" || first.text == "mod" { just.read(row, home: home) }
            if readJustVariable(row, exportsAll, file) { continue }
            recipe.parameters = TerraformStateFacts.parameters(row)
            if !recipe.isPlain { recipes[line] = recipe }
        }
        if !just.isEmpty { self.just = just }
        return recipes
    }

    /// `name := expression`; one that is not read stands for itself. Whether it is one.
    private mutating func readJustVariable(_ row: Row, _ exportsAll: Bool, _ file: ParsedFile) -> Bool {
        var row = row[...]
        let isExported = row.first?.text == "export"
        if isExported { row.removeFirst() }
        guard row.count > 3 else { return false }
        let first = row.startIndex
        guard row[first + 1].text == ":=" || row[first + 1].text == ":" && row[first + 2].text == "=" else {
            return false
        }
        let name = row[first].text
        let expression = row[(row[first + 1].text == ":=" ? first + 2 : first + 3)...]
        let value = TerraformStateFacts.template(expression) ?? "{{\(name)}}"
        fileVariables[name] = value
        if isExported || exportsAll { export(name, value, row[first].range, file) }
        return true
    }

    /// `set export`, `set dotenv-load`, `set dotenv-filename := "local.env"`, `set working-directory := "infra"`.
    private mutating func readJustSetting(_ row: Row, _ exportsAll: inout Bool, _ just: inout JustFile) {
        let text = row.map(\.text).joined()
        guard !text.hasSuffix(":=false") else { return }
        if text.hasPrefix("setexport") { exportsAll = true }
        if text.hasPrefix("setdotenv-load") || text.hasPrefix("setdotenv-required") { sources.append(".env") }
        if text.hasPrefix("setdotenv") { loadsForAll = true }
        if text.hasPrefix("setdotenv-filename") || text.hasPrefix("setdotenv-path"),
            let name = row.first(where: { $0.kind == .string })
        {
            sources.append(name.text)
        }
        if text.hasPrefix("setno-cd") { just.stays = true }
        if text.hasPrefix("setworking-directory"),
            let sign = row.firstIndex(where: { $0.text == "=" || $0.text == ":=" })
        {
            just.folder = TerraformStateFacts.template(row[(sign + 1)...]) ?? TerraformTemplate.caller
        }
    }

    /// `[group: 'net', no-cd]`, `[working-directory: 'infra']`, `[working-directory('infra')]`.
    private static func readAttributes(_ row: Row, into recipe: inout JustRecipe) {
        var index = 1
        while index < row.count {
            let name = row[index]
            index += 1
            // (Behind a bracket or a comma, so that no argument is one.)
            guard name.kind == .ident, row[index - 2].text == "[" || row[index - 2].text == "," else { continue }
            if name.text == "no-cd" { recipe.stays = true }
            if name.text == "script" { recipe.isScript = true }
            guard name.text == "working-directory", index + 1 < row.count else { continue }
            let isRead = row[index].text == "(" || row[index].text == ":"
            let first = index + 1
            index = first
            var depth = 0
            while index < row.count {
                if row[index].kind == .punct {
                    if depth == 0, [")", "]", ","].contains(row[index].text) { break }
                    if row[index].text == "(" { depth += 1 }
                    if row[index].text == ")" { depth -= 1 }
                }
                index += 1
            }
            recipe.folder = (isRead ? template(row[first..<index]) : nil) ?? TerraformTemplate.caller
        }
    }

    /// The names that stand between a recipe's and the colon: those that no `=` is before, and that stand in no brackets.
    private static func parameters(_ row: Row) -> [String] {
        var result: [String] = []
        var depth = 0
        for index in row.indices.dropFirst() {
            let token = row[index]
            if token.kind == .punct {
                if token.text == ":", depth == 0 { return result }
                if token.text == "(" { depth += 1 }
                if token.text == ")" { depth -= 1 }
            }
            guard token.kind == .ident, depth == 0, row[index - 1].text != "=", result.count < 32 else {
                continue
            }
            // `@name:`
            if index == 1, row[0].text == "@" { continue }
            result.append(token.text)
        }
        // Not a recipe.
        return []
    }

    typealias Row = [(kind: TokenKind, text: String, range: ByteRange)]

    /// The tokens of each line that begins at its start, comments left out, with the line's number.
    private static func rows(_ file: ParsedFile) -> [(line: Int, row: Row)] {
        var result: [(line: Int, row: Row)] = []
        var index = 0
        let entries = file.flat.entries
        while index < entries.count {
            let line = file.lines.line(at: Int(entries[index].start))
            let first = index
            while index < entries.count, file.lines.line(at: Int(entries[index].start)) == line { index += 1 }
            guard entries[first].start == file.lines.starts[line - 1] else { continue }
            let row = entries[first..<index].filter { $0.document == 0 && $0.kind != .comment }
                .map { (kind: $0.kind, text: file.bytes.text($0.range), range: $0.range) }
            result.append((line, row))
        }
        return result
    }

    private static func template(_ row: ArraySlice<Row.Element>) -> String? {
        let tokens = row.map { JustExpression.Token(kind: $0.kind, text: $0.text) }
        return JustExpression.template(tokens[...])
    }
}

extension TerraformStateFacts.JustFile {
    /// `import 'net.just'`, `import? '../shared/net.just'`, `mod net`, `mod? net 'infra/net.just'`.
    fileprivate mutating func read(_ row: TerraformStateFacts.Row, home: String) {
        // (A recipe may be called so.)
        guard row.count > 1, imports.count + modules.count < TerraformStateFacts.mostImports else { return }
        let isOptional = row[1].text == "?"
        let operands = row.dropFirst(isOptional ? 2 : 1)
        if row[0].text == "import" {
            guard let quote = operands.first, quote.kind == .quote,
                let path = operands.first(where: { $0.kind == .string })
            else { return }
            imports.append(TerraformTemplate.join(home, path.text))
            return
        }
        guard let name = operands.first, name.kind == .ident, !row.contains(where: { $0.text == ":" }) else { return }
        let path = operands.first { $0.kind == .string }?.text
        for found in path.map({ [$0, $0 + "/mod.just"] }) ?? [name.text + ".just", name.text + "/mod.just"] {
            modules.append(TerraformTemplate.join(home, found))
        }
    }
}
