import LintFindings
import LintPattern
import LintSource
import LintSyntax

/// Where a fix that is safe elsewhere would write what is not true, or what does not run.
extension RuleRun {
    func isInDoubt(_ edit: Edit, _ template: FixTemplate, _ match: Match, _ entry: FlattenedTokens.Entry) -> Bool {
        if isUsed(edit, match, entry) { return true }
        if isOfAnotherScheme(template, match) { return true }
        let place = match.range
        // An expression tells names apart.
        if bytes[Int(place.start) - 1] == .ascii("^") || Refusal.holds(place, in: bytes) { return true }
        let sentence = Sentence(around: place, entry, in: file)
        let text = written(edit, template, match)
        let rest = oldPort(template, match)
        if isThere(text, in: sentence.range, of: sentence, outside: place, before: rest) { return true }
        // A comment tells of the address that it stands behind.
        if text.contains(.ascii("/")) || text.contains(.ascii(".")),
            isThere(text, in: sentence.code, of: sentence, outside: place, before: rest)
        {
            return true
        }
        if isOtherEnd(edit, template, match, entry, sentence) { return true }
        if sentence.isProse { return PastWords.stand(in: sentence.range, outside: place, of: bytes) }
        // Of a program only what it says to people: the text itself, and a comment behind it.
        if PastWords.stand(in: sentence.range.clamped(to: entry.range.indices), outside: place, of: bytes) {
            return true
        }
        var last = sentence.range.upperBound
        while last > Int(place.end), bytes[last - 1].isWhiteSpace { last -= 1 }
        guard last > Int(place.end), let found = file.flat.index(at: last - 1),
            file.flat.entries[found].context == .comment
        else { return false }
        let comment = sentence.range.clamped(to: file.flat.entries[found].range.indices)
        return PastWords.stand(in: comment, outside: place, of: bytes)
    }

    /// Whether the file holds what has to be changed together with what is fixed. A search that came to a limit may have
    /// missed it.
    var hasWhatMakesUnsafe: Bool {
        mutating get {
            guard let matcher = rule.fix?.unsafeBeside else { return false }
            if let known = isBesideUnsafe { return known }
            var request = MatchRequest(text: bytes, scratch: scratch)
            let holds = !matcher.matches(&request).isEmpty || request.limitAt != nil || scratch.wasLateAt != nil
            isBesideUnsafe = holds
            return holds
        }
    }

    /// Whether the line holds what is there under the old name alone.
    mutating func isOnUnsafeLine(_ range: ByteRange) -> Bool {
        guard let matcher = rule.fix?.unsafeOnLine else { return false }
        var request = MatchRequest(text: bytes, scratch: scratch)
        var memo = lineMemo
        request.range = memo.lines(of: range, in: request)
        let holds = memo.holds(in: request.range) {
            !matcher.matches(&request).isEmpty || request.limitAt != nil || scratch.wasLateAt != nil
        }
        lineMemo = memo
        return holds
    }

    /// What of the fix tells whether the sentence has it already: a part of an address with as much as makes it a name.
    private func written(_ edit: Edit, _ template: FixTemplate, _ match: Match) -> [UInt8] {
        let place = Int(edit.range.start)
        var text = Array(edit.text.utf8)
        switch template.change {
        case .delete: return []
        case .replace(let with):
            if with.captures.isEmpty { return text }
            // Only what is new in it, up to where its parts begin and end.
            let old = bytes[edit.range]
            var first = zip(old, text).prefix { $0 == $1 }.count
            var last = text.count
            var oldLast = old.count
            while last > first, oldLast > first, old[oldLast - 1] == text[last - 1] {
                last -= 1
                oldLast -= 1
            }
            while first > 0, RuleRun.isOfName(text[first - 1]) { first -= 1 }
            while last < text.count, RuleRun.isOfName(text[last]) { last += 1 }
            return Array(text[first..<last])
        case .replacePart(let part, _):
            // Of a port the host, and not the colon between them.
            if text.isEmpty || match.isURL && part == "port" {
                let place = bytes[place - 1] == .ascii(":") ? place - 1 : place
                var first = place
                while first > Int(match.range.start), RuleRun.isOfName(bytes[first - 1]) { first -= 1 }
                return Array(bytes[first..<place])
            }
            // The owner of a repository has others.
            var at = Int(edit.range.end)
            if bytes[at] == .ascii("/"), !text.contains(.ascii(".")), !text.contains(.ascii("/")) {
                repeat {
                    text.append(bytes[at])
                    at += 1
                } while at < Int(match.range.end) && (bytes[at].isWord || bytes[at] == .ascii("-"))
            }
            return text
        }
    }

    static func isOfName(_ byte: UInt8) -> Bool { byte.isWord || byte == .ascii("-") || byte == .ascii(".") }

    /// Whether a name is longer there than it looks: `host.org` begins `host.org.example`, but `name` is that of `name.git`.
    func goesOn(_ at: Int) -> Bool {
        if bytes[at] == .ascii(".") { return bytes[at + 1].isWord && !bytes.has("git", at: at + 1) }
        return bytes[at].isWord || bytes[at] == .ascii("-")
    }

    /// Whether `text` stands in the range, which is of the sentence or of its line, as a word of its own, in whatever letters;
    /// not with `rest` behind it.
    private func isThere(
        _ text: [UInt8], in range: Range<Int>, of sentence: Sentence, outside place: ByteRange, before rest: ByteRange
    ) -> Bool {
        // A number may be that of something else.
        guard let first = text.first, text.contains(where: { !$0.isDigit }) else { return false }
        let isAddress = text.contains { $0 == .ascii("/") || $0 == .ascii(".") }
        var at = range.lowerBound
        while at + text.count <= range.upperBound {
            if place.contains(at) {
                at = Int(place.end)
                continue
            }
            let before = bytes[at - 1]
            if bytes[at].lowered == first.lowered,
                !(first.isWord && RuleRun.isOfName(before)), !goesOn(at + text.count),
                // What a program fetches, and what it does with it.
                sentence.isProse || isAddress || before != .ascii("/"),
                zip(text, at...).allSatisfy({ $0.lowered == bytes[$1].lowered }),
                rest.isEmpty || !zip(rest.indices, (at + text.count)...).allSatisfy({ bytes[$0] == bytes[$1] })
            {
                return true
            }
            at += 1
        }
        return false
    }
}

/// A name that a program goes by is at both ends of what it does. (A rule that asks for a text or an expression says where.)
extension RuleRun {
    /// Whether a bare name is what a program uses, and not what is said of it.
    private func isUsed(_ edit: Edit, _ match: Match, _ entry: FlattenedTokens.Entry) -> Bool {
        guard rule.matcher?.findsNames ?? false, edit.range == match.range, !edit.range.isEmpty, !edit.text.isEmpty,
            bytes[edit.range].allSatisfy({ $0.isWord || $0 == .ascii("-") })
        else { return false }
        let start = Int(edit.range.start)
        let end = Int(edit.range.end)
        if isExpanded(start, end) || isNamed(start, end) { return true }
        switch entry.context {
        case .prose, .heading, .tableCell, .codeSpan, .linkText, .linkURL, .comment, .htmlComment, .frontMatter:
            return false
        case .shell: return !isFolderOfClone(edit)
        case .string, .heredoc: return !isSpokenOf(edit.range, in: entry.range)
        // What is drawn has texts in quotes; the rest is names, or boxes that another length would break.
        case .codeBlock: return !isQuoted(edit.range) || !isSpokenOf(edit.range, in: entry.range)
        case .key, .label, .ident, .number, .path, .uri, .fileName, .expression, .other: return true
        }
    }

    /// `$name`, `${name}`, `{{ name }}`, `@name`, `.#name`, `name=`, `=name`, `name(`.
    private func isExpanded(_ start: Int, _ end: Int) -> Bool {
        let after = bytes[end]
        if after == .ascii("=") || after == .ascii("(") { return true }
        let before = bytes[start - 1]
        switch before {
        case .ascii("$"), .ascii("@"), .ascii("="), .ascii("{"): return true
        case .ascii("#"): return RuleRun.isOfName(bytes[start - 2])
        default: break
        }
        var at = start - 1
        while bytes[at].isBlank { at -= 1 }
        return at < start - 1 && bytes[at] == .ascii("{") && bytes[at - 1] == .ascii("{")
    }

    /// What a name is given to that others go by. (A project or its repository is not among them: its name is the rule's.)
    private static let named: Set<String> = [
        "attribute", "branch", "bucket", "chart", "class", "container", "database", "directory", "folder", "function",
        "host",
        "image", "input", "key", "module", "namespace", "output", "package", "role", "secret", "service", "target",
        "user",
        "variable", "volume",
    ]

    /// `module name`, and a name beside what is an identifier: `name git_override`.
    private func isNamed(_ start: Int, _ end: Int) -> Bool {
        func isIdentifier(_ word: Range<Int>) -> Bool {
            word.dropFirst().dropLast().contains {
                bytes[$0] == .ascii("_") && bytes[$0 - 1].isLetter && bytes[$0 + 1].isLetter
            }
        }
        func isBetween(_ byte: UInt8) -> Bool { byte.isBlank || "\"'`*".utf8.contains(byte) }
        var last = start
        while isBetween(bytes[last - 1]) { last -= 1 }
        var first = last
        while bytes[first - 1].isWord, last - first < 64 { first -= 1 }
        if last < start, first < last, !"-./$@".utf8.contains(bytes[first - 1]) {
            let word = String(decoding: bytes[first..<last], as: UTF8.self).lowercased()
            if RuleRun.named.contains(word) || isIdentifier(first..<last) { return true }
        }
        first = end
        while isBetween(bytes[first]) { first += 1 }
        last = first
        while bytes[last].isWord, last - first < 64 { last += 1 }
        return first > end && isIdentifier(first..<last)
    }

    /// Whether other words of the same text stand beside it, and nothing holds on to it.
    private func isSpokenOf(_ range: ByteRange, in text: ByteRange) -> Bool {
        let before = bytes[Int(range.start) - 1]
        let after = bytes[Int(range.end)]
        guard before.isWhiteSpace || "\"'`([*_,".utf8.contains(before) || range.start <= text.start,
            after.isWhiteSpace || "\"'`)].,:;!?*_\\".utf8.contains(after) || range.end >= text.end
        else { return false }
        func isInk(_ byte: UInt8) -> Bool { !byte.isWhiteSpace && !"\"'`()[]{}".utf8.contains(byte) }
        let low = max(Int(text.start), Int(range.start) - Sentence.reach)
        let high = min(Int(text.end), Int(range.end) + Sentence.reach)
        var at = Int(range.start) - 1
        while at >= low, !bytes[at].isLineEnd {
            if isInk(bytes[at]), bytes[at + 1].isBlank || bytes[at + 2].isBlank { return true }
            at -= 1
        }
        at = Int(range.end)
        while at < high, !bytes[at].isLineEnd {
            if isInk(bytes[at]), bytes[at - 1].isBlank || bytes[at - 2].isBlank { return true }
            at += 1
        }
        return false
    }

    /// Whether quotes stand on both sides of it on its line, not far away.
    private func isQuoted(_ range: ByteRange) -> Bool {
        var first = Int(range.start) - 1
        let low = max(0, first - Sentence.reach)
        while first >= low, !bytes[first].isLineEnd, bytes[first] != .ascii("\"") { first -= 1 }
        var last = Int(range.end)
        let high = min(bytes.count, last + Sentence.reach)
        while last < high, !bytes[last].isLineEnd, bytes[last] != .ascii("\"") { last += 1 }
        return bytes[first] == .ascii("\"") && bytes[last] == .ascii("\"")
    }

    /// `cd name`, behind a `git clone` that makes a folder of the name that would be written. (One that is turned itself is
    /// there in the next round.)
    private func isFolderOfClone(_ edit: Edit) -> Bool {
        let start = Int(edit.range.start)
        var at = start - 1
        while bytes[at].isBlank { at -= 1 }
        guard at < start - 1, bytes.has("cd", at: at - 1), !RuleRun.isOfName(bytes[at - 2]) else { return false }
        let low = max(0, start - 8 * Sentence.reach)
        at -= 1
        while at > low, !(bytes.has("clone", at: at) && bytes[at - 1].isBlank && bytes[at + 5].isBlank) { at -= 1 }
        guard at > low else { return false }
        // The last word of that command.
        var word = at..<at
        while at < start, !bytes[at].isLineEnd, bytes[at] != .ascii("&"), bytes[at] != .ascii(";"),
            bytes[at] != .ascii("|")
        {
            if !bytes[at].isBlank {
                word = bytes[at - 1].isBlank ? at..<(at + 1) : word.lowerBound..<(at + 1)
            }
            at += 1
        }
        while let last = word.last, "\"'/".utf8.contains(bytes[last]) { word = word.dropLast() }
        if bytes.has(".git", at: word.upperBound - 4) { word = word.dropLast(4) }
        let name = edit.text.utf8
        let first = word.upperBound - name.count
        guard first > word.lowerBound, bytes[first - 1] == .ascii("/") || bytes[first - 1] == .ascii(":") else {
            return false
        }
        return bytes[first..<word.upperBound].elementsEqual(name)
    }
}
