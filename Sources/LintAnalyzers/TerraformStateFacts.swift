import LintSource
import LintSyntax

/// What one file tells about Terraform or OpenTofu state. Comments and prose are among it only as `claims` and as
/// instructions to people (`Script.kind` `comment`), which are judged and never taken for evidence.
public struct TerraformStateFacts: Sendable, Hashable {
    /// A name and its value, and where the name is written.
    struct Setting: Sendable, Hashable {
        let name: String
        /// As written; what is no literal is marked `${…}`.
        var value: String
        /// Empty where nothing will be said of it.
        var range: ByteRange
        /// Of the name: who looks for one compares this first.
        let hash: UInt64

        init(name: String, value: String, range: ByteRange) {
            self.name = name
            self.value = value
            self.range = range
            hash = name.nameHash
        }

        init(_ assignment: Assignment) {
            name = assignment.name
            value = assignment.value
            range = assignment.range
            hash = assignment.hash
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(hash)
            hasher.combine(value)
            hasher.combine(range)
        }
    }

    /// A `backend "type" { … }` or `cloud { … }` block.
    struct Backend: Sendable, Hashable {
        var type: String
        var settings: [Setting] = []
        /// `var.x`, `local.x` in it.
        var variables: [Setting] = []
        var range: ByteRange
        /// Whether it stands in documentation, or is what Terragrunt writes for others: of no stack.
        var isDocumentation = false
        /// Whether it is shown as an override file's, which is one's own.
        var isOverride = false
        /// Whether it is shown as what may be so one day.
        var isAdvice = false
        /// Whether Terragrunt wrote the file, and writes it anew at each run.
        var isGenerated = false
    }

    /// A name of which it only matters whether it is known.
    struct Key: Sendable, Hashable {
        var hash: UInt64
        var range: ByteRange
    }

    /// One command of `tofu` or `terraform`.
    struct Command: Sendable, Hashable {
        var program: String
        /// What runs it, where something does that sets variables of its own: ``TerraformWrapper``.
        var wrapper: String?
        var verb: String
        /// Program to verb.
        var range: ByteRange
        /// 1-based.
        var line: Int
        /// The folder it runs in, from where its script begins, unresolved parts as written; `nil` where nothing tells.
        var folder: String?
        /// Whether the folder has no holes and is as short as can be.
        var isFixed = false
        /// `-backend-config=name=value`.
        var settings: [Setting] = []
        /// `-backend-config=FILE`: the name is empty, the value the file.
        var files: [Setting] = []
        /// How many of the settings come before each file.
        var settingsBefore: [Int] = []
        /// False for `-backend=false`, which leaves the state alone.
        var usesBackend = true
        /// Whether some argument is not known: `$ARGS`, `"$@"`.
        var isOpen = false
        /// Whether `"$@"` of its script is all that is not known of them.
        var takesAll = false
        /// Whether variables come to it that are not seen: `doppler run --`.
        var isLoaded = false
        /// Whether what stands before it in its chain may keep it from running: `[ "$1" = net ] && …`.
        var mayNotRun = false
        /// Whether another program runs it, whose variables may be its own: `aws-vault exec net -- …`.
        var isElsewhere = false
        /// `-upgrade`, `-migrate-state`, `-reconfigure` …: the options without values.
        var options: Set<String> = []
        /// `-var name=value`.
        var variables: [Setting] = []
        /// `-var-file=FILE`.
        var variableFiles: [Setting] = []
        /// `-out=FILE`.
        var plan: String?
        /// Words that are no options, after the verb.
        var operands: [String] = []
        /// How many of the script's assignments come before it.
        var assignments = 0
        /// Whether its script wrote or copied configuration before it, a backend block perhaps.
        var followsWriting = false
        /// Of an init, files of configuration that its script has taken away.
        var away: [TerraformAside] = []
        /// The arms of `case` and `if` that it stands in, the outermost first: the number of the choice, then that of the arm.
        var branches: [UInt32] = []

        /// What its `-backend-config` give, in their order.
        var arguments: [(setting: Setting, isFile: Bool)] {
            var result: [(setting: Setting, isFile: Bool)] = []
            result.reserveCapacity(settings.count + files.count)
            var told = 0
            for (file, before) in zip(files, settingsBefore) {
                while told < min(before, settings.count) {
                    result.append((settings[told], false))
                    told += 1
                }
                result.append((file, true))
            }
            return result + settings[told...].map { ($0, false) }
        }

        /// Whether one of two commands of a script runs, never both.
        func excludes(_ other: Command) -> Bool {
            guard let (own, others) = zip(branches, other.branches).first(where: { $0 != $1 }) else { return false }
            return own >> 16 == others >> 16
        }
    }

    /// Commands that share one shell: a script, a recipe, a fence, a job.
    struct Script: Sendable, Hashable {
        enum Kind: String { case script, recipe, job, documentation, comment }
        var kind: Kind
        /// The GitLab job it belongs to, with its scope.
        var job: String?
        /// Whether it never runs: `if: false`.
        var isOff = false
        /// Whether it is a step of a job that is not shown: what comes before it is not known.
        var isExcerpt = false
        /// The job of a workflow it belongs to.
        var workflowJob: String?
        /// `before_script`, `script` …
        var part: String?
        /// Whether its folder is where something else leaves it (a GitLab job's `before_script`).
        var startsElsewhere = false
        /// Of a Justfile's recipe.
        var parameters: [String] = []
        /// What a recipe is called.
        var recipes: [String] = []
        /// What surrounds it supplies: a workflow's `env:`.
        var environment: [Setting] = []
        var assignments: [Assignment] = []
        var commands: [Command] = []
        /// Where the last `cd` left it, and where its `before_script` did.
        var endFolder: String?
        var beforeFolder: String?
        /// How many of the assignments are of its `before_script`.
        var beforeAssignments: Int?
        /// Files of variables that it sources.
        var sources: [Source] = []
        /// Whether it runs what it is told: `terraform "$@"`.
        var hasOpenVerb = false
        /// What each job sets that a workflow's matrix makes, of variables that the script asks for together.
        var matrix: [[Setting]] = []
        /// Files of arguments that it makes, where no other script of its job may read them.
        var made: [TerraformMadeFile] = []
    }

    /// A file that a script sources.
    struct Source: Sendable, Hashable {
        /// From where its script begins.
        var path: String
        /// How many of the script's assignments come before it.
        var assignments: Int
    }

    /// A top-level mapping of a GitLab configuration.
    struct Job: Sendable, Hashable {
        /// With its scope: a configuration in a document is one of its own.
        var name: String
        var extends: [String] = []
        /// Jobs whose keys are its own where it has none (`<<: *name`), the strongest first.
        var merges: [String] = []
        /// Jobs whose scripts it takes by `!reference`.
        var references: [String] = []
        var variables: [Setting] = []
        /// Which of them backends read.
        var supplies: [Int] = []
        /// Jobs whose variables it takes by `!reference`.
        var variableReferences: [String] = []
        /// Whether its `rules` or its `when` never let it run; `nil` where it has neither.
        var isOff: Bool?
        /// `parallel: matrix:`, the variables of each job that it makes.
        var matrix: [[Setting]] = []
        var anchors: [String] = []
        var aliases: [String] = []
        /// `artifacts: paths:`.
        var artifacts: [Setting] = []
        var parts: Parts = []
        /// Whether it takes the pipeline's own `before_script`; `nil` where it does not say.
        var inheritsBefore: Bool?
        /// Whether its image has a Terraform below 1.6; `nil` where it has none of its own.
        var isOld: Bool?
        /// Whether a template or a component of GitLab's brings it: a job with a script of its own does not run that one.
        var isBrought = false
    }

    /// Keys of a job that say what it runs, and with what.
    struct Parts: OptionSet, Sendable, Hashable {
        let rawValue: UInt8
        static let variables = Parts(rawValue: 1)
        static let before = Parts(rawValue: 2)
        static let script = Parts(rawValue: 4)
        static let after = Parts(rawValue: 8)
    }

    /// `trigger: include:`, a job that starts another pipeline of the repository.
    struct Trigger: Sendable, Hashable {
        var job: String
        /// As written.
        var includes: [String]
    }

    /// What a step uploads.
    struct Upload: Sendable, Hashable {
        var job: String
        /// Of the artifact.
        var name: String
        var path: Setting
    }

    /// A comment or a sentence that says something of a backend.
    struct Claim: Sendable, Hashable {
        var rule: String
        var range: ByteRange
        var values: [String: String]
    }

    var backends: [Backend] = []
    /// Names of `variable` blocks, by hash, in order.
    var variables: [UInt64] = []
    /// Names of variables that tests read, by hash.
    var testedVariables: [UInt64] = []
    /// Folders that module blocks name as their `source`, from the root.
    var modules: [String] = []
    /// Folders of modules that a unit of Terragrunt's runs, each in a copy, from the root; below some folder above, `^/…`.
    var units: [String] = []
    /// Whether it has a backend and wants a Terraform before 1.6.
    var isOld = false
    /// Of a `.terraform.lock.hcl`, whether OpenTofu wrote it.
    var lockIsTofu: Bool?
    /// Of a file that pins versions of tools, whether it is OpenTofu's; `nil` for neither, and for both.
    var pinsTofu: Bool?
    /// Whether it is configuration without resources and modules, of which no state has anything but outputs.
    var makesNothing = false
    /// Whether it makes a store for states, which cannot be kept in it before it is there.
    var makesStateStore = false
    var scripts: [Kept<Script>] = []
    /// Variables of a Justfile or Makefile; one whose value no reading can tell stands for itself, `{{name}}`.
    var fileVariables: [String: String] = [:]
    /// What a Justfile says of others, and of where its recipes run.
    var just: JustFile?
    var jobs: [Kept<Job>] = []
    /// Files of the repository that a GitLab configuration includes, as written.
    var includes: [String] = []
    /// Pipelines of their own that its jobs start.
    var triggers: [Trigger] = []
    /// Whether its jobs and includes are GitLab's only where another configuration includes the file.
    var isForIncluding = false
    /// The arguments of a `*.tfbackend` or `backend*.hcl` file.
    var settings: [Setting]?
    /// The arguments of a file that only a command can tell to be one of those: `dev.hcl`, `env/prod.tfvars`.
    var possibleSettings: [Setting]?
    /// `NAME=value` of a dotenv file or an `.envrc`.
    var environment: [Setting] = []
    /// What a Justfile or Makefile exports to all its recipes.
    var exports: [Setting] = []
    /// Variables of backends that a page sets in its fences.
    var pageVariables: Set<String> = []
    /// Arguments of backends that a page tells people to enter.
    var pageAnswers: Set<String> = []
    /// Files of variables that it loads for all its recipes, and whether these are made the environment.
    var sources: [String] = []
    var loadsForAll = false
    /// What targets of a Makefile export to their recipes, while these are read.
    var targetExports: [TargetExport] = []
    /// Variables of backends that it names and does not set.
    var asksFor: Set<String> = []
    /// Keys of a `*.tfvars` file.
    var values: [Key]?
    /// Backends that prose names: the type is the name.
    var mentions: [Setting] = []
    var claims: [Claim] = []
    /// Names of files that scripts write.
    var written: Set<String> = []
    /// Folders that scripts write configuration into, from where they begin; what nothing tells as written, `$`.
    var configured: Set<String> = []
    /// Names of files of configuration that scripts write from their beginning, with a backend in them.
    var rewritten: Set<String> = []
    /// Whether it is a template of configuration with a block.
    var makesBlock = false
    /// The file into which Terramate generates a backend for stacks.
    var generatesBlock: String?
    /// Names of those that scripts add a backend to.
    var addedTo: Set<String> = []
    /// Names of tfvars files that its other commands speak of: `[ -f prod.tfvars ]`.
    var asked: Set<String> = []
    /// Variables of the http backend that it names, in a language whose commands are not read.
    var hints: Set<String> = []
    /// Folders that a page clones repositories into, this one perhaps.
    var clones: Set<String> = []
    /// Whether it runs inits in a way that is not read: a program, a template of GitLab's.
    var opensInit = false
    /// Whether all templates and components of GitLab's that it includes are read.
    var readsTemplates = false
    /// What such inits hand over, as far as that is written; whether that is all of it.
    var openArguments: Set<String> = []
    var opensOnlyThese = false
    /// Variables of wrappers that it uses for something of its own: `resource_group: ${TF_STATE_NAME}`.
    var usedVariables: Set<String> = []
    /// Whether jobs of another repository are part of it, of which it is not known what they run.
    var includesOthers = false
    /// Names of files that Azure Pipelines takes as templates.
    var namedTemplates: Set<String> = []
    /// Tasks that another resource of a pipeline holds.
    var tasks: [TerraformTask] = []
    /// Workflows of the repository that jobs of this one call.
    var calls: [Call] = []
    /// Of a workflow that only others start: its inputs, with what they are where a caller says nothing.
    var inputs: [String: String]?
    /// What a workflow's inputs may be that only a person chooses, by `inputs.NAME`.
    var choices: [String: [String]] = [:]
    /// Scripts that its own run.
    var scriptCalls: [ScriptCall] = []
    /// Its calls of make and just that set variables of recipes.
    var recipeCalls: [RecipeCall] = []
    /// Whether what stands for `$1` may change while it runs.
    var shiftsParameters = false
    /// Files of arguments that jobs make.
    var made: [TerraformMadeFile] = []
    /// What scripts and steps put into folders without naming it.
    var brought: [TerraformBrought] = []
    /// Of a workflow, whether jobs of it run for environments, each of which may have secrets of its own.
    var namesEnvironments = false
    /// Whether pull requests alone start the workflow.
    var isOfChanges = false
    /// Jobs of a workflow that are given a Terraform below 1.6.
    var oldJobs: Set<String> = []
    /// What steps of a workflow upload, by job.
    var uploads: [Upload] = []
    /// Lines of a `.gitignore`.
    var ignored: [TerraformIgnoredPath] = []
    public init() {}

    var isEmpty: Bool {
        backends.isEmpty && variables.isEmpty && modules.isEmpty && lockIsTofu == nil
            && pinsTofu == nil && generatesBlock == nil && scripts.isEmpty
            && fileVariables.isEmpty && jobs.isEmpty && settings == nil && possibleSettings == nil
            && environment.isEmpty && values == nil
            && mentions.isEmpty && claims.isEmpty && !opensInit && hints.isEmpty && uploads.isEmpty && exports.isEmpty
            && sources.isEmpty && written.isEmpty && !makesNothing && ignored.isEmpty && testedVariables.isEmpty
            && !includesOthers && tasks.isEmpty && !makesStateStore && pageVariables.isEmpty && includes.isEmpty
            && triggers.isEmpty
            && calls.isEmpty && inputs == nil && units.isEmpty && scriptCalls.isEmpty && just == nil
            && recipeCalls.isEmpty && brought.isEmpty && namedTemplates.isEmpty && !makesBlock
    }

    /// Whether something may be said of a place in the file, for which its bytes are needed again.
    var hasPlaces: Bool {
        !backends.isEmpty || !scripts.isEmpty || !jobs.isEmpty || settings?.isEmpty == false || possibleSettings != nil
            || !environment.isEmpty
            || values?.isEmpty == false || !uploads.isEmpty || !exports.isEmpty || !mentions.isEmpty || !claims.isEmpty
    }
}
