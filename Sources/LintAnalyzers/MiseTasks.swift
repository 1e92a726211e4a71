import LintSource

/// Tasks of mise: `[tasks.NAME]` with `run = "…"`, a text of many lines, or a list, with `dir = "…"` and variables in
/// `[tasks.NAME.env]`; or `NAME = "…"` below `[tasks]`. Each is a shell in its own folder, or in that of the file, with the
/// variables of `[env]` (mise.jdx.dev/tasks/toml-tasks.html, mise.jdx.dev/environments/).
struct MiseTasks {
    struct Task {
        /// From the root; `nil` for what only the run knows.
        var folder: String?
        /// The contents of strings.
        var commands: [ByteRange] = []
        var environment: [TerraformStateFacts.Setting] = []
    }

    private enum Table { case environment, list, task(String), environmentOf(String), other }

    private(set) var all: [Task] = []
    private let bytes: ByteView
    private let home: String
    private var at = 0
    private var tasks: [String: Task] = [:]
    private var names: [String] = []
    private var environment: [TerraformStateFacts.Setting] = []

    /// `nil` where something of it is written in a way that is not read: tables in braces, keys of several parts, variables
    /// from files.
    init?(_ bytes: ByteView, home: String) {
        self.bytes = bytes
        self.home = home
        at = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        var table = Table.other
        while at < bytes.count {
            while at < bytes.count, bytes[at].isWhiteSpace { at += 1 }
            if bytes[at] == .ascii("[") {
                guard let next = header() else { return nil }
                table = next
            } else if case .other = table {
                // Nothing of it counts.
            } else if let key = takeKey() {
                guard take(key, in: table) else { return nil }
            }
            at = bytes.lineEnd(of: at) + 1
        }
        var left = 2_000
        for name in names {
            guard var task = tasks[name] else { continue }
            // (No person's tasks have so many variables.)
            left -= environment.count + 1
            guard left > 0 else { return nil }
            task.environment = environment + task.environment
            all.append(task)
        }
    }

    /// Whether a key could be read, with its value.
    private mutating func take(_ key: Key, in table: Table) -> Bool {
        switch table {
        case .environment, .environmentOf:
            if key.name == "_" { return key.isPath }
            guard key.isWhole else { return false }
            // `false`, `{ required = true }`: another value.
            let value = takeTexts().first.map { bytes.text($0) } ?? "${\(key.name)}"
            let setting = TerraformStateFacts.Setting(name: key.name, value: value, range: key.range)
            var settings = [setting]
            TerraformStateFacts.appendArguments(of: setting, to: &settings, bytes)
            if case .environmentOf(let name) = table {
                change(name) { $0.environment += settings }
            } else {
                environment += settings
            }
        case .list:
            let texts = takeTexts()
            guard key.isWhole, !texts.isEmpty else { return false }
            change(key.name) { $0.commands = texts }
        case .task(let name):
            // (A `shell` may be any language's.)
            if key.name == "env" || key.name == "shell" || key.name == "run" && !key.isWhole { return false }
            let texts = takeTexts()
            if key.name == "run" {
                change(name) { $0.commands = texts }
            } else if key.name == "dir", let written = texts.first {
                let folder = folder(bytes.text(written))
                change(name) { $0.folder = folder }
            }
        case .other: break
        }
        return true
    }

    private mutating func change(_ name: String, _ change: (inout Task) -> Void) {
        if tasks[name] == nil { names.append(name) }
        change(&tasks[name, default: Task(folder: home)])
    }

    /// What a header begins; `nil` for one that is not read.
    private func header() -> Table? {
        let line = bytes.text(ByteRange(at, min(bytes.lineEnd(of: at), at + 500)))
        guard let end = line.firstIndex(of: "]") else { return .other }
        let name = line[line.index(after: line.startIndex)..<end].filter { $0 != "\"" && $0 != "'" && $0 != " " }
        if name == "env" { return .environment }
        if name == "tasks" { return .list }
        if name.hasPrefix("env.") { return nil }
        guard name.hasPrefix("tasks.") else { return .other }
        let own = String(name.dropFirst(6))
        return own.hasSuffix(".env") ? .environmentOf(String(own.dropLast(4))) : .task(own)
    }

    private struct Key {
        var name: String
        var range: ByteRange
        /// Whether it is one part: no `env.NAME`.
        var isWhole: Bool
        /// `_.path`, which sets nothing that counts.
        var isPath: Bool
    }

    /// A key, and what stands between it and its value.
    private mutating func takeKey() -> Key? {
        let first = at
        var range = ByteRange(at, at)
        if let quoted = takeText() {
            range = quoted
        } else {
            while bytes[at].isWord || bytes[at] == .ascii("-") { at += 1 }
            range = ByteRange(first, at)
        }
        guard !range.isEmpty else { return nil }
        let isPath = bytes.has(".path", at: at)
        var isWhole = true
        while at < bytes.count, bytes[at] != .ascii("="), bytes[at] != 0x0A {
            if !bytes[at].isBlank { isWhole = false }
            at += 1
        }
        guard bytes[at] == .ascii("=") else { return nil }
        at += 1
        return Key(name: bytes.text(range), range: range, isWhole: isWhole, isPath: isPath)
    }

    private func folder(_ written: String) -> String? {
        var path = written
        let root = "{{config_root}}"
        if path.hasPrefix(root) { path = "." + path.dropFirst(root.count) }
        if path.holds("{{") || path.holds("$") || path.begins("~") { return nil }
        return TerraformTemplate.join(home, path)
    }

    /// The contents of a string, or of those of a list; `at` moves behind it.
    private mutating func takeTexts() -> [ByteRange] {
        while bytes[at].isBlank { at += 1 }
        guard bytes[at] == .ascii("[") else { return takeText().map { [$0] } ?? [] }
        var result: [ByteRange] = []
        at += 1
        while at < bytes.count, bytes[at] != .ascii("]") {
            if bytes[at] == .ascii("#") {
                at = bytes.lineEnd(of: at)
            } else if let text = takeText() {
                result.append(text)
            } else {
                at += 1
            }
        }
        return result
    }

    private mutating func takeText() -> ByteRange? {
        let quote = bytes[at]
        guard quote == .ascii("\"") || quote == .ascii("'") else { return nil }
        let isLong = bytes[at + 1] == quote && bytes[at + 2] == quote
        var end = at + (isLong ? 3 : 1)
        let first = end
        while end < bytes.count {
            if quote == .ascii("\""), bytes[end] == .ascii("\\") {
                end += 1
            } else if bytes[end] == quote, !isLong || bytes[end + 1] == quote && bytes[end + 2] == quote {
                at = end + (isLong ? 3 : 1)
                return ByteRange(first, end)
            } else if !isLong, bytes[end] == 0x0A {
                break
            }
            end += 1
        }
        at = min(end, bytes.count)
        return nil
    }
}
