import LintSource

/// The commands of a step's script, as far as they say where they put something: words without their quotes, and what
/// output is sent to. No shell's grammar: what a script for another one, a here-document or a comment on a quote makes
/// of it are more words.
struct RunWords {
    struct Command {
        /// The program and what it is given.
        var words: [String] = []
        /// Files that are written, and values that are set beside it.
        var targets: [String] = []
    }

    private let bytes: ByteView
    private let end: Int
    private var at: Int

    init(_ bytes: ByteView, _ range: ByteRange) {
        self.bytes = bytes
        at = Int(range.start)
        end = Int(range.end)
    }

    /// What stands before a program.
    private static let beside: Set<String> = [
        "{", "}", "!", "if", "then", "else", "do", "while", "until", "time", "sudo", "exec", "env", "command", "run:",
    ]

    mutating func next() -> Command? {
        guard at < end else { return nil }
        var command = Command()
        var isTarget = false
        while at < end {
            let byte = bytes[at]
            if bytes.has("\\\n", at: at) {
                at += 2
            } else if byte == .ascii("\n") || ";&|()`".utf8.contains(byte) {
                at += 1
                if !command.words.isEmpty || !command.targets.isEmpty { return command }
            } else if byte.isWhiteSpace || byte == .ascii("<") {
                at += 1
            } else if byte == .ascii(">") {
                // (The number before it says whose output, and stands in no other place.)
                if at > 0, bytes[at - 1].isDigit, command.words.last?.utf8.allSatisfy(\.isDigit) == true {
                    command.words.removeLast()
                }
                isTarget = true
                at += 1
            } else if byte == .ascii("#") {
                while at < end, bytes[at] != .ascii("\n") { at += 1 }
            } else {
                take(word(), isTarget, &command)
                isTarget = false
            }
        }
        return command
    }

    private func take(_ word: String, _ isTarget: Bool, _ command: inout Command) {
        if isTarget {
            command.targets.append(word)
        } else if !command.words.isEmpty {
            command.words.append(word)
        } else if let sign = word.firstIndex(of: "="), word[..<sign].utf8.allSatisfy(\.isWord) {
            command.targets.append(String(word[word.index(after: sign)...]))
        } else if !RunWords.beside.contains(word) {
            command.words.append(word)
        }
    }

    private mutating func word() -> String {
        var text: [UInt8] = []
        var quote: UInt8?
        while at < end, bytes[at] != .ascii("\n") {
            let byte = bytes[at]
            if bytes.has("${{", at: at) {
                // Its blanks are its own.
                let close = bytes.first("}}", from: at, to: end).map { $0 + 2 } ?? end
                text += bytes[at..<close]
                at = close
                continue
            }
            if bytes.has("$(pwd)", at: at) {
                text += "$PWD".utf8
                at += 6
                continue
            }
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == .ascii("'") || byte == .ascii("\"") {
                quote = byte
            } else if quote == nil, byte.isWhiteSpace || ";&|()<>`".utf8.contains(byte) {
                break
            } else if byte == .ascii("\\") {
                // A Windows path; before anything else it only guards what follows.
                if bytes[at + 1].isLetter { text.append(.ascii("/")) }
                if bytes[at + 1] == .ascii("\n") { break }
            } else {
                text.append(byte)
            }
            at += 1
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Where a path of a step leads, seen from the root of the checkout.
enum RunPath: Equatable {
    case root
    /// Or somewhere in it, where a part further on is only known to the run.
    case folder(String)
    /// A folder of the machine.
    case outside
    /// Only the run knows.
    case unknown

    private static let roots = [
        "${{ github.workspace }}", "${{github.workspace}}", "$GITHUB_WORKSPACE", "${GITHUB_WORKSPACE}",
    ]
    private static let here = ["$PWD", "${PWD}"]
    private static let machine = [
        "/", "~", "$HOME", "${HOME", "$RUNNER_", "${RUNNER_", "${{ runner.", "$TMP", "${TMP", "$GITHUB_", "${GITHUB_",
        "$env:",
    ]

    init(_ path: String) { self = RunPath.root.appending(path) }

    /// A path that a command names which runs here.
    func appending(_ path: String) -> RunPath {
        var rest = path[...]
        var base = self
        for (names, start) in [(RunPath.roots, RunPath.root), (RunPath.here, self)] {
            if let name = names.first(where: { path.hasPrefix($0 + "/") || path == $0 }) {
                rest = path.dropFirst(name.count).drop { $0 == "/" }
                base = start
            }
        }
        if RunPath.machine.contains(where: rest.hasPrefix) { return .outside }
        var parts: [Substring]
        switch base {
        case .root: parts = []
        case .folder(let path): parts = path.split(separator: "/")
        case .outside, .unknown: return base
        }
        for part in rest.utf8.prefix(1_024).split(separator: .ascii("/")) {
            guard part.elementsEqual("..".utf8) else {
                if part.contains(where: "$*?{`".utf8.contains) {
                    return parts.isEmpty ? .unknown : .folder(parts.joined(separator: "/"))
                }
                if !part.elementsEqual(".".utf8) { parts.append(Substring(part)) }
                continue
            }
            guard !parts.isEmpty else { return .outside }
            parts.removeLast()
        }
        return parts.isEmpty ? .root : .folder(parts.joined(separator: "/"))
    }
}
