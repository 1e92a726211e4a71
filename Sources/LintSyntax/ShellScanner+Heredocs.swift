import LintSource

/// Here-documents: their markers, where their bodies end, and what is inside.
extension ShellScanner {
    /// The `<<` at `pos`.
    mutating func openHeredoc() {
        let start = pos
        pos += 2
        let stripsTabs = bytes[pos] == .ascii("-")
        if stripsTabs { pos += 1 }
        let operatorEnd = pos
        while pos < limit, bytes[pos].isBlank { pos += 1 }
        var marker: [UInt8] = []
        var quoted = false
        let first = pos
        while pos < limit {
            let byte = bytes.base[pos]
            if byte == .ascii("'") || byte == .ascii("\"") {
                quoted = true
                var i = pos + 1
                while i < limit, bytes.base[i] != byte, !bytes.base[i].isLineEnd { i += 1 }
                marker += bytes[(pos + 1)..<i]
                pos = bytes[i] == byte ? i + 1 : i
            } else if byte == .ascii("\\"), !bytes[pos + 1].isLineEnd {
                quoted = true
                marker.append(bytes[pos + 1])
                pos = min(limit, pos + 2)
            } else if byte.isWhiteSpace || ";&|<>()`".utf8.contains(byte) {
                break
            } else {
                marker.append(byte)
                pos += 1
            }
        }
        guard pos > first else {
            pos = operatorEnd
            out.append(start, pos, .punct)
            return
        }
        out.append(start, pos, .heredocMarker)
        waiting.append(Heredoc(marker: marker, stripsTabs: stripsTabs, quoted: quoted, start: start))
    }

    /// Reads the waiting bodies, which begin at `pos`; stops inside one that must be read for expansions.
    mutating func readBodies(from first: Int = 0) {
        var next = first
        while next < waiting.count {
            let heredoc = waiting[next]
            next += 1
            let end = endOfBody(heredoc)
            if heredoc.quoted || bodies.count >= Self.maximumHeredocDepth {
                appendPlainBody(pos, end.body)
                out.append(end.markerStart, end.markerEnd, .heredocMarker)
                pos = end.resume
                continue
            }
            push(.heredoc, at: heredoc.start)
            bodies.append(
                OpenBody(
                    frame: frames.count - 1, outerLimit: limit, markerStart: end.markerStart, markerEnd: end.markerEnd,
                    resume: end.resume, waiting: waiting, next: next, noExpressionAfter: noExpressionAfter))
            waiting = []
            limit = end.body
            noExpressionAfter = .max
            return
        }
        waiting = []
    }

    /// At the limit: ends the innermost open body. False at the end of the file.
    mutating func endBody() -> Bool {
        guard let body = bodies.popLast() else { return false }
        if frames.count - 1 > body.frame { failUnclosed(frames[body.frame + 1]) }
        frames.removeLast(frames.count - body.frame)
        out.append(body.markerStart, body.markerEnd, .heredocMarker)
        pos = body.resume
        limit = body.outerLimit
        noExpressionAfter = body.noExpressionAfter
        waiting = body.waiting
        wordEnd = -1
        if !waiting.isEmpty { readBodies(from: body.next) }
        return true
    }

    private mutating func endOfBody(
        _ heredoc: Heredoc
    ) -> (body: Int, markerStart: Int, markerEnd: Int, resume: Int) {
        var line = pos
        while line < limit {
            var end = line
            while end < limit, bytes.base[end] != 0x0A { end += 1 }
            var start = line
            if dialect.indented {
                while start < end, bytes.base[start].isBlank { start += 1 }
            } else if heredoc.stripsTabs {
                while start < end, bytes.base[start] == 0x09 { start += 1 }
            }
            var textEnd = end
            if textEnd > start, bytes.base[textEnd - 1] == 0x0D { textEnd -= 1 }
            if textEnd - start == heredoc.marker.count, heredoc.marker.elementsEqual(bytes[start..<textEnd]) {
                return (line, start, textEnd, min(limit, end + 1))
            }
            line = end + 1
        }
        out.fail(heredoc.start, heredoc.start + 2, "here-document without its end marker")
        return (limit, limit, limit, limit)
    }

    /// A body in which only GitHub's expressions mean something.
    private mutating func appendPlainBody(_ start: Int, _ end: Int) {
        let outer = (limit: limit, noExpressionAfter: noExpressionAfter)
        limit = end
        noExpressionAfter = .max
        var text = start
        pos = start
        while pos < end {
            if bytes.base[pos] == .ascii("$"), bytes.has("${{", at: pos), let close = endOfExpression(at: pos) {
                out.append(text, pos, .heredoc)
                out.append(pos, close, .expression)
                pos = close
                text = close
            } else if opensInterpolation(at: pos) {
                out.append(text, pos, .heredoc)
                scanInterpolation()
                text = pos
            } else {
                pos += 1
            }
        }
        out.append(text, end, .heredoc)
        limit = outer.limit
        noExpressionAfter = outer.noExpressionAfter
    }

    /// Inside a body with expansions.
    mutating func scanBody() {
        let start = pos
        while pos < limit {
            switch bytes.base[pos] {
            case .ascii("\\"):
                pos = min(limit, pos + 2)
            case .ascii("$") where opensExpansion(at: pos):
                out.append(start, pos, .heredoc)
                scanDollar()
                return
            case .ascii("`"):
                out.append(start, pos, .heredoc)
                scanBacktick()
                return
            case .ascii("{") where opensInterpolation(at: pos):
                out.append(start, pos, .heredoc)
                scanInterpolation()
                return
            default:
                pos += 1
            }
        }
        out.append(start, pos, .heredoc)
    }
}
