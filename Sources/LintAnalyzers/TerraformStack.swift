/// A root module and what its state is, as far as the repository tells.
public struct TerraformStack: Sendable {
    public enum Authority: String, Sendable { case clear, conflicting, none, unknown }

    /// An init that reaches the stack, with what it hands over.
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
        var type: String
        var values: [String: String]
        var path: String
        var line: Int
        /// A file of arguments that the repository does not hold.
        var missing: [String] = []
        /// Where an unresolved part has its meaning, if that is not everywhere: such texts are equal only there.
        var scope = ""

        var place: String { "\(path):\(line)" }

        /// The whole address; `nil` where a part is not supplied, or the type is not known here.
        var address: String? {
            func both(_ scheme: String, _ a: String, _ b: String) -> String? {
                values[a].flatMap { a in values[b].map { "\(scheme)://\(a)/\($0)" } }
            }
            switch type {
            case "http": return values["address"]
            case "s3": return both("s3", "bucket", "key")
            case "gcs": return values["bucket"].map { "gs://\($0)/\(values["prefix"] ?? "")" }
            case "azurerm":
                return values["storage_account_name"].flatMap { account in
                    both("azurerm", "container_name", "key").map { "\($0)@\(account)" }
                }
            case "local": return values["path"] ?? "terraform.tfstate"
            default: return nil
            }
        }

        var stateName: String? {
            switch type {
            case "s3", "azurerm": return values["key"]
            case "gcs": return values["prefix"]
            case "http":
                let parts = (values["address"] ?? "").split(separator: "/").map(String.init)
                guard let last = parts.lastIndex(of: "state"), last > 0, parts[last - 1] == "terraform",
                    last + 2 == parts.count
                else { return nil }
                return parts[last + 1]
            default: return nil
            }
        }

        /// Whether the address names a state: the name is not one unresolved variable as a whole.
        var isNamed: Bool {
            guard let address else { return false }
            let name = stateName ?? address
            return TerraformTemplate.pieces(name).contains { !$0.hasPrefix("$") && !$0.hasPrefix("{{") }
                || TerraformTemplate.pieces(name).contains { $0.contains(":-") }
        }

        var lock: String? {
            switch type {
            case "http":
                return values["lock_address"].map { _ in
                    "\(values["lock_method"] ?? "LOCK")/\(values["unlock_method"] ?? "UNLOCK")"
                        + (values["unlock_address"] == nil ? " without unlock_address" : "")
                }
            case "s3":
                if values["use_lockfile"] == "true" { return "use_lockfile" }
                return values["dynamodb_table"].map { "dynamodb_table=\($0)" }
            case "local", "gcs", "azurerm", "cloud", "remote": return "native"
            default: return nil
            }
        }

        var credentials: String? {
            let shown = ["username", "password", "access_key", "secret_key", "profile", "token"].compactMap { key in
                values[key].map { "\(key)=\(TerraformStack.shown(key, $0))" }
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

    /// A value that is a secret written out is never shown.
    static func shown(_ key: String, _ value: String) -> String {
        let secrets = ["password", "secret", "token", "access_key", "sas_", "encryption_key"]
        return secrets.contains { key.contains($0) } && !TerraformTemplate.isOpen(value) ? "***" : value
    }
}
