import LintSource

/// A part of a URL as it is written: escapes taken off, and what a program fills in (`${…}`, `{{…}}`, `$VAR`) as holes that
/// may stand for anything.
struct HoleText {
    /// `nil` is a hole.
    private(set) var bytes: [UInt8?] = []

    init(_ range: ByteRange, in view: ByteView) {
        var at = Int(range.start)
        while at < Int(range.end) {
            if let end = URLParts.holeEnd(startingAt: at, in: view) {
                bytes.append(nil)
                at = end
                continue
            }
            let byte = view[at]
            if !URLParts.isEscape(at, in: view), byte != .ascii("["), byte != .ascii("]") { bytes.append(byte) }
            at += 1
        }
    }

    init(_ text: String) { bytes = Array(text.utf8) }

    private init(_ part: ArraySlice<UInt8?>) { bytes = Array(part) }

    func split(at separator: UInt8) -> [HoleText] {
        bytes.split(separator: separator, omittingEmptySubsequences: false).map { HoleText($0) }
    }

    /// Whether it is nothing but a hole.
    var isHole: Bool { !bytes.isEmpty && bytes.allSatisfy { $0 == nil } }

    var hasHole: Bool { bytes.contains { $0 == nil } }

    /// Whether it can stand for `text` (in lower case), ASCII case ignored.
    func canBe(_ text: some Collection<UInt8>) -> Bool {
        let text = Array(text)
        var i = 0
        var j = 0
        var hole: (i: Int, j: Int)?
        while j < text.count {
            if i < bytes.count, bytes[i] == nil {
                hole = (i, j)
                i += 1
            } else if i < bytes.count, bytes[i]?.lowered == text[j] {
                i += 1
                j += 1
            } else if let last = hole {
                // The hole takes one more.
                hole = (last.i, last.j + 1)
                (i, j) = (last.i + 1, last.j + 1)
            } else {
                return false
            }
        }
        return bytes[i...].allSatisfy { $0 == nil }
    }

    /// As text, with each hole filled by what stands at its place in `pattern`, part by part, as far as both go; wildcards of
    /// the pattern are filled by a letter. A hole that the pattern says nothing of is a letter too.
    func filled(like pattern: String) -> String {
        let parts = bytes.split(separator: .ascii("/"), omittingEmptySubsequences: false)
        var wanted = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if let deep = wanted.firstIndex(of: "**") { wanted = Array(wanted[..<deep]) }
        let texts = parts.enumerated().map { index, part -> String in
            guard part.contains(where: { $0 == nil }) else {
                return String(decoding: part.compactMap(\.self), as: UTF8.self)
            }
            if wanted.indices.contains(index) {
                let model = wanted[index].replacing("*", with: "x").replacing("?", with: "x")
                if HoleText(part).canBe(model.lowercased().utf8) { return model }
            }
            return String(decoding: part.map { $0 ?? .ascii("x") }, as: UTF8.self)
        }
        return texts.joined(separator: "/")
    }
}
