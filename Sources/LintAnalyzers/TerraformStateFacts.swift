/// What one file tells about Terraform or OpenTofu state. Comments and prose are never among it.
public struct TerraformStateFacts: Sendable {
    /// A `backend "type" { … }` or `cloud { … }` block.
    public struct Backend: Sendable {
        public var type: String
        /// Literal values as they are; others as their expression's text, marked `${…}`.
        public var arguments: [String: String] = [:]
        /// 1-based.
        public var line: Int
    }

    /// `NAME=value` in a script, in order; what a `for` may set has `choices` in place of a value.
    public struct Assignment: Sendable {
        public var name: String
        public var value: String
        public var choices: [String]?
        /// The `case` arm it stands in: the subject, its patterns, and those of the arms before.
        public var arm: Arm?
    }

    public struct Arm: Sendable {
        public var subject: String
        public var patterns: [String]
        public var earlier: [String]
    }

    /// One `tofu init` or `terraform init`.
    public struct Initialization: Sendable {
        /// 1-based.
        public var line: Int
        /// The folder it runs in, from the repository's root, unresolved parts as written; `nil` where nothing tells.
        public var folder: String?
        /// Values of `-backend-config`, as written.
        public var configurations: [String] = []
        /// False for `-backend=false`, which leaves the state alone.
        public var usesBackend = true
        /// How many of the script's assignments come before it.
        public var assignments = 0
    }

    /// Commands that share one shell: a script, a recipe, a fence, a job.
    public struct Script: Sendable {
        public var kind: String
        /// The GitLab job (top-level key) it belongs to.
        public var job: String?
        public var assignments: [Assignment] = []
        public var initializations: [Initialization] = []
    }

    /// A top-level mapping of a GitLab configuration.
    public struct Job: Sendable {
        public var name: String
        public var extends: [String] = []
        public var variables: [String: String] = [:]
        public var anchors: [String] = []
        public var aliases: [String] = []
    }

    public var backends: [Backend] = []
    /// `source` of module blocks that is a folder of the repository, as written.
    public var modules: [String] = []
    public var scripts: [Script] = []
    /// Justfile variables; one whose value no reading can tell stands for itself, `{{name}}`.
    public var justVariables: [String: String] = [:]
    public var jobs: [Job] = []
    /// The arguments of a `*.tfbackend` or `backend*.hcl` file.
    public var settings: [String: String]?
    public init() {}

    var isEmpty: Bool {
        backends.isEmpty && modules.isEmpty && scripts.isEmpty && justVariables.isEmpty && jobs.isEmpty
            && settings == nil
    }
}
