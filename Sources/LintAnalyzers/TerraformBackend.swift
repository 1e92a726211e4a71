import BuiltinRules
import LintYAML

/// What is true of one type of backend: an entry of `Facts/terraform-state.yml`.
struct TerraformBackend: Sendable {
    enum Locking: Sendable, Hashable {
        case native
        /// Any of these arguments turns it on.
        case arguments([String])
    }

    var type: String
    var source = ""
    var required: [String] = []
    /// `s3://{bucket}/{key}`; `{key?}` may be left out.
    var address = ""
    /// The argument that is the state's name; `gitlab` for the last part of `…/terraform/state/NAME`.
    var name: String?
    /// All that any version of Terraform or OpenTofu takes, nested blocks among them.
    var arguments: Set<String> = []
    var renamed: [String: String] = [:]
    var secrets: Set<String> = []
    var urls: Set<String> = []
    var locking = Locking.native
    /// Variables of the environment, and the argument each supplies.
    var environment: [String: String] = [:]
    /// What variables that only this backend reads begin with.
    var ownPrefix: String?
    var defaults: [String: String] = [:]
    var hasWorkspaces = true

    /// The address of a state with these arguments; `nil` where one is missing that it needs.
    func address(_ values: (String) -> String?) -> String? {
        if required.contains(where: { (values($0) ?? "").isEmpty }) { return nil }
        var result = ""
        var rest = address[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            var argument = rest[rest.index(after: open)..<close]
            if argument.last == "?" { argument.removeLast() }
            result += values(String(argument)) ?? defaults[String(argument)] ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
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
        for entry in document?["backends"]?.entries ?? [] {
            result[entry.key] = TerraformBackend(entry.key, entry.value)
        }
        return result
    }()

    /// Which argument of which types a variable of the environment supplies.
    static let byVariable: [String: [String: String]] = {
        var result: [String: [String: String]] = [:]
        for backend in all.values {
            for (variable, argument) in backend.environment { result[variable, default: [:]][backend.type] = argument }
        }
        return result
    }()

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

    private init(_ type: String, _ node: YAMLNode) {
        func texts(_ key: String) -> [String] { node[key]?.texts ?? [] }
        func pairs(_ key: String) -> [String: String] {
            Dictionary((node[key]?.entries ?? []).map { ($0.key, $0.value.text ?? "") }) { $1 }
        }
        self.type = type
        source = node["source"]?.text ?? ""
        required = texts("required")
        address = node["address"]?.text ?? ""
        name = node["name"]?.text
        arguments = Set(["arguments", "opentofu", "removed", "blocks"].flatMap(texts))
        renamed = pairs("renamed")
        secrets = Set(texts("secrets"))
        urls = Set(texts("urls"))
        if node["locks"]?.text != "native" { locking = .arguments(texts("locks")) }
        environment = pairs("environment")
        ownPrefix = node["own"]?.text
        defaults = pairs("defaults")
        hasWorkspaces = node["workspaces"]?.text != "false"
    }

    /// A test holds that it can be read.
    static let document: YAMLNode? = {
        guard let file = BuiltinRules.facts.first(where: { $0.path == "terraform-state.yml" }) else { return nil }
        return try? YAMLDocument.parse(
            Array(UnsafeBufferPointer(start: file.text.utf8Start, count: file.text.utf8CodeUnitCount)))
    }()
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
        for item in TerraformBackend.document?["facts"]?.items ?? [] {
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
