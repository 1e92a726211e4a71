public import LintGit

/// The web pages of a repository, as its remote or the CI it runs in names them.
public struct Forge: Sendable {
    /// `https://host/owner/name`
    let page: String

    /// `nil` where nothing tells: no remote, or one that is a folder.
    public init?(_ git: Git) {
        guard let remote = try? git.remoteURL() else { return nil }
        self.init(remote: remote)
    }

    /// Reads `https://host/path.git`, `ssh://git@host/path`, `git@host:path`. Names and passwords are left out.
    public init?(remote: String) {
        var rest = Substring(remote)
        var isScheme = false
        for scheme in ["https://", "http://", "ssh://", "git://"] where rest.hasPrefix(scheme) {
            rest.removeFirst(scheme.count)
            isScheme = true
        }
        guard let end = rest.firstIndex(where: { isScheme ? $0 == "/" : $0 == ":" }) else { return nil }
        var host = rest[..<end]
        var path = rest[rest.index(after: end)...]
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        // The port is that of another service.
        if let colon = host.firstIndex(of: ":") { host = host[..<colon] }
        if path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix(".git") { path.removeLast(4) }
        while path.hasPrefix("/") { path.removeFirst() }
        let isName = { (text: Substring, more: String) in
            !text.isEmpty
                && text.unicodeScalars.allSatisfy { scalar in
                    scalar.isASCII && (scalar.properties.isAlphabetic || more.unicodeScalars.contains(scalar))
                }
        }
        guard host.contains("."), isName(host, "0123456789.-"), isName(path, "0123456789.-_~/+") else { return nil }
        page = "https://\(host)/\(path)"
    }

    private var isGitLab: Bool { page.hasPrefix("https://gitlab.") }
    /// Of the files of a commit, to be followed by a path.
    public func blobLink(_ revision: String) -> String { page + (isGitLab ? "/-/blob/" : "/blob/") + revision + "/" }
    var commitLink: String { page + (isGitLab ? "/-/commit/" : "/commit/") }
}
