import LintSource

/// Services that run pipelines whose scripts stand under keys of their own.
enum TerraformRunner: Sendable {
    /// `steps: [{commands: […]}]`, each a shell at the root; Woodpecker has the same.
    case drone
    /// `phases: {build: {commands: […]}}`, all in one shell at the root
    /// (docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-versions).
    case codeBuild
    /// `steps: [{name: IMAGE, dir: …, entrypoint: bash, args: […]}]` (cloud.google.com/build/docs/build-config-file-schema).
    case cloudBuild
    /// `steps: [{command: …}]`, each a shell at the root.
    case buildkite
    /// `step: {script: […]}`, each a shell at the root.
    case bitbucket
    /// `script: […]` and what comes before and after it, in one shell at the root.
    case travis
    /// `install: [{terraform: {backendConfig: {…}}}]`, in a folder beside it (porter.sh/mixins/terraform).
    case porter

    init?(_ path: String) {
        guard path.ends(".yml") || path.ends(".yaml") else { return nil }
        let name = path.lastPart
        if name == ".drone.yml" || name == ".drone.yaml" || name.begins(".woodpecker.") || path.holds(".woodpecker/") {
            self = .drone
        } else if name.holds("buildspec") {
            self = .codeBuild
        } else if name.holds("cloudbuild") {
            self = .cloudBuild
        } else if path.holds(".buildkite/") {
            self = .buildkite
        } else if name == "bitbucket-pipelines.yml" {
            self = .bitbucket
        } else if name == ".travis.yml" {
            self = .travis
        } else if name == "porter.yaml" || name == "porter.yml" {
            self = .porter
        } else {
            return nil
        }
    }

    /// Keys of scripts, in the order that they run in.
    var keys: [String] {
        switch self {
        case .drone: ["commands"]
        case .codeBuild: ["install", "pre_build", "build", "post_build"]
        case .cloudBuild, .porter: []
        case .buildkite: ["command", "commands"]
        case .bitbucket: ["script", "after-script"]
        case .travis: ["before_install", "install", "before_script", "script", "after_success", "before_deploy"]
        }
    }
}
