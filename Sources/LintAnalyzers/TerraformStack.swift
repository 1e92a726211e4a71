import LintSource

/// A root module and what its state is, as far as the repository tells.
public struct TerraformStack: Sendable {
    public enum Authority: String, Sendable { case clear, conflicting, none, unknown }

    /// An init, a file of arguments or an environment that reaches the stack, with what it hands over.
    public struct Feeder: Sendable {
        public var path: String
        /// 1-based.
        public var line: Int
        public var kind: String
        /// `key=value`, secrets hidden.
        public var arguments: [String]
    }

    /// The folder, `.` for the root.
    public var path: String
    public var backend: String?
    /// One address, where all that is known agrees.
    public var address: String?
    public var stateNames: [String] = []
    public var lock: String?
    public var credentials: String?
    public var authority: Authority = .unknown
    public var feeders: [Feeder] = []
    public var why = ""

    /// By its number in the fold.
    let folder: Int

    init(path: String, folder: Int) {
        self.path = path
        self.folder = folder
    }

    private static let secrets: [StaticString] = [
        "password", "secret", "token", "access_key", "sas_", "encryption_key", "conn_str",
    ]

    /// A value that is a secret written out is never shown.
    static func shown(_ key: String, _ value: String) -> String {
        let isSecret = secrets.contains { key.holds($0) }
        return isSecret && !TerraformTemplate.isOpen(value) ? Redaction.mark : Redaction.redacted(value)
    }
}
