import LintFindings
import LintSource

/// How SARIF and GitHub want text and addresses.
enum SARIFText {
    /// A plain message: no Markdown, no links but our own, braces doubled (3.11.5), a period at the end.
    static func message(_ text: String) -> String {
        let text = escaped(VisibleText.message(text))
        guard let last = text.utf8.last else { return "No message." }
        return last == 0x2E || last == 0x21 || last == 0x3F ? text : text + "."
    }

    /// The text of a link (3.11.6), or any other part of a message.
    static func escaped(_ text: String) -> String {
        let text = VisibleText.of(text)
        guard text.utf8.contains(where: isSpecial) else { return text }
        let hasLink = hasLink(text)
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case 0x60: result.append(0x27)
            case 0x7B, 0x7D: result += [byte, byte]
            case 0x5B where hasLink, 0x5D where hasLink: result += [0x5C, byte]
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// One of `` `{}[] ``.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == 0x60 || byte == 0x7B || byte == 0x7D || byte == 0x5B || byte == 0x5D
    }

    /// Whether there is a `](`.
    private static func hasLink(_ text: String) -> Bool {
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if previous == 0x5D, byte == 0x28 { return true }
            previous = byte
        }
        return false
    }

    static func level(_ level: Level) -> String { level == .off ? "note" : level.rawValue }

    static func writeArtifact(_ path: String, to json: inout JSONWriter) {
        json.field("uri", PercentEncoding.path(path))
        json.field("uriBaseId", "%SRCROOT%")
    }

    /// The address without user name and password. SARIF insists on an absolute URI where a revision is named, so a
    /// repository that was never published anywhere gets a name that says so.
    static func repository(_ address: String?) -> String {
        guard let address, let scheme = address.range(of: "://") else { return "urn:git:unpublished" }
        let rest = address[scheme.upperBound...]
        let hostEnd = rest.firstIndex(of: "/") ?? rest.endIndex
        let host = rest[..<hostEnd]
        let bare = host.lastIndex(of: "@").map { host[host.index(after: $0)...] } ?? host
        return PercentEncoding.cleaned(address[..<scheme.upperBound] + bare + rest[hostEnd...])
    }

    /// A title or description, at most the 1,024 characters that GitHub keeps.
    static func description(_ text: String) -> String {
        text.utf8.count <= 1_024 || text.count <= 1_024 ? text : String(text.prefix(1_023)) + "…"
    }
}

extension String {
    /// The standard library finds substrings only with Foundation.
    fileprivate func range(of needle: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
}
