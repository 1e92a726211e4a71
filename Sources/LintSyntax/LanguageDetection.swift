public import LintSource

extension Language {
    /// The language of a file, by its path and, for files without a telling name, its first line (`#!`).
    ///
    /// `firstBytes` may be the whole file; only the first two lines are looked at. The table is ``LanguageFiles/all``.
    public static func of(path: String, firstBytes: ByteView) -> Language {
        if let language = byPlainEnding(path) { return language }
        let name = path[(path.utf8.lastIndex(of: 0x2F).map(path.utf8.index(after:)) ?? path.startIndex)...]
        return byName(name) ?? byShebang(firstBytes) ?? .text
    }

    /// As ``byName(_:)`` of a name with one dot and a short ending that settles it, as most are: without a text of its own.
    private static func byPlainEnding(_ path: String) -> Language? {
        path.utf8.withContiguousStorageIfAvailable { bytes -> Language? in
            var at = bytes.count
            var word: UInt64 = 0
            while at > 0, bytes[at - 1] != 0x2E {
                guard bytes[at - 1] != 0x2F, bytes.count - at < 8 else { return nil }
                word = word << 8 | UInt64(bytes[at - 1])
                at -= 1
            }
            guard at > 0 else { return nil }
            var start = at - 1
            while start > 0, bytes[start - 1] != 0x2F {
                if bytes[start - 1] == 0x2E { return nil }
                start -= 1
            }
            return LanguageFiles.plainEnding(word)
        } ?? nil
    }

    /// The language by the file's name alone; `nil` where it does not tell.
    static func byName(_ fileName: Substring) -> Language? {
        // Most files are done with one look.
        if let dot = fileName.utf8.firstIndex(of: 0x2E) {
            let ending = fileName[fileName.utf8.index(after: dot)...]
            if !ending.utf8.contains(0x2E), let language = LanguageFiles.plainEndings[String(ending)] {
                return language
            }
        }
        var name = fileName
        // `a.tf.example.bak`: neutral suffixes are taken off, a few at most.
        for _ in 0..<4 {
            if let language = LanguageFiles.byName[String(name)] { return language }
            var fallback: Language?
            if let dot = name.utf8.firstIndex(of: 0x2E) {
                // The longest extension first: `pkr.hcl` before `hcl`.
                var rest = name[name.utf8.index(after: dot)...]
                while true {
                    let ending = lowered(rest)
                    let language = LanguageFiles.byExtension[ending]
                    if let language, !LanguageFiles.neutralSuffixes.contains(ending) { return language }
                    fallback = language ?? fallback
                    guard let next = rest.utf8.firstIndex(of: 0x2E) else { break }
                    rest = rest[rest.utf8.index(after: next)...]
                }
            }
            for (prefix, language) in LanguageFiles.byPrefix where name.hasPrefix(prefix) { return language }
            guard let dot = name.utf8.lastIndex(of: 0x2E), dot > name.startIndex,
                LanguageFiles.neutralSuffixes.contains(lowered(name[name.utf8.index(after: dot)...]))
            else { return fallback }
            if let inner = byName(name[..<dot], orElse: fallback) { return inner }
            name = name[..<dot]
        }
        return nil
    }

    /// In lower case; most endings are, and have no need of Unicode's rules.
    private static func lowered(_ text: Substring) -> String {
        text.utf8.allSatisfy { $0 < 0x80 && !$0.isUpper } ? String(text) : text.lowercased()
    }

    private static func byName(_ name: Substring, orElse fallback: Language?) -> Language? {
        guard fallback != nil else { return nil }
        // A template of a known file (`cloud-init.yaml.tftpl`) is read as that file, any other as a template.
        let inner = name.contains(".") || LanguageFiles.byName[String(name)] != nil ? byName(name) : nil
        return inner ?? fallback
    }

    /// The interpreter that a first line `#!` names: `/bin/sh`, `/usr/bin/env -S bash -e`; for `nix-shell` the one of
    /// its second line, `#! nix-shell -i bash`.
    static func byShebang(_ bytes: ByteView) -> Language? {
        var at = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        var answer: Language?
        for line in 0..<3 where bytes.has("#!", at: at) {
            var end = at
            while end < bytes.count, end < at + 512, !bytes[end].isLineEnd { end += 1 }
            let words = bytes.text(ByteRange(at + 2, end)).split { $0 == " " || $0 == "\t" }
            var isInterpreter = line == 0
            for word in words {
                let program = word[(word.lastIndex(of: "/").map(word.index(after:)) ?? word.startIndex)...]
                if program == "nix-shell" { answer = answer ?? .shell }
                if isInterpreter, let language = LanguageFiles.byInterpreter[stem(program)] {
                    if line == 0 || program != "nix-shell" { return language }
                }
                // `env` and its flags and settings stand before the interpreter.
                isInterpreter =
                    line == 0
                    ? program == "env" || isInterpreter && (word.hasPrefix("-") || word.contains("=")) : word == "-i"
            }
            guard answer != nil else { return nil }
            while bytes[end].isLineEnd { end += 1 }
            at = end
        }
        return answer
    }

    /// `python3.12` is `python3`.
    private static func stem(_ program: Substring) -> String {
        String(program.prefix { $0 != "." })
    }
}
