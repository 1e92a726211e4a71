import LintSource

/// Fenced code blocks by their info string, and front matter.
enum EmbedsInMarkdown {
    static func find(
        in document: TokenizedDocument, bytes: ByteView, _ collector: EmbedCollector, _ add: (Embed) -> Bool
    ) {
        if let front = document.frontMatter, !front.content.isEmpty {
            var map = OffsetMap()
            map.append(host: Int(front.content.start), length: front.content.count)
            let text = ByteView(bytes[front.content])
            let language = front.format == .yaml ? Language.yaml : .toml
            guard add(collector.embed(text, map, language, by: "markdown:front-matter", range: front.content)) else {
                return
            }
        }
        // Many have the same word, one after another.
        var last: (word: String, tag: FenceTag?) = ("", nil)
        for fence in document.fences where !fence.map.pieces.isEmpty {
            let word = infoWord(bytes, fence.info)
            if word != last.word { last = (word, FenceTag.named(word)) }
            guard let tag = last.tag else { continue }
            guard add(embed(fence, bytes, word, tag, collector)) else { return }
        }
    }

    private static func embed(
        _ fence: MarkdownFence, _ bytes: ByteView, _ word: String, _ tag: FenceTag, _ collector: EmbedCollector
    ) -> Embed {
        func embed(_ text: EmbedText) -> Embed {
            collector.embed(text, tag.language, label: word, by: "markdown:fence", range: fence.content)
        }
        // Most lie in the file as they are.
        if tag.language != .nix, let start = fence.map.shift {
            let inner = ByteView(bytes[Int(start)..<Int(start) + fence.map.innerCount])
            if !takesCommands(of: inner, tag) {
                return collector.embed(
                    inner, fence.map, tag.language, label: word, by: "markdown:fence", range: fence.content)
            }
        }
        // A session without a prompt is all output: a document without tokens.
        let content = content(of: fence, fence.map.innerText(of: bytes), bytes, tag)
        let found = embed(content)
        guard tag.language == .nix, !found.document.ok else { return found }
        // Documentation shows bindings without the set around them.
        var bindings = embed(content.enclosed("{", "\n}"))
        bindings.map = content.map
        return bindings.document.ok ? bindings : found
    }

    /// The first word of an info string, without the punctuation that frameworks put around it: `bash {1,3}`, `{.sh}`,
    /// `nix:flake.nix`.
    static func infoWord(_ bytes: ByteView, _ info: ByteRange) -> String {
        var start = Int(info.start)
        let end = min(Int(info.end), start + 64)
        while start < end, bytes[start] == .ascii("{") || bytes[start] == .ascii(".") || bytes[start] == 0x20 {
            start += 1
        }
        var stop = start
        while stop < end, !bytes[stop].isWhiteSpace, !endsWord(bytes[stop]) { stop += 1 }
        return bytes.text(ByteRange(start, stop))
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case .ascii("{"), .ascii("}"), .ascii(","), .ascii(":"), .ascii("="): true
        default: false
        }
    }

    private static func content(
        of fence: MarkdownFence, _ inner: [UInt8], _ bytes: ByteView, _ tag: FenceTag
    ) -> EmbedText {
        var text = EmbedText()
        if inner.withByteView({ takesCommands(of: $0, tag) }) {
            text = commands(inner, fence.map)
        } else {
            text.bytes = inner
            text.map = fence.map
        }
        for (piece, next) in zip(text.map.pieces, text.map.pieces.dropFirst()) {
            let gap = ByteRange(start: piece.host + piece.length, end: next.host)
            if bytes[gap].contains(where: { !$0.isWhiteSpace }) { text.holes.append(gap) }
        }
        return text
    }

    /// Whether a fence shows a session, of which only the commands are code.
    private static func takesCommands(of inner: ByteView, _ tag: FenceTag) -> Bool {
        tag.isConsole || tag.language == .shell && startsWithPrompt(inner)
    }

    private static func startsWithPrompt(_ view: ByteView) -> Bool {
        var i = 0
        while view[i].isWhiteSpace { i += 1 }
        // Comments may stand above the first command.
        while view[i] == .ascii("#") {
            while i < view.count, view[i] != 0x0A { i += 1 }
            while view[i].isWhiteSpace { i += 1 }
        }
        return view.has("$ ", at: i)
    }

    /// The commands of a console session: what follows a `$ ` prompt, with the lines that a `\` joins to it or that an open
    /// quote or here-document takes in.
    private static func commands(_ inner: [UInt8], _ map: OffsetMap) -> EmbedText {
        var text = EmbedText()
        var piece = 0
        inner.withByteView { view in
            var line = 0
            while line < view.count {
                let start = afterPrompt("$ ", view, line)
                var end = nextLine(view, line)
                guard start > line else {
                    line = end
                    continue
                }
                var command = Array(view[start..<end])
                var parts = [start..<end]
                // A few lines: what stays open after that was not.
                while parts.count < maximumCommandLines, end < view.count, afterPrompt("$ ", view, end) == end,
                    isOpen(command)
                {
                    let next = afterPrompt("> ", view, end)
                    let stop = nextLine(view, end)
                    parts.append(next..<stop)
                    command += view[next..<stop]
                    end = stop
                }
                if parts.count > 1, isOpen(command) {
                    parts.removeLast(parts.count - 1)
                    end = parts[0].upperBound
                }
                for part in parts {
                    text.bytes += view[part]
                    text.map.append(slice: part, of: map, from: &piece)
                }
                line = end
            }
        }
        return text
    }

    private static let maximumCommandLines = 32

    private static func nextLine(_ view: ByteView, _ start: Int) -> Int {
        var end = start
        while end < view.count, view[end] != 0x0A { end += 1 }
        return min(view.count, end + 1)
    }

    /// The offset after the prompt that stands at the start of a line; the line's own where there is none.
    private static func afterPrompt(_ prompt: StaticString, _ view: ByteView, _ line: Int) -> Int {
        var i = line
        while i < view.count, view[i].isBlank { i += 1 }
        return view.has(prompt, at: i) ? i + prompt.utf8CodeUnitCount : line
    }

    /// Whether a command goes on in the next line.
    private static func isOpen(_ command: [UInt8]) -> Bool {
        let end = command.lastIndex { !$0.isLineEnd } ?? -1
        if end >= 0, command[end] == .ascii("\\") { return true }
        guard command.contains(where: { "'\"`<({".utf8.contains($0) }) else { return false }
        var options = TokenizeOptions()
        options.embeds = false
        return command.withByteView { !Language.shell.tokenize($0, options: options).ok }
    }
}

/// What the info string of a fence says.
struct FenceTag: Sendable {
    var language: Language
    /// Commands stand after prompts, between their output.
    var isConsole = false

    static func named(_ word: String) -> FenceTag? { all[word.lowercased()] }

    private static let all: [String: FenceTag] = {
        var table: [String: FenceTag] = [:]
        func add(_ language: Language, _ words: String, isConsole: Bool = false) {
            for word in words.split(separator: " ") {
                table[String(word)] = FenceTag(language: language, isConsole: isConsole)
            }
        }
        add(.hcl, "hcl terraform tf tofu opentofu tfvars nomad packer hcl2")
        add(.nix, "nix")
        add(.yaml, "yaml yml eyaml")
        add(.json, "json jsonc json5 jsonl hujson")
        add(.shell, "bash sh shell zsh ksh dash envrc")
        add(
            .shell, "console terminal shell-session shellsession bash-session sh-session session term command-line",
            isConsole: true)
        add(.toml, "toml")
        add(.ini, "ini cfg conf editorconfig systemd properties gitconfig")
        add(.dotenv, "env dotenv .env")
        add(.dockerfile, "dockerfile docker containerfile")
        add(.caddyfile, "caddyfile caddy")
        add(.makefile, "makefile make")
        add(.justfile, "just justfile")
        add(.starlark, "starlark bazel bzl star build skylark")
        add(.bazelrc, "bazelrc")
        add(.python, "python py python3")
        add(.go, "go golang")
        add(.rust, "rust rs")
        add(.javascript, "javascript js mjs cjs jsx typescript ts tsx mts")
        add(.html, "html svelte vue xml svg xhtml")
        add(.css, "css scss less")
        add(.sql, "sql")
        add(.lua, "lua")
        add(.ruby, "ruby rb")
        add(.c, "c cpp c++ java kotlin swift csharp groovy zig dart proto protobuf chapel chpl")
        add(.script, "fish perl powershell ps1 pwsh cmake graphql")
        add(.tex, "tex latex")
        add(.bibtex, "bibtex bib")
        add(.markdown, "markdown md mdx")
        return table
    }()
}
