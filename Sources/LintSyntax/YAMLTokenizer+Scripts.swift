import Glibc
public import LintSource

extension YAMLTokenizer {
    /// Whether a script or another document may lie in a YAML file, so that its tokens are worth making for their sake:
    /// whether something before a colon may be a key that ``EmbedsInYAML`` knows. Never false where there is one.
    public static func mayHoldScripts(_ bytes: ByteView) -> Bool {
        var from = 0
        while from < bytes.count, let found = memchr(bytes.base + from, 0x3A, bytes.count - from) {
            let colon = UnsafeRawPointer(bytes.base).distance(to: found)
            from = colon + 1
            var end = colon
            while end > 0, bytes.base[end - 1].isWhiteSpace { end -= 1 }
            if end > 0, bytes.base[end - 1] == 0x22 || bytes.base[end - 1] == 0x27 { end -= 1 }
            var start = end
            while start > 0, bytes.base[start - 1].isWord { start -= 1 }
            if isScriptKey(bytes, start, end) || isFileKey(bytes, end) { return true }
        }
        return false
    }

    private static func isScriptKey(_ bytes: ByteView, _ start: Int, _ end: Int) -> Bool {
        switch EmbedsInYAML.namedRole(ByteRange(start, end), bytes) {
        case .script, .command: true
        // Markdown, which may show commands: that of a `release` is told by this key above it, and others are many.
        case .text: !bytes.has("description", at: start)
        case .file: false
        case nil: end - start == 7 && bytes.has("release", at: start)
        }
    }

    /// Whether the name of a file may end at `end`.
    private static func isFileKey(_ bytes: ByteView, _ end: Int) -> Bool {
        var dot = end - 1
        while dot >= 0, dot >= end - 12, bytes.base[dot] != 0x2E {
            if bytes.base[dot].isLineEnd { return false }
            dot -= 1
        }
        guard dot >= 0, dot >= end - 12 else { return false }
        // There are no scripts in JSON: most of these are pages of a dashboard, and large.
        if end - dot == 5, bytes.has(".json", at: dot) { return false }
        // Where the name begins is not looked for: somewhere on the line.
        var start = dot
        while start > 0, start > end - 128, !bytes.base[start - 1].isLineEnd { start -= 1 }
        if LanguageEndings.hasKnownEnding(bytes, start..<end) { return true }
        for at in start...dot {
            // Names begin behind what is no part of one.
            guard at == start || !(bytes.base[at - 1].isWord || bytes.base[at - 1] == 0x2E) else { continue }
            if LanguageEndings.hasKnownPrefix(bytes, at: at) { return true }
        }
        return false
    }
}
