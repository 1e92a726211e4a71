import LintSource
import LintSyntax

/// Tasks of mise: `[tasks.NAME]` with `run = "…"`, a text of many lines, or a list, and with `dir = "…"`; or `NAME = "…"` below
/// `[tasks]`. Each is a shell in its own folder, or in that of the file (mise.jdx.dev/tasks/toml-tasks.html).
extension ScriptReading {
    private struct Task {
        var folder: String?
        var commands: [ByteRange] = []
    }

    mutating func readMise() {
        let bytes = file.bytes
        var header = ""
        var task = Task(folder: home)
        var at = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        while at < bytes.count {
            while at < bytes.count, bytes[at].isWhiteSpace { at += 1 }
            if bytes[at] == .ascii("[") {
                feed(task)
                task = Task(folder: home)
                header = bytes.text(ByteRange(at, bytes.lineEnd(of: at)))
            } else if header.begins("[tasks") {
                let first = at
                while bytes[at].isWord || bytes[at] == .ascii("-") { at += 1 }
                let name = ByteRange(first, at)
                while bytes[at].isBlank { at += 1 }
                guard bytes[at] == .ascii("=") else {
                    at = bytes.lineEnd(of: at) + 1
                    continue
                }
                at += 1
                let texts = takeTexts(&at)
                if header.begins("[tasks]") {
                    feed(Task(folder: home, commands: texts))
                } else if bytes[name].elementsEqual("run".utf8) {
                    task.commands = texts
                } else if bytes[name].elementsEqual("dir".utf8) {
                    task.folder = texts.first.flatMap { folder(bytes.text($0)) }
                }
            }
            at = bytes.lineEnd(of: at) + 1
        }
        feed(task)
    }

    /// `nil` for what only the run knows.
    private func folder(_ written: String) -> String? {
        var path = written
        let root = "{{config_root}}"
        let isRoot = path.hasPrefix(root)
        if isRoot { path = "." + path.dropFirst(root.count) }
        if path.holds("{{") || path.holds("$") || path.begins("~") { return nil }
        return TerraformTemplate.join(home, path)
    }

    private mutating func feed(_ task: Task) {
        let isWanted = task.commands.contains { range in
            (["terraform", "tofu"] as [StaticString]).contains {
                file.bytes.first($0, from: Int(range.start), to: Int(range.end)) != nil
            }
        }
        guard isWanted else { return }
        reader = TerraformScriptReader(kind: kind, folder: task.folder, home: home)
        for range in task.commands {
            let text = unescaped(range)
            feed(text.bytes) { text.hosts[min($0, text.hosts.count - 1)] }
            reader?.endLine()
        }
        keep()
    }

    /// What a string's content stands for, and for each byte of it where it is written.
    private func unescaped(_ range: ByteRange) -> (bytes: [UInt8], hosts: [Int]) {
        let isBasic = range.start > 0 && file.bytes[Int(range.start) - 1] == .ascii("\"")
        var result: (bytes: [UInt8], hosts: [Int]) = ([], [])
        var at = Int(range.start)
        while at < Int(range.end) {
            result.hosts.append(at)
            let isEscape = isBasic && file.bytes[at] == .ascii("\\") && at + 1 < Int(range.end)
            // (At a line's end a shell joins what TOML does.)
            switch isEscape ? file.bytes[at + 1] : 0 {
            case .ascii("\""), .ascii("\\"): result.bytes.append(file.bytes[at + 1])
            case .ascii("n"): result.bytes.append(0x0A)
            case .ascii("t"): result.bytes.append(0x09)
            default:
                result.bytes.append(file.bytes[at])
                at += 1
                continue
            }
            at += 2
        }
        if result.hosts.isEmpty { result.hosts.append(Int(range.start)) }
        return result
    }

    /// The contents of a string, or of those of a list; `at` moves behind it.
    private func takeTexts(_ at: inout Int) -> [ByteRange] {
        let bytes = file.bytes
        while bytes[at].isBlank { at += 1 }
        guard bytes[at] == .ascii("[") else { return takeText(&at).map { [$0] } ?? [] }
        var result: [ByteRange] = []
        at += 1
        while at < bytes.count, bytes[at] != .ascii("]") {
            if bytes[at] == .ascii("#") {
                at = bytes.lineEnd(of: at)
            } else if let text = takeText(&at) {
                result.append(text)
            } else {
                at += 1
            }
        }
        return result
    }

    private func takeText(_ at: inout Int) -> ByteRange? {
        let bytes = file.bytes
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
