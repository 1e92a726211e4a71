import LintRules
import LintSource

/// A change of form that must not change what a rule says of a case.
enum CaseVariant: String, CaseIterable, Sendable {
    case crlf = "with CR LF"
    case byteOrderMark = "with a byte order mark"
    case lineInFront = "behind a line of other characters"
    case noFinalNewline = "without a final newline"

    /// The case so changed; `nil` where the change would mean something else, or nothing.
    func apply(_ test: RuleTest) -> RuleTest? {
        var test = test
        var changed = false
        for i in test.files.indices {
            let path = test.files[i].path
            let marks = test.marks[path] ?? []
            guard let (bytes, map) = change(test.files[i].bytes, path: path) else { continue }
            if let fixed = test.fixed[path] {
                guard let (after, _) = change(Array(fixed.utf8), path: path) else { continue }
                test.fixed[path] = String(decoding: after, as: UTF8.self)
            }
            test.files[i] = SourceFile(path: path, bytes: bytes)
            test.marks[path] = marks.map { ByteRange(map($0.start), map($0.end)) }
            changed = true
        }
        return changed ? test : nil
    }

    /// The new bytes, and where an old offset lies in them.
    private func change(_ bytes: [UInt8], path: String) -> (bytes: [UInt8], map: (UInt32) -> Int)? {
        switch self {
        case .crlf:
            guard bytes.contains(0x0A), !bytes.contains(0x0D) else { return nil }
            var result: [UInt8] = []
            var offsets: [Int] = []
            for byte in bytes {
                offsets.append(result.count)
                if byte == 0x0A { result.append(0x0D) }
                result.append(byte)
            }
            offsets.append(result.count)
            return (result, { offsets[Int($0)] })
        case .byteOrderMark:
            guard !bytes.isEmpty, !bytes.starts(with: [0xEF, 0xBB, 0xBF]), !bytes.starts(with: "#!".utf8) else {
                return nil
            }
            return ([0xEF, 0xBB, 0xBF] + bytes, { Int($0) + 3 })
        case .lineInFront:
            guard let line = CaseVariant.line(path), !bytes.starts(with: "#!".utf8), !bytes.starts(with: "---".utf8)
            else {
                return nil
            }
            let front = Array(line.utf8)
            return (front + bytes, { Int($0) + front.count })
        case .noFinalNewline:
            guard bytes.last == 0x0A, bytes.count > 1, bytes[bytes.count - 2] != 0x0A else { return nil }
            let length = bytes.count - 1
            return (Array(bytes.dropLast()), { min(Int($0), length) })
        }
    }

    /// A line of multi-byte characters that the language takes at its beginning.
    private static func line(_ path: String) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let suffix = name.split(separator: ".").last.map(String.init) ?? ""
        switch suffix {
        case "md", "markdown": return "Größe 日本語 🚀.\n\n"
        case "tf", "tofu", "hcl", "tfvars", "yml", "yaml", "nix", "sh", "bash", "bazel", "bzl", "toml", "py", "rb":
            return "# Größe 日本語 🚀\n"
        case "ts", "js", "go", "rs", "c": return "// Größe 日本語 🚀\n"
        default: return name == "Justfile" || name == "justfile" || name == "Makefile" ? "# Größe 日本語 🚀\n" : nil
        }
    }
}
