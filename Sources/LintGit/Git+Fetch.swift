import LintSource

extension Git {
    /// Fetches one commit of another repository, without its history, into a new bare repository. The only thing in this
    /// project that opens a connection.
    ///
    /// The new repository has no configuration of its own but git's defaults, so no hook, filter, submodule or credential
    /// helper that a stranger named can run; only `https:` (and `file:`, for mirrors on this machine) is spoken, no
    /// question is asked, and every object is checked.
    ///
    /// - Parameters:
    ///   - address: begins with `https://` or `file://`.
    ///   - folder: a folder that is empty.
    /// - Throws: ``GitError/unsafeRevision(_:)`` for any other address.
    public static func fetch(_ commit: ObjectID, from address: String, into folder: String) throws(GitError) -> Git {
        guard address.hasPrefix("https://") || address.hasPrefix("file://"),
            address.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw .unsafeRevision(address) }
        let variables = GitEnvironment.forFetching
        _ = try answer(["init", "--quiet", "--bare", "--template=", folder], variables, folder)
        let arguments = [
            "-C", folder, "-c", "fetch.fsckObjects=true", "-c", "fetch.recurseSubmodules=false",
            "-c", "http.followRedirects=initial", "-c", "protocol.version=2", "-c", "submodule.recurse=false",
            "-c", "core.alternateRefsCommand=", "-c", "fetch.writeCommitGraph=false",
            "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head",
            "--end-of-options", address, commit.description,
        ]
        _ = try answer(arguments, variables, folder)
        return try Git(at: folder)
    }

    private static func answer(
        _ arguments: [String], _ environment: [String], _ folder: String
    ) throws(GitError) -> [UInt8] {
        // What comes from far away may take its time, and nothing is written before it has come.
        var process = try GitProcess(arguments, environment: environment, hasInput: false, patience: -1)
        guard let bytes = try process.readAll(limit: 1 << 20) else {
            throw .tooMuchOutput(command: process.command, limit: 1 << 20)
        }
        let (status, message) = try process.finish()
        if status != 0 {
            throw failure(
                command: arguments.contains("fetch") ? "fetch" : "init", status: status, message: message,
                folder: folder)
        }
        return bytes
    }
}

extension GitEnvironment {
    /// As in ``variables(insideHook:)``, but two protocols may be spoken, and what a proxy or a private certificate needs
    /// is handed on.
    static var forFetching: [String] {
        var result = variables(insideHook: false).filter {
            !$0.hasPrefix("GIT_ALLOW_PROTOCOL=") && !$0.hasPrefix("GIT_NO_LAZY_FETCH=")
        }
        result.append("GIT_ALLOW_PROTOCOL=https:file")
        let handedOn = [
            "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE",
            "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH",
        ]
        for name in handedOn {
            if let value = value(name) { result.append("\(name)=\(value)") }
        }
        return result
    }
}
