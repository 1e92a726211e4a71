import LintSource

/// Anchors, aliases and tags.
extension YAMLScanner {
    mutating func anchor(_ line: inout YAMLProperties) {
        let start = pos
        pos = nameEnd(from: start + 1)
        if pos == start + 1 { fail(start, pos, "an anchor without a name") }
        if line.anchor { fail(start, pos, "two anchors for one value") }
        emit(start, pos, .anchor)
        if line.isEmpty { line.start = start }
        line.anchor = true
    }

    /// Gives the end of the alias at `pos`; emits nothing.
    mutating func alias() -> Int {
        let last = nameEnd(from: pos + 1)
        if last == pos + 1 { fail(pos, last, "an alias without a name") }
        return last
    }

    mutating func tagProperty(_ line: inout YAMLProperties) {
        let start = pos
        if base[start + 1] == .ascii("<") {
            var i = start + 2
            while !isSpace(i), base[i] != .ascii(">") { i += 1 }
            if base[i] == .ascii(">") {
                i += 1
            } else {
                fail(start, i, "a verbatim tag needs '>'")
            }
            pos = i
        } else {
            pos = nameEnd(from: start + 1)
            checkHandle(start, pos)
        }
        if line.tag { fail(start, pos, "two tags for one value") }
        emit(start, pos, .tag)
        if line.isEmpty { line.start = start }
        line.tag = true
    }

    /// `!name!suffix` needs a `%TAG !name!` before.
    private mutating func checkHandle(_ start: Int, _ stop: Int) {
        var i = start + 1
        while i < stop, base[i] < 0x80 { i += 1 }
        if i < stop { note(i, i + 1, "a tag may hold ASCII only; write %xx") }
        i = start + 1
        while i < stop, base[i] != .ascii("!") { i += 1 }
        guard i < stop else { return }
        if i == start + 1 { return }
        let handle = (start...i).map { base[$0] }
        if !handles.contains(handle) { note(start, stop, "a tag whose prefix no directive declares") }
    }

    /// Names end at white space and at `, [ ] { }`.
    private func nameEnd(from i: Int) -> Int {
        var i = i
        while table[Int(base[i])] & (YAMLClass.space | YAMLClass.flow) == 0 || (base[i] == 0 && i < end) { i += 1 }
        return i
    }
}
