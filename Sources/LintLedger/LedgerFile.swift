import LintSource

/// What is wrong with a file before its format is even looked at.
enum LedgerFile {
    static func checkText(_ bytes: ByteView, lines: LineIndex, path: String, what: String) throws(LedgerError) {
        let isBaseline = what == "a baseline"
        let again =
            isBaseline
            ? "restore it from git, or write it with 'flywheel-lint baseline write'" : "make the report again"
        func error(_ kind: LedgerError.Kind, at offset: Int?, _ problem: String, _ mend: String) -> LedgerError {
            let place = offset.map { lines.position(at: $0, in: bytes, unit: .codePoints) }
            return LedgerError(
                kind: kind, path: path, line: place?.line, column: place?.column, problem: problem, mend: mend)
        }
        if bytes.buffer.allSatisfy(\.isWhiteSpace) {
            throw error(.empty, at: nil, "the file is empty, which even \(what) without findings is not", again)
        }
        if let zero = bytes.buffer.firstIndex(of: 0) {
            throw error(.binary, at: zero, "not \(what) but binary data: a NUL byte", again)
        }
        if let bad = firstInvalid(bytes) {
            throw error(
                .notText, at: bad, "not UTF-8: byte 0x\(String(bytes[bad], radix: 16, uppercase: true))", again)
        }
        for line in 1...lines.starts.count {
            let range = lines.range(ofLine: line, in: bytes)
            guard isConflictMarker(bytes[range]) else { continue }
            throw error(
                .conflict, at: Int(range.start), "a merge conflict that is not resolved",
                isBaseline
                    ? "delete the marker lines and keep the entries of both sides, then 'flywheel-lint baseline prune'"
                    : "make the report again")
        }
        let first = bytes.buffer.firstIndex { !$0.isWhiteSpace && $0 < 0x80 } ?? 0
        if isBaseline, bytes[first] == .ascii("{") || bytes[first] == .ascii("<") {
            throw error(
                .wrongFormat, at: first, "not a baseline: it begins with '\(bytes.text(ByteRange(first, first + 1)))'",
                "give a file that 'flywheel-lint baseline write' wrote; a JSON report is a side of 'flywheel-lint diff'"
            )
        }
    }

    /// `<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`, alone or before a blank.
    private static func isConflictMarker(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard line.count >= 7, [0x3C, 0x7C, 0x3D, 0x3E].contains(line[0]) else { return false }
        return line.prefix(7).allSatisfy { $0 == line[0] } && (line.count == 7 || line[7].isWhiteSpace)
    }

    /// Offset of the first byte that is not part of well-formed UTF-8.
    private static func firstInvalid(_ bytes: ByteView) -> Int? {
        var offset = 0
        while offset < bytes.count {
            let lead = bytes[offset]
            if lead < 0x80 {
                offset += 1
                continue
            }
            let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
            let end = min(offset + length, bytes.count)
            if end - offset < length
                || String(validating: bytes[offset..<end], as: UTF8.self)?.unicodeScalars.count != 1
            {
                return offset
            }
            offset = end
        }
        return nil
    }
}
