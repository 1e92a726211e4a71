import LintSource

/// Scripts in indented strings: values of attributes that nixpkgs, NixOS and devenv run as shell, and arguments of the
/// functions that write scripts.
struct EmbedsInNix {
    /// What is known inside one pair of brackets.
    private struct Level {
        /// The attribute whose value is being read.
        var attribute: String?
        /// A function that writes a script was named, and its script is still to come.
        var writer: (name: String, language: Language)?
        /// `text` is a script here (`writeShellApplication`).
        var textIsScript = false
    }

    static func find(
        in document: TokenizedDocument, bytes: ByteView, _ collector: EmbedCollector, _ add: (Embed) -> Bool
    ) {
        var levels = [Level()]
        let tokens = document.tokens
        let closers = closers(tokens, bytes)
        guard !closers.isEmpty else { return }
        var lastKey: ByteRange?
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            let top = levels.count - 1
            switch token.kind {
            case .ident, .string, .keyword:
                if token.context == .key {
                    lastKey = token.range
                } else if token.kind == .ident, let language = writer(bytes, token.range) {
                    levels[top].writer = (bytes.text(token.range), language)
                }
            case .template:
                if bytes[Int(token.start)] == .ascii("$") {
                    levels.append(Level())
                } else if top > 0 {
                    levels.removeLast()
                }
            case .punct:
                switch bytes[Int(token.start)] {
                case .ascii("=") where token.count == 1:
                    levels[top].attribute = lastKey.map { bytes.text($0) }
                    levels[top].writer = nil
                case .ascii(";"), .ascii(","):
                    levels[top].attribute = nil
                    levels[top].writer = nil
                case .ascii("("):
                    levels.append(Level(attribute: levels[top].attribute))
                case .ascii("[") where index > 0 && isMerge(tokens[index - 1], bytes):
                    levels.append(Level(attribute: levels[top].attribute))
                case .ascii("{"), .ascii("["):
                    levels.append(Level(textIsScript: levels[top].writer?.name == "writeShellApplication"))
                case .ascii("}"), .ascii("]"), .ascii(")"):
                    if top > 0 { levels.removeLast() }
                default: break
                }
            case .quoteIndented:
                // A string that is no script is walked through: scripts may lie in its interpolations.
                if let close = closers[index], let (language, by) = script(levels[top], bytes) {
                    if let embed = embed(tokens, index, close, bytes, collector, language, by), !add(embed) {
                        return
                    }
                    levels[top].writer = nil
                    index = close
                }
            default: break
            }
            index += 1
        }
    }

    /// `mkMerge [ … ]`: each item is a value of the attribute.
    private static func isMerge(_ token: Token, _ bytes: ByteView) -> Bool {
        token.kind == .ident && token.count == 7 && bytes.has("mkMerge", at: Int(token.start))
    }

    /// The closing mark of each indented string, by the opening one.
    private static func closers(_ tokens: [Token], _ bytes: ByteView) -> ClosingMarks {
        var result = ClosingMarks()
        // Open strings by their index, interpolations as -1.
        var open: [Int] = []
        for (index, token) in tokens.enumerated() {
            if token.kind == .quoteIndented {
                if let start = open.last, start >= 0 {
                    result.note(index, of: start, among: tokens.count)
                    open.removeLast()
                } else {
                    open.append(index)
                }
            } else if token.kind == .template {
                if bytes[Int(token.start)] == .ascii("$") {
                    open.append(-1)
                } else if open.last == -1 {
                    open.removeLast()
                }
            }
        }
        return result
    }

    /// What an indented string is where it stands.
    private static func script(_ level: Level, _ bytes: ByteView) -> (language: Language, by: String)? {
        if let writer = level.writer, writer.name != "writeShellApplication" {
            return (writer.language, "nix:" + writer.name)
        }
        guard let attribute = level.attribute else { return nil }
        if attribute == "text", level.textIsScript { return (.shell, "nix:text") }
        return isScript(attribute) ? (.shell, "nix:" + attribute) : nil
    }

    private static func embed(
        _ tokens: [Token], _ open: Int, _ close: Int, _ bytes: ByteView, _ collector: EmbedCollector,
        _ language: Language, _ by: String
    ) -> Embed? {
        let range = Int(tokens[open].end)..<Int(tokens[close].start)
        let text = EmbedText(
            template: range, tokens[(open + 1)..<close], .stringIndented, bytes, stripsIndent: true)
        guard !text.map.pieces.isEmpty else { return nil }
        return collector.embed(text, language, by: by, range: ByteRange(range))
    }

    // MARK: - Names

    private static let scriptNames: Set<String> = [
        "shellHook", "buildCommand", "script", "preStart", "postStart", "preStop", "postStop", "reload",
        "interactiveShellInit",
        "shellInit", "loginShellInit", "promptInit", "bashrcExtra", "initExtra", "initExtraFirst", "profileExtra",
        "envExtra",
        "initContent", "runScript", "enterShell", "enterTest", "exec", "extraCommands", "fakeRootCommands", "runAsRoot",
        "checkScript", "setupScript", "extraInit", "extraInstallCommands", "extraBuildCommands", "preVM", "postVM",
    ]

    /// The phases of nixpkgs' generic builder, their hooks, and what NixOS and devenv run.
    static func isScript(_ attribute: String) -> Bool {
        if scriptNames.contains(attribute) { return true }
        if attribute.hasSuffix("Phase") { return attribute.count > 5 }
        guard attribute.hasPrefix("pre") || attribute.hasPrefix("post") else { return false }
        let hooks = [
            "Unpack", "Patch", "Configure", "Build", "Check", "Install", "Fixup", "InstallCheck", "Dist", "ShellHook",
            "Hook", "PhaseHook",
        ]
        return hooks.contains { attribute == "pre" + $0 || attribute == "post" + $0 }
    }

    private static func writer(_ bytes: ByteView, _ range: ByteRange) -> Language? {
        guard range.count >= 9, bytes[Int(range.start)] == .ascii("w") || bytes[Int(range.start)] == .ascii("r") else {
            return nil
        }
        switch bytes.text(range) {
        case "writeShellScript", "writeShellScriptBin", "writeShellApplication", "writeBash", "writeBashBin",
            "writeDash",
            "writeDashBin", "runCommand", "runCommandLocal", "runCommandCC", "runCommandNoCC", "runCommandNoCCLocal",
            "writeScript", "writeScriptBin":
            return .shell
        case "writePython3", "writePython3Bin": return .python
        default: return nil
        }
    }
}
