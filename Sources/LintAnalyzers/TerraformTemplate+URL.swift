extension TerraformTemplate {
    /// An address with a host in it.
    struct URL {
        private let before: Substring
        private let host: Substring
        private let after: Substring

        init?(_ text: String) {
            let utf8 = text.utf8
            guard let colon = utf8.firstIndex(of: 0x3A), utf8[colon...].starts(with: "://".utf8) else { return nil }
            let start = utf8.index(colon, offsetBy: 3)
            let end = utf8[start...].firstIndex { $0 == 0x2F || $0 == 0x3A } ?? utf8.endIndex
            (before, host, after) = (text[..<start], text[start..<end], text[end...])
        }

        /// Whether the host is in a domain that is kept for examples: `git.example.com`, `state.example`
        /// (rfc-editor.org/rfc/rfc2606).
        var isExample: Bool { host.split(separator: ".").suffix(2).contains("example") }

        /// With its host in small letters, and without the port that its scheme implies.
        var canonical: String {
            let scheme = before.lowercased()
            let port = scheme == "https://" ? ":443" : ":80"
            var after = after
            if after.hasPrefix(port), after.dropFirst(port.count).first.map({ $0 == "/" }) ?? true {
                after = after.dropFirst(port.count)
            }
            return scheme + host.lowercased() + after
        }

        /// Whether both differ in their hosts at most.
        func isSame(but other: URL) -> Bool { before == other.before && after == other.after }
    }
}
