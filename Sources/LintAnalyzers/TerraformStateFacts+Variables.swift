import LintSource
import LintSyntax

extension TerraformStateFacts {
    mutating func export(_ name: String, _ value: String, _ range: ByteRange, _ file: ParsedFile) {
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
            // `export`, `export $(shell sed 's/=.*//' .env)`
            if bytes.has("export", at: start), end - start < 8 || bytes.has("$(", at: at) { loadsForAll = true }
            let first = at
            while at < end, bytes[at].isWord { at += 1 }
            let name = bytes.text(ByteRange(first, at))
            if bytes.has(": export ", at: at) { readTargetExport(of: name, from: at + 9, to: end, file) }
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
}
