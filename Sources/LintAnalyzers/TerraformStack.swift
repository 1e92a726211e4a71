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

        var type: String? { didSet { backend = type.flatMap { TerraformBackend.all[$0] } } }
        private(set) var backend: TerraformBackend?
        /// In no order; each name once.
        var supplied: [(name: String, supplied: Supplied)] = []
        /// Where it is said: the init, or the block.
        var site: Site
        /// The init; `nil` for the block alone.
        var run: TerraformStacks.Run?
        /// Variables around the init that one backend alone reads, whichever the stack has.
        var environment: [(name: String, site: Site)] = []
        /// Files of arguments that the repository does not hold.
        var missing: [String] = []
        /// Whether it has arguments that are not known.
        var isOpen = false
        /// Where an unresolved part has its meaning, if that is not everywhere: such texts are equal only there.
        var scope = ""
        /// The whole address; `nil` where a part is not supplied, or the type is not known here.
        private(set) var address: String?
        private(set) var stateName: String?

        init(type: String?, site: Site) {
            self.type = type
            self.site = site
            backend = type.flatMap { TerraformBackend.all[$0] }
        }

        var kind: TerraformStateFacts.Script.Kind? { run?.kind }
        /// The GitLab job that runs it.
        var job: String? { run?.job }

        subscript(name: String) -> Supplied? {
            for item in supplied where item.name == name { return item.supplied }
            return nil
        }

        func value(_ name: String) -> String? { self[name]?.value }

        /// In the place of what was supplied before.
        mutating func supply(_ name: String, _ value: Supplied) {
            for index in supplied.indices where supplied[index].name == name {
                supplied[index].supplied = value
                return
            }
            supplied.append((name, value))
        }

        /// Works out what all that is supplied comes to.
        mutating func settle() {
            guard let backend else { return }
            address = backend.address(value)
            guard let name = backend.name else { return }
            guard name == "gitlab" else {
                stateName = value(name)
                return
            }
            guard let address = value("address"), address.holds("/terraform/state/") else { return }
            let parts = address.pathParts
            guard let last = parts.lastIndex(of: "state"), last > 0, parts[last - 1] == "terraform",
                last + 2 == parts.count
            else { return }
            stateName = String(parts[last + 1])
        }

        /// The argument whose value names the state.
        var naming: Supplied? {
            backend?.name.flatMap { self[$0 == "gitlab" ? "address" : $0] }
        }

        /// Whether the address names a state: the name is not one unresolved variable as a whole.
        var isNamed: Bool {
            guard let address else { return false }
            let name = stateName ?? address
            guard TerraformTemplate.isOpen(name) else { return !name.isEmpty }
            return TerraformTemplate.pieces(name).contains {
                !$0.begins("$") && !$0.begins("{{") || $0.holds(":-")
            }
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
        return isSecret && !TerraformTemplate.isOpen(value) ? "***" : value
    }
}
