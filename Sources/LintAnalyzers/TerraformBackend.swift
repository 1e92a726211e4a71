import BuiltinRules
import LintYAML

/// What is true of one type of backend: an entry of `Facts/terraform-state.yml`.
final class TerraformBackend: Sendable {
    enum Locking: Sendable, Hashable {
        case native
        /// Any of these arguments turns it on.
        case arguments([String])
    }

    private let number: Int
    let type: String
    /// What findings about it are known by.
    let identity: String
    let source: String
    let required: [String]
    /// `s3://{bucket}/{key}`; `{key?}` may be left out.
    private let address: [Piece]
    /// The argument that is the state's name; `gitlab` for the last part of `…/terraform/state/NAME`.
    let name: String?
    /// The argument whose value comes before the name, where the name alone is not all of it.
    let folder: String?
    /// All that any version of Terraform or OpenTofu takes, nested blocks among them.
    let arguments: Set<String>
    let renamed: [String: String]
    let secrets: Set<String>
    let urls: Set<String>
    let locking: Locking
    /// Variables of the environment, and the argument each supplies.
    let environment: [String: String]
    /// What variables that only this backend reads begin with.
    let ownPrefix: String?
    /// Whether a variable may give what it needs.
    let readsAddress: Bool
    let defaults: [String: String]
    let hasWorkspaces: Bool
    let hasLockMethods: Bool
    /// What there is to know of a name of an argument: one look in the place of one for each question.
    let known: [String: Argument]

    struct Argument: Sendable {
        var isArgument = false
        var isSecret = false
        /// Its name now, where it is an old one.
        var now: String?
    }

    private enum Piece: Sendable {
        case text(String)
        case argument(String, isOptional: Bool, isPath: Bool)
    }

    /// The address of a state with these arguments; `nil` where one is missing that it needs.
    func address(_ values: (String) -> String?) -> String? {
        for name in required where (values(name) ?? "").isEmpty { return nil }
        if address.count == 1, case .argument(let name, _, _) = address[0] {
            return values(name) ?? defaults[name] ?? ""
        }
        var result = ""
        result.reserveCapacity(96)
        for piece in address {
            switch piece {
            case .text(let text): result += text
            case .argument(let name, let isOptional, let isPath):
                guard let value = values(name) ?? defaults[name] ?? (isOptional ? "" : nil) else { return nil }
                result += isPath ? TerraformBackend.path(value) : value[...]
            }
        }
        return result
    }

    /// Without the slashes around it, which the backend sets itself.
    private static func path(_ value: String) -> Substring {
        var path = value.drop { $0 == "/" }
        while path.last == "/" { path.removeLast() }
        return path
    }

    private static func pieces(_ template: String) -> [Piece] {
        var result: [Piece] = []
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if rest.startIndex < open { result.append(.text(String(rest[..<open]))) }
            var argument = rest[rest.index(after: open)..<close]
            let isPath = argument.last == "/"
            if isPath { argument.removeLast() }
            let isOptional = argument.last == "?"
            if isOptional { argument.removeLast() }
            result.append(.argument(String(argument), isOptional: isOptional, isPath: isPath))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { result.append(.text(String(rest))) }
        return result
    }

    /// Whether locking is on with these arguments.
    func locks(_ values: (String) -> String?) -> Bool {
        switch locking {
        case .native: true
        case .arguments(let names): names.contains { values($0).map { !$0.isEmpty && $0 != "false" } ?? false }
        }
    }

    /// By type.
    static let all: [String: TerraformBackend] = {
        var result: [String: TerraformBackend] = [:]
        TerraformBackendRow.each { number, row in
            let backend = TerraformBackend(number, row)
            result[backend.type] = backend
        }
        return result
    }()

    /// Types that older versions have, or only their own tests: of those it is not said that there are none.
    static let formerTypes = Set(section("former")?.texts ?? [])

    /// Which argument of which types a variable of the environment supplies.
    static let byVariable: [String: [String: String]] = {
        var result: [String: [String: String]] = [:]
        for backend in all.values {
            for (variable, argument) in backend.environment { result[variable, default: [:]][backend.type] = argument }
        }
        return result
    }()

    /// The backend that alone reads variables of such a name.
    static func owner(of variable: String) -> TerraformBackend? {
        owners.first { variable.hasPrefix($0.prefix) }?.backend
    }

    private static let owners: [(prefix: String, backend: TerraformBackend)] = all.values.compactMap { backend in
        backend.ownPrefix.map { ($0, backend) }
    }

    /// The names of variables that backends read, in order, and where each comes among them, by hash.
    static let variableNames: [String] = {
        var names: Set<String> = []
        for backend in all.values { names.formUnion(backend.environment.keys) }
        return names.sorted()
    }()
    static let ranks = Dictionary(variableNames.enumerated().map { ($1.nameHash, $0) }) { first, _ in first }

    /// Of each backend, by number, the argument that each of them supplies.
    private static let supplied: [[String?]] = {
        var result: [[String?]] = []
        for backend in all.values.sorted(by: { $0.number < $1.number }) {
            result.append(variableNames.map { backend.environment[$0] })
        }
        return result
    }()

    /// The argument that a variable supplies, by its place among those that backends read.
    func argument(ofVariable rank: Int) -> String? { TerraformBackend.supplied[number][rank] }

    /// Of these, whether a name begins as one backend's own do.
    static let areOwn = variableNames.map { ownPrefixes.contains(where: $0.hasPrefix) }

    /// What a variable of libpq's is called in a connection string (postgresql.org/docs/current/libpq-envars.html).
    static func connectionWord(_ variable: String) -> String? {
        switch variable {
        case "PGDATABASE": "dbname"
        case "PGHOST": "host"
        case "PGHOSTADDR": "hostaddr"
        case "PGPORT": "port"
        case "PGSERVICE": "service"
        default: nil
        }
    }

    /// Whether a backend, every init, or what runs inits reads a variable of the environment.
    static func isRead(_ variable: String) -> Bool { isNamed(variable) || variable.begins("TF_CLI_ARGS") }

    /// Whether something may be said of where a variable is set: it tells a backend something, or what runs inits.
    static func isNamed(_ variable: String) -> Bool { isOfBackend(variable) || TerraformWrapper.reads(variable) }

    /// Whether a backend reads a variable of the environment.
    static func isOfBackend(_ variable: String) -> Bool { ranks[variable.nameHash] != nil }

    /// What variables begin with that one backend alone reads.
    static let ownPrefixes: [String] = all.values.compactMap(\.ownPrefix)

    /// The types that take an argument.
    static let byArgument: [String: [String]] = {
        var result: [String: [String]] = [:]
        for backend in all.values.sorted(by: { $0.type < $1.type }) {
            for argument in backend.arguments { result[argument, default: []].append(backend.type) }
        }
        return result
    }()

    /// Of all arguments of all types.
    static let argumentHashes: Set<UInt64> = {
        var hashes: Set<UInt64> = []
        for backend in all.values { for name in backend.arguments { hashes.insert(name.nameHash) } }
        return hashes
    }()

    private init(_ number: Int, _ row: TerraformBackendRow) {
        self.number = number
        type = row.text(.type) ?? ""
        identity = "terraform.backend.\(type)"
        source = row.text(.source) ?? ""
        required = row.texts(.required)
        address = TerraformBackend.pieces(row.text(.address) ?? "")
        name = row.text(.name)
        folder = row.text(.folder)
        arguments = Set(row.texts(.arguments))
        renamed = row.pairs(.renamed)
        secrets = Set(row.texts(.secrets))
        urls = Set(row.texts(.urls))
        let locks = row.texts(.locks)
        locking = locks == ["native"] ? .native : .arguments(locks)
        environment = row.pairs(.environment)
        let given = Set(environment.values)
        readsAddress = required.contains(where: given.contains)
        ownPrefix = row.text(.own)
        defaults = row.pairs(.defaults)
        hasWorkspaces = row.text(.workspaces) != "false"
        hasLockMethods = arguments.contains("lock_method")
        var known: [String: Argument] = [:]
        for name in arguments { known[name] = Argument(isArgument: true) }
        for name in secrets { known[name, default: Argument()].isSecret = true }
        for (name, now) in renamed { known[name, default: Argument()].now = now }
        self.known = known
    }

    /// One part of the data. A test holds that it can be read.
    static func section(_ name: String) -> YAMLNode? {
        guard let file = BuiltinRules.facts.first(where: { $0.path == "terraform-state.yml" }) else { return nil }
        let bytes = UnsafeBufferPointer(start: file.text.utf8Start, count: file.text.utf8CodeUnitCount)
        // From the line that begins with its name to the next that begins with a letter.
        var start = 0
        var first: Int?
        while start < bytes.count {
            if first == nil {
                if bytes[start...].starts(with: name.utf8) { first = start }
            } else if bytes[start] | 0x20 >= 0x61 {
                break
            }
            start = (bytes[start...].firstIndex(of: 0x0A) ?? bytes.count) + 1
        }
        guard let first else { return nil }
        let text = Array(bytes[first..<min(start, bytes.count)])
        return (try? YAMLDocument.parse(text))?[name]
    }
}

/// A fact that rules rest on, for those who ask a rule why.
public struct TerraformFact: Sendable {
    public var id: String
    public var says: String
    /// Name of the measurement in `Scripts/terraform-facts.py`; `nil` where a document is the source.
    public var check: String?
    public var source: String?
    public var rules: [String]

    /// In the order of the file.
    public static let all: [TerraformFact] = {
        var result: [TerraformFact] = []
        for item in TerraformBackend.section("facts")?.items ?? [] {
            result.append(
                TerraformFact(
                    id: item["id"]?.text ?? "", says: item["says"]?.text ?? "", check: item["check"]?.text,
                    source: item["source"]?.text, rules: item["rules"]?.texts ?? []))
        }
        return result
    }()
}

extension YAMLNode {
    var text: String? {
        if case .scalar(let text, _) = value { return text }
        return nil
    }

    var entries: [Entry] {
        if case .mapping(let entries) = value { return entries }
        return []
    }

    var items: [YAMLNode] {
        if case .sequence(let items) = value { return items }
        return []
    }

    var texts: [String] { items.compactMap(\.text) }
}
