import LintSource
import LintSyntax

extension TerraformStateFacts {
    /// `name := expression` of strings, names, `+` and `env…("X", "default")`; any other stands for itself.
    mutating func readJustVariables(_ file: ParsedFile) {
        var exportsAll = false
        for row in TerraformStateFacts.rows(file) {
            var row = row
            if row.first?.text == "set" { readJustSetting(row, &exportsAll) }
            let isExported = row.first?.text == "export"
            if isExported { row.removeFirst() }
            guard row.count > 3, row[1].text == ":=" || row[1].text == ":" && row[2].text == "=" else { continue }
            let name = row[0].text
            let value = TerraformStateFacts.template(Array(row[(row[1].text == ":=" ? 2 : 3)...])) ?? "{{\(name)}}"
            fileVariables[name] = value
            if isExported || exportsAll { export(name, value, row[0].range, file) }
        }
    }

    /// `set export`, `set dotenv-load`, `set dotenv-filename := "local.env"`.
    private mutating func readJustSetting(_ row: Row, _ exportsAll: inout Bool) {
        let text = row.map(\.text).joined()
        guard !text.hasSuffix(":=false") else { return }
        if text.hasPrefix("setexport") { exportsAll = true }
        if text.hasPrefix("setdotenv-load") { sources.append(".env") }
        if text.hasPrefix("setdotenv-filename") || text.hasPrefix("setdotenv-path"),
            let name = row.first(where: { $0.kind == .string })
        {
            sources.append(name.text)
        }
    }

    private mutating func export(_ name: String, _ value: String, _ range: ByteRange, _ file: ParsedFile) {
        guard TerraformBackend.isRead(name) else { return }
        let setting = Setting(name: name, value: value, range: range)
        exports.append(setting)
        TerraformStateFacts.appendArguments(of: setting, to: &exports, file.bytes)
    }

    /// `NAME = value`, `NAME := value`, `NAME ?= value`, which the environment may override.
    mutating func readMakeVariables(_ file: ParsedFile) {
        let bytes = file.bytes
        var start = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            var at = start
            let isExported = bytes.has("export ", at: at)
            if isExported { at += 7 }
            readMakeInclude(start, end, bytes)
            let first = at
            while at < end, bytes[at].isWord { at += 1 }
            let name = bytes.text(ByteRange(first, at))
            while at < end, bytes[at].isBlank { at += 1 }
            let mayBeSet = bytes[at] == .ascii("?")
            while at < end, bytes[at] == .ascii("?") || bytes[at] == .ascii(":") { at += 1 }
            if !name.isEmpty, first > start || bytes[start] != 0x09, at < end, bytes[at] == .ascii("=") {
                var value = String(
                    bytes.text(ByteRange(at + 1, end)).prefix { $0 != "#" }.drop { $0 == " " || $0 == "\t" })
                while value.last == " " || value.last == "\r" || value.last == "\t" { value.removeLast() }
                value = value.replacing("$(", with: "${").replacing(")", with: "}")
                if let program = TerraformStateFacts.looksUp(value) {
                    value = program
                } else if let place = TerraformStateFacts.makePlace(value) {
                    value = place
                } else if value.utf8.count > 1_024 || value.contains("${shell") {
                    value = "${\(name)}"
                }
                fileVariables[name] = mayBeSet ? "${\(name):-\(value)}" : value
                if isExported { export(name, value, ByteRange(first, first + name.utf8.count), file) }
            }
            start = end + 1
        }
    }

    /// A place that Make works out: its own folder, the checkout. `nil` for any other value.
    private static func makePlace(_ value: String) -> String? {
        if value.begins("${shell pwd}") { return "${CURDIR}" + value.dropFirst(12) }
        let root = "${shell git rev-parse --show-toplevel}"
        if value.hasPrefix(root) { return TerraformScriptReader.root + value.dropFirst(root.count) }
        guard value.begins("${"), value.holds("MAKEFILE_LIST"), value.holds("dir"), let end = value.index(ofLast: 0x7D)
        else { return nil }
        return "${CURDIR}/" + value[value.index(after: end)...]
    }

    /// The program that `$(which terraform)` finds, `$(shell command -v tofu)`, or `$(which tofu 2>/dev/null || which
    /// terraform)`: of two the last, which is there where others are not. `nil` for what hands its name on.
    static func looksUp(_ value: String) -> String? {
        guard value.begins("$") || value.begins("`"), value.holds("which") || value.holds("command") else { return nil }
        let words = value.split { "$(){}` ".contains($0) }
        guard !words.contains(where: { ["|", "&&", ";", "echo"].contains($0) }) else { return nil }
        return words.last { $0 == "terraform" || $0 == "tofu" }.map(String.init)
    }

    /// `include .env`, `-include .env`: its lines are assignments of Make's too.
    private mutating func readMakeInclude(_ start: Int, _ end: Int, _ bytes: ByteView) {
        let first = bytes[start] == .ascii("-") ? start + 1 : start
        guard bytes.has("include ", at: first), sources.count < 100 else { return }
        for name in bytes.text(ByteRange(first + 8, end)).split(separator: " ") where name.holds("env") {
            sources.append(String(name))
        }
    }

    /// A dotenv file, or an `.envrc`.
    mutating func readEnvironment(_ file: ParsedFile) {
        let names = file.flat.entries.indices.filter { index in
            let entry = file.flat.entries[index]
            return entry.kind == .ident || entry.kind == .keyPlain || entry.context == .key
        }
        for index in names {
            let range = file.flat.entries[index].range
            let name = String(file.bytes.text(range).prefix { $0 != "=" })
            guard TerraformBackend.isOfBackend(name) || name.hasPrefix("TF_") else { continue }
            var value = ""
            var next = index + 1
            let line = file.lines.line(at: Int(range.start))
            while next < file.flat.entries.count,
                file.lines.line(at: Int(file.flat.entries[next].start)) == line
            {
                let entry = file.flat.entries[next]
                if entry.kind != .quote, entry.kind != .comment { value += file.bytes.text(entry.range) }
                next += 1
            }
            let exact = ScriptReading.find(name, in: range, file.bytes)
            let setting = Setting(name: name, value: String(value.drop { $0 == "=" }), range: exact)
            environment.append(setting)
            TerraformStateFacts.appendArguments(of: setting, to: &environment, file.bytes)
        }
    }

    private typealias Row = [(kind: TokenKind, text: String, range: ByteRange)]

    /// The tokens of each line that begins at its start, comments left out.
    private static func rows(_ file: ParsedFile) -> [Row] {
        var result: [Row] = []
        var index = 0
        let entries = file.flat.entries
        while index < entries.count {
            let line = file.lines.line(at: Int(entries[index].start))
            let first = index
            while index < entries.count, file.lines.line(at: Int(entries[index].start)) == line { index += 1 }
            guard entries[first].start == file.lines.starts[line - 1] else { continue }
            result.append(
                entries[first..<index].filter { $0.document == 0 && $0.kind != .comment }
                    .map { (kind: $0.kind, text: file.bytes.text($0.range), range: $0.range) })
        }
        return result
    }

    private static func template(_ row: Row) -> String? {
        let parts = row.filter { $0.kind != .quote }
        // A backtick's quotes are no text: what a command prints is not known.
        if row.contains(where: { $0.kind == .quote && $0.text.contains("`") }) { return nil }
        guard let head = parts.first else { return "" }
        let place = parts.map(\.text).joined()
        if place == "justfile_directory()" || place == "source_directory()" { return "{{\(place)}}" }
        if ["env_var_or_default", "env", "env_var"].contains(head.text), parts.count > 1, parts[1].text == "(" {
            let strings = parts.filter { $0.kind == .string }.map(\.text)
            guard parts.last?.text == ")",
                parts.allSatisfy({ $0.kind == .string || $0.kind == .punct || $0.text == head.text })
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
