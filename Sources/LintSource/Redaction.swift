/// What a secret is shown as. Messages quote what they are about, and reports are published: in SARIF, in a merge request.
public enum Redaction {
    public static let mark = "***"

    private static let names: [StaticString] = [
        "password=", "secret_key=", "access_key=", "sas_token=", "token=", "secret=", "passwd=",
    ]

    /// The text with `***` for the password of a URL's user part, for the value behind `password=` and its like, and for a
    /// token of GitLab's or GitHub's. What a variable or a person fills in stays: `https://me:$TOKEN@host`.
    public static func redacted(_ text: String) -> String {
        var text = text
        return text.withUTF8 { buffer -> String? in
            let bytes = ByteView(buffer)
            var secrets: [Range<Int>] = []
            addPasswords(of: bytes, to: &secrets)
            for name in names {
                var from = 0
                while let found = bytes.place(of: name, from: from) {
                    let start = found + name.utf8CodeUnitCount
                    from = end(of: start, in: bytes)
                    add(start..<from, bytes, to: &secrets)
                }
            }
            for prefix in ["glpat-", "ghp_", "github_pat_"] as [StaticString] {
                var from = 0
                while let found = bytes.place(of: prefix, from: from) {
                    let start = found + prefix.utf8CodeUnitCount
                    from = start
                    while bytes[from].isWord || bytes[from] == .ascii("-") { from += 1 }
                    add(start..<from, bytes, to: &secrets)
                }
            }
            guard !secrets.isEmpty else { return nil }
            secrets.sort { $0.lowerBound < $1.lowerBound }
            var result = ""
            var done = 0
            for secret in secrets where secret.lowerBound >= done {
                result += bytes.text(ByteRange(done, secret.lowerBound)) + mark
                done = secret.upperBound
            }
            return result + bytes.text(ByteRange(done, bytes.count))
        } ?? text
    }

    /// Whether a password is written out in a URL's user part: `https://me:PASSWORD@host`.
    public static func holdsPassword(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { buffer in
            var found: [Range<Int>] = []
            addPasswords(of: ByteView(buffer), to: &found)
            return !found.isEmpty
        }
    }

    private static func addPasswords(of bytes: ByteView, to secrets: inout [Range<Int>]) {
        var from = 0
        while let found = bytes.place(of: "://", from: from) {
            from = found + 3
            var colon: Int?
            var at = from
            // (A password may hold a `/` or an `@` only as `%2F` and `%40`.)
            while at < bytes.count, !isEnd(bytes[at]), bytes[at] != .ascii("/"), bytes[at] != .ascii("@") {
                if bytes[at] == .ascii(":"), colon == nil { colon = at }
                at += 1
            }
            if let colon, at < bytes.count, bytes[at] == .ascii("@") { add((colon + 1)..<at, bytes, to: &secrets) }
        }
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == .ascii("\"") || byte == .ascii("'") || byte == .ascii("`") || byte == .ascii("&")
            || byte == .ascii(";") || byte == .ascii(",") || byte == .ascii("\\")
    }

    private static func end(of start: Int, in bytes: ByteView) -> Int {
        var at = start
        while at < bytes.count, !isEnd(bytes[at]) { at += 1 }
        return at
    }

    /// What holds a variable or is to be filled in is no secret.
    private static func add(_ range: Range<Int>, _ bytes: ByteView, to secrets: inout [Range<Int>]) {
        guard !range.isEmpty else { return }
        for at in range {
            switch bytes[at] {
            case .ascii("$"), .ascii("{"), .ascii("<"), .ascii("*"): return
            default: break
            }
        }
        secrets.append(range)
    }
}
