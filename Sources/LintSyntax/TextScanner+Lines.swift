import LintSource

/// Languages of lines: INI, dotenv, Makefile, Justfile, Dockerfile.
extension TextScanner {
    // MARK: - key = value

    /// `key = value` at the start of a line, where the syntax has such lines; false where this is none.
    mutating func scanKeyedLine() -> Bool {
        switch syntax.keys {
        case .iniLines: scanINILine()
        case .envLines: scanEnvLine()
        default: false
        }
    }

    private mutating func scanINILine() -> Bool {
        let start = pos
        guard !opens(at: pos, inkBefore: false) else { return false }
        let end = endOfLine(from: pos)
        if bytes[pos] == .ascii("[") {
            var close = pos
            while close < end, bytes.base[close] != .ascii("]") { close += 1 }
            guard close < end else { return false }
            out.append(start, start + 1, .punct)
            out.append(start + 1, close, .ident, .key)
            out.append(close, close + 1, .punct)
            pos = close + 1
            inkOnLine = true
            return true
        }
        var sign = pos
        while sign < end, bytes.base[sign] != .ascii("=") {
            if bytes.base[sign] == .ascii(":"), sign + 1 == end || bytes[sign + 1].isBlank { break }
            if sign > start, !starts[Int(bytes.base[sign])].isEmpty, opens(at: sign, inkBefore: true) { return false }
            sign += 1
        }
        guard sign < end, sign > start else { return false }
        appendKey(start, sign)
        pos = sign + 1
        inkOnLine = true
        while pos < end, bytes.base[pos].isBlank { pos += 1 }
        if pos < end, !opens(at: pos, inkBefore: true) { scanRun(.string) }
        return true
    }

    private mutating func appendKey(_ start: Int, _ sign: Int) {
        var name = sign
        while name > start, bytes.base[name - 1].isBlank { name -= 1 }
        out.append(start, name, .ident, .key)
        out.append(sign, sign + 1, .punct)
    }

    private mutating func scanEnvLine() -> Bool {
        let start = pos
        var name = pos
        if bytes.has("export", at: pos), bytes[pos + 6].isBlank {
            name = pos + 6
            while bytes[name].isBlank { name += 1 }
        }
        var sign = name
        while sign < limit,
            bytes.base[sign].isWord || bytes.base[sign] == .ascii(".") || bytes.base[sign] == .ascii("-")
        {
            sign += 1
        }
        let nameEnd = sign
        while sign < limit, bytes.base[sign].isBlank { sign += 1 }
        guard nameEnd > name, sign < limit, bytes[sign] == .ascii("=") else { return false }
        if name > start { out.append(start, start + 6, .keyword) }
        out.append(name, nameEnd, .ident, .key)
        out.append(sign, sign + 1, .punct)
        pos = sign + 1
        inkOnLine = true
        while pos < limit, bytes.base[pos].isBlank { pos += 1 }
        // The value: quoted, or a word to the line's end.
        guard pos < limit, !bytes.base[pos].isLineEnd else { return true }
        if opens(at: pos, inkBefore: true) { return true }
        let value = pos
        pos += 1
        while pos < limit, bytes.base[pos] != 0x0A {
            if bytes.base[pos] == .ascii("#"), bytes[pos - 1].isBlank { break }
            pos += 1
        }
        var end = pos
        while end > value, bytes.base[end - 1].isWhiteSpace { end -= 1 }
        out.append(value, end, .string)
        return true
    }

    // MARK: - Scripts inside

    /// Reads `range` as shell into this document's tokens; what the script does wrong is not the host's error.
    mutating func scanShell(_ range: Range<Int>, _ dialect: ShellScanner.Dialect) {
        // (Each is moved, not copied: there may be as many scripts as lines.)
        var shell = ShellScanner(
            bytes, range: range, dialect: dialect, into: TokenizedDocument(language: out.language))
        swap(&out.tokens, &shell.out.tokens)
        shell.run()
        swap(&out.tokens, &shell.out.tokens)
        pos = range.upperBound
    }

    /// Past the line end that holds `start`.
    private func nextLine(_ start: Int) -> Int {
        var i = start
        while i < limit, bytes.base[i] != 0x0A { i += 1 }
        return min(limit, i + 1)
    }

    private func isBlankLine(_ start: Int) -> Bool {
        var i = start
        while i < limit, bytes.base[i] != 0x0A {
            if !bytes.base[i].isWhiteSpace { return false }
            i += 1
        }
        return true
    }

    /// A line ends with `\`.
    private func continues(_ start: Int) -> Bool {
        let end = endOfLine(from: start)
        return end > start && bytes[end - 1] == .ascii("\\")
    }

    // MARK: - Makefile

    mutating func scanMakefile() {
        while pos < limit {
            let line = pos
            if bytes[pos] == 0x09, !isBlankLine(pos) {
                // A recipe: lines that begin with a tab, with the lines that `\` joins to them.
                var end = line
                repeat {
                    let joined = continues(end)
                    end = nextLine(end)
                    if !joined, bytes[end] != 0x09 { break }
                } while end < limit
                scanShell(line..<end, ShellScanner.Dialect())
                continue
            }
            scanMakeLine()
        }
    }

    private mutating func scanMakeLine() {
        while pos < limit, bytes.base[pos].isBlank { pos += 1 }
        let start = pos
        var nameEnd = pos
        while nameEnd < limit, bytes.base[nameEnd].isWord || ".-".utf8.contains(bytes.base[nameEnd]) { nameEnd += 1 }
        var sign = nameEnd
        while sign < limit, bytes.base[sign].isBlank { sign += 1 }
        let signStart = sign
        while sign < signStart + 3, ":?+!".utf8.contains(bytes[sign]) { sign += 1 }
        if nameEnd > start, bytes[sign] == .ascii("="), sign < limit {
            out.append(start, nameEnd, .ident, .key)
            out.append(signStart, sign + 1, .punct)
            pos = sign + 1
            inkOnLine = true
        }
        let end = nextLine(pos)
        let outer = limit
        limit = end
        scan()
        limit = outer
        inkOnLine = false
    }

    // MARK: - Justfile

    /// Indented lines are a recipe's body, the rest is just's own language.
    mutating func scanJustfile() {
        while pos < limit {
            if bytes.base[pos].isBlank, !isBlankLine(pos), bracketDepth == 0 {
                var end = pos
                while end < limit, bytes.base[end].isBlank || isBlankLine(end) { end = nextLine(end) }
                scanShell(pos..<end, ShellScanner.Dialect(interpolates: true, indented: true))
                continue
            }
            scanJustLine()
        }
    }

    /// A line of just's own language; a string or an open bracket makes it go on.
    private mutating func scanJustLine() {
        var first = out.tokens.count
        inkOnLine = false
        while pos < limit {
            let byte = bytes.base[pos]
            if byte == 0x0A {
                pos += 1
                if bracketDepth == 0 { break }
                continue
            }
            if byte.isWhiteSpace {
                pos += 1
            } else if byte == .ascii("\\") {
                // Joins lines.
                out.append(pos, pos + 1, .punct)
                pos = min(limit, isBlankLine(pos + 1) ? nextLine(pos) : pos + 1)
            } else if starts[Int(byte)].isEmpty || !scanOpener() {
                if byte == .ascii(":"), bytes[pos + 1] == .ascii("=") {
                    markKey(from: first)
                    first = out.tokens.count
                }
                scanCode()
            }
            inkOnLine = true
        }
    }

    // MARK: - Dockerfile

    /// Instructions, each a logical line; those that run commands are shell.
    mutating func scanDockerfile() {
        while pos < limit {
            if bytes.base[pos].isWhiteSpace {
                pos += 1
                continue
            }
            inkOnLine = false
            if scanOpener() { continue }
            let start = pos
            while pos < limit, bytes.base[pos].isLetter { pos += 1 }
            if pos == start { pos += 1 }
            out.append(start, pos, .keyword)
            // Comment lines may stand between the lines of an instruction, and heredocs after it.
            var end = pos
            while true {
                let joined = continues(end)
                end = nextLine(end)
                while joined, end < limit, isCommentLine(end) { end = nextLine(end) }
                if !joined || end >= limit { break }
            }
            let word = start..<pos
            let isCommand = Self.commands.contains { isInstruction($0, word) }
            end = endOfHeredocs(from: pos, to: end)
            scanShell(pos..<end, ShellScanner.Dialect(startsWithArguments: !isCommand))
        }
    }

    /// Instructions whose arguments are commands, in small letters.
    private static let commands: [StaticString] = ["run", "cmd", "entrypoint", "healthcheck", "shell", "onbuild"]

    /// Whether these letters are the instruction's name.
    private func isInstruction(_ name: StaticString, _ letters: Range<Int>) -> Bool {
        guard letters.count == name.utf8CodeUnitCount else { return false }
        return (0..<letters.count).allSatisfy { bytes[letters.lowerBound + $0] | 0x20 == name.utf8Start[$0] }
    }

    private func isCommentLine(_ start: Int) -> Bool {
        var i = start
        while bytes[i].isBlank { i += 1 }
        return bytes[i] == .ascii("#") && i < limit
    }

    /// The end of the here-documents that an instruction's line opens (BuildKit), or `end`.
    private func endOfHeredocs(from start: Int, to end: Int) -> Int {
        guard bytes[start..<end].contains(.ascii("<")) else { return end }
        var probe = ShellScanner(
            bytes, range: start..<end, dialect: ShellScanner.Dialect(), into: TokenizedDocument(language: .shell))
        probe.run()
        var last = end
        for heredoc in probe.unread {
            var line = last
            while line < limit {
                let lineEnd = endOfLine(from: line)
                if heredoc.elementsEqual(bytes[line..<lineEnd]) { break }
                line = nextLine(line)
            }
            if line < limit { last = nextLine(line) }
        }
        return last
    }
}
