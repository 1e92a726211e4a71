import LintSource
import LintSyntax

/// What comments and prose say. It is never evidence; what it claims is held against the facts.
extension TerraformStateFacts {
    private static let read: UInt32 = [
        Context.comment, .prose, .heading, .tableCell, .codeSpan, .codeBlock, .htmlComment, .linkText,
    ].reduce(0) { $0 | $1.bit }

    mutating func readProse(_ file: ParsedFile) {
        TerraformStateFacts.eachLine(with: "efault", file) { readDefault($0, file) }
        TerraformStateFacts.eachLine(with: "-backend=false", file) { range in
            readFlag(file.lines.line(at: Int(range.start)), file)
        }
        if file.language == .markdown {
            var mentioned: Set<String> = []
            TerraformStateFacts.eachLine(with: "backend", file) { readMention($0, file, &mentioned) }
        }
        readInstructions(file)
    }

    /// Lines of no more than 2,000 bytes that hold a text, case ignored.
    private static func eachLine(with text: StaticString, _ file: ParsedFile, _ body: (ByteRange) -> Void) {
        var at = 0
        while let found = file.bytes.first(text, from: at) {
            let range = line(at: found, file.bytes)
            if range.count <= 2_000 { body(range) }
            at = max(found + 1, Int(range.end))
        }
    }

    /// The line that holds an offset, as ``LineIndex`` has it: most files need none.
    private static func line(at offset: Int, _ bytes: ByteView) -> ByteRange {
        var start = bytes.lineStart(of: offset)
        if start == 0, bytes.has("\u{FEFF}", at: 0) { start = 3 }
        var end = bytes.lineEnd(of: offset)
        if end < bytes.count, end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return ByteRange(start, max(start, end))
    }

    private func isRead(_ offset: Int, _ file: ParsedFile) -> Bool {
        let tokens = file.flat(at: offset)
        guard let index = tokens.index(at: offset) else { return false }
        return tokens.entries[index].context.bit & TerraformStateFacts.read != 0
    }

    // MARK: defaults

    /// `TF_HTTP_LOCK_METHOD - POST (default)`: a name, a value, and the word default.
    private mutating func readDefault(_ range: ByteRange, _ file: ParsedFile) {
        guard TerraformStateFacts.namesArgument(range, file.bytes) else { return }
        let words = ClaimWords(range, file.bytes)
        guard let at = words.all.firstIndex(where: { $0.lowered.hasPrefix("default") }) else { return }
        var isAsked = false
        for word in words.all {
            guard let (type, argument, isVariable) = TerraformStateFacts.argument(word.text),
                let truth = TerraformBackend.all[type]?.defaults[argument]
            else { continue }
            // Only now: most lines name no argument, and their file needs no tokens.
            if !isAsked {
                guard isRead(Int(words.all[at].range.start), file) else { return }
                isAsked = true
            }
            guard
                isVariable || argument.hasSuffix("_method")
                    || ScriptReading.holds("backend", in: ByteRange(0, min(file.bytes.count, 65_536)), file.bytes)
            else { continue }
            guard let claimed = words.claimed(at: at, leavingOut: word.text, like: truth), claimed != truth else {
                return
            }
            claims.append(
                Claim(
                    rule: "tofu/false-default", range: word.range,
                    values: ["claimed": claimed, "default": truth, "argument": argument]))
            return
        }
    }

    /// Whether a word of a line may be what ``argument(_:)`` knows: each has a `_` in it.
    private static func namesArgument(_ range: ByteRange, _ bytes: ByteView) -> Bool {
        var at = Int(range.start)
        while at < Int(range.end) {
            guard bytes[at].isWord else {
                at += 1
                continue
            }
            let first = at
            var isTelling = false
            while at < Int(range.end), bytes[at].isWord {
                if bytes[at] == .ascii("_") { isTelling = true }
                at += 1
            }
            if isTelling {
                let hash = bytes.hash(first..<at)
                if TerraformBackend.argumentHashes.contains(hash) || TerraformBackend.ranks[hash] != nil { return true }
            }
        }
        return false
    }

    /// The argument that a word names, where that is one type's alone.
    private static func argument(_ word: String) -> (type: String, argument: String, isVariable: Bool)? {
        if let types = TerraformBackend.byVariable[word], types.count == 1, let only = types.first {
            return (only.key, only.value, true)
        }
        guard word.contains("_"), let types = TerraformBackend.byArgument[word], types.count == 1 else { return nil }
        return (types[0], word, false)
    }

    // MARK: -backend=false

    private static let promises: [StaticString] = [
        "in-memory state", "in memory state", "memory-only state", "state in memory", "uses local state",
        "use local state",
        "using local state", "keeps local state", "with local state", "uses a local state", "creates local state",
        "stores state locally", "state is local", "state is stored locally", "local-only state",
    ]

    private mutating func readFlag(_ line: Int, _ file: ParsedFile) {
        for near in line...min(line + 3, file.lines.starts.count) {
            let range = file.lines.range(ofLine: near, in: file.bytes)
            guard range.count <= 2_000 else { continue }
            let text = file.bytes.text(range).lowercased()
            if near > line, text.allSatisfy({ " \t\r#/*".contains($0) }) { return }
            for promise in TerraformStateFacts.promises {
                guard let found = ScriptReading.position(of: promise, in: range, file.bytes) else { continue }
                let before = text.utf8.prefix(Int(found.start - range.start))
                let words = String(decoding: before, as: UTF8.self).split { !$0.isLetter && $0 != "'" }.suffix(3)
                if words.contains(where: { ["no", "not", "never", "without", "isn't", "doesn't"].contains($0) }) {
                    continue
                }
                guard isRead(Int(found.start), file) else { continue }
                claims.append(Claim(rule: "tofu/false-backend-flag", range: found, values: [:]))
                return
            }
        }
    }

    /// `When prompted for the bucket, use …`, `Uncomment the backend and fill in …`: arguments that a page tells people to
    /// give; `backend` for all of them.
    mutating func readPrompts(_ file: ParsedFile) {
        for text in ["prompt", "ncomment", "fill in"] as [StaticString] {
            TerraformStateFacts.eachLine(with: text, file) { range in
                for word in ClaimWords(range, file.bytes).all
                where word.lowered == "backend" || TerraformBackend.byArgument[word.lowered] != nil {
                    pageAnswers.insert(word.lowered)
                }
            }
        }
        TerraformStateFacts.eachLine(with: "backend", file) { range in
            if ClaimWords(range, file.bytes).leaveBackend { pageAnswers.insert("backend") }
        }
    }

    // MARK: named backends

    private static let states: Set<String> = [
        "uses", "use", "using", "stored", "stores", "lives", "kept", "keeps", "managed", "configured",
    ]
    /// What one of these words holds, for a first look.
    private static let stems: [StaticString] = ["us", "stor", "lives", "kept", "keeps", "managed", "configured"]
    private static let doubts: Set<String> = [
        "not", "instead", "or", "can", "could", "may", "if", "example", "migrate", "migrating", "migrated", "migration",
        "from", "future", "planned", "later", "optional", "optionally", "should", "formerly", "previously",
    ]

    /// `State is stored in the S3 backend`.
    private mutating func readMention(_ range: ByteRange, _ file: ParsedFile, _ mentioned: inout Set<String>) {
        guard TerraformStateFacts.stems.contains(where: { ScriptReading.holds($0, in: range, file.bytes) }) else {
            return
        }
        let words = ClaimWords(range, file.bytes).all
        guard words.contains(where: { TerraformStateFacts.states.contains($0.lowered) }),
            !words.contains(where: { TerraformStateFacts.doubts.contains($0.lowered) }),
            words.contains(where: { ["state", "terraform", "tofu", "opentofu"].contains($0.lowered) })
        else { return }
        for (index, word) in words.enumerated() {
            // A local, a remote or a cloud backend is also just a kind of place.
            guard TerraformBackend.all[word.lowered] != nil, !["local", "remote", "cloud"].contains(word.lowered) else {
                continue
            }
            let next = words[(index + 1)...].prefix(2)
            guard next.first?.lowered == "backend" || next.first?.lowered == "state" && next.last?.lowered == "backend",
                !TerraformStateFacts.isAdvice(Int(range.start), file.bytes), isRead(Int(word.range.start), file),
                mentioned.insert(word.lowered).inserted
            else { continue }
            mentions.append(
                Setting(name: word.lowered, value: "", range: word.range))
        }
    }

    private static let advice = ["recommend", "alternativ", "consider", "improve", "next", "todo", "suggest", "option"]

    /// Whether what leads to a line, a heading or `**Recommendation**:` at most 12 lines above, says that it is not so yet.
    private static func isAdvice(_ offset: Int, _ bytes: ByteView) -> Bool {
        var end = offset
        for _ in 0..<12 {
            while end > 0, bytes[end - 1] != 0x0A { end -= 1 }
            guard end > 0 else { return false }
            end -= 1
            var start = end
            while start > 0, bytes[start - 1] != 0x0A, end - start < 1_000 { start -= 1 }
            var last = end
            while last > start, bytes[last - 1].isWhiteSpace || "*_".utf8.contains(bytes[last - 1]) { last -= 1 }
            var first = start
            while first < last, bytes[first].isBlank { first += 1 }
            end = start
            guard first < last else { continue }
            let isItem = "-*+".utf8.contains(bytes[first]) || bytes[first].isDigit
            if bytes[last - 1] == .ascii(":") || bytes[first] == .ascii("#") {
                return ClaimWords(ByteRange(first, last), bytes).all.contains { word in
                    doubts.contains(word.lowered) || advice.contains { word.lowered.hasPrefix($0) }
                }
            }
            guard isItem else { return false }
        }
        return false
    }

    /// Whether what leads to the fence around a place says that it is not so yet. A fence over 60 lines is no advice.
    static func isAdvice(fenceAround offset: Int, _ bytes: ByteView) -> Bool {
        var start = offset
        for _ in 0..<60 {
            while start > 0, bytes[start - 1] != 0x0A, offset - start < 8_192 { start -= 1 }
            var first = start
            while bytes[first].isBlank { first += 1 }
            if bytes.has("```", at: first) || bytes.has("~~~", at: first) { return isAdvice(start, bytes) }
            guard start > 0, offset - start < 8_192 else { return false }
            start -= 1
        }
        return false
    }

    // MARK: instructions

    /// Comments whose lines are commands: `#   tofu init`.
    private mutating func readInstructions(_ file: ParsedFile) {
        guard file.language == .hcl, TerraformStateFacts.mayInstruct(file.bytes) else { return }
        let home = file.path.lastIndex(of: "/").map { String(file.path[..<$0]) } ?? ""
        var reader: TerraformScriptReader?
        var previous = -2
        // Whether the commands are for the time when the block is none, and whether one of these was seen.
        var (leaves, hasLeft) = (false, false)
        for entry in file.flat.entries where entry.kind == .comment && entry.document == 0 {
            let first = file.lines.line(at: Int(entry.start))
            let last = file.lines.line(at: max(Int(entry.start), Int(entry.end) - 1))
            for line in first...min(last, first + 200) {
                var range = file.lines.range(ofLine: line, in: file.bytes)
                range = ByteRange(start: max(range.start, entry.start), end: min(range.end, entry.end))
                var at = Int(range.start)
                while at < Int(range.end), "#/*$ \t".utf8.contains(file.bytes[at]) { at += 1 }
                let isCommand =
                    file.bytes.has("tofu ", at: at) || file.bytes.has("terraform ", at: at)
                    || file.bytes.has("cd ", at: at) || file.bytes.has("export ", at: at)
                if line > previous + 1 {
                    keepInstructions(&reader, file)
                    previous = line
                    leaves = false
                }
                previous = line
                guard isCommand else {
                    if at >= Int(range.end) {
                        if hasLeft { leaves = false }
                    } else if readLeaving(range, file.bytes) {
                        keepInstructions(&reader, file)
                        (leaves, hasLeft) = (true, false)
                    }
                    // What comes before is for the time when the block is none.
                    if reader != nil, ScriptReading.holds("ncomment", in: range, file.bytes) { reader = nil }
                    continue
                }
                if leaves {
                    hasLeft = true
                    continue
                }
                if reader == nil { reader = TerraformScriptReader(kind: .comment, folder: nil, home: home) }
                TerraformStateFacts.read(ByteRange(at, Int(range.end)), line, into: &reader, file.bytes)
            }
        }
        keepInstructions(&reader, file)
    }

    /// Whether something looks as an init does: without one no comment's commands are kept, and most blocks that are
    /// called `terraform` are none.
    private static func mayInstruct(_ bytes: ByteView) -> Bool {
        for program in ["tofu", "terraform"] as [StaticString] {
            var from = 0
            while let found = bytes.first(program, from: from) {
                from = found + program.utf8CodeUnitCount
                // `${TF:-terraform} "init"`
                var next = from
                while bytes[next].isBlank || "}\"'".utf8.contains(bytes[next]) { next += 1 }
                if next > from, bytes[next] == .ascii("i") || bytes[next] == .ascii("-") { return true }
            }
        }
        return false
    }

    private mutating func keepInstructions(_ reader: inout TerraformScriptReader?, _ file: ParsedFile) {
        guard var ended = reader.take() else { return }
        ended.end()
        // A sentence that begins with a command is none; and what moves a state and gives nothing moves it from there.
        ended.script.commands.removeAll { command in
            command.verb != "init" || !command.operands.isEmpty
                || command.options.contains("migrate-state") && command.settings.isEmpty && command.files.isEmpty
        }
        keep(&ended.script, .init(), file)
    }

    private static func read(
        _ range: ByteRange, _ line: Int, into reader: inout TerraformScriptReader?, _ bytes: ByteView
    ) {
        var at = Int(range.start)
        while at < Int(range.end) {
            while at < Int(range.end), bytes[at].isWhiteSpace { at += 1 }
            let first = at
            while at < Int(range.end), !bytes[at].isWhiteSpace { at += 1 }
            guard at > first else { break }
            let word = ByteRange(first, at)
            var text = bytes.text(word)
            if text.hasPrefix("#") { break }
            text.removeAll { $0 == "\"" || $0 == "'" }
            let kind: TokenKind = ["&&", "||", ";", "|"].contains(text) ? .punct : .word
            Array(text.utf8).withByteView { reader?.take(kind, $0, range: word, gap: true, line: line) }
        }
        reader?.endLine()
    }
}

/// The words of one line.
struct ClaimWords {
    struct Word {
        var text: String
        var lowered: String
        var range: ByteRange
        /// Whether a clause ends after it.
        var endsClause: Bool
    }

    private(set) var all: [Word] = []

    init(_ range: ByteRange, _ bytes: ByteView) {
        var at = Int(range.start)
        while at < Int(range.end) {
            guard bytes[at].isWord || bytes[at] >= 0x80 else {
                at += 1
                continue
            }
            let first = at
            while at < Int(range.end), bytes[at].isWord || bytes[at] >= 0x80 { at += 1 }
            let word = ByteRange(first, at)
            let text = bytes.text(word)
            var next = at
            while next < Int(range.end), bytes[next].isBlank || "`\"'*".utf8.contains(bytes[next]) { next += 1 }
            let ends = next >= Int(range.end) || "),.;|<".utf8.contains(bytes[next])
            all.append(Word(text: text, lowered: text.lowercased(), range: word, endsClause: ends))
        }
    }

    private static let fillers: Set<String> = [
        "to", "is", "value", "are", "the", "method", "be", "by", "as", "a", "of", "s",
    ]
    private static let methods: Set<String> = ["GET", "POST", "PUT", "PATCH", "DELETE", "LOCK", "UNLOCK"]

    /// What is said to be the default at word `at`; `nil` where it is nothing that can be compared with `truth`.
    func claimed(at: Int, leavingOut name: String, like truth: String) -> String? {
        let word: Word?
        if all[at].endsClause {
            word = all[..<at].last { !ClaimWords.fillers.contains($0.lowered) }
        } else {
            word = all[(at + 1)...].first { !ClaimWords.fillers.contains($0.lowered) && $0.text != name }
        }
        guard let text = word?.text, text != name else { return nil }
        if ClaimWords.methods.contains(truth) { return ClaimWords.methods.contains(text) ? text : nil }
        if Int(truth) != nil {
            let digits = text.prefix { $0.isNumber }
            let unit = text.dropFirst(digits.count)
            return !digits.isEmpty && ["", "s", "sec", "seconds"].contains(unit) ? String(digits) : nil
        }
        return ["true", "false"].contains(truth) && ["true", "false"].contains(text) ? text : nil
    }
}

extension ScriptReading {
    /// Whether a text stands in a range, case ignored.
    static func holds(_ text: StaticString, in range: ByteRange, _ bytes: ByteView) -> Bool {
        bytes.first(text, from: Int(range.start), to: Int(range.end)) != nil
    }

    /// The first place of a text in lower case, case ignored.
    static func position(of text: StaticString, in range: ByteRange, _ bytes: ByteView) -> ByteRange? {
        bytes.first(text, from: Int(range.start), to: Int(range.end)).map {
            ByteRange($0, $0 + text.utf8CodeUnitCount)
        }
    }
}
