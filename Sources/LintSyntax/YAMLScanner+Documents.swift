import LintSource

/// Documents: markers, directives, where one begins and ends.
extension YAMLScanner {
    /// `---` or `...` at the start of a line.
    mutating func documentMarker() {
        let isStart = base[pos] == .ascii("-")
        closeDocument()
        emit(pos, pos + 3, .docmark)
        pos += 3
        if isStart {
            openDocument()
            sawDirective = false
            compactAllowed = false
            directivesAllowed = false
        } else {
            if sawDirective { fail(pos - 3, pos, "directives without a document") }
            sawDirective = false
            sawVersion = false
            handles = []
            directivesAllowed = true
            let next = skipBlanks(pos)
            if !isLineEnd(next), base[next] != .ascii("#") { fail(next, next + 1, "text after a document's end") }
        }
    }

    mutating func openDocument() {
        isOpen = true
        event(.documentStart, pos, pos)
        frames.append(YAMLFrame(.document, .value, indent: -1))
    }

    /// Ends the open document and all that is open in it.
    mutating func closeDocument() {
        guard isOpen else { return }
        isOpen = false
        close(deeperThan: -1)
        if let root = frames.popLast(), root.state == .value { event(.null, lastEnd, lastEnd) }
        frames.removeAll(keepingCapacity: true)
        properties = YAMLProperties()
        handles = []
        sawVersion = false
    }

    /// A document without `---` begins at `pos`.
    mutating func openBareDocument() {
        if sawDirective {
            fail(pos, pos, "directives need '---' before the document")
            sawDirective = false
        }
        directivesAllowed = false
        openDocument()
    }

    /// A line that begins with `%`, between documents (or where it should not be).
    mutating func directive() {
        let start = pos
        let lineEnd = lineEnd(from: pos)
        var stop = lineEnd
        var i = start + 1
        while i < lineEnd {
            if base[i] == .ascii("#"), base[i - 1].isBlank {
                stop = i
                break
            }
            i += 1
        }
        while stop > start, base[stop - 1].isBlank { stop -= 1 }
        emit(start, stop, .directive)
        pos = stop
        var words: [ByteRange] = []
        i = start
        while i < stop, words.count < 5 {
            let from = i
            while i < stop, !base[i].isBlank { i += 1 }
            words.append(ByteRange(from, i))
            i = skipBlanks(i)
        }
        guard let name = words.first else { return }
        switch bytes(name) {
        case Array("%YAML".utf8):
            if sawVersion { fail(start, stop, "a second %YAML directive") }
            sawVersion = true
            if words.count != 2 || !isVersion(bytes(words[1])) { fail(start, stop, "a bad %YAML directive") }
        case Array("%TAG".utf8):
            guard words.count == 3, isHandle(bytes(words[1])) else {
                fail(start, stop, "a bad %TAG directive")
                break
            }
            if !handles.insert(bytes(words[1])).inserted { fail(start, stop, "a second %TAG directive of the handle") }
        default:
            if name.count < 2 { fail(start, stop, "a directive without a name") }
        }
        sawDirective = true
    }

    private func bytes(_ range: ByteRange) -> [UInt8] { range.indices.map { base[$0] } }

    /// `1.` and digits: other major versions are another language.
    private func isVersion(_ word: [UInt8]) -> Bool {
        word.count >= 3 && word[0] == .ascii("1") && word[1] == .ascii(".") && word[2...].allSatisfy(\.isDigit)
    }

    /// `!`, `!!` or `!name!`.
    private func isHandle(_ word: [UInt8]) -> Bool {
        guard word.first == .ascii("!") else { return false }
        if word.count == 1 { return true }
        return word.last == .ascii("!") && word[1..<(word.count - 1)].allSatisfy { $0.isWord || $0 == .ascii("-") }
    }
}
