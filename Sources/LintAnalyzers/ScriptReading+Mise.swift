import LintSource
import LintSyntax

extension ScriptReading {
    /// Commands of mise's tasks. Where something of the file is not read, nothing of it is, and it may run any init.
    mutating func readMise() {
        guard let tasks = MiseTasks(file.bytes, home: home) else {
            opensInit = ScriptReading.namesInit(file.bytes)
            return
        }
        for task in tasks.all {
            let isWanted = task.commands.contains { range in
                (["terraform", "tofu"] as [StaticString]).contains {
                    file.bytes.first($0, from: Int(range.start), to: Int(range.end)) != nil
                }
            }
            guard isWanted else { continue }
            var new = TerraformScriptReader(kind: kind, folder: task.folder, home: home)
            new.script.environment = task.environment
            reader = consume new
            for range in task.commands {
                let text = unescaped(range)
                feed(text.bytes) { text.hosts[min($0, text.hosts.count - 1)] }
                reader?.endLine()
            }
            keep()
        }
    }

    /// Whether a line names a program and, behind it, `init`.
    private static func namesInit(_ bytes: ByteView) -> Bool {
        var at = 0
        while let found = bytes.first(" init", from: at) {
            let line = max(at, bytes.lineStart(of: found))
            at = found + 5
            let names = (["terraform", "tofu"] as [StaticString]).contains {
                bytes.first($0, from: line, to: found) != nil
            }
            if names { return true }
        }
        return false
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
}
