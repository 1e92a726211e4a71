import LintSource

extension TerraformStack {
    /// One reading of where the state is. Kept behind a pointer: checks hand it about a lot.
    struct Answer: Sendable {
        enum Origin: Sendable { case block, environment, flag, file }

        struct Supplied: Sendable {
            var value: String
            var origin: Origin
            var site: Site
        }

        /// An init in its script.
        struct Command: Sendable {
            let script: Kept<TerraformStateFacts.Script>
            let index: Int
            /// By number.
            let file: Int
            /// As far as it is resolved.
            let folder: String?
            /// Whether it is one of a workflow for each call.
            let isCalled: Bool
            var settings: [TerraformStateFacts.Setting] { script.value.commands[index].settings }
            var line: Int { script.value.commands[index].line }
            var wrapper: String? { script.value.commands[index].wrapper }
            var isLoaded: Bool { script.value.commands[index].isLoaded }
            var followsWriting: Bool { script.value.commands[index].followsWriting }
        }

        /// Named types where many are kept: what tuples do is worked out at run time.
        struct Argument: Sendable {
            var name: String
            var supplied: Supplied
        }

        private let kept: Kept<Draft>

        /// - Parameter draft: settled.
        init(_ draft: consuming Draft) { kept = Kept(consume draft) }

        /// - Parameter fill: fills in a draft in its place, and settles it.
        init(site: Site, _ fill: (inout Draft) -> Void) {
            kept = Kept(Draft(site: site), fill)
        }

        var type: String? { kept.value.type }
        var backend: TerraformBackend? { kept.value.backend }
        /// In no order; each name once.
        var supplied: [Argument] { kept.value.supplied }
        /// Where it is said: the init, or the block.
        var site: Site { kept.value.site }
        /// The init; `nil` for the block alone.
        var command: Command? { kept.value.command }
        /// Variables around the init that one backend alone reads, whichever the stack has.
        var environment: [(name: String, site: Site)] { kept.value.environment }
        /// What `TF_CLI_ARGS_init` hands over, which is the command's as its own options are.
        var arguments: [(name: String, value: String, site: Site)] { kept.value.arguments }
        /// Files of arguments that the repository does not hold, or whose arguments are not read.
        var missing: [String] { kept.value.missing }
        /// Those of them that it holds.
        var unread: [String] { kept.value.unread }
        /// Whether it has arguments that are not known.
        var isOpen: Bool { kept.value.isOpen }
        /// Where an unresolved part has its meaning, if that is not everywhere: such texts are equal only there.
        var scope: String { kept.value.scope }
        /// The whole address; `nil` where a part is not supplied, or the type is not known here.
        var address: String? { kept.value.address }
        var stateName: String? { kept.value.stateName }
        var kind: TerraformStateFacts.Script.Kind? { kept.value.kind }
        /// Whether it is of a test, or of a change that is looked at: such a state is made for the while, beside the stack's.
        var isTrial: Bool { kept.value.isTrial }
        /// The GitLab job that runs it.
        var job: String? { kept.value.job }

        subscript(name: String) -> Supplied? { kept.value[name] }
        func value(_ name: String) -> String? { kept.value.value(name) }

        /// The argument whose value names the state.
        var naming: Supplied? {
            backend?.name.flatMap { self[$0 == "gitlab" ? "address" : $0] } ?? backend?.folder.flatMap { self[$0] }
        }

        /// Whether the address names a state: the name is not one unresolved variable as a whole.
        var isNamed: Bool { kept.value.isNamed }

        /// Whether a file of arguments, of which each environment has one, says where the state is.
        var isPlacedByFile: Bool {
            guard let backend else { return false }
            return supplied.contains {
                $0.supplied.origin == .file
                    && ($0.name == backend.name || backend.required.contains($0.name)
                        || backend.type == "local" && $0.name == "path")
            } || naming?.origin == .file
        }

        /// Whether it gives no whole address, and nothing that is not known may complete it.
        var isBare: Bool { address == nil && missing.isEmpty && !isOpen }

        /// Whether a part of it is for people to fill in: `<BUCKET>`, or a store in capitals, of crosses or of several words,
        /// which no bucket, account or organization is called: `UPDATE_ME`, `xxx`, `the name here`, `your-bucket`.
        var isToBeFilledIn: Bool {
            if let address, TerraformTemplate.isBlank(address) { return true }
            let supplied = supplied
            return supplied.indices.contains { index in
                // (By their lengths most names are none of these.)
                let length = supplied[index].name.utf8.count
                let value = supplied[index].supplied.value
                if length == 12, supplied[index].name == "organization" {
                    return value.holds(0x5F) && value.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5A || $0 == 0x5F }
                }
                guard
                    length == 6 && supplied[index].name == "bucket"
                        || length == 20 && supplied[index].name == "storage_account_name"
                else { return false }
                guard !TerraformTemplate.isOpen(value) else { return false }
                if TerraformTemplate.isShouted(value) || TerraformTemplate.beginsWithYour(value) || value.holds(" ")
                    || value.holds("-your") && (value.holds("-yourname") || value.holds("-your-"))
                    || value.begins("replaceme") || value.begins("replace-")
                {
                    return true
                }
                var capitals = 0
                for byte in value.utf8 {
                    capitals = byte >= 0x41 && byte <= 0x5A || byte == 0x5F ? capitals + 1 : 0
                    if capitals > 3 { return true }
                }
                return false
            }
        }

        /// As it was before it was kept.
        var draft: Draft { kept.value }

        /// What ``lock`` tells, for who only compares.
        struct Locking: Equatable {
            var isLocked = false
            var by = ""
            var off = ""
            var isWhole = true
            var isOpen: Bool { TerraformTemplate.isOpen(by) || TerraformTemplate.isOpen(off) }
        }

        var locking: Locking {
            guard let backend, backend.locks(value) else { return Locking() }
            guard case .arguments(let names) = backend.locking else { return Locking(isLocked: true) }
            guard !backend.hasLockMethods else {
                return Locking(
                    isLocked: true, by: value("lock_method") ?? backend.defaults["lock_method"] ?? "",
                    off: value("unlock_method") ?? backend.defaults["unlock_method"] ?? "",
                    isWhole: value("unlock_address") != nil)
            }
            let on = names.first { value($0).map { !$0.isEmpty && $0 != "false" } ?? false } ?? ""
            return Locking(isLocked: true, by: on, off: value(on) ?? "")
        }

        /// All locks that it takes, where its backend takes any that it is told: `dynamodb_table=locks`. With two of them it
        /// sees who takes either.
        var locks: Set<String>? {
            guard let backend, case .arguments(let names) = backend.locking, !backend.hasLockMethods else { return nil }
            var locks: Set<String> = []
            for name in names {
                guard let value = value(name), !value.isEmpty, value != "false" else { continue }
                locks.insert(value == "true" ? name : "\(name)=\(value)")
            }
            return locks
        }

        var lock: String? {
            guard let backend else { return nil }
            guard case .arguments(let names) = backend.locking else { return "native" }
            guard backend.locks(value) else { return nil }
            if backend.hasLockMethods {
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

    /// An answer while it is put together.
    struct Draft: Sendable {
        var type: String?
        var backend: TerraformBackend?
        var supplied: [Answer.Argument] = []
        /// Where each stands, where there are more than any backend takes.
        private var places: [String: Int] = [:]
        private static let fewNames = 96
        var site: Site
        private(set) var command: Answer.Command?
        private(set) var kind: TerraformStateFacts.Script.Kind?
        private(set) var job: String?
        var environment: [(name: String, site: Site)] = []
        var arguments: [(name: String, value: String, site: Site)] = []
        var missing: [String] = []
        var unread: [String] = []
        var isOpen = false
        var isTrial = false
        var scope = ""
        private(set) var address: String?
        private(set) var stateName: String?
        private(set) var isNamed = false

        init(site: Site) { self.site = site }

        mutating func take(_ run: TerraformStacks.Run) {
            command = Answer.Command(
                script: run.script, index: run.index, file: run.file, folder: run.folder, isCalled: !run.given.isEmpty)
            kind = run.kind
            job = run.job
        }

        subscript(name: String) -> Answer.Supplied? {
            for index in supplied.indices where supplied[index].name == name { return supplied[index].supplied }
            return nil
        }

        func value(_ name: String) -> String? { Draft.value(name, supplied) }

        private typealias Supplied = [Answer.Argument]

        // Static: a closure that asks has no copy of the draft.
        private static func value(_ name: String, _ supplied: Supplied) -> String? {
            for index in supplied.indices where supplied[index].name == name { return supplied[index].supplied.value }
            return nil
        }

        /// In the place of what was supplied before.
        mutating func supply(_ name: String, _ value: Answer.Supplied) {
            if let index = place(of: name) {
                supplied[index].supplied = value
                return
            }
            if supplied.count >= Draft.fewNames { places[name] = supplied.count }
            supplied.append(.init(name: name, supplied: value))
        }

        private mutating func place(of name: String) -> Int? {
            guard supplied.count >= Draft.fewNames else { return supplied.firstIndex { $0.name == name } }
            if places.count != supplied.count {
                places = Dictionary(supplied.enumerated().map { ($1.name, $0) }) { first, _ in first }
            }
            return places[name]
        }

        /// Works out what all that is supplied comes to.
        mutating func settle() {
            findAddress()
            isNamed =
                address.map { TerraformStack.isNamed(stateName ?? $0) && !TerraformTemplate.holdsGoVariable($0) }
                ?? false
        }

        /// Of a `workspaces` block: the one, all that begin so (`app-*`), or all with these tags (`tags:app,aws`).
        private static func workspaces(_ supplied: Supplied) -> String? {
            if let name = value("workspaces.name", supplied) { return name }
            if let prefix = value("workspaces.prefix", supplied) { return prefix + "*" }
            guard let text = value("workspaces", supplied) else { return nil }
            guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
                return text.holds("{") ? nil : text
            }
            let tags = text[text.index(after: open)..<close].split { $0.isWhitespace || ",\"".contains($0) }
            return "tags:" + tags.joined(separator: ",")
        }

        /// Of `…/terraform/state/NAME` the name.
        private static func gitLabName(_ address: String) -> String? {
            address.withBytes { bytes in
                var end = bytes.count
                /// The part that ends where the one behind it begins.
                func part() -> Slice<UnsafeBufferPointer<UInt8>> {
                    while end > 0, bytes[end - 1] == 0x2F { end -= 1 }
                    let last = end
                    while end > 0, bytes[end - 1] != 0x2F { end -= 1 }
                    return bytes[end..<last]
                }
                let name = part()
                guard !name.isEmpty, !name.elementsEqual("state".utf8), part().elementsEqual("state".utf8),
                    part().elementsEqual("terraform".utf8)
                else { return nil }
                return String(decoding: name, as: UTF8.self)
            }
        }

        private mutating func findAddress() {
            guard let backend else { return }
            let supplied = supplied
            address = backend.address {
                $0 == "workspaces" ? Draft.workspaces(supplied) : Draft.value($0, supplied)
            }.map(Redaction.redacted)
            guard let name = backend.name else { return }
            if name == "workspaces" {
                stateName = Draft.workspaces(supplied)
                return
            }
            guard name == "gitlab" else {
                let own = Draft.value(name, supplied)
                guard let folder = backend.folder.flatMap({ Draft.value($0, supplied) }) else {
                    stateName = own
                    return
                }
                stateName = own.map { folder + "/" + $0 } ?? folder
                return
            }
            guard let address = Draft.value("address", supplied), address.holds("/terraform/state/") else { return }
            stateName = Draft.gitLabName(address)
        }
    }

    static func isNamed(_ name: String) -> Bool {
        guard TerraformTemplate.isOpen(name) else { return !name.isEmpty }
        return TerraformTemplate.pieces(TerraformTemplate.withoutOpenDefaults(name)).contains {
            !$0.begins("$") && !$0.begins("{{") || $0.holds(":-")
        }
    }
}
