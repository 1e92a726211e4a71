import LintSource

/// Tells whether a host stands where it is defined, and not where somebody asks for it: as the name of a record, of what a
/// server answers to, of whose key it is, or as what is led elsewhere. Another host there is a second definition of that one,
/// and what was led elsewhere leads to itself.
struct HostDefinition {
    let bytes: ByteView
    let host: ByteRange
    /// What stands before and behind the host on its line, as far as it is read.
    private let head: Range<Int>
    private let tail: Range<Int>

    init(_ host: ByteRange, in bytes: ByteView) {
        self.bytes = bytes
        self.host = host
        let low = max(0, Int(host.start) - Sentence.reach)
        var first = Int(host.start)
        while first > low, !bytes[first - 1].isLineEnd { first -= 1 }
        if first == 0, bytes.has("\u{FEFF}", at: 0) { first = 3 }
        let high = min(bytes.count, Int(host.end) + Sentence.reach)
        var last = Int(host.end)
        while last < high, !bytes[last].isLineEnd { last += 1 }
        head = first..<Int(host.start)
        tail = Int(host.end)..<last
    }

    // MARK: - What the line tells

    var isOnLine: Bool { isRecord || isWithAddress || isWithKey || isAnswered }

    private static let recordTypes: Set<String> = [
        "A", "AAAA", "CNAME", "DNAME", "ALIAS", "ANAME", "TXT", "MX", "NS", "SRV", "CAA", "PTR", "HTTPS", "SVCB",
    ]

    private func words(_ range: Range<Int>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var at = range.lowerBound
        while at < range.upperBound {
            let start = at
            while at < range.upperBound, !bytes[at].isBlank { at += 1 }
            if at > start { words.append(start..<at) }
            at += 1
        }
        return words
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func isQuote(_ at: Int) -> Bool { "\"'`".utf8.contains(bytes[at]) }

    /// `host. 300 IN CNAME …`, `CNAME("host", …)`
    private var isRecord: Bool {
        var at = Int(host.start)
        while isQuote(at - 1) { at -= 1 }
        if bytes[at - 1] == .ascii("(") {
            var first = at - 1
            while bytes[first - 1].isUpper { first -= 1 }
            if HostDefinition.recordTypes.contains(text(first..<(at - 1))) { return true }
        }
        at = Int(host.end)
        while bytes[at] == .ascii(".") { at += 1 }
        guard bytes[at].isBlank, at < tail.upperBound else { return false }
        let words = words(at..<tail.upperBound)
        for (number, word) in words.prefix(4).enumerated() {
            let text = text(word)
            // (Behind a sentence's word for it nothing stands that it is to be.)
            if HostDefinition.recordTypes.contains(text) { return number + 1 < words.count }
            guard text == "IN" || text == "CH" || bytes[word.lowerBound].isDigit else { return false }
        }
        return false
    }

    /// `10.0.0.5 host`, `host:10.0.0.5`, `host:443:10.0.0.5`
    private var isWithAddress: Bool {
        var at = Int(host.end)
        if bytes[at] == .ascii(":") || bytes[at] == .ascii("=") {
            at += 1
            if address(at) != nil { return true }
            while bytes[at].isDigit { at += 1 }
            if bytes[at] == .ascii(":"), address(at + 1) != nil { return true }
        }
        guard bytes[head.upperBound - 1].isBlank else { return false }
        for word in words(head).reversed().prefix(8) {
            var first = word.lowerBound
            while isQuote(first) { first += 1 }
            if address(first) == word.upperBound { return true }
            guard bytes[first..<word.upperBound].allSatisfy(RuleRun.isOfName) else { return false }
        }
        return false
    }

    /// Where the address of a machine that begins there ends.
    private func address(_ start: Int) -> Int? {
        var at = start
        for part in 0..<4 {
            if part > 0 {
                guard bytes[at] == .ascii(".") else { break }
                at += 1
            }
            let first = at
            while bytes[at].isDigit { at += 1 }
            guard (1...3).contains(at - first) else { break }
            if part == 3 { return at }
        }
        at = bytes[start] == .ascii("[") ? start + 1 : start
        var colons = 0
        while at < bytes.count, bytes[at].isHexDigit || bytes[at] == .ascii(":") {
            if bytes[at] == .ascii(":") { colons += 1 }
            at += 1
        }
        return colons > 1 ? at : nil
    }

    /// `host ssh-ed25519 …`
    private var isWithKey: Bool {
        tail.contains { at in
            bytes[at - 1].isBlank
                && (bytes.has("ssh-rsa", at: at) || bytes.has("ssh-ed25519", at: at) || bytes.has("ssh-dss", at: at)
                    || bytes.has("ecdsa-sha2-", at: at) || bytes.has("sk-ssh-", at: at)
                    || bytes.has("sk-ecdsa-", at: at))
        }
    }

    private static let answering: [StaticString] = [
        "server_name", "servername", "serveralias", "insteadof", "pushinsteadof", "virtual_host", "letsencrypt_host",
        "--resolve", "--connect-to", "--add-host", "hdr(host)", "host(", "hostsni(", "virtualhost",
    ]

    private func has(_ text: StaticString, at: Int) -> Bool {
        (0..<text.utf8CodeUnitCount).allSatisfy { bytes[at + $0].lowered == text.utf8Start[$0] }
    }

    /// What servers answer to, and what leads elsewhere.
    private var isAnswered: Bool {
        let isSaid = head.contains { at in
            !bytes[at - 1].isWord && HostDefinition.answering.contains { has($0, at: at) }
        }
        if isSaid { return true }
        // `Host` of SSH's configuration, `machine` of a login.
        let before = words(head)
        guard let first = before.first else { return false }
        let behind = words(tail)
        if before.count == 1, text(first) == "machine" {
            return behind.isEmpty || ["login", "password", "account"].contains(text(behind[0]))
        }
        return text(first) == "Host"
            && (before.dropFirst() + behind).allSatisfy { word in
                bytes[word].allSatisfy { RuleRun.isOfName($0) || "*?!".utf8.contains($0) }
            }
    }

    // MARK: - What it stands in

    /// Keys under which a name is said that something goes by.
    private static let own: Set<String> = [
        "host", "hosts", "hostname", "hostnames", "name", "dnsname", "dnsnames", "commonname", "fqdn", "domain",
        "domains", "match", "record", "record_name", "recordname",
    ]
    private static let served: Set<String> = [
        "ingress", "ingressroute", "ingressroutetcp", "httproute", "grpcroute", "tlsroute", "gateway",
        "virtualservice", "certificate", "dnsendpoint", "route", "httpproxy", "serviceentry",
    ]
    private static let holding: Set<String> = [
        "ingress", "ingresses", "hostaliases", "extra_hosts", "knownhosts", "virtualhosts",
    ]
    private static let old: Set<String> = [
        "old", "former", "legacy", "retired", "obsolete", "deprecated", "redirect", "redirects", "redirection",
    ]
    private static let typeKeys: Set<String> = ["type", "record_type", "recordtype", "rrtype"]

    /// Whether what it stands in is a definition of it, or is said to be of the past.
    func isDefined(in ends: inout OtherEnds) -> Bool {
        ends.read()
        let names = ends.names
        let words = names.map { OtherEnds.parts(of: bytes[$0]) }
        if words.contains(where: { $0.contains { HostDefinition.old.contains($0) } }) { return true }
        if isSpokenOfAsOld(ends) { return true }
        let keys = names.map { OtherEnds.lastName(in: bytes[$0]) }
        if keys.contains(where: { HostDefinition.holding.contains($0) }) { return true }
        // A list of one line has its key before the bracket; one of several lines above it.
        guard let key = keys.first(where: { !$0.isEmpty }), HostDefinition.own.contains(key) else { return false }
        if words.contains(where: { $0.contains("ingress") }) { return true }
        if ends.isYAML, let kind = ends.kind, HostDefinition.served.contains(kind) { return true }
        return isRecordBlock(ends.block)
    }

    /// Whether the block says which type of record it is.
    private func isRecordBlock(_ block: Range<Int>) -> Bool {
        var at = block.lowerBound
        while at < block.upperBound {
            guard bytes[at].isLetter, !RuleRun.isOfName(bytes[at - 1]) else {
                at += 1
                continue
            }
            let start = at
            while at < block.upperBound, bytes[at].isWord { at += 1 }
            guard HostDefinition.typeKeys.contains(text(start..<at).lowercased()) else { continue }
            while bytes[at].isBlank || "\"'=:>".utf8.contains(bytes[at]) { at += 1 }
            let value = at
            while bytes[at].isUpper { at += 1 }
            if !bytes[at].isWord, HostDefinition.recordTypes.contains(text(value..<at)) { return true }
        }
        return false
    }

    /// Whether a comment on the line before says that this is the old one, or that it redirects.
    private func isSpokenOfAsOld(_ ends: OtherEnds) -> Bool {
        let line = ends.lineStart(Int(host.start))
        guard line > Int(ends.window.start) else { return false }
        let end = bytes.has("\r\n", at: line - 2) ? line - 2 : line - 1
        let before = ends.lineStart(end)
        let ink = ends.firstInk(before)
        guard bytes[ink] == .ascii("#") || bytes[ink] == .ascii(";") || bytes.has("//", at: ink) else { return false }
        let words = OtherEnds.parts(of: bytes[ink..<max(ink, end)])
        let named: Set<String> = ["host", "hostname", "name", "domain", "address", "url", "cache", "endpoint"]
        return zip(words, words.dropFirst() + [""]).contains { word, next in
            word.hasPrefix("redirect") || HostDefinition.old.contains(word) && named.contains(next)
        }
    }
}

extension OtherEnds {
    /// Words, and the parts of names that are put together: `OLD_HOSTS`, `old-host`, `oldHost`.
    static func parts(of bytes: UnsafeBufferPointer<UInt8>) -> [String] {
        var parts: [String] = []
        var at = 0
        while at < bytes.count {
            guard bytes[at].isLetter else {
                at += 1
                continue
            }
            let start = at
            at += 1
            while at < bytes.count, bytes[at].isLetter, !(bytes[at].isUpper && bytes[at - 1].isLower) { at += 1 }
            parts.append(String(decoding: bytes[start..<at], as: UTF8.self).lowercased())
        }
        return parts
    }

    /// The last name of a text, without its sign: of `spec.hosts = ` the name `hosts`.
    static func lastName(in bytes: UnsafeBufferPointer<UInt8>) -> String {
        var end = bytes.count
        if let colon = bytes.firstIndex(where: { $0 == .ascii(":") || $0 == .ascii("=") }) { end = colon }
        while end > 0, !bytes[end - 1].isWord { end -= 1 }
        var start = end
        while start > 0, bytes[start - 1].isWord { start -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
    }

    /// What the document of YAML says it is.
    var kind: String? {
        let key = document.first { at in
            bytes.has("kind:", at: at) && (bytes[at - 1].isLineEnd || at == lineStart(at))
        }
        // (The window may end within the key.)
        return key.map { OtherEnds.firstName(in: bytes[($0 + 5)..<lineEnd($0 + 5)]) }
    }

    private static func firstName(in bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes.drop { !$0.isWord }.prefix { $0.isWord }, as: UTF8.self).lowercased()
    }
}
