import LintSource
import LintYAML

/// A program that sets a backend's variables and then runs tofu or terraform: an entry of `Facts/terraform-state.yml`.
struct TerraformWrapper: Sendable {
    let program: String
    /// Verbs before which it runs init by itself.
    let inits: [String]
    /// Variables that name the stack's folder, the strongest first.
    let folder: [String]
    /// Variables that hold more of init's arguments.
    let flags: [String]
    /// What a variable is where nothing sets it: the first of these whose own variables are all set.
    let environment: [(name: String, hash: UInt64, texts: [Text])]

    struct Text: Sendable {
        let text: String
        /// Variables in it that a repository sets.
        let needs: [String]
    }

    /// By name.
    static let all: [String: TerraformWrapper] = {
        var result: [String: TerraformWrapper] = [:]
        for entry in TerraformBackend.section("wrappers")?.entries ?? [] {
            result[entry.key] = TerraformWrapper(entry.value)
        }
        return result
    }()

    private static let loading = TerraformBackend.section("loaders")

    /// Programs that bring variables from elsewhere to what they run.
    static let loaders = Set(loading?["programs"]?.texts ?? [])

    /// Actions that bring variables from elsewhere to the steps behind them.
    static let loaderActions = Set(loading?["actions"]?.texts ?? [])

    /// What is evaluated often and tells nothing of a state.
    static let printers = loading?["printers"]?.texts ?? []

    /// Variables that any of them reads.
    private static let variables: Set<String> = {
        var names: Set<String> = []
        for wrapper in all.values {
            names.formUnion(wrapper.folder)
            names.formUnion(wrapper.flags)
            for variable in wrapper.environment { for text in variable.texts { names.formUnion(text.needs) } }
        }
        return names
    }()

    /// Those that people use for something else as well, in small letters.
    static let names: [StaticString] = [
        "tf_state_name", "tf_address", "gitlab_tofu_state_name", "gitlab_tofu_state_address",
    ]

    /// The name of the wrapper that a word runs.
    static func named(_ word: ByteView) -> StaticString? {
        for name in ["gitlab-terraform", "gitlab-tofu"] as [StaticString] {
            let start = word.count - name.utf8CodeUnitCount
            if start >= 0, word.has(name, at: start), start == 0 || word[start - 1] == .ascii("/") { return name }
        }
        return nil
    }

    /// Whether a wrapper reads a variable. (Of most names the beginning tells that none does.)
    static func reads(_ variable: String) -> Bool {
        (variable.begins("TF_") && !variable.begins("TF_VAR_") || variable.begins("GITLAB_TOFU_"))
            && variables.contains(variable)
    }

    /// Whether a backend reads what wrappers set.
    static func feed(_ backend: TerraformBackend) -> Bool {
        all.values.contains { $0.environment.contains { backend.environment[$0.name] != nil } }
    }

    /// Whether what surrounds a command tells the address of the state.
    func givesAddress(_ surroundings: [TerraformJobs.Variable]) -> Bool {
        surroundings.contains { item in
            item.rank >= 0 && TerraformBackend.areOwn[item.rank]
                && TerraformBackend.owner(of: item.name)?.environment[item.name] == "address"
        }
    }

    private init(_ node: YAMLNode) {
        program = node["program"]?.text ?? ""
        inits = node["inits"]?.texts ?? []
        folder = node["folder"]?.texts ?? []
        flags = node["flags"]?.texts ?? []
        environment = (node["environment"]?.entries ?? []).map { entry in
            (entry.key, entry.key.nameHash, entry.value.texts.map(Text.init))
        }
    }
}

extension TerraformWrapper.Text {
    fileprivate init(_ text: String) {
        self.text = text
        needs = TerraformTemplate.pieces(text).compactMap { TerraformTemplate.name(of: $0) }
            .filter { !$0.begins("CI_") }
    }
}
