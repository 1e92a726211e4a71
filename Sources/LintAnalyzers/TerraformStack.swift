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

    /// One reading of where the state is.
    struct Answer: Sendable {
        enum Origin: Sendable { case block, environment, flag, file }

        struct Supplied: Sendable {
            var value: String
            var origin: Origin
            var site: Site
        }

        var type: String?
        var supplied: [String: Supplied] = [:]
        var path: String
        var line: Int
        /// Where it is said: the init, or the block.
        var site: Site
        /// `nil` for the block alone.
        var kind: TerraformStateFacts.Script.Kind?
        var command: TerraformStateFacts.Command?
        /// The GitLab job that runs it.
        var job: String?
        /// Variables around the init that one backend alone reads, whichever the stack has.
        var environment: [(name: String, site: Site)] = []
        /// Files of arguments that the repository does not hold.
        var missing: [String] = []
        /// Whether it has arguments that are not known.
        var isOpen = false
        /// Where an unresolved part has its meaning, if that is not everywhere: such texts are equal only there.
        var scope = ""

        var place: String { "\(path):\(line)" }

        func value(_ name: String) -> String? { supplied[name]?.value }

        var backend: TerraformBackend? { type.flatMap { TerraformBackend.all[$0] } }

        /// The whole address; `nil` where a part is not supplied, or the type is not known here.
        var address: String? { backend?.address(value) }

        var stateName: String? {
            guard let name = backend?.name else { return nil }
            guard name == "gitlab" else { return value(name) }
            let parts = (value("address") ?? "").split(separator: "/").map(String.init)
            guard let last = parts.lastIndex(of: "state"), last > 0, parts[last - 1] == "terraform",
                last + 2 == parts.count
            else { return nil }
            return parts[last + 1]
        }

        /// The argument whose value names the state.
        var naming: Supplied? {
            backend?.name.flatMap { supplied[$0 == "gitlab" ? "address" : $0] }
        }

        /// Whether the address names a state: the name is not one unresolved variable as a whole.
        var isNamed: Bool {
            guard let address else { return false }
            let name = stateName ?? address
            return TerraformTemplate.pieces(name).contains { !$0.hasPrefix("$") && !$0.hasPrefix("{{") }
                || TerraformTemplate.pieces(name).contains { $0.contains(":-") }
        }

        var lock: String? {
            guard let backend else { return nil }
            guard case .arguments(let names) = backend.locking else { return "native" }
            guard backend.locks(value) else { return nil }
            if backend.arguments.contains("lock_method") {
                return "\(value("lock_method") ?? backend.defaults["lock_method"] ?? "")/"
                    + "\(value("unlock_method") ?? backend.defaults["unlock_method"] ?? "")"
                    + (value("unlock_address") == nil ? " without unlock_address" : "")
            }
            let on = names.first { value($0).map { !$0.isEmpty && $0 != "false" } ?? false } ?? ""
            return value(on) == "true" ? on : "\(on)=\(value(on) ?? "")"
        }

        var credentials: String? {
            let shown = ["username", "password", "access_key", "secret_key", "profile", "token"].compactMap { key in
                value(key).map { "\(key)=\(TerraformStack.shown(key, $0))" }
            }
            return shown.isEmpty ? nil : shown.joined(separator: " ")
        }
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

    var folder: String { path == "." ? "" : path }

    /// A value that is a secret written out is never shown.
    static func shown(_ key: String, _ value: String) -> String {
        let secrets = ["password", "secret", "token", "access_key", "sas_", "encryption_key", "conn_str"]
        return secrets.contains { key.contains($0) } && !TerraformTemplate.isOpen(value) ? "***" : value
    }
}
