import LintSource

/// `TF_CLI_ARGS_init="-backend-config=address=…"`: what a variable hands to every init, before the command's own options.
/// Each argument becomes a variable of its own, `TF_CLI_ARGS_init:address`; a file `TF_CLI_ARGS_init:`; what cannot be
/// told `TF_CLI_ARGS_init?`.
extension TerraformStateFacts {
    /// Whether variables of these names hand an argument to every init, or may.
    static func arguments(_ names: Set<String>, give argument: String) -> Bool {
        !names.isEmpty
            && ["TF_CLI_ARGS_init", "TF_CLI_ARGS"].contains { variable in
                names.contains(variable + ":" + argument) || names.contains(variable + ":")
                    || names.contains(variable + "?")
            }
    }

    static func isArguments(_ name: String) -> Bool { name == "TF_CLI_ARGS" || name == "TF_CLI_ARGS_init" }

    /// The argument that such a variable gives; empty for a file.
    static func argument(of name: String) -> Substring? {
        guard name.begins("TF_CLI_ARGS"), let colon = name.utf8.firstIndex(of: 0x3A) else { return nil }
        return name[name.utf8.index(after: colon)...]
    }

    /// What a value hands over, by pseudo-variable.
    static func arguments(in value: String, of name: String) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        var words = words(of: value)[...]
        while let text = words.popFirst() {
            if TerraformTemplate.isOpen(text), !text.begins("-") {
                result.append((name + "?", ""))
                continue
            }
            guard text.begins("-backend-config") || text.begins("--backend-config") else { continue }
            var rest = text.drop { $0 == "-" }.dropFirst(14)
            if rest.isEmpty {
                guard let next = words.popFirst() else { break }
                rest = next[...]
            } else {
                rest = rest.dropFirst()
            }
            if let equals = rest.utf8.firstIndex(of: 0x3D), TerraformTemplate.isArgument(rest[..<equals]) {
                result.append((name + ":" + rest[..<equals], String(rest[rest.index(after: equals)...])))
            } else {
                result.append((name + ":", String(rest)))
            }
        }
        return result
    }

    /// Cut at blanks, but for those in quotes, in `${{ … }}`, `$(…)`, `${…}`; the quotes around left out. Inside of a
    /// shell's quotes they are `\"`, and those within these `\\\"`: what has as many `\` as the first closes it.
    static func words(of value: String) -> [String] {
        var result: [String] = []
        var word: [UInt8] = []
        var isWord = false
        var depth = 0
        var escapes = 0
        var quote: (mark: UInt8, escapes: Int)?
        var previous: UInt8 = 0x20
        func end() {
            if isWord { result.append(String(decoding: word, as: UTF8.self)) }
            word = []
            isWord = false
        }
        for byte in value.utf8 {
            defer { previous = byte }
            if byte == .ascii("\\") {
                escapes += 1
                continue
            }
            let before = escapes
            escapes = 0
            switch byte {
            case .ascii("\""), .ascii("'"):
                isWord = true
                if depth > 0 {
                    word.append(byte)
                } else if let open = quote {
                    if open.mark == byte, open.escapes == before { quote = nil } else { word.append(byte) }
                } else {
                    quote = (byte, before)
                }
                continue
            case _ where byte.isWhiteSpace && quote == nil && depth == 0:
                // `\` at the end of a line joins it to the next.
                end()
                continue
            case .ascii("("), .ascii("{"):
                if depth > 0 || previous == .ascii("$") || previous == .ascii("{") { depth += 1 }
            case .ascii(")"), .ascii("}"): depth = max(0, depth - 1)
            default: word += repeatElement(.ascii("\\"), count: before)
            }
            isWord = true
            word.append(byte)
        }
        end()
        return result
    }

    /// Adds what a variable hands over, each argument where it is written.
    static func appendArguments(of setting: Setting, to settings: inout [Setting], _ bytes: ByteView) {
        guard isArguments(setting.name) else { return }
        let around = ByteRange(Int(setting.range.start), min(bytes.count, Int(setting.range.end) + 4_096))
        for (name, value) in arguments(in: setting.value, of: setting.name) {
            settings.append(Setting(name: name, value: value, range: place(of: name, value, in: around, bytes)))
        }
    }

    /// Where an argument of such a variable is written.
    static func place(of name: String, _ value: String, in range: ByteRange, _ bytes: ByteView) -> ByteRange {
        guard let argument = argument(of: name) else { return range }
        let text = argument.isEmpty ? value : argument + "="
        let found = ScriptReading.find(text, in: range, bytes)
        guard found != range, !argument.isEmpty else { return found }
        return ByteRange(Int(found.start), Int(found.end) - 1)
    }
}
