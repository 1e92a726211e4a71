import LintSource

/// Which stacks a file speaks of: a stack is a folder of code, and what feeds it often stands elsewhere (a Justfile, a
/// script, a workflow), where it names the folder.
enum StackReach {
    /// More names in one file are not looked at.
    static let maximumMentions = 1_000

    /// Relative paths that a file names, each once; what a program fills in is `*`.
    static func mentions(_ bytes: ByteView) -> [String] {
        var found = Set<String>()
        var at = 0
        while at < bytes.count, found.count < maximumMentions {
            var text = ""
            var hasSlash = false
            let start = at
            while at < bytes.count {
                if let hole = URLParts.holeEnd(startingAt: at, in: bytes) {
                    text += "*"
                    at = hole
                } else if bytes[at].isWord || "-./".utf8.contains(bytes[at]) {
                    if bytes[at] == .ascii("/") { hasSlash = true }
                    text.unicodeScalars.append(Unicode.Scalar(bytes[at]))
                    at += 1
                } else {
                    break
                }
            }
            if hasSlash, text.utf8.count < 512 { found.insert(text) }
            if at == start { at += 1 }
        }
        return found.sorted()
    }

    /// Whether `mention` names `stack` or something in it. The mention may begin anywhere on the way to the stack, as one
    /// that is relative to another folder does, but must name its last folder or stand for it.
    static func names(_ mention: String, _ stack: String) -> Bool {
        let folders = stack.split(separator: "/")
        let parts = mention.split(separator: "/").drop { $0 == "." || $0 == ".." }
        guard !folders.isEmpty else { return false }
        for first in folders.indices {
            let rest = folders[first...]
            guard parts.count >= rest.count else { continue }
            let pairs = zip(parts, rest)
            // A lone name is a word like any other.
            guard rest.count > 1 || parts.count > 1 || folders.count == 1 else { continue }
            if pairs.allSatisfy({ $0 == "*" || $0 == $1 }), pairs.contains(where: { $0 == $1 }) { return true }
        }
        // `${root}/tofu/stacks/attic`: something stands in front.
        guard let at = parts.firstIndex(where: { $0 == folders[0] }), at > parts.startIndex else { return false }
        let tail = parts[at...]
        return tail.count >= folders.count && zip(tail, folders).allSatisfy { $0 == "*" || $0 == $1 }
    }

    /// Whether a file in `folder` is near `stack`: it lies in it; or it names it; or it lies above it and names no other.
    static func isNear(_ path: String, mentions: [String], stack: String, stacks: some Sequence<String>) -> Bool {
        let folder = folder(of: path)
        if folder == stack || stack.isEmpty || folder.hasPrefix(stack + "/") { return true }
        if mentions.contains(where: { names($0, stack) }) { return true }
        let home = visible(folder)
        guard home.isEmpty || stack.hasPrefix(home + "/") else { return false }
        return !stacks.contains { other in mentions.contains { names($0, other) } }
    }

    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// The folder that a hidden one belongs to: `.github/workflows` is the root's.
    private static func visible(_ folder: String) -> String {
        folder.split(separator: "/").prefix { !$0.hasPrefix(".") }.joined(separator: "/")
    }
}
