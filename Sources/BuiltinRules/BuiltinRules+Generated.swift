// Recorded from Rules/ and Facts/ by 'make record'; do not edit.
// swift-format-ignore-file

extension BuiltinRules {
    public static let files: [File] = [
        File(path: "actions/label-definition.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: actions/label-definition
title: Runner set for one repository
why: A scale set whose label carries a repository's name is the other end of a private pool. Jobs of that repository can run on the shared labels.
level: note
kpi: adoption/stale-labels
lang: hcl
match: {re: '\brunner_label\s*=\s*"(?<at>(?!tinyland-)[\w-]+-(?:nix|docker|dind)(?:-(?:heavy|kvm|gpu))?)"'}
message: "'{match}' is a label of one repository; shared labels are $labels"
tests:
  - {lang: hcl, bad: "runner_label = \"⟦compiler-nix⟧\"\n"}
  - {lang: hcl, bad: "sets = {\n  kernel = {\n    runner_label = \"⟦kernel-docker⟧\"\n  }\n}\n"}
  - {lang: markdown, bad: "```hcl\nrunner_label = \"⟦compiler-dind⟧\"\n```\n"}
  - {lang: hcl, bad: "runner_label = \"⟦compiler-nix-kvm⟧\"\n"}
  - {lang: hcl, good: "runner_label = \"tinyland-nix\"\n"}
  - {lang: hcl, good: "runner_label = each.value.runner_label\n"}
  - {lang: hcl, good: "runner_name = \"gh-nix\"\n"}

"""####),
        File(path: "actions/label-host-pin.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: actions/label-host-pin
title: Job pinned to a host
why: A label that names a machine or a cluster waits for that one machine. Labels name what a job needs, not where it runs.
level: warning
kpi: adoption/stale-labels
analyzer: runner-labels
where:
  label: {re: '(?i)^(?:honey|bumble|sting)$'}
message: "'{match}' pins the job to a host; choose one of $labels"
tests:
  - {path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ⟦honey⟧\n    steps: []\n"}
  - {path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on:\n      - linux\n      - ⟦bumble⟧\n    steps: []\n"}
  - {path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ fromJSON('[\"linux\",\"⟦honey⟧\"]') }}\n    steps: []\n"}
  - {name: an arm, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ inputs.gpu && '⟦sting⟧' || 'tinyland-nix' }}\n    steps: []\n"}
  - {name: by the matrix, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    strategy:\n      matrix:\n        include:\n          - os: linux\n            runner: ⟦honey⟧\n    runs-on: ${{ matrix.runner }}\n    steps: []\n"}
  - {name: beside a shared label, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: [tinyland-nix, ⟦honey⟧]\n    steps: []\n"}
  - {name: a command on that cluster, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: tinyland-docker\n    steps:\n      - run: kubectl --context honey get pods\n"}
  - {path: .github/workflows/a.yml, good: "env:\n  TARGET: honey\njobs: {}\n"}
  - {path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: testing-linux\n    steps: []\n"}
  - {name: a matrix over hosts that a shared runner looks after, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    strategy:\n      matrix:\n        host: [honey, bumble]\n    runs-on: tinyland-nix\n    steps: []\n"}
  - {name: a question, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: ${{ inputs.host == 'honey' && 'tinyland-nix' || 'ubuntu-latest' }}\n    steps: []\n"}

"""####),
        File(path: "actions/label-repository.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: actions/label-repository
title: Runner label shaped like a repository
why: A label that carries a project's name is a pool for that project alone, with its own minimum, limits and drift. The shared labels serve every repository.
level: warning
kpi: adoption/stale-labels
analyzer: runner-labels
# One each of whose words tells a kind of machine or of pool is everybody's.
where:
  label: {re: '^(?!(?i:tinyland|ubuntu|debian|rocky|fedora|alpine|linux|macos|darwin|windows|arm64|amd64|x64|x86|gpu)[\w.]*-|(?:(?i:arc|k8s|k3s|kubernetes|docker|podman|dind|nix|nixos|buildkit|buildx|aws|ec2|eks|gcp|gke|azure|aks|self|hosted|shared|runners?|cluster|arm|intel|cpu|cuda|kvm|vm|ubuntu|debian|rocky|fedora|alpine|linux|macos|darwin|windows|arm64|amd64|x64|x86|gpu|small|medium|large|xl|v?[0-9.]+)[0-9.]*-)+(?:nix|docker|dind)(?:-|$))[a-z0-9][\w.-]*-(?:nix|docker|dind)(?:-(?:heavy|gpu|kvm))?$'}
message: "'{match}' is a label of one repository; choose one of $labels"
tests:
  - {path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ⟦compiler-nix⟧\n    steps: []\n"}
  - {path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: [⟦my-kernel-docker⟧]\n    steps: []\n"}
  - {name: for a graphics card, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ⟦compiler-nix-gpu⟧\n    steps: []\n"}
  - {name: by the matrix, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ matrix.runner }}\n    strategy:\n      matrix:\n        include:\n          - runner: ⟦compiler-nix-heavy⟧\n    steps: []\n"}
  - {name: an arm, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ vars.OWN && '⟦compiler-dind⟧' || 'tinyland-dind' }}\n    steps: []\n"}
  - {lang: markdown, bad: "```yaml\njobs:\n  build:\n    runs-on: ⟦compiler-nix⟧\n```\n"}
  - {path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ⟦compiler-nix-gpu⟧\n    steps: []\n"}
  - {name: JSON as an input's default, path: .github/workflows/a.yml, bad: "on:\n  workflow_call:\n    inputs:\n      labels: {type: string, default: '[\"⟦compiler-nix-kvm⟧\"]'}\njobs:\n  a:\n    runs-on: ${{ fromJSON(inputs.labels) }}\n    steps: []\n"}
  - {path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: [tinyland-nix-kvm]\n    steps: []\n"}
  - {path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: tinyland-nix-heavy\n    steps: []\n"}
  - {path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: ubuntu-24.04-arm\n    steps: []\n"}
  - {name: a kind of machine, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: linux-docker\n    steps: []\n"}
  - {name: a job's name, path: .github/workflows/a.yml, good: "jobs:\n  build-nix:\n    runs-on: macos-15\n    steps: []\n"}
  - {name: a matrix over packages, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    strategy:\n      matrix:\n        package: [hello-nix, world]\n    runs-on: ubuntu-latest\n    steps: []\n"}
  - {name: kinds of a pool, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: arc-docker\n    steps: []\n  b:\n    runs-on: [k8s-docker, docker-nix, aws-arm64-docker, buildkit-dind-2]\n    steps: []\n  c:\n    runs-on: self-hosted-nix\n    steps: []\n"}
  - {name: a kind and a name, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ⟦runner-dashboard-nix⟧\n    steps: []\n  b:\n    runs-on: ⟦arcade-docker⟧\n    steps: []\n  c:\n    runs-on: [⟦nixpkgs-nix⟧, ⟦docker-registry-dind⟧]\n    steps: []\n"}

"""####),
        File(path: "actions/label-self-hosted.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: actions/label-self-hosted
title: Bare self-hosted label
why: self-hosted takes any runner that is free, whatever it can do. The shared labels say what a job needs, and the pool behind them scales.
level: warning
kpi: adoption/stale-labels
analyzer: runner-labels
where:
  label: {re: '(?i)^self-hosted$'}
  # What only the run knows may be a shared label. Only with GitHub's own labels: a runner must have them all, and one label of somebody's own makes it another pool.
  beside: {re: '(?i)^(?:(?:self-hosted|linux|windows|macos|x64|x86|arm|arm64)(?: |$))+$'}
message: "'{match}' takes any runner; choose one of $labels"
tests:
  - {name: a scalar, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ⟦self-hosted⟧\n    steps: []\n"}
  - {name: a flow list, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: [⟦self-hosted⟧, linux]\n    steps: []\n"}
  - {name: a block list, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on:\n      - ⟦self-hosted⟧\n      - \"linux\"\n    steps: []\n"}
  - {name: group and labels, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on:\n      group: big\n      labels: [⟦self-hosted⟧]\n    steps: []\n"}
  - {name: group and labels in one line, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: {group: big, labels: \"⟦self-hosted⟧\"}\n    steps: []\n"}
  - {name: an arm, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ inputs.own && '⟦self-hosted⟧' || 'ubuntu-latest' }}\n    steps: []\n"}
  - {name: the other arm, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ inputs.hosted == 'yes' && 'ubuntu-latest' || '⟦self-hosted⟧' }}\n    steps: []\n"}
  - {name: an arm beside a shared label, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ vars.SHARED && 'tinyland-nix' || '⟦self-hosted⟧' }}\n    steps: []\n"}
  - {name: JSON, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ fromJSON('[\"⟦self-hosted⟧\",\"linux\"]') }}\n    steps: []\n"}
  - {name: JSON as a default, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ fromJSON(vars.LABELS || '[\"⟦self-hosted⟧\",\"arm\"]') }}\n    steps: []\n"}
  - {name: folded over lines, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: >-\n      ${{ inputs.own\n          && '⟦self-hosted⟧'\n          || 'ubuntu-latest' }}\n    steps: []\n"}
  - {name: quotes doubled by YAML, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: '${{ inputs.own && ''⟦self-hosted⟧'' || ''ubuntu-latest'' }}'\n    steps: []\n"}
  - {name: by the matrix, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    strategy:\n      matrix:\n        runner: [ubuntu-latest, ⟦self-hosted⟧]\n    runs-on: ${{ matrix.runner }}\n    steps: []\n"}
  - {name: deep in the matrix, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ matrix.lane.runner }}\n    strategy:\n      matrix:\n        lane:\n          - {name: fast, runner: ubuntu-latest}\n          - {name: own, runner: [⟦self-hosted⟧, x64]}\n    steps: []\n"}
  - {name: by include, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: ${{ matrix.os }}\n    strategy:\n      matrix:\n        include:\n          - os: ⟦self-hosted⟧\n    steps: []\n"}
  - {name: an input's default, path: .github/workflows/a.yml, bad: "on:\n  workflow_call:\n    inputs:\n      runner:\n        type: string\n        default: ⟦self-hosted⟧\njobs:\n  a:\n    runs-on: ${{ inputs.runner }}\n    steps: []\n"}
  - {name: an input's default in JSON, path: .github/workflows/a.yml, bad: "on:\n  workflow_call:\n    inputs:\n      labels:\n        type: string\n        default: '[\"⟦self-hosted⟧\",\"Linux\"]'\njobs:\n  a:\n    runs-on: ${{ fromJSON(inputs.labels) }}\n    steps: []\n"}
  - {name: two jobs of one default, path: .github/workflows/a.yml, bad: "on:\n  workflow_call:\n    inputs:\n      labels: {type: string, default: '[\"⟦self-hosted⟧\",\"Linux\"]'}\njobs:\n  a:\n    runs-on: ${{ fromJSON(inputs.labels) }}\n    steps: []\n  b:\n    runs-on: ${{ fromJSON(inputs.labels) }}\n    steps: []\n"}
  - {name: one of two inputs in JSON, path: .github/workflows/a.yml, bad: "on:\n  workflow_call:\n    inputs:\n      labels: {type: string}\n      usual: {type: string, default: \"[\\\"⟦self-hosted⟧\\\"]\"}\njobs:\n  a:\n    runs-on: ${{ fromJSON(inputs.labels || inputs.usual) }}\n    steps: []\n"}
  - {name: the input of a run by hand, path: .github/workflows/a.yml, bad: "on:\n  workflow_dispatch:\n    inputs:\n      runner:\n        default: ⟦self-hosted⟧\njobs:\n  a:\n    runs-on: ${{ github.event.inputs.runner }}\n    steps: []\n"}
  - {name: JSON of the matrix, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    strategy:\n      matrix:\n        runner: ['[\"⟦self-hosted⟧\",\"x64\"]', '\"ubuntu-latest\"']\n    runs-on: ${{ fromJSON(matrix.runner) }}\n    steps: []\n"}
  - {name: a default in JSON with a shared label, path: .github/workflows/a.yml, good: "on:\n  workflow_call:\n    inputs:\n      labels: {type: string, default: '[\"self-hosted\",\"tinyland-nix\"]'}\njobs:\n  a:\n    runs-on: ${{ fromJSON(inputs.labels) }}\n    steps: []\n"}
  - {name: a default that chooses no runner, path: .github/workflows/a.yml, good: "on:\n  workflow_dispatch:\n    inputs:\n      kind: {type: string, default: self-hosted}\n      labels: {type: string, default: '[\"tinyland-nix\"]'}\njobs:\n  a:\n    runs-on: ${{ fromJSON(github.event.inputs.labels) }}\n    steps: []\n"}
  - {name: an input of another event, path: .github/workflows/a.yml, good: "on:\n  workflow_call:\n    inputs:\n      runner: {type: string, default: self-hosted}\njobs:\n  a:\n    runs-on: ${{ github.event.inputs.runner || 'tinyland-nix' }}\n    steps: []\n"}
  - {lang: markdown, bad: "```yaml\njobs:\n  build:\n    runs-on: ⟦self-hosted⟧\n```\n"}
  - {path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: tinyland-nix\n    steps: []\n"}
  - {name: with a shared label, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: [self-hosted, linux, tinyland-nix]\n    steps: []\n"}
  - {name: with a shared label in a block, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on:\n      - self-hosted\n      - tinyland-nix\n    steps: []\n"}
  - {name: with a label of one's own, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: [self-hosted, linux, homelab, amd64]\n    steps: []\n"}
  - {name: with GitHub's labels, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    runs-on: [⟦self-hosted⟧, Linux, X64]\n    steps: []\n"}
  - {name: with a label that only the run knows, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: [self-hosted, \"${{ needs.pool.outputs.label }}\"]\n    steps: []\n"}
  - {name: with one that the matrix knows, path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    strategy:\n      matrix:\n        arch: [x64, arm64]\n    runs-on: [⟦self-hosted⟧, \"${{ matrix.arch }}\"]\n    steps: []\n"}
  - {name: a question, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: ${{ inputs.kind == 'self-hosted' && 'tinyland-nix' || 'ubuntu-latest' }}\n    steps: []\n"}
  - {name: an argument, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    runs-on: ${{ contains(inputs.kind, 'self-hosted') && 'tinyland-nix' || 'ubuntu-latest' }}\n    steps: []\n"}
  - {name: a matrix that chooses no runner, path: .github/workflows/a.yml, good: "jobs:\n  a:\n    strategy:\n      matrix:\n        kind: [hosted, self-hosted]\n    runs-on: ubuntu-latest\n    steps: []\n"}
  - {name: a name, path: .github/workflows/a.yml, good: "name: Self-hosted checks\njobs:\n  a:\n    name: fast (self-hosted)\n    runs-on: ubuntu-latest\n    steps: []\n"}
  - {lang: markdown, good: "Our self-hosted runners are on honey.\n"}

"""####),
        File(path: "actions/local-in-composite.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: actions/local-in-composite
title: Local path inside a published action
why: In a composite action ./ is the caller's checkout, not the action's repository. It works at home and fails for everyone who uses the action. One that only jobs of its own repository use, by its path, is not published, nor is one below .github/ that nothing uses or names, unless one beside it is named.
level: error
analyzer: composite-uses
message: "'{match}' is looked up in the caller's checkout; name the action by owner/repository/path@ref"
tests:
  - {path: .github/actions/a/action.yml, bad: "runs:\n  using: composite\n  steps:\n    - uses: ⟦./.github/actions/b⟧\n"}
  - {path: .github/actions/a/action.yaml, bad: "runs:\n  using: composite\n  steps:\n    - run: make\n      shell: bash\n    - uses: ⟦./b⟧\n"}
  - {path: action.yml, bad: "runs:\n  using: composite\n  steps:\n    - uses: \"⟦./nested⟧\"\n"}
  - name: jobs of its own use it, and a page tells others how
    files:
      .github/actions/a/action.yml: "runs:\n  using: composite\n  steps:\n    - uses: ⟦./.github/actions/b⟧\n"
      .github/workflows/ci.yml: "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/a\n"
      README.md: "```yaml\n- uses: owner/actions/.github/actions/a@v1\n```\n"
  - name: nothing here uses it
    files:
      deploy/action.yml: "runs:\n  using: composite\n  steps:\n    - uses: ⟦./setup⟧\n"
      setup/action.yml: "runs:\n  using: composite\n  steps: []\n"
      .github/workflows/ci.yml: "jobs:\n  a:\n    steps:\n      - uses: ./setup\n"
  - name: only jobs of its own repository use it
    files:
      .github/actions/a/action.yml: "runs:\n  using: composite\n  steps:\n    - uses: ./.github/actions/b\n"
      .github/workflows/ci.yml: "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/a\n      - uses: owner/others/.github/actions/b@v1\n"
  - name: a repository inside this one uses it
    files:
      examples/x/.github/actions/a/action.yml: "runs:\n  using: composite\n  steps:\n    - uses: ./.github/actions/b\n"
      examples/x/.github/workflows/ci.yml: "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/a/\n"
  - {path: .github/actions/a/action.yml, good: "runs:\n  using: composite\n  steps:\n    - uses: tinyland-inc/GloriousFlywheel/.github/actions/b@main\n"}
  - {path: .github/workflows/a.yml, good: "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/b\n"}
  - {path: .github/actions/a/action.yml, good: "runs:\n  using: composite\n  steps:\n    - run: ./configure\n      shell: bash\n"}
  - name: nobody uses it, and nobody is told of it
    files:
      .github/actions/a/action.yml: "runs:\n  using: composite\n  steps:\n    - uses: ./.github/actions/b\n"
      .github/actions/b/action.yml: "runs:\n  using: composite\n  steps: []\n"
      .github/workflows/ci.yml: "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/b\n"
  - name: nobody here uses it, but a page tells of it
    files:
      .github/actions/a/action.yml: "runs:\n  using: composite\n  steps:\n    - uses: ⟦./.github/actions/b⟧\n"
      .github/actions/b/action.yml: "runs:\n  using: composite\n  steps: []\n"
      docs/use.md: "    - uses: owner/actions/.github/actions/a@v1\n"
  - name: nobody here uses it, but a page tells of the one beside it
    files:
      .github/actions/a/action.yml: "runs:\n  using: composite\n  steps:\n    - uses: ⟦./.github/actions/b⟧\n"
      .github/actions/b/action.yml: "runs:\n  using: composite\n  steps: []\n"
      docs/use.md: "    - uses: owner/actions/.github/actions/b@v1\n"
  - name: nobody uses it, and what is named is another repository's
    files:
      .github/actions/a/action.yml: "runs:\n  using: composite\n  steps:\n    - uses: ./.github/actions/b\n"
      .github/actions/b/action.yml: "runs:\n  using: composite\n  steps: []\n"
      .github/workflows/ci.yml: "jobs:\n  a:\n    steps:\n      - uses: owner/actions/.github/actions/c@v1\n"

"""####),
        File(path: "actions/missing-local-path.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: actions/missing-local-path
title: Local action that is not there
why: A step finds a local action by its folder. Where there is none the job stops before it has done anything.
level: error
kpi: adoption/stale-action-paths
analyzer: local-uses
where:
  match: {re: '^(?!\./github/(?:actions|workflows)/)'}
message: "there is no action or workflow at '{match}' in this repository"
tests:
  - files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ⟦./.github/actions/gone⟧\n"
      .github/actions/here/action.yml: "runs:\n  using: composite\n  steps: []\n"
  - files:
      .github/workflows/a.yml: "jobs:\n  a:\n    uses: \"⟦./.github/workflows/gone.yml⟧\"\n"
      README.md: "# Jobs\n"
  - name: a folder without an action
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ⟦./tools⟧\n"
      tools/README.md: "# Tools\n"
  - files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/here\n      - uses: ./tools/build/\n"
      .github/actions/here/action.yml: "runs:\n  using: composite\n  steps: []\n"
      tools/build/action.yaml: "runs:\n  using: composite\n  steps: []\n"
  - name: what a step checks out
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with: {repository: o/r, path: shared}\n      - uses: ./shared/setup\n"
      README.md: "# Jobs\n"
  - name: workflows that were put aside, and a template of one
    files:
      .github/workflows.disabled/a.yml: "jobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"
      .github/workflows.disabled/b.yml: "on: workflow_call\njobs:\n  b:\n    steps: []\n"
      ci/template.yml: "jobs:\n  a:\n    steps:\n      - uses: ./tools/build\n"
  - name: another forge's
    files:
      .forgejo/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ⟦./tools/build⟧\n"
      README.md: "# Jobs\n"
  - name: an action, wherever it lies
    files:
      tools/setup/action.yml: "runs:\n  using: composite\n  steps:\n    - uses: ⟦./tools/gone⟧\n"
      README.md: "# Jobs\n"
  - name: a repository inside this one
    files:
      examples/a/.github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/here\n"
      examples/a/.github/actions/here/action.yml: "runs:\n  using: composite\n  steps: []\n"
  - name: a repository inside this one lacks it
    files:
      examples/a/.github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ⟦./.github/actions/gone⟧\n"
      README.md: "# Jobs\n"
  - name: a scaffold is put together with others
    files:
      templates/.github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ./deploy/ecr\n"
      templates/main.tf: "locals {}\n"
  - name: a scaffold's own name
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ./deploy/<%= name %>\n"
      deploy/README.md: "# Deploy\n"
  - name: the action that the repository is
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ./\n"
      action.yml: "runs:\n  using: composite\n  steps: []\n"
  - name: without its dot it belongs to another rule
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ./github/actions/setup\n"
      README.md: "# Jobs\n"
  - name: documentation of other repositories
    files:
      docs/use.md: "```yaml\nsteps:\n  - uses: ./my/action\n```\n"
      README.md: "# Jobs\n"
  - name: a template of a workflow
    files:
      .github/workflows/a.yml.example: "jobs:\n  a:\n    uses: ./.github/workflows/b.yml\n"
      .github/workflows/b.yml.example: "on: workflow_call\n"
  - name: another repository at the root
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with: {repository: o/r}\n      - uses: ./.github/actions/gone\n  b:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: ⟦./.github/actions/gone⟧\n"
      README.md: "# Jobs\n"
  - name: this repository, by its name or as a fork has it
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          repository: ${{ github.repository }}\n          ref: ${{ inputs.ref }}\n      - uses: ⟦./.github/actions/gone⟧\n  b:\n    steps:\n      - uses: actions/checkout@v4\n        with: {repository: \"${{ github.event.pull_request.head.repo.full_name }}\"}\n      - uses: ⟦./.github/actions/lost⟧\n"
      README.md: "# Jobs\n"
  - name: a branch of its own holds others
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with: {ref: actions}\n      - uses: ./setup\n"
      README.md: "# Jobs\n"
  - name: checked out where only the run knows
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with: {repository: o/r, path: \"${{ env.DIR }}\"}\n      - uses: ./lib/setup\n"
      README.md: "# Jobs\n"
  - name: beside what is checked out
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with: {repository: o/r, path: lib}\n      - uses: ./lib/setup\n      - uses: ⟦./libs/setup⟧\n"
      README.md: "# Jobs\n"
  - name: a submodule
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with: {submodules: true}\n      - uses: ./.github/actions/common/setup\n      - uses: ⟦./.github/actions/commons⟧\n"
      .github/workflows/b.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: ⟦./.github/actions/common/setup⟧\n"
      .gitmodules: "[submodule \"common\"]\n\tpath = .github/actions/common\n\turl = https://forge.example/o/common\n"
  - name: what a script clones
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: git clone --depth 1 https://forge.example/o/lib.git\n      - uses: ./lib/setup\n      - uses: ⟦./libs/setup⟧\n  b:\n    steps:\n      - run: |\n          gh repo clone o/r shared\n      - uses: ./shared/setup\n      - uses: ⟦./r/setup⟧\n  c:\n    steps:\n      - run: git clone \"$URL\" \"${{ github.workspace }}/own\"\n      - uses: ./own/setup\n  d:\n    steps:\n      - run: git clone \"$URL\"\n      - uses: ./lib/setup\n  e:\n    steps:\n      - run: git clone https://forge.example/o/lib /tmp/lib\n      - uses: ⟦./lib/setup⟧\n"
      README.md: "# Jobs\n"
  - name: cloned from a folder
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: git clone https://forge.example/o/made\n        working-directory: tools\n      - uses: ./tools/made\n      - run: cd extra && git clone https://forge.example/o/more\n      - uses: ./extra/more\n      - uses: ⟦./made⟧\n"
      README.md: "# Jobs\n"
  - name: what a script copies, moves and writes
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: cp -r templates/action .github/actions/made\n      - uses: ./.github/actions/made\n      - uses: ⟦./.github/actions/gone⟧\n  b:\n    steps:\n      - run: |\n          mkdir -p gen\n          cat > gen/action.yml <<EOF\n          runs: {using: composite, steps: []}\n          EOF\n      - uses: ./gen\n  c:\n    steps:\n      - run: mv lib-main lib\n      - uses: ./lib/a\n      - run: rm -rf tools && ls docs/a\n      - uses: ⟦./tools/a⟧\n      - uses: ⟦./docs/a⟧\n"
      README.md: "# Jobs\n"
  - name: where a program is told to write
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    env:\n      OUT: ./made\n    steps:\n      - run: make actions\n      - uses: ./made\n      - run: generate --out=other\n      - uses: ./other\n      - uses: ⟦./third⟧\n"
      README.md: "# Jobs\n"
  - name: what is unpacked
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: curl -sL https://forge.example/o/a.tgz | tar xz\n      - uses: ./a-1/setup\n      - uses: ⟦./.github/actions/gone⟧\n  b:\n    steps:\n      - run: tar xf a.tgz -C lib\n      - uses: ./lib/setup\n      - uses: ⟦./a-1/setup⟧\n  c:\n    steps:\n      - run: tar czf a.tgz a-1\n      - run: unzip a.zip -d \"$RUNNER_TEMP\"\n      - uses: ⟦./b-1/setup⟧\n"
      README.md: "# Jobs\n"
  - name: an artifact at the root
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/download-artifact@v4\n        with: {name: actions}\n      - uses: ./setup\n      - uses: ⟦./.github/actions/gone⟧\n"
      README.md: "# Jobs\n"
  - name: a workflow is called from the repository, whatever steps bring
    files:
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n        with: {repository: o/r}\n  b:\n    uses: ⟦./.github/workflows/gone.yml⟧\n"
      README.md: "# Jobs\n"

"""####),
        File(path: "actions/pack.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
pack: glorious-flywheel/actions
vars:
  labels: tinyland-nix, tinyland-docker, tinyland-dind, tinyland-nix-heavy
surfaces: # the same in every pack, so that a family alone has them too
  archive: ["docs/research/**", "tex_research/**", "CHANGELOG*"]
  vendored: [vendor/, third_party/, node_modules/, .terraform/, .terragrunt-cache/]
  generated: ["*.lock", .terraform.lock.hcl, package-lock.json, pnpm-lock.yaml, go.sum, "*.min.js", "*.min.css"]
kpis:
  - id: adoption/migration-entries
    title: Migration entries
    why: Pages of kind migration-entry, one for each repository that is to move.
    count: {nodes: $.flywheel.kind, value: {one-of: [migration-entry]}, files: ["**/*.md"]}
    better: higher
  - id: adoption/stale-action-paths
    title: Uses of shared actions by a stale path
    count: {findings: [actions/stale-*, actions/missing-local-path], unit: occurrences, surfaces: [primary]}
    better: lower
    goal: 0
  - id: adoption/stale-repositories
    title: Repositories still on stale action paths
    count: {findings: [actions/stale-*, actions/missing-local-path], unit: repositories, surfaces: [primary]}
    better: lower
    goal: 0
  - id: adoption/stale-labels
    title: runs-on hits that are not on the shared labels
    count: {findings: actions/label-*, unit: lines, surfaces: [primary]}
    better: lower
    goal: 0
  - id: adoption/shared-repositories
    title: Repositories on current shared labels
    count:
      nodes: "$.jobs.*['runs-on']"
      value: {re: '\btinyland-(?:nix|docker|dind)'}
      files: [".github/workflows/*.yml", ".github/workflows/*.yaml"]
      unit: repositories
    better: higher
  - id: adoption/shared-label-hits
    title: runs-on hits on current shared labels
    count:
      nodes: "$.jobs.*['runs-on']"
      value: {re: '\btinyland-(?:nix|docker|dind)'}
      files: [".github/workflows/*.yml", ".github/workflows/*.yaml"]
    better: higher
  - id: adoption/jobs
    title: Jobs that choose a runner
    count: {nodes: "$.jobs.*['runs-on']", files: [".github/workflows/*.yml", ".github/workflows/*.yaml"]}
  # What only a person can say stands in the front matter of a page: `flywheel: {kind: operator-flow}`.
  - id: platform/pool-types
    title: Documented pool types
    why: Pages of kind pool-type.
    count: {nodes: $.flywheel.kind, value: {one-of: [pool-type, runner-pool]}, files: ["**/*.md"]}
    better: higher
  - id: platform/owned-classes
    title: Runner classes with an owner
    why: Pages of kind runner-class that name an owner.
    count:
      nodes: $.flywheel
      value: {re: '(?s)\A(?=.*\bkind["'']?:\s*["'']?runner-class\b)(?=.*\bowner["'']?:\s*[^\s,}])'}
      files: ["**/*.md"]
    better: higher
  - id: platform/enrollment-paths
    title: Documented enrollment paths
    why: Pages of kind enrollment-path.
    count: {nodes: $.flywheel.kind, value: {one-of: [enrollment-path]}, files: ["**/*.md"]}
    better: higher
  - id: platform/canaries
    title: Canaries with a named builder contract
    why: Pages of kind canary that name a builder-contract.
    count:
      nodes: $.flywheel
      value: {re: '(?s)\A(?=.*\bkind["'']?:\s*["'']?canary\b)(?=.*\bbuilder-contract["'']?:\s*[^\s,}])'}
      files: ["**/*.md"]
    better: higher
  - id: product/operator-flows
    title: Operator flows
    why: Pages of kind operator-flow.
    count: {nodes: $.flywheel.kind, value: {one-of: [operator-flow]}, files: ["**/*.md"]}
    better: higher
  - id: product/org-admin-flows
    title: Org-admin flows
    why: Pages of kind org-admin-flow.
    count: {nodes: $.flywheel.kind, value: {one-of: [org-admin-flow]}, files: ["**/*.md"]}
    better: higher
  - id: product/consumer-flows
    title: Consumer flows
    why: Pages of kind consumer-flow.
    count: {nodes: $.flywheel.kind, value: {one-of: [consumer-flow]}, files: ["**/*.md"]}
    better: higher
  - id: inventory/workflows
    title: Workflows
    count: {files: [".github/workflows/*.yml", ".github/workflows/*.yaml"]}
  - id: inventory/actions
    title: Composite actions
    count: {directories: [action.yml, action.yaml]}
  - id: benchmark/queue
    title: Time in the queue before a job starts (seconds)
    count: {external: queue}
    better: lower
  - id: benchmark/debug-time
    title: Time to find why a job failed (seconds)
    count: {external: debug-time}
    better: lower

"""####),
        File(path: "actions/stale-local-path.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: actions/stale-local-path
title: Local action path without its dot
why: The folder is .github. A step that uses ./github/… looks for a folder that is not there, and the job stops before it has done anything.
level: error
kpi: adoption/stale-action-paths
lang: [yaml, markdown]
match: {re: '\buses:\s*["'']?(?<at>\./github/)(?=(?:actions|workflows)/)'}
unless:
  - exists: "github/actions/**"
fix: {replace: ./.github/, safety: safe}
message: "'{match}' is not there; the folder is './.github/'"
tests:
  - {path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    steps:\n      - uses: ⟦./github/⟧actions/setup\n", fixed: "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/setup\n"}
  - {path: .github/workflows/b.yml, bad: "jobs:\n  a:\n    uses: ⟦./github/⟧workflows/ci.yml\n", fixed: "jobs:\n  a:\n    uses: ./.github/workflows/ci.yml\n"}
  - {lang: markdown, bad: "```yaml\n- uses: '⟦./github/⟧actions/x'\n```\n", fixed: "```yaml\n- uses: './.github/actions/x'\n```\n"}
  - {name: what does not work, lang: markdown, bad: "A path `uses: ⟦./github/⟧actions/x` does not work.\n", fixed: "A path `uses: ./github/actions/x` does not work.\n"}
  - {lang: yaml, good: "- uses: ./.github/actions/setup\n"}
  - {lang: yaml, good: "- uses: github/codeql-action/init@v3\n"}
  - {lang: yaml, good: "- run: ./github/actions/run.sh\n"}

"""####),
        File(path: "actions/stale-owner.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: actions/stale-owner
title: Shared action of the stale owner
why: The shared actions live in tinyland-inc/GloriousFlywheel. The personal repository is not updated, and a workflow that uses it stays behind unseen.
level: error
kpi: adoption/stale-action-paths
lang: [yaml, markdown]
match: {re: '\buses:\s*["'']?(?<at>(?i:jesssullivan)/(?:GloriousFlywheel|attic-iac))(?=[/@])'}
fix: {replace: tinyland-inc/GloriousFlywheel, safety: safe}
message: "shared actions are in 'tinyland-inc/GloriousFlywheel', not in '{match}'"
tests:
  - {path: .github/workflows/a.yml, bad: "jobs:\n  a:\n    steps:\n      - uses: ⟦Jesssullivan/GloriousFlywheel⟧/.github/actions/nix-job@main\n", fixed: "jobs:\n  a:\n    steps:\n      - uses: tinyland-inc/GloriousFlywheel/.github/actions/nix-job@main\n"}
  - {path: .github/workflows/b.yaml, bad: "jobs:\n  a:\n    uses: \"⟦jesssullivan/GloriousFlywheel⟧/.github/workflows/ci.yml@v1\"\n", fixed: "jobs:\n  a:\n    uses: \"tinyland-inc/GloriousFlywheel/.github/workflows/ci.yml@v1\"\n"}
  - {lang: markdown, bad: "```yaml\n- uses: ⟦Jesssullivan/attic-iac⟧/.github/actions/docker-job@main\n```\n", fixed: "```yaml\n- uses: tinyland-inc/GloriousFlywheel/.github/actions/docker-job@main\n```\n"}
  - {name: the repository's own action, path: .github/workflows/c.yml, bad: "jobs:\n  a:\n    steps:\n      - uses: ⟦Jesssullivan/GloriousFlywheel⟧@v1\n", fixed: "jobs:\n  a:\n    steps:\n      - uses: tinyland-inc/GloriousFlywheel@v1\n"}
  - {name: what must not be written, lang: markdown, bad: "Do not write `uses: ⟦Jesssullivan/GloriousFlywheel⟧/.github/actions/nix-job@main`.\n", fixed: "Do not write `uses: Jesssullivan/GloriousFlywheel/.github/actions/nix-job@main`.\n"}
  - {lang: yaml, good: "- uses: tinyland-inc/GloriousFlywheel/.github/actions/nix-job@main\n"}
  - {lang: yaml, good: "- uses: Jesssullivan/other-tool/.github/actions/build@v2\n"}
  - {lang: yaml, good: "- uses: actions/checkout@v4\n"}

"""####),
        File(path: "cache/environment-contract.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/environment-contract
title: Another spelling of a contract variable
why: Jobs find the caches by ATTIC_SERVER, ATTIC_CACHE and BAZEL_REMOTE_CACHE. A job that reads another name falls back to its default without a word.
level: note
kpi: inventory/cache-contract
match:
  re:
    - '\$\{(?<at>ATTIC_CACHE_(?:NAME|URL)|ATTIC_SERVER_URL|ATTIC_ENDPOINT|BAZEL_CACHE_(?:URL|ENDPOINT)|BAZEL_REMOTE_CACHE_URL)(?=:?-)'
    - '(?:^|[\s;{])(?:export\s+)?(?<at>ATTIC_CACHE_(?:NAME|URL)|ATTIC_SERVER_URL|ATTIC_ENDPOINT|BAZEL_CACHE_(?:URL|ENDPOINT)|BAZEL_REMOTE_CACHE_URL)(?=\s*(?:=|:\s))'
message: "'{match}' is no variable of the cache contract (ATTIC_SERVER, ATTIC_CACHE, BAZEL_REMOTE_CACHE)"
tests:
  - {lang: nix, bad: "{ ⟦ATTIC_CACHE_URL⟧ = \"https://nix-cache.tinyland.dev\"; }\n"}
  - {lang: shell, bad: "NAME=\"${⟦ATTIC_CACHE_NAME⟧:-main}\"\n"}
  - {lang: yaml, bad: "env:\n  ⟦BAZEL_CACHE_URL⟧: grpc://bazel-cache.nix-cache.svc.cluster.local:9092\n"}
  - {lang: yaml, good: "env:\n  ATTIC_CACHE: main\n"}
  - {lang: shell, good: "echo \"ATTIC_SERVER=$SERVER\" >> \"$GITHUB_ENV\"\n"}
  - {lang: shell, good: "export BAZEL_REMOTE_CACHE=\"$URL\"\n"}
  - {name: a setting of the server itself, lang: yaml, good: "env:\n  ATTIC_DATABASE_URL: postgres\n"}

"""####),
        File(path: "cache/flakehub.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/flakehub
title: FlakeHub reference
why: Builds come from our own caches and flake inputs from their forges. Each FlakeHub reference outside research is one more service that a build waits for.
level: note
surfaces: [primary, generated]
match:
  re:
    - '(?<![\w-])(?<!\]\()(?<!\]\(https://)(?<!\]\(http://)(?<!\]\(https://api\.)(?<!\]: )(?<!\]: <)(?<!\]: https://)(?<![?&]url=)(?<![?&]url=https://)(?:https?://)?(?:\w+\.)?flakehub\.com\b(?:/[^\s"''`)>]*[^\s"''`)>.,;])?'
    - '\b(?<!github\.com/)(?<!/f/)(?<!/flake/)(?i:DeterminateSystems/flakehub)[\w-]*'
    # (A page of the project's is only read.)
    - '(?<=github\.com/)(?i:DeterminateSystems/flakehub)[\w-]*+(?=\.git\b|@|/(?:archive|raw|releases|tarball|zipball)\b|\?ref=)'
    - '(?<=git\+https://github\.com/|git clone https://github\.com/|git = "https://github\.com/)(?i:DeterminateSystems/flakehub)[\w-]*+(?!\.git\b|@|/(?:archive|raw|releases|tarball|zipball)\b|\?ref=)'
message: "'{match}' makes the build depend on FlakeHub"
tests:
  - {lang: nix, bad: "{ inputs.compat.url = \"⟦https://flakehub.com/f/edolstra/flake-compat/1.tar.gz⟧\"; }\n"}
  - {lang: yaml, bad: "- uses: ⟦DeterminateSystems/flakehub-cache-action⟧@main\n"}
  - {name: in small letters, lang: yaml, bad: "- uses: ⟦determinatesystems/flakehub-push⟧@main\n"}
  - {lang: markdown, bad: "Inputs come from ⟦https://api.flakehub.com/f⟧.\n"}
  - {lang: yaml, good: "- uses: cachix/install-nix-action@v30\n"}
  - {lang: nix, good: "{ inputs.compat.url = \"github:edolstra/flake-compat\"; }\n"}
  - {name: what a lock file fetches, path: flake.lock, bad: "{\"url\": \"⟦https://api.flakehub.com/f/pinned/a/b/1.0.0/source.tar.gz⟧\"}\n"}
  - {name: a cache in GitHub, lang: yaml, good: "- uses: DeterminateSystems/magic-nix-cache-action@v8\n"}
  - {path: docs/research/caches.md, good: "FlakeHub is at <https://flakehub.com/>.\n"}
  - {name: a page that is linked, lang: markdown, good: "- [FlakeHub package](https://flakehub.com/f/someone/tool)\n"}
  - {name: a command of a page, lang: markdown, bad: "```sh\nnix run \"⟦https://flakehub.com/f/someone/tool/v2⟧\" -- status\n```\n"}
  - {name: pages that are linked below, lang: markdown, good: "From the [hub][h].\n\n[h]: https://flakehub.com/flakes\n[b]: https://img.shields.io/endpoint?url=https://flakehub.com/f/someone/tool/badge\n"}
  - {name: a project's page, lang: json, good: "{\"homepage\": \"https://github.com/DeterminateSystems/flakehub-push\"}\n"}
  - {name: a project's sources, lang: shell, bad: "git clone https://github.com/⟦DeterminateSystems/flakehub-push⟧\nnix run git+https://github.com/⟦DeterminateSystems/flakehub-push⟧\ncurl -L https://github.com/⟦DeterminateSystems/flakehub-push⟧/raw/main/x.sh\n"}
  - {name: a project's archive, lang: nix, bad: "{ src = fetchTarball \"https://github.com/⟦DeterminateSystems/flakehub-push⟧/archive/main.tar.gz\"; }\n"}
  - {name: pages that are linked, lang: markdown, good: "[x](http://flakehub.com/f/a), [y](https://api.flakehub.com/f).\n"}

"""####),
        File(path: "cache/pack.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
pack: glorious-flywheel/cache
vars:
  attic_host: attic.nix-cache.svc.cluster.local
  attic_public: nix-cache.tinyland.dev
  bazel_endpoint: "grpc://bazel-cache.nix-cache.svc.cluster.local:9092"
  namespace: nix-cache
surfaces: # the same in every pack, so that a family alone has them too
  archive: ["docs/research/**", "tex_research/**", "CHANGELOG*"]
  vendored: [vendor/, third_party/, node_modules/, .terraform/, .terragrunt-cache/]
  generated: ["*.lock", .terraform.lock.hcl, package-lock.json, pnpm-lock.yaml, go.sum, "*.min.js", "*.min.css"]
kpis:
  - id: truth/cache
    title: Stale cache endpoints on active primary surfaces
    count: {findings: cache/stale-*, unit: occurrences, surfaces: [primary]}
    better: lower
    goal: 0
  - id: inventory/cache-contract
    title: Caches used without their key or by another variable
    count: {findings: [cache/substituter-without-key, cache/unpaired-key, cache/environment-contract], unit: occurrences, surfaces: [primary]}
    better: lower
    goal: 0
  - id: inventory/flakehub
    title: FlakeHub references outside research
    count: {findings: cache/flakehub, unit: occurrences, surfaces: [primary, generated]}
    better: lower
  - id: benchmark/cache-cold-start
    title: Cold start of a build without a warm cache (seconds)
    count: {external: cache-cold-start}
    better: lower
  - id: benchmark/cache-warm
    title: The same build from a warm cache (seconds)
    count: {external: cache-warm}
    better: lower
  - id: benchmark/cache-restore
    title: Restore and save of a cache in a job (seconds)
    count: {external: cache-restore}
    better: lower

"""####),
        File(path: "cache/stale-base-domain.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-base-domain
title: Retired base domain
why: Hosts are built from a base domain. While fuzzy-dev.tinyland.dev is a default or an example somewhere, new endpoints are made under it.
level: warning
kpi: truth/cache
match:
  re: '(?<![\w.@-])(?<sub>(?:(?!nix-cache\.)(?:[\w-]+|\*)\.)*)fuzzy-dev\.tinyland\.dev(?![\w-])'
unless: {refused: true}
fix: {replace: "{sub}tinyland.dev", safety: unsafe}
message: "'{match}' is the retired base domain; hosts live under tinyland.dev"
tests:
  - {lang: hcl, bad: "domain = \"⟦fuzzy-dev.tinyland.dev⟧\"\n", fixed: "domain = \"tinyland.dev\"\n"}
  - {lang: json, bad: "{\"domain\": \"⟦fuzzy-dev.tinyland.dev⟧\"}\n", fixed: "{\"domain\": \"tinyland.dev\"}\n"}
  - {lang: yaml, bad: "grafana: https://⟦grafana.fuzzy-dev.tinyland.dev⟧/d\n", fixed: "grafana: https://grafana.tinyland.dev/d\n"}
  - {lang: markdown, bad: "Set the base domain (for example ⟦fuzzy-dev.tinyland.dev⟧).\n", fixed: "Set the base domain (for example tinyland.dev).\n"}
  - {name: any host of it, lang: yaml, bad: "hosts: [\"⟦*.fuzzy-dev.tinyland.dev⟧\"]\n", fixed: "hosts: [\"*.tinyland.dev\"]\n"}
  - {name: an address for mail, lang: hcl, good: "email = \"agent@fuzzy-dev.tinyland.dev\"\n"}
  - {name: a host under it belongs to another rule, lang: yaml, good: "a: https://nix-cache.fuzzy-dev.tinyland.dev\n"}
  - {lang: yaml, good: "namespace: fuzzy-dev\n"}
  - {name: what is refused, lang: yaml, good: "forbidden_domains: [fuzzy-dev.tinyland.dev]\n"}
  - {name: what is allowed, lang: yaml, bad: "allowed_domains: [⟦fuzzy-dev.tinyland.dev⟧]\n", fixed: "allowed_domains: [tinyland.dev]\n"}

"""####),
        File(path: "cache/stale-bazel-namespace.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-bazel-namespace
title: Bazel cache in another namespace
why: The Bazel remote cache is the Service bazel-cache in namespace nix-cache. Under the old namespaces its name does not resolve, and Bazel builds everything again without a word.
level: error
kpi: truth/cache
match:
  url: {host: ["bazel-cache.*.svc.cluster.local", "bazel-cache.*.svc", "bazel-cache.attic-cache", "bazel-cache.attic-cache-*"]}
where:
  host: {re: '^bazel-cache\.(?!nix-cache\b)[a-z0-9-]+(?:\.svc(?:\.cluster\.local)?)?$'}
unless: {refused: true}
fix: {replace-part: host, with: bazel-cache.nix-cache.svc.cluster.local, safety: safe}
message: "the Bazel cache is 'bazel-cache.nix-cache.svc.cluster.local', not '{host}'"
tests:
  - {lang: yaml, bad: "BAZEL_REMOTE_CACHE: \"⟦grpc://bazel-cache.attic-cache-dev.svc.cluster.local:9092⟧\"\n", fixed: "BAZEL_REMOTE_CACHE: \"grpc://bazel-cache.nix-cache.svc.cluster.local:9092\"\n"}
  - {path: .bazelrc, bad: "build:ci --remote_cache=⟦grpc://bazel-cache.build-caches.svc.cluster.local:9092⟧\n", fixed: "build:ci --remote_cache=grpc://bazel-cache.nix-cache.svc.cluster.local:9092\n"}
  - {lang: yaml, bad: "BAZEL_REMOTE_CACHE: ⟦grpc://bazel-cache.attic-cache-dev:9092⟧\n", fixed: "BAZEL_REMOTE_CACHE: grpc://bazel-cache.nix-cache.svc.cluster.local:9092\n"}
  - {lang: markdown, bad: "Check `grpcurl ⟦bazel-cache.attic-cache-dev.svc.cluster.local:9092⟧ list`.\n", fixed: "Check `grpcurl bazel-cache.nix-cache.svc.cluster.local:9092 list`.\n"}
  - {name: what does not work, lang: markdown, bad: "`⟦grpc://bazel-cache.attic-cache-dev.svc.cluster.local:9092⟧` no longer resolves.\n", fixed: "`grpc://bazel-cache.attic-cache-dev.svc.cluster.local:9092` no longer resolves.\n"}
  - {lang: yaml, good: "BAZEL_REMOTE_CACHE: grpc://bazel-cache.nix-cache.svc.cluster.local:9092\n"}
  - {name: a namespace that is given elsewhere, lang: hcl, good: "url = \"grpc://bazel-cache.${var.namespace}.svc.cluster.local:9092\"\n"}
  - {name: a placeholder, path: .bazelrc, good: "build --remote_cache=grpcs://bazel-cache.example.com:443\n"}
  - {name: a folder of that name, lang: hcl, good: "source = \"../../modules/bazel-cache\"\n"}
  - {name: a pattern that is refused, lang: shell, good: "case \"$X\" in\n  *grpc://bazel-cache.attic-cache-dev.svc.cluster.local*) die \"not this one\" ;;\nesac\n"}
  - {name: a pattern that goes on, lang: shell, bad: "case \"$X\" in\n  *⟦grpc://bazel-cache.attic-cache-dev.svc.cluster.local⟧*) run \"$X\" ;;\n  *) die \"no\" ;;\nesac\n", fixed: "case \"$X\" in\n  *grpc://bazel-cache.nix-cache.svc.cluster.local*) run \"$X\" ;;\n  *) die \"no\" ;;\nesac\n"}

"""####),
        File(path: "cache/stale-domain.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-domain
title: Retired public cache host
why: The public cache answers at nix-cache.tinyland.dev. The fuzzy-dev domain belonged to a cluster that is gone; a substituter there only costs time-outs.
level: error
kpi: truth/cache
match:
  url: {host: nix-cache.fuzzy-dev.tinyland.dev}
unless:
  - match: {re: '(?<![\w.+:/-])[\w.+-]+@(?:[\w-]+\.)*fuzzy-dev\.tinyland\.dev'}
    reach: line
  - refused: true
fix:
  replace-part: host
  with: nix-cache.tinyland.dev
  safety: safe
  # Its caches have keys of their own, and there is no other cache than main.
  unsafe-beside:
    re:
      - '(?i)\btrusted-public-keys\b|public_key\b'
      - '\bnix-cache\.fuzzy-dev\.tinyland\.dev(?::\d+)?/(?!main\b)\w'
      - '\bATTIC_CACHE["'']?[ \t]*[:=][ \t]*["'']?(?!main\b)[\w$]'
message: "'{host}' is retired; the public cache is nix-cache.tinyland.dev, with a signing key of its own"
tests:
  - {lang: yaml, bad: "env:\n  ATTIC_SERVER: ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "env:\n  ATTIC_SERVER: https://nix-cache.tinyland.dev\n"}
  - {lang: nix, bad: "{ extra-substituters = [ \"⟦https://nix-cache.fuzzy-dev.tinyland.dev/main⟧\" ]; extra-trusted-public-keys = [ \"k\" ]; }\n", fixed: "{ extra-substituters = [ \"https://nix-cache.fuzzy-dev.tinyland.dev/main\" ]; extra-trusted-public-keys = [ \"k\" ]; }\n"}
  - {lang: markdown, bad: "It uses `⟦nix-cache.fuzzy-dev.tinyland.dev⟧` as its cache.\n", fixed: "It uses `nix-cache.tinyland.dev` as its cache.\n"}
  - {name: with a login, lang: shell, bad: "curl ⟦https://me:secret@nix-cache.fuzzy-dev.tinyland.dev/main⟧\n", fixed: "curl https://me:secret@nix-cache.tinyland.dev/main\n"}
  - {name: the Kubernetes namespace of the same name, lang: yaml, good: "url: http://gateway.fuzzy-dev.svc.cluster.local:8080/mcp\n"}
  - {name: an address for mail, lang: hcl, good: "email = \"agent@mail.fuzzy-dev.tinyland.dev\"\n"}
  - {lang: shell, good: "kubectl get pods -n fuzzy-dev\n"}
  - {lang: yaml, good: "env:\n  ATTIC_SERVER: https://nix-cache.tinyland.dev\n"}
  - {name: the domain is filled in, lang: nix, good: "{ domain, ... }: { services.nginx.virtualHosts.\"nix-cache.${domain}\" = { addSSL = true; }; }\n"}
  - {name: a part of the domain is filled in, lang: yaml, bad: "url: ⟦https://nix-cache.fuzzy-dev.${DOMAIN}/main⟧\n"}
  - {name: what is over is not turned, lang: markdown, bad: "The cause was the then-configured `⟦nix-cache.fuzzy-dev.tinyland.dev⟧` endpoint.\n", fixed: "The cause was the then-configured `nix-cache.fuzzy-dev.tinyland.dev` endpoint.\n"}
  - {name: over a line end, lang: markdown, bad: "The matrix flagged `⟦nix-cache.fuzzy-dev.tinyland.dev⟧` as not\nexternally reachable.\n", fixed: "The matrix flagged `nix-cache.fuzzy-dev.tinyland.dev` as not\nexternally reachable.\n"}
  - {name: from there to here, lang: markdown, bad: "Put `nix-cache.tinyland.dev` for `⟦nix-cache.fuzzy-dev.tinyland.dev⟧`.\n", fixed: "Put `nix-cache.tinyland.dev` for `nix-cache.fuzzy-dev.tinyland.dev`.\n"}
  - {name: a comment behind the code, lang: shell, bad: "curl ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧ # the legacy endpoint\n", fixed: "curl https://nix-cache.fuzzy-dev.tinyland.dev # the legacy endpoint\n"}
  - {name: an expression that tells names apart, lang: toml, bad: "exclude = [\"^⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\"]\n", fixed: "exclude = [\"^https://nix-cache.fuzzy-dev.tinyland.dev\"]\n"}
  - {name: another sentence is over, lang: markdown, bad: "The old cluster is gone. The cache is `⟦nix-cache.fuzzy-dev.tinyland.dev⟧`. It moved in May.\n", fixed: "The old cluster is gone. The cache is `nix-cache.tinyland.dev`. It moved in May.\n"}
  - {name: another text of the line, lang: shell, bad: "curl ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧ || echo \"not reachable\"\n", fixed: "curl https://nix-cache.tinyland.dev || echo \"not reachable\"\n"}
  - {name: another item of the list, lang: markdown, bad: "- What we moved.\n- The cache is `⟦nix-cache.fuzzy-dev.tinyland.dev⟧`.\n- What was renamed.\n", fixed: "- What we moved.\n- The cache is `nix-cache.tinyland.dev`.\n- What was renamed.\n"}
  - {name: without a key of it, lang: nix, bad: "{ url = \"⟦https://nix-cache.fuzzy-dev.tinyland.dev/main⟧\"; }\n", fixed: "{ url = \"https://nix-cache.tinyland.dev/main\"; }\n"}
  - {name: a cache that is not there, lang: yaml, bad: "url: ⟦https://nix-cache.fuzzy-dev.tinyland.dev/tools⟧\n", fixed: "url: https://nix-cache.fuzzy-dev.tinyland.dev/tools\n"}
  - {name: a cache that is not there by a variable, lang: yaml, bad: "env:\n  ATTIC_SERVER: ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n  ATTIC_CACHE: tools\n", fixed: "env:\n  ATTIC_SERVER: https://nix-cache.fuzzy-dev.tinyland.dev\n  ATTIC_CACHE: tools\n"}
  - {name: the cache by a variable, lang: yaml, bad: "env:\n  ATTIC_SERVER: ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n  ATTIC_CACHE: main\n", fixed: "env:\n  ATTIC_SERVER: https://nix-cache.tinyland.dev\n  ATTIC_CACHE: main\n"}
  - {name: lists of what is retired, lang: python, good: "RETIRED = {\"nix-cache.fuzzy-dev.tinyland.dev\", \"b\"}\nFORBIDDEN_HOSTS: set[str] = {\n    \"a\",  # one\n    \"https://nix-cache.fuzzy-dev.tinyland.dev\",\n}\nstaleHosts = [\"nix-cache.fuzzy-dev.tinyland.dev\"]\n"}
  - {name: lists of what is used, lang: python, bad: "HOSTS = {\"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\", \"b\"}\nNOT_FORBIDDEN = [\n    \"⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\",\n]\n", fixed: "HOSTS = {\"nix-cache.tinyland.dev\", \"b\"}\nNOT_FORBIDDEN = [\n    \"https://nix-cache.tinyland.dev\",\n]\n"}
  - {name: keys of what is forbidden, lang: yaml, good: "forbidden:\n  - nix-cache.fuzzy-dev.tinyland.dev\nretired_hosts: [a, nix-cache.fuzzy-dev.tinyland.dev]\ndeny:\n- https://nix-cache.fuzzy-dev.tinyland.dev\nredirects:\n  - from: https://nix-cache.fuzzy-dev.tinyland.dev\n    to: https://nix-cache.tinyland.dev\n"}
  - {name: keys of something else, lang: yaml, bad: "jobs:\n  stale:\n    env:\n      ATTIC_SERVER: ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n  forbidden: {url: ⟦https://nix-cache.fuzzy-dev.tinyland.dev/main⟧}\nfrom: ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\nhosts:\n- ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "jobs:\n  stale:\n    env:\n      ATTIC_SERVER: https://nix-cache.tinyland.dev\n  forbidden: {url: https://nix-cache.tinyland.dev/main}\nfrom: https://nix-cache.tinyland.dev\nhosts:\n- nix-cache.tinyland.dev\n"}
  - {name: what must not be there, lang: python, good: "def test():\n    assert \"nix-cache.fuzzy-dev.tinyland.dev\" not in text\n    self.assertNotIn(\"nix-cache.fuzzy-dev.tinyland.dev\", text)\n    if \"nix-cache.fuzzy-dev.tinyland.dev\" in text:\n        raise ValueError(\"no\")\n"}
  - {name: what must be there, lang: python, bad: "def test():\n    assert \"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\" in text\n    if \"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\" not in text:\n        raise ValueError(\"no\")\n    if \"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\" in text:\n        return text\n", fixed: "def test():\n    assert \"nix-cache.tinyland.dev\" in text\n    if \"nix-cache.tinyland.dev\" not in text:\n        raise ValueError(\"no\")\n    if \"nix-cache.tinyland.dev\" in text:\n        return text\n"}
  - {name: a condition whose branch fails, lang: shell, good: "if [[ $ATTIC_SERVER == *nix-cache.fuzzy-dev.tinyland.dev* ]]; then\n  echo \"not this one\" >&2\n  exit 1\nfi\nfor stale in nix-cache.fuzzy-dev.tinyland.dev b; do\n  ! grep -rq \"$stale\" . || exit 1\ndone\ngrep -q nix-cache.fuzzy-dev.tinyland.dev flake.nix && exit 1\n! grep -rq nix-cache.fuzzy-dev.tinyland.dev .\n"}
  - {name: a condition whose branch goes on, lang: shell, bad: "if [[ $ATTIC_SERVER == *⟦nix-cache.fuzzy-dev.tinyland.dev⟧* ]]; then\n  attic push main || exit 1\nelse\n  exit 1\nfi\nif curl -sf --fail ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧; then\n  nix build\nfi\nSTALE=1 curl ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n! grep -q ⟦nix-cache.fuzzy-dev.tinyland.dev⟧ hosts && echo x >> hosts\n", fixed: "if [[ $ATTIC_SERVER == *nix-cache.tinyland.dev* ]]; then\n  attic push main || exit 1\nelse\n  exit 1\nfi\nif curl -sf --fail https://nix-cache.tinyland.dev; then\n  nix build\nfi\nSTALE=1 curl https://nix-cache.tinyland.dev\n! grep -q nix-cache.tinyland.dev hosts && echo x >> hosts\n"}
  - {name: an alias, lang: hcl, bad: "resource \"cloudflare_record\" \"old\" {\n  name    = \"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\"\n  type    = \"CNAME\"\n  content = \"nix-cache.tinyland.dev\"\n}\n", fixed: "resource \"cloudflare_record\" \"old\" {\n  name    = \"nix-cache.fuzzy-dev.tinyland.dev\"\n  type    = \"CNAME\"\n  content = \"nix-cache.tinyland.dev\"\n}\n"}
  - {name: a block beside another, lang: hcl, bad: "resource \"cloudflare_record\" \"new\" {\n  name = \"nix-cache.tinyland.dev\"\n}\nresource \"kiln_cache\" \"main\" {\n  server = \"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\"\n}\n", fixed: "resource \"cloudflare_record\" \"new\" {\n  name = \"nix-cache.tinyland.dev\"\n}\nresource \"kiln_cache\" \"main\" {\n  server = \"nix-cache.tinyland.dev\"\n}\n"}
  - {name: a server that redirects, path: nginx.conf, bad: "server {\n  server_name ⟦nix-cache.fuzzy-dev.tinyland.dev⟧;\n  return 301 https://nix-cache.tinyland.dev$request_uri;\n}\n", fixed: "server {\n  server_name nix-cache.fuzzy-dev.tinyland.dev;\n  return 301 https://nix-cache.tinyland.dev$request_uri;\n}\n"}
  - {name: a block behind it, path: nginx.conf, bad: "server {\n  server_name nix-cache.tinyland.dev;\n}\nupstream kiln {\n  server ⟦nix-cache.fuzzy-dev.tinyland.dev⟧;\n}\n", fixed: "server {\n  server_name nix-cache.tinyland.dev;\n}\nupstream kiln {\n  server nix-cache.tinyland.dev;\n}\n"}
  - {name: a block that it heads, path: Caddyfile, bad: "⟦nix-cache.fuzzy-dev.tinyland.dev⟧ {\n\tredir https://nix-cache.tinyland.dev{uri}\n}\n", fixed: "nix-cache.fuzzy-dev.tinyland.dev {\n\tredir https://nix-cache.tinyland.dev{uri}\n}\n"}
  - {name: a block that the other heads, path: Caddyfile, bad: "nix-cache.tinyland.dev {\n\treverse_proxy ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n}\n", fixed: "nix-cache.tinyland.dev {\n\treverse_proxy https://nix-cache.fuzzy-dev.tinyland.dev\n}\n"}
  - {name: a set that it heads, lang: nix, bad: "{\n  services.nginx.virtualHosts.\"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\" = {\n    globalRedirect = \"nix-cache.tinyland.dev\";\n  };\n}\n", fixed: "{\n  services.nginx.virtualHosts.\"nix-cache.fuzzy-dev.tinyland.dev\" = {\n    globalRedirect = \"nix-cache.tinyland.dev\";\n  };\n}\n"}
  - {name: a redirect of a cluster, lang: yaml, bad: "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/permanent-redirect: https://nix-cache.tinyland.dev\nspec:\n  rules:\n    - host: ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/permanent-redirect: https://nix-cache.tinyland.dev\nspec:\n  rules:\n    - host: nix-cache.fuzzy-dev.tinyland.dev\n"}
  - {name: a redirect of another document, lang: yaml, bad: "kind: Ingress\nmetadata:\n  annotations:\n    permanent-redirect: https://nix-cache.tinyland.dev\n---\nkind: ConfigMap\ndata:\n  server: ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "kind: Ingress\nmetadata:\n  annotations:\n    permanent-redirect: https://nix-cache.tinyland.dev\n---\nkind: ConfigMap\ndata:\n  server: https://nix-cache.tinyland.dev\n"}
  - {name: a route that redirects, lang: yaml, bad: "spec:\n  hostnames: [⟦nix-cache.fuzzy-dev.tinyland.dev⟧]\n  rules:\n    - filters:\n        - requestRedirect:\n            hostname: nix-cache.tinyland.dev\n", fixed: "spec:\n  hostnames: [nix-cache.fuzzy-dev.tinyland.dev]\n  rules:\n    - filters:\n        - requestRedirect:\n            hostname: nix-cache.tinyland.dev\n"}
  - {name: both in a list, lang: yaml, bad: "dnsNames:\n  - nix-cache.tinyland.dev\n  - ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "dnsNames:\n  - nix-cache.tinyland.dev\n  - nix-cache.fuzzy-dev.tinyland.dev\n"}
  - {name: two lists, lang: yaml, bad: "names:\n  - nix-cache.tinyland.dev\nhosts:\n  - ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "names:\n  - nix-cache.tinyland.dev\nhosts:\n  - nix-cache.tinyland.dev\n"}
  - {name: both in a mapping, lang: yaml, bad: "- name: a\n  from: ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\n  target: {host: nix-cache.tinyland.dev}\n", fixed: "- name: a\n  from: nix-cache.fuzzy-dev.tinyland.dev\n  target: {host: nix-cache.tinyland.dev}\n"}
  - {name: two mappings, lang: yaml, bad: "- name: a\n  server: ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\n- name: b\n  server: nix-cache.tinyland.dev\n", fixed: "- name: a\n  server: nix-cache.tinyland.dev\n- name: b\n  server: nix-cache.tinyland.dev\n"}
  - {name: two commands of a shell, lang: shell, bad: "f() {\n  curl https://nix-cache.tinyland.dev\n  curl ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n}\n", fixed: "f() {\n  curl https://nix-cache.tinyland.dev\n  curl https://nix-cache.tinyland.dev\n}\n"}
  - {name: a record of a zone, path: dns/zone.db, bad: "⟦nix-cache.fuzzy-dev.tinyland.dev⟧. IN CNAME nix-cache.tinyland.dev.\n⟦nix-cache.fuzzy-dev.tinyland.dev⟧ 300 A 10.0.0.5\n", fixed: "nix-cache.fuzzy-dev.tinyland.dev. IN CNAME nix-cache.tinyland.dev.\nnix-cache.fuzzy-dev.tinyland.dev 300 A 10.0.0.5\n"}
  - {name: what a record leads to, path: dns/zone.db, bad: "kiln IN CNAME ⟦nix-cache.fuzzy-dev.tinyland.dev⟧.\n", fixed: "kiln IN CNAME nix-cache.tinyland.dev.\n"}
  - {name: a record's name, lang: hcl, bad: "resource \"cloudflare_record\" \"kiln\" {\n  name    = \"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\"\n  type    = \"A\"\n  content = \"10.0.0.5\"\n}\n", fixed: "resource \"cloudflare_record\" \"kiln\" {\n  name    = \"nix-cache.fuzzy-dev.tinyland.dev\"\n  type    = \"A\"\n  content = \"10.0.0.5\"\n}\n"}
  - {name: what a record has, lang: hcl, bad: "resource \"cloudflare_record\" \"kiln\" {\n  name    = \"kiln\"\n  type    = \"CNAME\"\n  content = \"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\"\n}\n", fixed: "resource \"cloudflare_record\" \"kiln\" {\n  name    = \"kiln\"\n  type    = \"CNAME\"\n  content = \"nix-cache.tinyland.dev\"\n}\n"}
  - {name: rules of a cluster's door, lang: yaml, bad: "spec:\n  rules:\n    - host: nix-cache.tinyland.dev\n      http: {paths: []}\n    - host: ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "spec:\n  rules:\n    - host: nix-cache.tinyland.dev\n      http: {paths: []}\n    - host: nix-cache.fuzzy-dev.tinyland.dev\n"}
  - {name: a door of its own, lang: yaml, bad: "kind: Ingress\nspec:\n  rules:\n    - host: ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "kind: Ingress\nspec:\n  rules:\n    - host: nix-cache.fuzzy-dev.tinyland.dev\n"}
  - {name: items that are no definition, lang: yaml, bad: "mirrors:\n  - name: a\n    host: ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\n  - name: b\n    host: nix-cache.tinyland.dev\n", fixed: "mirrors:\n  - name: a\n    host: nix-cache.tinyland.dev\n  - name: b\n    host: nix-cache.tinyland.dev\n"}
  - {name: two objects of a list, lang: json, bad: "[{\"host\": \"nix-cache.tinyland.dev\"}, {\"host\": \"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\"}]\n", fixed: "[{\"host\": \"nix-cache.tinyland.dev\"}, {\"host\": \"nix-cache.fuzzy-dev.tinyland.dev\"}]\n"}
  - {name: two objects of two lists, lang: json, bad: "{\"a\": [{\"host\": \"nix-cache.tinyland.dev\"}],\n \"b\": [{\"url\": \"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\"}]}\n", fixed: "{\"a\": [{\"host\": \"nix-cache.tinyland.dev\"}],\n \"b\": [{\"url\": \"nix-cache.tinyland.dev\"}]}\n"}
  - {name: whose key it is, path: known_hosts, bad: "⟦nix-cache.fuzzy-dev.tinyland.dev⟧ ssh-ed25519 AAAAC3Nz\n", fixed: "nix-cache.fuzzy-dev.tinyland.dev ssh-ed25519 AAAAC3Nz\n"}
  - {name: where it is, lang: shell, bad: "curl --resolve ⟦nix-cache.fuzzy-dev.tinyland.dev:443:10.0.0.5⟧ ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\necho \"10.0.0.5 ⟦nix-cache.fuzzy-dev.tinyland.dev⟧\" >> /etc/hosts\n", fixed: "curl --resolve nix-cache.fuzzy-dev.tinyland.dev:443:10.0.0.5 https://nix-cache.fuzzy-dev.tinyland.dev\necho \"10.0.0.5 nix-cache.fuzzy-dev.tinyland.dev\" >> /etc/hosts\n"}
  - {name: what a server answers to, path: nginx.conf, bad: "server {\n  server_name ⟦nix-cache.fuzzy-dev.tinyland.dev⟧;\n  root /srv;\n}\n", fixed: "server {\n  server_name nix-cache.fuzzy-dev.tinyland.dev;\n  root /srv;\n}\n"}
  - {name: what a server asks, path: nginx.conf, bad: "server {\n  server_name kiln.example.org;\n  proxy_pass ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧;\n}\n", fixed: "server {\n  server_name kiln.example.org;\n  proxy_pass https://nix-cache.tinyland.dev;\n}\n"}
  - {name: a site, path: Caddyfile, bad: "⟦nix-cache.fuzzy-dev.tinyland.dev⟧ {\n\treverse_proxy kiln:8080\n}\n", fixed: "nix-cache.fuzzy-dev.tinyland.dev {\n\treverse_proxy kiln:8080\n}\n"}
  - {name: a remote that is written instead, path: .gitconfig, bad: "[url \"https://nix-cache.tinyland.dev/\"]\n\tinsteadOf = ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "[url \"https://nix-cache.tinyland.dev/\"]\n\tinsteadOf = https://nix-cache.fuzzy-dev.tinyland.dev\n"}
  - {name: lists and items of what is old, lang: yaml, bad: "- job_name: old-cache\n  static_configs:\n    - targets: [⟦nix-cache.fuzzy-dev.tinyland.dev⟧]\n", fixed: "- job_name: old-cache\n  static_configs:\n    - targets: [nix-cache.fuzzy-dev.tinyland.dev]\n"}
  - {name: items of what is used, lang: yaml, bad: "- job_name: cache\n  static_configs:\n    - targets: [⟦nix-cache.fuzzy-dev.tinyland.dev⟧]\n- job_name: old-cache\n  static_configs:\n    - targets: [kiln]\n", fixed: "- job_name: cache\n  static_configs:\n    - targets: [nix-cache.tinyland.dev]\n- job_name: old-cache\n  static_configs:\n    - targets: [kiln]\n"}
  - {name: a variable of what is old, lang: python, bad: "OLD_HOSTS = [\"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\"]\nTHRESHOLD_HOSTS = \"kiln\"\n", fixed: "OLD_HOSTS = [\"nix-cache.fuzzy-dev.tinyland.dev\"]\nTHRESHOLD_HOSTS = \"kiln\"\n"}
  - {name: variables of what is used, lang: python, bad: "THRESHOLD_HOSTS = [\"⟦nix-cache.fuzzy-dev.tinyland.dev⟧\"]\nOLD_HOSTS = \"kiln\"\n", fixed: "THRESHOLD_HOSTS = [\"nix-cache.tinyland.dev\"]\nOLD_HOSTS = \"kiln\"\n"}
  - {name: a comment before it, lang: shell, bad: "# the old host must redirect\ncurl -I ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n", fixed: "# the old host must redirect\ncurl -I https://nix-cache.fuzzy-dev.tinyland.dev\n"}
  - {name: a comment of something else, lang: shell, bad: "# old builds are kept\ncurl -I ⟦https://nix-cache.fuzzy-dev.tinyland.dev⟧\n# redirects are followed\n", fixed: "# old builds are kept\ncurl -I https://nix-cache.tinyland.dev\n# redirects are followed\n"}

"""####),
        File(path: "cache/stale-forward-port.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-forward-port
title: Port forwarded to the container's port
why: A port is forwarded to a port of the Service, and the Service attic has port 80 only. 8080 is the pod's.
level: warning
kpi: truth/cache
match:
  re:
    - '\bport-forward\b[^\n]*\b(?:svc|service)/attic(?:-api)?(?![\w-])[^\n]*?(?<at>:8080)\b'
    - '^[\w-]+[^\n:]*\b(?<parameter>[\w-]+)=["'']attic["''][^\n]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*?[ \t]+[^\n]*\bport-forward\b[^\n]*\b(?:svc|service)/\{\{\s*\g{parameter}\s*\}\}[^\n]*?(?<at>:8080)\b'
fix: {replace: ":80", safety: safe}
message: "the Service attic has no port '{match}'; forward to :80"
tests:
  - {lang: shell, bad: "kubectl port-forward -n nix-cache svc/attic 9000⟦:8080⟧\n", fixed: "kubectl port-forward -n nix-cache svc/attic 9000:80\n"}
  - {lang: shell, bad: "kubectl -n nix-cache port-forward service/attic 8080⟦:8080⟧ &\n", fixed: "kubectl -n nix-cache port-forward service/attic 8080:80 &\n"}
  - {lang: markdown, bad: "```\nkubectl port-forward svc/attic-api 8080⟦:8080⟧\n```\n", fixed: "```\nkubectl port-forward svc/attic-api 8080:80\n```\n"}
  - {name: a recipe's parameter, path: Justfile, bad: "# look at the cache\nforward space=\"caches\" service=\"attic\" port=\"9000\":\n    kubectl port-forward -n {{space}} svc/{{service}} {{port}}⟦:8080⟧\n", fixed: "# look at the cache\nforward space=\"caches\" service=\"attic\" port=\"9000\":\n    kubectl port-forward -n {{space}} svc/{{service}} {{port}}:80\n"}
  - {name: what does not work, lang: markdown, bad: "`kubectl port-forward svc/attic 8080⟦:8080⟧` fails.\n", fixed: "`kubectl port-forward svc/attic 8080:8080` fails.\n"}
  - {name: a recipe for another service, path: Justfile, good: "forward service=\"dashboard\":\n    kubectl port-forward svc/{{service}} 8080:8080\n"}
  - {lang: shell, good: "kubectl port-forward svc/attic 8080:80\n"}
  - {name: a pod, lang: shell, good: "kubectl port-forward pod/attic-0 8080:8080\n"}
  - {lang: shell, good: "kubectl port-forward svc/dashboard 8080:8080\n"}

"""####),
        File(path: "cache/stale-host-label.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-host-label
title: Host label attic-cache
why: The public host label is nix-cache. A label attic-cache builds a host name that no DNS record answers any more.
level: warning
kpi: truth/cache
match:
  url: {host: ["attic-cache.*", "attic-cache-*.*"]}
where:
  host: {re: '^attic-cache(?:-[^.]+)?\.(?!enable\b|(?:nix|tf|tfvars|hcl|ya?ml|json|toml|lock|md|sh|txt|conf|env|service|timer)$)'}
unless:
  - match: {re: 'attic-cache[\w.$\{\}()-]*\.(?:example(?:\.(?:com|org|net|local))?|test|invalid|localhost|custom\.domain\.com|domain\.com)\b'}
    reach: line
  - match: {re: '\battic-cache[\w-]*\.svc\b'}
    reach: line
message: "'{match}' uses the old host label attic-cache; the label is nix-cache"
tests:
  - {lang: yaml, bad: "url: ⟦https://attic-cache.${INGRESS_DOMAIN}⟧\n"}
  - {lang: shell, bad: "export ATTIC_SERVER=\"${ATTIC_SERVER:-⟦https://attic-cache.${BASE_DOMAIN}⟧}\"\n"}
  - {path: Justfile, bad: "health endpoint=\"⟦https://attic-cache.{{domain}}⟧\":\n    curl -sf {{endpoint}}\n"}
  - {lang: yaml, bad: "url: ⟦https://attic-cache-staging.${INGRESS_DOMAIN}/main⟧\n"}
  - {name: a placeholder is only a note, lang: shell, good: "./check -u https://attic-cache.example.com/\n"}
  - {name: a component path, lang: yaml, good: "component: gitlab.com/group/attic-cache/nix-job@1\n"}
  - {name: an input of an action, lang: yaml, good: "with:\n  attic-cache: main\n"}
  - {lang: nix, good: "{ a = config.services.attic-cache.enable; }\n"}
  - {lang: yaml, good: "url: https://nix-cache.${INGRESS_DOMAIN}\n"}
  - {name: a file, lang: nix, good: "{\n  # declared in attic-cache.nix\n  a = 1;\n}\n"}
  - {name: a unit, lang: markdown, good: "Restart `attic-cache.service` and read `attic-cache-gc.timer`.\n"}
  - {name: a host below a domain, lang: markdown, bad: "See ⟦https://attic-cache.nix.dev⟧ for it.\n"}

"""####),
        File(path: "cache/stale-key-name.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-key-name
title: Trusted key of another cache
why: A Nix signing key is named for its cache. A key called attic-cache, or one that the cache main had on a server that is gone, does not sign what it serves now, and Nix then builds everything again.
level: warning
kpi: truth/cache
match:
  re:
    - 'trusted-public-keys\b[^\n]*?(?<at>attic-cache)(?=:[A-Za-z0-9+/_=-])'
    # Of the cache main on servers that are gone.
    - '(?<![\w./-])(?<at>main:(?:PBDvqG8OP3W2XF4QzuqWwZD/RhLRsE7ONxwM09kqTtw=|NKRk1XYo/dfd9fcDqgotUJg2DTDHWp5ny\+Ba7WzRjgE=|l/gpjG5GLg1Gczmn5K97n5iSIRcsaWerICzdXqiBYT8=))'
    - '(?<![\w./-])(?<at>(?:attic-cache|(?:[\w-]+\.)*fuzzy-dev(?:\.[\w-]+)*)(?:-\d+)?)(?=:[A-Za-z0-9+/]{40,}={0,2})'
unless: {refused: true}
message: "'{match}' is the key of another cache; what the cache main serves is signed with a key of its own"
tests:
  - {lang: ini, bad: "extra-trusted-public-keys = ⟦attic-cache⟧:AAAAexampleKEY=\n"}
  - {lang: nix, bad: "{ extra-trusted-public-keys = [ \"⟦attic-cache⟧:AAAAexampleKEY=\" ]; }\n"}
  - {lang: yaml, bad: "nix_config: |\n  trusted-public-keys = cache.nixos.org-1:BBBB= ⟦attic-cache⟧:AAAAexampleKEY=\n"}
  - {name: a list over lines, lang: nix, bad: "{ extra-trusted-public-keys = [\n  \"⟦nix-cache.fuzzy-dev.tinyland.dev-1⟧:bm90IGEgcmVhbCBrZXkgYXQgYWxsLCBvbmx5IHRleHQ=\"\n]; }\n"}
  - {lang: ini, good: "extra-trusted-public-keys = main:AAAAexampleKEY=\n"}
  - {lang: ini, good: "extra-trusted-public-keys = cache.nixos.org-1:AAAA=\n"}
  - {lang: markdown, good: "The attic-cache: it serves paths.\n"}
  - {name: the key of a server that is gone, lang: nix, bad: "{\n  extra-substituters = [ \"https://nix-cache.tinyland.dev/main\" ];\n  extra-trusted-public-keys = [ \"⟦main:PBDvqG8OP3W2XF4QzuqWwZD/RhLRsE7ONxwM09kqTtw=⟧\" ];\n}\n"}
  - {name: another of these, lang: shell, bad: "ATTIC_PUBLIC_KEY=\"⟦main:NKRk1XYo/dfd9fcDqgotUJg2DTDHWp5ny+Ba7WzRjgE=⟧\"\n"}
  - {name: those that are refused, lang: python, good: "RETIRED_KEYS = {\n    \"main:l/gpjG5GLg1Gczmn5K97n5iSIRcsaWerICzdXqiBYT8=\",\n}\n"}
  - {name: another key of that name, lang: ini, good: "extra-trusted-public-keys = main:bm90IGEgcmVhbCBrZXkgYXQgYWxsLCBvbmx5IHRleHQ=\n"}

"""####),
        File(path: "cache/stale-namespace-map.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-namespace-map
title: Namespace attic-cache in a map of namespaces
why: Organisation files give the namespace of each environment. dev and prod are environments of one cluster, and their caches share namespace nix-cache.
level: warning
kpi: truth/cache
tags: [migration]
lang: yaml
within: $..namespaces
match: {re: '(?<=[:\s"''])(?<at>attic-cache)(?=["'']?\s*(?:#.*)?$)'}
unless:
  - match: {re: '(?i)namespace'}
    reach: line
fix: {replace: nix-cache, safety: unsafe}
message: "'{match}' is the old namespace; the caches live in 'nix-cache'"
tests:
  - {lang: yaml, bad: "namespaces:\n  attic:\n    prod: ⟦attic-cache⟧\n", fixed: "namespaces:\n  attic:\n    prod: nix-cache\n"}
  - {lang: yaml, bad: "namespaces:\n  attic: ⟦attic-cache⟧\n  runners: runners\n", fixed: "namespaces:\n  attic: nix-cache\n  runners: runners\n"}
  - {lang: yaml, bad: "environments:\n  prod:\n    namespaces:\n      attic: \"⟦attic-cache⟧\"\n", fixed: "environments:\n  prod:\n    namespaces:\n      attic: \"nix-cache\"\n"}
  - {lang: yaml, good: "storage:\n  bucket: attic-cache\n"}
  - {lang: yaml, good: "namespaces:\n  attic: nix-cache\n"}
  - {name: with an environment it belongs to another rule, lang: yaml, good: "with:\n  attic-cache: main\n"}

"""####),
        File(path: "cache/stale-namespace.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-namespace
title: Namespace attic-cache
why: The caches live in namespace nix-cache. Data hangs on a namespace, so the change is a migration and not an edit, but every mention must follow it.
level: warning
kpi: truth/cache
tags: [migration]
match:
  any:
    - re: '(?:(?<![\w./@$\{-])|(?<=:-))(?<at>attic-cache-(?:dev|development|prod|production))(?![\w.:@-])(?!/[\w-]+@)'
    - all:
        - re: '(?:(?<![\w./@$\{-])|(?<=:-))(?<at>attic-cache)(?![\w./:@-])'
        - re: '(?i)namespace|\b(?:kubectl|kubens)\b|(?<![\w-])-n\s+["'']?attic-cache|\bk8s-[\w-]+\s+attic-cache'
        - not: {re: '(?i)(?:(?:managed|part)[-_](?:by|of)|bucket\w*)["'']?\]?\s*[:=]\s*["'']?attic-cache(?![\w-])'}
    - re: '\bvariable\s+"\w*namespace"\s*\{[^{}]*?\bdefault\s*=\s*"(?<at>attic-cache(?:-(?:dev|development|prod|production))?)"'
    - re:
        - '^kind:[ \t]*Namespace\b(?:(?!^---)[\s\S]){0,400}?^[ \t]+name:[ \t]*["'']?(?<at>attic-cache)(?![\w-])'
        - '"kubernetes_namespace(?:_v1)?"\s+"\w+"\s*\{(?:[^{}]*\{)?[^{}]*?\bname\s*=\s*"(?<at>attic-cache)"'
unless:
  - files: "**/*.nix"
  - refused: true
  - {match: {re: '(?i)^\W*(?:stale|retired)\b[^.\n]*\battic-cache|\battic-cache[^.\n]*\bout of contract\b'}, reach: line}
fix: {replace: nix-cache, safety: unsafe}
message: "'{match}' is the old namespace; the caches live in 'nix-cache'"
tests:
  - {lang: hcl, bad: "namespace = \"⟦attic-cache⟧\"\n", fixed: "namespace = \"nix-cache\"\n"}
  - {lang: shell, bad: "kubectl get pods -n ⟦attic-cache-dev⟧\n", fixed: "kubectl get pods -n nix-cache\n"}
  - {lang: yaml, bad: "script:\n  - tofu plan -var=\"namespace=${TF_VAR_namespace:-⟦attic-cache⟧}\"\n", fixed: "script:\n  - tofu plan -var=\"namespace=${TF_VAR_namespace:-nix-cache}\"\n"}
  - {lang: markdown, bad: "The server runs in the `⟦attic-cache-dev⟧` namespace.\n\n### ⟦attic-cache-dev⟧\n", fixed: "The server runs in the `nix-cache` namespace.\n\n### nix-cache\n"}
  - {path: Justfile, bad: "pods namespace=\"⟦attic-cache⟧\":\n    kubectl get pods -n {{namespace}}\n", fixed: "pods namespace=\"nix-cache\":\n    kubectl get pods -n {{namespace}}\n"}
  - {lang: hcl, bad: "variable \"namespace\" {\n  type    = string\n  default = \"⟦attic-cache⟧\"\n}\n", fixed: "variable \"namespace\" {\n  type    = string\n  default = \"nix-cache\"\n}\n"}
  - {lang: yaml, bad: "namespaces:\n  attic:\n    dev: ⟦attic-cache-dev⟧\n", fixed: "namespaces:\n  attic:\n    dev: nix-cache\n"}
  - {lang: markdown, bad: "```mermaid\ngraph TD\n  N1[⟦attic-cache-dev⟧]\n```\n", fixed: "```mermaid\ngraph TD\n  N1[nix-cache]\n```\n"}
  - {name: the object itself, lang: yaml, bad: "apiVersion: v1\nkind: Namespace\nmetadata:\n  labels: {a: b}\n  name: ⟦attic-cache⟧\n", fixed: "apiVersion: v1\nkind: Namespace\nmetadata:\n  labels: {a: b}\n  name: nix-cache\n"}
  - {lang: hcl, bad: "resource \"kubernetes_namespace\" \"cache\" {\n  metadata {\n    name = \"⟦attic-cache⟧\"\n  }\n}\n", fixed: "resource \"kubernetes_namespace\" \"cache\" {\n  metadata {\n    name = \"nix-cache\"\n  }\n}\n"}
  - {name: another object behind a namespace, lang: yaml, good: "kind: Namespace\nmetadata:\n  name: nix-cache\n---\nkind: CronJob\nmetadata:\n  name: attic-cache\n"}
  - {name: the job that warms the cache, lang: hcl, good: "resource \"kubernetes_cron_job_v1\" \"warm\" {\n  metadata {\n    name      = \"attic-cache-warm\"\n    namespace = local.namespace\n  }\n}\n"}
  - {name: a host belongs to another rule, lang: yaml, good: "u: grpc://bazel-cache.attic-cache-dev.svc.cluster.local:9092\n"}
  - {name: a shell belongs to another rule, lang: nix, good: "pkgs.mkShell { name = \"attic-cache-dev\"; }\n"}
  - {name: a bucket, lang: hcl, good: "# s3_bucket_name = \"attic-cache\"\n"}
  - {name: a namespace beside a bucket, lang: markdown, bad: "Use the store in the `⟦attic-cache⟧` namespace, with a bucket of its own.\n", fixed: "Use the store in the `nix-cache` namespace, with a bucket of its own.\n"}
  - {lang: yaml, good: "metadata:\n  namespace: nix-cache\n"}
  - {name: a check that refuses it, lang: shell, good: "if [[ ${cache} =~ (attic-cache-dev|fuzzy-dev|attic\\.tinyland) ]]; then\n  echo \"ERROR: this points at a stale endpoint.\" >&2\n  exit 1\nfi\n"}
  - {name: a check that refuses it as the last of several, lang: shell, good: "if grep -E 'fuzzy-dev|attic-cache-dev' \"$rc\" >/dev/null; then\n  fail \"must not contain stale endpoints\"\nfi\n"}
  - {name: a check that notes it, lang: shell, good: "if [[ $x =~ (attic-cache-dev|fuzzy-dev) ]]; then\n  STALE_ENDPOINT=true\nfi\n"}
  - {name: a choice that goes on, lang: shell, bad: "if [[ $x =~ (⟦attic-cache-dev⟧|gitlab-runners) ]]; then\n  kubectl get pods -n \"$x\"\nfi\n", fixed: "if [[ $x =~ (nix-cache|gitlab-runners) ]]; then\n  kubectl get pods -n \"$x\"\nfi\n"}
  - {name: what must be there, lang: shell, bad: "if ! kubectl get ns ⟦attic-cache-dev⟧; then\n  echo \"ERROR: no namespace\"\n  exit 1\nfi\n", fixed: "if ! kubectl get ns nix-cache; then\n  echo \"ERROR: no namespace\"\n  exit 1\nfi\n"}
  - {name: a filter, lang: shell, bad: "kubectl get pods -A | grep -E 'gitlab-runners|⟦attic-cache-dev⟧'\n", fixed: "kubectl get pods -A | grep -E 'gitlab-runners|nix-cache'\n"}
  - {name: a list of what is out of contract, lang: markdown, good: "- stale fuzzy-dev and attic-cache-dev endpoint names are out of contract\n"}
  - {name: a choice that may fail, lang: shell, bad: "if [[ $ns =~ (⟦attic-cache-dev⟧|⟦attic-cache-prod⟧) ]]; then\n  kubectl -n \"$ns\" rollout restart deploy/attic || exit 1\nfi\n", fixed: "if [[ $ns =~ (nix-cache|nix-cache) ]]; then\n  kubectl -n \"$ns\" rollout restart deploy/attic || exit 1\nfi\n"}
  - {name: a remark behind it, lang: shell, bad: "kubectl delete pods -n ⟦attic-cache-dev⟧ # stale pods\n", fixed: "kubectl delete pods -n nix-cache # stale pods\n"}

"""####),
        File(path: "cache/stale-placeholder-label.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-placeholder-label
title: Placeholder host with the old label
why: A placeholder domain is no endpoint, but the label before it is what readers copy. It should be nix-cache.
level: note
kpi: truth/cache
match:
  re: '(?<![\w.-])(?<at>attic-cache)(?=(?:\.[\w-]+)*\.(?:example(?:\.(?:com|org|net|local))?|example\.[a-z]{2,}|custom\.domain\.com|domain\.com)\b)'
fix: {replace: nix-cache, safety: unsafe}
message: "the example still teaches the host label '{match}'; use 'nix-cache'"
tests:
  - {lang: shell, bad: "#   ./init -e https://⟦attic-cache⟧.example.com\n", fixed: "#   ./init -e https://nix-cache.example.com\n"}
  - {lang: yaml, bad: "default: \"\"  # such as https://⟦attic-cache⟧.dev.example.com\n", fixed: "default: \"\"  # such as https://nix-cache.dev.example.com\n"}
  - {lang: dotenv, bad: "# ATTIC_SERVER=https://⟦attic-cache⟧.custom.domain.com\n", fixed: "# ATTIC_SERVER=https://nix-cache.custom.domain.com\n"}
  - {lang: nix, good: "{ a = [ \"https://nix-cache.example.com/main\" ]; }\n"}
  - {name: a name that only ends so, lang: nix, good: "{ a = [ \"https://your-attic-cache.example.com/main\" ]; }\n"}
  - {name: a real domain belongs to another rule, lang: yaml, good: "a: https://attic-cache.${DOMAIN}\n"}

"""####),
        File(path: "cache/stale-port.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-port
title: Attic with the container's port
why: The Service listens on port 80, so its URL needs no port (an address without a scheme has :80). 8080 is the port inside the pod and is refused from elsewhere.
level: error
kpi: truth/cache
match:
  url: {host: ["attic.*.svc.cluster.local", "attic.*.svc", attic.nix-cache], port: "8080"}
where:
  host: {re: '^attic\W'}
  port: {re: '^8080$'}
unless: {refused: true}
fix: {replace-part: port, with: "80", safety: safe}
message: "the Attic service has no port {port}; it listens on port 80"
tests:
  - {lang: shell, bad: "curl -sf ⟦http://attic.nix-cache.svc.cluster.local:8080⟧\n", fixed: "curl -sf http://attic.nix-cache.svc.cluster.local\n"}
  - {lang: shell, bad: "URL=\"${A:-⟦http://attic.nix-cache.svc.cluster.local:8080⟧}\"\n", fixed: "URL=\"${A:-http://attic.nix-cache.svc.cluster.local}\"\n"}
  - {lang: yaml, bad: "server: ⟦http://attic.nix-cache:8080/main⟧\n", name: the short name, fixed: "server: http://attic.nix-cache/main\n"}
  - {lang: yaml, bad: "server: ⟦attic.nix-cache.svc.cluster.local:8080⟧\n", fixed: "server: attic.nix-cache.svc.cluster.local:80\n"}
  - {name: without a scheme a port is needed, path: main.go, bad: "package main\n\nfunc f() { net.Dial(\"tcp\", \"⟦attic.nix-cache.svc.cluster.local:8080⟧\") }\n", fixed: "package main\n\nfunc f() { net.Dial(\"tcp\", \"attic.nix-cache.svc.cluster.local:80\") }\n"}
  - {name: another scheme, lang: shell, bad: "probe ⟦tcp://attic.nix-cache.svc.cluster.local:8080⟧\nsocat - TCP:⟦attic.nix-cache.svc.cluster.local:8080⟧\n", fixed: "probe tcp://attic.nix-cache.svc.cluster.local:80\nsocat - TCP:attic.nix-cache.svc.cluster.local:80\n"}
  - {name: two of them, lang: yaml, bad: "targets: [\"⟦attic.nix-cache.svc:8080⟧\", \"⟦attic.nix-cache.svc.cluster.local:8080⟧\"]\n", fixed: "targets: [\"attic.nix-cache.svc:80\", \"attic.nix-cache.svc.cluster.local:80\"]\n"}
  - {name: nothing listens there, lang: shell, bad: "curl ⟦https://attic.nix-cache.svc.cluster.local:8080/main⟧\n", fixed: "curl https://attic.nix-cache.svc.cluster.local:8080/main\n"}
  - {name: what does not work, lang: markdown, bad: "`⟦http://attic.nix-cache.svc.cluster.local:8080⟧` is refused.\n", fixed: "`http://attic.nix-cache.svc.cluster.local:8080` is refused.\n"}
  - {name: the right one beside it, lang: markdown, bad: "Write `attic.nix-cache.svc.cluster.local` for `⟦http://attic.nix-cache.svc.cluster.local:8080⟧`.\n", fixed: "Write `attic.nix-cache.svc.cluster.local` for `http://attic.nix-cache.svc.cluster.local:8080`.\n"}
  - {lang: yaml, good: "server: http://attic.nix-cache.svc.cluster.local\n"}
  - {name: another service on that port, lang: yaml, good: "gateway: http://gateway.tools.svc.cluster.local:8080\n"}
  - {name: the container's own port, lang: toml, good: "listen = \"[::]:8080\"\n"}
  - {name: the Bazel cache, lang: yaml, good: "cache: grpc://bazel-cache.nix-cache.svc.cluster.local:9092\n"}
  - {name: a check that refuses it, lang: shell, good: "if grep -rq 'attic.nix-cache.svc.cluster.local:8080' .; then\n  fail \"not this port\"\nfi\n"}
  - {name: a check that wants it, lang: shell, bad: "grep -q ⟦attic.nix-cache.svc.cluster.local:8080⟧ hosts || fail \"not there\"\n", fixed: "grep -q attic.nix-cache.svc.cluster.local:80 hosts || fail \"not there\"\n"}

"""####),
        File(path: "cache/stale-review-namespace.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-review-namespace
title: Namespace attic-cache of a test environment
why: Namespaces called attic-cache were left for nix-cache. One that only reviews or staging use needs a decision, a name of its own or none, so there is no fix for it.
level: warning
kpi: truth/cache
tags: [migration]
match:
  re: '(?:(?<![\w./@$\{-])|(?<=:-))(?<at>attic-cache-(?:staging|stage|review|test|preview|qa))(?![\w.:@-])(?!/[\w-]+@)'
unless:
  - files: "**/*.nix"
message: "'{match}' is a namespace of the old name; the caches live in 'nix-cache'"
tests:
  - {lang: yaml, bad: "variables:\n  TF_VAR_namespace: \"⟦attic-cache-review⟧\"\n"}
  - {lang: shell, bad: "kubectl -n ⟦attic-cache-staging⟧ get pods\n"}
  - {lang: yaml, bad: "namespaces:\n  attic:\n    staging: ⟦attic-cache-staging⟧\n"}
  - {name: a host belongs to another rule, lang: yaml, good: "url: https://attic-cache-staging.${INGRESS_DOMAIN}\n"}
  - {name: the job that warms the cache, lang: hcl, good: "name = \"attic-cache-warm\"\n"}
  - {lang: yaml, good: "namespace: nix-cache-staging\n"}

"""####),
        File(path: "cache/stale-service-name.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-service-name
title: Attic under its old service name
why: The Service is called attic, in namespace nix-cache. attic-api was renamed, and its DNS name no longer resolves.
level: error
kpi: truth/cache
match:
  url: {host: ["attic-api.*.svc", "attic-api.*.svc.cluster.local", attic-api.nix-cache]}
where:
  host: {re: '^attic-api\b'}
unless: {refused: true}
fix: {replace-part: host, with: attic.nix-cache.svc.cluster.local, safety: safe}
message: "the Attic service is 'attic.nix-cache.svc.cluster.local', not '{host}'"
tests:
  - {lang: yaml, bad: "server: ⟦http://attic-api.nix-cache.svc.cluster.local⟧\n", fixed: "server: http://attic.nix-cache.svc.cluster.local\n"}
  - {lang: markdown, bad: "- Attic: `⟦http://attic-api.caches.svc.cluster.local⟧`\n", fixed: "- Attic: `http://attic.nix-cache.svc.cluster.local`\n"}
  - {lang: shell, bad: "getent hosts ⟦attic-api.nix-cache.svc.cluster.local⟧\n", fixed: "getent hosts attic.nix-cache.svc.cluster.local\n"}
  - {name: what it was called, lang: markdown, bad: "It was called `⟦attic-api.nix-cache.svc.cluster.local⟧` until May.\n", fixed: "It was called `attic-api.nix-cache.svc.cluster.local` until May.\n"}
  - {name: the right one beside it, lang: markdown, bad: "Write `attic.nix-cache.svc.cluster.local` for `⟦attic-api.nix-cache.svc.cluster.local⟧`.\n", fixed: "Write `attic.nix-cache.svc.cluster.local` for `attic-api.nix-cache.svc.cluster.local`.\n"}
  - {name: the job name of a scrape, lang: yaml, good: "expr: up{job=\"attic-api\"} == 0\n"}
  - {name: the name of a policy object, lang: yaml, good: "metadata:\n  name: attic-api-ingress\n"}
  - {lang: yaml, good: "server: http://attic.nix-cache.svc.cluster.local\n"}
  - {name: a check that refuses it, lang: shell, good: "if grep -rq 'attic-api.nix-cache.svc.cluster.local' .; then\n  fail \"not this one\"\nfi\n"}
  - {name: a check that wants it, lang: shell, bad: "if ! grep -rq '⟦attic-api.nix-cache.svc.cluster.local⟧' .; then\n  fail \"it is not there\"\nfi\n", fixed: "if ! grep -rq 'attic.nix-cache.svc.cluster.local' .; then\n  fail \"it is not there\"\nfi\n"}

"""####),
        File(path: "cache/stale-service-namespace.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-service-namespace
title: Cache service in another namespace
why: All cache services live in namespace nix-cache. A service name is only as good as its namespace, and the old ones are empty.
level: error
kpi: truth/cache
match:
  any:
    - url: {host: ["attic.*.svc.cluster.local", "attic.*.svc"]}
    - url: {host: ["attic.attic-cache", "attic.attic-cache-*"]}
    - url: {host: ["*.attic-cache.svc.cluster.local", "*.attic-cache-*.svc.cluster.local", "*.attic-cache.svc", "*.attic-cache-*.svc"]}
where:
  host: {re: '^(?!bazel-cache\.)[a-z0-9-]+\.(?!nix-cache\b)[a-z0-9-]+(?:\.svc(?:\.cluster\.local)?)?$'}
message: "'{host}' asks for the service in another namespace than nix-cache"
tests:
  - {lang: yaml, bad: "ATTIC_SERVER: \"⟦http://attic.attic-cache-dev.svc.cluster.local⟧\"\n"}
  - {lang: shell, bad: "curl -sf ⟦http://attic.build-caches.svc:80/_api⟧\n"}
  - {lang: yaml, bad: "ATTIC_SERVER: ⟦http://attic.attic-cache-dev⟧\n"}
  - {lang: hcl, bad: "# s3_endpoint = \"⟦minio.attic-cache.svc.cluster.local:9000⟧\"\n"}
  - {name: the Bazel cache belongs to another rule, lang: yaml, good: "BAZEL_REMOTE_CACHE: grpc://bazel-cache.attic-cache-dev.svc.cluster.local:9092\n"}
  - {lang: yaml, good: "BAZEL_REMOTE_CACHE: grpc://bazel-cache.nix-cache.svc.cluster.local:9092\n"}
  - {name: a namespace that is given elsewhere, lang: hcl, good: "url = \"http://attic.${var.namespace}.svc.cluster.local\"\n"}
  - {name: another service in another namespace, lang: yaml, good: "url: http://prometheus.monitoring.svc.cluster.local:9090\n"}
  - {lang: hcl, good: "host = \"attic-minio.${local.ns}.svc.cluster.local:9000\"\n"}

"""####),
        File(path: "cache/stale-subdomain.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/stale-subdomain
title: Subdomain setting attic-cache
why: Host names are put together from a subdomain and a base domain. As long as the subdomain says attic-cache, every environment gets a host name that no DNS record answers.
level: warning
kpi: truth/cache
match: {re: '(?i:subdomain|host_?label|hostname_prefix)\w*["'']?\s*(?::-|[:=])\s*["'']?(?<at>attic-cache)(?![\w./])'}
fix: {replace: nix-cache, safety: unsafe}
message: "'{match}' is the old host label; the label is nix-cache"
tests:
  - {lang: yaml, bad: "variables:\n  FIXED_SUBDOMAIN: \"⟦attic-cache⟧\"\n", fixed: "variables:\n  FIXED_SUBDOMAIN: \"nix-cache\"\n"}
  - {lang: shell, bad: "H=\"${FIXED_SUBDOMAIN:-⟦attic-cache⟧}-review.${DOMAIN}\"\n", fixed: "H=\"${FIXED_SUBDOMAIN:-nix-cache}-review.${DOMAIN}\"\n"}
  - {lang: hcl, bad: "subdomain = \"⟦attic-cache⟧\"\n", fixed: "subdomain = \"nix-cache\"\n"}
  - {lang: hcl, good: "subdomain = \"nix-cache\"\n"}
  - {lang: yaml, good: "with:\n  attic-cache: main\n"}
  - {lang: hcl, good: "name = \"attic-cache-warm\"\n"}

"""####),
        File(path: "cache/substituter-without-key.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/substituter-without-key
title: Substituter without a trusted key
why: Nix takes paths from a substituter only when a trusted key has signed them. Without the key every path is built again, quietly.
level: warning
kpi: inventory/cache-contract
lang: [nix, yaml, markdown, shell, ini, text]
match:
  re:
    - '^(?:[^#\n]*[{;])?[ \t"]*(?:[\w-]+\.)*(?<at>(?:extra-)?substituters)(?!=(?:["'']|\$\())["]?\s*=(?=\s*(?:\[[^\]]*?|[^\n\[=]*?)(?:https?://(?!cache\.nixos\.org|(?:[\w-]+\.)*(?:example|test|invalid|localhost)\b)(?![^\s"'']*[?&]trusted=(?:true|1)\b)|\$[{(]?\w(?![^\s"'']*[?&]trusted=(?:true|1)\b)))'
    - '^[^#\n]*?\b(?:echo|printf)\b[^\n]*?["''](?<at>(?:extra-)?substituters)(?=\s*=(?![^\n]*[?&]trusted=(?:true|1)\b)[^\n]*>>?\s*\S*nix\.conf)'
unless:
  - evidence:
      near: file
      match: {re: '(?i:trusted[-_]?public[-_]?keys)|\bNIX_CONFIG=(?:"[^"]{0,2000}?|''[^'']{0,2000}?)(?<![\w-])substituters[ \t]*=|(?m)^[^#\n]*?\brequire-sigs["'']?\s*=\s*(?:false|0)\b'}
message: "'{match}' names a cache, but no trusted-public-keys goes with it"
tests:
  - {lang: nix, bad: "{ nixConfig.a = 1;\n  ⟦extra-substituters⟧ = [ \"https://nix-cache.tinyland.dev/main\" ];\n}\n"}
  - {lang: yaml, bad: "with:\n  extra_nix_config: |\n    ⟦extra-substituters⟧ = https://nix-cache.tinyland.dev/main\n"}
  - {lang: markdown, bad: "```\n⟦extra-substituters⟧ = https://nix-cache.tinyland.dev/main\n```\n"}
  - {name: written by a job, lang: shell, bad: "echo \"⟦extra-substituters⟧ = $SERVER/main\" >> /etc/nix/nix.conf\necho \"trusted-substituters = $SERVER/main\" >> /etc/nix/nix.conf\n"}
  - {lang: nix, good: "{\n  extra-substituters = [ \"https://nix-cache.tinyland.dev/main\" ];\n  extra-trusted-public-keys = [ \"main:AAAA=\" ];\n}\n"}
  - {name: over several lines, lang: nix, bad: "{\n  ⟦extra-substituters⟧ = [\n    \"https://nix-cache.tinyland.dev/main\"\n  ];\n}\n"}
  - {name: its key is built in, path: nix.conf, good: "substituters = https://cache.nixos.org\n"}
  - {name: a placeholder, path: nix.conf, good: "substituters = https://cache.example.com/main\n"}
  - {name: none yet, lang: nix, good: "{ extra-substituters = [ ]; }\n"}
  - {name: users may add it but nothing is taken from it, path: nix.conf, good: "trusted-substituters = https://nix-cache.tinyland.dev/main\n"}
  - {lang: markdown, good: "Set `extra-substituters` to the cache.\n"}
  - {name: taken without a key by its own word, lang: shell, good: "echo \"extra-substituters = file://$DIR?priority=10&trusted=true\" >> /etc/nix/nix.conf\n"}
  - {name: one of two that needs no key, path: nix.conf, bad: "⟦substituters⟧ = https://nix-cache.tinyland.dev/main file:///a?trusted=true\n"}
  - {name: a hint on the screen, lang: shell, good: "echo \"  extra-substituters = $ENDPOINT\"\n"}
  - {lang: yaml, good: "with:\n  extra_nix_config: |\n    extra-substituters = https://nix-cache.tinyland.dev/main\n    extra-trusted-public-keys = main:AAAA=\n"}
  - {name: put aside as a comment, path: .woodpecker/a.yaml, good: "commands:\n  # - echo 'substituters = http://nix-cache.nix-cache' >> /etc/nix/nix.conf\n  - nix build\n"}
  - {name: a command of a list, path: .woodpecker/a.yaml, bad: "commands:\n  - echo '⟦substituters⟧ = http://nix-cache.nix-cache' >> /etc/nix/nix.conf\n"}
  - {name: no key is asked for, path: nix.conf, good: "substituters = s3://builds?endpoint=https://s3.tinyland.dev https://nix-cache.tinyland.dev/main\nrequire-sigs = false\n"}
  - {name: a key is asked for, path: nix.conf, bad: "⟦substituters⟧ = https://nix-cache.tinyland.dev/main\nrequire-sigs = true\n"}
  - {name: what is never said, path: nix.conf, bad: "⟦substituters⟧ = https://nix-cache.tinyland.dev/main\n# never: require-sigs = false\n"}
  - {name: the key of an option of its own, lang: nix, good: "{\n  settings = {\n    substituters = [ \"https://nix-cache.tinyland.dev/main\" ];\n    trustedPublicKeys = [ \"main:AAAA=\" ];\n  };\n}\n"}
  - {name: keys by another name, lang: nix, good: "let\n  substituters = [ \"https://nix-cache.tinyland.dev/main\" ];\n  trusted_public_keys = [ \"main:AAAA=\" ];\nin { inherit substituters trusted_public_keys; }\n"}
  - {name: fewer caches for one command, path: Justfile, good: "build:\n    export NIX_CONFIG=\"access-tokens = a\n    substituters = https://cache.nixos.org https://$HOST/main\"\n    nix build\n"}
  - {name: one more cache for all commands, lang: shell, bad: "export NIX_CONFIG=\"access-tokens = a\n⟦extra-substituters⟧ = https://nix-cache.tinyland.dev/main\"\nnix build\n"}
  - {name: fewer caches for one command with quotes inside, lang: shell, good: "export NIX_CONFIG=\"access-tokens = $(token || echo '')\nsubstituters = https://$HOST/main\"\nnix build\n"}
  - {name: by its whole path, lang: nix, bad: "{\n  nix.settings.⟦substituters⟧ = [ \"https://nix-cache.tinyland.dev/main\" ];\n}\n"}
  - {name: all on one line, lang: nix, bad: "{ nix.settings = { ⟦extra-substituters⟧ = [ \"https://nix-cache.tinyland.dev/main\" ]; }; }\n"}
  - {name: both by their whole paths, lang: nix, good: "{\n  nix.settings.substituters = [ \"https://nix-cache.tinyland.dev/main\" ];\n  nix.settings.trusted-public-keys = [ \"main:AAAA=\" ];\n}\n"}
  - {name: a variable of the shell, lang: shell, good: "substituters=\"$(nix config show substituters)\"\nsubstituters=$(nix config show substituters)\n"}

"""####),
        File(path: "cache/unpaired-key.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: cache/unpaired-key
title: Substituter with the key of another cache
why: Attic signs each cache with a key that has the cache's name. Keys of other caches do not open this one, and Nix builds again what it could have fetched, without an error.
level: warning
kpi: inventory/cache-contract
lang: [nix, yaml, markdown, shell, ini, text]
match:
  re: '\bsubstituters["'']?\s*=(?:(?!trusted-public-keys)[\s\S]){0,600}?https?://(?<host>(?:nix-cache|attic)\.[\w.-]+)/(?<at>(?<cache>[\w-]+))(?=["''\s\]])(?=[\s\S]{0,1500}?\btrusted-public-keys\b)(?![\s\S]{0,3000}?(?<![\w.-])(?:\g{cache}|\g{host})(?:-\d+)?:)(?![\s\S]{0,1500}?\btrusted-public-keys["'']?[ \t]*=[ \t]*[^\n\];]*[$<])'
unless:
  - match: {re: 'https?://(?:[\w-]+\.)*(?:example|test|invalid|localhost)\b'}
    reach: line
message: "no trusted key here is that of cache '{match}' at {host}"
tests:
  - {lang: nix, bad: "{\n  extra-substituters = [ \"https://nix-cache.tinyland.dev/⟦main⟧\" ];\n  extra-trusted-public-keys = [ \"tools:AAAAexampleKEY=\" ];\n}\n"}
  - {path: nix.conf, bad: "extra-substituters = https://nix-cache.tinyland.dev/⟦main⟧\nextra-trusted-public-keys = cache.nixos.org-1:AAAAexampleKEY=\n"}
  - {lang: yaml, bad: "with:\n  extra_nix_config: |\n    extra-substituters = http://attic.nix-cache.svc.cluster.local/⟦main⟧\n    extra-trusted-public-keys = other:AAAAexampleKEY=\n"}
  - {name: its own key, path: nix.conf, good: "extra-substituters = https://nix-cache.tinyland.dev/main\nextra-trusted-public-keys = main:AAAAexampleKEY=\n"}
  - {name: one key of several, lang: nix, good: "{\n  extra-substituters = [ \"https://nix-cache.tinyland.dev/main\" ];\n  extra-trusted-public-keys = [\n    \"tools:AAAA=\"\n    \"main:BBBB=\"\n  ];\n}\n"}
  - {name: a key with the host's name, path: nix.conf, good: "substituters = https://nix-cache.tinyland.dev/main\ntrusted-public-keys = nix-cache.tinyland.dev-1:AAAA=\n"}
  - {name: another kind of cache, path: nix.conf, good: "extra-substituters = https://nix-community.cachix.org\nextra-trusted-public-keys = nix-community.cachix.org-1:AAAA=\n"}
  - {name: no key at all belongs to another rule, path: nix.conf, good: "extra-substituters = https://nix-cache.tinyland.dev/main\n"}
  - {name: a key that is filled in, lang: yaml, good: "with:\n  extra_nix_config: |\n    substituters = https://attic.example.net/lab\n    extra-trusted-public-keys = ${{ vars.ATTIC_PUBLIC_KEY }}\n"}
  - {name: a key of a variable, lang: shell, good: "export NIX_CONFIG=\"substituters = https://attic.lab.net/lab\nextra-trusted-public-keys = $ATTIC_PUBLIC_KEY\"\n"}
  - {name: a key to be filled in, path: nix.conf, good: "substituters = https://attic.lab.net/lab\nextra-trusted-public-keys = <ATTIC_PUBLIC_KEY>\n"}

"""####),
        File(path: "gitlab/agent-context-pattern.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/agent-context-pattern
title: Check that takes only GitLab agent contexts
why: A pattern of the form group/project:agent turns away every other context, honey among them. A check of contexts should ask whether the context is there, not which forge made it.
level: warning
match:
  re:
    # (Behind a slash that ends a literal of a program another begins.)
    - '(?i)context[^\n]{0,80}?["''/](?<at>\^(?:(?!\$/|/[,;)])[^\s"''<>])*/(?![,;)])(?:(?!\$/|/[,;)])[^\s"''<>])*:(?:(?!\$/)[^\s"''<>])*\$)'
    - '(?i)["''/](?<at>\^(?:(?!\$/|/[,;)])[^\s"''<>])*/(?![,;)])(?:(?!\$/|/[,;)])[^\s"''<>])*:(?:(?!\$/)[^\s"''<>])*\$)["''/][^\n]{0,80}?context'
message: "'{match}' takes only contexts of GitLab agents; the cluster is context honey"
tests:
  - {lang: shell, bad: "echo \"$context\" | grep -qE '⟦^[a-z-]+/[^:]+:[a-z-]+$⟧'\n"}
  - {lang: javascript, bad: "const isContext = /⟦^[\\w/-]+:\\w+$⟧/.test(kubeContext);\n"}
  - {lang: hcl, bad: "condition = can(regex(\"⟦^[^/]+/[^:]+:.+$⟧\", var.context)) # context\n", name: a validation}
  - {lang: shell, good: "echo \"$context\" | grep -qE '^[a-z][a-z0-9-]*$'\n"}
  - {lang: shell, good: "echo \"$image\" | grep -qE '^[a-z]+/[a-z]+:[a-z]+$'\n"}
  - {name: a script without line ends, lang: javascript, good: "var context=1,C=/^<([a-z][^/>:]*)[ ]*\\/?>:$/,D=/^x$/;function nodeContext(a){return a}\n"}
  - {name: two patterns, lang: javascript, good: "var c=x.context;var Z=/^(?:a|b)$/,rt=/^([^.]*)(?:.(.+)|)$/;\n"}
  - {lang: yaml, good: "context: group/agents:dev\n"}
  - {name: two patterns that end in no dollar, lang: javascript, good: "var c=a.context,Z=/^(?:parents|prev(?:Until|All))/,be=/^.[^:#]*$/;\n"}

"""####),
        File(path: "gitlab/agent-context.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/agent-context
title: Command on a context of a GitLab agent
why: A context of the form group/project:agent exists only inside GitLab jobs. From anywhere else, and from other forges, the cluster is context honey.
level: note
match: {re: '(?:\buse-context|--(?:kube-)?context)[= \t]+["'']?(?<at>(?:[\w$\{\}<>.-]+/)+[\w-]*agents?:[\w$\{\}<>-]+)'}
message: "'{match}' is a context that only GitLab jobs have"
tests:
  - {lang: yaml, bad: "script:\n  - kubectl config use-context ⟦my-group/projects/kubernetes/gitlab-agents:dev⟧\n"}
  - {lang: shell, bad: "kubectl config use-context ⟦{org}/kubernetes/agents:prod⟧\n"}
  - {lang: markdown, bad: "```sh\nhelm list --kube-context ⟦your-org/agents:dev⟧\n```\n"}
  - {name: a placeholder in a configuration, lang: yaml, good: "context: my-group/kubernetes/agents:dev\n"}
  - {lang: shell, good: "kubectl --context honey get nodes\n"}
  - {lang: yaml, good: "image: registry.example.com/team/agent:v1\n"}

"""####),
        File(path: "gitlab/default-in-variables.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/default-in-variables
title: Shell default in GitLab variables
why: 'GitLab expands $VAR and ${VAR} in `variables:`, but not ${VAR:-default}: the job gets the text as it is written.'
level: error
lang: yaml
files: ["*.gitlab-ci.yml", "*.gitlab-ci.yaml", ".gitlab-ci.yml", ".gitlab/**"]
within: $..variables
match: {re: '\$\{\w+:[-=+?][^}\n]*\}'}
unless:
  - in: comment
message: "GitLab does not expand '{match}' in variables; give the default by rules or in the script"
tests:
  - {path: .gitlab-ci.yml, bad: "variables:\n  NAME: \"app-⟦${CI_ENVIRONMENT_SLUG:-prod}⟧\"\n"}
  - {path: ci/jobs.gitlab-ci.yml, bad: "job:\n  variables:\n    A: ⟦${B:-c}⟧\n  script: [make]\n"}
  - {path: .gitlab/ci/a.yml, bad: "job:\n  variables:\n    A:\n      value: \"⟦${B:=c}⟧\"\n  script: [make]\n"}
  - {path: .gitlab-ci.yml, good: "job:\n  script:\n    - echo \"${NAME:-app}\"\n"}
  - {path: .gitlab-ci.yml, good: "variables:\n  NAME: \"app-${CI_ENVIRONMENT_SLUG}\"\n"}
  - {path: compose.yaml, good: "variables:\n  NAME: \"${A:-b}\"\n"}

"""####),
        File(path: "gitlab/pack.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
pack: glorious-flywheel/gitlab
vars:
  target: environment-owned S3-compatible state on honey
surfaces: # the same in every pack, so that a family alone has them too
  archive: ["docs/research/**", "tex_research/**", "CHANGELOG*"]
  vendored: [vendor/, third_party/, node_modules/, .terraform/, .terragrunt-cache/]
  generated: ["*.lock", .terraform.lock.hcl, package-lock.json, pnpm-lock.yaml, go.sum, "*.min.js", "*.min.css"]
kpis:
  - id: truth/gitlab-state
    title: GitLab-state references on active primary surfaces
    count: {findings: gitlab/state-*, unit: occurrences, surfaces: [primary]}
    better: lower
    goal: 0
  - id: inventory/gitlab-files
    title: Files with GitLab coupling
    count: {findings: gitlab/*, unit: files, surfaces: [primary]}
    better: lower

"""####),
        File(path: "gitlab/state-argument.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-argument
title: Argument of the http state backend
why: >-
  Lock methods, user and password on the init command are the other parts that make GitLab's state API work. They
  reach an s3 backend as invalid arguments, so they move with the state.
level: warning
kpi: truth/gitlab-state
match:
  re:
    - '(?<at>-backend-config[= ]\\?["'']?(?:lock_method|unlock_method|update_method|retry_max|retry_wait_min|retry_wait_max|username)=[^\s"''\\]*)'
    - '(?<at>-backend-config[= ]\\?["'']?password=(?!\$\{?TF_HTTP)[^\s"''\\]*)'
    - '(?<at>-backend-config[= ]\\?["'']?(?:lock_|unlock_)?address=(?!\S*terraform/state)(?!https?://(?:(?!gitlab)[\w.:/~-])*(?:[\s"''\\]|$))(?!https?://(?![^\s"''\\]*(?i:gitlab|/projects/|/api/v\d))[\w.~-]+(?::\d+)?(?:[?\s"''\\]|$|/[\w.~-]+(?<!/api)(?:[/?\s"''\\]|$)))[^\s"''\\]*)'
unless:
  # Another server for states.
  - evidence: {near: file, match: {re: '(?i)\bterraform-backend-git\b|\bTF_BACKEND_GIT|\bnimbolus/terraform-backend\b'}}
  - match: {re: '(?i):8500|consul'}
    reach: line
  # Gitea and Forgejo keep states among their packages.
  - evidence: {near: file, match: {re: '/api/packages/[^/\s]+/terraform/state/'}}
  # A server of its own, as the file says.
  - evidence:
      near: file
      match:
        re:
          - '(?m)^[ \t]*address\s*=\s*"https?://(?![^"\n]*(?:gitlab|/projects/[^"\n]*/terraform/state|\$\{|<[^>"\n]*>"))'
          # GitLab takes no PUT.
          - 'update_method["'']?[ \t]*[=:][ \t]*["'']?PUT\b'
  # Its states are on a server that is none of GitLab's.
  - answer: terraform-state/other-server
message: "'{match}' is an argument of GitLab-managed state"
tests:
  - {lang: shell, bad: "tofu init ⟦-backend-config=\"lock_method=POST⟧\" ⟦-backend-config=\"unlock_method=DELETE⟧\"\n"}
  - {lang: yaml, bad: "script:\n  - tofu init ⟦-backend-config=\"username=gitlab-ci-token⟧\" ⟦-backend-config=\"password=${CI_JOB_TOKEN}⟧\"\n"}
  - {lang: markdown, bad: "Run `tofu init ⟦-backend-config=\"address=...⟧\"`.\n"}
  - {name: the address itself belongs to another rule, lang: shell, good: "tofu init -backend-config=\"address=https://gitlab.com/api/v4/projects/1/terraform/state/a\"\n"}
  - {lang: shell, good: "tofu init -backend-config=\"bucket=states\" -backend-config=\"key=attic\"\n"}
  - {lang: shell, good: "tofu init -backend-config=\"address=consul.service:8500\"\n"}
  - {name: a server of its own, lang: markdown, good: "```hcl\nterraform {\n  backend \"http\" {\n    address = \"https://<state-server>/state/a\"\n  }\n}\n```\n\n```sh\nterraform init -backend-config=\"password=$TOKEN\"\n```\n"}
  - {lang: shell, good: "psql --username=admin\n"}
  - {name: another server, lang: shell, good: "terraform init -backend-config=address=https://my-backend.example.com/state\n"}
  - {name: a server that a variable names, lang: shell, bad: "tofu init ⟦-backend-config=\"address=$STATE/a⟧\"\n"}
  - {name: GitLab's host, lang: shell, bad: "tofu init ⟦-backend-config=\"address=https://gitlab.example.org/a⟧\"\n"}
  - {name: a server that takes the state by PUT, lang: yaml, path: .gitlab-ci.yml, good: "script:\n  - terraform init -backend-config=\"address=$STATE\" -backend-config=\"update_method=PUT\"\n"}
  - {name: GitLab's own method, lang: shell, bad: "terraform init ⟦-backend-config=\"address=$STATE⟧\" ⟦-backend-config=\"update_method=POST⟧\"\n"}
  - {name: "Consul's address by a variable", lang: shell, good: "terraform init -backend-config=address=${expectedConsulAddress} -backend-config=path=a\n"}
  - {name: another server for states, lang: markdown, good: "State is kept by terraform-backend-git.\n\n`terraform init -backend-config=\"lock_address=${BACKEND}\"`\n"}
  - {name: no server is named, lang: markdown, bad: "State is kept.\n\n`terraform init ⟦-backend-config=\"lock_address=${BACKEND}⟧\"`\n"}
  - {name: a state among Gitea's packages, lang: shell, good: "tofu init -backend-config=\"address=https://git.example.org/api/packages/me/terraform/state/a\" \\\n  -backend-config=\"lock_method=POST\" -backend-config=\"username=me\"\n"}
  - {name: another server with what a script fills in, lang: shell, good: "terraform init -backend-config=\"address=https://api.states.dev/github/v1?workspace=${WS}\" -backend-config=lock_address=https://states.example.org:8443/net/$ENV\n"}
  - {name: a server whose path is filled in, lang: shell, bad: "terraform init ⟦-backend-config=\"address=https://git.example.org/${STATE}⟧\"\n"}
  - {name: GitLab's API at a host of its own, lang: shell, bad: "terraform init ⟦-backend-config=\"lock_address=https://git.example.org/api/v4/$STATE/lock⟧\" ⟦-backend-config=\"unlock_address=https://git.example.org/api/$STATE⟧\"\n"}
  - name: the block names another server
    files:
      net/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://api.states.dev/github/v1\"\n  }\n}\n"
      init.sh: "cd net\nterraform init -backend-config=\"password=$TOKEN\" -backend-config=\"username=acme\"\n"
  - name: the block has no address
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "cd net\nterraform init ⟦-backend-config=\"password=$TOKEN⟧\" ⟦-backend-config=\"username=acme⟧\"\n"

"""####),
        File(path: "gitlab/state-authority.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-authority
title: GitLab named as the state's authority
why: Documentation that names GitLab as the home of state sends operators to an archived project. The authority is the environment's own S3-compatible storage.
level: warning
kpi: truth/gitlab-state
match:
  re: '\bGitLab(?:''s)?(?:[ -](?:[Mm]anaged|built-in|hosted|HTTP|http|remote|Terraform|OpenTofu|[Tt]ofu|terraform|project)){0,4}[ -](?:[Ss]tates?\b(?![ -](?:machine|change))(?:[ -](?:backend|storage|management|authority|API))?|backend\b)|\bGitLab (?:PAT|Personal Access Token|personal access token|token|account|project)\b[^.;|\n]{0,60}?\bstate\b(?: (?:backend|storage))?|\b(?:Personal Access Token|personal access token|PAT)\b[^.|`\n]{0,60}\n?[^.|`\n]{0,30}?\bstate (?:backend|storage)\b|\b(?:[Ss]tate|[Bb]ackend)(?: (?:backend|storage|versioning|files?))?(?: (?:is|are|lives?|stored|kept|held|managed))*(?: (?:in|on|by|through|via)| (?<=Terraform state |OpenTofu state |remote state )from)? GitLab\b(?!\s+(?:CI|Runner|runner|Pages|Agent|API\b(?! state)))|\b[Bb]ackend\b[^.|\n]{0,24}\bGitLab project\b|\b[Ss]tate\b[^.|\n]{0,40} (?:in|on|by|through) GitLab(?:''s [\w -]*?state(?: management)?)?\b(?!\s+(?:CI|Runner|runner|Pages|Agent))'
unless:
  # GitLab's own servers.
  - {match: {re: '\b(?:from|to|by|of) the GitLab backend\b(?![ -](?:state|storage))'}, reach: line}
  # One of several that there are.
  - match:
      re: '(?i)\b(?:such as|e\.g\.|for example|for instance|if (?:you (?:are )?|you''re )?us(?:e|ing)|when (?:you )?us(?:e|ing))[^.|\n]{0,40}\bgitlab'
    reach: line
  # What is over.
  - match:
      re: '(?i)\b(?:after|since) (?:we )?(?:leaving|left)\b[^.|\n]{0,20}\bgitlab|\bmigrat(?:ed|ing|ion) (?:away |off )?(?:from|of) gitlab(?! (?:CI|runners?|pages)\b)|\bimport(?:ed|s)?\b[^.|\n]{0,40}\bgitlab\b[^.|\n]{0,60}\binto\b|\bgitlab[^.;\n]{0,60}(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bwas )\bused to\b|\bgitlab[^\n]{0,80}\bdo not go back|\bgitlab[^.;\n]{0,40}\bno longer'
    reach: line
  # What is not so, or must not be.
  - match:
      re: '(?i)(?:(?:\bnot|n''t|\bnever) (?:be |been |to )?(?:stor|keep|kept|h[eo]ld|manag|us(?:e|ing)\b|in\b|on\b|by\b|live|put|rely|need|an?\b|the\b|any\b)|\bno(?= (?:gitlab|state|backend)))(?![^.;|\n]{0,40}\b(?:only|but|and)\b)[^.;|\n]{0,40}\bgitlab\b|\b(?:instead of|rather than)\b[^.;,|\n]{0,40}\bgitlab\b|\bgitlab\b[^.;:,|\n]{0,40}(?<! and)(?: (?:is|are|was|were) (?:not|never)|(?: is|are|was|were)n''t) (?:used|needed|wanted|our\b|the (?:backend|authority|home)|allowed|supported|an option|where)|\bgitlab\b[^.;:,|\n]{0,40} (?:must|should|may|do|does|will|can)(?: not|n''t|not)? (?:(?<=not )|(?<=n''t ))(?:be used|hold|store|keep|manage)\b(?! (?:for|more|less)\b)|\bgitlab\b[^.;:,|\n]{0,40} (?:(?:is|are) gone\b|(?:was|were|has been|have been) (?:replaced|retired|removed|deleted|dropped)\b)'
    reach: line
  - match:
      re: '(?i)\bused to (?:live|lie|be|stand|sit)[^.;|\n]{0,40}\bgitlab\b|\b(?:lived|lay|was|were|(?:was|were) (?:kept|stored|held|managed))[^.;|\n]{0,20} (?:in|on|by) gitlab\b[^.;|\n]{0,30}\b(?:until|before)\b|\b(?:until|before)\b[^.;|\n]{0,40}\b(?:lived|lay|was|were)\b[^.;|\n]{0,30}\bgitlab\b'
    reach: line
  # The state of other things of GitLab's.
  - match:
      re: '(?i)\bgitlab states?\b(?= of (?:the |an? |each )?(?:merge requests?|MRs?|issues?|pipelines?|jobs?|runners?|epics?|milestones?|todos?|deployments?|environments?)\b| ?[:=] ?["'']?(?:opened|closed|merged|success|failed|running|pending|reopened)\b)|(?<!terraform )(?<!tofu )(?<!tf )(?<!remote )(?<!backend )\bstates? (?:of|for) (?:the |an? |each |all |your )?(?:merge requests?|MRs?|issues?|pipelines?|jobs?|runners?|epics?|milestones?|todos?|deployments?|tickets?)\b|(?<!terraform )(?<!tofu )(?<!tf )\bstate (?:transitions?|machine)\b|\bGitLab (?:labels?|issues?|merge requests?)\b[^.;|\n]{0,20}\bstate\b|\bstate\b[^.;|\n]{0,30}\bGitLab (?:labels?|issues?|merge requests?|boards?|wiki|registry)\b'
    reach: line
  # What is only thought of.
  - {match: {re: '(?i)\b(?:todo:?\W{0,4}try|consider (?:us|mov|sett|stor)ing|maybe) [^.\n]{0,40}\bgitlab\b'}, reach: line}
message: "'{match}' names GitLab as the state's authority; it is $target"
tests:
  - {lang: hcl, bad: "# ⟦GitLab Managed Terraform State⟧\nterraform {}\n"}
  - {lang: markdown, bad: "Stacks use a ⟦GitLab HTTP backend⟧ for now.\n"}
  - {lang: markdown, bad: "| Infrastructure | ⟦State backend on GitLab⟧, components |\n|---|---|\n"}
  - {lang: markdown, bad: "Put your ⟦GitLab PAT for the state backend⟧ into `.env`.\n"}
  - {lang: shell, bad: "# (needed for the ⟦GitLab state backend⟧)\n"}
  - {lang: markdown, bad: "⟦GitLab's HTTP state backend⟧ is slow today.\n"}
  - {name: over a line's end, lang: markdown, bad: "The account's ⟦Personal Access Token opens the\nremote state backend⟧ of each stack.\n"}
  - {name: what is connected to GitLab's own servers, lang: yaml, good: "port: 8153 # port for connections from the GitLab backend\n"}
  - {name: what is kept there, lang: yaml, bad: "key: x # lives in the ⟦GitLab backend⟧\n"}
  - {name: where a secret lies, lang: hcl, good: "# Webhook secret for GitLab project hooks (sensitive; in Terraform state)\nx = 1\n"}
  - {name: a metric of runners, lang: yaml, good: "expr: gitlab_runner_jobs{state=\"running\"}\n"}
  - {lang: markdown, good: "The dashboard shows the state of each GitLab runner.\n"}
  - {lang: markdown, good: "State lives in a bucket; pipelines run in GitLab CI.\n"}
  - {lang: markdown, good: "The GitLab token registers runners.\n"}
  - {name: one of several, lang: markdown, good: "A generic HTTP endpoint, such as [GitLab-managed Terraform state](https://docs.gitlab.com).\n"}
  - {name: if it is used, lang: markdown, good: "If using GitLab's built-in Terraform state management, set the address.\n"}
  - {name: no choice, lang: markdown, bad: "We use ⟦GitLab-managed Terraform state⟧, such as it is.\n"}
  - {name: what is over, lang: markdown, good: "| GitLab HTTP Terraform state | Used to. Do not go back. |\n|---|---|\n"}
  - {name: the first init after it, lang: markdown, good: "First init after leaving GitLab HTTP state will copy it.\n"}
  - {name: what was moved, lang: markdown, good: "State migrated from GitLab state storage last year.\n"}
  - {name: what is moved to it, lang: markdown, bad: "First init after leaving S3 will copy it to the ⟦GitLab HTTP state⟧.\n"}
  - {name: the state of something else, lang: python, good: "# Fetch the current merge train state from GitLab API.\n"}
  - {name: a state that is kept there, lang: python, bad: "# The ⟦state is kept in GitLab⟧.\n"}
  - {name: the state of a tracker, lang: markdown, good: "| `sync --gitlab` | Sync state from GitLab |\n|---|---|\n"}
  - {name: the state of a stack, lang: markdown, bad: "It reads remote ⟦state from GitLab⟧.\n"}
  - {name: what is not so, lang: markdown, good: "Terraform state is not stored in GitLab.\n\nDo not store Terraform state in GitLab.\n\nWe never use the GitLab state backend.\n\nNo GitLab state backend is needed.\n\nInstead of the GitLab HTTP backend we use S3.\n"}
  - {name: what was so, lang: markdown, good: "Terraform state used to live in GitLab.\n\nState lived in GitLab until 2025.\n\nGitLab-managed Terraform state was replaced by S3 in May.\n\nThe GitLab state backend is gone.\n"}
  - {name: the state of other things, lang: markdown, good: "The GitLab state of merge requests is shown.\n\nGitLab state: opened, closed, merged.\n\nState transitions are stored in GitLab labels.\n\nThe state of the pipeline is kept in GitLab.\n"}
  - {name: what something else is not, lang: markdown, bad: "State is not in S3. Terraform ⟦state is stored in GitLab⟧.\n"}
  - {name: what is not done there, lang: markdown, bad: "Terraform ⟦state in GitLab⟧ must stay. It is not encrypted: ⟦state is in GitLab⟧, so don't forget the ⟦GitLab token of its state backend⟧.\n"}
  - {name: what else is not so, lang: markdown, bad: "⟦GitLab-managed Terraform state⟧ does not need a bucket.\n\nThe ⟦GitLab HTTP backend⟧ will not work without a token.\n\nWe use ⟦GitLab-managed Terraform state⟧ and do not use S3.\n\nThe ⟦GitLab state backend⟧ is not optional.\n\nThe ⟦GitLab state backend⟧ should not be touched by hand.\n\nRather than local files, Terraform ⟦state is in GitLab⟧.\n"}
  - {name: the state of a stack that is called so, lang: markdown, bad: "Terraform ⟦state for deployments is stored in GitLab⟧.\n\nTerraform ⟦state of the runner is stored in GitLab⟧.\n\nTerraform ⟦state changes are stored in GitLab⟧.\n"}
  - {name: not only, lang: markdown, bad: "It is not only CI: the ⟦GitLab state backend⟧ holds each stack.\n"}
  - {name: what something else was, lang: markdown, bad: "Terraform ⟦state is stored in GitLab⟧; S3 was removed.\n"}
  - {name: what is only thought of, lang: markdown, good: "**TODO:** try to set up GitLab managed terraform state?\n"}
  - {name: what it is used for, lang: markdown, bad: "The ⟦GitLab HTTP backend⟧ is used to store state.\n"}
  - {name: what is no longer something else, lang: markdown, bad: "Terraform ⟦state is stored in GitLab⟧; the bucket is no longer used.\n"}
  - {name: after something else of GitLab's, lang: markdown, bad: "After migrating from GitLab CI, ⟦state still lives in GitLab⟧.\n"}

"""####),
        File(path: "gitlab/state-backend.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-backend
title: Stack on the http backend
why: The target is environment-owned S3-compatible state on honey. An http backend is today's form of the coupling to GitLab; the block itself is fed by others and may well be empty.
level: note
kpi: truth/gitlab-state
node: $.terraform.backend.http
unless:
  # A server of its own, as the file says.
  - evidence:
      near: file
      match:
        re:
          - '(?m)^[ \t]*["'']?address["'']?\s*[=:]\s*["'']?https?://(?![^"''\s]*(?:gitlab|/projects/[^"''\s]*/terraform/state|\$[\{(A-Z]|<[^>"''\s]*>["'']?\s))'
          # GitLab takes no PUT.
          - '(?m)^[ \t]*update_method\s*=\s*"PUT"'
  # Its states are on a server that is none of GitLab's.
  - answer: terraform-state/other-server
message: "state goes over http, which here means GitLab; the target is $target"
tests:
  - {lang: hcl, bad: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"}
  - {lang: hcl, bad: "terraform {\n  backend ⟦\"http\"⟧ {\n    # filled by the pipeline\n  }\n}\n"}
  - {lang: markdown, bad: "```hcl\nterraform {\n  backend ⟦\"http\"⟧ {}\n}\n```\n"}
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    bucket       = \"states\"\n    use_lockfile = true\n  }\n}\n"}
  - {name: a server of its own, lang: hcl, good: "terraform {\n  backend \"http\" {\n    address = \"https://states.example.org/a\"\n  }\n}\n"}
  - {name: a server to be named, lang: markdown, good: "```hcl\nterraform {\n  backend \"http\" {\n    address = \"https://<state-server>/state/a\"\n  }\n}\n```\n"}
  - {name: an address to be named, lang: markdown, bad: "```hcl\nterraform {\n  backend ⟦\"http\"⟧ {\n    address = \"https://<address>\"\n  }\n}\n```\n"}
  - {name: the state API, lang: hcl, bad: "terraform {\n  backend ⟦\"http\"⟧ {\n    address = \"https://git.example.org/api/v4/projects/7/terraform/state/a\"\n  }\n}\n"}
  - {name: a variable that only a forge knows, lang: hcl, bad: "terraform {\n  backend ⟦\"http\"⟧ {\n    address = \"https://${var.host}/a\"\n  }\n}\n"}
  - {lang: hcl, good: "terraform {\n  required_version = \">= 1.8\"\n}\n"}
  - {lang: hcl, good: "resource \"lb\" \"backend\" {\n  http = true\n}\n"}
  - {name: a folder of that name elsewhere, lang: hcl, good: "terraform {\n  backend \"http\" {\n    address = \"https://api.example.org/contents/terraform/state/a.tfstate\"\n  }\n}\n"}
  - {name: a server that takes the state by PUT, lang: hcl, good: "terraform {\n  backend \"http\" {\n    update_method = \"PUT\"\n  }\n}\n"}
  - {name: GitLab's own method, lang: hcl, bad: "terraform {\n  backend ⟦\"http\"⟧ {\n    update_method = \"POST\"\n  }\n}\n"}
  - {name: a server of its own in YAML, lang: yaml, good: "terraform:\n  backend:\n    http:\n      address: https://state.example.com/terraform\n"}
  - {name: GitLab's in YAML, lang: yaml, bad: "terraform:\n  backend:\n    ⟦http⟧:\n      address: https://gitlab.example.com/api/v4/projects/1/terraform/state/a\n"}
  - {name: a server that a template names, path: backend.tf.tmpl, good: "terraform {\n  backend \"http\" {\n    address = \"http://{{.Host}}/state/a\"\n  }\n}\n"}
  - name: a test of a server of its own
    files:
      pkg/server/test/backend.tf: "terraform {\n  backend \"http\" {}\n}\n"
      pkg/server/server_test.go: "package server\nfunc env(url string) []string { return []string{\"TF_HTTP_ADDRESS=\" + url + \"/state/p/x\"} }\n"
  - name: a test elsewhere
    files:
      stacks/net/backend.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      pkg/server/server_test.go: "package server\nfunc env(url string) []string { return []string{\"TF_HTTP_ADDRESS=\" + url + \"/state/p/x\"} }\n"
  - name: a test in a repository with a pipeline of GitLab's
    files:
      pkg/server/test/backend.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      pkg/server/server_test.go: "package server\nfunc env(url string) []string { return []string{\"TF_HTTP_ADDRESS=\" + url + \"/state/p/x\"} }\n"
      .gitlab-ci.yml: "test:\n  script: [go test ./...]\n"
  - name: a test in a repository with a stack of GitLab's
    files:
      pkg/server/test/backend.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      pkg/server/server_test.go: "package server\nfunc env(url string) []string { return []string{\"TF_HTTP_ADDRESS=\" + url + \"/state/p/x\"} }\n"
      net/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {\n    address = \"https://gitlab.example.com/api/v4/projects/7/terraform/state/net\"\n  }\n}\n"
  - name: its inits name another server
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "cd net\ntofu init -backend-config=\"address=https://states.example.org/net/$ENV\"\n"
  - name: one of its inits does not
    files:
      net/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      init.sh: "cd net\ntofu init -backend-config=\"address=https://states.example.org/net/$ENV\"\n"
      old.sh: "cd net\ntofu init -backend-config=\"address=$STATE\"\n"
  - name: part of the address is filled in
    files:
      net/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://states.example.org/net?ws=${var.ws}\"\n  }\n}\n"

"""####),
        File(path: "gitlab/state-command.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-command
title: GitLab-only state command
why: A recipe that asks glab for state works for no other backend. tofu's own state commands work for all of them.
level: warning
kpi: truth/gitlab-state
match:
  re:
    - '\bglab[ \t]+(?:opentofu|tofu|terraform)[ \t]+state\b(?:[ \t]+(?:list|lock|unlock|delete|download))?'
    - '\bglab[ \t]+api\b(?=[^\n]*\bterraform/state\b)'
message: "'{match}' works only for GitLab-managed state"
tests:
  - {path: Justfile, bad: "unlock name:\n    ⟦glab opentofu state unlock⟧ {{name}}\n"}
  - {lang: shell, bad: "⟦glab opentofu state list⟧\n"}
  - {lang: markdown, bad: "Use `⟦glab terraform state⟧`.\n"}
  - {path: Justfile, bad: "list:\n    @⟦glab api⟧ projects/{{id}}/terraform/state | jq .\n"}
  - {lang: shell, good: "glab api projects/12/pipelines\n"}
  - {lang: shell, good: "glab ci status\n"}
  - {lang: shell, good: "glab mr create --fill\n"}
  - {lang: shell, good: "tofu state list\n"}

"""####),
        File(path: "gitlab/state-login.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-login
title: Job token as the login of the state
why: The job token is user and password of GitLab's state API, and exists only while a GitLab job runs. Environment-owned storage has credentials of its own.
level: warning
kpi: truth/gitlab-state
match:
  any:
    - all:
        - re: '\b(?:CI_JOB_TOKEN|gitlab-ci-token)\b'
        - re: '\bTF_HTTP_(?:USERNAME|PASSWORD)\b'
    - re: '\bbackend\s+"http"\s*\{[^{}]*?\busername\s*=\s*"(?<at>gitlab-ci-token)"'
unless: # Its states are on a server that is none of GitLab's.
  answer: terraform-state/other-server
message: "'{match}' is the login of GitLab-managed state"
tests:
  - {lang: shell, bad: "export TF_HTTP_PASSWORD=\"${⟦CI_JOB_TOKEN⟧}\"\n"}
  - {path: .gitlab-ci.yml, bad: "variables:\n  TF_HTTP_USERNAME: ⟦gitlab-ci-token⟧\n  TF_HTTP_PASSWORD: $⟦CI_JOB_TOKEN⟧\n"}
  - {lang: hcl, bad: "# TF_HTTP_USERNAME (⟦gitlab-ci-token⟧), TF_HTTP_PASSWORD (⟦CI_JOB_TOKEN⟧)\n"}
  - {name: in the block, lang: hcl, bad: "terraform {\n  backend \"http\" {\n    username = \"⟦gitlab-ci-token⟧\"\n  }\n}\n"}
  - {name: the runner's token, lang: shell, good: "tofu plan -var=\"gitlab_token=${RUNNER_TOKEN:-${CI_JOB_TOKEN}}\"\n"}
  - {name: another login, lang: shell, good: "docker login -u gitlab-ci-token -p \"$CI_JOB_TOKEN\" \"$CI_REGISTRY\"\n"}
  - {lang: shell, good: "export TF_HTTP_PASSWORD=\"$STATE_PASSWORD\"\n"}
  - name: a login at another server
    files:
      net/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://states.example.org/net\"\n  }\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_PASSWORD: $CI_JOB_TOKEN\n  script:\n    - cd net\n    - tofu init\n"
  - name: a login at a server that is not known
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_PASSWORD: $⟦CI_JOB_TOKEN⟧\n  script:\n    - cd net\n    - tofu init\n"

"""####),
        File(path: "gitlab/state-name.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-name
title: Name of a GitLab-managed state
why: This name is appended to GitLab's state URL, and it is how several stacks came to share one state. In S3-compatible storage the environment owns a bucket and the stack is the key.
level: warning
kpi: truth/gitlab-state
match:
  re:
    - '(?<![\w$\{.-])(?<at>TF_STATE_NAME)(?=\s*(?::\s|=))'
    - '(?<![\w$\{.-])(?<at>STATE_NAME)(?=:\s|=|\s+=\s*[`"'']?\w*[$\{-])'
    - '^(?:\x{FEFF})?(?<at>state_name)(?=\s*:=)'
    # What GitLab's component is told, in the lines of its include.
    - '(?<![\w-])component:[ \t]*["'']?[^\s"''#]*components/opentofu/[^\n]*(?:\n[ \t]++(?!-[ \t])[^\n]*){0,30}?(?:\n[ \t]+|[{,][ \t]*)(?<at>state_name)(?=:\s)'
    - '(?i)\bstate names? (?:format|is|are)?:?\s*\(?(?<at>[`"'']\{?(?:stack|env|environment)\}?-[^`"'']*[`"''])'
unless:
  # The key of another backend: GitLab's states have names without it.
  - match: {re: 'STATE_NAME["'']?\s*[:=]\s*["'']?[^\s"'']*\.tfstate\b'}
    reach: line
  # The state of a machine or a breaker: what a hook is told, or a constant, where nothing speaks of the tool.
  - evidence:
      near: file
      match: {re: '(?m)\A(?![\s\S]*(?i:terraform|tofu|gitlab|\bTF_))[\s\S]*?(?<![\w$\{.-])STATE_NAME=(?:["'']?\$\{?[1-9]\b|["'']?[A-Z]{2,}["'']?\s*(?:;|$))'}
  # What GitLab's wrapper makes of it is for the http backend, and its stacks have another.
  - answer: terraform-state/other-backend
  # Its states are on a server that is none of GitLab's.
  - answer: terraform-state/other-server
message: "'{match}' names a state in GitLab's state API"
tests:
  - {lang: yaml, bad: "variables:\n  ⟦TF_STATE_NAME⟧: \"attic-review\"\n"}
  - {lang: yaml, bad: "job:\n  variables:\n    ⟦STATE_NAME⟧: runners-dev\n"}
  - {path: Justfile, bad: "⟦state_name⟧ := \"attic-\" + env\n\ninfo:\n    echo {{state_name}}\n"}
  - {lang: shell, bad: "case $s in\n  attic) ⟦STATE_NAME⟧=\"attic-dev\" ;;\nesac\n"}
  - {lang: shell, good: "echo \"state: ${STATE_NAME}\"\n"}
  - {lang: python, good: "last_state_name = machine.state\n"}
  - {lang: shell, good: "UNIT_STATE_NAME=running\n"}
  - {lang: yaml, good: "# the template reads STATE_NAME\na: 1\n"}
  - {lang: shell, bad: "⟦STATE_NAME⟧=\"${STACK}-${ENV}\"\n"}
  - {lang: yaml, bad: "variables:\n  ⟦STATE_NAME⟧: $CI_ENVIRONMENT_NAME\n"}
  - {path: a.tsx, good: "export const STATE_NAME = \"SF\";\n"}
  - {path: a.ts, bad: "const ⟦STATE_NAME⟧ = `attic-${environment}`;\n"}
  - {name: the key of another backend, lang: yaml, good: "env:\n  TF_STATE_NAME: k6tests-rg.tfstate\n"}
  - {name: what a hook is told, lang: shell, good: "GUEST=\"$1\"\nSTATE_NAME=\"$3\"\ncase $STATE_NAME in begin) run ;; esac\n"}
  - {name: the state of a breaker, lang: shell, good: "case $S in\n  0) STATE_NAME=\"CLOSED\" ;;\n  1) STATE_NAME=\"OPEN\" ;;\nesac\n"}
  - {name: an argument of a script that runs the tool, lang: shell, bad: "⟦STATE_NAME⟧=\"$1\"\ntofu init -backend-config=\"address=$API/$STATE_NAME\"\n"}
  - name: the wrapper's stack has another backend
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_ROOT: net/\n  TF_STATE_NAME: default\nplan:\n  resource_group: ${TF_STATE_NAME}\n  script:\n    - cd \"${TF_ROOT}\"\n    - gitlab-terraform plan\n"
  - name: the wrapper's stack has the http backend
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_ROOT: net/\n  ⟦TF_STATE_NAME⟧: default\nplan:\n  script:\n    - cd \"${TF_ROOT}\"\n    - gitlab-terraform plan\n"
  - name: another init of the file is of the http backend
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      app/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "variables:\n  ⟦TF_STATE_NAME⟧: default\nplan:\n  script:\n    - cd net\n    - gitlab-terraform plan\napp:\n  script:\n    - cd app\n    - terraform init -backend-config=address=$API/$TF_STATE_NAME\n"
  - name: the name of a state on another server
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "STATE_NAME=\"net-$ENV\"\ncd net\ntofu init -backend-config=\"address=https://states.example.org/v1/$STATE_NAME\"\n"
  - name: the name of a state on a server that is not known
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "⟦STATE_NAME⟧=\"net-$ENV\"\ncd net\ntofu init -backend-config=\"address=$STATES/$STATE_NAME\"\n"
  - {name: what the component is told, path: .gitlab-ci.yml, bad: "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/validate-plan-apply@2\n    inputs:\n      root_dir: net\n      ⟦state_name⟧: main\n  - component: $CI_SERVER_FQDN/components/opentofu/full-pipeline@2\n    inputs: {root_dir: app, ⟦state_name⟧: app}\n"}
  - {name: what another component is told, path: .gitlab-ci.yml, good: "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/fmt@2\n  - component: $CI_SERVER_FQDN/acme/machines/run@1\n    inputs:\n      state_name: closed\nvariables:\n  state_name: open\n"}
  - name: the component's stack has another backend
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/validate-plan-apply@2\n    inputs:\n      root_dir: net\n      state_name: main\n"

"""####),
        File(path: "gitlab/state-template.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-template
title: Job template for GitLab-managed state
why: Jobs that extend such a template get their state's address, user and locks from GitLab. They have to change when the template goes.
level: warning
kpi: truth/gitlab-state
lang: yaml
match: {re: '(?i)(?<![\w.-])\.?(?:[a-z0-9]+[-_])*(?:(?:tofu|terraform|tf)[-_]gitlab(?:[-_]http)?[-_](?:backend|state)|gitlab[-_](?:managed[-_])?(?:(?:tofu|terraform|tf)[-_](?:state|backend)|state[-_]backend|http[-_]backend))(?![\w-])'}
unless:
  # What is called so is no template: a bucket, a secret.
  match: {re: '(?i)^\s*(?:-\s+)?["'']?[\w.-]*(?:bucket|secret|name|key)[\w-]*["'']?\s*:\s'}
  reach: line
message: "'{match}' sets a job up for GitLab-managed state"
tests:
  - {path: .gitlab-ci.yml, bad: "⟦.tofu_gitlab_backend⟧:\n  image: tofu\n"}
  - {path: .gitlab-ci.yml, bad: "plan:\n  extends: ⟦.tofu_gitlab_backend⟧\n  script: [tofu plan]\n"}
  - {path: ci/a.gitlab-ci.yml, bad: "# ⟦.gitlab-terraform-state⟧ does the login\nplan:\n  extends: [⟦.gitlab-terraform-state⟧, .tools]\n  script: [tofu plan]\n"}
  - {name: an Ingress in front of GitLab, lang: yaml, good: "backend:\n  service:\n    name: gitlab-backend\n"}
  - {name: a metric, lang: yaml, good: "expr: gitlab_runner_jobs{state=\"running\"}\n"}
  - {path: .gitlab-ci.yml, good: "plan:\n  extends: .tofu_base\n  script: [tofu plan]\n"}
  - {name: "a bucket of GitLab's chart", lang: yaml, good: "terraformState:\n  bucket: gitlab-terraform-state\n"}
  - {name: a claim of it, lang: yaml, good: "spec:\n  bucketName: gitlab-terraform-state\n"}
  - {name: a template without a dot, path: .gitlab-ci.yml, bad: "plan:\n  extends: ⟦gitlab-terraform-state⟧\n"}

"""####),
        File(path: "gitlab/state-token.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-token
title: Job token as the key to state
why: A job token opens state only as long as state lives in the same GitLab project. Environment-owned storage has credentials of its own.
level: warning
kpi: truth/gitlab-state
lang: hcl
in: comment
match: {re: '(?:^|(?<=[\s"''`($\{:,]|username=|user=|password=|pass=))(?:CI_JOB_TOKEN|gitlab-ci-token)(?![\w/-]|\.\w)'}
unless:
  - match: {re: 'TF_HTTP'}
    reach: line
  - match: {re: '(?i)runner|provider|registr'}
    reach: line
message: "'{match}' opens state only inside GitLab"
tests:
  - {lang: hcl, bad: "# pipelines get in with ⟦CI_JOB_TOKEN⟧\nterraform {\n  backend \"http\" {}\n}\n"}
  - {lang: hcl, bad: "// user ⟦gitlab-ci-token⟧\nterraform {\n  backend \"http\" {}\n}\n"}
  - {lang: hcl, bad: "/* state is read with the\n   ⟦CI_JOB_TOKEN⟧ of the job */\n"}
  - {name: the runner's token, lang: hcl, good: "# runner registration falls back to CI_JOB_TOKEN\n"}
  - {name: another rule counts the variable, lang: hcl, good: "# TF_HTTP_PASSWORD is CI_JOB_TOKEN in jobs\n"}
  - {name: the provider's token, lang: shell, good: "tofu plan -var=\"gitlab_token=${RUNNER_TOKEN:-${CI_JOB_TOKEN}}\"\n"}
  - {lang: hcl, bad: "# init with username=⟦gitlab-ci-token⟧ password=$⟦CI_JOB_TOKEN⟧\n"}
  - {name: a page about it, lang: hcl, good: "# see https://docs.example.org/ci/jobs/CI_JOB_TOKEN/scope.html?q=CI_JOB_TOKEN#CI_JOB_TOKEN\n"}
  - {name: part of a longer name, lang: hcl, good: "# lib-CI_JOB_TOKEN-x, pkg.CI_JOB_TOKEN.Kind\n"}

"""####),
        File(path: "gitlab/state-url.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-url
title: Address of GitLab-managed state
why: >-
  The project that owns this state is archived. State moves to S3-compatible storage that each environment owns on
  honey; until then every address of GitLab's state API is a coupling that has to be moved.
level: warning
kpi: truth/gitlab-state
match: {re: '(?:(?:https?://|\$\{?|\{\{)[^\s"''`=(]*?(?:/projects/|/api/v\d/)[^\s"''`=(]*|(?<![\w/.-])/?projects/[^\s"''`=(]*|(?:\.{3}|…)/)terraform/state(?=/(?!\S*\.(?:md|tf|hcl|ya?ml)\b)|["''\s?`]|$)(?:[^\s"''`)\\|]*[^\s"''`)\\|.,;:])?'}
message: "'{match}' is GitLab-managed state; the target is $target"
tests:
  - {path: Justfile, bad: "init:\n    tofu init -backend-config=\"address=⟦{{api}}/projects/{{id}}/terraform/state/{{name}}⟧\"\n"}
  - {lang: yaml, bad: "variables:\n  ADDRESS: \"⟦${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/main⟧\"\n"}
  - {lang: shell, bad: "curl -H \"T: $T\" ⟦https://gitlab.com/api/v4/projects/1/terraform/state/a/lock⟧\n"}
  - {lang: shell, bad: "glab api ⟦projects/12/terraform/state⟧ | jq .\n"}
  - {lang: markdown, bad: "```sh\ntofu init -backend-config=\"address=⟦.../terraform/state/a⟧\"\n```\n"}
  - {lang: markdown, good: "See [state](docs/terraform/state/notes.md).\n"}
  - {lang: shell, good: "curl https://gitlab.com/api/v4/projects/1/pipelines\n"}
  - {name: a folder, lang: shell, good: "cd ../terraform/state && ls \"${ROOT}/terraform/state/\"\n"}
  - {name: documentation of the tool, lang: markdown, good: "See <https://docs.example.org/terraform/state>.\n"}
  - {lang: markdown, good: "The terraform state of a stack is kept in a bucket.\n"}

"""####),
        File(path: "gitlab/state-variable.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-variable
title: Environment of the http state backend
why: TF_HTTP_* feeds the http backend, and here that backend is GitLab. Each of them is a part that the move to S3-compatible state takes away; with an s3 backend they are silently unused.
level: warning
kpi: truth/gitlab-state
match: {re: '(?:\bhttps?://(?:(?!TF_HTTP)[^\s/?#"''`<>()])+[/?#][^\s"''`<>()]*?(?:TF_HTTP)[^\s"''`<>()]*|(?<!env: )(?<!env = )(?<!env": )(?<!environment: )(?<!environment = )(?<!environment": )(?<!required: )(?<!required = )(?<!required": )\[\s*+(?:(?:["''](?!TF_HTTP)[A-Z_][A-Z0-9_]*+["'']\s*+,\s*+)++["'']TF_HTTP_[A-Z_]*+["'']\s*+|["'']TF_HTTP_[A-Z_]*+["'']\s*+(?:,\s*+["'']TF_HTTP_[A-Z_]*+["'']\s*+)*+,\s*+["''](?!TF_HTTP)[A-Z_][A-Z0-9_]*+["'']\s*+)(?:,\s*+["''][A-Z_][A-Z0-9_]*+["'']\s*+)*+,?\s*+\])(?<elsewhere>)|(?<![\w-])(?<at>TF_HTTP(?:_[A-Z_]*\*?)?)(?![A-Za-z0-9])(?!(?<=TF_HTTP)=)'}
# Behind the host of a link a name is the link's. In a list of bare names, others' among them, nothing is given to it.
where: {elsewhere: {not-in: ['']}}
unless:
  # A server of its own, as the file says: GitHub's token opens no GitLab.
  - evidence:
      near: file
      match:
        re:
          - 'TF_HTTP_PASSWORD["'']?[ \t]*[:=][ \t]*["'']?\$\{\{[ \t]*(?:github\.token|secrets\.GITHUB_TOKEN)\b'
          - '(?m)^[ \t]*address\s*=\s*"https?://(?![^"\n]*(?:gitlab|/projects/[^"\n]*/terraform/state|\$\{|<[^>"\n]*>"))'
          - 'TF_HTTP_ADDRESS["'']?[ \t]*[:=][ \t]*["'']?https?://(?![^"''\s]*(?:gitlab|/projects/[^"''\s]*/terraform/state|\$[\{\(A-Z]|<[^>"''\s]*>["'']?\s))'
  # A program that speaks of the backend as such: nothing in it is GitLab's.
  - evidence:
      near: file
      files: ["**/*.{go,py,ts,tsx,js,mjs,cjs,rs,rb,java}"]
      # (From its beginning to its end, a run of other letters at a time.)
      match: {re: '\A(?:[^gGC]++|[gG](?!(?i:itlab|lpat-))|C(?!I_(?:JOB_TOKEN|API_V4)))*+\z'}
  # A table of all backends' variables.
  - evidence:
      near: file
      files: ["**/*.{go,py,ts,tsx,js,mjs,cjs,rs,rb,java,json}"]
      match: {re: '\b(?:CONSUL_HTTP_ADDR|CONSUL_HTTP_TOKEN|PG_CONN_STR)\b'}
  # Of backends in general: Consul's and PostgreSQL's beside it.
  - {match: {re: '\b(?:CONSUL_HTTP_\w+|PG_CONN_STR)\b'}, reach: line}
  # Its states are on a server that is none of GitLab's.
  - answer: terraform-state/other-server
message: "'{match}' feeds GitLab-managed state"
tests:
  - {name: what is required, lang: toml, bad: "env_required = [\"GITLAB_TOKEN\", \"⟦TF_HTTP_PASSWORD⟧\"]\n"}
  - {name: what a container is handed, lang: json, bad: "{\"env\": [\"GITLAB_TOKEN\", \"⟦TF_HTTP_PASSWORD⟧\"]}\n"}
  - {lang: yaml, bad: "variables:\n  ⟦TF_HTTP_LOCK_METHOD⟧: POST\n"}
  - {lang: shell, bad: "export ⟦TF_HTTP_LOCK_ADDRESS⟧=\"${⟦TF_HTTP_ADDRESS⟧}/lock\"\n"}
  - {lang: markdown, bad: "Fill in the `⟦TF_HTTP_⟧` values, all of ⟦TF_HTTP_*⟧.\n"}
  - {lang: hcl, bad: "# reads ⟦TF_HTTP_PASSWORD⟧\nterraform {}\n"}
  - {name: a manual, lang: markdown, good: "See https://example.org/settings/http#TF_HTTP_ADDRESS.\n"}
  - {name: another variable, lang: shell, good: "export MY_TF_HTTP_ADDRESS=1\n"}
  - {lang: shell, good: "export TF_VAR_http_port=80\n"}
  - {lang: shell, good: "export MY_TF_HTTPS_PROXY=1\n"}
  - {lang: shell, good: "export TF_LOG=debug\n"}
  - {name: GitHub's token opens another server, path: .github/workflows/a.yml, good: "env:\n  TF_HTTP_PASSWORD: ${{ github.token }}\njobs:\n  a:\n    steps:\n      - run: curl --user x:${TF_HTTP_PASSWORD} $URL\n"}
  - {name: a secret may be GitLab's, path: .github/workflows/a.yml, bad: "env:\n  ⟦TF_HTTP_PASSWORD⟧: ${{ secrets.STATE_TOKEN }}\n"}
  - {name: a server of its own, lang: shell, good: "export TF_HTTP_ADDRESS=https://states.example.org/a\nexport TF_HTTP_LOCK_ADDRESS=$TF_HTTP_ADDRESS\n"}
  - {name: the state API, lang: shell, bad: "export ⟦TF_HTTP_ADDRESS⟧=https://git.example.org/api/v4/projects/7/terraform/state/a\n"}
  - {name: a server that is given elsewhere, lang: shell, bad: "export ⟦TF_HTTP_ADDRESS⟧=\"https://$HOST/a\"\n"}
  - {name: comments above a block with another server, lang: hcl, good: "# export TF_HTTP_USERNAME=jwt\nterraform {\n  backend \"http\" {\n    address = \"https://state.example.org/a\"\n  }\n}\n"}
  - {name: a comment of all backends, lang: javascript, good: "// authenticated by the environment (CONSUL_HTTP_TOKEN, TF_HTTP_*)\n"}
  - {name: a comment of this one, lang: yaml, bad: "# authenticated by the environment (⟦TF_HTTP_*⟧)\n"}
  - {name: "the backend's own program", path: backend.go, good: "\"address\": schema.EnvDefaultFunc(\"TF_HTTP_ADDRESS\", nil),\n"}
  - {name: a program that feeds it, path: state.py, bad: "env[\"⟦TF_HTTP_PASSWORD⟧\"] = os.environ[\"CI_JOB_TOKEN\"]\n"}
  - {name: "a table of all backends' variables", path: backends.json, good: "{\"http\": [\"TF_HTTP_ADDRESS\"], \"pg\": [\"PG_CONN_STR\"]}\n"}
  - {name: the environment of a container, path: .devcontainer/devcontainer.json, bad: "{\"containerEnv\": {\"⟦TF_HTTP_ADDRESS⟧\": \"https://${localEnv:HOST}/a\"}}\n"}
  - {name: a script's own variable of that name, lang: shell, good: "TF_HTTP=$(curl -s -o /dev/null -w '%{http_code}' \"$URL\")\n"}
  - {name: names that may be there, path: allowed.json, good: "[\n  \"HOME\",\n  \"PATH\",\n  \"TF_HTTP_PASSWORD\",\n  \"TF_HTTP_USERNAME\",\n  \"TF_LOG\"\n]\n"}
  - {name: names that are passed on, path: a.toml, good: "pass = ['TF_HTTP_PASSWORD', 'HOME',]\n"}
  - {name: a list of nothing else, path: a.json, bad: "{\"required\": [\"⟦TF_HTTP_ADDRESS⟧\", \"⟦TF_HTTP_PASSWORD⟧\"]}\n"}
  - {name: a list with values, path: a.json, bad: "[\"HOME\", \"⟦TF_HTTP_PASSWORD⟧=x\"]\n"}
  - {name: a value beside a list, path: a.json, bad: "{\"keep\": [\"HOME\", \"TF_HTTP_PASSWORD\"], \"env\": {\"⟦TF_HTTP_PASSWORD⟧\": \"x\"}}\n"}
  - {name: pairs of names and values, path: a.json, bad: "[{\"name\": \"HOME\", \"value\": \"/\"}, {\"name\": \"⟦TF_HTTP_PASSWORD⟧\", \"value\": \"x\"}]\n"}
  - {name: an index, lang: python, bad: "os.environ[\"⟦TF_HTTP_PASSWORD⟧\"] = os.environ[\"CI_JOB_TOKEN\"]\n"}
  - name: the stack's block names another server
    files:
      net/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://api.states.dev/github/v1?workspace=${var.ws}\"\n  }\n}\n"
      README.md: "```sh\nexport TF_HTTP_PASSWORD=\"<token>\"\ncd net\nterraform init\n```\n"
      compose.yml: "services:\n  a:\n    environment:\n      - TF_HTTP_USERNAME=me\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    runs-on: x\n    env:\n      TF_HTTP_PASSWORD: ${{ secrets.TOKEN }}\n    steps:\n      - run: cd net && terraform init\n"
  - name: the init names another server
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "export TF_HTTP_USERNAME=me\ncd net\nterraform init -backend-config=\"address=https://states.example.org/net/$ENV\"\n"
  - name: one stack is on another server, and one may be GitLab's
    files:
      net/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://states.example.org/net\"\n  }\n}\n"
      app/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      net.sh: "export TF_HTTP_USERNAME=me\ncd net\nterraform init\n"
      app.sh: "export ⟦TF_HTTP_USERNAME⟧=me\ncd app\nterraform init\n"
      both.sh: "export ⟦TF_HTTP_USERNAME⟧=me\n(cd net && terraform init)\n(cd app && terraform init)\n"
      compose.yml: "services:\n  a:\n    environment:\n      - ⟦TF_HTTP_USERNAME⟧=me\n"
  - name: the block names GitLab
    files:
      net/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://git.example.org/api/v4/projects/1/terraform/state/net\"\n  }\n}\n"
      net.sh: "export ⟦TF_HTTP_USERNAME⟧=me\ncd net\nterraform init\n"
  - name: no block has an address
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      net.sh: "export ⟦TF_HTTP_USERNAME⟧=me\ncd net\nterraform init\n"
  - name: an init whose stack is not known may have another address
    files:
      net/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://states.example.org/net\"\n  }\n}\n"
      net.sh: "export ⟦TF_HTTP_USERNAME⟧=me\ncd $STACK\nterraform init -backend-config=\"address=$API/$STACK\"\n"

"""####),
        File(path: "gitlab/state-wrapper.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: gitlab/state-wrapper
title: GitLab's wrapper around the tool
why: gitlab-tofu and gitlab-terraform set up GitLab-managed state before they do anything else. A job that calls them has no say in where its state lives.
level: warning
kpi: truth/gitlab-state
match:
  re:
    - '(?<![\w./-])gitlab-(?:tofu|terraform)(?=[ \t]+(?:init|plan|apply|destroy|validate|show|plan-json|fmt)\b)'
    # Not in a comment behind an include, which tells where GitLab keeps it.
    - '(?m)^[ \t]*(?:#+[ \t]*)?[^#\n]*?\b(?<at>Terraform(?:/(?:Base|Module-Base))?(?:\.latest)?\.gitlab-ci\.yml)'
    - 'registry\.gitlab\.com/gitlab-org/terraform-images\S*'
    # GitLab's component, but for its jobs that need no state.
    - '(?m)^[^#\n]*?(?<![\w-])component:[ \t]*["'']?[^\s"'']*?(?<![\w-])(?<at>components/opentofu/(?:full-pipeline|validate-plan(?:-apply|-destroy)?|plan|apply|destroy|delete-state|job-templates)(?:@[^\s"''},]*)?)'
unless:
  # The image alone sets nothing up: its jobs call the tool, on a store of their own.
  - evidence:
      near: file
      match:
        re: '(?m)\A(?![\s\S]*^[^#\n]*(?:\bgitlab-(?:terraform|tofu)\b|\bTF_(?:STATE_NAME|ADDRESS|HTTP_\w+)\b|terraform/state|Terraform\S*\.gitlab-ci\.yml))[\s\S]*?\b(?:terraform|tofu)\s+(?:-chdir=\S+\s+)?init\b'
  # It sets variables of the http backend, and its stacks have another.
  - answer: terraform-state/other-backend
message: "'{match}' brings GitLab-managed state with it; call tofu itself"
tests:
  - {path: .gitlab-ci.yml, bad: "plan:\n  script:\n    - ⟦gitlab-tofu⟧ plan\n"}
  - {path: .gitlab-ci.yml, bad: "include:\n  - template: ⟦Terraform.latest.gitlab-ci.yml⟧\n"}
  - {path: .gitlab-ci.yml, bad: "plan:\n  script:\n    - ⟦gitlab-terraform⟧ init\n    - ⟦gitlab-terraform⟧ plan\n"}
  - {path: .gitlab-ci.yml, good: "plan:\n  script:\n    - tofu plan\n"}
  - {lang: markdown, good: "The gitlab-terraform module is another thing.\n"}
  - {path: .gitlab-ci.yml, good: "include:\n  - local: .gitlab/ci/tofu.gitlab-ci.yml\n"}
  - {name: the image alone, path: .gitlab-ci.yml, good: "image:\n  name: registry.gitlab.com/gitlab-org/terraform-images/stable:latest\n  entrypoint: [\"\"]\nplan:\n  script:\n    - terraform init\n    - terraform plan\n"}
  - {name: the image and the wrapper, path: .gitlab-ci.yml, bad: "image: ⟦registry.gitlab.com/gitlab-org/terraform-images/stable:latest⟧\nplan:\n  script:\n    - terraform init\n    - ⟦gitlab-terraform⟧ plan\n"}
  - {name: the image and its address, path: .gitlab-ci.yml, bad: "image: ⟦registry.gitlab.com/gitlab-org/terraform-images/stable:latest⟧\nvariables:\n  TF_STATE_NAME: a\nplan:\n  script:\n    - terraform init\n"}
  - {name: an address that is put aside, path: .gitlab-ci.yml, good: "image: registry.gitlab.com/gitlab-org/terraform-images/stable:latest\nvariables:\n  TF_ROOT: a\n  # TF_ADDRESS: ${CI_API_V4_URL}/projects/1/terraform/state/a\nplan:\n  script:\n    - terraform init\n"}
  - {name: a comment behind an include, path: .gitlab-ci.yml, bad: "include:\n  - template: ⟦Terraform/Base.gitlab-ci.yml⟧ # https://gitlab.com/gitlab-org/gitlab/blob/master/lib/gitlab/ci/templates/Terraform/Base.latest.gitlab-ci.yml\n"}
  - {name: an include in a comment of its own, path: .gitlab-ci.yml, bad: "include:\n  # - template: ⟦Terraform.gitlab-ci.yml⟧\n  - remote: https://gitlab.com/gitlab-org/gitlab/-/raw/master/lib/gitlab/ci/templates/⟦Terraform.latest.gitlab-ci.yml⟧\n"}
  - name: its stack has another backend
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd net\n    - gitlab-terraform init\n    - gitlab-terraform apply\n"
  - name: the folder that it is told has another backend
    files:
      net/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/net\nplan:\n  script:\n    - gitlab-tofu plan\n"
  - name: its stack has the http backend
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd net\n    - ⟦gitlab-terraform⟧ init\n    - ⟦gitlab-terraform⟧ apply\n"
  - name: one of its stacks has the http backend
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      app/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "net:\n  script:\n    - cd net\n    - ⟦gitlab-terraform⟧ apply\napp:\n  script:\n    - cd app\n    - ⟦gitlab-terraform⟧ apply\n"
  - name: which of the stacks it is is not known
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "net:\n  script:\n    - cd $STACK\n    - ⟦gitlab-terraform⟧ apply\n"
  - name: what an include runs is not seen
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "include:\n  - template: ⟦Terraform.gitlab-ci.yml⟧\nnet:\n  script:\n    - cd net\n    - ⟦gitlab-terraform⟧ apply\n"
  - name: a job writes its block
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "net:\n  script:\n    - printf 'terraform {\\n  backend \"http\" {}\\n}\\n' > net/main.tf\n    - cd net\n    - ⟦gitlab-terraform⟧ apply\n"
  - {name: the component, path: .gitlab-ci.yml, bad: "include:\n  - component: $CI_SERVER_FQDN/⟦components/opentofu/validate-plan-apply@2.2.0⟧\n    inputs: {root_dir: net}\n"}
  - {name: "the component's templates of jobs", path: .gitlab/ci/tofu.gitlab-ci.yml, bad: "include: {component: 'gitlab.com/⟦components/opentofu/job-templates@~latest⟧'}\nplan:\n  extends: .opentofu:plan\n"}
  - {name: jobs of the component that need no state, path: .gitlab-ci.yml, good: "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/fmt@2\n  - component: $CI_SERVER_FQDN/components/opentofu/validate@2\n  - component: $CI_SERVER_FQDN/components/sast/sast@1\n  # - component: $CI_SERVER_FQDN/components/opentofu/apply@2\n"}
  - name: the stack of the component has another backend
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/validate-plan-apply@2\n    inputs: {root_dir: net}\n"
  - name: the stack of the component has the http backend
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "include:\n  - component: $CI_SERVER_FQDN/⟦components/opentofu/validate-plan-apply@2⟧\n    inputs: {root_dir: net}\n"
  - name: the stack of the template has another backend
    files:
      net/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .gitlab-ci.yml: "include:\n  - template: Terraform.gitlab-ci.yml\nvariables:\n  TF_ROOT: net\n"

"""####),
        File(path: "identity/bazel-module.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/bazel-module
title: Old Bazel module name
why: >-
  The module name is what every overlay depends on: the declaration, each bazel_dep, each override and each
  @label must change together, so the fix is a migration and never a single edit.
level: warning
kpi: truth/identity
tags: [migration]
match:
  re:
    - '\b(?:module|workspace|bazel_dep|(?:local_path|git|archive|single_version|multiple_version)_override)\s*\(\s*(?:[^()]*?[\s,(])?(?:module_)?name\s*=\s*["''](?<at>attic-(?:iac|cache))["'']'
    - '@(?<at>attic-(?:iac|cache))//'
    - '\bbazel_dep`?[ \t]+(?:on|for|to|named)[ \t]+`(?<at>attic-(?:iac|cache))`'
fix: {replace: glorious-flywheel, safety: unsafe}
group: bazel-module
message: "Bazel module '{match}' carries the old project name; rename the module and all its labels together"
tests:
  - {lang: starlark, bad: "module(\n    name = \"⟦attic-iac⟧\",\n    version = \"1.0\",\n)\n", fixed: "module(\n    name = \"glorious-flywheel\",\n    version = \"1.0\",\n)\n"}
  - {lang: markdown, bad: "Depend on it with `bazel_dep(name = \"⟦attic-iac⟧\")`.\n", fixed: "Depend on it with `bazel_dep(name = \"glorious-flywheel\")`.\n"}
  - {lang: markdown, bad: "Each overlay has a `bazel_dep` on `⟦attic-iac⟧`.\n", fixed: "Each overlay has a `bazel_dep` on `glorious-flywheel`.\n"}
  - {lang: starlark, bad: "alias(name = \"check\", actual = \"@⟦attic-iac⟧//tofu/modules:check\")\n", fixed: "alias(name = \"check\", actual = \"@glorious-flywheel//tofu/modules:check\")\n"}
  - {lang: starlark, bad: "local_path_override(module_name = \"⟦attic-iac⟧\", path = \"../up\")\n", fixed: "local_path_override(module_name = \"glorious-flywheel\", path = \"../up\")\n"}
  - {lang: starlark, bad: "workspace(name = \"⟦attic-cache⟧\")\n", fixed: "workspace(name = \"glorious-flywheel\")\n"}
  - {name: the software's module, lang: starlark, good: "bazel_dep(name = \"attic\")\n"}
  - {name: a target, lang: starlark, good: "filegroup(name = \"attic-cache\", srcs = [\"a\"])\n"}
  - {lang: starlark, good: "bazel_dep(name = \"bazel_skylib\", version = \"1.7\")\n"}
  - {lang: starlark, good: "deps = [\"@attic_client//:bin\"]\n"}

"""####),
        File(path: "identity/checkout-directory.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/checkout-directory
title: Checkout or cache directory with the old name
why: A path that carries the old name teaches it to every newcomer's disk, and scripts then depend on it.
level: warning
kpi: truth/identity
match:
  re:
    - '(?<![^\s"''`=(\[,:])(?!(?<=:)\d+/)(?!(?i:jesssullivan)/)(?:~|\.{1,2}|\$\w+|\$\{\w+\}|[\w-]+)?/(?:[\w.-]+/)*(?<at>attic-iac)(?![\w-])(?!\.git\b)'
    - '(?<![^\s"''`=(])(?<at>attic-iac)/(?!/)'
    - '(?:disk_cache|output_base|output_user_root|OUTPUT_BASE)\S*/(?<at>attic-cache)(?=-|\b)'
fix: {replace: GloriousFlywheel, safety: unsafe}
message: "the directory '{match}' carries the old project name"
tests:
  - {lang: markdown, bad: "Clone it into `~/git/⟦attic-iac⟧`, next to your overlay.\n", fixed: "Clone it into `~/git/GloriousFlywheel`, next to your overlay.\n"}
  - {lang: starlark, bad: "path = \"../../⟦attic-iac⟧\",\n", fixed: "path = \"../../GloriousFlywheel\",\n"}
  - {lang: shell, bad: "tofu -chdir=../⟦attic-iac⟧/tofu/stacks/attic plan\n", fixed: "tofu -chdir=../GloriousFlywheel/tofu/stacks/attic plan\n"}
  - {path: .bazelrc, bad: "build --disk_cache=~/.cache/bazel/⟦attic-iac⟧\n", fixed: "build --disk_cache=~/.cache/bazel/GloriousFlywheel\n"}
  - {path: .envrc, bad: "export BAZEL_OUTPUT_BASE=\"$HOME/out/⟦attic-cache⟧-output\"\n", fixed: "export BAZEL_OUTPUT_BASE=\"$HOME/out/GloriousFlywheel-output\"\n"}
  - {lang: markdown, good: "`tofu/stacks/attic/` deploys the cache.\n"}
  - {lang: markdown, good: "<https://github.com/example/attic-iac>\n"}
  - {lang: shell, good: "git clone git@git.example.com:team/attic-iac.git\n"}
  - {lang: shell, good: "rm -rf ~/.cache/attic-client\n"}
  - {name: behind a port, lang: markdown, good: "<http://forge.example.org:8443/notes/attic-iac/>\n"}

"""####),
        File(path: "identity/component-path.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/component-path
title: CI component of the old project
why: Components are addressed by project path. Consumers that include the old path break on the day its redirect goes.
level: warning
kpi: truth/identity
match:
  re:
    - '\bcomponent:\s*["'']?\S*/(?<at>attic-(?:cache|iac))(?=/[\w-]+@)'
    - '\bproject:\s*["'']?[^\s"''#]*/(?<at>attic-(?:cache|iac))(?=["'']?\s*(?:$|#|,))'
fix: {replace: GloriousFlywheel, safety: unsafe}
message: "component project '{match}' is the old project name"
tests:
  - {lang: yaml, bad: "include:\n  - component: $CI_SERVER_FQDN/{org}/infra/⟦attic-cache⟧/nix-job@main\n", fixed: "include:\n  - component: $CI_SERVER_FQDN/{org}/infra/GloriousFlywheel/nix-job@main\n"}
  - {lang: yaml, bad: "# include:\n#   - component: gitlab.com/<group>/⟦attic-iac⟧/docker-job@v1\n", fixed: "# include:\n#   - component: gitlab.com/<group>/GloriousFlywheel/docker-job@v1\n"}
  - {lang: yaml, bad: "include:\n  - project: \"{org}/infra/⟦attic-cache⟧\"\n    file: ci.yml\n", fixed: "include:\n  - project: \"{org}/infra/GloriousFlywheel\"\n    file: ci.yml\n"}
  - {lang: yaml, good: "include:\n  - component: gitlab.com/components/opentofu/plan@1\n"}
  - {lang: yaml, good: "include:\n  - project: group/attic-cache-action\n"}
  - {name: an input of an action, lang: yaml, good: "with:\n  attic-cache: main\n"}

"""####),
        File(path: "identity/dev-shell.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/dev-shell
title: devShell or module named after the old project
why: People type and see the names of shells and modules. They should say which project they belong to.
level: warning
kpi: truth/identity
lang: nix
match:
  re:
    - '\bname\s*=\s*"(?<at>attic-(?:cache|iac))(?=-|")'
    - '\bservices\.(?<at>attic-cache)\b(?!-)'
    - '\b(?:nixosModules|devShells|homeModules)\.(?:[\w$\{\}.]+\.)?(?<at>attic-cache)\b'
fix: {replace: glorious-flywheel, safety: unsafe}
message: "'{match}' names a shell or module after the old project"
tests:
  - {lang: nix, bad: "pkgs.mkShell { name = \"⟦attic-cache⟧-dev\"; }\n", fixed: "pkgs.mkShell { name = \"glorious-flywheel-dev\"; }\n"}
  - {lang: nix, bad: "{ options.services.⟦attic-cache⟧ = { }; }\n", fixed: "{ options.services.glorious-flywheel = { }; }\n"}
  - {lang: nix, bad: "{ config = lib.mkIf config.services.⟦attic-cache⟧.enable { }; }\n", fixed: "{ config = lib.mkIf config.services.glorious-flywheel.enable { }; }\n"}
  - {lang: nix, good: "pkgs.mkShell { name = \"attic-client\"; }\n"}
  - {lang: nix, good: "{ packages.attic = attic.packages.x86_64-linux.default; }\n"}
  - {lang: nix, good: "{ ATTIC_CACHE = \"main\"; description = \"Attic cache client\"; }\n"}

"""####),
        File(path: "identity/former-repository.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/former-repository
title: Former home of the repository
why: Before it was on GitHub the project lived elsewhere, as attic-cache or as somebody's fork. Those places are archived or closed, and a reader who follows the link stops there.
level: warning
kpi: truth/identity
match:
  url: {host: [github.com, gitlab.com, "gitlab.*", "*.github.com"]}
where:
  path: {re: '^/(?!(?i:jesssullivan)/attic-iac\b)\S*?/?attic-(?:iac|cache)(?:\.git)?(?:$|[/?#@)])'}
unless:
  - match: {re: 'image\.source|\bcomponent:'}
    reach: line
message: "'{match}' is a former home of tinyland-inc/GloriousFlywheel"
tests:
  - {lang: json, bad: "{\"source\": \"⟦https://gitlab.com/some-group/people/somebody/attic-cache⟧\"}\n"}
  - {lang: markdown, bad: "An [example](⟦https://gitlab.com/some-group/attic-cache/-/blob/main/docs/a.md⟧).\n"}
  - {lang: yaml, bad: "fork: ⟦https://github.com/somebody/attic-iac⟧\n"}
  - {lang: markdown, good: "Attic itself lives at <https://github.com/zhaofengli/attic>.\n"}
  - {name: an action that only sounds like it, lang: yaml, good: "docs: https://github.com/somebody/attic-cache-action\n"}
  - {name: a component belongs to another rule, lang: yaml, good: "include:\n  - component: gitlab.com/group/attic-cache/nix-job@main\n"}
  - {lang: markdown, good: "<https://gitlab.com/tinyland/infra/other>\n"}

"""####),
        File(path: "identity/header-comment.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/header-comment
title: File header with the old project title
why: The first line of a file says whose it is. "Attic Cache" as its title names the project by one of its parts.
level: warning
kpi: truth/identity
match:
  re:
    - '\A(?:\x{FEFF})?(?:#!.*\n)?[ \t]*(?:#+|//+|--|;+|%+|"""|/\*+|<!--)[ \t]*(?:(?!Bates\b)\w+[ \t]+)?(?<at>(?:Bates[ \t]+)?Attic[ -]Cache)[ \t]+(?:-{1,2}|–|—|:)[ \t]'
    - '^(?:\x{FEFF})?[ \t]*(?:`{3,}|~{3,})[\w-]*[ \t]*\r?\n[ \t]*(?:#+|//+)[ \t]*(?<at>Attic Cache)[ \t]+(?:-{1,2}|–|—|:)[ \t]'
    - '(?<at>Attic Cache)(?= Development (?:Environment|Shell)\b)'
fix: {replace: GloriousFlywheel, safety: safe}
message: "'{match}' titles the project by its old name"
tests:
  - {path: WORKSPACE, bad: "# ⟦Attic Cache⟧ - workspace file\n", fixed: "# GloriousFlywheel - workspace file\n"}
  - {path: .envrc, bad: "# ⟦Attic Cache⟧ - environment for direnv\nuse flake\n", fixed: "# GloriousFlywheel - environment for direnv\nuse flake\n"}
  - {lang: yaml, bad: "# ⟦Attic Cache⟧ - pipeline\nstages: [build]\n", fixed: "# GloriousFlywheel - pipeline\nstages: [build]\n"}
  - {lang: shell, bad: "echo \"⟦Attic Cache⟧ Development Environment\"\n", fixed: "echo \"GloriousFlywheel Development Environment\"\n"}
  - {name: with the former tenant before it, path: .env.example, bad: "# ⟦Bates Attic Cache⟧ - secrets\nA=1\n", fixed: "# GloriousFlywheel - secrets\nA=1\n"}
  - {name: a file that a fence shows, lang: markdown, bad: "```bash\n# ⟦Attic Cache⟧ - settings\na=1\n```\n", fixed: "```bash\n# GloriousFlywheel - settings\na=1\n```\n"}
  - {name: what it would write stands there, lang: shell, bad: "echo \"⟦Attic Cache⟧ Development Environment is that of GloriousFlywheel\"\n", fixed: "echo \"Attic Cache Development Environment is that of GloriousFlywheel\"\n"}
  - {name: a file about the software, lang: shell, good: "# Attic cache warmer: fills the cache\n"}
  - {name: the stack of that software, lang: starlark, good: "# Attic Cache Stack - build file\n"}
  - {name: a later comment, lang: yaml, good: "a: 1\n# Attic Cache - where the paths are kept\nb: 2\n"}
  - {lang: shell, good: "#!/bin/sh\n# GloriousFlywheel - checks\n"}

"""####),
        File(path: "identity/image-owner.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/image-owner
title: Image of a personal or former owner
why: Shared infrastructure pulls its images from the organisation's registry. A personal namespace disappears or changes with its owner.
level: warning
kpi: truth/identity
# What a run printed is no claim of the repository's.
files: {exclude: ["**/*.log"]}
match:
  re:
    - '(?<![\w.-])(?:https?://)?ghcr\.io/(?i:jesssullivan|bates-ils)/[\w./-]+(?<!\.)(?::[\w.-]+(?<!\.))?'
    - '(?<![\w.-])(?:https?://)?registry\.gitlab\.com/(?i:bates-ils|jsullivan2|jesssullivan)/[\w./-]+(?<!\.)(?::[\w.-]+(?<!\.))?'
    - '\b(?:repository|image)\s*=\s*"(?<at>(?i:jesssullivan|bates-ils)/[\w./-]+)"'
message: "'{match}' is an image of a personal or former owner; use ghcr.io/tinyland-inc"
tests:
  - {lang: hcl, bad: "default = \"⟦ghcr.io/jesssullivan/web-proxy:latest⟧\"\n"}
  - {lang: yaml, bad: "tags: |\n  ⟦ghcr.io/jesssullivan/dash:latest⟧\n"}
  - {lang: starlark, bad: "oci_push(\n    name = \"push\",\n    repository = \"⟦jesssullivan/dash⟧\",\n)\n"}
  - {name: at a sentence's end, lang: markdown, bad: "Pull ⟦ghcr.io/jesssullivan/dash:1.2⟧. Or ⟦ghcr.io/jesssullivan/dash⟧.\n"}
  - {name: what a run printed, path: docs/evidence/pull.log, good: "Trying to pull ghcr.io/jesssullivan/dash:v1...\n"}
  - {lang: hcl, good: "default = \"ghcr.io/tinyland-inc/attic:1\"\n"}
  - {lang: hcl, good: "default = \"ghcr.io/zhaofengli/attic:latest\"\n"}
  - {name: a repository of that person, lang: hcl, good: "url = \"https://github.com/Jesssullivan/linux-xr\"\n"}

"""####),
        File(path: "identity/image-source.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/image-source
title: OCI image source is not the canonical repository
why: org.opencontainers.image.source links a package to its repository. Registries take permissions and readme from it, so a stale one attaches the image to the wrong place.
level: warning
kpi: truth/identity
match:
  re: 'image\.source["'']?\s*[:=]\s*["'']?(?<at>(?:https?://)?(?:github|gitlab)\.com/(?:(?i:jesssullivan)/(?i:gloriousflywheel)|[\w./-]+/attic-(?:iac|cache))(?:\.git)?)(?![\w./-])'
fix: {replace: "https://github.com/tinyland-inc/GloriousFlywheel", safety: safe}
message: "image source '{match}' is not the canonical repository"
tests:
  - {lang: nix, bad: "{ \"org.opencontainers.image.source\" = \"⟦https://github.com/Jesssullivan/attic-iac⟧\"; }\n", fixed: "{ \"org.opencontainers.image.source\" = \"https://github.com/tinyland-inc/GloriousFlywheel\"; }\n"}
  - {lang: yaml, bad: "labels: |\n  org.opencontainers.image.source=⟦https://github.com/Jesssullivan/GloriousFlywheel⟧\n", fixed: "labels: |\n  org.opencontainers.image.source=https://github.com/tinyland-inc/GloriousFlywheel\n"}
  - {lang: starlark, bad: "labels = {\"org.opencontainers.image.source\": \"⟦https://gitlab.com/group/infra/attic-cache⟧\"}\n", fixed: "labels = {\"org.opencontainers.image.source\": \"https://github.com/tinyland-inc/GloriousFlywheel\"}\n"}
  - {name: what must not be written, lang: shell, bad: "# do not write image.source=⟦https://github.com/Jesssullivan/attic-iac⟧\n", fixed: "# do not write image.source=https://github.com/Jesssullivan/attic-iac\n"}
  - {lang: nix, good: "{ \"org.opencontainers.image.source\" = \"https://github.com/tinyland-inc/GloriousFlywheel\"; }\n"}
  - {name: an image of another project, lang: nix, good: "{ \"org.opencontainers.image.source\" = \"https://github.com/tinyland-inc/other\"; }\n"}
  - {lang: dockerfile, good: "LABEL org.opencontainers.image.title=\"attic-cache\"\n"}

"""####),
        File(path: "identity/managed-by.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/managed-by
title: managed-by or part-of names the old project
why: Labels are how clusters and records say who owns an object. Selectors that ask for GloriousFlywheel do not find these.
level: warning
kpi: truth/identity
match:
  re:
    - '\b(?:managed[-_]by|part[-_]of)["'']?\]?\s*[:=]\s*["'']?(?<at>attic-cache)(?![\w./-])'
    - '\bvariable\s+"(?:managed_by|part_of)"\s*\{[^{}]*?\bdefault\s*=\s*"(?<at>attic-cache)"'
fix: {replace: glorious-flywheel, safety: unsafe}
message: "ownership label says '{match}'; the owner is GloriousFlywheel"
tests:
  - {lang: hcl, bad: "labels = {\n  \"app.kubernetes.io/part-of\" = \"⟦attic-cache⟧\"\n}\n", fixed: "labels = {\n  \"app.kubernetes.io/part-of\" = \"glorious-flywheel\"\n}\n"}
  - {lang: yaml, bad: "labels:\n  app.kubernetes.io/managed-by: ⟦attic-cache⟧\n", fixed: "labels:\n  app.kubernetes.io/managed-by: glorious-flywheel\n"}
  - {lang: hcl, bad: "variable \"managed_by\" {\n  type    = string\n  default = \"⟦attic-cache⟧\"\n}\n", fixed: "variable \"managed_by\" {\n  type    = string\n  default = \"glorious-flywheel\"\n}\n"}
  - {lang: yaml, good: "labels:\n  app.kubernetes.io/part-of: nix-cache\n"}
  - {name: the name of a job of the software, lang: yaml, good: "labels:\n  app.kubernetes.io/name: attic-cache-warm\n"}
  - {lang: hcl, good: "managed_by = \"opentofu\"\n"}

"""####),
        File(path: "identity/pack.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
pack: glorious-flywheel/identity
vars:
  project: GloriousFlywheel
  repository: tinyland-inc/GloriousFlywheel
  organisation: tinyland-inc
surfaces: # the same in every pack, so that a family alone has them too
  archive: ["docs/research/**", "tex_research/**", "CHANGELOG*"]
  vendored: [vendor/, third_party/, node_modules/, .terraform/, .terragrunt-cache/]
  generated: ["*.lock", .terraform.lock.hcl, package-lock.json, pnpm-lock.yaml, go.sum, "*.min.js", "*.min.css"]
kpis:
  - id: truth/identity
    title: Active primary-surface attic-iac references
    count: {findings: identity/*, unit: occurrences, surfaces: [primary]}
    better: lower
    goal: 0
  - id: inventory/identity-files
    title: Files with identity drift
    count: {findings: identity/*, unit: files, surfaces: [primary]}
    better: lower
    goal: 0

"""####),
        File(path: "identity/previous-tenant.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/previous-tenant
title: Name of the previous tenant
why: The platform left its first tenant. Names of that tenant in shared code read as configuration that is still needed.
level: warning
kpi: truth/identity
# Rows of data are no claim of the repository's: a county, a surname.
files: {exclude: ["**/*.{csv,tsv,psv,log,ndjson,jsonl,geojson}"]}
match:
  re:
    - '(?:\bhttps?://(?:(?!Bates)[^\s/?#"''`<>()])+[/?#][^\s"''`<>()]*?(?:Bates)[^\s"''`<>()]*|(?i:(?:fore|first|given|middle|last|sur|family|maiden)[ _-]?name)["'']?\s*(?:[:=]|=>)\s*["'']?Bates\b|(?:["''][A-Z][a-z]+["''],\s*){3}["'']Bates["'']|["'']Bates["''](?:,\s*["''][A-Z][a-z]+["'']){3}|\bperson\((?:given\s*=\s*)?\\?["''][^"''\n]{1,30}["''],\s*(?:family\s*=\s*)?\\?["'']Bates\b|\b(?!(?:The|Our|This|That|An?|Former|Previous|New|Old|For|From|In|By|With|At|Of|To|And) )[A-Z][a-z]+ (?:[A-Z]\. ?){0,2}Bates(?=\s*(?:\[(?:aut|ctb|cre|ths|cph|rev)\b|\\?<[\w.+-]+@|\(\[?(?:ORCID|aut|ctb)|et al\b|,? and [A-Z][a-z]+ [A-Z]))|["''>](?!(?:The|Our|This|That|An?|Former|Previous|New|Old|For|From|In|By|With|At|Of|To|And|Legacy|Only|All|Not|Non|No|Pre|Post|Use|See|Git[Ll]ab|Git[Hh]ub|Runners?|Tenants?|Clusters?|Overlays?) )[A-Z][a-z]+ Bates(?=["''<])|\b(?:James|John|Robert|Michael|William|David|Richard|Joseph|Thomas|Charles|Christopher|Daniel|Matthew|Anthony|Donald|Steven|Paul|Andrew|Joshua|Kenneth|Kevin|Brian|George|Edward|Ronald|Timothy|Jason|Jeffrey|Ryan|Jacob|Gary|Nicholas|Eric|Jonathan|Stephen|Larry|Justin|Scott|Brandon|Benjamin|Samuel|Gregory|Frank|Alexander|Raymond|Patrick|Jack|Dennis|Jerry|Tyler|Aaron|Adam|Henry|Nathan|Douglas|Zachary|Peter|Kyle|Walter|Ethan|Jeremy|Harold|Keith|Christian|Roger|Noah|Gerald|Carl|Terry|Sean|Arthur|Lawrence|Jesse|Dylan|Bryan|Joe|Billy|Bruce|Albert|Gabriel|Logan|Alan|Wayne|Roy|Ralph|Randy|Eugene|Vincent|Russell|Louis|Bobby|Philip|Norman|Evan|Mary|Patricia|Jennifer|Linda|Elizabeth|Barbara|Susan|Jessica|Sarah|Karen|Lisa|Nancy|Betty|Margaret|Sandra|Ashley|Kimberly|Emily|Donna|Michelle|Carol|Amanda|Dorothy|Melissa|Deborah|Stephanie|Rebecca|Sharon|Laura|Cynthia|Kathleen|Amy|Angela|Shirley|Anna|Brenda|Pamela|Emma|Nicole|Helen|Samantha|Katherine|Christine|Debra|Rachel|Carolyn|Janet|Catherine|Maria|Heather|Diane|Ruth|Julie|Olivia|Joyce|Victoria|Kelly|Lauren|Christina|Joan|Evelyn|Judith|Megan|Andrea|Cheryl|Hannah|Jacqueline|Martha|Teresa|Ann|Anne|Sara|Frances|Kathryn|Janice|Jean|Abigail|Alice|Julia|Judy|Sophia|Denise|Doris|Marilyn|Danielle|Isabella|Theresa|Diana|Natalie|Charlotte|Marie|Mike|Bob|Bill|Jim|Tom|Dave|Steve|Chris|Matt|Dan|Kathy|Katie|Kate|Tony|Ben|Sam|Alex|Nick|Greg|Jeff|Tim|Rob|Ted|Ian|Simon|Colin|Martin|Graham|Stuart|Neil|Nigel) (?:[A-Z]\. ?)?Bates\b(?![ -](?:College|ILS)\b)|\b(?:Camp|Cape|Fort|Lake|Mount|Point|Port) Bates\b|\bBates (?:Avenue|Bay|Bridge|Brook|Canyon|City|County|Creek|Hills?|Island|Lake|Lane|Mountain|Park|Peak|Point|Pond|Ridge|River|Road|Slough|Street|Township|Valley)\b)(?<link>)|(?<![\w./@-])(?<at>Bates(?:-specific| College| ILS)?)(?![\w])'
    - '(?<![\w./@:-])(?<at>bates-[a-z][\w-]*)(?!\.gitlab\.io)'
    - '(?<![\w./@:-])(?<at>attic-(?:cache|iac)-bates)(?![\w-])'
    - '(?<![\w.@-])(?<at>(?:[\w-]+\.)+bates\.edu)\b'
    - '(?:gitlab|github)\.com[/:](?<at>bates-ils)(?=/)(?!\S*/attic-(?:cache|iac)(?![\w-]))'
    - '(?<![\w.-])(?<at>bates-ils\.gitlab\.io)\b'
# Behind the host of a link a name is the link's; among other surnames it is a person's, with a creek a place's.
where: {link: {not-in: ['']}}
unless:
  - match: {re: '(?i)\be\.g\.,?\s+["''`]?(?:[\w-]+\.)+bates\.edu'}
    reach: line
  - match: {re: '\b(?:grep|rg|ack)\b'}
    reach: line
  - match: {re: '[\w.+-]+@(?:[\w-]+\.)*bates\.edu'}
    reach: line
  # Where somebody works, or studied.
  - match:
      re: '(?i)\b(?:worksFor|alumniOf|employer|affiliation|alma ?mater)\b|\b(?:position|job|role|analyst|engineer|student|professor|lecturer|administrator|developer)[^.|\n]{0,30} at Bates College\b|\borg(?:anization)?["'']?\s*:\s*["'']Bates College["''],\s*["'']?(?:period|role|position|start|years?)\b|\bBates \w+ (?:Center|Department)\b'
    reach: line
  # Where the file is about the college itself.
  - evidence:
      near: file
      match: {re: '\bBates(?: College)? (?:campus|students?|facult(?:y|ies)|facilities|partnership|tower|course|academic|community)\b|\bBates College[)*_ ]*\(\d{4}\b'}
message: "'{match}' names the platform's previous tenant"
tests:
  - {lang: shell, bad: "# ⟦Bates⟧ runner settings\n"}
  - {lang: json, bad: "{\"organization\": \"⟦Bates College⟧\", \"namespace\": \"⟦bates-ils-runners⟧\"}\n"}
  - {lang: markdown, bad: "The runner is called `⟦bates-docker⟧`.\n"}
  - {lang: yaml, bad: "domain: ⟦cluster.bates.edu⟧\n"}
  - {lang: markdown, bad: "Runners come from <https://gitlab.com/⟦bates-ils⟧/projects/runners>.\n"}
  - {name: a page elsewhere, lang: markdown, good: "See https://example.org/find?q=Bates there.\n"}
  - {name: a check that the name is gone, lang: shell, good: "if grep -r \"bates-ils\" tofu/; then exit 1; fi\n"}
  - {name: a person's address, lang: markdown, good: "Write to someone@bates.edu.\n"}
  - {name: a machine that is called so, lang: nix, good: "{ deviceName = \"box-bates\"; }\n"}
  - {name: a remote of somebody's, lang: shell, good: "git clone git@forge-work:bates-ils/project.git\n"}
  - {name: its overlay, lang: tex, bad: "The overlay \\texttt{⟦attic-cache-bates⟧} holds settings.\n"}
  - {name: any host as an example, lang: markdown, good: "Any other server will do (e.g., git.bates.edu).\n"}
  - {name: part of a longer word, lang: markdown, good: "She debates and abates nothing.\n"}
  - {name: a person, lang: json, good: "{\"foreName\": \"Ann\", \"lastName\": \"Bates\"}\n"}
  - {name: surnames, path: names.php, good: "$names = ['Holt', 'Watts', 'Fox', 'Bates', 'Hale'];\n"}
  - {name: a short list, lang: json, bad: "[\"⟦Bates⟧\", \"Tinyland\"]\n"}
  - {name: a county in a table, path: data/counties.csv, good: "fips,state,county\n29013,MO,Bates\n"}
  - {name: places, lang: json, good: "[{\"n\": \"Bates Creek\"}, {\"n\": \"Mount Bates\"}, {\"n\": \"North Lake (Bates Creek) 10\"}]\n"}
  - {name: its cluster, lang: json, bad: "{\"cluster\": \"⟦Bates⟧ Cluster\"}\n"}
  - {name: authors of a package, path: renv.lock, good: "{\"Authors@R\": \"c(person(\\\"Dirk\\\", \\\"Eddel\\\"), person(\\\"Douglas\\\", \\\"Bates\\\", role = \\\"aut\\\"))\", \"Author\": \"Romain Francois [aut], Douglas Bates [aut] (ORCID: <https://orcid.org/0>)\"}\n"}
  - {name: a page about the college, lang: markdown, good: "The mesh covers the Bates College campus.\n\nBates-Tower-Main has line of sight; a server of Bates is near.\n"}
  - {name: a page about something else, lang: markdown, bad: "The mesh covers the campus.\n\nThe runners of ⟦Bates⟧ are near.\n"}
  - {name: who worked there, path: README.md, good: "**Analyst** — Bates College *(2024–Present)*\n"}
  - {name: an overlay that is linked, lang: markdown, bad: "The ⟦Bates⟧ [overlay](o.md) is live.\n"}
  - {name: a cluster at the college, lang: shell, bad: "# ⟦Bates⟧ runner settings, for the cluster at ⟦Bates College⟧\nkubectl -n ⟦bates-ils-runners⟧ get pods\n"}
  - {name: people in a page, lang: html, good: "<td><a href=\"#\">Hannah Bates</a></td>\n<td>Jerrold Bates</td>\n"}
  - {name: people in a list, path: people.php, good: "$people = array('Gerald Berry', 'Patrick Bates', 'Ann Lee');\n"}
  - {name: thanks, lang: markdown, good: "Thanks to Hannah Bates for the patch.\n"}
  - {name: a tenant's label, lang: json, bad: "{\"tenant\": \"Legacy ⟦Bates⟧\", \"group\": \"GitLab ⟦Bates⟧\"}\n"}
  - {name: where somebody works, lang: javascript, good: "const jobs = [{ role: 'Analyst', org: 'Bates College', period: '2024' }];\nconst ld = { \"worksFor\": { \"@type\": \"Organization\", \"name\": \"Bates College\" } };\n"}
  - {name: a position, lang: markdown, good: "I accepted a position as an analyst at Bates College.\n"}
  - {name: a position for its clusters, lang: markdown, bad: "The role runs the clusters of ⟦Bates⟧.\n"}
  - {name: a role for it, lang: markdown, bad: "An administrator role for ⟦Bates College⟧ is created.\n"}
  - {name: whose a setting is, lang: javascript, bad: "const tenant = { org: '⟦Bates College⟧', cluster: 'main' };\n"}
  - {name: what is done with it, lang: markdown, bad: "Retire ⟦Bates⟧ before spring.\n"}

"""####),
        File(path: "identity/project-cache-name.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/project-cache-name
title: attic-cache used as the project's name
why: attic-cache was the repository before it was GloriousFlywheel. Attic is still the cache software, so the old name now points at the wrong thing.
level: warning
kpi: truth/identity
match:
  re:
    - '(?<![\w./@-])(?<at>attic-cache)(?=[`"''*_]{0,3}\s+(?:git\s+)?(?:repo|repos|repository|monorepo|project|codebase|checkout|infrastructure project|as Reference)\b)'
    - '(?i:\b(?:project|repository|repo)\b)[`*_"'']{0,3}:[`*_"'']{0,3}[ \t]+[`*_"'']{0,3}(?<at>attic-cache)(?![\w/.:@-])'
    - '^[ \t]*(?<at>attic-cache)/(?=[ \t]*(?:#|$))'
fix: {replace: GloriousFlywheel, safety: unsafe}
message: "'{match}' is a former name of this project; Attic is only its cache"
tests:
  - {lang: markdown, bad: "The `⟦attic-cache⟧` project publishes the jobs.\n", fixed: "The `GloriousFlywheel` project publishes the jobs.\n"}
  - {path: Justfile, bad: "# Recipes of the ⟦attic-cache⟧ repository\nlist:\n    just --list\n", fixed: "# Recipes of the GloriousFlywheel repository\nlist:\n    just --list\n"}
  - {lang: shell, bad: "# run from the ⟦attic-cache⟧ repo root\n", fixed: "# run from the GloriousFlywheel repo root\n"}
  - {lang: markdown, bad: "**Repository:** ⟦attic-cache⟧ (example)\n", fixed: "**Repository:** GloriousFlywheel (example)\n"}
  - {lang: markdown, good: "The Attic cache serves store paths to every project.\n"}
  - {name: an action input, lang: yaml, good: "inputs:\n  attic-cache:\n    description: cache name\n"}
  - {lang: yaml, good: "expr: rate(attic_cache_hits_total[5m])\n"}
  - {lang: shell, good: "attic cache create project-main\n"}

"""####),
        File(path: "identity/stale-code-name.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/stale-code-name
title: Stale project name as code
why: Between back-ticks a name stands for something typed, such as a module or a folder. It changes together with the thing it names, so look at that first.
level: warning
kpi: truth/identity
in: code-span
match: {name: attic-iac}
unless:
  - match: {re: '(?i)\b(?:module_)?name\s*=\s*["'']attic[-_]?iac["'']|@attic[-_]?iac//|\bbazel_dep`? +(?:on|for|to|named) +`attic'}
    reach: line
fix: {replace: GloriousFlywheel, safety: unsafe}
message: "'{match}' is the old project name, here as code"
tests:
  - {lang: markdown, bad: "Overlays depend on `⟦attic-iac⟧` today.\n", fixed: "Overlays depend on `GloriousFlywheel` today.\n"}
  - {lang: markdown, bad: "| `⟦attic_iac⟧` | shared |\n|---|---|\n", fixed: "| `GloriousFlywheel` | shared |\n|---|---|\n"}
  - {lang: markdown, bad: "## The `⟦attic-iac⟧` module\n", fixed: "## The `GloriousFlywheel` module\n"}
  - {name: plain prose belongs to another rule, lang: markdown, good: "Overlays depend on attic-iac today.\n"}
  - {name: a path belongs to another rule, lang: markdown, good: "In `~/git/attic-iac` it is.\n"}
  - {lang: markdown, good: "Run `attic push`.\n"}

"""####),
        File(path: "identity/stale-name.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/stale-name
title: Stale project name
why: >-
  The project is GloriousFlywheel. attic-iac is the name of the lineage it left; a reader who meets both
  names cannot tell that they are one project.
level: warning
kpi: truth/identity
match:
  all:
    - name: attic-iac
    - not: {re: '(?i)(["''`])attic[-_]?iac\1|[:=]\s*attic[-_]?iac\s*(?:#.*)?$|^[ \t]*attic[-_]?iac\s*[:=]'}
unless:
  - match: {re: '(?i)\b(?:module_)?name\s*=\s*["'']attic[-_]?iac["'']|@attic[-_]?iac//'}
    reach: line
  - in: code-span
fix:
  replace: GloriousFlywheel
  safety: safe
  # An issue, a commit or a release of the old repository is called by its name.
  unsafe-on-line: {re: '(?i)/attic-iac/(?:(?:issues|pull|discussions)/\d|commits?/\w|releases/tag/\w)'}
message: "'{match}' is the old project name; write 'GloriousFlywheel'"
tests:
  - name: prose, heading and table
    lang: markdown
    bad: |
      # Working on ⟦attic-iac⟧

      The ⟦Attic IaC⟧ maintainers meet on Mondays; ⟦attic-iac⟧ has two of them.
    fixed: |
      # Working on GloriousFlywheel

      The GloriousFlywheel maintainers meet on Mondays; GloriousFlywheel has two of them.
  - {lang: shell, bad: "# build settings of ⟦Attic IaC⟧\ngit clone https://github.com/tinyland-inc/GloriousFlywheel.git\ncd ⟦attic-iac⟧ && make\n", fixed: "# build settings of GloriousFlywheel\ngit clone https://github.com/tinyland-inc/GloriousFlywheel.git\ncd GloriousFlywheel && make\n"}
  - {lang: yaml, bad: "title: ⟦ATTIC_IAC⟧ notes\n", fixed: "title: GloriousFlywheel notes\n"}
  - {lang: markdown, bad: "```mermaid\ngraph TD\n  A[\"⟦attic-iac⟧ core\"] --> B\n```\n", fixed: "```mermaid\ngraph TD\n  A[\"GloriousFlywheel core\"] --> B\n```\n"}
  - {name: what was renamed, lang: markdown, bad: "⟦attic-iac⟧ was renamed in March. GloriousFlywheel (once ⟦attic-iac⟧) is the platform.\n", fixed: "attic-iac was renamed in March. GloriousFlywheel (once attic-iac) is the platform.\n"}
  - {name: in a comment of several lines, lang: python, bad: "# We do\n# not say ⟦attic-iac⟧.\nx = 1\n", fixed: "# We do\n# not say attic-iac.\nx = 1\n"}
  - {name: a comment beside another, lang: python, bad: "a = 1  # not this\nb = 1  # for ⟦attic-iac⟧\n", fixed: "a = 1  # not this\nb = 1  # for GloriousFlywheel\n"}
  - {name: a name that is used, lang: python, bad: "import ⟦attic_iac⟧\nx = ⟦attic_iac⟧(1)\n", fixed: "import attic_iac\nx = attic_iac(1)\n"}
  - {name: an attribute of Nix, lang: nix, bad: "{\n  outputs = { self, ⟦attic-iac⟧ }: {\n    x = 1;\n  };\n}\n", fixed: "{\n  outputs = { self, attic-iac }: {\n    x = 1;\n  };\n}\n"}
  - {name: arguments, lang: shell, bad: "docker run --name ⟦attic-iac⟧ nginx\nkubectl -n ⟦attic-iac⟧ get pods\necho \"$⟦attic_iac⟧ and ${⟦attic_iac⟧}\"\ncd ⟦attic-iac⟧\n", fixed: "docker run --name attic-iac nginx\nkubectl -n attic-iac get pods\necho \"$attic_iac and ${attic_iac}\"\ncd attic-iac\n"}
  - {name: an argument in a comment, lang: starlark, bad: "# bazel build --override_module=⟦attic-iac⟧=../core\n# The module ⟦attic-iac⟧ is pinned.\n", fixed: "# bazel build --override_module=attic-iac=../core\n# The module attic-iac is pinned.\n"}
  - {name: beside an identifier, lang: python, bad: "fail(\"there must be one ⟦attic-iac⟧ git_override\")\n", fixed: "fail(\"there must be one attic-iac git_override\")\n"}
  - {name: a text of a program, lang: python, bad: "print(\"Welcome to ⟦attic-iac⟧!\")\n", fixed: "print(\"Welcome to GloriousFlywheel!\")\n"}
  - {name: the cache software, lang: markdown, good: "Run `attic cache info main`: Attic is the cache server we deploy.\n"}
  - {name: the attic stack is one of the stacks of this IaC, lang: markdown, good: "The attic stack is IaC like the others.\n"}
  - {name: a URL belongs to another rule, lang: markdown, good: "Clone <https://git.example.com/team/attic-iac.git> first.\n"}
  - {name: a longer identifier, lang: hcl, good: "locals {\n  my_attic_iac_copy = 1\n}\n"}
  - {name: a value belongs to another rule, lang: yaml, good: "project: attic-iac\n"}
  - {name: a Bazel module belongs to another rule, lang: starlark, good: "bazel_dep(name = \"attic-iac\")\n"}
  - {name: the last of a name, lang: markdown, bad: "Release notes: ⟦attic-iac⟧ v0.3.0 was the last under this name.\n", fixed: "Release notes: attic-iac v0.3.0 was the last under this name.\n"}
  - {name: a release that is not the last, lang: markdown, bad: "Release notes: ⟦attic-iac⟧ v0.3.0 has the last word.\n", fixed: "Release notes: GloriousFlywheel v0.3.0 has the last word.\n"}
  - {name: an issue of the old one, lang: markdown, bad: "See [⟦attic-iac⟧ issue 12](https://github.com/Jesssullivan/attic-iac/issues/12).\n", fixed: "See [attic-iac issue 12](https://github.com/Jesssullivan/attic-iac/issues/12).\n"}

"""####),
        File(path: "identity/stale-owner.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/stale-owner
title: Stale owner of the repository
why: GloriousFlywheel belongs to tinyland-inc. The personal account it started under is history, and new clones and forks should not begin there.
level: warning
kpi: truth/identity
match:
  url: {host: [github.com, raw.githubusercontent.com], owner: [Jesssullivan, jesssullivan]}
where:
  path: {re: '(?i)^/?jesssullivan/gloriousflywheel(?:\.git)?(?:$|[/?#@)])'}
unless:
  - match: {re: 'image\.source'}
    reach: line
fix:
  replace-part: owner
  with: tinyland-inc
  safety: safe
  # What was signed carries the old name in it; Go's modules say their own; a fork's remote is the fork's.
  unsafe-on-line:
    re:
      - '(?i)\b(?:module|require|replace)[ \t]+github\.com/|(?<![/.\w])github\.com/jesssullivan/gloriousflywheel[\w./-]*(?:@|[ \t]+v\d)'
      - '(?i)^\s*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"github\.com/[^"\n]+"\s*$'
      - '(?i)\bcert(?:ificate)?[-_]?(?:oidc[-_]?)?identity|\b(?:sub|subject|subjectRegExp)["'']?\s*[:=]|:sub\b'
      - '(?i)\bremote[ \t]+add[ \t]+(?:-\S+[ \t]+)*["'']?[\w-]*fork'
message: "GloriousFlywheel belongs to 'tinyland-inc', not to '{owner}'"
tests:
  - {lang: markdown, bad: "git clone ⟦https://github.com/Jesssullivan/GloriousFlywheel.git⟧\n", fixed: "git clone https://github.com/tinyland-inc/GloriousFlywheel.git\n"}
  - {lang: shell, bad: "git remote add origin ⟦git@github.com:Jesssullivan/GloriousFlywheel.git⟧\n", fixed: "git remote add origin git@github.com:tinyland-inc/GloriousFlywheel.git\n"}
  - {lang: yaml, bad: "links:\n  upstream: \"⟦https://github.com/Jesssullivan/GloriousFlywheel⟧\"\n", fixed: "links:\n  upstream: \"https://github.com/tinyland-inc/GloriousFlywheel\"\n"}
  - {name: on the archive too, path: CHANGELOG.md, bad: "- fix it ([1a2b](⟦https://github.com/Jesssullivan/GloriousFlywheel/commit/1a2b⟧))\n"}
  - {name: what is over is not turned, lang: markdown, bad: "The fork ⟦https://github.com/Jesssullivan/GloriousFlywheel⟧ is archived.\n", fixed: "The fork https://github.com/Jesssullivan/GloriousFlywheel is archived.\n"}
  - {name: nor where the right one stands beside it, lang: markdown, bad: "Take tinyland-inc/GloriousFlywheel where you read ⟦https://github.com/Jesssullivan/GloriousFlywheel⟧.\n", fixed: "Take tinyland-inc/GloriousFlywheel where you read https://github.com/Jesssullivan/GloriousFlywheel.\n"}
  - {name: beside another repository of the owner, lang: markdown, bad: "See ⟦https://github.com/Jesssullivan/GloriousFlywheel⟧ and https://github.com/tinyland-inc/ci-templates.\n", fixed: "See https://github.com/tinyland-inc/GloriousFlywheel and https://github.com/tinyland-inc/ci-templates.\n"}
  - {name: a fork's remote, lang: shell, bad: "git remote add fork ⟦https://github.com/Jesssullivan/GloriousFlywheel⟧\n", fixed: "git remote add fork https://github.com/Jesssullivan/GloriousFlywheel\n"}
  - {name: who signed, lang: shell, bad: "cosign verify --certificate-identity=⟦https://github.com/Jesssullivan/GloriousFlywheel/.github/workflows/release.yml@refs/tags/v1⟧ image\n", fixed: "cosign verify --certificate-identity=https://github.com/Jesssullivan/GloriousFlywheel/.github/workflows/release.yml@refs/tags/v1 image\n"}
  - {name: imports of Go, path: main.go, bad: "package main\n\nimport \"⟦github.com/Jesssullivan/GloriousFlywheel/pkg/kiln⟧\"\n", fixed: "package main\n\nimport \"github.com/Jesssullivan/GloriousFlywheel/pkg/kiln\"\n"}
  - {name: what the forge packs has no owner in it, lang: shell, bad: "curl -L ⟦https://github.com/Jesssullivan/GloriousFlywheel/archive/v1.tar.gz⟧\n", fixed: "curl -L https://github.com/tinyland-inc/GloriousFlywheel/archive/v1.tar.gz\n"}
  - {name: a person, lang: markdown, good: "Ask [@Jesssullivan](https://github.com/Jesssullivan).\n"}
  - {name: another repository of that person, lang: hcl, good: "github_config_url = \"https://github.com/Jesssullivan/linux-xr\"\n"}
  - {lang: markdown, good: "See <https://github.com/tinyland-inc/GloriousFlywheel>.\n"}

"""####),
        File(path: "identity/stale-pages.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/stale-pages
title: Stale documentation site
why: The documentation is published under the organisation. A personal Pages host keeps serving whatever was last pushed there.
level: warning
kpi: truth/identity
match:
  url: {host: jesssullivan.github.io}
where:
  path: {re: '(?i)^/(?:attic-iac|gloriousflywheel)(?:$|[/?#)"''])'}
message: "'{match}' is the personal Pages site of the old project"
tests:
  - {lang: markdown, bad: "Read the [manual](⟦https://jesssullivan.github.io/attic-iac/⟧).\n"}
  - {lang: javascript, bad: "const SITE = '⟦https://jesssullivan.github.io/attic-iac⟧';\n"}
  - {name: escaped for a regular expression, lang: toml, bad: "exclude = [\n  \"⟦jesssullivan\\\\.github\\\\.io/attic-iac⟧\",\n]\n"}
  - {lang: json, bad: "{\"pages_url\": \"⟦https://jesssullivan.github.io/GloriousFlywheel⟧\"}\n"}
  - {name: another site of that person, lang: markdown, good: "<https://jesssullivan.github.io/some-blog/>\n"}
  - {lang: markdown, good: "<https://tinyland-inc.github.io/GloriousFlywheel/>\n"}
  - {lang: markdown, good: "<https://example.github.io/attic-iac/>\n"}

"""####),
        File(path: "identity/stale-repository.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/stale-repository
title: URL of the old repository
why: >-
  The repository moved to tinyland-inc/GloriousFlywheel. Links to its former name work only as long as the forge
  redirects them, and clones keep the old name in their remotes.
level: warning
kpi: truth/identity
match:
  re: '(?<head>(?:https?://)?(?:www\.|raw\.)?github(?:usercontent)?\.com/|git@github\.com:|ssh://git@github\.com/)(?i:jesssullivan)/attic-iac(?![\w-])(?<tail>(?:\.git)?(?:[/#?][\w./#?=&%~+-]*[\w/])?)'
unless:
  - match: {re: 'image\.source'}
    reach: line
  - match: {re: '\bcomponent:'}
    reach: line
fix:
  replace: "{head}tinyland-inc/GloriousFlywheel{tail}"
  safety: safe
  # A submodule's commit is one of the repository that its address names.
  unsafe-beside: {re: '(?m)^[ \t]*\[submodule\b'}
  # What the forge packs and what was signed carry the old name in them; numbers, commits and releases are the old repository's;
  # Go's modules say their own; a fork's remote is the fork's.
  unsafe-on-line:
    re:
      - '(?i)/attic-iac/(?:archive|(?:legacy\.)?(?:tar\.gz|zip)|tarball|zipball)/'
      - '(?i)/attic-iac/(?:(?:issues|pull|discussions|milestone|actions/runs)/\d|(?:commits?|compare)/\w|releases/(?:tag|download|edit)/\w)'
      - '(?i)/attic-iac/(?:(?:blob|tree|raw|blame)/)?[0-9a-f]{40}\b|/attic-iac/(?:blob|tree|raw|blame)/v?\d+\.\d'
      - '(?i)\b(?:module|require|replace)[ \t]+github\.com/|(?<![/.\w])github\.com/jesssullivan/attic-iac[\w./-]*(?:@|[ \t]+v\d)'
      - '(?i)^\s*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"github\.com/[^"\n]+"\s*$'
      - '(?i)\bcert(?:ificate)?[-_]?(?:oidc[-_]?)?identity|\b(?:sub|subject|subjectRegExp)["'']?\s*[:=]|:sub\b'
      - '(?i)\bremote[ \t]+add[ \t]+(?:-\S+[ \t]+)*["'']?[\w-]*fork'
message: "'{match}' is the former address of tinyland-inc/GloriousFlywheel"
tests:
  - {lang: markdown, bad: "Clone ⟦https://github.com/Jesssullivan/attic-iac.git⟧ to start.\n", fixed: "Clone https://github.com/tinyland-inc/GloriousFlywheel.git to start.\n"}
  - {lang: yaml, bad: "on: push\njobs:\n  notes:\n    steps:\n      - run: |\n          git clone ⟦https://github.com/Jesssullivan/attic-iac.git⟧ work\n", fixed: "on: push\njobs:\n  notes:\n    steps:\n      - run: |\n          git clone https://github.com/tinyland-inc/GloriousFlywheel.git work\n"}
  - {lang: markdown, bad: "[Issues](⟦https://github.com/Jesssullivan/attic-iac/issues⟧)\n", fixed: "[Issues](https://github.com/tinyland-inc/GloriousFlywheel/issues)\n"}
  - {lang: shell, bad: "git clone ⟦git@github.com:Jesssullivan/attic-iac.git⟧\n", fixed: "git clone git@github.com:tinyland-inc/GloriousFlywheel.git\n"}
  - {lang: markdown, bad: "See ⟦https://github.com/Jesssullivan/attic-iac⟧.\n", fixed: "See https://github.com/tinyland-inc/GloriousFlywheel.\n"}
  - {name: from there to here, lang: markdown, bad: "The repository went from ⟦https://github.com/Jesssullivan/attic-iac⟧ to https://github.com/tinyland-inc/GloriousFlywheel.\n", fixed: "The repository went from https://github.com/Jesssullivan/attic-iac to https://github.com/tinyland-inc/GloriousFlywheel.\n"}
  - {name: what is over is not turned, lang: markdown, bad: "Issues were kept at ⟦https://github.com/Jesssullivan/attic-iac/issues⟧,\nwhich is no longer read.\n", fixed: "Issues were kept at https://github.com/Jesssullivan/attic-iac/issues,\nwhich is no longer read.\n"}
  - {name: another sentence, lang: markdown, bad: "The old wiki is gone. Issues are at ⟦https://github.com/Jesssullivan/attic-iac/issues⟧.\n", fixed: "The old wiki is gone. Issues are at https://github.com/tinyland-inc/GloriousFlywheel/issues.\n"}
  - {name: what the forge packs, lang: shell, bad: "curl -L ⟦https://github.com/Jesssullivan/attic-iac/archive/v0.1.0.tar.gz⟧ | tar xz\n", fixed: "curl -L https://github.com/Jesssullivan/attic-iac/archive/v0.1.0.tar.gz | tar xz\n"}
  - {name: what is uploaded to a release, lang: shell, bad: "curl -LO ⟦https://github.com/Jesssullivan/attic-iac/releases/download/v0.1.0/kiln.tar.gz⟧\n", fixed: "curl -LO https://github.com/Jesssullivan/attic-iac/releases/download/v0.1.0/kiln.tar.gz\n"}
  - {name: what is uploaded to the last release, lang: shell, bad: "curl -LO ⟦https://github.com/Jesssullivan/attic-iac/releases/latest/download/kiln.tar.gz⟧\n", fixed: "curl -LO https://github.com/tinyland-inc/GloriousFlywheel/releases/latest/download/kiln.tar.gz\n"}
  - {name: numbers and commits, lang: markdown, bad: "- ⟦https://github.com/Jesssullivan/attic-iac/issues/12⟧\n- ⟦https://github.com/Jesssullivan/attic-iac/pull/7⟧\n- ⟦https://github.com/Jesssullivan/attic-iac/commit/3f2b1c9⟧\n- ⟦https://github.com/Jesssullivan/attic-iac/discussions/3#discussioncomment-1⟧\n- ⟦https://github.com/Jesssullivan/attic-iac/releases/tag/v0.3.0⟧\n- ⟦https://github.com/Jesssullivan/attic-iac/actions/runs/99⟧\n- ⟦https://github.com/Jesssullivan/attic-iac/blob/v0.3.0/README.md⟧\n", fixed: "- https://github.com/Jesssullivan/attic-iac/issues/12\n- https://github.com/Jesssullivan/attic-iac/pull/7\n- https://github.com/Jesssullivan/attic-iac/commit/3f2b1c9\n- https://github.com/Jesssullivan/attic-iac/discussions/3#discussioncomment-1\n- https://github.com/Jesssullivan/attic-iac/releases/tag/v0.3.0\n- https://github.com/Jesssullivan/attic-iac/actions/runs/99\n- https://github.com/Jesssullivan/attic-iac/blob/v0.3.0/README.md\n"}
  - {name: pages without a number, lang: markdown, bad: "- ⟦https://github.com/Jesssullivan/attic-iac/pulls⟧\n- ⟦https://github.com/Jesssullivan/attic-iac/issues/new⟧\n- ⟦https://github.com/Jesssullivan/attic-iac/actions/workflows/ci.yml⟧\n- ⟦https://github.com/Jesssullivan/attic-iac/blob/main/README.md⟧\n", fixed: "- https://github.com/tinyland-inc/GloriousFlywheel/pulls\n- https://github.com/tinyland-inc/GloriousFlywheel/issues/new\n- https://github.com/tinyland-inc/GloriousFlywheel/actions/workflows/ci.yml\n- https://github.com/tinyland-inc/GloriousFlywheel/blob/main/README.md\n"}
  - {name: a submodule, path: .gitmodules, bad: "[submodule \"core\"]\n\tpath = core\n\turl = ⟦https://github.com/Jesssullivan/attic-iac.git⟧\n", fixed: "[submodule \"core\"]\n\tpath = core\n\turl = https://github.com/Jesssullivan/attic-iac.git\n"}
  - {name: kept for history, lang: markdown, bad: "Fork of [it](⟦https://github.com/Jesssullivan/attic-iac⟧), kept for history.\n", fixed: "Fork of [it](https://github.com/Jesssullivan/attic-iac), kept for history.\n"}
  - {name: a page beside an archive, lang: starlark, bad: "# from ⟦https://github.com/Jesssullivan/attic-iac/releases⟧\nurl = \"⟦https://github.com/Jesssullivan/attic-iac/archive/refs/tags/v0.1.0.tar.gz⟧\",\n", fixed: "# from https://github.com/tinyland-inc/GloriousFlywheel/releases\nurl = \"https://github.com/Jesssullivan/attic-iac/archive/refs/tags/v0.1.0.tar.gz\",\n"}
  - {name: modules of Go, path: go.mod, bad: "module ⟦github.com/Jesssullivan/attic-iac⟧\n\nrequire (\n\t⟦github.com/Jesssullivan/attic-iac/sdk⟧ v0.1.0\n)\n", fixed: "module github.com/Jesssullivan/attic-iac\n\nrequire (\n\tgithub.com/Jesssullivan/attic-iac/sdk v0.1.0\n)\n"}
  - {name: imports of Go, path: main.go, bad: "package main\n\nimport (\n\tkiln \"⟦github.com/Jesssullivan/attic-iac/pkg/kiln⟧\"\n)\n\nconst home = \"⟦https://github.com/Jesssullivan/attic-iac/issues⟧\"\n", fixed: "package main\n\nimport (\n\tkiln \"github.com/Jesssullivan/attic-iac/pkg/kiln\"\n)\n\nconst home = \"https://github.com/tinyland-inc/GloriousFlywheel/issues\"\n"}
  - {name: a program of Go, lang: shell, bad: "go install ⟦github.com/Jesssullivan/attic-iac/cmd/kiln⟧@latest\nopen ⟦github.com/Jesssullivan/attic-iac⟧\n", fixed: "go install github.com/Jesssullivan/attic-iac/cmd/kiln@latest\nopen github.com/tinyland-inc/GloriousFlywheel\n"}
  - {name: who signed, lang: shell, bad: "cosign verify --certificate-identity ⟦https://github.com/Jesssullivan/attic-iac/.github/workflows/release.yml⟧@refs/tags/v0.1.0 image:v0.1.0\n", fixed: "cosign verify --certificate-identity https://github.com/Jesssullivan/attic-iac/.github/workflows/release.yml@refs/tags/v0.1.0 image:v0.1.0\n"}
  - {name: who is trusted, lang: yaml, bad: "keyless:\n  subject: ⟦https://github.com/Jesssullivan/attic-iac/.github/workflows/release.yml⟧@refs/heads/main\n  source: ⟦https://github.com/Jesssullivan/attic-iac⟧\n", fixed: "keyless:\n  subject: https://github.com/Jesssullivan/attic-iac/.github/workflows/release.yml@refs/heads/main\n  source: https://github.com/tinyland-inc/GloriousFlywheel\n"}
  - {name: a fork's remote, lang: shell, bad: "git remote add fork ⟦https://github.com/Jesssullivan/attic-iac⟧\ngit remote add origin ⟦https://github.com/Jesssullivan/attic-iac⟧\n", fixed: "git remote add fork https://github.com/Jesssullivan/attic-iac\ngit remote add origin https://github.com/tinyland-inc/GloriousFlywheel\n"}
  - {name: a comment on the address before it, lang: shell, bad: "git remote set-url origin https://github.com/tinyland-inc/GloriousFlywheel.git # was ⟦https://github.com/Jesssullivan/attic-iac.git⟧\n", fixed: "git remote set-url origin https://github.com/tinyland-inc/GloriousFlywheel.git # was https://github.com/Jesssullivan/attic-iac.git\n"}
  - {name: a comment behind another address, lang: shell, bad: "git fetch https://github.com/tinyland-inc/ci-templates.git # see ⟦https://github.com/Jesssullivan/attic-iac/issues⟧\n", fixed: "git fetch https://github.com/tinyland-inc/ci-templates.git # see https://github.com/tinyland-inc/GloriousFlywheel/issues\n"}
  - {lang: markdown, good: "Attic itself lives at <https://github.com/zhaofengli/attic>.\n"}
  - {lang: markdown, good: "See <https://github.com/tinyland-inc/GloriousFlywheel/issues>.\n"}
  - {name: another project of the same owner, lang: markdown, good: "The kernel is <https://github.com/Jesssullivan/linux-xr>.\n"}
  - {name: a name that only begins so, lang: markdown, good: "<https://github.com/Jesssullivan/attic-iac-notes>\n"}

"""####),
        File(path: "identity/stale-slug.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/stale-slug
title: Stale owner/name of the repository
why: An owner/name pair is an address too. Flake inputs, CI settings and people copy it as it stands.
level: warning
kpi: truth/identity
match:
  re:
    - '(?i)(?<![\w./@-])(?<!github\.com:)(?<owner>jesssullivan)/(?:attic-iac|gloriousflywheel)(?!/\.github/)\b(?!-)'
    - '(?i)(?<=api\.github\.com/repos/)(?<owner>jesssullivan)/(?:attic-iac|gloriousflywheel)\b(?!-)'
unless:
  - match: {re: '(?i)\buses:\s*["'']?jesssullivan/'}
    reach: line
fix: {replace: tinyland-inc/GloriousFlywheel, safety: unsafe}
message: "'{match}' moved to 'tinyland-inc/GloriousFlywheel'"
tests:
  - {lang: markdown, bad: "- **Host**: the forge (`⟦Jesssullivan/attic-iac⟧`)\n", fixed: "- **Host**: the forge (`tinyland-inc/GloriousFlywheel`)\n"}
  - {lang: nix, bad: "{ inputs.flywheel.url = \"github:⟦Jesssullivan/GloriousFlywheel⟧\"; }\n", fixed: "{ inputs.flywheel.url = \"github:tinyland-inc/GloriousFlywheel\"; }\n"}
  - {lang: yaml, bad: "repo: ⟦jesssullivan/attic-iac⟧\n", fixed: "repo: tinyland-inc/GloriousFlywheel\n"}
  - {name: the forge's API, lang: shell, bad: "curl https://api.github.com/repos/⟦Jesssullivan/GloriousFlywheel⟧/releases\n", fixed: "curl https://api.github.com/repos/tinyland-inc/GloriousFlywheel/releases\n"}
  - {lang: nix, good: "{ inputs.chapel.url = \"github:Jesssullivan/chapel\"; }\n"}
  - {name: a URL belongs to another rule, lang: markdown, good: "<https://github.com/Jesssullivan/attic-iac>\n"}
  - {name: a shared action belongs to another rule, lang: yaml, good: "uses: Jesssullivan/GloriousFlywheel/.github/actions/nix-job@main\n"}
  - {lang: markdown, good: "`tinyland-inc/GloriousFlywheel`\n"}

"""####),
        File(path: "identity/stale-value.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: identity/stale-value
title: Stale project name as a value
why: A setting, a key or an argument that is the old name and nothing else is compared with something somewhere. Change both ends together.
level: warning
kpi: truth/identity
match:
  all:
    - name: attic-iac
    - re: '(?i)(["''`])attic[-_]?iac\1|[:=]\s*attic[-_]?iac\s*(?:#.*)?$|^[ \t]*attic[-_]?iac\s*[:=]'
unless:
  - match: {re: '(?i)\b(?:module_)?name\s*=\s*["'']attic[-_]?iac["'']|@attic[-_]?iac//'}
    reach: line
  - in: code-span
fix: {replace: GloriousFlywheel, safety: unsafe}
message: "'{match}' is the old project name, here as a value; change what it is compared with too"
tests:
  - {lang: yaml, bad: "project: ⟦attic-iac⟧\n", fixed: "project: GloriousFlywheel\n"}
  - {lang: json, bad: "{\"label\": \"⟦attic_iac⟧\"}\n", fixed: "{\"label\": \"GloriousFlywheel\"}\n"}
  - {lang: hcl, bad: "tags = [\"⟦attic-iac⟧\", \"shared\"]\n", fixed: "tags = [\"GloriousFlywheel\", \"shared\"]\n"}
  - {lang: yaml, bad: "repositories:\n  ⟦attic-iac⟧:\n    public: true\n", fixed: "repositories:\n  GloriousFlywheel:\n    public: true\n"}
  - {name: a sentence belongs to another rule, lang: yaml, good: "title: Notes on attic-iac and its modules\n"}
  - {name: a Bazel module belongs to another rule, lang: starlark, good: "bazel_dep(name = \"attic-iac\")\n"}
  - {name: the stack of the software, lang: yaml, good: "stack: attic\n"}
  - {name: a file of that name elsewhere, lang: yaml, good: "path: vendor/attic-iac/main.tf\n"}

"""####),
        File(path: "tofu/address-missing.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/address-missing
title: A backend that nothing gives an address
why: An http backend without an address stops at init. Nothing in this repository supplies one, neither the block nor an init command nor the environment of a job or a dotenv file, so whoever has it has it by word of mouth.
level: warning
analyzer: terraform-state
message: "nothing in the repository supplies '{argument}' of this {type} backend"
tests:
  - {path: stacks/a/main.tf, bad: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n", name: no init at all}
  - name: an init that does not supply it
    files:
      stacks/a/backend.tf: "terraform {\n  backend ⟦\"http\"⟧ {\n    lock_method   = \"POST\"\n    unlock_method = \"DELETE\"\n  }\n}\n"
      Justfile: "init:\n    cd stacks/a && tofu init\n"
  - name: a comment supplies nothing
    files:
      stacks/a/backend.tf: "terraform {\n  backend ⟦\"http\"⟧ {\n    # TF_HTTP_ADDRESS=https://state.example.com/a\n  }\n}\n"
      README.md: "Set `TF_HTTP_ADDRESS` first.\n"
  - name: the recipe supplies it
    files:
      stacks/a/backend.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "init:\n    cd stacks/a && tofu init -backend-config=\"address=https://state.example.com/a\"\n"
  - name: a job's variables supply it
    files:
      stacks/a/backend.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_ADDRESS: https://state.example.com/a\n  script:\n    - cd stacks/a\n    - tofu init\n"
  - name: arguments that are not known may supply it
    files:
      stacks/a/backend.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "cd stacks/a\ntofu init $BACKEND_ARGS\n"
  - name: another backend asks for what it needs
    path: stacks/a/backend.tf
    good: "terraform {\n  backend \"s3\" {}\n}\n"
  - name: in JSON
    files:
      infra/backend.tf.json: "{\"terraform\": {\"backend\": {⟦\"http\"⟧: {}}}}\n"
  - name: gitlab include template
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "include:\n  - template: Terraform/Base.gitlab-ci.yml\nvariables:\n  TF_ROOT: infra\n"
  - name: python
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      deploy.py: "import os, subprocess\nos.environ[\"TF_HTTP_ADDRESS\"] = \"https://s/a\"\nsubprocess.run([\"tofu\", \"init\"])\n"
  - name: backend folder
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      infra/backend/prod.hcl: "address = \"https://s/a\"\n"
  - name: gitlab default before_script
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "default:\n  before_script:\n    - export TF_HTTP_ADDRESS=https://s/a\nplan:\n  script:\n    - cd infra\n    - tofu init\n"
  - name: TF_CLI_ARGS_init gives it
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    env:\n      TF_CLI_ARGS_init: -backend-config=address=https://s/a\n    steps:\n      - run: terraform init\n        working-directory: infra\n"
  - name: a program that hands over something else
    files:
      infra/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      other/deploy.py: "import subprocess\nsubprocess.run([\"terraform\", \"init\", \"-backend-config=bucket=b\"])\n"
  - name: a program that hands over what it is told
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      other/deploy.py: "import subprocess, sys\nsubprocess.run([\"terraform\", \"init\", \"-backend-config\", sys.argv[1]])\n"
  - name: an action hands it over
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - uses: dflook/tofu-apply@v2\n        with:\n          path: infra\n          backend_config: address=https://s.example.com/a\n"
  - name: Atlantis hands it over
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      atlantis.yaml: "version: 3\nworkflows:\n  default:\n    plan:\n      steps:\n        - init:\n            extra_args: [\"-backend-config=address=https://s.example.com/a\"]\n        - plan\n"
  - name: a job that never runs
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    if: ${{ false }}\n    steps:\n      - run: tofu init -backend-config=address=https://s.example.com/a\n        working-directory: a\n"
  - name: a step that never runs
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - run: tofu init -backend-config=address=https://s.example.com/a\n        if: false\n        working-directory: a\n"
  - name: a condition is none
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    if: github.ref == 'refs/heads/main'\n    steps:\n      - run: tofu init -backend-config=address=https://s.example.com/a\n        working-directory: a\n"
  - name: GitLab's never
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .gitlab-ci.yml: "x:\n  rules:\n    - when: never\n  script:\n    - cd a\n    - tofu init -backend-config=address=https://s.example.com/a\n"
  - name: GitLab's never, but for some
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "x:\n  rules:\n    - if: $CI_COMMIT_TAG\n    - when: never\n  script:\n    - cd a\n    - tofu init -backend-config=address=https://s.example.com/a\n"
  - name: a hidden job that no job is a part of
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .gitlab-ci.yml: ".x:\n  script:\n    - cd a\n    - tofu init -backend-config=address=https://s.example.com/a\n"
  - name: a hidden job that another file's job extends
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      ci/base.gitlab-ci.yml: ".x:\n  script:\n    - cd a\n    - tofu init -backend-config=address=https://s.example.com/a\n"
      .gitlab-ci.yml: "include: [{local: ci/base.gitlab-ci.yml}]\ny:\n  extends: .x\n"
  - name: a script that is set aside
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      a/init.sh.disabled: "tofu init -backend-config=address=https://s.example.com/a\n"
      a/Makefile.bak: "init:\n\ttofu init -backend-config=address=https://s.example.com/a\n"
  - name: what is only said
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      a/run.sh: "usage() {\n  echo 'tofu init -backend-config=address=https://s.example.com/a'\n  cat <<EOF\ntofu init -backend-config=address=https://s.example.com/a\nEOF\n}\nusage\n: tofu init -backend-config=address=https://s.example.com/a\n"
      deploy.py: "\"\"\"Usage: tofu init -backend-config=address=https://s.example.com/a\"\"\"\nprint(\"tofu init -backend-config=address=https://s.example.com/a\")\nprint(\"set TF_HTTP_ADDRESS\")\n"
      run.ps1: "# tofu init -backend-config=address=https://s.example.com/a\nWrite-Host 'tofu init -backend-config=address=https://s.example.com/a'\n"
      notes.txt: "tofu init -backend-config=address=https://s.example.com/a\nTF_HTTP_ADDRESS=x\n"
      README.rst: "Run::\n\n  tofu init -backend-config=address=https://s.example.com/a\n"
      action.yml: "name: x\ndescription: run tofu init -backend-config=address=https://s.example.com/a with TF_HTTP_ADDRESS\nruns:\n  using: composite\n  steps:\n    - run: echo tofu init -backend-config=address=https://s.example.com/a\n      shell: bash\n"
      package.json: "{\"description\": \"tofu init -backend-config=address=https://s.example.com/a\"}\n"
  - name: jobs of another repository that are not read
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "include:\n  - project: group/pipelines\n    file: deploy.yml\n"
  - name: a component that is not read
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "include:\n  component: gitlab.example.com/group/deploy/apply@1\n"
  - name: a workflow of another repository
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    uses: owner/pipelines/.github/workflows/deploy.yml@main\n"
  - name: jobs that are all here
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .gitlab-ci.yml: "include:\n  - local: ci/x.yml\n  - template: Security/SAST.gitlab-ci.yml\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    uses: ./.github/workflows/deploy.yml\n"
      .github/workflows/deploy.yml: "jobs:\n  x:\n    steps:\n      - uses: owner/pipelines@v1\n"
  - name: a Makefile hands it to a program by another name
    files:
      production/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "arguments = -backend-config=\"address=$(url)\"\ninit:\n\tdocker-compose run infra init $(arguments)\n"
  - name: a Makefile that hands over something else, and one that only speaks of it
    files:
      production/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      Makefile: "# -backend-config=address=x\narguments = -backend-config=username=u\ninit:\n\tdocker-compose run infra init $(arguments)\n"
  - name: a test that gives it
    files:
      test/stack/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      test/stack_test.go: "package test\n\nfunc options(t *testing.T, address string) *terraform.Options {\n\treturn &terraform.Options{\n\t\tTerraformDir: \"./stack\",\n\t\tBackendConfig: map[string]interface{}{\"address\": address},\n\t}\n}\n"
  - name: a test that gives nothing
    files:
      test/stack/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      test/stack_test.go: "package test\n\n// Options without a backend.\nfunc options(t *testing.T) *terraform.Options {\n\treturn &terraform.Options{TerraformDir: \"./stack\"}\n}\n"
  - name: a page shows the command within a line
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "- Run `terraform init -backend-config=\"address=${BACKEND}\"`.\n"
  - name: a page shows another command within a line
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      README.md: "- Run `terraform init -backend-config=\"username=${NAME}\"`.\n"
  - name: GitLab's wrapper gives it to a stack that its variables name
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/$COMPONENT\n  TF_ADDRESS: https://state/$COMPONENT\nplan:\n  script:\n    - gitlab-terraform plan\n"
  - name: the wrapper runs another stack
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      b/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/b\n  TF_STATE_NAME: b\nplan:\n  script:\n    - gitlab-terraform plan\n"
  - name: a file of arguments that nothing names holds it
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/state.config: "address = \"https://s.example.com/a\"\nlock_address = \"https://s.example.com/a\"\nunlock_address = \"https://s.example.com/a\"\n"
  - name: a file of arguments holds something else
    files:
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      a/state.config: "lock_address = \"https://s.example.com/a\"\nunlock_address = \"https://s.example.com/a\"\n"
  - name: a workflow of another repository that has nothing to do with it
    files:
      infra/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    uses: owner/flows/.github/workflows/spell-check.yml@main\n    secrets: inherit\n"
  - name: a workflow of another repository that may be an init
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    uses: owner/flows/.github/workflows/deploy-all.yml@main\n    secrets: inherit\n"
  - name: a workflow of another repository whose name tells nothing
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    uses: owner/flows/.github/workflows/ci.yml@main\n    secrets: inherit\n"
  - name: a workflow of another repository that is given a folder
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    uses: owner/flows/.github/workflows/checks.yml@main\n    with:\n      working_directory: infra\n"
  - name: a project inside the repository that the pipeline includes has its variables
    files:
      a/cd/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/.gitlab-ci.yml: "init:\n  script: ['cd a/cd', tofu init]\n"
      .gitlab-ci.yml: "include: ['/a/.gitlab-ci.yml']\nvariables:\n  TF_HTTP_ADDRESS: https://s.example.com/a\n"
  - name: a project inside the repository that the pipeline starts by a variable may have its variables
    files:
      a/cd/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/.gitlab-ci.yml: "init:\n  script: ['cd a/cd', tofu init]\n"
      .gitlab-ci.yml: "variables:\n  TF_HTTP_ADDRESS: https://s.example.com/a\nstart:\n  trigger:\n    include: $PROJECT/.gitlab-ci.yml\n"
  - name: an agent of keys brings no address
    files:
      net/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      up.sh: "eval \"$(ssh-agent -s)\"\nterraform -chdir=net init\n"
  - name: Make includes a file and exports nothing of it
    files:
      net/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      Makefile: "-include .env\nnet:\n\tterraform -chdir=net init\n"
  - name: a Taskfile loads a file that is here
    files:
      net/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .env: "A=b\n"
      Taskfile.yml: "version: '3'\ndotenv: ['.env']\ntasks:\n  net:\n    dir: net\n    cmds: [terraform init]\n"
  - name: a step behind it brings secrets, and one of another job
    files:
      net/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: terraform init\n        working-directory: net\n      - uses: Infisical/secrets-action@v1\n  b:\n    steps:\n      - uses: Infisical/secrets-action@v1\n"
  - name: another job has it
    files:
      net/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  b:\n    env:\n      TF_HTTP_ADDRESS: ${{ secrets.TF_HTTP_ADDRESS }}\n    steps:\n      - run: terraform -chdir=dns init\n  a:\n    steps:\n      - run: terraform init\n        working-directory: net\n"
  - name: another page speaks of it
    files:
      net/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      docs.md: "CI sets `TF_HTTP_ADDRESS`.\n"
      README.md: "```sh\ncd net\nterraform init\n```\n"
  - name: a file is made the environment
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "export $(grep -v '^#' .env | xargs)\nterraform -chdir=net init\n"
  - name: so are the lines of one, by a loop
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "while IFS== read -r k v; do export \"$k=$v\"; done < .env\nterraform -chdir=net init\n"
  - name: so is what decrypts one
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "eval \"$(sops -d --output-type dotenv secrets.yaml)\"\ncd net\nterraform init\n"
  - name: Make includes a file that is not here and exports all
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "-include .env\nexport\nnet:\n\tterraform -chdir=net init\n"
  - name: a Justfile loads a file that is not here
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      justfile: "set dotenv-load\nnet:\n    terraform -chdir=net init\n"
  - name: a Justfile requires a file that is not here
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      justfile: "set dotenv-required\nset dotenv-path := \"/etc/x.env\"\nnet:\n    terraform -chdir=net init\n"
  - name: a Taskfile loads a file that is not here
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Taskfile.yml: "version: '3'\ndotenv: ['.env']\ntasks:\n  net:\n    dir: net\n    cmds: [terraform init]\n"
  - name: a target of Make exports it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "net: export TF_HTTP_ADDRESS = https://s.example.com/net\nnet:\n\tterraform -chdir=net init\n"
  - name: a target of Make exports it to those that it waits for
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "net: init\nnet: export TF_HTTP_ADDRESS = https://s.example.com/net\ninit:\n\tterraform -chdir=net init\n"
  - name: a step before it brings secrets
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: Infisical/secrets-action@v1\n      - run: terraform init\n        working-directory: net\n"
  - name: a step before it is given the variable's name
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: hashicorp/vault-action@v3\n        with:\n          secrets: kv/data/tf address | TF_HTTP_ADDRESS ;\n      - run: terraform init\n        working-directory: net\n"
  - name: a step before it has the variable as its own
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: 1password/load-secrets-action@v2\n        with: {export-env: true}\n        env:\n          TF_HTTP_ADDRESS: op://x/y/z\n      - run: terraform init\n        working-directory: net\n"
  - name: a step makes what a script prints the environment
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      env.sh: "echo A=b\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: ./env.sh >> \"$GITHUB_ENV\"\n      - run: terraform init\n        working-directory: net\n"
  - name: the environment of a job is an expression
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    env: ${{ fromJSON(vars.ENVIRONMENT) }}\n    steps:\n      - run: terraform init\n        working-directory: net\n"
  - name: a script wants it to be set
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: ": \"${TF_HTTP_ADDRESS:?set it}\"\nterraform -chdir=net init\n"
  - name: the page says who gives it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "Put the address of the state in `TF_HTTP_ADDRESS`, then:\n\n```sh\ncd net\nterraform init\n```\n"
  - name: a fence before it has set it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "```sh\nexport TF_HTTP_ADDRESS=https://s.example.com/net\n```\n\nThen:\n\n```sh\ncd net\nterraform init\n```\n"
  - name: a step names what it makes the environment
    files:
      net/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: echo \"TAG=1\" >> \"$GITHUB_ENV\"\n      - run: terraform init\n        working-directory: net\n"

"""####),
        File(path: "tofu/argument-of-other-backend.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/argument-of-other-backend
title: Argument of another backend
why: After a move from one backend to another, what feeds the old one stops init with "Invalid backend configuration argument".
level: error
analyzer: terraform-state
message: "the {type} backend has no argument '{match}'; it belongs to {other}"
tests:
  - {path: a/main.tf, bad: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n    ⟦lock_method⟧  = \"POST\"\n  }\n}\n"}
  - {path: a/main.tf, bad: "terraform {\n  backend \"http\" {\n    ⟦bucket⟧ = \"states\"\n  }\n}\n"}
  - {lang: markdown, bad: "```hcl\nterraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦username⟧ = \"bot\"\n  }\n}\n```\n"}
  - name: the block has moved, the recipe has not
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"⟦address⟧=https://s.example.com/a\" -backend-config=\"⟦lock_address⟧=https://s.example.com/l\"\n"
  - name: the recipe has moved, the block has not
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"⟦bucket⟧=b\" -backend-config=\"⟦key⟧=k\"\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"attic\"\n    use_lockfile = true\n  }\n}\n"}
  - {path: a/main.tf, good: "terraform {\n  backend \"s3\" {\n    # address = \"https://old.example.com\"\n    use_lockfile = true\n  }\n}\n"}
  - name: both have moved
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"bucket=b\" -backend-config=\"key=k\"\n"
  - name: the stack is not known
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      Justfile: "init:\n    cd {{env_dir}} && tofu init -backend-config=\"address=https://s.example.com/a\"\n"
  - name: TF_CLI_ARGS_init in a workflow
    files:
      .github/workflows/d.yml: "on: push\njobs:\n  d:\n    runs-on: ubuntu-latest\n    env:\n      TF_CLI_ARGS_init: -backend-config=⟦bucket⟧=b\n    steps:\n      - run: tofu init\n        working-directory: infra\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a Dockerfile
    files:
      Dockerfile: "FROM x\nWORKDIR /src\nCOPY . .\nRUN cd infra && \\\n    tofu init -backend-config=\"⟦bucket⟧=b\"\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: without a block init only warns
    files:
      prod/main.tf: "resource \"null_resource\" \"x\" {}\n"
      README.md: "```sh\nterraform -chdir=prod init -backend-config=\"bucket=b\" -backend-config=\"key=k\"\n```\n"
  - name: one of a file that an init names
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/dev.tfvars: "bucket = \"b\"\nkey = \"k\"\nuse_lockfile = true\n⟦lock_method⟧ = \"POST\"\n"
      init.sh: "cd a\nterraform init -backend-config=dev.tfvars\n"
  - name: a block that a script turns into another's, or writes anew, before its init
    files:
      a/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      a.sh: "cd a\nsed -i.bak 's/backend \"local\" {}/backend \"s3\" {}/' main.tf\nterraform init -backend-config=bucket=b -backend-config=key=a\n"
      b/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      b.sh: "cd b\ncat > main.tf <<EOF\nterraform {\n  backend \"s3\" {}\n}\nEOF\nterraform init -backend-config=bucket=b -backend-config=key=b\n"
  - name: what a script edits is another line, or a copy
    files:
      a/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      a.sh: "cd a\nsed -i 's/VERSION/1.2/' main.tf\nterraform init -backend-config=⟦bucket⟧=b\n"
  - name: a script edits a line that only speaks of another backend
    files:
      a/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      a.sh: "cd a\nsed -i \"s/image_backend=.*/image_backend=$TAG/\" main.tf\nterraform init -backend-config=⟦bucket⟧=b\n"
  - name: a default before a choice is what the other arm has
    files:
      boot/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      run/main.tf: "terraform {\n  backend \"azurerm\" {}\n}\n"
      up.sh: "dir=boot\nif [ -n \"$1\" ]; then\n  dir=run\n  terraform -chdir=$dir init -backend-config=storage_account_name=a -backend-config=container_name=c -backend-config=key=k\nelse\n  terraform -chdir=$dir init -backend-config=path=/s/t.tfstate\nfi\n"
  - name: an arm's own folder
    files:
      boot/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      run/main.tf: "terraform {\n  backend \"azurerm\" {}\n}\n"
      up.sh: "dir=boot\nif [ -n \"$1\" ]; then\n  dir=run\n  terraform -chdir=$dir init -backend-config=storage_account_name=a -backend-config=container_name=c -backend-config=key=k -backend-config=⟦path⟧=/s/t.tfstate\nfi\n"

"""####),
        File(path: "tofu/backend-config-on-cloud.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/backend-config-on-cloud
title: -backend-config for a cloud block
why: "A cloud block takes nothing from -backend-config: init stops with \"Invalid command-line option\". What it leaves open comes from TF_CLOUD_ORGANIZATION, TF_CLOUD_HOSTNAME and TF_WORKSPACE."
level: error
analyzer: terraform-state
message: "{stack} has a cloud block, and init refuses -backend-config beside it"
tests:
  - name: an argument
    files:
      a/main.tf: "terraform {\n  cloud {\n    workspaces {\n      name = \"w\"\n    }\n  }\n}\n"
      run.sh: "cd a\nterraform init -backend-config=⟦organization⟧=acme\n"
  - name: a file
    files:
      a/main.tf: "terraform {\n  cloud {}\n}\n"
      a/prod.hcl: "organization = \"acme\"\n"
      Makefile: "init:\n\tterraform -chdir=a init -backend-config=⟦prod.hcl⟧\n"
  - name: a page, for the backend that was there before
    files:
      a/main.tf: "terraform {\n  cloud {\n    organization = \"acme\"\n  }\n}\n"
      README.md: "```sh\ncd a\nterraform init -backend-config=⟦bucket⟧=b\n```\n"
  - name: the environment
    files:
      a/main.tf: "terraform {\n  cloud {}\n}\n"
      run.sh: "cd a\nexport TF_CLOUD_ORGANIZATION=acme\nterraform init\n"
  - name: the remote backend takes it
    files:
      a/main.tf: "terraform {\n  backend \"remote\" {\n    workspaces {\n      name = \"w\"\n    }\n  }\n}\n"
      run.sh: "cd a\nterraform init -backend-config=organization=acme\n"
  - name: an override has another backend
    files:
      a/main.tf: "terraform {\n  cloud {\n    organization = \"acme\"\n  }\n}\n"
      a/dev_override.tf: "terraform {\n  backend \"gcs\" {}\n}\n"
      run.sh: "cd a\nterraform init -backend-config=bucket=b\n"
  - name: one of two stacks has another backend
    files:
      stacks/a/main.tf: "terraform {\n  cloud {\n    organization = \"acme\"\n  }\n}\n"
      stacks/b/main.tf: "terraform {\n  backend \"gcs\" {}\n}\n"
      Justfile: "init stack:\n    cd stacks/{{stack}} && tofu init -backend-config=bucket=b\n"
  - name: a backend of that name, which there is not
    files:
      a/main.tf: "terraform {\n  backend \"cloud\" {\n    organization = \"o\"\n  }\n}\n"
      run.sh: "cd a\nterraform init -backend-config=organization=p\n"

"""####),
        File(path: "tofu/backend-config-secret.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/backend-config-secret
title: Secret on the init command
why: A value given by -backend-config is written in clear to .terraform/ and into plan files, and a plan that CI publishes carries it along. The same value in the environment is not written.
level: warning
analyzer: terraform-state
message: "'{match}' on the init command ends up in .terraform/ and in saved plans; give it by the environment"
tests:
  - {lang: shell, bad: "tofu init -backend-config=\"⟦password⟧=${TOKEN}\"\n"}
  - {path: Justfile, bad: "init:\n    tofu init \\\n      -backend-config=\"⟦secret_key⟧=${KEY}\"\n"}
  - {path: .gitlab-ci.yml, bad: "plan:\n  script:\n    - terraform init -backend-config=⟦access_key⟧=$AK\n"}
  - {path: Makefile, bad: "init:\n\tterraform init -backend-config \"⟦token⟧=$(TOKEN)\"\n"}
  - {lang: shell, bad: "ARGS=(-backend-config=\"⟦sas_token⟧=$SAS\")\nterraform init \"${ARGS[@]}\"\n", name: by an array}
  - {lang: shell, good: "tofu init -backend-config=\"username=bot\"\n"}
  - {lang: shell, good: "export TF_HTTP_PASSWORD=\"$TOKEN\"\ntofu init\n"}
  - {lang: shell, good: "tofu init -backend-config=backend.hcl\n"}
  - {lang: shell, good: "# tofu init -backend-config=password=x\necho tofu init -backend-config=password=x\n"}
  - name: the backend has another argument of that name
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "cd a\ntofu init -backend-config=\"username=$TOKEN_OWNER\"\n"
  - name: TF_CLI_ARGS_init in a script
    files:
      run.sh: "export TF_CLI_ARGS_init=\"-backend-config=address=https://git.example.com/api/v4/projects/7/terraform/state/a -backend-config=lock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock -backend-config=unlock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock -backend-config=lock_method=POST -backend-config=unlock_method=DELETE -backend-config=username=bot -backend-config=⟦password⟧=${TOKEN}\"\ncd infra\ntofu init\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a fence without a language
    files:
      README.md: "# x\n\n```\ncd infra\ntofu init -backend-config=\"address=https://git.example.com/api/v4/projects/7/terraform/state/a\" -backend-config=\"lock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\" -backend-config=\"unlock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\" -backend-config=\"lock_method=POST\" -backend-config=\"unlock_method=DELETE\" -backend-config=\"username=bot\" -backend-config=\"⟦password⟧=${TOKEN}\"\n```\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a Taskfile
    files:
      Taskfile.yml: "version: \"3\"\ntasks:\n  init:\n    dir: infra\n    cmds:\n      - tofu init -backend-config=\"address=https://git.example.com/api/v4/projects/7/terraform/state/a\" -backend-config=\"lock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\" -backend-config=\"unlock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\" -backend-config=\"lock_method=POST\" -backend-config=\"unlock_method=DELETE\" -backend-config=\"username=bot\" -backend-config=\"⟦password⟧=${TOKEN}\"\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a plain scalar over several lines
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "a:\n  script:\n    - cd a\n    - terraform init\n          -backend-config=\"address=https://s.example.com/a\"\n          -backend-config=\"username=u\"\n          -backend-config=\"⟦password⟧=$TOKEN\"\n"
  - name: a Makefile whose variables come first
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      Makefile: "TF := $(shell which terraform)\nsettings := AWS_PROFILE=x\ninit:\n\tcd a && $(settings) $(TF) init -backend-config=bucket=b -backend-config=key=k -backend-config=⟦secret_key⟧=$(SECRET)\n"
  - name: a variable that runs it somewhere else
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      Makefile: "run := docker run --rm -it tools\ninit:\n\tcd a && $(run) terraform init -backend-config=secret_key=$(SECRET)\n"
  - name: steps of a Jenkins pipeline
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      Jenkinsfile: "pipeline {\n  stages {\n    stage('init') {\n      steps {\n        dir('a') {\n          sh \"terraform init -backend-config=\\\"bucket=b\\\" -backend-config=\\\"key=k\\\" -backend-config=\\\"⟦secret_key⟧=${SECRET}\\\"\"\n          // sh \"terraform init -backend-config=secret_key=x\"\n          echo \"terraform init -backend-config=secret_key=x\"\n        }\n      }\n    }\n  }\n}\n"
  - {name: a password in the address, lang: shell, bad: "tofu init -backend-config=\"⟦address⟧=https://me:s3cr3tPw@state.lan/a\"\n"}
  - {name: a password of the environment in the address, lang: shell, good: "tofu init -backend-config=\"address=https://me:$TOKEN@state.lan/a\"\n"}

"""####),
        File(path: "tofu/backend-in-module.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/backend-in-module
title: Backend block in a child module
why: Only the root module's backend counts. A block in a child module is ignored with a warning, and reads as if it did something.
level: warning
analyzer: terraform-state
message: "{caller} calls this folder as a module, so its backend block is ignored"
tests:
  - name: a module
    files:
      tofu/modules/cache/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
      tofu/stacks/a/main.tf: "module \"cache\" {\n  source = \"../../modules/cache\"\n}\n"
  - name: environments that call what was the root
    files:
      infra/backend.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      infra/env/prod/main.tf: "module \"all\" {\n  source = \"../..\"\n}\n"
  - name: of any type
    files:
      m/x.tf: "terraform {\n  backend ⟦\"local\"⟧ {}\n}\n"
      main.tf: "module \"m\" {\n  source = \"./m\"\n}\n"
  - {path: tofu/stacks/attic/backend.tf, good: "terraform {\n  backend \"http\" {}\n}\n"}
  - name: it is a root too
    files:
      app/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      test/main.tf: "module \"app\" {\n  source = \"../app\"\n}\n"
      Justfile: "init:\n    cd app && tofu init\n"
  - name: a root that a test calls
    files:
      app/terraform/main.tf: "terraform {\n  backend \"azurerm\" {\n    key = \"k\"\n  }\n}\n"
      app/test/provision/run.tf: "module \"app\" {\n  source = \"../../terraform\"\n}\n"
      app/test/main_test.go: "package test\n"
  - name: where tests are of something else
    files:
      m/main.tf: "terraform {\n  backend ⟦\"azurerm\"⟧ {\n    key = \"k\"\n  }\n}\n"
      app/main.tf: "module \"m\" {\n  source = \"../m\"\n}\n"
      m/test/main_test.go: "package test\n"
  - {path: tofu/modules/lb/main.tf, good: "resource \"lb\" \"a\" {\n  backend \"web\" {}\n}\n"}
  - name: a caller in JSON
    files:
      m/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key = \"k\"\n    use_lockfile = true\n  }\n}\n"
      r/main.tf.json: "{\"module\":{\"m\":{\"source\":\"../m\"}}}\n"
  - name: a module that is a root as well
    files:
      main.tf: "module \"a\" {\n  source = \"./a\"\n}\n"
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/env/dev/backend.hcl: "bucket = \"b\"\nkey = \"a\"\nregion = \"r\"\n"
  - name: arguments of another
    files:
      main.tf: "module \"a\" {\n  source = \"./a\"\n}\n"
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {}\n}\n"
      b/env/dev/backend.hcl: "bucket = \"b\"\nkey = \"a\"\nregion = \"r\"\n"
  - name: only a test calls it
    files:
      gke/main.tf: "resource \"x\" \"y\" {}\n"
      gke/backend.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      test/fixtures/gke/main.tf: "module \"gke\" {\n  source = \"../../../gke\"\n}\n"

"""####),
        File(path: "tofu/backend-secret.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/backend-secret
title: Secret in a backend block
why: Backend settings are committed with the code, and copied in clear into .terraform/ and into every saved plan. Give secrets by the environment.
level: error
analyzer: terraform-state
message: "'{match}' is a secret in a backend's settings; give it by the environment"
tests:
  - {lang: hcl, bad: "terraform {\n  backend \"http\" {\n    username = \"bot\"\n    ⟦password⟧ = \"hunter2\"\n  }\n}\n"}
  - {lang: hcl, bad: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n    ⟦secret_key⟧   = \"not-a-real-one\"\n  }\n}\n"}
  - {lang: markdown, bad: "```hcl\nterraform {\n  backend \"pg\" {\n    ⟦conn_str⟧ = \"postgres://user:pass@host/db\"\n  }\n}\n```\n"}
  - {path: prod.tfbackend, bad: "address = \"https://s.example.com/a\"\n⟦password⟧ = \"hunter2\"\n", name: a file of arguments}
  - {lang: hcl, good: "terraform {\n  backend \"http\" {\n    username = \"bot\"\n  }\n}\n"}
  - {lang: hcl, good: "resource \"a\" \"backend\" {\n  password = \"hunter2\"\n}\n"}
  - {lang: hcl, good: "terraform {\n  backend \"http\" {\n    # password comes from TF_HTTP_PASSWORD\n  }\n}\n"}
  - {lang: markdown, good: "```hcl\nterraform {\n  backend \"pg\" {\n    conn_str = \"postgres://host/db\"\n  }\n}\n```\n", name: a connection without a password}
  - {lang: markdown, good: "```hcl\nterraform {\n  backend \"azurerm\" {\n    access_key = \"<your access key>\"\n  }\n}\n```\n", name: a placeholder}
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    bucket     = \"b\"\n    key        = \"k\"\n    access_key = \"test\"\n    endpoints  = { s3 = \"http://localhost:4566\" }\n  }\n}\n", name: a trial on the machine itself}
  - {lang: hcl, bad: "terraform {\n  backend \"s3\" {\n    bucket     = \"b\"\n    key        = \"k\"\n    ⟦access_key⟧ = \"test\"\n    endpoints  = { s3 = \"https://minio.example.org:9000\" }\n  }\n}\n", name: a server elsewhere}
  - {lang: markdown, good: "```hcl\nterraform {\n  backend \"http\" {\n    address  = \"https://s.example.org/a\"\n    password = \"change-me\"\n  }\n}\n```\n", name: somebody is to change it}
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    bucket     = \"b\"\n    key        = \"k\"\n    access_key = \"AKIAIOSFODNN7EXAMPLE\"\n  }\n}\n", name: the key of AWS's pages}
  - {lang: hcl, good: "terraform {\n  backend \"http\" {\n    address  = \"https://s.example.org/a\"\n    password = \"redacted\"\n  }\n}\n", name: it was taken out}
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    bucket     = \"b\"\n    key        = \"k\"\n    access_key = \"---\"\n    secret_key = \"***\"\n  }\n}\n", name: nothing stands there}
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    bucket     = \"b\"\n    key        = \"k\"\n    access_key = \"access_key\"\n    secret_key = \"SECRET-KEY\"\n  }\n}\n", name: the argument's own name}
  - {lang: hcl, bad: "terraform {\n  backend \"http\" {\n    address  = \"https://s.example.org/a\"\n    ⟦password⟧ = \"password\"\n  }\n}\n", name: a password that is no good one}
  - name: in JSON
    files:
      infra/backend.tf.json: "{\"terraform\": {\"backend\": {\"http\": {\"address\": \"https://git.example.com/api/v4/projects/7/terraform/state/a\", \"lock_address\": \"https://git.example.com/api/v4/projects/7/terraform/state/a/lock\", \"unlock_address\": \"https://git.example.com/api/v4/projects/7/terraform/state/a/lock\", \"lock_method\": \"POST\", \"unlock_method\": \"DELETE\", \"username\": \"bot\", \"⟦password⟧\": \"hunter2\"}}}}\n"
      infra/main.tf: "locals {}\n"
  - name: backend.tfvars
    files:
      infra/backend.tfvars: "address = \"https://git.example.com/api/v4/projects/7/terraform/state/a\"\nlock_address = \"https://git.example.com/api/v4/projects/7/terraform/state/a/lock\"\nunlock_address = \"https://git.example.com/api/v4/projects/7/terraform/state/a/lock\"\nlock_method = \"POST\"\nunlock_method = \"DELETE\"\nusername = \"bot\"\n⟦password⟧ = \"hunter2\"\n"
      run.sh: "cd infra\ntofu init -backend-config=backend.tfvars\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: the environment gives it
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      .env.example: "TF_HTTP_PASSWORD=\n"
      init.sh: "cd a\nexport TF_HTTP_USERNAME=u TF_HTTP_PASSWORD=\"$TOKEN\"\ntofu init\n"
  - name: a file that an init names
    files:
      a/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      a/dev.conf: "⟦conn_str⟧ = \"postgres://user:pass@host/db\"\n"
      a/other.conf: "conn_str = \"postgres://user:pass@host/db\"\n"
      init.sh: "cd a\nterraform init -backend-config=dev.conf\n"
  - {name: a password in the address, lang: hcl, bad: "terraform {\n  backend \"http\" {\n    ⟦address⟧ = \"https://me:s3cr3tPw@state.lan/a\"\n  }\n}\n"}
  - {name: a user in the address, lang: hcl, good: "terraform {\n  backend \"http\" {\n    address = \"https://me@state.lan/a\"\n  }\n}\n"}
  - {name: a database without a password, lang: hcl, good: "terraform {\n  backend \"pg\" {\n    conn_str = \"postgres://me:@db.lan/a\"\n  }\n}\n"}
  - name: a key in what Terragrunt writes for all its units
    files:
      live/root.hcl: "remote_state {\n  backend = \"s3\"\n  config = {\n    bucket       = \"states\"\n    key          = \"${path_relative_to_include()}/terraform.tfstate\"\n    use_lockfile = true\n    ⟦secret_key⟧   = \"wJalrXUtnFEMIK7MDENG\"\n  }\n}\n"
  - name: a key that Terragrunt reads from the environment
    files:
      live/root.hcl: "remote_state {\n  backend = \"s3\"\n  config = {\n    bucket       = \"states\"\n    key          = \"${path_relative_to_include()}/terraform.tfstate\"\n    use_lockfile = true\n    secret_key   = get_env(\"STATE_SECRET_KEY\")\n  }\n}\n"

"""####),
        File(path: "tofu/bare-init.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/bare-init
title: Bare init of a partial backend
why: The block leaves out what names the state, and this init does not give it. It stops, or asks a person who does not know; the command that works is another one.
level: warning
analyzer: terraform-state
message: "this init of {stack} gives its {type} backend no {argument}"
tests:
  - name: a document
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "```bash\ncd stacks/a\n⟦tofu init⟧\ntofu plan\n```\n"
  - name: a comment that tells people what to do
    files:
      stacks/a/backend.tf: "terraform {\n  backend \"http\" {}\n}\n"
      stacks/a/main.tf: "# Usage:\n#   cd stacks/a\n#   ⟦tofu init⟧\n#   tofu plan\nlocals {}\n"
  - name: a script
    files:
      stacks/a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n  }\n}\n"
      run.sh: "cd stacks/a\n⟦terraform init⟧ -input=false\n"
  - name: a workflow
    files:
      stacks/a/main.tf: "terraform {\n  backend \"azurerm\" {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - working-directory: stacks/a\n        run: ⟦terraform init⟧\n"
  - name: a pipeline of Azure's in a folder
    files:
      main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      pipelines/deploy.yml: "trigger: [main]\npool: {vmImage: ubuntu-latest}\nsteps:\n  - script: |\n      ⟦terraform init⟧\n      terraform apply -auto-approve\n"
  - name: a template of Azure's that a pipeline names
    files:
      main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      azure-pipelines.yml: "stages:\n  - template: ci/steps/deploy.yml@self\n"
      ci/steps/deploy.yml: "trigger: [main]\npool: {vmImage: ubuntu-latest}\nsteps:\n  - script: |\n      ⟦terraform init⟧\n      terraform apply -auto-approve\n"
  - name: a pipeline of Azure's that is kept for another repository
    files:
      main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      templates/azure/merge-pipeline.yaml: "trigger: [main]\npool: {vmImage: ubuntu-latest}\nsteps:\n  - script: |\n      terraform init\n      terraform apply -auto-approve\n"
  - name: a pipeline of Azure's with a group of variables
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      azure-pipelines.yml: "trigger: [main]\nvariables:\n  - group: state\nsteps:\n  - script: |\n      cd net\n      terraform init\n"
  - name: a task of Azure's with a group of variables
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      azure-pipelines.yml: "variables:\n  - group: state\nsteps:\n  - task: AzureCLI@2\n    inputs:\n      scriptType: bash\n      workingDirectory: net\n      inlineScript: terraform init\n"
  - name: a pipeline of Azure's with variables of its own
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      azure-pipelines.yml: "trigger: [main]\nvariables:\n  - name: A\n    value: group\nsteps:\n  - script: |\n      cd net\n      ⟦terraform init⟧\n"
  - name: the block is whole
    files:
      stacks/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      README.md: "```bash\ncd stacks/a\nterraform init\n```\n"
  - name: the environment gives it
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "```bash\nexport TF_HTTP_ADDRESS=https://s.example.com/a\ncd stacks/a\ntofu init\n```\n"
  - name: it leaves the backend alone
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      check.sh: "cd stacks/a\ntofu init -backend=false\ntofu validate\n"
  - name: it gives some of what is needed
    files:
      stacks/a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n  }\n}\n"
      README.md: "```sh\ncd stacks/a\n⟦terraform init⟧ -backend-config=bucket=b -backend-config=region=r\n```\n"
  - name: a part of it comes from a file that is not here
    files:
      stacks/a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n  }\n}\n"
      README.md: "```sh\ncd stacks/a\nterraform init -backend-config=bucket=b -backend-config=../mine.hcl\n```\n"
  - name: a second init needs nothing
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "```bash\ncd stacks/a\ntofu init -backend-config=address=https://s.example.com/a\n```\n\nLater:\n\n```bash\ncd stacks/a\ntofu init\n```\n"
  - name: a sentence is no command
    files:
      stacks/a/main.tf: "# tofu init reads the address from the environment\nterraform {\n  backend \"http\" {}\n}\n"
  - name: from the folder of the Justfile
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "root := justfile_directory()\ninit:\n    cd {{ root }}/infra && ⟦tofu init⟧\n"
  - name: where a recipe's attribute says
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "[group('net')]\n[working-directory: 'infra']\ninit:\n    ⟦tofu init⟧\n"
  - name: where a setting says that all recipes run
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "set working-directory := 'infra'\ninit:\n    ⟦tofu init⟧\n"
  - name: not where a Justfile lies that says so
    files:
      main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "set working-directory := 'infra'\ninit:\n    tofu init\n"
  - name: where whoever calls a recipe stands
    files:
      main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "[no-cd]\ninit:\n    tofu init\n"
  - name: where a Justfile lies that imports another
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      infra/justfile: "import '../just/tf.just'\n"
      just/tf.just: "init:\n    ⟦tofu init⟧\n"
  - name: not where what it imports lies
    files:
      just/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      justfile: "import 'just/tf.just'\n"
      just/tf.just: "init:\n    tofu init\n"
  - name: from the workspace of a workflow
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/p.yml: "jobs:\n  a:\n    steps:\n      - working-directory: ${{ github.workspace }}/infra\n        run: ⟦tofu init⟧\n"
  - name: a Taskfile beside the stack
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      infra/Taskfile.yml: "version: \"3\"\ntasks:\n  i:\n    cmds:\n      - ⟦tofu init⟧\n"
  - name: a session without a language
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "```\n$ cd infra\n$ ⟦tofu init⟧\nInitializing the backend...\n```\n"
  - name: make include
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "include .env\nexport\ninit:\n\tcd infra && tofu init\n"
      .env: "TF_HTTP_ADDRESS=https://s/a\n"
  - name: justfile dotenv
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "set dotenv-load\ninit:\n    cd infra && tofu init\n"
      .env: "TF_HTTP_ADDRESS=https://s/a\n"
  - name: TF_CLI_ARGS_init names a file that the caller tells
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      .github/workflows/x.yml: "on:\n  workflow_call:\n    inputs:\n      backend: {type: string}\njobs:\n  x:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init\n        env:\n          TF_CLI_ARGS_init: \"-backend-config=${{ inputs.backend }}\"\n"
  - name: a function that is called where the block leaves it open
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      run.sh: "init() {\n  ⟦terraform init⟧\n}\ncd a\ninit\n"
  - name: a function that gives what it is called with
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      run.sh: "init() {\n  terraform init \"$@\"\n}\ncd a\ninit -backend-config=bucket=b -backend-config=key=k\n"
  - name: a page that first shows what to write in the block's place
    files:
      main.tf: "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
      README.md: "```hcl\nterraform {\n  backend \"local\" {}\n}\n```\n\n```sh\nterraform init\n```\n"
      docs/s3.md: "```hcl\nterraform {\n  backend \"s3\" {\n    bucket = \"<your bucket>\"\n    key    = \"<your key>\"\n  }\n}\n```\n\n```sh\nterraform init\n```\n"
  - name: a page that shows a block which leaves as much open, or one of another kind
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
      a/README.md: "```hcl\nterraform {\n  backend \"s3\" {}\n}\n```\n\n```sh\n⟦terraform init⟧\n```\n"
      docs/gcs.md: "```hcl\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n```\n\n```sh\ncd a\n⟦terraform init⟧\n```\n"
  - name: a script writes configuration of another folder
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      b/run.sh: "cd b\ncp backend.tf.sample backend.tf\nterraform init\n"
      run.sh: "cd a\n⟦terraform init⟧\n"
  - name: a page copies a file of another folder
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/README.md: "```sh\ncd a\n⟦terraform init⟧\n```\n"
      docs/m.md: "```sh\ncp m/versions.tf m/versions_override.tf\n```\n"
  - name: a page that writes a file of the folder that it speaks of
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/run.sh: "terraform init\n"
      README.md: "```sh\ncat > backend_override.tf <<EOF\nterraform {\n  backend \"local\" {}\n}\nEOF\n```\n\n```sh\ncd a\nterraform init\n```\n"
  - name: a script that puts the configuration aside and looks at a copy
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      check.sh: "dir=$(mktemp -d)\ncp a/main.tf \"$dir/main.tf\"\ncp a/main.tf /tmp/a.tf\n"
      run.sh: "cd a\n⟦terraform init⟧\n"
  - name: a script that writes somewhere that is told to it
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      make.sh: "cp common/backend.tf \"$1\"\nterraform fmt \"$1\"\n"
      run.sh: "cd a\nterraform init\n"
  - name: where a variable is in the way
    files:
      envs/a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      infra/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      make.sh: "tee \"envs/$1/backend_override.tf\" < common/backend\nterraform fmt envs\n"
      run.sh: "cd envs/a && terraform init\ncd ../../infra\n⟦terraform init⟧\n"
  - name: a block that is moved away
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      run.sh: "cd a\nmv main.tf main.tf.off\nterraform init\n"
  - name: a script in a repository whose pipeline sets the address
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      run.sh: "cd a\ntofu init\n"
      .gitlab-ci.yml: "variables:\n  TF_HTTP_ADDRESS: https://s.example.com/a\nplan:\n  script: [./run.sh]\n"
  - name: a page of such a repository, which people follow
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "```sh\ncd a\n⟦tofu init⟧\n```\n"
      .gitlab-ci.yml: "variables:\n  TF_HTTP_ADDRESS: https://s.example.com/a\nplan:\n  script: [./run.sh]\n"
  - name: a script in a repository whose pipeline sets something else
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      run.sh: "cd a\n⟦tofu init⟧\n"
      .gitlab-ci.yml: "variables:\n  TF_HTTP_USERNAME: u\nplan:\n  script: [./run.sh]\n"
  - name: a page exports it in one fence and begins in the next
    files:
      infra/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      infra/README.md: "```bash\nexport PG_CONN_STR='<connection-string>'\n```\n\nThen:\n\n```bash\ntofu init\ntofu plan\n```\n"
      infra/Makefile: "init:\n\ttofu init\n"
  - name: a page of another folder exports it
    files:
      infra/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      other/README.md: "```bash\nexport PG_CONN_STR='<connection-string>'\nterraform version\n```\n"
      infra/README.md: "```bash\n⟦tofu init⟧\ntofu plan\n```\n"
  - name: a page exports something else
    files:
      infra/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      infra/README.md: "```bash\nexport PG_SCHEMA_NAME=states\n```\n\n```bash\n⟦tofu init⟧\n```\n"
  - name: the page answers what init asks
    files:
      infra/main.tf: "terraform {\n  backend \"gcs\" {\n    prefix = \"p\"\n  }\n}\n"
      infra/README.md: "```bash\nterraform init\nterraform plan\n```\n\nWhen prompted for gcs bucket, use `<team>-dev`.\n"
  - name: the page answers another question
    files:
      infra/main.tf: "terraform {\n  backend \"gcs\" {\n    prefix = \"p\"\n  }\n}\n"
      infra/README.md: "```bash\n⟦terraform init⟧\nterraform plan\n```\n\nWhen prompted for a project, use `p`.\n"
  - name: the page tells people to fill in the block
    files:
      infra/main.tf: "terraform {\n  backend \"s3\" {\n    # bucket = \"<YOUR S3 BUCKET>\"\n  }\n}\n"
      infra/README.md: "Open `main.tf`, uncomment the `backend` configuration, and fill in the name of your S3 bucket.\n\n```bash\nterraform init\nterraform plan\n```\n"
  - name: a file that a container loads gives every init its arguments
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"k\"\n  }\n}\n"
      .env.template: "TF_CLI_ARGS_init=' -backend-config=\"bucket=b\" -backend-config=\"region=r\"'\n"
      README.md: "```sh\ncd a\nterraform init\n```\n"
  - name: a file that a container loads gives something else
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"k\"\n  }\n}\n"
      .env.template: "TF_CLI_ARGS_init=' -backend-config=\"region=r\"'\n"
      README.md: "```sh\ncd a\n⟦terraform init⟧\n```\n"
  - name: only the providers' lock file is written
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"k\"\n  }\n}\n"
      README.md: "```sh\ncd a\nterraform init\nrm .terraform.lock.hcl\nterraform providers lock -platform=linux_amd64\n```\n"
  - name: the providers' lock file is written before a plan
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"k\"\n  }\n}\n"
      README.md: "```sh\ncd a\n⟦terraform init⟧\nterraform providers lock -platform=linux_amd64\nterraform plan\n```\n"
  - name: a comment tells of an init while the block is commented out
    files:
      a/main.tf: "terraform {\n  # Comment this out the first time.\n  # terraform init\n  # terraform apply\n  # uncomment the gcs backend\n  # terraform init -backend-config=backend.tfvars\n  backend \"gcs\" {\n    prefix = \"p\"\n  }\n}\n"
  - name: a comment tells of an init once the block is uncommented
    files:
      a/main.tf: "terraform {\n  # uncomment the gcs backend\n  # ⟦terraform init⟧\n  backend \"gcs\" {\n    prefix = \"p\"\n  }\n}\n"
  - name: arguments in a file that is called as configuration is
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      net/env/dev/backend.tf: "# For -backend-config.\nbucket = \"b\"\n"
      net/env/prod/backend.tf: "bucket = \"b\"\nkey = \"prod\"\n"
      init.sh: "cd net\n⟦terraform init⟧ -backend-config=env/dev/backend.tf\nterraform init -backend-config=env/prod/backend.tf\n"
  - name: a task in the folder that its Taskfile names
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Taskfile.yml: "version: \"3\"\ntasks:\n  i:\n    vars:\n      ROOT: infra\n      ENV: '{{.ENV | default \"dev\"}}'\n    cmds:\n      - ⟦tofu -chdir={{.ROOT}} init⟧\n"
  - name: a task in a folder that whoever calls it names
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Taskfile.yml: "version: \"3\"\nvars:\n  ROOT: infra\ntasks:\n  i:\n    cmds:\n      - tofu -chdir={{.ROOT}} init\n  all:\n    cmds:\n      - task: i\n        vars: {ROOT: other}\n"
  - name: tasks of mise with variables, or with some from a file
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/mise.toml: "[env]\nTF_HTTP_ADDRESS = \"https://s.example.com/a\"\n\n[tasks.init]\nrun = \"tofu init\"\n"
      b/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      b/mise.toml: "[tasks.init]\nrun = \"tofu init\"\n\n[tasks.init.env]\nTF_HTTP_ADDRESS = \"https://s.example.com/b\"\n"
      c/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      c/mise.toml: "[env]\n_.file = \".env.x\"\n\n[tasks.init]\nrun = \"tofu init\"\n"
      d/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      d/mise.toml: "[tasks.init]\nrun = \"tofu init\"\nenv = { TF_HTTP_ADDRESS = \"https://s.example.com/d\" }\n"
  - name: tasks of mise whose variables say nothing of a state
    files:
      e/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      e/mise.toml: "[env]\n_.path = [\"bin\"]\nSTAGE = \"x\"\n\n[tasks.init]\nrun = \"⟦tofu init⟧\"\n"
  - name: a program that brings variables
    files:
      db/main.tf: "terraform {\n  backend \"pg\" {\n    schema_name = \"db\"\n  }\n}\n"
      net/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"k\"\n  }\n}\n"
      README.md: "```sh\ncd db\ndoppler run -- terraform init\n```\n"
      Makefile: "a:\n\tcd db && op run --env-file=.env -- terraform init\nb:\n\tcd db && sops exec-env secrets.yaml 'terraform init'\nc:\n\tcd net && chamber exec tf -- ⟦terraform init⟧\n"
  - name: a program that brings credentials alone
    files:
      db/main.tf: "terraform {\n  backend \"pg\" {\n    schema_name = \"db\"\n  }\n}\n"
      Makefile: "a:\n\tcd db && aws-vault exec acme -- ⟦terraform init⟧\n"
  - name: a sourced file that is not here
    files:
      db/main.tf: "terraform {\n  backend \"pg\" {\n    schema_name = \"db\"\n  }\n}\n"
      Makefile: "a:\n\tcd db && set -a && . ./.env && set +a && terraform init\n"
  - name: a sourced file that is here and says nothing
    files:
      db/main.tf: "terraform {\n  backend \"pg\" {\n    schema_name = \"db\"\n  }\n}\n"
      db/lib.sh: "stage() { echo x; }\n"
      Makefile: "a:\n\tcd db && . ./lib.sh && ⟦terraform init⟧\n"
  - name: a script in quotes
    files:
      db/main.tf: "terraform {\n  backend \"pg\" {\n    schema_name = \"db\"\n  }\n}\n"
      up.sh: "cd db\nbash -ec '\n  terraform version\n  ⟦terraform init⟧\n'\n"
  - name: a script in quotes whose folder its caller tells
    files:
      db/main.tf: "terraform {\n  backend \"pg\" {\n    schema_name = \"db\"\n  }\n}\n"
      up.sh: "for d in */; do bash -c 'cd \"$1\" && terraform init' _ \"$d\"; done\n"
  - name: the block is taken away by its name in a variable
    files:
      net/backend.tf: "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
      net/boot.sh: "cd \"$(dirname \"$0\")\"\nFILE=\"backend.tf\"\nif [[ -f ${FILE} ]]; then\n  mv \"${FILE}\" \"${FILE}.off\"\nfi\nterraform init\nterraform apply\nmv \"${FILE}.off\" \"${FILE}\"\nterraform init -migrate-state -backend-config=bucket=b -backend-config=key=k\n"
  - name: the block is taken away where the init is not
    files:
      net/backend.tf: "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
      dns/backend.tf: "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
      boot.sh: "FILE=\"backend.tf\"\n(cd dns && mv \"$FILE\" \"$FILE.off\" && terraform init)\ncd net\n⟦terraform init⟧\nterraform apply\n"
  - name: another file is taken away
    files:
      net/backend.tf: "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
      net/boot.sh: "cd \"$(dirname \"$0\")\"\nFILE=\"notes.txt\"\nmv \"$FILE\" \"$FILE.off\"\n⟦terraform init⟧\nterraform apply\n"
  - name: a script completes the block in an override file
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      init.sh: "cd net\ncat > override.tf <<EOF\nterraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\nEOF\nterraform init\n"
  - name: a script writes the override file of another stack
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      init.sh: "(cd dns\ncat > backend_override.tf <<EOF\nterraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\nEOF\nterraform init)\n(cd net && ⟦terraform init⟧)\n"
  - name: an agent of keys brings no address
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "eval \"$(ssh-agent -s)\"\n⟦terraform -chdir=net init⟧\n"
  - name: what is exported has names
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "export TF_IN_AUTOMATION=1 PATH=\"$PATH:/x\"\nexport $(printf 'A=%s' \"$(id -u)\")\n⟦terraform -chdir=net init⟧\n"
  - name: Make includes a file and exports nothing of it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "-include .env\nnet:\n\t⟦terraform -chdir=net init⟧\n"
  - name: a Justfile that loads no file
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      justfile: "set dotenv-load := false\nnet:\n    ⟦terraform -chdir=net init⟧\n"
  - name: a Taskfile loads a file that is here
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .env: "A=b\n"
      Taskfile.yml: "version: '3'\ndotenv: ['.env']\ntasks:\n  net:\n    dir: net\n    cmds: [⟦terraform init⟧]\n"
  - name: a step behind it brings secrets, and one of another job
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: ⟦terraform init⟧\n        working-directory: net\n      - uses: Infisical/secrets-action@v1\n  b:\n    steps:\n      - uses: Infisical/secrets-action@v1\n"
  - name: another job has it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  b:\n    env:\n      TF_HTTP_ADDRESS: ${{ secrets.TF_HTTP_ADDRESS }}\n    steps:\n      - run: terraform -chdir=dns init\n  a:\n    steps:\n      - run: ⟦terraform init⟧\n        working-directory: net\n"
  - name: another page speaks of it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      docs.md: "CI sets `TF_HTTP_ADDRESS`.\n"
      README.md: "```sh\ncd net\n⟦terraform init⟧\n```\n"
  - name: a file is made the environment
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "export $(grep -v '^#' .env | xargs)\nterraform -chdir=net init\n"
  - name: so are the lines of one, by a loop
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "while IFS== read -r k v; do export \"$k=$v\"; done < .env\nterraform -chdir=net init\n"
  - name: so is what decrypts one
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "eval \"$(sops -d --output-type dotenv secrets.yaml)\"\ncd net\nterraform init\n"
  - name: Make includes a file that is not here and exports all
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "-include .env\nexport\nnet:\n\tterraform -chdir=net init\n"
  - name: a Justfile loads a file that is not here
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      justfile: "set dotenv-load\nnet:\n    terraform -chdir=net init\n"
  - name: a Justfile requires a file that is not here
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      justfile: "set dotenv-required\nset dotenv-path := \"/etc/x.env\"\nnet:\n    terraform -chdir=net init\n"
  - name: a Taskfile loads a file that is not here
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Taskfile.yml: "version: '3'\ndotenv: ['.env']\ntasks:\n  net:\n    dir: net\n    cmds: [terraform init]\n"
  - name: a target of Make exports it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "net: export TF_HTTP_ADDRESS = https://s.example.com/net\nnet:\n\tterraform -chdir=net init\n"
  - name: a target of Make exports it to those that it waits for
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "net: init\nnet: export TF_HTTP_ADDRESS = https://s.example.com/net\ninit:\n\tterraform -chdir=net init\n"
  - name: a step before it brings secrets
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: Infisical/secrets-action@v1\n      - run: terraform init\n        working-directory: net\n"
  - name: a step before it is given the variable's name
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: hashicorp/vault-action@v3\n        with:\n          secrets: kv/data/tf address | TF_HTTP_ADDRESS ;\n      - run: terraform init\n        working-directory: net\n"
  - name: a step before it has the variable as its own
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: 1password/load-secrets-action@v2\n        with: {export-env: true}\n        env:\n          TF_HTTP_ADDRESS: op://x/y/z\n      - run: terraform init\n        working-directory: net\n"
  - name: an action of the repository sets it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/actions/secrets/action.yml: "runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo \"TF_HTTP_ADDRESS=https://s.example.com/net\" >> \"$GITHUB_ENV\"\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - uses: ./.github/actions/secrets\n      - run: terraform init\n        working-directory: net\n"
  - name: a step makes what a script prints the environment
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      env.sh: "echo A=b\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: ./env.sh >> \"$GITHUB_ENV\"\n      - run: terraform init\n        working-directory: net\n"
  - name: the environment of a job is an expression
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    env: ${{ fromJSON(vars.ENVIRONMENT) }}\n    steps:\n      - run: terraform init\n        working-directory: net\n"
  - name: a script wants it to be set
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: ": \"${TF_HTTP_ADDRESS:?set it}\"\nterraform -chdir=net init\n"
  - name: the page says who gives it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "Put the address of the state in `TF_HTTP_ADDRESS`, then:\n\n```sh\ncd net\nterraform init\n```\n"
  - name: a fence before it has set it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "```sh\nexport TF_HTTP_ADDRESS=https://s.example.com/net\n```\n\nThen:\n\n```sh\ncd net\nterraform init\n```\n"
  - name: the page says who gives it, for another backend
    files:
      net/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      README.md: "Set `PG_CONN_STR` first:\n\n```sh\ncd net\nterraform init\n```\n"
  - name: a variable before another command is that one's
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      dns/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "(cd net; TF_HTTP_ADDRESS=https://s.example.org/net terraform init)\ncd dns; ⟦terraform init⟧\n"
  - name: a variable that is exported before both
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      dns/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "export TF_HTTP_ADDRESS=https://s.example.org/net\n(cd net; terraform init)\ncd dns; TF_HTTP_ADDRESS=https://s.example.org/dns terraform init\n"
  - name: a bare init that a function is handed
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      run.sh: "retry() {\n  for i in 1 2 3; do\n    \"$@\" && return\n  done\n}\nretry ⟦terraform -chdir=a init⟧\n"
  - name: an init with its arguments that functions are handed, with the folder or without
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      run.sh: "tf() {\n  terraform -chdir=\"$1\" \"${@:2}\"\n}\nrun() {\n  \"$@\" || exit 1\n}\ntf a init -backend-config=bucket=s -backend-config=key=a\nrun terraform -chdir=b init -backend-config=bucket=s -backend-config=key=b\n"
  - name: a comment that tells how to have a local state
    files:
      net/backend.tf: "# For local state: comment out the entire backend block below and run:\n#   tofu init -migrate-state\n\nterraform {\n  backend \"pg\" {\n    schema_name = \"net\"\n  }\n}\n"
  - name: a comment that tells to remove the file first
    files:
      net/backend.tf: "# 1. Delete this file.\n# 2. Run:\n#   terraform init\n\nterraform {\n  backend \"pg\" {\n    schema_name = \"net\"\n  }\n}\n"
  - name: a comment that tells of another block
    files:
      net/backend.tf: "# Set `backend \"local\" {}` here and run:\n#   terraform init\nterraform {\n  backend \"s3\" {}\n}\n"
  - name: a comment that exports what the block lacks
    files:
      net/backend.tf: "# Usage:\n#   export PG_CONN_STR=\"postgres://tf@db.example.org/tf\"\n#   tofu init\n\nterraform {\n  backend \"pg\" {\n    schema_name = \"net\"\n  }\n}\n"
  - name: a comment that names the variable
    files:
      net/backend.tf: "# With the connection string in PG_CONN_STR:\n#   tofu init\n\nterraform {\n  backend \"pg\" {\n    schema_name = \"net\"\n  }\n}\n"
  - name: a comment that exports something else
    files:
      net/backend.tf: "# Usage:\n#   export PG_SCHEMA_NAME=net\n#   ⟦tofu init⟧\n\nterraform {\n  backend \"pg\" {\n    schema_name = \"net\"\n  }\n}\n"
  - name: a comment that removes something else
    files:
      net/backend.tf: "# Remove the old plugins, then run:\n#   ⟦terraform init⟧\nterraform {\n  backend \"s3\" {}\n}\n"
  - name: another comment tells how to leave
    files:
      net/backend.tf: "# Comment out the block and run:\n#   terraform init\n\n# First of all:\n#   ⟦terraform init⟧\nterraform {\n  backend \"s3\" {}\n}\n"
  - name: a page that tells to take the block out
    files:
      net/backend.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      README.md: "To keep the state here, delete the `backend \"s3\" {}` line in `net/backend.tf`, then:\n\n```sh\ncd net\nterraform init\n```\n"
  - name: a page that takes something else out
    files:
      net/backend.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      README.md: "Remove the old backend servers, then:\n\n```sh\ncd net\n⟦terraform init⟧\n```\n"
  - name: libpq's own variables are the connection
    files:
      net/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      Makefile: "init:\n\tPGHOST=db PGDATABASE=tf terraform -chdir=net init\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    env:\n      PGSERVICE: tf\n    steps:\n      - run: terraform init\n        working-directory: net\n"
  - name: variables that say who connects, and not where
    files:
      net/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      Makefile: "init:\n\tPGUSER=me ⟦terraform -chdir=net init⟧\n"
  - name: libpq's variables are nothing to another backend
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Makefile: "init:\n\tPGHOST=db PGDATABASE=tf ⟦terraform -chdir=net init⟧\n"
  - name: what a script evaluates behind its init came too late for it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      dns/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "⟦terraform -chdir=net init⟧\neval \"$(sops -d x)\"\nterraform -chdir=dns init\n"
  - name: what a subshell evaluates ends with it
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      dns/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      up.sh: "(eval \"$(sops -d x)\"; ./fetch)\n⟦terraform -chdir=net init⟧\n(eval \"$(sops -d x)\"; terraform -chdir=dns init)\n"

"""####),
        File(path: "tofu/different-locks.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/different-locks
title: One state under locks that do not see each other
why: "use_lockfile locks with an object beside the state, dynamodb_table with a row of that table. Whoever takes one of them, or none, does not see the other: two runs change one state at the same time, and the one that ends last is what is left. Give all inits the same lock; while they move, both."
level: warning
analyzer: terraform-state
message: "{stack} is locked by {own} here and by {other} elsewhere; one does not see the other"
tests:
  - name: a pipeline has a table and a script a file
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: terraform -chdir=net init -backend-config=dynamodb_table=locks\n"
      local.sh: "terraform -chdir=net init -backend-config=⟦use_lockfile⟧=true\n"
  - name: a script has none
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      a.sh: "⟦terraform -chdir=net init⟧\n"
      ci.sh: "terraform -chdir=net init -backend-config=dynamodb_table=locks\n"
  - name: two tables
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket         = \"b\"\n    key            = \"k\"\n    dynamodb_table = \"locks\"\n  }\n}\n"
      a.sh: "cd net\nterraform init\n"
      b.sh: "cd net\nterraform init -backend-config=⟦dynamodb_table⟧=locks-2\n"
  - name: one that moves has both
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      a.sh: "cd net\nterraform init -backend-config=dynamodb_table=locks\n"
      b.sh: "cd net\nterraform init -backend-config=dynamodb_table=locks -backend-config=use_lockfile=true\n"
  - name: all have one lock
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      a.sh: "cd net\nterraform init\n"
      b.sh: "cd net\nterraform init -backend-config=region=r\n"
  - name: each environment has a state and a lock of its own
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
      a.sh: "cd net\nterraform init -backend-config=key=dev/net.tfstate -backend-config=dynamodb_table=dev-locks\n"
      b.sh: "cd net\nterraform init -backend-config=key=prod/net.tfstate -backend-config=dynamodb_table=prod-locks\n"
  - name: what a page leaves out
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      README.md: "```sh\ncd net\nterraform init\n```\n"
      ci.sh: "terraform -chdir=net init -backend-config=dynamodb_table=locks\n"
  - name: a lock or a file that is not known
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      a.sh: "cd net\nterraform init -backend-config=dynamodb_table=$LOCKS\n"
      b.sh: "cd net\nterraform init -backend-config=../own.hcl\n"
      c.sh: "cd net\nterraform init -backend-config=dynamodb_table=locks\n"
  - name: another store, and another place for workspaces
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      ci.sh: "terraform -chdir=net init -backend-config=dynamodb_table=locks\n"
      local.sh: "terraform -chdir=net init -backend-config=endpoint=http://localhost:4566\n"
      dev.sh: "terraform -chdir=net init -backend-config=workspace_key_prefix=dev -backend-config=dynamodb_table=dev\n"

"""####),
        File(path: "tofu/false-backend-flag.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/false-backend-flag
title: False claim about -backend=false
why: "init -backend=false sets no backend up: a later plan stops with \"Backend initialization required\". It is for validate; it keeps no state in memory or anywhere else."
level: error
analyzer: terraform-state
message: "-backend=false gives no '{match}'; a later plan stops"
tests:
  - {path: a/backend.tf, bad: "# 3. Local only:\n#    tofu init -backend=false\n#    # Uses ⟦in-memory state⟧, changes are not kept\n"}
  - {path: doc.md, bad: "With `-backend=false` it ⟦uses local state⟧.\n"}
  - {path: run.sh, bad: "# -backend=false: the ⟦state is local⟧\nterraform init -backend=false\n"}
  - {path: doc.md, good: "`terraform init -backend=false` is enough for validate.\n"}
  - {path: doc.md, good: "The daemon keeps an in-memory state.\n"}
  - {path: doc.md, good: "`-backend=false` keeps no in-memory state.\n"}
  - {path: a/backend.tf, good: "# tofu init -backend=false\n\n# The cache uses in-memory state.\n"}
  - name: a Makefile
    files:
      Makefile: "init:\n\t# -backend=false: ⟦uses local state⟧\n\tterraform init -backend=false\n"
  - name: a page that promises it for a stack
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      a/README.md: "`tofu init -backend=false` uses ⟦in-memory state⟧.\n"
  - name: a page that says what it is for
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      a/README.md: "`tofu init -backend=false` is for `tofu validate`; state is not read.\n"
      a/check.sh: "# no state is needed here\ntofu init -backend=false\ntofu validate\n"

"""####),
        File(path: "tofu/false-default.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/false-default
title: False claim about a backend's default
why: "A comment that promises another default makes people leave out what a forge's state API needs, and the first plan ends with 405."
level: error
analyzer: terraform-state
message: "'{match}' is said to be {claimed} by default; it is {default}"
tests:
  - {lang: hcl, bad: "# ⟦TF_HTTP_LOCK_METHOD⟧ - POST (default)\n"}
  - {lang: markdown, bad: "- ⟦unlock_method⟧: DELETE, the default\n"}
  - {lang: markdown, bad: "The default `⟦update_method⟧` is PUT.\n"}
  - {path: init.sh, bad: "# ⟦TF_HTTP_RETRY_MAX⟧ (default: 5)\nterraform init\n", name: a number}
  - {lang: hcl, good: "# TF_HTTP_LOCK_METHOD - LOCK (default)\n"}
  - {lang: markdown, good: "`lock_method` is LOCK by default.\n"}
  - {lang: hcl, good: "# TF_HTTP_RETRY_WAIT_MIN - Retry wait time (default: 1s)\n"}
  - {lang: markdown, good: "Set `lock_method` to POST; the default is LOCK.\n"}
  - {lang: hcl, good: "variable \"lock_method\" {\n  default = \"POST\"\n}\n", name: a default of one's own}
  - name: a page beside a stack
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      a/README.md: "| variable | default |\n|---|---|\n| `⟦TF_HTTP_LOCK_METHOD⟧` | POST (default) |\n"
  - name: what the stack sets is no claim, nor what the page says of it
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address     = \"https://s.example.com/a\"\n    lock_method = \"POST\"\n  }\n}\n"
      a/README.md: "We set `lock_method` to POST, for the default is LOCK.\n"

"""####),
        File(path: "tofu/http-without-lock.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/http-without-lock
title: http state without locking
why: Without lock_address and unlock_address the http backend does not lock, and says nothing. Two applies at once then write over each other.
level: warning
analyzer: terraform-state
message: "'{match}' without a lock address: the http backend does not lock, and says nothing"
tests:
  - {path: a/main.tf, bad: "terraform {\n  backend \"http\" {\n    ⟦address⟧ = \"https://s.example.com/a\"\n  }\n}\n"}
  - name: an init
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"⟦address⟧=https://s.example.com/a\"\n"
  - name: a workflow's environment
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - working-directory: a\n        env:\n          ⟦TF_HTTP_ADDRESS⟧: https://s.example.com/a\n        run: tofu init\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"http\" {\n    address        = \"https://s.example.com/a\"\n    lock_address   = \"https://s.example.com/l\"\n    unlock_address = \"https://s.example.com/l\"\n  }\n}\n"}
  - name: the init brings the locks
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"lock_address=https://s.example.com/l\" -backend-config=\"unlock_address=https://s.example.com/l\"\n"
  - {path: doc.md, good: "```sh\ntofu init -backend-config=\"address=.../state/a\" \\\n  # ...\n```\n", name: something is left out}
  - name: a folded scalar
    files:
      .gitlab-ci.yml: "plan:\n  script:\n    - cd infra\n    - >-\n      tofu init\n      -backend-config=⟦address⟧=https://s.example.com/a\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: what direnv sets beside the stack
    files:
      infra/.envrc: "export ⟦TF_HTTP_ADDRESS⟧=https://s.example.com/a\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a file of arguments by another name
    files:
      infra/backend.conf: "⟦address⟧ = \"https://s.example.com/a\"\n"
      run.sh: "cd infra\ntofu init -backend-config=backend.conf\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"

"""####),
        File(path: "tofu/job-user-with-personal-token.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/job-user-with-personal-token
title: Personal token with the job's user
why: The user gitlab-ci-token goes with the job token only. A personal access token needs its owner's user name; with another the server answers 401 on some versions and hides who did it on others.
level: warning
analyzer: terraform-state
message: "'{match}' is gitlab-ci-token, but the password here is no job token; use the name of the token's owner"
tests:
  - name: a recipe that people run
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"⟦username⟧=gitlab-ci-token\" -backend-config=\"password=${TF_HTTP_PASSWORD}\"\n"
  - name: a script whose token is shown by the dotenv file
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .env.example: "TF_HTTP_PASSWORD=glpat-your-token-here\n"
      init.sh: "cd a\ntofu init -backend-config=\"⟦username⟧=gitlab-ci-token\" -backend-config=\"password=$TF_HTTP_PASSWORD\"\n"
  - {path: doc.md, bad: "```bash\ntofu init -backend-config=\"lock_address=https://s.example.com/l\" -backend-config=\"⟦username⟧=gitlab-ci-token\" -backend-config=\"password=$MY_TOKEN\"\n```\n"}
  - name: the job's own token
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd a\n    - tofu init -backend-config=\"username=gitlab-ci-token\" -backend-config=\"password=$CI_JOB_TOKEN\"\n"
  - name: its owner's name
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"username=$USER\" -backend-config=\"password=${TF_HTTP_PASSWORD}\"\n"
  - name: a script that a pipeline may run
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "cd a\ntofu init -backend-config=\"username=gitlab-ci-token\" -backend-config=\"password=$TOKEN\"\n"

"""####),
        File(path: "tofu/lock-default-method.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/lock-default-method
title: Lock address of a kind that needs other methods
why: The http backend locks with method LOCK and unlocks with UNLOCK unless told otherwise. A forge's …/lock address answers those with 405 at the first plan; it wants POST and DELETE.
level: warning
analyzer: terraform-state
message: "'{match}' is used with the default method {default}; a …/lock address wants {wanted}, so set {method}"
tests:
  - {path: a/main.tf, bad: "terraform {\n  backend \"http\" {\n    ⟦lock_address⟧   = \"https://forge.example.com/state/a/lock\"\n    unlock_address = \"https://forge.example.com/state/a/lock\"\n  }\n}\n"}
  - {path: a/main.tf, bad: "terraform {\n  backend \"http\" {\n    address        = \"https://forge.example.com/state/a\"\n    lock_address   = \"https://forge.example.com/state/a/lock\"\n    ⟦unlock_address⟧ = \"https://forge.example.com/state/a/lock\"\n    lock_method    = \"POST\"\n  }\n}\n", name: the unlock method too}
  - {path: doc.md, bad: "```bash\ntofu init \\\n  -backend-config=\"address=https://f.example.com/s\" \\\n  -backend-config=\"⟦lock_address⟧=https://f.example.com/s/lock\" \\\n  -backend-config=\"unlock_address=https://f.example.com/s/lock\"\n```\n", name: in a document whose stack is not known}
  - name: a variable that is resolved
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "export TF_HTTP_ADDRESS=https://f.example.com/s\nexport ⟦TF_HTTP_LOCK_ADDRESS⟧=\"${TF_HTTP_ADDRESS}/lock\"\nexport TF_HTTP_UNLOCK_ADDRESS=\"${TF_HTTP_ADDRESS}/lock\"\ncd a && tofu init\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"http\" {\n    lock_address   = \"https://f.example.com/s/lock\"\n    unlock_address = \"https://f.example.com/s/lock\"\n    lock_method    = \"POST\"\n    unlock_method  = \"DELETE\"\n  }\n}\n"}
  - name: the methods come from the job
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    lock_address   = \"https://f.example.com/s/lock\"\n    unlock_address = \"https://f.example.com/s/lock\"\n  }\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_LOCK_METHOD: POST\n    TF_HTTP_UNLOCK_METHOD: DELETE\n  script:\n    - cd a\n    - tofu init\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"http\" {\n    lock_address   = \"https://plain.example.com/s\"\n    unlock_address = \"https://plain.example.com/s\"\n  }\n}\n"}
  - {path: a/main.tf, good: "locals {\n  lock_address = \"https://f.example.com/s/lock\"\n}\n"}
  - name: variables by a reference
    files:
      .gitlab-ci.yml: ".state:\n  variables:\n    TF_HTTP_ADDRESS: https://git.example.com/api/v4/projects/7/terraform/state/a\n    ⟦TF_HTTP_LOCK_ADDRESS⟧: https://git.example.com/api/v4/projects/7/terraform/state/a/lock\n    TF_HTTP_UNLOCK_ADDRESS: https://git.example.com/api/v4/projects/7/terraform/state/a/lock\nplan:\n  variables: !reference [.state, variables]\n  script:\n    - cd infra\n    - tofu init\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a file of arguments in a folder
    files:
      infra/config/prod.backend.hcl: "address = \"https://git.example.com/api/v4/projects/7/terraform/state/a\"\n⟦lock_address⟧ = \"https://git.example.com/api/v4/projects/7/terraform/state/a/lock\"\nunlock_address = \"https://git.example.com/api/v4/projects/7/terraform/state/a/lock\"\n"
      run.sh: "cd infra\ntofu init -backend-config=config/prod.backend.hcl\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a Makefile
    files:
      Makefile: "init:\n\tterraform -chdir=infra init -backend-config=\"address=https://git.example.com/api/v4/projects/7/terraform/state/a\" -backend-config=\"⟦lock_address⟧=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\" -backend-config=\"unlock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\"\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: workflow step env
    files:
      .github/workflows/d.yml: "on: push\njobs:\n  d:\n    runs-on: ubuntu-latest\n    steps:\n      - name: init\n        env:\n          TF_HTTP_ADDRESS: https://git.example.com/api/v4/projects/7/terraform/state/a\n          TF_HTTP_LOCK_ADDRESS: https://git.example.com/api/v4/projects/7/terraform/state/a/lock\n          TF_HTTP_UNLOCK_ADDRESS: https://git.example.com/api/v4/projects/7/terraform/state/a/lock\n          TF_HTTP_LOCK_METHOD: POST\n          TF_HTTP_UNLOCK_METHOD: DELETE\n          TF_HTTP_USERNAME: bot\n          TF_HTTP_PASSWORD: ${TOKEN}\n        run: tofu init\n        working-directory: infra\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - {path: a/main.tf, name: an address of its own to unlock, good: "terraform {\n  backend \"http\" {\n    address        = \"https://s.example.com/a\"\n    lock_address   = \"https://s.example.com/a/lock\"\n    unlock_address = \"https://s.example.com/a/unlock\"\n  }\n}\n"}
  - name: an init whose stack is not known, of a block that may have the method
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    lock_method   = \"POST\"\n    unlock_method = \"DELETE\"\n  }\n}\n"
      run.sh: "cd \"$1\"\ntofu init -backend-config=\"address=https://git.example.com/api/v4/projects/7/terraform/state/a\" -backend-config=\"lock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\" -backend-config=\"unlock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\"\n"
  - name: an init whose stack is not known, of a block that has nothing
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      run.sh: "cd \"$1\"\ntofu init -backend-config=\"address=https://git.example.com/api/v4/projects/7/terraform/state/a\" -backend-config=\"⟦lock_address⟧=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\" -backend-config=\"unlock_address=https://git.example.com/api/v4/projects/7/terraform/state/a/lock\"\n"

"""####),
        File(path: "tofu/lock-without-unlock.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/lock-without-unlock
title: State is locked and never unlocked
why: With lock_address and no unlock_address the http backend takes the lock and silently keeps it. The next run waits for a lock that nobody holds.
level: error
analyzer: terraform-state
message: "'{match}' without an unlock address: the state is locked and never unlocked"
tests:
  - {path: a/main.tf, bad: "terraform {\n  backend \"http\" {\n    address      = \"https://state.example.com/a\"\n    ⟦lock_address⟧ = \"https://state.example.com/a/l\"\n  }\n}\n"}
  - {path: doc.md, bad: "```hcl\nterraform {\n  backend \"http\" {\n    ⟦lock_address⟧ = \"https://state.example.com/l\"\n  }\n}\n```\n"}
  - name: an init
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"address=https://s.example.com/a\" -backend-config=\"⟦lock_address⟧=https://s.example.com/l\"\n"
  - name: variables of a job
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_ADDRESS: https://s.example.com/a\n    ⟦TF_HTTP_LOCK_ADDRESS⟧: https://s.example.com/a/l\n  script:\n    - cd a\n    - tofu init\n"
  - name: the init completes the block
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    lock_address = \"https://s.example.com/l\"\n  }\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"address=https://s.example.com/a\" -backend-config=\"unlock_address=https://s.example.com/l\"\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"http\" {\n    address        = \"https://s.example.com/a\"\n    lock_address   = \"https://s.example.com/l\"\n    unlock_address = \"https://s.example.com/l\"\n  }\n}\n"}
  - {path: a/main.tf, good: "resource \"x\" \"http\" {\n  lock_address = \"a\"\n}\n"}
  - name: a file that is not here may hold it
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    lock_address = \"https://s.example.com/l\"\n  }\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=local.tfbackend\n"
  - name: TF_CLI_ARGS_init in a script
    files:
      run.sh: "export TF_CLI_ARGS_init=\"-backend-config=address=https://s.example.com/a -backend-config=⟦lock_address⟧=https://s.example.com/a/x\"\ncd infra\ntofu init\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: in JSON
    files:
      infra/backend.tf.json: "{\"terraform\": {\"backend\": {\"http\": {\"address\": \"https://s.example.com/a\", \"⟦lock_address⟧\": \"https://s.example.com/a/x\"}}}}\n"
      infra/main.tf: "locals {}\n"
  - name: a file that the script sources
    files:
      ci/env.sh: "export TF_HTTP_ADDRESS=https://s.example.com/a\nexport ⟦TF_HTTP_LOCK_ADDRESS⟧=https://s.example.com/a/x\n"
      run.sh: "source ci/env.sh\ncd infra\ntofu init\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a Dockerfile
    files:
      infra/Dockerfile: "FROM x\nRUN tofu init -backend-config=\"address=https://s.example.com/a\" -backend-config=\"⟦lock_address⟧=https://s.example.com/a/x\"\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a fence without a language
    files:
      README.md: "# x\n\n```\ncd infra\ntofu init -backend-config=\"address=https://s.example.com/a\" -backend-config=\"⟦lock_address⟧=https://s.example.com/a/x\"\n```\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"

"""####),
        File(path: "tofu/missing-backend-file.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/missing-backend-file
title: -backend-config of a file that is not there
why: "init stops with \"Failed to read file\". A file that git ignores is a person's own; a pipeline's checkout never has it."
level: warning
analyzer: terraform-state
message: "{path}: {why}"
tests:
  - name: a pipeline
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd a\n    - tofu init -backend-config=⟦prod.hcl⟧\n"
  - name: a workflow, and git ignores it
    files:
      .gitignore: "*.tfbackend\n"
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: terraform init -backend-config=⟦prod.tfbackend⟧\n        working-directory: a\n"
  - name: workflows that nobody runs here, and git ignores it
    files:
      .gitignore: "*.tfbackend\n"
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      .github/workflows/examples/a.yml: "jobs:\n  a:\n    steps:\n      - run: terraform init -backend-config=prod.tfbackend\n        working-directory: a\n"
      .github/workflows.disabled/a.yml: "jobs:\n  a:\n    steps:\n      - run: terraform init -backend-config=prod.tfbackend\n        working-directory: a\n"
  - name: a recipe for two stacks, and neither has it
    files:
      stacks/a/main.tf: "terraform {\n  backend \"gcs\" {}\n}\n"
      stacks/b/main.tf: "terraform {\n  backend \"gcs\" {}\n}\n"
      Justfile: "init stack:\n    cd stacks/{{stack}} && tofu init -backend-config=⟦backend.hcl⟧\n"
  - name: a function
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      run.sh: "tf_init() {\n  terraform init ⟦-backend-config=\"$1.hcl\"⟧\n}\ncd a\ntf_init prod\n"
  - name: it is there
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      env/prod.hcl: "bucket = \"b\"\nkey = \"k\"\nuse_lockfile = true\n"
      run.sh: "cd a\nterraform init -backend-config=../env/prod.hcl\n"
  - name: one of two stacks has it
    files:
      stacks/a/main.tf: "terraform {\n  backend \"gcs\" {}\n}\n"
      stacks/a/backend.hcl: "bucket = \"b\"\n"
      stacks/b/main.tf: "terraform {\n  backend \"gcs\" {}\n}\n"
      Justfile: "init stack:\n    cd stacks/{{stack}} && tofu init -backend-config=backend.hcl\n"
  - name: a person's own
    files:
      .gitignore: "*.hcl\n"
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      Makefile: "init:\n\tcd a && terraform init -backend-config=mine.hcl\n"
  - name: an example shows what it is like
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/backend.hcl.example: "bucket = \"\"\n"
      init.sh: "cd a\nterraform init -backend-config=backend.hcl\n"
  - name: the script makes it
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: echo \"$BACKEND\" > ci.hcl\n      - run: terraform init -backend-config=ci.hcl\n"
  - name: a page says what to do when there is one
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      README.md: "```sh\ncd a\nterraform init -backend-config=backend.hcl\n```\n"
  - name: a name that is not known
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      run.sh: "cd a\nterraform init -backend-config=\"$ENVIRONMENT.hcl\"\n"
  - name: it is there, whatever is in it
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/dev.yaml: "bucket: b\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd a\n    - tofu init -backend-config=dev.yaml\n"
  - name: where a path is put together
    files:
      infra/a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      Justfile: "root := justfile_directory()\nstack := root / \"infra\" / \"a\"\ninit:\n    cd {{ stack }} && tofu init -backend-config=⟦prod.hcl⟧\n"
  - name: where a path is put together, and it is there
    files:
      infra/a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      infra/a/prod.hcl: "bucket = \"b\"\nkey = \"k\"\nuse_lockfile = true\n"
      Justfile: "init:\n    tofu -chdir={{ join(justfile_directory(), 'infra', 'a') }} init -backend-config=prod.hcl\n"

"""####),
        File(path: "tofu/missing-var-file.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/missing-var-file
title: -var-file of a file that is not there
why: "Terraform stops with \"Failed to read variables file\". A file that git ignores is a person's own; a pipeline's checkout never has it."
level: warning
analyzer: terraform-state
message: "{path}: {why}"
tests:
  - name: a document
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      README.md: "```bash\ncd a\ntofu init\ntofu plan -var-file=⟦../vars/prod.tfvars⟧\n```\n"
  - name: a pipeline, and git ignores it
    files:
      .gitignore: "*.tfvars\n"
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd a\n    - tofu init\n    - tofu plan -var-file=⟦prod.tfvars⟧\n"
  - name: a workflow, and one that nobody runs here
    files:
      .gitignore: "*.tfvars\n"
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: terraform init && terraform plan -var-file=⟦prod.tfvars⟧\n        working-directory: a\n"
      .github/workflows/examples/a.yml: "jobs:\n  a:\n    steps:\n      - run: terraform init && terraform plan -var-file=prod.tfvars\n        working-directory: a\n"
  - name: a recipe
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      Justfile: "init:\n    cd a && tofu init\nplan:\n    cd a && tofu plan -var-file \"⟦dev.tfvars⟧\"\n"
  - name: it is there
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      vars/prod.tfvars: ""
      README.md: "```bash\ncd a\ntofu init\ntofu plan -var-file=../vars/prod.tfvars\n```\n"
  - name: a person's own
    files:
      .gitignore: "*.tfvars\n!*.tfvars.example\n"
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      README.md: "```bash\ncd a\ntofu init\ntofu plan -var-file=mine.tfvars\n```\n"
  - name: a placeholder
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      README.md: "```bash\ncd a\ntofu init\ntofu plan -var-file=<env>.tfvars\ntofu plan -var-file={env}.tfvars\ntofu plan -var-file=$ENV.tfvars\n```\n"
  - name: the script makes it
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      run.sh: "cd a\nterraform init\necho 'x = 1' > run.tfvars\nterraform apply -var-file=run.tfvars\n"
  - name: the script asks whether it is there
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      run.sh: "cd a\nterraform init\nif [ -f extra.tfvars ]; then\n  terraform apply -var-file=extra.tfvars\nfi\n"
  - name: by a variable it asks for
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      run.sh: "FILE=extra.tfvars\ncd a\nterraform init\nif [ -f \"$FILE\" ]; then\n  terraform apply -var-file=\"$FILE\"\nfi\n"
  - name: a Taskfile
    files:
      infra/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"a\" {}\n"
      Taskfile.yml: "version: \"3\"\ntasks:\n  i:\n    dir: infra\n    cmds:\n      - tofu plan -var-file ⟦prod.tfvars⟧\n"
  - name: a script writes it by a variable with a default
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      pin.sh: "OUTPUT=\"${OUTPUT:-terraform-pinned.tfvars}\"\necho 'x = 1' > \"${OUTPUT}\"\n"
      run.sh: "cd a\nterraform init\nterraform apply -var-file=terraform-pinned.tfvars -var-file=⟦other.tfvars⟧\n"
  - name: what lies beside what init fetches is made when it runs
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform apply -var-file=.terraform/pinned.tfvars\n"
  - name: a page that first says what to make
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"x\" {}\n"
      a/README.md: "Create a `terraform.tfvars` file with the values below.\n\n```sh\nterraform init\nterraform plan -var-file=terraform.tfvars\n```\n"
  - name: a page that says to make another file
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"x\" {}\n"
      a/README.md: "Create a `main.tf`. Values are in `prod.tfvars`.\n\n```sh\nterraform init\nterraform plan -var-file=⟦dev.tfvars⟧\n```\n"
  - name: a command before it writes the file
    files:
      a/main.tf: "terraform {\n  backend \"local\" {}\n}\nvariable \"out\" {}\n"
      a/README.md: "```sh\nterraform apply -var=\"out=made/dev.tfvars\"\nterraform plan -var-file=made/dev.tfvars\n```\n"
  - name: a command before it writes another
    files:
      a/main.tf: "terraform {\n  backend \"local\" {}\n}\nvariable \"out\" {}\n"
      a/README.md: "```sh\nterraform apply -var=\"out=made/dev.tfvars\"\nterraform plan -var-file=⟦made/prod.tfvars⟧\n```\n"
  - name: a step makes it from a file that a variable names
    files:
      main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      base.tfvars: "a = 1\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    env:\n      F: base.tfvars\n    steps:\n      - run: |\n          cp $F made-$F\n          terraform init\n          terraform apply -var-file=made-$F\n"
  - name: a step makes another file from it
    files:
      main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      base.tfvars: "a = 1\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    env:\n      F: base.tfvars\n    steps:\n      - run: |\n          cp $F other-$F\n          terraform init\n          terraform apply -var-file=⟦made-$F⟧\n"
  - name: a script of PowerShell makes it
    files:
      .gitignore: "x.tfvars\n"
      a/main.tf: "variable \"a\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/make.ps1: "[System.IO.File]::WriteAllText(\"x.tfvars\", $content)\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init\n      - run: ./make.ps1\n      - run: terraform plan -var-file=x.tfvars\n"
  - name: a program opens it to write
    files:
      .gitignore: "x.tfvars\n"
      a/main.tf: "variable \"a\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/make.py: "with open(\"x.tfvars\", \"w\") as f:\n    f.write(values)\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init\n      - run: ./make\n      - run: terraform plan -var-file=x.tfvars\n"
  - name: a test reads it
    files:
      .gitignore: "x.tfvars\n"
      a/main.tf: "variable \"a\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      app/read.test.ts: "await readFile(\"tofu/a/x.tfvars\");\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init\n      - run: ./make\n      - run: terraform plan -var-file=⟦x.tfvars⟧\n"
  - name: a script of PowerShell hands it over
    files:
      .gitignore: "x.tfvars\n"
      a/main.tf: "variable \"a\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/make.ps1: "terraform plan -var-file=\"x.tfvars\"\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init\n      - run: ./make.ps1\n      - run: terraform plan -var-file=⟦x.tfvars⟧\n"
  - name: a script that says nothing else makes it
    files:
      .gitignore: "x.tfvars\n"
      a/main.tf: "variable \"a\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/make.sh: "echo 'a = 1' > x.tfvars\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init\n      - run: ./make.sh\n      - run: terraform plan -var-file=x.tfvars\n"
  - name: a script makes another
    files:
      .gitignore: "x.tfvars\n"
      a/main.tf: "variable \"a\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/make.sh: "echo 'a = 1' > y.tfvars\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init\n      - run: ./make.sh\n      - run: terraform plan -var-file=⟦x.tfvars⟧\n"
  - name: an earlier fence of the page makes it
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      README.md: "First:\n\n```\ncd a\ngpg --decrypt secrets.tfvars.gpg > secrets.tfvars\n```\n\nThen:\n\n```\ncd a\nterraform init\nterraform apply -var-file=secrets.tfvars\n```\n"
  - name: an earlier fence of the page makes another
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      README.md: "First:\n\n```\ncd a\necho a=1 > other.tfvars\n```\n\nThen:\n\n```\ncd a\nterraform init\nterraform apply -var-file=⟦secrets.tfvars⟧\n```\n"
  - name: a tree of folders makes no file
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      README.md: "```\na/\n├── main.tf   # cp of b\n└── prod.tfvars   # values\n```\n\n```\ncd a\nterraform init\nterraform apply -var-file=⟦prod.tfvars⟧\n```\n"
  - name: an artifact's folder
    files:
      net/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/download-artifact@v4\n        with: {path: net/made}\n      - run: terraform -chdir=net init\n      - run: terraform -chdir=net plan -var-file=made/x.tfvars\n"
  - name: beside an artifact's folder
    files:
      net/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/download-artifact@v4\n        with: {path: net/made}\n      - run: terraform -chdir=net init\n      - run: terraform -chdir=net plan -var-file=⟦x.tfvars⟧\n"
  - name: an artifact with a plan only
    files:
      net/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/upload-artifact@v4\n        with: {name: plan, path: net/x.tfplan}\n      - uses: actions/download-artifact@v4\n        with: {name: plan, path: net}\n      - run: terraform -chdir=net init\n      - run: terraform -chdir=net plan -var-file=⟦x.tfvars⟧\n"
  - name: an init does not read it, but one of OpenTofu does
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      up.sh: "cd a\nterraform init -var-file=gone.tfvars\n"
      tofu.sh: "cd a\ntofu init -var-file=⟦gone.tfvars⟧\n"

"""####),
        File(path: "tofu/no-backend.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/no-backend
title: Applied without a backend
why: Without a backend block the state is a file in the working folder of whoever ran it last. A job throws it away when it ends, and the next apply makes everything again.
level: warning
analyzer: terraform-state
message: "{stack} has no backend block: its state is a file where this ran{hint}"
tests:
  - name: recipes
    files:
      env/prod/main.tf: "module \"m\" {\n  source = \"../../m\"\n}\n"
      m/main.tf: "locals {}\n"
      Justfile: "init:\n    cd env/prod && ⟦tofu init⟧\n\napply:\n    cd env/prod && tofu apply\n"
  - name: a task in a folder that its file's variables name
    files:
      env/prod/main.tf: "resource \"null_resource\" \"a\" {}\n"
      Taskfile.yml: "version: '3'\nenv:\n  DIR: env/prod\ntasks:\n  init:\n    dir: '{{.DIR}}'\n    cmds: [⟦terraform init⟧]\n  apply:\n    dir: '{{.DIR}}'\n    cmds: [terraform apply]\n"
  - name: a task in a folder that its own variables name
    files:
      env/prod/main.tf: "resource \"null_resource\" \"a\" {}\n"
      Taskfile.yml: "version: '3'\nvars:\n  ENV: dev\ntasks:\n  init:\n    dir: 'env/{{ .ENV }}'\n    vars: {ENV: prod}\n    cmds: [⟦terraform init⟧]\n  apply:\n    dir: 'env/{{ .ENV }}'\n    vars: {ENV: prod}\n    cmds: [terraform apply]\n"
  - name: a task in a folder that nothing names
    files:
      env/prod/main.tf: "resource \"null_resource\" \"a\" {}\n"
      Taskfile.yml: "version: '3'\ntasks:\n  init:\n    dir: '{{.DIR}}'\n    cmds: [terraform init]\n  apply:\n    dir: '{{.DIR}}'\n    cmds: [terraform apply]\n"
  - name: an apply that names the state's file elsewhere
    files:
      net/main.tf: "resource \"null_resource\" \"a\" {}\n"
      up.sh: "cd net\nterraform init\nterraform apply -state=/data/net.tfstate\n"
  - name: its arguments in a variable name it
    files:
      net/main.tf: "resource \"null_resource\" \"a\" {}\n"
      up.sh: "cd net\nexport TF_CLI_ARGS_apply=\"-auto-approve -state=/data/net.tfstate\"\nterraform init\nterraform apply\n"
  - name: a variable of the job names it
    files:
      net/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    env: {TF_CLI_ARGS_apply: -state=/data/net.tfstate}\n    steps:\n      - run: cd net && terraform init && terraform apply\n"
  - name: an apply that names a file where it runs
    files:
      net/main.tf: "resource \"null_resource\" \"a\" {}\n"
      up.sh: "cd net\n⟦terraform init⟧\nterraform apply -state=net.tfstate\n"
  - name: arguments of plans alone name it
    files:
      net/main.tf: "resource \"null_resource\" \"a\" {}\n"
      up.sh: "cd net\nexport TF_CLI_ARGS_plan=-state=/data/net.tfstate\n⟦terraform init⟧\nterraform apply\n"
  - name: a workflow
    files:
      infra/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    defaults:\n      run:\n        working-directory: infra\n    steps:\n      - run: ⟦terraform init⟧\n      - run: terraform apply -auto-approve\n"
  - name: a pipeline
    files:
      infra/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .gitlab-ci.yml: "deploy:\n  script:\n    - cd infra\n    - ⟦tofu init⟧ -input=false\n    - tofu apply -auto-approve\n"
  - name: a test makes and destroys
    files:
      examples/a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      test.sh: "cd examples/a\nterraform init\nterraform apply -auto-approve\nterraform destroy -auto-approve\n"
  - name: a test destroys when its shell ends
    files:
      examples/a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      test.sh: "clean_up() {\n  terraform destroy -auto-approve\n}\ntrap clean_up EXIT\ncd examples/a\nterraform init\nterraform apply -auto-approve\n"
  - name: an action makes and destroys
    files:
      examples/a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .github/actions/e2e/action.yml: "runs:\n  using: composite\n  steps:\n    - run: terraform init\n      working-directory: examples/a\n      shell: bash\n    - run: terraform apply -auto-approve\n      working-directory: examples/a\n      shell: bash\n    - run: terraform destroy -auto-approve\n      if: always()\n      working-directory: examples/a\n      shell: bash\n"
  - name: an action makes
    files:
      a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .github/actions/up/action.yml: "runs:\n  using: composite\n  steps:\n    - run: ⟦terraform init⟧\n      working-directory: a\n      shell: bash\n    - run: terraform apply -auto-approve\n      working-directory: a\n      shell: bash\n"
  - name: a script that destroys when it is asked to
    files:
      a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      run.sh: "tear_down() {\n  terraform destroy -auto-approve\n}\ncd a\n⟦terraform init⟧\nterraform apply -auto-approve\nread -r answer\n"
  - name: an init that migrates the state
    files:
      a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      run.sh: "cd a\nterraform init -migrate-state\nterraform apply\n"
  - name: a script makes the block of a comment
    files:
      a/main.tf: "terraform {\n  #backend \"azurerm\" {}\n}\nresource \"null_resource\" \"a\" {}\n"
      run.sh: "cd a\nsed -i 's/#backend/backend/' main.tf\nterraform init -backend-config=b.tfvars\nterraform apply\n"
  - name: a script changes no configuration
    files:
      a/main.tf: "terraform {\n  #backend \"azurerm\" {}\n}\nresource \"null_resource\" \"a\" {}\n"
      run.sh: "cd a\nsed -i 's/a/b/' notes.txt\n⟦terraform init⟧\nterraform apply\n"
  - name: validation needs no state
    files:
      m/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - working-directory: m\n        run: |\n          terraform init\n          terraform validate\n"
  - name: a document shows an example
    files:
      examples/a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      README.md: "```sh\ncd examples/a\nterraform init\nterraform apply\n```\n"
  - name: the block says it is local
    files:
      env/prod/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      Justfile: "init:\n    cd env/prod && tofu init\n\napply:\n    cd env/prod && tofu apply\n"
  - name: a script writes the block
    files:
      env/prod/main.tf: "resource \"null_resource\" \"a\" {}\n"
      run.sh: "cd env/prod\ncat > backend.tf <<EOF\nterraform {\n  backend \"s3\" {}\n}\nEOF\ntofu init\ntofu apply\n"
  - name: a script writes the block of another folder
    files:
      a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      b/main.tf: "resource \"null_resource\" \"b\" {}\n"
      run.sh: "(cd b && cp ../common.tf backend.tf && tofu init && tofu apply)\ncd a\n⟦tofu init⟧\ntofu apply\n"
  - name: a script that is called from a folder above it
    files:
      ex/azure/a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      ex/azure/b/main.tf: "resource \"null_resource\" \"b\" {}\n"
      ex/azure/bin/prep.sh: "pushd a\necho \"terraform {}\" > terraform.tf\n"
      ex/azure/Makefile: "a:\n\tbin/prep.sh\n\tcd a && tofu init && tofu apply\n\nb:\n\tcd b && ⟦tofu init⟧ && tofu apply\n"
  - name: a script that is called in the folder that it writes into
    files:
      a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      bin/prep.sh: "echo \"terraform {}\" > terraform.tf\n"
      Makefile: "a:\n\tcd a && ../bin/prep.sh && tofu init && tofu apply\n"
  - name: a link into each folder
    files:
      envs/a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      run.sh: "for e in a b; do\n  ln -s ../../common/backend.tf envs/$e\ndone\ncd envs/a\ntofu init\ntofu apply\n"
  - name: a Taskfile
    files:
      infra/main.tf: "resource \"x\" \"y\" {}\n"
      Taskfile.yml: "version: \"3\"\ntasks:\n  i:\n    dir: infra\n    cmds:\n      - ⟦tofu init⟧\n      - tofu apply\n"
  - name: -backend-config is for a block that is not there
    files:
      prod/main.tf: "resource \"null_resource\" \"x\" {}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: |\n          ⟦terraform -chdir=prod init⟧ -backend-config=bucket=b -backend-config=key=k\n          terraform -chdir=prod apply -auto-approve\n"
  - name: a test that applies the destruction
    files:
      ex/main.tf: "resource \"null_resource\" \"x\" {}\n"
      .github/workflows/t.yml: "jobs:\n  t:\n    steps:\n      - run: |\n          cd ex\n          terraform init\n          terraform apply -auto-approve\n          terraform apply -destroy -auto-approve\n"
  - name: a program makes the block from a template
    files:
      deploy/main.tf: "resource \"null_resource\" \"x\" {}\n"
      deploy/terraform.tf.j2: "terraform {\n  backend \"s3\" {\n    bucket = \"{{ bucket }}\"\n  }\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: |\n          python render.py\n          cd deploy\n          terraform init\n          terraform apply -auto-approve\n"
  - name: gitlab test
    files:
      infra/main.tf: "resource \"x\" \"y\" {}\n"
      .gitlab-ci.yml: "a:\n  script:\n    - cd infra\n    - tofu init\n    - tofu apply\n  after_script:\n    - cd infra\n    - tofu destroy\n"
  - name: workflow test
    files:
      infra/main.tf: "resource \"x\" \"y\" {}\n"
      .github/workflows/p.yml: "jobs:\n  a:\n    defaults:\n      run:\n        working-directory: infra\n    steps:\n      - run: terraform init\n      - run: terraform apply -auto-approve\n      - run: terraform destroy -auto-approve\n"
  - name: outputs alone are no state that anybody would miss
    files:
      config/main.tf: "locals {\n  name = \"x\"\n}\n"
      config/outputs.tf: "output \"name\" {\n  value = local.name\n}\n"
      .github/actions/a/action.yml: "runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: |\n        terraform -chdir=config init\n        terraform -chdir=config apply -auto-approve\n"
  - name: a module makes something
    files:
      env/prod/main.tf: "module \"m\" {\n  source = \"registry.example.com/m\"\n}\n"
      deploy.sh: "cd env/prod\n⟦terraform init⟧\nterraform apply\n"
  - name: what makes the store of all states
    files:
      bootstrap/main.tf: "resource \"aws_s3_bucket\" \"terraform_state\" {\n  bucket = \"b\"\n}\n"
      setup/main.tf: "resource \"google_storage_bucket\" \"store\" {\n  project = \"p\"\n  name    = \"${var.project}-tfstate\"\n}\n"
      Makefile: "bootstrap:\n\tcd bootstrap && terraform init && terraform apply\n\nsetup:\n\tcd setup && terraform init && terraform apply\n"
  - name: what a module makes it with, and what locks them
    files:
      bootstrap/main.tf: "module \"state\" {\n  source = \"../modules/state\"\n}\n"
      modules/state/main.tf: "resource \"aws_dynamodb_table\" \"this\" {\n  hash_key = \"LockID\"\n}\n"
      Makefile: "bootstrap:\n\tcd bootstrap && terraform init && terraform apply\n"
  - name: what tells others where states are
    files:
      bootstrap/main.tf: "module \"b\" {\n  source = \"example.com/bootstrap\"\n}\n"
      bootstrap/outputs.tf: "output \"tf_state_storage_account\" {\n  value = module.b.account\n}\n"
      Makefile: "bootstrap:\n\tcd bootstrap && terraform init && terraform apply\n"
  - name: a state that is kept in the repository
    files:
      a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      a/terraform.tfstate.encrypted: "AAAA\n"
      Justfile: "apply:\n  cd a && tofu init\n  cd a && tofu apply\n"
  - name: where another Justfile of the repository lies
    files:
      a/infra/main.tf: "resource \"null_resource\" \"a\" {}\n"
      a/justfile: "apply:\n  #!/usr/bin/env sh\n  cd {{source_directory()}}/infra\n  ⟦tofu init⟧\n  tofu apply\n"
      justfile: "mod a\n"
  - name: another table
    files:
      app/main.tf: "resource \"aws_dynamodb_table\" \"this\" {\n  hash_key = \"OrderID\"\n}\n"
      Makefile: "app:\n\tcd app && ⟦terraform init⟧ && terraform apply\n"
  - name: another bucket, beside a state that is read
    files:
      site/main.tf: "data \"terraform_remote_state\" \"net\" {\n  backend = \"s3\"\n}\n\nresource \"aws_s3_bucket\" \"pages\" {\n  bucket = \"b\"\n}\n"
      Makefile: "site:\n\tcd site && ⟦terraform init⟧ && terraform apply\n"
  - name: the init that the apply relies on, not that of a check
    files:
      infra/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .github/workflows/check.yml: "jobs:\n  a:\n    steps:\n      - working-directory: infra\n        run: terraform init\n      - working-directory: infra\n        run: terraform validate\n"
      infra/Makefile: "init:\n\t⟦terraform init⟧\n\napply: init\n\tterraform apply\n"
  - name: the init of the apply's own job
    files:
      infra/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .github/workflows/ci.yml: "jobs:\n  plan:\n    steps:\n      - working-directory: infra\n        run: terraform init\n      - working-directory: infra\n        run: terraform plan\n  apply:\n    steps:\n      - working-directory: infra\n        run: ⟦terraform init⟧\n      - working-directory: infra\n        run: terraform apply -auto-approve\n"
  - name: a recipe for each stack is not for the modules that these call
    files:
      aws/a/main.tf: "terraform {\n  backend \"s3\" {}\n}\nmodule \"m\" {\n  source = \"../../modules/m\"\n}\n"
      modules/m/main.tf: "resource \"x\" \"y\" {}\n"
      Justfile: "deploy layer name:\n    #!/usr/bin/env bash\n    cd {{layer}}/{{name}}\n    terraform init -backend-config=bucket=b -backend-config=key=k\n    terraform apply\n"
  - name: a recipe for each stack, one of which has no block and is nobody's module
    files:
      aws/a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      aws/b/main.tf: "resource \"x\" \"y\" {}\n"
      Justfile: "deploy layer name:\n    #!/usr/bin/env bash\n    cd {{layer}}/{{name}}\n    ⟦terraform init⟧ -backend-config=bucket=b -backend-config=key=k\n    terraform apply\n"
  - name: a workflow writes the block, in a checkout of its own
    files:
      env/prod/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .github/workflows/plan.yml: "jobs:\n  plan:\n    steps:\n      - run: |\n          DIR=\"env/${{ inputs.env }}\"\n          cat > \"$DIR/backend.tf\" <<EOF\n          terraform {\n            backend \"local\" {}\n          }\n          EOF\n"
      .github/workflows/apply.yml: "jobs:\n  apply:\n    steps:\n      - run: |\n          ⟦terraform -chdir=env/prod init⟧\n          terraform -chdir=env/prod apply -auto-approve\n"
  - name: the workflow itself writes the block
    files:
      env/prod/main.tf: "resource \"null_resource\" \"a\" {}\n"
      .github/workflows/apply.yml: "jobs:\n  apply:\n    steps:\n      - run: |\n          DIR=\"env/${{ inputs.env }}\"\n          cat > \"$DIR/backend.tf\" <<EOF\n          terraform {\n            backend \"s3\" {}\n          }\n          EOF\n      - run: |\n          terraform -chdir=env/prod init\n          terraform -chdir=env/prod apply -auto-approve\n"
  - name: a job hands the state on to another
    files:
      main.tf: "resource \"x\" \"y\" {}\n"
      .gitlab-ci.yml: "deploy:\n  script:\n    - terraform init\n    - terraform apply -auto-approve\n  artifacts:\n    paths:\n      - terraform.tfstate\n"
  - name: a job hands something else on to another
    files:
      main.tf: "resource \"x\" \"y\" {}\n"
      .gitlab-ci.yml: "deploy:\n  script:\n    - ⟦terraform init⟧\n    - terraform apply -auto-approve\n  artifacts:\n    paths:\n      - report.json\n"
  - name: the state is kept in the repository
    files:
      a/main.tf: "resource \"null_resource\" \"x\" {}\n"
      a/terraform.tfstate: "{\"version\": 4}\n"
      setup.sh: "cd a\nterraform init\nterraform apply\n"
  - name: the state of another stack is kept in the repository
    files:
      a/main.tf: "resource \"null_resource\" \"x\" {}\n"
      b/terraform.tfstate: "{\"version\": 4}\n"
      setup.sh: "cd a\n⟦terraform init⟧\nterraform apply\n"
  - name: GitLab's wrapper applies without a block
    files:
      a/main.tf: "resource \"null_resource\" \"x\" {}\n"
      .gitlab-ci.yml: "variables: {TF_ROOT: \"${CI_PROJECT_DIR}/a\", TF_STATE_NAME: main}\nup:\n  script:\n    - ⟦gitlab-terraform apply⟧\n"
  - name: Cloud Build applies without a block
    files:
      a/main.tf: "resource \"null_resource\" \"x\" {}\n"
      cloudbuild.yaml: "steps:\n  - name: hashicorp/terraform\n    dir: a\n    args: [⟦init⟧]\n  - name: hashicorp/terraform\n    dir: a\n    args: [apply, -auto-approve]\n"
  - name: Drone applies with a block
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    use_lockfile = true\n  }\n}\nresource \"null_resource\" \"x\" {}\n"
      .drone.yml: "steps:\n  - commands:\n      - cd a\n      - terraform init\n      - terraform apply -auto-approve\n"
  - name: a block that a group of prints writes
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      scripts/prepare.sh: "root=\"$(cd \"$(dirname \"$0\")/..\" && pwd)\"\n{\n  printf 'terraform {\\n'\n  printf '  backend \"s3\" {}\\n'\n  printf '}\\n'\n} > \"$root/net/backend_override.tf\"\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          scripts/prepare.sh\n          cd net\n          terraform init -backend-config=bucket=b -backend-config=key=k\n          terraform apply -auto-approve\n"
  - name: a group of prints that writes something else
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      scripts/prepare.sh: "root=\"$(cd \"$(dirname \"$0\")/..\" && pwd)\"\n{\n  echo 'terraform {'\n  echo '  backend \"s3\" {}'\n  echo '}'\n} > \"$root/net/example.txt\"\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          scripts/prepare.sh\n          cd net\n          ⟦terraform init⟧\n          terraform apply -auto-approve\n"
  - name: a step before brings the content of a folder with the block
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      net/settings/dev/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      net/settings/dev/x.auto.tfvars: "size = 1\n"
      net/settings/prod/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"l\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cp -r ./net/settings/${{ inputs.env }}/* ./net/\n      - run: terraform init && terraform apply -auto-approve\n        working-directory: net\n"
  - name: a step before brings the content of a folder without one
    files:
      net/main.tf: "variable \"size\" {}\nresource \"null_resource\" \"x\" {}\n"
      net/settings/dev/x.auto.tfvars: "size = 1\n"
      net/settings/prod/x.auto.tfvars: "size = 2\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cp -r ./net/settings/${{ inputs.env }}/* ./net/\n      - run: ⟦terraform init⟧ && terraform apply -auto-approve\n        working-directory: net\n"
  - name: a step before brings the block to another folder
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      dns/main.tf: "resource \"null_resource\" \"x\" {}\n"
      settings/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - run: rsync -a settings/ dns/\n      - run: ⟦terraform init⟧ && terraform apply -auto-approve\n        working-directory: net\n"
  - name: a script copies a folder and goes there
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      settings/prod/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "cp -a settings/prod/. net && cd net && terraform init && terraform apply\n"
  - name: an artifact of which nothing tells what it holds
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/download-artifact@v4\n        with: {name: settings, path: net}\n      - run: terraform init && terraform apply -auto-approve\n        working-directory: net\n"
  - name: an artifact that holds the plan
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    steps:\n      - run: terraform -chdir=net init && terraform -chdir=net plan -out=tfplan\n      - uses: actions/upload-artifact@v4\n        with: {name: plan, path: net/tfplan}\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/download-artifact@v4\n        with: {name: plan, path: net}\n      - run: ⟦terraform init⟧ && terraform apply -auto-approve tfplan\n        working-directory: net\n"
  - name: another job's artifact
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  look:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/download-artifact@v4\n        with: {name: settings, path: net}\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ⟦terraform init⟧ && terraform apply -auto-approve\n        working-directory: net\n"
  - name: an archive that is unpacked there
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      up.sh: "tar xzf settings.tgz -C net\ncd net\nterraform init\nterraform apply\n"
  - name: a program that is unpacked there
    files:
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      up.sh: "cd net\ncurl -sSLO https://releases.example.com/check_1.2.zip\nunzip -o check_1.2.zip\n⟦terraform init⟧\nterraform apply\n"
  - name: another stack makes the file with the block
    files:
      boot/main.tf: "resource \"local_file\" \"backend\" {\n  filename = \"${path.module}/../net/backend.tf\"\n  content  = <<-EOT\n    terraform {\n      backend \"s3\" {\n        bucket = \"b\"\n      }\n    }\n  EOT\n}\n"
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      up.sh: "cd net\nterraform init\nterraform apply\n"
  - name: another stack makes it of a template
    files:
      boot/main.tf: "resource \"local_sensitive_file\" \"backend\" {\n  filename = \"../net/backend.tf\"\n  content  = templatefile(\"${path.module}/b.tftpl\", { bucket = \"b\" })\n}\n"
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      up.sh: "cd net\nterraform init\nterraform apply\n"
  - name: another stack makes it for a third
    files:
      boot/main.tf: "resource \"local_file\" \"backend\" {\n  filename = \"../dns/backend.tf\"\n  content  = <<-EOT\n    terraform {\n      backend \"s3\" {\n        bucket = \"b\"\n      }\n    }\n  EOT\n}\n"
      dns/main.tf: "resource \"null_resource\" \"x\" {}\n"
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      up.sh: "cd net\n⟦terraform init⟧\nterraform apply\n"
  - name: another stack makes configuration without a block
    files:
      boot/main.tf: "resource \"local_file\" \"names\" {\n  filename = \"../net/names.tf\"\n  content  = \"locals {}\"\n}\n"
      net/main.tf: "resource \"null_resource\" \"x\" {}\n"
      up.sh: "cd net\n⟦terraform init⟧\nterraform apply\n"
  - name: GitLab's template applies without a block
    files:
      a/main.tf: "resource \"null_resource\" \"x\" {}\n"
      .gitlab-ci.yml: "include:\n  - template: ⟦Terraform.gitlab-ci.yml⟧\nvariables: {TF_ROOT: a}\n"
  - name: GitLab's component makes a block
    files:
      a/main.tf: "resource \"null_resource\" \"x\" {}\n"
      .gitlab-ci.yml: "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/validate-plan-apply@2\n    inputs: {root_dir: a}\n"

"""####),
        File(path: "tofu/other-backend-in-docs.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/other-backend-in-docs
title: A page names another backend than the code
why: The page beside a stack is where people look for its state. When it names another backend, they look for the state where it is not.
level: warning
analyzer: terraform-state
message: "the page says {match}; the backend of {stack} is {type}"
tests:
  - name: a fence
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/README.md: "```hcl\nterraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n```\n"
  - name: an override file, which is one's own
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/README.md: "For a local state make a file `backend_override.tf` (which git ignores):\n\n```hcl\nterraform {\n  backend \"local\" {}\n}\n```\n"
  - name: a sentence
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      a/README.md: "The stack uses an ⟦HTTP⟧ backend for its OpenTofu state.\n"
  - name: another sentence
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/README.md: "# State\n\nThe state of Terraform is stored in the ⟦S3⟧ backend of the team.\n"
  - name: it names the right one
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/README.md: "The stack uses an HTTP backend for its Terraform state.\n"
  - name: it speaks of a move
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/README.md: "The state of Terraform is kept in the HTTP backend. It will use the S3 backend later.\n"
  - name: a page elsewhere may speak of anything
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      docs/README.md: "```hcl\nterraform {\n  backend \"s3\" {}\n}\n```\n"
  - name: a backend of another kind
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/README.md: "Terraform makes the buckets.\n\nThe load balancer uses an S3 backend for its pages.\n"
  - name: advice for later
    files:
      a/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      a/README.md: "### State\n\n- **Decision**: local files\n- **Recommendation for Production**:\n  - Use S3 backend for remote Terraform state\n  - Enable locking\n"
  - name: a list of what is so
    files:
      a/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      a/README.md: "### State\n\n- **How it works**:\n  - Uses the ⟦S3⟧ backend for remote Terraform state\n  - Enable locking\n"
  - name: another one that people may prefer
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    use_lockfile = true\n  }\n}\n"
      a/README.md: "# Setup\n\nS3 here.\n\n## Alternative: HCP Terraform\n\n```hcl\nterraform {\n  cloud {\n    organization = \"o\"\n  }\n}\n```\n"
  - name: another one that is there
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    use_lockfile = true\n  }\n}\n"
      a/README.md: "# Setup\n\n## State\n\n```hcl\nterraform {\n  ⟦cloud⟧ {\n    organization = \"o\"\n  }\n}\n```\n"

"""####),
        File(path: "tofu/pack.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
pack: glorious-flywheel/tofu
surfaces: # the same in every pack, so that a family alone has them too
  archive: ["docs/research/**", "tex_research/**", "CHANGELOG*"]
  vendored: [vendor/, third_party/, node_modules/, .terraform/, .terragrunt-cache/]
  generated: ["*.lock", .terraform.lock.hcl, package-lock.json, pnpm-lock.yaml, go.sum, "*.min.js", "*.min.css"]
kpis:
  - id: inventory/state-files
    title: Files with state-backend semantics
    count: {findings: [gitlab/state-*, tofu/*], unit: files, surfaces: [primary]}
    better: lower
  - id: deployment/state-faults
    title: Faults of state backends
    count: {findings: tofu/*, unit: occurrences, surfaces: [primary]}
    better: lower
    goal: 0
  - id: deployment/stacks-with-state-authority
    title: Stacks with clear state authority
    count: {answers: terraform-state/clear}
    better: higher
  - id: deployment/documented-stacks
    title: Stacks with a page of their own
    count: {directories: ["tofu/stacks/*/README.md"]}
    better: higher
  - id: deployment/operator-endpoints
    title: Operator endpoints with documented ownership (pages of kind operator-endpoint)
    count: {nodes: $.flywheel.kind, value: {one-of: [operator-endpoint]}, files: ["**/*.md"]}
    better: higher
  - id: inventory/stacks
    title: Stacks
    count: {directories: ["tofu/stacks/*/*.tf"]}
  - id: inventory/modules
    title: Modules
    count: {directories: ["tofu/modules/*/*.tf"]}

"""####),
        File(path: "tofu/password-without-username.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/password-without-username
title: Password without a user name
why: The http backend sends no Authorization header when it has a password and no user name. The server then answers 401, and the password looks wrong.
level: error
analyzer: terraform-state
message: "'{match}' without a user name: no Authorization header is sent at all"
tests:
  - {path: a/main.tf, bad: "terraform {\n  backend \"http\" {\n    address  = \"https://s.example.com/a\"\n    ⟦password⟧ = \"not-a-real-one\"\n  }\n}\n"}
  - {path: a/main.tf, bad: "terraform {\n  backend \"http\" {\n    ⟦password⟧ = var.state_password\n  }\n}\n", name: whatever the value is}
  - name: an init
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"address=https://s.example.com/a\" -backend-config=\"⟦password⟧=${TOKEN}\"\n"
  - name: a workflow's environment
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    env:\n      ⟦TF_HTTP_PASSWORD⟧: ${{ secrets.TOKEN }}\n    steps:\n      - run: terraform -chdir=a init\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"http\" {\n    username = \"bot\"\n    password = \"not-a-real-one\"\n  }\n}\n"}
  - name: the init brings the user
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    password = \"not-a-real-one\"\n  }\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=\"username=bot\"\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"pg\" {\n    schema_name = \"s\"\n  }\n}\n"}
  - name: a Dockerfile's variables
    files:
      infra/Dockerfile: "FROM x\nENV TF_HTTP_ADDRESS=https://s.example.com/a\nENV TF_HTTP_LOCK_ADDRESS=https://s.example.com/a/x\nENV TF_HTTP_UNLOCK_ADDRESS=https://s.example.com/a/x\nENV ⟦TF_HTTP_PASSWORD⟧=$TOKEN\nRUN tofu init\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: options in a variable
    files:
      run.sh: "cd infra\nARGS=\"-backend-config=address=https://s.example.com/a -backend-config=lock_address=https://s.example.com/a/x -backend-config=unlock_address=https://s.example.com/a/x -backend-config=⟦password⟧=$TOKEN\"\ntofu init $ARGS\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"

"""####),
        File(path: "tofu/plain-http.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/plain-http
title: State over plain http
why: State, and with basic authentication the credentials that open it, travel in clear over http. Only this machine itself is a private road; a cluster's network is shared by all that runs in it.
level: warning
analyzer: terraform-state
message: "'{match}' carries state and credentials in clear; use https"
tests:
  - {lang: hcl, bad: "terraform {\n  backend \"http\" {\n    ⟦address⟧ = \"http://state.example.com/a\"\n    username = \"bot\"\n  }\n}\n"}
  - {lang: hcl, bad: "terraform {\n  backend \"s3\" {\n    bucket   = \"b\"\n    key      = \"k\"\n    ⟦endpoint⟧ = \"http://s3.store.svc.cluster.local:8333\"\n  }\n}\n"}
  - {lang: hcl, bad: "terraform {\n  backend \"s3\" {\n    bucket    = \"b\"\n    key       = \"k\"\n    endpoints = { ⟦s3⟧ = \"http://s3.example.com\" }\n  }\n}\n"}
  - {lang: markdown, bad: "```hcl\nterraform {\n  backend \"http\" {\n    ⟦address⟧ = \"http://10.0.0.7/state\"\n  }\n}\n```\n"}
  - {lang: shell, bad: "tofu init -backend-config=\"⟦lock_address⟧=http://s.example.com/l\"\n"}
  - {lang: hcl, good: "terraform {\n  backend \"http\" {\n    address = \"https://state.example.com/a\"\n  }\n}\n"}
  - {lang: hcl, good: "terraform {\n  backend \"http\" {\n    address = \"http://localhost:8080/a\"\n  }\n}\n"}
  - {lang: hcl, good: "variable \"address\" {\n  default = \"http://state.example.com\"\n}\n"}
  - {lang: hcl, bad: "terraform {\n  backend \"s3\" {\n    bucket    = \"b\"\n    key       = \"k\"\n    endpoints = {\n      ⟦s3⟧ = \"http://${STORE_IP}:9000\"\n      sts = \"https://${STORE_IP}:9000\"\n    }\n  }\n}\n", name: a host that something fills in}
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    bucket    = \"b\"\n    key       = \"k\"\n    endpoints = { s3 = \"http://localhost:${PORT}\" }\n  }\n}\n", name: a port that something fills in}
  - name: a Taskfile
    files:
      Taskfile.yml: "version: \"3\"\ntasks:\n  init:\n    cmds:\n      - cmd: tofu -chdir=infra init -backend-config=\"⟦address⟧=http://s.example.com/a\" -backend-config=\"lock_address=https://s.example.com/a/x\" -backend-config=\"unlock_address=https://s.example.com/a/x\"\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a file that the script sources
    files:
      ci/env.sh: "export ⟦TF_HTTP_ADDRESS⟧=http://s.example.com/a\nexport TF_HTTP_LOCK_ADDRESS=https://s.example.com/a/x\nexport TF_HTTP_UNLOCK_ADDRESS=https://s.example.com/a/x\n"
      run.sh: "source ci/env.sh\ncd infra\ntofu init\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: https everywhere
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      a/prod.tfbackend: "address = \"https://s.example.com/a\"\n"
      init.sh: "# not http://s.example.com/a\ncd a\ntofu init -backend-config=prod.tfbackend\n"
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    bucket    = \"b\"\n    key       = \"k\"\n    endpoints = { s3 = \"http://localstack:4566\" }\n  }\n}\n", name: a container that stands in for the cloud}
  - name: a file of arguments that two pages name
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/local.hcl: "bucket = \"b\"\nkey = \"k\"\nuse_lockfile = true\nendpoints = { ⟦s3⟧ = \"http://minio:9000\" }\n"
      README.md: "```bash\ncd a\nterraform init -backend-config=local.hcl\n```\n"
      LIESMICH.md: "```bash\ncd a\nterraform init -backend-config=local.hcl\n```\n"
  - name: a file of arguments that an earlier step makes
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          cat > /tmp/backend.hcl <<EOF\n          # written here\n          ⟦endpoint⟧   = \"http://192.168.1.2:9000\"\n          access_key = \"${{ secrets.A }}\"\n          EOF\n      - run: |\n          cd net\n          tofu init -backend-config=/tmp/backend.hcl\n"
  - name: a file that another job makes
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          cat > /tmp/backend.hcl <<EOF\n          endpoint = \"http://192.168.1.2:9000\"\n          EOF\n  b:\n    runs-on: x\n    steps:\n      - run: |\n          cd net\n          tofu init -backend-config=/tmp/backend.hcl\n"

"""####),
        File(path: "tofu/plan-before-init.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/plan-before-init
title: Plan or apply before init
why: A plan in a fresh checkout stops with "Backend initialization required". Whoever follows the page has to find out elsewhere how the state is reached.
level: warning
analyzer: terraform-state
message: "'{match}' of {stack} comes before any init here"
tests:
  - name: a document
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      docs/guide.md: "```bash\ncd stacks/a\n⟦tofu plan⟧ -var-file=dev.tfvars\n```\n"
  - name: the init comes later
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      docs/guide.md: "```bash\ncd stacks/a\n⟦tofu apply⟧\n```\n\nA new environment:\n\n```bash\ntofu init -backend-config=...\n```\n"
  - name: a script
    files:
      stacks/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      run.sh: "cd stacks/a\n⟦terraform plan⟧ -out=p\nterraform init\n"
  - name: of the arms of a choice one runs
    files:
      stacks/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      run.sh: "cd stacks/a\ncase \"$1\" in\n  plan) terraform plan ;;\n  init) terraform init ;;\nesac\n"
      if.sh: "cd stacks/a\nif [ \"$1\" = plan ]; then\n  terraform plan\nelif [ \"$1\" = init ]; then\n  terraform init\nfi\n"
  - name: in one arm, and behind a choice
    files:
      stacks/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      one.sh: "cd stacks/a\ncase \"$1\" in\n  plan)\n    ⟦terraform plan⟧\n    terraform init\n    ;;\nesac\n"
      two.sh: "cd stacks/a\nif [ \"$1\" = plan ]; then\n  ⟦terraform plan⟧\nfi\nif [ \"$1\" = init ]; then\n  terraform init\nfi\n"
  - name: a document that begins with init
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      docs/guide.md: "```bash\ncd stacks/a\ntofu init -backend-config=address=https://s.example.com/a\ntofu plan\n```\n"
  - name: it was shown once, for another stack
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      stacks/b/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      docs/guide.md: "```bash\ncd stacks/a\ntofu init -backend-config=address=https://s.example.com/a\n```\n\n```bash\ncd stacks/b\ntofu plan\n```\n"
  - name: a recipe of its own
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "plan:\n    cd stacks/a && tofu plan\n\ninit:\n    cd stacks/a && tofu init\n"
  - name: the folder is not known
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      docs/guide.md: "```bash\ntofu plan\n```\n"
  - name: a bare init goes without saying
    files:
      stacks/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      docs/guide.md: "```bash\ncd stacks/a\nterraform plan\n```\n"
  - name: a session without a language
    files:
      infra/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      README.md: "```\n$ cd infra\n$ ⟦terraform apply⟧ -auto-approve\n```\n"
  - name: init in plain fence
    files:
      infra/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      README.md: "```\ncd infra\nterraform init -backend-config=x.hcl\n```\n\n```sh\ncd infra\nterraform plan\n```\n"
  - name: a step of a workflow that is not shown
    files:
      envs/dev/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      docs/adr.md: "```yaml\n- name: Apply\n  run: |\n    terraform -chdir=envs/dev apply 2>&1 | tee log\n```\n"
  - name: who destroys has applied before
    files:
      infra/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      docs/cleanup.md: "```sh\ncd infra\nterraform destroy\n```\n\n```sh\ncd infra\nterraform apply -destroy\n```\n"
  - name: a page that destroys and then applies
    files:
      infra/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      docs/again.md: "```sh\ncd infra\nterraform destroy\n⟦terraform apply⟧\n```\n"
  - name: who reads outputs has initialized
    files:
      infra/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      docs/release.md: "```sh\nURL=$(cd infra && terraform output -raw url)\ncurl -I $URL\ncd infra\nterraform plan\n```\n"
  - name: another page tells how it is initialized
    files:
      stacks/a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      stacks/a/README.md: "```sh\nterraform init -backend-config=bucket=b -backend-config=key=a/terraform.tfstate -backend-config=region=eu-west-1\n```\n"
      docs/flags.md: "```bash\nterraform -chdir=stacks/a plan -var=size=small\n```\n"
  - name: another page tells it, but operators have another state
    files:
      stacks/a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      stacks/a/README.md: "```sh\nterraform init -backend-config=bucket=b -backend-config=key=a/terraform.tfstate -backend-config=region=eu-west-1\n```\n"
      Makefile: "init:\n\tcd stacks/a && terraform init -backend-config=bucket=b -backend-config=key=other/terraform.tfstate -backend-config=region=eu-west-1\n"
      docs/flags.md: "```bash\n⟦terraform -chdir=stacks/a plan⟧ -var=size=small\n```\n"
  - name: a page in no folder names a file of arguments, of which there is an example
    files:
      tofu/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      tofu/backend-config.tfvars.example: "bucket = \"states\"\nkey    = \"homelab/terraform.tfstate\"\nregion = \"us-east-1\"\n"
      docs/remote-state.md: "```bash\ntofu init -backend-config=backend-config.tfvars\n```\n"
      docs/upgrade.md: "```bash\ncd tofu\ntofu plan\n```\n"
  - name: no page names the file of arguments
    files:
      tofu/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      tofu/backend-config.tfvars.example: "bucket = \"states\"\nkey    = \"homelab/terraform.tfstate\"\nregion = \"us-east-1\"\n"
      docs/upgrade.md: "```bash\ncd tofu\n⟦tofu plan⟧\n```\n"

"""####),
        File(path: "tofu/published-credential.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/published-credential
title: Credential in a published plan
why: A saved plan holds the backend's settings, those of -backend-config in clear, and so does .terraform/. A job that publishes them publishes the credential to everybody who may download artifacts.
level: error
analyzer: terraform-state
message: "'{match}' is published with the backend's '{name}' in it; give that by the environment, which is not written"
tests:
  - name: a job
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd a\n    - tofu init -backend-config=\"password=$CI_JOB_TOKEN\"\n    - tofu plan -out=plan.tfplan\n  artifacts:\n    paths:\n      - ⟦a/plan.tfplan⟧\n"
  - name: the init comes by an anchor
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: ".init: &init |\n  cd ${DIR}\n  tofu init -backend-config=\"password=${CI_JOB_TOKEN}\"\nplan:\n  variables:\n    DIR: a\n  script:\n    - *init\n    - tofu plan -out=x.tfplan\n  artifacts:\n    paths:\n      - ⟦${DIR}/x.tfplan⟧\n"
  - name: the folder of settings
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd a\n    - terraform init -backend-config=\"secret_key=$KEY\"\n  artifacts:\n    paths:\n      - ⟦a/.terraform/⟧\n"
  - name: from the environment it is not written
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_PASSWORD: $CI_JOB_TOKEN\n  script:\n    - cd a\n    - tofu init\n    - tofu plan -out=plan.tfplan\n  artifacts:\n    paths:\n      - a/plan.tfplan\n"
  - name: another file
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd a\n    - tofu init -backend-config=\"password=$CI_JOB_TOKEN\"\n    - tofu plan -out=plan.tfplan\n  artifacts:\n    paths:\n      - a/report.txt\n"
  - name: nothing secret
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd a\n    - tofu init -backend-config=\"bucket=states\" -backend-config=\"key=a\"\n    - tofu plan -out=plan.tfplan\n  artifacts:\n    paths:\n      - a/plan.tfplan\n"
  - name: an upload
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/p.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: infra\n    steps:\n      - uses: actions/checkout@v4\n      - run: tofu init -backend-config=\"password=$TOKEN\"\n      - run: tofu plan -out=tfplan\n      - uses: actions/upload-artifact@v4\n        with:\n          name: plan\n          path: ⟦infra/tfplan⟧\n"
  - name: one of several uploads
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/p.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: infra\n    steps:\n      - uses: actions/checkout@v4\n      - run: tofu init -backend-config=\"password=$TOKEN\"\n      - run: tofu plan -out=tfplan\n      - uses: actions/upload-artifact@v4\n        with:\n          name: plan\n          path: |\n            README.md\n            ⟦infra/tfplan⟧\n"
  - name: an upload of the folder
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/p.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: infra\n    steps:\n      - uses: actions/checkout@v4\n      - run: tofu init -backend-config=\"password=$TOKEN\"\n      - run: tofu plan -out=tfplan\n      - uses: actions/upload-artifact@v4\n        with:\n          name: plan\n          path: ⟦infra/⟧\n"
  - name: TF_CLI_ARGS_init in a workflow
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/p.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: infra\n    env:\n      TF_CLI_ARGS_init: -backend-config=password=${{ secrets.P }}\n    steps:\n      - uses: actions/checkout@v4\n      - run: tofu init \n      - run: tofu plan -out=tfplan\n      - uses: actions/upload-artifact@v4\n        with:\n          name: plan\n          path: ⟦infra/tfplan⟧\n"
  - name: secret in the file of arguments
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      infra/p.tfbackend: "address = \"https://s/a\"\npassword = \"x\"\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - cd infra\n    - tofu init -backend-config=p.tfbackend\n    - tofu plan -out tfplan\n  artifacts:\n    paths:\n      - ⟦infra/tfplan⟧\n"
  - name: upload other
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/p.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: infra\n    steps:\n      - uses: actions/checkout@v4\n      - run: tofu init -backend-config=\"password=$TOKEN\"\n      - run: tofu plan -out=tfplan\n      - uses: actions/upload-artifact@v4\n        with:\n          name: plan\n          path: infra/plan.txt\n"
  - name: upload in another job
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/p.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: infra\n    steps:\n      - uses: actions/checkout@v4\n      - run: tofu init -backend-config=\"password=$TOKEN\"\n      - run: tofu plan -out=tfplan\n  other:\n    runs-on: x\n    steps:\n      - uses: actions/upload-artifact@v4\n        with:\n          name: plan\n          path: infra/tfplan\n"
  - name: env only
    files:
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .github/workflows/p.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: infra\n    env:\n      TF_HTTP_PASSWORD: ${{ secrets.P }}\n    steps:\n      - uses: actions/checkout@v4\n      - run: tofu init \n      - run: tofu plan -out=tfplan\n      - uses: actions/upload-artifact@v4\n        with:\n          name: plan\n          path: infra/tfplan\n"
  - name: a stack without a block
    files:
      infra/main.tf: "variable \"x\" {}\n"
      .github/workflows/p.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: infra\n    steps:\n      - uses: actions/checkout@v4\n      - run: terraform init -backend-config=access_key=$KEY\n      - run: terraform plan -out=tfplan\n      - uses: actions/upload-artifact@v4\n        with:\n          name: plan\n          path: infra/tfplan\n"
  - name: the same with one
    files:
      infra/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      .github/workflows/p.yml: "on: push\njobs:\n  plan:\n    runs-on: ubuntu-latest\n    defaults:\n      run:\n        working-directory: infra\n    steps:\n      - uses: actions/checkout@v4\n      - run: terraform init -backend-config=access_key=$KEY\n      - run: terraform plan -out=tfplan\n      - uses: actions/upload-artifact@v4\n        with:\n          name: plan\n          path: ⟦infra/tfplan⟧\n"

"""####),
        File(path: "tofu/s3-old-spelling.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/s3-old-spelling
title: Old spelling of a backend's argument
why: The s3 backend's endpoint, force_path_style and lock_table are deprecated, as are its role arguments outside assume_role; later versions stop at them.
level: note
analyzer: terraform-state
message: "'{match}' is the old spelling in the {type} backend; use {now}"
tests:
  - {lang: hcl, bad: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"}
  - {lang: hcl, bad: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦force_path_style⟧ = true\n  }\n}\n"}
  - {lang: markdown, bad: "```hcl\nterraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦role_arn⟧ = \"arn:aws:iam::123456789012:role/x\"\n  }\n}\n```\n"}
  - name: on the command line
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      init.sh: "cd a\nterraform init -backend-config=\"⟦endpoint⟧=https://s3.example.com\"\n"
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    endpoints = { s3 = \"https://s3.example.com\" }\n  }\n}\n"}
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    use_lockfile   = true\n    use_path_style = true\n  }\n}\n"}
  - {lang: hcl, good: "module \"m\" {\n  source = \"./m\"\n  endpoint = \"x\"\n}\n"}
  - {lang: hcl, good: "terraform {\n  backend \"oss\" {\n    bucket   = \"b\"\n    endpoint = \"oss.example.com\"\n  }\n}\n", name: another backend's argument of that name}
  - name: a file of arguments beside
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/p.tfbackend: "bucket = \"b\"\nkey = \"k\"\n⟦force_path_style⟧ = true\nuse_lockfile = true\n"
  - name: the new ones in a file of arguments
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/prod.tfbackend: "bucket = \"b\"\nkey = \"k\"\nuse_lockfile = true\nuse_path_style = true\nendpoints = { s3 = \"https://s3.example.com\" }\n"
      init.sh: "cd a\ntofu init -backend-config=prod.tfbackend\n"
  - name: a version that reads no other
    files:
      a/main.tf: "terraform {\n  required_version = \"~> 0.14.5\"\n  backend \"s3\" {\n    use_lockfile = true\n    endpoint = \"s3.example.com\"\n  }\n}\n"
      b/main.tf: "terraform {\n  required_version = \"> 1.2, < 1.6\"\n  backend \"s3\" {\n    use_lockfile = true\n  }\n}\n"
      init.sh: "cd b\nterraform init -backend-config=\"endpoint=https://s3.example.com\"\n"
  - name: a version that reads both
    files:
      a/main.tf: "terraform {\n  required_version = \">= 0.14.5\"\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      b/main.tf: "terraform {\n  required_version = \"~> 1.3\"\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
  - name: an init that names its folder, as old ones did
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n  }\n}\n"
      init.sh: "terraform init -backend-config=\"endpoint=https://s3.example.com\" a\n"
  - name: in what Terragrunt writes for all its units
    files:
      live/root.hcl: "remote_state {\n  backend = \"s3\"\n  config = {\n    bucket           = \"states\"\n    key              = \"${path_relative_to_include()}/terraform.tfstate\"\n    use_lockfile     = true\n    ⟦endpoint⟧         = \"https://s3.example.com\"\n    force_path_style = true\n  }\n}\n"
  - name: in a block that Terragrunt generates
    files:
      live/root.hcl: "generate \"backend\" {\n  path     = \"backend.tf\"\n  contents = <<EOF\nterraform {\n  backend \"s3\" {\n    bucket       = \"states\"\n    key          = \"${path_relative_to_include()}/terraform.tfstate\"\n    use_lockfile = true\n    ⟦endpoint⟧     = \"https://s3.example.com\"\n  }\n}\nEOF\n}\n"
  - name: not in what Terragrunt generates for providers
    files:
      live/root.hcl: "generate \"provider\" {\n  path     = \"provider.tf\"\n  contents = <<EOF\nprovider \"aws\" {\n  endpoint = \"https://s3.example.com\"\n}\n# backend\nEOF\n}\n"
  - name: a job's image with a version that reads no other
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    endpoint = \"s3.example.com\"\n  }\n}\n"
      .gitlab-ci.yml: "image:\n  name: hashicorp/terraform:1.5.7\n  entrypoint: [\"\"]\nplan:\n  script:\n    - cd a\n    - terraform init\n"
  - name: a job's image that is named for such a version
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    endpoint = \"s3.example.com\"\n  }\n}\n"
      .gitlab-ci.yml: "default:\n  image: $CI_TEMPLATE_REGISTRY_HOST/gitlab-org/terraform-images/releases/1.1:v0.43.0\nplan:\n  script:\n    - cd a\n    - gitlab-terraform init\n"
  - name: a job's image with a version that reads both
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      .gitlab-ci.yml: "image: hashicorp/terraform:1.9\nplan:\n  script:\n    - cd a\n    - terraform init\n"
  - name: an image of which nothing tells the version
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      .gitlab-ci.yml: "image: registry.gitlab.com/gitlab-org/terraform-images/stable:latest\nplan:\n  script:\n    - cd a\n    - terraform init\n"
  - name: the image of another job
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      .gitlab-ci.yml: "old:\n  image: hashicorp/terraform:1.5.7\n  script:\n    - cd b\n    - terraform init\nplan:\n  script:\n    - cd a\n    - terraform init\n"
  - name: a job with an image of its own
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      .gitlab-ci.yml: "image: hashicorp/terraform:1.5.7\nplan:\n  image: hashicorp/terraform:1.12.2\n  script:\n    - cd a\n    - terraform init\n"
  - name: an image that a job extends
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    endpoint = \"s3.example.com\"\n  }\n}\n"
      .gitlab-ci.yml: ".old:\n  image: hashicorp/terraform:0.14.11\nplan:\n  extends: .old\n  script:\n    - cd a\n    - terraform init\n"
  - name: the image of OpenTofu's init
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      .gitlab-ci.yml: "image: hashicorp/terraform:1.5.7\nplan:\n  script:\n    - cd a\n    - tofu init\n"
  - name: a workflow's version that reads no other
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    endpoint = \"s3.example.com\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - uses: hashicorp/setup-terraform@v3\n        with:\n          terraform_version: 1.5.x\n      - working-directory: a\n        run: terraform init\n"
  - name: a range of a workflow's that keeps below
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    endpoint = \"s3.example.com\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - uses: hashicorp/setup-terraform@v3\n        with:\n          terraform_version: ~1.5\n      - working-directory: a\n        run: terraform init\n"
  - name: a range of a workflow's that does not
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - uses: hashicorp/setup-terraform@v3\n        with:\n          terraform_version: ^1.5\n      - working-directory: a\n        run: terraform init\n"
  - name: a version of a workflow's that reads both
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - uses: hashicorp/setup-terraform@v3\n        with:\n          terraform_version: 1.10.0\n      - working-directory: a\n        run: terraform init\n"
  - name: a version that nothing tells
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - uses: hashicorp/setup-terraform@v3\n        with:\n          terraform_version: ${{ inputs.version }}\n      - working-directory: a\n        run: terraform init\n"
  - name: the version of another job
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    ⟦endpoint⟧ = \"s3.example.com\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  lint:\n    steps:\n      - uses: hashicorp/setup-terraform@v3\n        with:\n          terraform_version: 1.5.7\n      - run: terraform fmt\n  x:\n    steps:\n      - working-directory: a\n        run: terraform init\n"
  - name: a workflow's container
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n    endpoint = \"s3.example.com\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    container: hashicorp/terraform:1.4\n    steps:\n      - working-directory: a\n        run: terraform init\n"
  - name: an argument of an init that such a version runs
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "image: hashicorp/terraform:1.5.7\nplan:\n  script:\n    - cd a\n    - terraform init -backend-config=endpoint=https://s3.example.com\n"
  - name: a table of locks
    files:
      main.tf: "terraform {\n  backend \"s3\" {\n    bucket     = \"b\"\n    key        = \"k\"\n    ⟦lock_table⟧ = \"locks\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket         = \"b\"\n    key            = \"b\"\n    dynamodb_table = \"locks\"\n  }\n}\n"

"""####),
        File(path: "tofu/s3-without-lock.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/s3-without-lock
title: State without locking
why: The s3 backend locks only when use_lockfile is true (or a lock table is named), the oss backend only with a table. Without it two applies at once corrupt the state.
level: warning
analyzer: terraform-state
message: "the {type} backend does not lock as it is set up here"
tests:
  - {path: a/main.tf, bad: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"states\"\n    key    = \"attic\"\n  }\n}\n"}
  - {path: a/main.tf, bad: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket       = \"states\"\n    key          = \"attic\"\n    use_lockfile = false\n  }\n}\n"}
  - {lang: markdown, bad: "```hcl\nterraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n```\n"}
  - name: the init completes the block but for the lock
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {}\n}\n"
      init.sh: "cd a\nterraform init -backend-config=\"bucket=b\" -backend-config=\"key=k\"\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"s3\" {\n    bucket       = \"states\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"}
  - {path: a/main.tf, good: "terraform {\n  backend \"s3\" {\n    bucket         = \"states\"\n    key            = \"k\"\n    dynamodb_table = \"locks\"\n  }\n}\n"}
  - name: the init brings the lock
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      init.sh: "cd a\nterraform init -backend-config=\"use_lockfile=true\"\n"
  - name: the init of each arm brings the lock
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"n\"\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"d\"\n  }\n}\n"
      init.sh: "case \"$1\" in\n  net) cd net; terraform init -backend-config=use_lockfile=true ;;\n  dns) cd dns; terraform init -backend-config=use_lockfile=true ;;\nesac\n"
  - name: the init of one arm brings no lock
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"n\"\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"d\"\n  }\n}\n"
      init.sh: "if [ \"$1\" = net ]; then\n  cd net && terraform init -backend-config=use_lockfile=true\nelse\n  cd dns && terraform init\nfi\n"
  - name: a recipe's init brings the lock to the folder that its variable is set to
    files:
      env/dev/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"d\"\n  }\n}\n"
      env/prod/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"p\"\n  }\n}\n"
      net/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"n\"\n  }\n}\n"
      Makefile: "ENV := dev\ninit:\n\tterraform -chdir=env/$(ENV) init -backend-config=use_lockfile=true\n"
  - name: so it does in a Justfile, by a file that is not here
    files:
      env/dev/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"d\"\n  }\n}\n"
      env/prod/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"p\"\n  }\n}\n"
      net/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"n\"\n  }\n}\n"
      justfile: "env := \"dev\"\ndir := \"env/\" + env\ninit:\n    cd {{dir}} && terraform init -backend-config=../local.tfbackend\n"
  - name: one that brings no lock
    files:
      env/dev/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"d\"\n  }\n}\n"
      env/prod/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"p\"\n  }\n}\n"
      justfile: "env := \"dev\"\ninit:\n    cd env/{{env}} && terraform init -backend-config=region=r\n"
  - name: a workflow brings the lock to what a person chooses from, and to nothing else
    files:
      env/dev/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"d\"\n  }\n}\n"
      env/prod/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"p\"\n  }\n}\n"
      env/boot/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"b\"\n  }\n}\n"
      .github/workflows/a.yml: "on:\n  workflow_dispatch:\n    inputs:\n      env: {type: choice, options: [dev, prod]}\njobs:\n  a:\n    steps:\n      - run: terraform init -backend-config=use_lockfile=true\n        working-directory: env/${{ inputs.env }}\n"
  - name: options in a variable that say nothing of locks
    files:
      net/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n  }\n}\n"
      init.sh: "if [ -n \"$CI\" ]; then ARGS=\"-input=false\"; else ARGS=\"\"; fi\nterraform -chdir=net init $ARGS -backend-config=key=k\n"
  - name: one arm's options bring the lock
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
      init.sh: "if [ -n \"$CI\" ]; then ARGS=\"-backend-config=use_lockfile=true\"; else ARGS=\"\"; fi\nterraform -chdir=net init $ARGS -backend-config=key=k\n"
  - name: a file brings the lock
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"k\"\n  }\n}\n"
      a/prod.tfbackend: "bucket = \"b\"\nuse_lockfile = true\n"
      init.sh: "cd a\nterraform init -backend-config=prod.tfbackend\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"s3\" {}\n}\n", name: what a partial block gets is not known}
  - {path: a/main.tf, good: "terraform {\n  backend \"gcs\" {\n    bucket = \"states\"\n  }\n}\n"}
  - name: Terragrunt elsewhere
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      live/terragrunt.hcl: "include \"root\" {}\n"
  - name: files of arguments that nothing names
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {}\n}\n"
      a/prod.backend: "bucket = \"b\"\nkey = \"k\"\n"
  - name: in JSON
    files:
      a/main.tf.json: "{\"terraform\":{\"backend\":{⟦\"s3\"⟧:{\"bucket\":\"b\",\"key\":\"k\"}}}}\n"
  - name: file has it
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/prod.tfbackend: "bucket = \"b\"\nkey = \"k\"\nuse_lockfile = true\n"
  - name: a file of arguments whatever its name, since an init names it
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {}\n}\n"
      a/dev.hcl: "bucket = \"b\"\nkey = \"k\"\n"
      init.sh: "terraform -chdir=a init -backend-config=dev.hcl\n"
  - name: a file of arguments in a folder for each environment
    files:
      main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {}\n}\n"
      env-dev/state.tfvars: "bucket = \"b\"\nkey = \"dev\"\n"
      env-prod/state.tfvars: "bucket = \"b\"\nkey = \"prod\"\n"
      init.sh: "terraform init -backend-config=env-$1/state.tfvars\n"
  - name: a file of arguments from the checkout, the lock in another
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      config/dev.conf: "bucket = \"b\"\nkey = \"k\"\n"
      config/all.conf: "region = \"r\"\nuse_lockfile = true\n"
      scripts/init.sh: "ROOT=$(git rev-parse --show-toplevel)\ncd \"$ROOT/a\"\nterraform init -backend-config=\"$ROOT/config/all.conf\" -backend-config=\"$ROOT/config/dev.conf\"\n"
  - name: a file that no init names is no file of arguments
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/dev.hcl: "bucket = \"b\"\nkey = \"k\"\n"
      init.sh: "terraform -chdir=a init -backend-config=\"$FILE\"\n"
  - name: a job writes the block anew
    files:
      a/config.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      .github/actions/apply/action.yml: "runs:\n  using: composite\n  steps:\n    - run: |\n        cat >\"config.tf\" <<EOF\n        terraform {\n          backend \"s3\" {\n            bucket       = \"${{ inputs.bucket }}\"\n            use_lockfile = true\n          }\n        }\n        EOF\n      working-directory: ${{ inputs.context }}\n      shell: bash\n    - run: terraform init -reconfigure\n      working-directory: ${{ inputs.context }}\n      shell: bash\n"
  - name: a job writes another file
    files:
      a/config.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      init.sh: "cd a\ncat > other.tf <<EOF\nterraform {\n  # backend as it is\n}\nEOF\nterraform init\n"
  - name: a page shows how the block was made
    files:
      a/config.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      README.md: "```sh\ncd a\ncat > config.tf <<EOF\nterraform {\n  backend \"s3\" {}\n}\nEOF\nterraform init\n```\n"
  - name: what is written says nothing of a backend
    files:
      a/config.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      init.sh: "cd a\ncat > config.tf <<EOF\nterraform {}\nEOF\nterraform init\n"
  - name: a runner's init gives the lock
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      .drone.yml: "steps:\n  - commands:\n      - cd a\n      - terraform init -backend-config=dynamodb_table=locks\n"
  - name: a program that is not read gives it
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      deploy.py: "run([\"terraform\", \"init\", \"-backend-config=dynamodb_table=locks\"], cwd=\"a\")\n"
  - name: an init that may be of any stack, whose file says where states are
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      b/dev/backend.tfvars: "bucket = \"b\"\nkey    = \"b\"\n"
      c/README.md: "```\nterraform init -backend-config=backend.tfvars\n```\n"
  - name: one of such files has the lock
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      b/dev/backend.tfvars: "bucket = \"b\"\nkey    = \"b\"\n"
      b/prod/backend.tfvars: "bucket = \"b\"\nkey    = \"b\"\nuse_lockfile = true\n"
      c/README.md: "```\nterraform init -backend-config=backend.tfvars\n```\n"
  - name: a program completes other stacks
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      deploy.py: "run([\"terraform\", \"init\", \"-backend-config=bucket=b\", \"-backend-config=key=\" + key, \"-backend-config=dynamodb_table=locks\"], cwd=folder)\n"
  - name: a program gives all that this block says, and the lock
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      deploy.py: "run([\"terraform\", \"init\", \"-backend-config=bucket=b\", \"-backend-config=key=\" + key, \"-backend-config=dynamodb_table=locks\"], cwd=folder)\n"
  - name: a runner's init gives something else
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      .drone.yml: "steps:\n  - commands:\n      - cd a\n      - terraform init -backend-config=region=r\n"
  - name: a project of Atlantis by its own workflow
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      atlantis.yaml: "version: 3\nprojects:\n  - dir: a\n    workflow: default\n"
  - name: what Terragrunt writes for all its units
    files:
      live/root.hcl: "remote_state {\n  backend = ⟦\"s3\"⟧\n  generate = {\n    path      = \"backend.tf\"\n    if_exists = \"overwrite\"\n  }\n  config = {\n    bucket  = \"states\"\n    key     = \"${path_relative_to_include()}/terraform.tfstate\"\n    encrypt = true\n  }\n}\n"
      live/net/terragrunt.hcl: "include \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n}\n"
  - name: Terragrunt's with a lock
    files:
      live/root.hcl: "remote_state {\n  backend = \"s3\"\n  config = {\n    bucket         = \"states\"\n    key            = \"${path_relative_to_include()}/terraform.tfstate\"\n    dynamodb_table = local.locks\n  }\n}\n"
  - name: the native lock of Terragrunt's, and tags that are its own
    files:
      live/terragrunt.hcl: "remote_state {\n  backend = \"s3\"\n  config = {\n    bucket         = \"states\"\n    key            = \"${path_relative_to_include()}/terraform.tfstate\"\n    use_lockfile   = true\n    s3_bucket_tags = { team = \"a\" }\n  }\n}\n"
  - name: Terragrunt's arguments made elsewhere
    files:
      live/terragrunt.hcl: "remote_state {\n  backend = \"s3\"\n  config  = merge(local.states, { key = \"${path_relative_to_include()}/terraform.tfstate\" })\n}\n"
  - name: a unit that says only its key
    files:
      live/net/terragrunt.hcl: "remote_state {\n  backend = \"s3\"\n  config = {\n    key = \"net/terraform.tfstate\"\n  }\n}\n"
  - name: a block that Terragrunt generates
    files:
      live/root.hcl: "generate \"backend\" {\n  path      = \"backend.tf\"\n  if_exists = \"overwrite\"\n  contents  = <<-EOF\n    terraform {\n      backend ⟦\"s3\"⟧ {\n        bucket = \"${local.bucket}\"\n        key    = \"${path_relative_to_include()}/terraform.tfstate\"\n      }\n    }\n  EOF\n}\n"
  - name: one that it generates with a lock
    files:
      live/root.hcl: "generate \"backend\" {\n  path      = \"backend.tf\"\n  if_exists = \"overwrite\"\n  contents  = <<EOF\nterraform {\n  backend \"s3\" {\n    bucket       = \"states\"\n    key          = \"${path_relative_to_include()}/terraform.tfstate\"\n    use_lockfile = true\n  }\n}\nEOF\n}\n"
  - name: what Terragrunt writes, in a file called after its backend
    files:
      live/backend_s3.hcl: "remote_state {\n  backend = ⟦\"s3\"⟧\n  config = {\n    bucket = local.bucket\n    key    = \"${basename(get_original_terragrunt_dir())}.tfstate\"\n  }\n}\n"
  - name: a block that Terragrunt fills in
    files:
      live/root.hcl: "generate \"backend\" {\n  path     = \"backend.tf\"\n  contents = <<EOF\nterraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n    %{ if local.lock }use_lockfile = true%{ endif }\n  }\n}\nEOF\n}\n"
      test/root.hcl: "generate \"backend\" {\n  path     = \"backend.tf\"\n  contents = <<EOF\nterraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n    ${local.locking}\n  }\n}\nEOF\n}\n"
      old/root.hcl: "generate \"backend\" {\n  disable  = true\n  path     = \"backend.tf\"\n  contents = <<EOF\nterraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\nEOF\n}\n"
  - name: tasks of mise, that hand the lock over
    files:
      main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      mise.toml: "[tasks.init]\nrun = \"tofu init -backend-config=use_lockfile=true\"\n"
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"net\"\n  }\n}\n"
      net/.mise.toml: "[tasks]\ninit = 'tofu init -backend-config=\"use_lockfile=true\"'\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"dns\"\n  }\n}\n"
      dns/.mise.toml: "[tasks.init]\nrun = \"set -a; tofu init $settings\"\n"
  - name: a task in a folder of its own, and one of many lines
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"b\"\n  }\n}\n"
      mise.toml: "[tasks.a]\ndir = \"a\"\nrun = \"tofu init\" # -backend-config=use_lockfile=true\n\n[tasks.b]\nrun = [\n  \"echo \\\"b\\\"\", # first\n  \"\"\"\n  tofu init \\\n    -backend-config=\\\"use_lockfile=true\\\"\n  \"\"\",\n]\ndir = \"{{config_root}}/b\"\n"
  - name: the program that a Makefile looks up, by two names
    files:
      main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      Makefile: "TF := $(shell which tofu 2>/dev/null || which terraform 2>/dev/null)\ninit:\n\t$(TF) init -backend-config=use_lockfile=true\n"
  - name: tasks of mise in braces beside a plain one
    files:
      main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      mise.toml: "[tasks]\nplain = \"tofu init\"\ninit = { run = \"tofu init -backend-config=use_lockfile=true\" }\n"
  - name: a script in quotes that locks, behind what brings secrets
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      Makefile: "init:\n\tcd a && doppler run -- sh -c 'tofu init -backend-config=use_lockfile=true'\n"
  - name: a script in quotes that does not lock
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      Makefile: "init:\n\tcd a && doppler run -- sh -c 'tofu init -reconfigure && tofu plan'\n"
  - name: a script in quotes in a container with the checkout in it
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"states\"\n    key    = \"b\"\n  }\n}\n"
      run.sh: "podman run --rm -v \"$PWD:/w:Z\" -w /w/a acme/tools:1 bash -lc \"tofu init -backend-config=use_lockfile=true && tofu apply\"\npodman run --rm -v \"$PWD:/w:Z\" -w /w acme/tools:1 bash -lc \"cd b && tofu init\"\n"
  - name: a script in quotes in a container of which nothing tells where it is
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      run.sh: "podman run --rm acme/tools:1 bash -lc \"cd /w/a && tofu init -backend-config=use_lockfile=true\"\n"
  - name: a command in a variable that locks
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      run.sh: "cd a\nCMD=\"tofu init -backend-config=use_lockfile=true\"\neval \"$CMD\"\n"
  - name: a command in a variable that does not lock
    files:
      a/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      run.sh: "cd a\nCMD=\"tofu init -reconfigure\"\n$CMD\n"
  - name: a command in a variable that is added to, in one of two arms
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      run.sh: "cd a\nCMD=\"tofu init\"\nif [ -n \"$LOCK\" ]; then CMD=\"$CMD -backend-config=use_lockfile=true\"; fi\neval $CMD\n"
  - name: a command in a variable that something is handed
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n    key    = \"a\"\n  }\n}\n"
      run.sh: "cd a\nCMD=\"tofu init -backend-config=use_lockfile=true\"\nretry 3 \"$CMD\"\n"
  - name: an action is told to lock
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: someone/tofu-apply@v1\n        with:\n          path: net\n          backend_config: use_lockfile=true\n"
  - name: an action is told so in lines
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: someone/tofu-apply@v1\n        with:\n          path: net\n          backend_config: |\n            region=eu-west-1\n            dynamodb_table = locks\n"
  - name: an orb is told to lock
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      .circleci/config.yml: "version: 2.1\norbs: {terraform: circleci/terraform@3}\njobs:\n  up:\n    executor: terraform/default\n    steps:\n      - terraform/init: {path: net, backend_config: \"use_lockfile=true,region=eu-west-1\"}\n"
  - name: an action is told something else
    files:
      net/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"k\"\n  }\n}\n"
      .github/workflows/up.yml: "on: push\njobs:\n  up:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: someone/tofu-apply@v1\n        with:\n          path: net\n          backend_config: region=eu-west-1\n"
  - name: a script of Terramate's turns it on
    files:
      scripts.tm.hcl: "script \"init\" {\n  job {\n    commands = [[\"terraform\", \"init\", \"-backend-config=use_lockfile=true\"]]\n  }\n}\n"
      stacks/net/stack.tm.hcl: "stack { id = \"x\" }\n"
      stacks/net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"net.tfstate\"\n    region = \"r\"\n  }\n}\n"
  - name: a script of Terramate's does not turn it on
    files:
      scripts.tm.hcl: "script \"init\" {\n  job {\n    # \"-backend-config=use_lockfile=true\"\n    commands = [[\"terraform\", \"init\", \"-lock-timeout=5m\"]]\n  }\n}\n"
      stacks/net/stack.tm.hcl: "stack { id = \"x\" }\n"
      stacks/net/main.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket = \"b\"\n    key    = \"net.tfstate\"\n    region = \"r\"\n  }\n}\n"

"""####),
        File(path: "tofu/several-state-names.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/several-state-names
title: One stack, several state names
why: Whoever works under another name works on another state. What CI has made is not there, and the plan wants to make it again.
level: error
analyzer: terraform-state
message: "{stack} has the state '{name}' here and '{others}' elsewhere"
tests:
  - name: people and CI
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "env := env_var_or_default(\"ENV\", \"dev\")\ninit:\n    cd a && tofu init -backend-config=\"⟦address⟧=https://f.example.com/terraform/state/team-a-{{env}}\"\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    NAME: a-dev\n  script:\n    - cd a\n    - tofu init -backend-config=\"address=https://f.example.com/terraform/state/${NAME}\"\n"
  - name: two scripts
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      one.sh: "cd a\nterraform init -backend-config=\"key=network.tfstate\"\n"
      two.sh: "cd a\nterraform init -backend-config=\"⟦key⟧=old/vpc/network.tfstate\"\n"
  - name: an environment that CI does not know
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      Justfile: "init:\n    cd a && terraform init -backend-config=\"⟦prefix⟧=app-${ENV:-dev}\"\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - working-directory: a\n        run: terraform init -backend-config=\"prefix=app-production\"\n"
  - name: one for each environment
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dev.sh: "cd a\nterraform init -backend-config=\"key=app/dev/state\"\n"
      prod.sh: "cd a\nterraform init -backend-config=\"key=app/prod/state\"\n"
  - name: people say which
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      Justfile: "init env:\n    cd a && terraform init -backend-config=\"prefix=app-{{env}}\"\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - working-directory: a\n        run: terraform init -backend-config=\"prefix=app-production\"\n"
  - name: the same by another way
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      Justfile: "name := \"app-\" + env_var_or_default(\"ENV\", \"dev\")\ninit:\n    cd a && terraform init -backend-config=\"prefix={{name}}\"\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    ENV: dev\n  script:\n    - terraform -chdir=a init -backend-config=\"prefix=app-$ENV\"\n"
  - name: script and workflow
    files:
      a/main.tf: "terraform {\n  backend \"azurerm\" {}\n}\n"
      x.sh: "cd a\nterraform init -backend-config=storage_account_name=s -backend-config=container_name=c -backend-config=⟦key⟧=local.tfstate\n"
      .github/workflows/p.yml: "jobs:\n  a:\n    steps:\n      - working-directory: a\n        run: terraform init -backend-config=storage_account_name=s -backend-config=container_name=c -backend-config=key=prod.tfstate\n"
  - name: positional
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      x.sh: "cd a\nterraform init -backend-config=\"prefix=$1-ws\"\n"
      y.sh: "cd a\nterraform init -backend-config=\"prefix=${ID}-ws\"\n"
  - name: a matrix of stacks
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      stacks/b/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  parallel:\n    matrix:\n      - STACK: [a, b]\n  script:\n    - cd stacks/$STACK\n    - tofu init -backend-config=address=https://h/terraform/state/$STACK\n"
      Justfile: "init stack:\n    cd stacks/{{stack}} && tofu init -backend-config=address=https://h/terraform/state/{{stack}}\n"
  - name: a matrix that names another state than people do
    files:
      stacks/a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  parallel:\n    matrix:\n      - STACK: a\n        ENVIRONMENT: [dev, prod]\n  script:\n    - cd stacks/$STACK\n    - tofu init -backend-config=address=https://h/terraform/state/$STACK-$ENVIRONMENT\n"
      Justfile: "init:\n    cd stacks/a && tofu init -backend-config=⟦address⟧=https://h/terraform/state/mine\n"
  - name: the script's own folder in a variable
    files:
      ci/shared/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"s\"\n    use_lockfile = true\n  }\n}\n"
      deploy.sh: "DIR=\"$(cd \"$(dirname \"${BASH_SOURCE[0]}\")\" > /dev/null 2>&1 && pwd -P)\"\ncd \"$DIR/ci/shared\"\nterraform init -backend-config=key=network.tfstate\n"
      scripts/a.sh: "HERE=$(dirname \"$0\")\nROOT=\"$(cd \"$HERE/..\" && pwd)\"\nterraform -chdir=\"$ROOT/ci/shared\" init -backend-config=⟦key⟧=old/vpc/network.tfstate\n"
  - name: where the script stands in a variable
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      one.sh: "HERE=$(pwd)\ncd b\ncd \"$HERE/a\"\nterraform init -backend-config=key=network.tfstate\n"
      two.sh: "HERE=$PWD\n(cd b && terraform init -backend-config=key=other.tfstate)\ncd \"$HERE/a\" && terraform init -backend-config=⟦key⟧=old/vpc/network.tfstate\n"
  - name: a folder from outside
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      one.sh: "cd a\nterraform init -backend-config=key=network.tfstate\n"
      two.sh: "DIR=$(dirname \"$1\")\ncd \"$DIR/a\" && terraform init -backend-config=key=old/vpc/network.tfstate\n"
  - name: each name has values of its own
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .github/workflows/demo.yml: "jobs:\n  x:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init -backend-config=prefix=platform/demo/gke\n      - run: terraform plan -var-file=env/demo.tfvars\n"
      .github/workflows/int.yml: "jobs:\n  x:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init -backend-config=prefix=platform/int/new-gke\n      - run: terraform plan -var-file=env/int.tfvars\n"
  - name: two names for the same values
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .github/workflows/demo.yml: "jobs:\n  x:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init -backend-config=prefix=platform/demo/gke\n      - run: terraform plan -var-file=env/demo.tfvars\n"
      .github/workflows/int.yml: "jobs:\n  x:\n    defaults:\n      run:\n        working-directory: a\n    steps:\n      - run: terraform init -backend-config=⟦prefix⟧=platform/int/new-gke\n      - run: terraform plan -var-file=env/demo.tfvars\n"
  - name: oss names a state by prefix and key
    files:
      s/main.tf: "terraform {\n  backend \"oss\" {\n    bucket           = \"b\"\n    prefix           = \"p\"\n    tablestore_table = \"t\"\n  }\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - working-directory: s\n        run: terraform init -backend-config=key=alpha\n"
      Makefile: "init:\n\tcd s && terraform init -backend-config=⟦key⟧=beta\n"
  - name: one environment's file of arguments names the state, the others leave it to the block
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"hub/terraform.tfstate\"\n  }\n}\n"
      a/envs/dev/backend.conf: "bucket = \"b-dev\"\nregion = \"r\"\nkey = \"hub/dev/terraform.tfstate\"\n"
      a/envs/prod/backend.conf: "bucket = \"b-prod\"\nregion = \"r\"\n"
      run.sh: "cd a\nterraform init -backend-config=envs/dev/backend.conf\nterraform init -backend-config=envs/prod/backend.conf\n"
  - name: two inits name it, neither by a file
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    region = \"r\"\n  }\n}\n"
      one.sh: "cd a\nterraform init -backend-config=key=hub/terraform.tfstate\n"
      two.sh: "cd a\nterraform init -backend-config=⟦key⟧=infra-hub/state\n"
  - name: states that are called as environments are
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: ".setup:\n  variables:\n    TF_STATE_NAME: staging\n    TF_HTTP_ADDRESS: ${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}\n  before_script:\n    - cd a\n    - terraform init\nplan:staging:\n  extends: .setup\n  script: [terraform plan]\nplan:production:\n  extends: .setup\n  variables:\n    TF_STATE_NAME: production\n  script: [terraform plan]\n"
  - name: states of which one is called as nothing else is
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: ".setup:\n  variables:\n    TF_STATE_NAME: staging\n    ⟦TF_HTTP_ADDRESS⟧: ${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}\n  before_script:\n    - cd a\n    - terraform init\nplan:staging:\n  extends: .setup\n  script: [terraform plan]\nplan:production:\n  extends: .setup\n  variables:\n    TF_STATE_NAME: runners\n  script: [terraform plan]\n"
  - name: a pipeline takes one of the files that a person chooses from
    files:
      main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      env/dev/backend.cfg: "bucket = \"d\"\nkey = \"app-dev/terraform.tfstate\"\nuse_lockfile = true\n"
      env/prod/backend.cfg: "bucket = \"p\"\nkey = \"app-prod/terraform.tfstate\"\nuse_lockfile = true\n"
      .travis.yml: "env:\n  - ENV=prod\nscript:\n  - terraform init -backend-config env/$ENV/backend.cfg\n"
      deploy.sh: "terraform init -backend-config env/$1/backend.cfg\n"
  - name: each call of a workflow says which
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .github/workflows/run.yml: "on:\n  workflow_call:\n    inputs:\n      name: {type: string}\njobs:\n  a:\n    steps:\n      - run: terraform init -backend-config=prefix=${{ inputs.name }}\n        working-directory: a\n"
      .github/workflows/one.yml: "jobs:\n  a:\n    uses: ./.github/workflows/run.yml\n    with:\n      name: eu/dev\n"
      .github/workflows/two.yml: "jobs:\n  a:\n    uses: ./.github/workflows/run.yml\n    with:\n      name: us/prod\n"
  - name: a call says one, another workflow another
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .github/workflows/run.yml: "on:\n  workflow_call:\n    inputs:\n      name: {type: string}\njobs:\n  a:\n    steps:\n      - run: terraform init -backend-config=⟦prefix⟧=${{ inputs.name }}\n        working-directory: a\n"
      .github/workflows/one.yml: "jobs:\n  a:\n    uses: ./.github/workflows/run.yml\n    with:\n      name: eu/dev\n"
      .github/workflows/other.yml: "jobs:\n  a:\n    steps:\n      - run: terraform init -backend-config=prefix=us/prod\n        working-directory: a\n"
  - name: variables of a task
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      Taskfile.yml: "version: \"3\"\nvars:\n  DIR: b\ntasks:\n  init:\n    vars:\n      KEY: old/vpc/network.tfstate\n      DIR: a\n    dir: \"{{.DIR}}\"\n    cmds:\n      - terraform init -backend-config=key={{ .KEY }}\n"
      one.sh: "cd a\nterraform init -backend-config=⟦key⟧=network.tfstate\n"
  - name: a variable that nobody sets for a task
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      Taskfile.yml: "version: \"3\"\ntasks:\n  init:\n    dir: a\n    cmds:\n      - terraform init -backend-config=key=old/{{.NAME}}/network.tfstate\n"
      one.sh: "cd a\nterraform init -backend-config=key=network.tfstate\n"
  - name: projects inside the repository, each with variables of its own
    files:
      a/cd/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      b/cd2/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      a/.gitlab-ci.yml: "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/cd\ninit:\n  before_script: ['cd ${TF_ROOT}']\n  script: ['terraform init -backend-config=key=old/vpc/network.tfstate']\n"
      b/.gitlab-ci.yml: "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/cd2\ninit:\n  before_script: ['cd ${TF_ROOT}']\n  script: ['terraform init -backend-config=key=b.tfstate']\n"
      a/cd/one.sh: "terraform init -backend-config=⟦key⟧=network.tfstate\n"
  - name: variables of a Taskfile that a command line gives, and a task's own with a default
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      Taskfile.yml: "version: \"3\"\nvars:\n  KEY: old/vpc/network.tfstate\ntasks:\n  init:\n    dir: a\n    cmds:\n      - terraform init -backend-config=key={{.KEY}}\n  two:\n    dir: a\n    vars:\n      NAME: '{{.NAME | default \"old/vpc/network.tfstate\"}}'\n    cmds:\n      - terraform init -backend-config=key={{.NAME}}\n  up:\n    cmds:\n      - task init KEY=network.tfstate\n      - task: two\n        vars: {NAME: network.tfstate}\n"
      one.sh: "cd a\nterraform init -backend-config=key=network.tfstate\n"
  - name: what pages show of a name that a script fills in
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
      net/up.sh: "#!/bin/sh\nC=\"$1\"\ncd net\ntofu init -backend-config=\"bucket=b\" -backend-config=\"key=${C}/net/terraform.tfstate\"\n"
      one.md: "```sh\ncd net\ntofu init -backend-config=\"bucket=b\" -backend-config=\"key=stage-1/net/terraform.tfstate\"\n```\n"
      two.md: "```sh\ncd net\ntofu init -backend-config=\"bucket=b-my-own\" -backend-config=\"key=my-own/net/terraform.tfstate\"\n```\n"
  - name: what a page shows is no such name
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    region = \"r\"\n  }\n}\n"
      net/up.sh: "#!/bin/sh\nC=\"$1\"\ncd net\ntofu init -backend-config=\"bucket=b\" -backend-config=\"key=${C}/net/terraform.tfstate\"\n"
      one.md: "```sh\ncd net\ntofu init -backend-config=\"bucket=b\" -backend-config=\"key=stage-1/network.tfstate\"\n```\n"
      two.md: "```sh\ncd net\ntofu init -backend-config=\"bucket=b\" -backend-config=\"⟦key⟧=our-own/vpc.tfstate\"\n```\n"
  - name: a job that was copied names another stack's state
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/a.yml: "jobs:\n  net:\n    steps:\n      - run: terraform -chdir=net init -backend-config=key=net/state\n  dns:\n    steps:\n      - run: terraform -chdir=net init -backend-config=⟦key⟧=dns/state\n"
  - name: a script names the stack's own state and one that is nobody's
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      a.sh: "cd net\nterraform init -backend-config=key=net.tfstate\nterraform init -backend-config=⟦key⟧=old.tfstate\n"
  - name: names that no stack is called by
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      a.sh: "cd net\nterraform init -backend-config=key=acme/net.tfstate\nterraform init -backend-config=key=globex/net.tfstate\n"
  - name: a folder for several, each from values of its own
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      net/net.tfvars: "a = 1\n"
      net/dns.tfvars: "a = 1\n"
      net/variables.tf: "variable \"a\" {}\n"
      .github/workflows/a.yml: "jobs:\n  net:\n    steps:\n      - run: terraform -chdir=net init -backend-config=key=net/state\n      - run: terraform -chdir=net plan -var-file=net.tfvars\n  dns:\n    steps:\n      - run: terraform -chdir=net init -backend-config=key=dns/state\n      - run: terraform -chdir=net plan -var-file=dns.tfvars\n"
  - name: a folder for several in a loop
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      a.sh: "for name in net dns; do\n  terraform -chdir=net init -backend-config=key=$name.tfstate\ndone\n"
  - name: people and CI say which environment's they mean
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "init:\n\tterraform -chdir=net init -backend-config=key=net-dev.tfstate\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: terraform -chdir=net init -backend-config=key=net-prod.tfstate\n"
  - name: people get an environment by a variable, and CI has another
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "ENV := dev\ninit:\n\tterraform -chdir=net init -backend-config=⟦key⟧=net-$(ENV).tfstate\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    steps:\n      - run: terraform -chdir=net init -backend-config=key=net-prod.tfstate\n"
  - name: workflows that no forge runs
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      a.sh: "terraform -chdir=net init -backend-config=key=net.tfstate\n"
      .github/workflows/old.yml.example: "on: push\njobs:\n  a:\n    steps:\n      - run: terraform -chdir=net init -backend-config=key=old.tfstate\n"
      .github/workflows-disabled/old.yml: "on: push\njobs:\n  a:\n    steps:\n      - run: terraform -chdir=net init -backend-config=key=old.tfstate\n"
  - name: one that a forge runs
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      a.sh: "terraform -chdir=net init -backend-config=⟦key⟧=net.tfstate\n"
      .github/workflows/old.yaml: "on: push\njobs:\n  a:\n    steps:\n      - run: terraform -chdir=net init -backend-config=key=old.tfstate\n"
  - name: environments of GitLab's template, in capitals
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "include:\n  - template: Terraform/Base.gitlab-ci.yml\nvariables: {TF_ROOT: net}\na:\n  extends: .terraform:deploy\n  variables: {TF_STATE_NAME: Staging}\nb:\n  extends: .terraform:deploy\n  variables: {TF_STATE_NAME: Production}\n"
  - name: GitLab's component and a script name other states
    files:
      net/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "include:\n  - component: $CI_SERVER_FQDN/components/opentofu/validate-plan-apply@2\n    inputs:\n      root_dir: net\n      state_name: main\n"
      init.sh: "cd net\nterraform init -backend-config=⟦address⟧=https://gitlab.com/api/v4/projects/1/terraform/state/net\n"
  - name: each program has a block of its own
    files:
      net/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"one/net.tfstate\"\n    use_lockfile = true\n  }\n}\n"
      net/backend.tofu: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"two/net.tfstate\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "cd net\ntofu init\ntofu apply\n"
  - name: the block of the program that runs, and a script
    files:
      net/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"network.tfstate\"\n    use_lockfile = true\n  }\n}\n"
      net/backend.tofu: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"old/vpc/network.tfstate\"\n    use_lockfile = true\n  }\n}\n"
      one.sh: "cd net\ntofu init\n"
      two.sh: "cd net\ntofu init -backend-config=⟦key⟧=network.tfstate\n"
  - name: a page names the pipeline's state and another
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"network.tfstate\"\n    use_lockfile = true\n  }\n}\n"
      net/env/dev.hcl: "bucket = \"b\"\n⟦key⟧    = \"old/vpc/network.tfstate\"\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: terraform -chdir=net init\n"
      README.md: "```sh\ncd net\nterraform init\nterraform init -backend-config=env/dev.hcl\n```\n"
  - name: a page names the pipeline's state alone
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"network.tfstate\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: terraform -chdir=net init\n"
      README.md: "```sh\ncd net\nterraform init\nterraform init -backend-config=bucket=b\n```\n"
  - name: a loop's variable that another loop has again
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      web/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      a.sh: "for d in net; do\n  terraform -chdir=$d init -backend-config=key=old/$d/state\ndone\nfor d in web; do\n  terraform -chdir=$d init -backend-config=key=w-$d\ndone\n"
  - name: a loop that goes through one folder of another's
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      web/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      a.sh: "for d in net web; do\n  terraform -chdir=$d init -backend-config=key=old/$d/state\ndone\nfor d in web; do\n  terraform -chdir=$d init -backend-config=⟦key⟧=w-$d\ndone\n"
  - name: tenants, one of which a stack is called too
    files:
      tenant/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      acme/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"acme\"\n    use_lockfile = true\n  }\n}\n"
      one.sh: "cd tenant\nterraform init -backend-config=key=tenants/acme.tfstate\nterraform apply\n"
      two.sh: "cd tenant\nterraform init -backend-config=key=tenants/globex.tfstate\nterraform apply\n"
  - name: a state that nobody has named, and a tenant's
    files:
      terraform/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      one.sh: "cd terraform\nterraform init -backend-config=key=terraform.tfstate\nterraform apply\n"
      two.sh: "cd terraform\nterraform init -backend-config=key=globex.tfstate\nterraform apply\n"
  - name: an arm that ends the script, and what comes behind it
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "dir=net\nif [ \"$1\" = dns ]; then\n  dir=dns\n  terraform -chdir=$dir init -backend-config=key=dns\n  exit\nfi\nterraform -chdir=$dir init -backend-config=key=net\n"
  - name: a function's own variable
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "f() { local dir=net; terraform -chdir=$dir init -backend-config=key=net; }\ng() { declare -r dir=$1; terraform -chdir=$dir init -backend-config=key=$dir; }\ndir=dns\nf\ng net\nterraform -chdir=$dir init -backend-config=key=dns\n"
  - name: a variable that a function sets for all
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "f() { dir=net; terraform -chdir=$dir init -backend-config=key=net; }\ndir=dns\nf\nterraform -chdir=$dir init -backend-config=⟦key⟧=dns\n"
  - name: what is assigned in a subshell ends with it
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "dir=dns\n(dir=net; terraform -chdir=$dir init -backend-config=key=net)\nx=$(dir=net; echo $dir)\nf() ( dir=net; terraform -chdir=$dir init -backend-config=key=net )\nf\nterraform -chdir=$dir init -backend-config=key=dns\n"
  - name: what is assigned before a subshell holds in it
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "dir=net\nterraform -chdir=$dir init -backend-config=key=net\n(dir=dns; terraform -chdir=$dir init -backend-config=key=dns)\n(terraform -chdir=$dir init -backend-config=⟦key⟧=other)\n"
  - name: an assignment before a command is that command's
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "dir=dns\nf() { terraform -chdir=$dir init -backend-config=key=$dir; }\ndir=net f\ndir=net echo\nterraform -chdir=$dir init -backend-config=key=dns\n"
  - name: an assignment before nothing holds
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "dir=dns\nexport dir=net A\nterraform -chdir=$dir init -backend-config=key=net\nterraform -chdir=$dir init -backend-config=⟦key⟧=dns\n"
  - name: each line of a recipe has a shell
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "dir := dns\nup:\n\tdir=net; terraform -chdir=$$dir init -backend-config=key=net\n\tterraform -chdir=$(dir) init -backend-config=key=dns\n"
  - name: the lines of a recipe have one shell
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "dir := dns\n.ONESHELL:\nup:\n\tdir=net\n\tterraform -chdir=$$dir init -backend-config=key=net\n\tterraform -chdir=$$dir init -backend-config=⟦key⟧=dns\n"
  - name: a variable is set anew from nothing
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "dir=net\nterraform -chdir=$dir init -backend-config=key=net\nunset dir\ndir=\"${dir:-dns}\"\nterraform -chdir=$dir init -backend-config=key=dns\n"
  - name: a bundle of Porter and a script
    files:
      svc/terraform/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      svc/porter.yaml: "mixins:\n  - terraform:\n      clientVersion: 1.9.8\ninstall:\n  - terraform:\n      backendConfig:\n        key: svc/porter.tfstate\n"
      svc/terraform/destroy.sh: "terraform init -backend-config=\"⟦key⟧=svc.tfstate\"\nterraform destroy\n"
  - name: a bundle of Porter and a script that agree
    files:
      svc/terraform/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      svc/porter.yaml: "mixins:\n  - terraform:\n      clientVersion: 1.9.8\ninstall:\n  - terraform:\n      backendConfig:\n        key: svc.tfstate\n"
      svc/terraform/destroy.sh: "terraform init -backend-config=\"key=svc.tfstate\"\nterraform destroy\n"
  - name: a bundle of Porter of another folder
    files:
      svc/infra/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      svc/terraform/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      svc/porter.yaml: "mixins:\n  - terraform:\n      workingDir: infra\ninstall:\n  - terraform:\n      backendConfig:\n        key: svc/porter.tfstate\n"
      svc/terraform/destroy.sh: "terraform init -backend-config=\"key=svc.tfstate\"\nterraform destroy\n"
  - name: what a release said of its time
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      CHANGELOG.md: "```sh\ncd net\nterraform init -backend-config=key=v1\n```\n"
      docs/research/first.md: "```sh\ncd net\nterraform init -backend-config=key=trial\n```\n"
  - name: a script of a dependency that is kept here
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      vendor/tools/go.sh: "cd ../../net\nterraform init -backend-config=key=v1\n"
  - name: a page of today, which is wrong where a script is not
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      README.md: "```sh\ncd net\nterraform init -backend-config=⟦key⟧=old/vpc\n```\n"
  - name: two states of one proof of concept
    files:
      docs/research/net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      docs/research/net/one.sh: "terraform init -backend-config=key=net\n"
      docs/research/net/two.sh: "terraform init -backend-config=⟦key⟧=old/vpc\n"
  - name: a path to a key, as manuals have it
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      README.md: "```sh\ncd net\nterraform init -backend-config=key=path/to/terraform.tfstate\n```\n"
  - name: a key that is called mine
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      README.md: "```sh\ncd net\nterraform init -backend-config=key=my-key\n```\n"
  - name: a word in capitals for the environment
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      README.md: "```sh\ncd net\nterraform init -backend-config=key=ENV/net\n```\n"
  - name: the name of a project
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      README.md: "```sh\ncd net\nterraform init -backend-config=key=project-name/terraform.tfstate\n```\n"
  - name: a script's own key that is called mine
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      run.sh: "cd net\nterraform init -backend-config=⟦key⟧=my-key\n"
  - name: a bucket to be filled in, and another name
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=bucket=acme -backend-config=key=net\n"
      README.md: "```sh\ncd net\nterraform init -backend-config=bucket=my-bucket -backend-config=⟦key⟧=old/vpc\n```\n"
  - name: a test has a state of its own
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      tests/up.sh: "cd net\nterraform init -backend-config=key=e2e-net/state\nterraform destroy\n"
  - name: a test has another stack's state
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      go.sh: "cd net\nterraform init -backend-config=key=net\n"
      tests/up.sh: "cd net\nterraform init -backend-config=⟦key⟧=old/vpc\n"
  - name: a workflow of pull requests has a state of its own
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/deploy.yml: "on: push\njobs:\n  a:\n    steps:\n      - run: cd net && terraform init -backend-config=key=net\n"
      .github/workflows/pr.yml: "on: pull_request\njobs:\n  a:\n    steps:\n      - run: cd net && terraform init -backend-config=key=e2e\n"
  - name: a pull request has a state of its own
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/deploy.yml: "on: push\njobs:\n  a:\n    steps:\n      - run: cd net && terraform init -backend-config=key=net\n"
      .github/workflows/pr.yml: "on: [push, pull_request]\njobs:\n  a:\n    steps:\n      - run: cd net && terraform init -backend-config=key=pr-${{ github.event.number }}\n"
  - name: a workflow of pushes has another state
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/deploy.yml: "on: push\njobs:\n  a:\n    steps:\n      - run: cd net && terraform init -backend-config=key=net\n"
      .github/workflows/e2e.yml: "on: [push, pull_request]\njobs:\n  a:\n    steps:\n      - run: cd net && terraform init -backend-config=⟦key⟧=e2e\n"
  - name: a workflow of pull requests has another state
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/deploy.yml: "on: push\njobs:\n  a:\n    steps:\n      - run: cd net && terraform init -backend-config=key=net\n"
      .github/workflows/pr.yml: "on: pull_request\njobs:\n  a:\n    steps:\n      - run: cd net && terraform init -backend-config=⟦key⟧=old/vpc\n"
  - name: an assignment with a redirection behind it is the shell's
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "dir=net\ndir=dns 2>/dev/null\nterraform -chdir=$dir init -backend-config=key=dns\nterraform -chdir=net init -backend-config=key=net\n"
  - name: an assignment before a command with a redirection is the command's
    files:
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "dir=net\ndir=dns true 2> /dev/null\nterraform -chdir=$dir init -backend-config=key=dns\nterraform -chdir=net init -backend-config=⟦key⟧=net\n"

"""####),
        File(path: "tofu/shared-address.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/shared-address
title: Two stacks on one state
why: A state belongs to one stack. Each plans against what the other has made. It changes what both declare, and destroys what only the other does, for that is in the state and not in its code.
level: error
analyzer: terraform-state
message: "{stack} has the same state as {other}: {address}"
tests:
  - name: the same key in two blocks
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"state\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"state\"\n    use_lockfile = true\n  }\n}\n"
  - name: one workspace of an organization
    files:
      a/main.tf: "terraform {\n  cloud {\n    organization = \"o\"\n    workspaces {\n      name = \"w\"\n    }\n  }\n}\n"
      b/main.tf: "terraform {\n  cloud {\n    organization = \"o\"\n    ⟦workspaces⟧ {\n      name = \"w\"\n    }\n  }\n}\n"
  - name: workspaces by their tags
    files:
      a/main.tf: "terraform {\n  cloud {\n    organization = \"o\"\n    workspaces {\n      tags = [\"w\"]\n    }\n  }\n}\n"
      b/main.tf: "terraform {\n  cloud {\n    organization = \"o\"\n    workspaces {\n      tags = [\"w\"]\n    }\n  }\n}\n"
  - name: an init that serves two
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      init.sh: "(cd a && tofu init -backend-config=address=https://s.example.com/one)\n(cd b && tofu init -backend-config=⟦address⟧=https://s.example.com/one)\n"
  - name: a script gives the key that an item of a matrix gives another folder
    files:
      .github/workflows/a.yml: "on: push\njobs:\n  t:\n    strategy:\n      matrix:\n        include:\n          - {dir: net, key: n}\n          - {dir: dns, key: d}\n    steps:\n      - run: terraform init -backend-config=key=${{ matrix.key }}\n        working-directory: ${{ matrix.dir }}\n"
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
      web/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
      init.sh: "cd web\nterraform init -backend-config=⟦key⟧=d\n"
  - name: items of a matrix that give each folder its own
    files:
      .github/workflows/a.yml: "on: push\njobs:\n  t:\n    strategy:\n      matrix:\n        include:\n          - {dir: net, key: n}\n          - {dir: dns, key: d}\n    steps:\n      - run: terraform init -backend-config=key=${{ matrix.key }}\n        working-directory: ${{ matrix.dir }}\n"
      net/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
      dns/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
      init.sh: "cd dns\nterraform init -backend-config=key=d\n"
  - name: without a prefix it is the bucket's root
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend ⟦\"gcs\"⟧ {\n    bucket = \"b\"\n  }\n}\n"
  - name: the slash behind a prefix is the backend's own
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"net\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"net/\"\n  }\n}\n"
  - name: a file of all, then a key of its own
    files:
      common.hcl: "bucket = \"b\"\nkey = \"one\"\nuse_lockfile = true\n"
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      init.sh: "terraform -chdir=a init -backend-config=../common.hcl -backend-config=key=a\nterraform -chdir=b init -backend-config=../common.hcl -backend-config=key=b\n"
  - name: an init of some stack gives a key, in a folder that is neither
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"state\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"state\"\n    use_lockfile = true\n  }\n}\n"
      init.sh: "cd \"live/$1\"\nterraform init -backend-config=key=\"$1.tfstate\"\n"
  - name: an init at the root gives one key
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"state\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"state\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "plan:\n  script: [terraform init -backend-config=key=ci.tfstate]\n"
  - name: an init of any stack gives another key
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"state\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"state\"\n    use_lockfile = true\n  }\n}\n"
      init.sh: "cd \"$1\"\nterraform init -backend-config=key=\"$1.tfstate\"\n"
  - name: another key
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"a\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"b\"\n    use_lockfile = true\n  }\n}\n"
  - name: another store
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n    endpoints    = { s3 = \"https://one.example.com\" }\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n    endpoints    = { s3 = \"https://two.example.com\" }\n  }\n}\n"
  - name: a file in each folder
    files:
      a/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"local\" {}\n}\n"
  - name: one file of two folders
    files:
      a/main.tf: "terraform {\n  backend \"local\" {\n    path = \"../states/terraform.tfstate\"\n  }\n}\n"
      b/c/main.tf: "terraform {\n  backend \"local\" {\n    ⟦path⟧ = \"../../states/terraform.tfstate\"\n  }\n}\n"
  - name: paths that meet nowhere
    files:
      a/main.tf: "terraform {\n  backend \"local\" {\n    path = \"./states/terraform.tfstate\"\n  }\n}\n"
      b/c/main.tf: "terraform {\n  backend \"local\" {\n    path = \"../../states/terraform.tfstate\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"local\" {\n    path = \"./states/terraform.tfstate\"\n  }\n}\n"
      d/main.tf: "terraform {\n  backend \"local\" {\n    path = \"terraform.tfstate\"\n  }\n}\n"
      e/main.tf: "terraform {\n  backend \"local\" {\n    path = \"terraform.tfstate\"\n  }\n}\n"
  - name: what Terragrunt keeps for its runs
    files:
      live/.terragrunt-cache/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"app\"\n  }\n}\n"
      live/.terragrunt-cache/b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"app\"\n  }\n}\n"
      live/app/.terraform/modules/app/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"app\"\n  }\n}\n"
  - name: a folder that is only called as such a one is
    files:
      live/my.terraform/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"app\"\n  }\n}\n"
      live/terragrunt-cache/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"app\"\n  }\n}\n"
  - name: what is not resolved may differ
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = var.prefix\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = var.prefix\n  }\n}\n"
  - name: a place of their own for workspaces
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket               = \"b\"\n    key                  = \"k\"\n    use_lockfile         = true\n    workspace_key_prefix = \"a\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket               = \"b\"\n    key                  = \"k\"\n    use_lockfile         = true\n    workspace_key_prefix = \"b\"\n  }\n}\n"
  - name: a name to be filled in
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"UPDATE_ME\"\n    prefix = \"p\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"UPDATE_ME\"\n    prefix = \"p\"\n  }\n}\n"
  - name: in JSON
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf.json: "{\"terraform\":{\"backend\":{\"s3\":{\"bucket\":\"b\",\"⟦key⟧\":\"k\",\"use_lockfile\":true}}}}\n"
  - name: two files of arguments
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/p.tfbackend: "bucket = \"b\"\nkey = \"k\"\nuse_lockfile = true\n"
      b/p.tfbackend: "bucket = \"b\"\n⟦key⟧ = \"k\"\nuse_lockfile = true\n"
  - name: each init is a function's, called in another folder
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      init.sh: "tf_init() {\n  terraform -chdir=\"$1\" init -backend-config=\"prefix=$1\"\n}\ntf_init a\ntf_init b\n"
  - name: a function that says the same wherever it is called
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      init.sh: "function tf_init {\n  terraform init -backend-config=prefix=one\n}\n(cd a && tf_init)\n(cd b && tf_init)\n"
      c/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"one\"\n  }\n}\n"
  - name: only the default workspace
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"p\"\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select default\n"
  - name: workspaces keep them apart, perhaps
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select \"$1\"\n"
  - name: one that cannot be initialized has no state
    files:
      a/main.tf: "terraform {\n  backend \"foo\" {}\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
  - name: one environment of two stacks
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/env/dev/backend.tfvars: "bucket = \"b\"\nkey = \"dev/a\"\nuse_lockfile = true\n"
      a/env/prod/backend.tfvars: "bucket = \"b\"\nkey = \"prod\"\nuse_lockfile = true\n"
      b/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      b/env/dev/backend.tfvars: "bucket = \"b\"\nkey = \"dev/b\"\nuse_lockfile = true\n"
      b/env/prod/backend.tfvars: "bucket = \"b\"\n⟦key⟧ = \"prod\"\nuse_lockfile = true\n"
      init.sh: "tf_init() {\n  (cd \"$1\" && terraform init -backend-config=\"./env/$ENVIRONMENT/backend.tfvars\")\n}\ntf_init a\ntf_init b\n"
  - name: environments of one stack
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/env/dev/backend.tfvars: "bucket = \"b\"\nkey = \"dev\"\nuse_lockfile = true\n"
      a/env/prod/backend.tfvars: "bucket = \"b\"\nkey = \"prod\"\nuse_lockfile = true\n"
      a/init.sh: "terraform init -backend-config=\"env/$1/backend.tfvars\"\n"
      a/again.sh: "terraform init -reconfigure -backend-config=\"./env/${ENVIRONMENT}/backend.tfvars\"\n"
  - name: to be filled in
    files:
      a/main.tf: "terraform {\n  backend \"oss\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"oss\" {}\n}\n"
      a/README.md: "```sh\nterraform init -backend-config=bucket=xxx -backend-config=prefix=xxx -backend-config=key=xxx -backend-config=tablestore_table=xxx\n```\n"
      b/README.md: "```sh\nterraform init -backend-config=bucket=xxx -backend-config=prefix=xxx -backend-config=key=xxx -backend-config=tablestore_table=xxx\n```\n"
  - name: one of them has another name too
    files:
      core/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"tfstate\"\n    use_lockfile = true\n  }\n}\n"
      core/Makefile: "init:\n\tterraform init\n"
      core/move.sh: "terraform init -backend-config=\"key=${4}/${1}-terraform.tfstate\"\n"
      networking/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"tfstate\"\n    use_lockfile = true\n  }\n}\n"
  - name: a page's example is no second owner
    files:
      core/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"core\"\n    use_lockfile = true\n  }\n}\n"
      core/README.md: "```sh\nterraform init -backend-config=key=networking\n```\n\nOr:\n\n```sh\nterraform init -backend-config=key=old\n```\n"
      networking/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"networking\"\n    use_lockfile = true\n  }\n}\n"
  - name: what Terragrunt wrote at its last run, and writes anew
    files:
      a/backend.tf: "# Generated by Terragrunt. Sig: nIlQXj57tbuaRZEa\nterraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/backend.tf: "# Generated by Terragrunt. Sig: nIlQXj57tbuaRZEa\nterraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      a/terragrunt.hcl: "remote_state {\n  backend = \"s3\"\n  generate = {\n    path      = \"backend.tf\"\n    if_exists = \"overwrite_terragrunt\"\n  }\n}\n"
  - name: the same text of a person, beside Terragrunt
    files:
      a/backend.tf: "# Once generated by Terragrunt.\nterraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/backend.tf: "# Once generated by Terragrunt.\nterraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      a/terragrunt.hcl: "inputs = {}\n"
  - name: what Terragrunt wrote, where nothing of it is left
    files:
      a/backend.tf: "# Generated by Terragrunt. Sig: nIlQXj57tbuaRZEa\nterraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/backend.tf: "# Generated by Terragrunt. Sig: nIlQXj57tbuaRZEa\nterraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"k\"\n    use_lockfile = true\n  }\n}\n"
  - name: a copy of a stack, as courses have it
    files:
      09/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\n"
      09/variables.tf: "variable \"region\" {}\n"
      09/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
      10/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\n"
      10/variables.tf: "variable \"region\" {}\n"
      10/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
  - name: a copy with other values
    files:
      dev/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
      prod/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
      dev/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\nvariable \"region\" {}\n"
      dev/terraform.tfvars: "region = \"a\"\n"
      prod/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"cluster\"\n  }\n}\nvariable \"region\" {}\n"
      prod/terraform.tfvars: "region = \"b\"\n"
  - name: a copy and a resource more
    files:
      dev/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\n"
      dev/variables.tf: "variable \"region\" {}\n"
      dev/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
      prod/variables.tf: "variable \"region\" {}\n"
      prod/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
      prod/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"cluster\"\n  }\n}\n"
      prod/more.tf: "resource \"null_resource\" \"a\" {}\n"
  - name: the object as Terraform 0.11 named it
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    path   = \"a/terraform.tfstate\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    path   = \"b/terraform.tfstate\"\n  }\n}\n"
  - name: what is kept of an older one
    files:
      infra/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\n"
      BACKUP-BEFORE-2024/infra/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\n"
  - name: a name with such letters in it
    files:
      infra/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\n"
      threshold/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"cluster\"\n  }\n}\n"
  - name: a stack that makes backups
    files:
      backup/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\n"
      infra/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"cluster\"\n  }\n}\n"
  - name: tests of a server on the machine itself
    files:
      test/a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"http://localhost:3000/state\"\n  }\n}\n"
      test/b/main.tf: "terraform {\n  backend \"http\" {\n    address = \"http://localhost:3000/state\"\n  }\n}\n"
  - name: examples to choose from
    files:
      examples/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"example-states\"\n    prefix = \"groups\"\n  }\n}\n"
      examples/b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"example-states\"\n    prefix = \"groups\"\n  }\n}\n"
  - name: examples with a store of their own
    files:
      examples/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"states\"\n    prefix = \"groups\"\n  }\n}\n"
      examples/b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"states\"\n    ⟦prefix⟧ = \"groups\"\n  }\n}\n"
  - name: what was before
    files:
      lab/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"states\"\n    prefix = \"lab\"\n  }\n}\n"
      lab-oldv1/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"states\"\n    prefix = \"lab\"\n  }\n}\n"
  - name: an init that may be of any of them gives a name
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"states\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"states\"\n  }\n}\n"
      .github/workflows/apply.yml: "on:\n  workflow_call: {}\njobs:\n  a:\n    steps:\n      - run: terraform init -backend-config=\"prefix=${{ inputs.prefix }}\"\n        working-directory: ${{ inputs.folder }}\n"
  - name: nothing gives a name
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"states\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend ⟦\"gcs\"⟧ {\n    bucket = \"states\"\n  }\n}\n"
      .github/workflows/apply.yml: "on:\n  workflow_call: {}\njobs:\n  a:\n    steps:\n      - run: terraform init\n        working-directory: ${{ inputs.folder }}\n"
  - name: an address with a password in it, which is not shown
    files:
      a/main.tf: "terraform {\n  backend \"pg\" {\n    conn_str = \"postgres://me:secret@db.acme.test/state\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend ⟦\"pg\"⟧ {\n    conn_str = \"postgres://me:secret@db.acme.test/state\"\n  }\n}\n"
      c/main.tf: "terraform {\n  backend \"pg\" {\n    conn_str = \"postgres://me:secret@db.acme.test/other\"\n  }\n}\n"
  - name: two projects inside the repository, each with an address of its own by its number
    files:
      one/infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      two/infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      one/.gitlab-ci.yml: "variables: {TF_ROOT: one/infra, TF_STATE_one: default}\nplan:\n  script: [gitlab-terraform plan]\n"
      two/.gitlab-ci.yml: "variables: {TF_ROOT: two/infra, TF_STATE_two: default}\nplan:\n  script: [gitlab-terraform plan]\n"
  - name: two projects inside the repository that have one address
    files:
      one/infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      two/infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      one/.gitlab-ci.yml: "variables: {NAME: net}\nplan:\n  script: [cd infra, \"tofu init -backend-config=address=https://s.example.com/$NAME\"]\n"
      two/.gitlab-ci.yml: "variables: {NAME: net}\nplan:\n  script: [cd infra, \"tofu init -backend-config=⟦address⟧=https://s.example.com/$NAME\"]\n"
  - name: addresses that differ in what is not shown
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.acme.test/state?token=aaa\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.acme.test/state?token=bbb\"\n  }\n}\n"
  - name: two words for one workspace
    files:
      a/main.tf: "terraform {\n  cloud {\n    organization = \"o\"\n    workspaces {\n      name = \"n\"\n    }\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"remote\" {\n    organization = \"o\"\n    ⟦workspaces⟧ {\n      name = \"n\"\n    }\n  }\n}\n"
      c/main.tf: "terraform {\n  backend \"remote\" {\n    hostname = \"App.terraform.io\"\n    organization = \"o\"\n    ⟦workspaces⟧ {\n      name = \"n\"\n    }\n  }\n}\n"
      d/main.tf: "terraform {\n  backend \"remote\" {\n    hostname = \"tfe.acme.test\"\n    organization = \"o\"\n    workspaces {\n      name = \"n\"\n    }\n  }\n}\n"
  - name: the namespace that there is without one
    files:
      a/main.tf: "terraform {\n  backend \"kubernetes\" {\n    secret_suffix = \"s\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"kubernetes\" {\n    ⟦secret_suffix⟧ = \"s\"\n    namespace = \"default\"\n  }\n}\n"
      c/main.tf: "terraform {\n  backend \"kubernetes\" {\n    secret_suffix = \"s\"\n    namespace = \"infra\"\n  }\n}\n"
      d/main.tf: "terraform {\n  backend \"kubernetes\" {\n    secret_suffix = \"s\"\n    config_context = \"other\"\n  }\n}\n"
  - name: one endpoint under two names
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    use_lockfile = true\n    endpoints = { s3 = \"https://e1.acme.test\" }\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    ⟦key⟧ = \"k\"\n    use_lockfile = true\n    endpoint = \"https://E1.acme.test:443/\"\n  }\n}\n"
      c/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    use_lockfile = true\n    endpoint = \"https://e1.acme.test/other\"\n  }\n}\n"
  - name: a path to what another stack has without one
    files:
      a/main.tf: "terraform {\n  backend \"local\" {\n    path = \"../b/terraform.tfstate\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend ⟦\"local\"⟧ {\n  }\n}\n"
      c/main.tf: "terraform {\n  backend \"local\" {\n    path = \"terraform.tfstate\"\n  }\n}\n"
  - name: a host in letters of another size
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://S.acme.test/net\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"http\" {\n    ⟦address⟧ = \"https://s.acme.test:443/net\"\n  }\n}\n"
      c/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.acme.test/Net\"\n  }\n}\n"
  - name: a key that is left out
    files:
      a/main.tf: "terraform {\n  backend \"oss\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"oss\" {\n    bucket = \"b\"\n    prefix = \"p\"\n    ⟦key⟧ = \"terraform.tfstate\"\n  }\n}\n"
      c/main.tf: "terraform {\n  backend \"oss\" {\n    bucket = \"b\"\n    prefix = \"p\"\n    key = \"k\"\n  }\n}\n"
  - name: a template, and what was made from it
    files:
      templates/{{name}}/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      net/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
  - name: examples with a reader's store, and stacks with it
    files:
      examples/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"my-bucket\"\n    prefix = \"state\"\n  }\n}\n"
      examples/b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"my-bucket\"\n    prefix = \"state\"\n  }\n}\n"
      live/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"my-states\"\n    prefix = \"state\"\n  }\n}\n"
      live/b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"my-states\"\n    ⟦prefix⟧ = \"state\"\n  }\n}\n"
  - name: a variable that one script has from outside names both
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    ⟦key⟧ = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "terraform -chdir=acct init -backend-config=bucket=$BUCKET\nterraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: a script reads its variable anew
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "read -r BUCKET\nterraform -chdir=acct init -backend-config=bucket=$BUCKET\nread -r BUCKET\nterraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: a script sources a file for each
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: ". acct/env.sh\nterraform -chdir=acct init -backend-config=bucket=$BUCKET\n. mesh/env.sh\nterraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: a script evaluates what it is told for each
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "eval \"$(cat acct/env)\"\nterraform -chdir=acct init -backend-config=bucket=$BUCKET\neval \"$(cat mesh/env)\"\nterraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: one of two arms runs
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "case \"$1\" in\na) terraform -chdir=acct init -backend-config=bucket=$BUCKET ;;\nm) terraform -chdir=mesh init -backend-config=bucket=$BUCKET ;;\nesac\n"
  - name: a variable of the shell is of the folder it stands in
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "cd acct\nterraform init -backend-config=bucket=${PWD##*/}\ncd ../mesh\nterraform init -backend-config=bucket=${PWD##*/}\n"
  - name: one recipe for both
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    ⟦key⟧ = \"state\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "all:\n\tterraform -chdir=acct init -backend-config=bucket=$(BUCKET)\n\tterraform -chdir=mesh init -backend-config=bucket=$(BUCKET)\n"
  - name: two recipes may be run with two values
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "a:\n\tterraform -chdir=acct init -backend-config=bucket=$(BUCKET)\nb:\n\tterraform -chdir=mesh init -backend-config=bucket=$(BUCKET)\n"
  - name: the account that a script asks for is one
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    ⟦key⟧ = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "terraform -chdir=acct init -backend-config=bucket=\"a-$(aws sts get-caller-identity --query Account --output text)\"\nterraform -chdir=mesh init -backend-config=bucket=\"a-$(aws sts get-caller-identity --query Account --output text)\"\n"
  - name: the account of another profile is another
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "export AWS_PROFILE=a\nterraform -chdir=acct init -backend-config=bucket=\"a-$(aws sts get-caller-identity --query Account --output text)\"\nexport AWS_PROFILE=b\nterraform -chdir=mesh init -backend-config=bucket=\"a-$(aws sts get-caller-identity --query Account --output text)\"\n"
  - name: a secret of the repository in two jobs of a workflow
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    ⟦key⟧ = \"state\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: terraform init -backend-config=bucket=${{ secrets.BUCKET }}\n        working-directory: acct\n  m:\n    runs-on: x\n    steps:\n      - run: terraform init -backend-config=bucket=${{ secrets.BUCKET }}\n        working-directory: mesh\n"
  - name: a secret of two environments
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    runs-on: x\n    environment: one\n    steps:\n      - run: terraform init -backend-config=bucket=${{ secrets.BUCKET }}\n        working-directory: acct\n  m:\n    runs-on: x\n    environment: two\n    steps:\n      - run: terraform init -backend-config=bucket=${{ secrets.BUCKET }}\n        working-directory: mesh\n"
  - name: a variable of two steps
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/a.yml: "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: terraform init -backend-config=bucket=$BUCKET\n        working-directory: acct\n  m:\n    runs-on: x\n    steps:\n      - run: terraform init -backend-config=bucket=$BUCKET\n        working-directory: mesh\n"
  - name: a test says which of two runs
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "[ \"$1\" = acct ] && terraform -chdir=acct init -backend-config=bucket=$BUCKET\n[ \"$1\" = mesh ] && terraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: a test says which of two does not run
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "[ \"$1\" = acct ] || terraform -chdir=acct init -backend-config=bucket=$BUCKET\n[ \"$1\" = mesh ] || terraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: a test says which group runs, and which call of a function
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "up() {\n  terraform -chdir=mesh init -backend-config=bucket=$BUCKET\n}\n[ \"$1\" = acct ] && {\n  cd .\n  terraform -chdir=acct init -backend-config=bucket=$BUCKET\n}\n[[ $1 == mesh ]] &&\n  up\n"
  - name: steps on the way to both, and a guard before them
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    ⟦key⟧ = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "command -v terraform || { echo \"install it\"; exit 1; }\n[ -n \"$BUCKET\" ] || exit 1\nmkdir -p log && terraform -chdir=acct init -backend-config=bucket=$BUCKET && \\\n  terraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: a shell writes its variable anew
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "printf -v BUCKET %s-a \"$1\"\nterraform -chdir=acct init -backend-config=bucket=$BUCKET\nprintf -v BUCKET %s-m \"$1\"\nterraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: a shell reads its variable with a separator of its own
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "IFS= read -r BUCKET\nterraform -chdir=acct init -backend-config=bucket=$BUCKET\nIFS= read -r BUCKET\nterraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: a shell takes its variable from its options
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "getopts b: BUCKET\nterraform -chdir=acct init -backend-config=bucket=$BUCKET\ngetopts b: BUCKET\nterraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: whoever runs it chooses the variable of a menu
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "select BUCKET in x y; do\nterraform -chdir=acct init -backend-config=bucket=$BUCKET\nbreak\ndone\nselect BUCKET in x y; do\nterraform -chdir=mesh init -backend-config=bucket=$BUCKET\nbreak\ndone\n"
  - name: what a pattern has matched last
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "[[ $1 =~ (.*)-a ]]\nterraform -chdir=acct init -backend-config=bucket=${BASH_REMATCH[1]}\n[[ $1 =~ (.*)-m ]]\nterraform -chdir=mesh init -backend-config=bucket=${BASH_REMATCH[1]}\n"
  - name: a default that is set in between
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "B=$(cat a)\nterraform -chdir=acct init -backend-config=bucket=${BUCKET:-$B}\nB=$(cat m)\nterraform -chdir=mesh init -backend-config=bucket=${BUCKET:-$B}\n"
  - name: what is printed says nothing of its variable
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    ⟦key⟧ = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "printf \"%s\\n\" \"$BUCKET\"\nterraform -chdir=acct init -backend-config=bucket=$BUCKET\necho done\nterraform -chdir=mesh init -backend-config=bucket=$BUCKET\n"
  - name: the account of a profile that is read anew
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "read -r P\nterraform -chdir=acct init -backend-config=bucket=\"a-$(aws sts get-caller-identity --profile $P --query Account)\"\nread -r P\nterraform -chdir=mesh init -backend-config=bucket=\"a-$(aws sts get-caller-identity --profile $P --query Account)\"\n"
  - name: a recipe has make set its variable
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "all:\n\t$(eval BUCKET := $(shell cat acct/b))\n\tterraform -chdir=acct init -backend-config=bucket=$(BUCKET)\n\t$(eval BUCKET := $(shell cat mesh/b))\n\tterraform -chdir=mesh init -backend-config=bucket=$(BUCKET)\n"
  - name: a program that runs both may give each its own
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      up.sh: "aws-vault exec a -- terraform -chdir=acct init -backend-config=bucket=b-$AWS_REGION\naws-vault exec m -- terraform -chdir=mesh init -backend-config=bucket=b-$AWS_REGION\n"
  - name: a function of make with a blank in it
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "all:\n\tcd acct && terraform init -backend-config=bucket=$(notdir $(CURDIR))$$(basename $$PWD)\n\tcd mesh && terraform init -backend-config=bucket=$(notdir $(CURDIR))$$(basename $$PWD)\n"
  - name: a variable of the shell in a recipe
    files:
      acct/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"state\"\n    use_lockfile = true\n  }\n}\n"
      mesh/main.tf: "terraform {\n  backend \"s3\" {\n    ⟦key⟧ = \"state\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "all:\n\tcd acct && terraform init -backend-config=bucket=$$BUCKET\n\tcd mesh && terraform init -backend-config=bucket=$$BUCKET\n"
  - name: one variable of the pipeline is the address of both
    files:
      acct/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      mesh/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_HTTP_ADDRESS: ${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/infra\nacct:\n  script:\n    - cd acct\n    - tofu init\nmesh:\n  script:\n    - cd mesh\n    - ⟦tofu init⟧\n"
  - name: the name of the job is in the address
    files:
      acct/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      mesh/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_HTTP_ADDRESS: ${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${CI_JOB_NAME}\nacct:\n  script:\n    - cd acct\n    - tofu init\nmesh:\n  script:\n    - cd mesh\n    - tofu init\n"
  - name: a proof of concept on a stack's address
    files:
      net/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"net\"\n  }\n}\n"
      docs/research/poc/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"net\"\n  }\n}\n"
  - name: a stack that is vendored
    files:
      net/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"net\"\n  }\n}\n"
      third_party/net/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"net\"\n  }\n}\n"
  - name: a stack whose pages are among the documents
    files:
      docs/lessons/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"net\"\n  }\n}\n"
      net/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"net\"\n  }\n}\n"
  - name: both select one workspace
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      run.sh: "for d in a b; do\n  terraform -chdir=$d init\n  terraform -chdir=$d workspace select prod\ndone\n"
  - name: the environment selects one for both
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/a.yml: "env:\n  TF_WORKSPACE: prod\njobs:\n  a:\n    steps:\n      - run: terraform -chdir=a init\n      - run: terraform -chdir=b init\n"
  - name: a workspace that both only pass through
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select tmp\nterraform workspace delete a\nterraform workspace select a\ncd ../b\nterraform init\nterraform workspace select tmp\nterraform workspace select b\n"
  - name: a folder behind each workspace's name
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select a-prod ./\ncd ../b\nterraform init\nterraform workspace select b-prod ./\n"
  - name: each selects its own workspace
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select one\ncd ../b\nterraform init\nterraform workspace select two\n"
  - name: a workspace that is told
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      run.sh: "for d in a b; do\n  terraform -chdir=$d init\n  terraform -chdir=$d workspace select $1\ndone\n"
  - name: one database by libpq's variables, and another schema
    files:
      a/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      c/main.tf: "terraform {\n  backend \"pg\" {\n    schema_name = \"c\"\n  }\n}\n"
      up.sh: "export PGHOST=db PGDATABASE=tf\nterraform -chdir=a init\n⟦terraform -chdir=b init⟧\nterraform -chdir=c init\n"
  - name: two databases of one server
    files:
      a/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"pg\" {}\n}\n"
      up.sh: "export PGHOST=db\nPGDATABASE=a terraform -chdir=a init\nPGDATABASE=b terraform -chdir=b init\n"

"""####),
        File(path: "tofu/shared-by-copies.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/shared-by-copies
title: Stacks that look alike on one state
why: The lessons of a course are copies of one stack, and between copies nothing is lost. A stack that was copied to become another one, for a region or an environment, still needs an address of its own.
level: note
analyzer: terraform-state
message: "{stack} has the same state as {other}, and the same configuration as far as it is read: {address}"
tests:
  - name: a copy of a stack, as courses have it
    files:
      09/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\n"
      09/variables.tf: "variable \"region\" {}\n"
      09/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
      10/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"cluster\"\n  }\n}\n"
      10/variables.tf: "variable \"region\" {}\n"
      10/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
  - name: a copy with other values
    files:
      dev/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
      dev/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\nvariable \"region\" {}\n"
      dev/terraform.tfvars: "region = \"a\"\n"
      prod/nodes.tf: "resource \"google_container_node_pool\" \"a\" {}\n"
      prod/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"cluster\"\n  }\n}\nvariable \"region\" {}\n"
      prod/terraform.tfvars: "region = \"b\"\n"
  - name: a region copied from another, with its key
    files:
      japaneast/hub/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"hub\"\n    region = \"r\"\n  }\n}\n"
      japaneast/hub/variables.tf: "variable \"size\" {}\n"
      japaneast/hub/terraform.tfvars: "size = 1\n"
      japanwest/hub/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    ⟦key⟧    = \"hub\"\n    region = \"r\"\n  }\n}\n"
      japanwest/hub/variables.tf: "variable \"size\" {}\n"
      japanwest/hub/terraform.tfvars: "size = 1\n"
  - name: three of them
    files:
      lab/1/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"lab\"\n    region = \"r\"\n  }\n}\n"
      lab/1/variables.tf: "variable \"size\" {}\n"
      lab/1/terraform.tfvars: "size = 1\n"
      lab/2/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    ⟦key⟧    = \"lab\"\n    region = \"r\"\n  }\n}\n"
      lab/2/variables.tf: "variable \"size\" {}\n"
      lab/2/terraform.tfvars: "size = 1\n"
      lab/3/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    ⟦key⟧    = \"lab\"\n    region = \"r\"\n  }\n}\n"
      lab/3/variables.tf: "variable \"size\" {}\n"
      lab/3/terraform.tfvars: "size = 1\n"
  - name: copies with keys of their own
    files:
      a/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"a\"\n    region = \"r\"\n  }\n}\n"
      a/variables.tf: "variable \"size\" {}\n"
      a/terraform.tfvars: "size = 1\n"
      b/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"b\"\n    region = \"r\"\n  }\n}\n"
      b/variables.tf: "variable \"size\" {}\n"
      b/terraform.tfvars: "size = 1\n"
  - name: a file more
    files:
      a/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"a\"\n    region = \"r\"\n  }\n}\n"
      a/variables.tf: "variable \"size\" {}\n"
      a/terraform.tfvars: "size = 1\n"
      b/backend.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key    = \"a\"\n    region = \"r\"\n  }\n}\n"
      b/variables.tf: "variable \"size\" {}\n"
      b/terraform.tfvars: "size = 1\n"
      b/more.tf: "locals {}\n"

"""####),
        File(path: "tofu/shared-by-workspaces.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/shared-by-workspaces
title: Two stacks that only workspaces keep apart
why: With workspaces a backend keeps one state for each of them under its address. Two stacks on one address have two states only as long as no workspace has the same name in both; a workspace of the other stack, selected by mistake, makes a plan to destroy all that it has made.
level: note
analyzer: terraform-state
message: "{stack} has the address of {other}, {address}; they have two states only while no workspace has the same name in both"
tests:
  - name: a script selects them
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"p\"\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select \"$1\"\n"
  - name: a page selects them, somewhere
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"p\"\n  }\n}\n"
      docs/terraform.md: "```sh\nterraform workspace new $CLUSTER\n```\n"
  - name: the environment does
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .github/workflows/a.yml: "jobs:\n  a:\n    env:\n      TF_WORKSPACE: prod-a\n    steps:\n      - run: terraform init\n        working-directory: a\n"
  - name: Jenkins does, in a step of its own
    files:
      a/backend.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      b/backend.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"p\"\n  }\n}\n"
      a/Jenkinsfile: "node {\n  dir('a') {\n    sh 'terraform init'\n    sh \"terraform workspace select a_${BUILD_ID}\"\n  }\n}\n"
  - name: a script selects them in a folder that a command prints
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    ⟦prefix⟧ = \"p\"\n  }\n}\n"
      run.sh: "d=$(folder_of \"$1\")\ncd \"$d\"\nterraform init\nterraform workspace select \"$w\"\n"
  - name: one prefix is one set of workspaces
    files:
      a/main.tf: "terraform {\n  backend \"remote\" {\n    organization = \"o\"\n    workspaces {\n      prefix = \"net-\"\n    }\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"remote\" {\n    organization = \"o\"\n    ⟦workspaces⟧ {\n      prefix = \"net-\"\n    }\n  }\n}\n"
  - name: two prefixes are two
    files:
      a/main.tf: "terraform {\n  backend \"remote\" {\n    organization = \"o\"\n    workspaces {\n      prefix = \"net-\"\n    }\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"remote\" {\n    organization = \"o\"\n    workspaces {\n      prefix = \"dns-\"\n    }\n  }\n}\n"
  - name: a script selects them, but nowhere near
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"p\"\n  }\n}\n"
      run.sh: "d=$(folder_of \"$1\")\ncd \"other/$d\"\nterraform init\nterraform workspace select \"$w\"\n"
  - name: another address
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"a\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"b\"\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select \"$1\"\n"
  - name: one stack in many workspaces
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"a\"\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select dev\nterraform workspace select prod\n"
  - name: a prefix of their own
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket               = \"b\"\n    key                  = \"k\"\n    use_lockfile         = true\n    workspace_key_prefix = \"a\"\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket               = \"b\"\n    key                  = \"k\"\n    use_lockfile         = true\n    workspace_key_prefix = \"b\"\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select dev\n"
  - name: both select one workspace
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      run.sh: "for d in a b; do\n  terraform -chdir=$d init\n  terraform -chdir=$d workspace select prod\ndone\n"
  - name: each selects its own workspace
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    ⟦key⟧          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      run.sh: "cd a\nterraform init\nterraform workspace select one\ncd ../b\nterraform init\nterraform workspace select two\n"

"""####),
        File(path: "tofu/tfvars-tree.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/tfvars-tree
title: Variables in a top-level tfvars tree
why: Each stack holds its own {env}.tfvars, beside its code. A separate tfvars/ tree was given up; files in it are not there or are not what the pipeline reads.
level: note
match: {re: '(?<![\w.$\{\}/-])(?:(?:\.\./)+|\./|~/(?:[\w.-]+/)*)?tfvars/(?!(?:[\w.$\{\}<>-]+\.)?auto\.tfvars)[\w.$\{\}<>-]+\.tfvars(?:\.json)?'}
unless:
  - exists: "**/tfvars/**"
message: "'{match}': variables belong beside the stack that reads them"
tests:
  - {lang: shell, bad: "tofu plan -var-file=⟦../../../tfvars/attic-dev.tfvars⟧\n"}
  - {lang: markdown, bad: "Fill in `⟦tfvars/runners-prod.tfvars⟧`.\n"}
  - {lang: markdown, bad: "```bash\ntofu apply -var-file=⟦tfvars/attic-{environment}.tfvars⟧\n```\n"}
  - {lang: shell, good: "tofu plan -var-file=dev.tfvars\n"}
  - {lang: shell, good: "tofu -chdir=tofu/stacks/attic plan -var-file=prod.tfvars\n"}
  - {lang: markdown, good: "`tofu/stacks/attic/dev.tfvars` is beside its stack.\n"}
  - {name: files that a program hands on, lang: shell, good: "ln -s ~/config/tfvars/0-globals.auto.tfvars.json ./\n"}
  - {name: two kinds of files, lang: markdown, good: "Set it in tfvars/auto.tfvars of your own.\n"}
  - name: there is no such folder any more
    files:
      tofu/stacks/a/prod.tfvars: "x = 1\n"
      plan.sh: "tofu -chdir=tofu/stacks/a plan -var-file=⟦../../../tfvars/a-prod.tfvars⟧\n"
  - name: there is
    files:
      tfvars/a-prod.tfvars: "x = 1\n"
      plan.sh: "tofu -chdir=tofu/stacks/a plan -var-file=../../../tfvars/a-prod.tfvars\n"
  - name: the stack itself has such a folder
    files:
      stack/tfvars/dev.tfvars: "a = 1\n"
      README.md: "```bash\ncd stack\nterraform plan -var-file=tfvars/dev.tfvars\n```\n"

"""####),
        File(path: "tofu/two-backends.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/two-backends
title: Two backend blocks in one stack
why: A module has one backend. Two blocks stop init with "Duplicate backend configuration".
level: error
analyzer: terraform-state
message: "{stack} has a second backend block; init stops"
tests:
  - name: in two files
    files:
      a/backend.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/main.tf: "terraform {\n  backend ⟦\"http\"⟧ {}\n}\n"
  - name: of two types
    files:
      a/backend.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/versions.tf: "terraform {\n  backend ⟦\"s3\"⟧ {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
  - name: a block and a cloud
    files:
      a/backend.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/cloud.tf: "terraform {\n  ⟦cloud⟧ {\n    organization = \"o\"\n  }\n}\n"
  - name: an override is merged
    files:
      a/backend.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/backend_override.tf: "terraform {\n  backend \"local\" {}\n}\n"
  - name: OpenTofu takes its own file
    files:
      a/backend.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/backend.tofu: "terraform {\n  backend \"s3\" {\n    use_lockfile = true\n  }\n}\n"
  - name: two folders
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: in JSON
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      a/z.tf.json: "{\"terraform\":{\"backend\":{⟦\"gcs\"⟧:{\"bucket\":\"b\"}}}}\n"
  - name: OpenTofu reads one JSON file in the place of the other
    files:
      a/main.tf.json: "{\"terraform\": {\"backend\": {\"local\": {}}}}\n"
      a/main.tofu.json: "{\"terraform\": {\"backend\": {\"local\": {\"path\": \"x\"}}}}\n"
  - name: an override in JSON
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/dev_override.tf.json: "{\"terraform\": {\"backend\": {\"local\": {}}}}\n"
  - name: two in one override file
    files:
      a/main.tf: "terraform {\n  cloud {\n    organization = \"o\"\n  }\n}\n"
      a/override.tf: "terraform {\n  cloud {\n    organization = \"p\"\n  }\n}\nterraform {\n  ⟦cloud⟧ {\n    organization = \"q\"\n  }\n}\n"
  - name: a folder of blocks to choose from
    files:
      backends/s3.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      backends/backend-gcs.tf: "terraform {\n  backend \"gcs\" {}\n}\nresource \"google_storage_bucket\" \"state\" {}\n"
      backends/variables.tf: "variable \"region\" {}\n"
  - name: something is made beside them, or an init names them
    files:
      a/s3.tf: "terraform {\n  backend ⟦\"s3\"⟧ {}\n}\n"
      a/local.tf: "terraform {\n  backend \"local\" {}\n}\n"
      a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      b/local.tf: "terraform {\n  backend \"local\" {}\n}\n"
      b/s3.tf: "terraform {\n  backend ⟦\"s3\"⟧ {}\n}\n"
      init.sh: "cd b\nterraform init\n"
  - name: pieces to choose from, whose names differ in a part
    files:
      scripts/backend.azurerm.tf: "terraform {\n  backend \"azurerm\" {}\n}\n"
      scripts/backend.hcl.tf: "terraform {\n  backend \"remote\" {}\n}\n"
      scripts/state.sh: "cp -f ${script_path}/backend.hcl.tf ${target}/backend.hcl.tf\nterraform init -backend-config key=${key} ${target}\n"
  - name: such names, and something that is made, declared or pinned beside them
    files:
      a/backend-aws.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/backend-azure.tf: "terraform {\n  backend ⟦\"azurerm\"⟧ {}\n}\n"
      a/main.tf: "resource \"null_resource\" \"a\" {}\n"
      b/backend-aws.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      b/backend-azure.tf: "terraform {\n  backend ⟦\"azurerm\"⟧ {}\n}\n"
      b/variables.tf: "variable \"a\" {}\n"
  - name: such names, and an init beside them
    files:
      a/backend-aws.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/backend-azure.tf: "terraform {\n  backend ⟦\"azurerm\"⟧ {}\n}\n"
      a/up.sh: "terraform init -upgrade\n"

"""####),
        File(path: "tofu/undeclared-tfvars-key.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/undeclared-tfvars-key
title: Key of a tfvars file that the stack does not declare
why: A value for a variable that is not declared is only a warning, so it looks set and Terraform drops it; what uses 'var.…' undeclared fails all the same.
level: warning
analyzer: terraform-state
message: "{stack} declares no variable '{match}': Terraform drops the value"
tests:
  - name: a tfvars file
    files:
      a/variables.tf: "variable \"region\" {}\n"
      a/prod.tfvars: "region = \"x\"\n⟦zone⟧   = \"y\"\n"
  - name: an example
    files:
      a/variables.tf: "variable \"region\" {}\n"
      a/terraform.tfvars.example: "region = \"x\"\n⟦replicas⟧ = 2\n"
  - name: a map is one key
    files:
      a/variables.tf: "variable \"region\" {}\n"
      a/terraform.tfvars: "⟦tags⟧ = {\n  region = \"x\"\n}\n"
  - name: declared anywhere in the folder
    files:
      a/main.tf: "locals {}\n\n  variable \"zone\" {}\n"
      a/variables.tf: "variable \"region\" {}\n"
      a/prod.tfvars: "region = \"x\"\nzone   = \"y\"\n"
  - name: a comment
    files:
      a/variables.tf: "variable \"region\" {}\n"
      a/prod.tfvars: "region = \"x\"\n# zone   = \"y\"\n"
  - name: a folder of values only
    files:
      a/variables.tf: "variable \"region\" {}\n"
      env/prod.tfvars: "zone = \"y\"\n"
  - name: backend service values
    files:
      infra/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"a\" {}\n"
      infra/backend.tfvars: "a = 1\n⟦replicas⟧ = 2\n"
  - name: backend config
    files:
      infra/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"a\" {}\n"
      infra/backend-config.tfvars.example: "bucket = \"b\"\nkey = \"k\"\nregion = \"r\"\n"
  - name: a test reads it
    files:
      a/main.tf: "variable \"input\" {}\n"
      a/all.tftest.hcl: "variables {\n  input = var.org\n}\n"
      a/terraform.tfvars: "org = \"o\"\n"
  - name: a test in the folder for tests reads another
    files:
      a/main.tf: "variable \"input\" {}\n"
      a/tests/all.tftest.hcl: "variables {\n  input = var.org\n}\n"
      a/terraform.tfvars: "org = \"o\"\n⟦orgs⟧ = \"o\"\n"
  - name: an init names it as its arguments
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    key = \"k\"\n  }\n}\nvariable \"env\" {}\n"
      a/all.s3.tfvars: "region = \"r\"\nencrypt = true\n"
      init.sh: "cd a\nterraform init -backend-config all.s3.tfvars\n"
  - name: arguments of a backend that nothing names
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\nvariable \"env\" {}\n"
      a/prod.s3.tfvars: "bucket = \"states\"\nkey = \"k\"\nregion = \"r\"\n"
  - name: values that are called as arguments of a backend
    files:
      a/main.tf: "variable \"env\" {}\n"
      a/prod.tfvars: "⟦region⟧ = \"r\"\n"
      a/terraform.tfvars: "⟦bucket⟧ = \"b\"\n⟦key⟧ = \"k\"\n"
      a/test.tfvars: "⟦bucket⟧ = \"b\"\n⟦zone⟧ = \"z\"\n"
  - name: declarations alone beside values that another folder's stack is given
    files:
      main.tf: "resource \"null_resource\" \"a\" {\n  triggers = { a = var.acr }\n}\nvariable \"acr\" {}\nvariable \"region\" {}\n"
      environments/dev/variables.tf: "variable \"region\" {}\n"
      environments/dev/dev.tfvars: "region = \"x\"\nacr    = \"y\"\n⟦gone⟧   = \"z\"\n"
      environments/dev/terraform.tfvars: "⟦acr⟧ = \"y\"\n"
  - name: a stack beside values, whatever others declare
    files:
      main.tf: "resource \"null_resource\" \"a\" {}\nvariable \"acr\" {}\n"
      dev/main.tf: "resource \"null_resource\" \"a\" {}\nvariable \"region\" {}\n"
      dev/dev.tfvars: "region = \"x\"\n⟦acr⟧    = \"y\"\n"
  - name: what old Terragrunt reads beside the values
    files:
      a/main.tf: "variable \"env\" {}\n"
      a/terraform.tfvars: "terragrunt = {\n  include {\n    path = \"${find_in_parent_folders()}\"\n  }\n}\nenv = \"x\"\n⟦gone⟧ = \"y\"\n"
  - name: a file below the stack that a command names
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"region\" {}\n"
      a/env/dev/terraform.tfvars: "region = \"r\"\n⟦zone⟧ = \"z\"\n"
      a/env/prod/terraform.tfvars: "region = \"r\"\n⟦zone⟧ = \"z\"\n"
      a/run.sh: "terraform init\nterraform apply -var-file=\"./env/$1/terraform.tfvars\"\n"
      run.sh: "cd a\nterraform init\nterraform apply -var-file=\"./env/$1/terraform.tfvars\"\n"
  - name: a file below the stack that a command names by its name
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"region\" {}\n"
      a/env/dev.tfvars: "⟦zone⟧ = \"z\"\n"
      run.sh: "cd a\nterraform init\nterraform apply -var-file=env/dev.tfvars\n"
  - name: a file below the stack that nothing names
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"region\" {}\n"
      a/env/dev.tfvars: "zone = \"z\"\n"
      run.sh: "cd a\nterraform init\nterraform apply\n"
  - name: a file for several stacks
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"region\" {}\n"
      vars/dev.tfvars: "zone = \"z\"\n"
      run.sh: "cd a\nterraform init\nterraform apply -var-file=../vars/dev.tfvars\n"
  - name: a file below a stack that another reads as well
    files:
      main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"region\" {}\n"
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"c\"\n  }\n}\nvariable \"zone\" {}\n"
      a/vars/dev.tfvars: "zone = \"z\"\n"
      run.sh: "terraform init\nterraform apply -var-file=a/vars/dev.tfvars\ncd a\nterraform init\nterraform apply -var-file=vars/dev.tfvars\n"
  - name: blocks are no values
    files:
      a/main.tf: "variable \"region\" {}\n"
      a/prod.tfvars: "variable \"zone\" {\n  default = \"z\"\n}\nregion = \"r\"\n⟦size⟧ = 1\n"
  - name: a template is not read behind what is no HCL
    files:
      a/main.tf: "variable \"apps\" {}\n"
      a/terraform.tfvars: "apps = {\n${NAME}-app = {\nurl = \"https://${DOMAIN}/\"\n}\n}\n"
  - name: a template is read before what is no HCL
    files:
      a/main.tf: "variable \"apps\" {}\n"
      a/terraform.tfvars: "⟦size⟧ = 1\napps = {\n${NAME}-app = {\nurl = \"https://${DOMAIN}/\"\n}\n}\n"
  - name: an example of a module, for who calls it
    files:
      envs/dev/main.tf: "module \"jobs\" {\n  source = \"../../modules/jobs\"\n}\nvariable \"schedules\" {}\n"
      modules/jobs/main.tf: "variable \"name\" {}\n"
      modules/jobs/jobs.auto.tfvars.example: "schedules = 1\n"
  - name: an example of a module that nobody declares
    files:
      envs/dev/main.tf: "module \"jobs\" {\n  source = \"../../modules/jobs\"\n}\nvariable \"schedules\" {}\n"
      modules/jobs/main.tf: "variable \"name\" {}\n"
      modules/jobs/jobs.auto.tfvars.example: "⟦others⟧ = 1\n"

"""####),
        File(path: "tofu/undeclared-variable.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/undeclared-variable
title: -var of a variable that the stack does not declare
why: Terraform stops at a -var that the root module does not declare, so this command has never worked since the variable was renamed or removed.
level: error
analyzer: terraform-state
message: "{stack} declares no variable '{match}'"
tests:
  - name: a document
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"region\" {}\n"
      README.md: "```bash\ncd a\ntofu init\ntofu plan -var=\"⟦zone⟧=x\"\n```\n"
  - name: a recipe
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      a/variables.tf: "variable \"region\" {\n  type = string\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=address=https://s.example.com/a\nplan:\n    cd a && tofu plan -var \"region=x\" -var \"⟦cluster⟧=y\"\n"
  - name: an array in a job
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"region\" {}\n"
      .gitlab-ci.yml: "plan:\n  script:\n    - |\n      cd a\n      tofu init\n      FLAGS=(\n        -var=\"region=x\"\n      )\n      FLAGS+=(-var=\"⟦tier⟧=${TIER}\")\n      tofu plan \"${FLAGS[@]}\"\n"
  - name: declared in another file of the folder
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/variables.tf: "variable \"region\" {}\n"
      README.md: "```bash\ncd a\ntofu init\ntofu plan -var=\"region=x\"\n```\n"
  - name: the folder is not known
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      README.md: "```bash\ntofu plan -var=\"region=x\"\n```\n"
  - name: declared in JSON perhaps
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      a/variables.tf.json: "{}\n"
      README.md: "```bash\ncd a\ntofu init\ntofu plan -var=\"region=x\"\n```\n"
  - name: one of the recipe's stacks declares it
    files:
      stacks/a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"region\" {}\n"
      stacks/b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"c\"\n  }\n}\n"
      Justfile: "plan stack:\n    cd stacks/{{stack}} && tofu plan -var=\"region=x\"\n"
  - name: a Dockerfile
    files:
      infra/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"a\" {}\n"
      infra/Dockerfile: "RUN terraform plan -var ⟦b⟧=1\n"
  - name: a recipe's line that spaces join to another
    files:
      main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\nvariable \"region\" {}\n"
      Makefile: "apply:\n\t@terraform apply \\\n\t\t-input=false \\\n          -auto-approve -no-color \\\n\t\t-var=\"⟦nope⟧=1\"\n"
  - name: of the stack that a script is told
    files:
      net/main.tf: "variable \"size\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      scripts/plan.sh: "cd \"$1\"\nterraform init\nterraform plan -var ⟦zone⟧=a\n"
      .gitlab-ci.yml: "a:\n  script:\n    - scripts/plan.sh net\n"
  - name: declared by the stack that a script is told
    files:
      net/main.tf: "variable \"size\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      scripts/plan.sh: "cd \"$1\"\nterraform init\nterraform plan -var size=a\n"
      .gitlab-ci.yml: "a:\n  script:\n    - scripts/plan.sh net\n"
  - name: of a stack that a script is told by a variable
    files:
      net/main.tf: "variable \"size\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      scripts/plan.sh: "cd \"$1\"\nterraform init\nterraform plan -var zone=a\n"
      .gitlab-ci.yml: "a:\n  script:\n    - scripts/plan.sh $STACK\n"
  - name: a command that a function is handed
    files:
      net/main.tf: "variable \"size\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      up.sh: "run() {\n  echo \"+ $*\"\n  \"$@\"\n}\nrun terraform -chdir=net init\nrun terraform -chdir=net apply -var ⟦zone⟧=a\n"
  - name: a command that a function only prints
    files:
      net/main.tf: "variable \"size\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      up.sh: "hint() {\n  echo \"next: $*\"\n}\nterraform -chdir=net init\nhint terraform -chdir=net apply -var zone=a\n"
  - name: init and test take a variable that nobody declares
    files:
      net/main.tf: "variable \"size\" {}\nterraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      up.sh: "cd net\nterraform init -var zone=a\nterraform test -var zone=a\nterraform plan -var ⟦zone⟧=a\n"

"""####),
        File(path: "tofu/unknown-argument.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/unknown-argument
title: Argument that no backend has
why: An argument that the backend does not have stops init.
level: error
analyzer: terraform-state
message: "the {type} backend has no argument '{match}'"
tests:
  - {path: a/main.tf, bad: "terraform {\n  backend \"http\" {\n    ⟦lock_adress⟧ = \"https://s.example.com\"\n  }\n}\n"}
  - {lang: markdown, bad: "```hcl\nterraform {\n  backend \"s3\" {\n    bucket     = \"b\"\n    ⟦bucket_key⟧ = \"k\"\n  }\n}\n```\n"}
  - name: on the command line
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {}\n}\n"
      init.sh: "cd a\nterraform init -backend-config=\"bucket=b\" -backend-config=\"⟦prefx⟧=p\"\n"
  - name: in a file of arguments
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {}\n}\n"
      a/prod.tfbackend: "bucket = \"b\"\n⟦prefx⟧ = \"p\"\n"
      init.sh: "cd a\nterraform init -backend-config=prod.tfbackend\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"http\" {\n    address   = \"https://s.example.com\"\n    retry_max = 3\n  }\n}\n"}
  - {path: a/main.tf, good: "terraform {\n  backend \"http\" {\n    # lock_adress = \"https://s.example.com\"\n  }\n}\n"}
  - {path: a/main.tf, good: "terraform {\n  backend \"remote\" {\n    organization = \"o\"\n    workspaces {\n      prefix = \"a-\"\n    }\n  }\n}\n", name: a nested block}
  - {path: a/main.tf, good: "terraform {\n  backend \"artifactory\" {\n    repo = \"r\"\n  }\n}\n", name: a backend that is not known here}
  - name: in JSON
    files:
      infra/backend.tf.json: "{\"terraform\": {\"backend\": {\"http\": {\"⟦adress⟧\": \"https://s.example.com/a\"}}}}\n"
      infra/main.tf: "locals {}\n"
  - name: an override takes the block's place
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    nonsense = true\n  }\n}\n"
      a/override.tf: "terraform {\n  backend \"local\" {}\n}\n"
  - name: the override itself is read
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {}\n}\n"
      a/ci_override.tf: "terraform {\n  backend \"local\" {\n    ⟦nonsense⟧ = true\n  }\n}\n"

"""####),
        File(path: "tofu/unknown-backend.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/unknown-backend
title: Backend that there is not
why: Init stops with "Unsupported backend type", so nothing that is written in the block has ever been used. HCP Terraform is set up by a cloud block; no backend is called so.
level: error
analyzer: terraform-state
message: "there is no backend '{type}'{hint}; init stops"
tests:
  - {name: HCP Terraform is a block, path: a/main.tf, bad: "terraform {\n  backend ⟦\"cloud\"⟧ {\n    organization = \"o\"\n  }\n}\n"}
  - {name: a slip, path: a/main.tf, bad: "terraform {\n  backend ⟦\"azure2\"⟧ {\n    key = \"k\"\n  }\n}\n"}
  - {name: "the name of another tool", path: a/main.tf, bad: "terraform {\n  backend ⟦\"gitlab\"⟧ {}\n}\n"}
  - {name: in JSON, path: a/main.tf.json, bad: "{\"terraform\": {\"backend\": {⟦\"cloud\"⟧: {\"organization\": \"o\"}}}}\n"}
  - {name: the block, path: a/main.tf, good: "terraform {\n  cloud {\n    organization = \"o\"\n  }\n}\n"}
  - {name: one that older versions have, path: a/main.tf, good: "terraform {\n  backend \"swift\" {\n    container = \"c\"\n  }\n}\n"}
  - {name: what is to be filled in, path: a/main.tf, good: "terraform {\n  backend \"BACKEND_TYPE\" {}\n}\n"}
  - {name: what a page shows, lang: markdown, good: "```hcl\nterraform {\n  backend \"mybackend\" {}\n}\n```\n"}
  - {name: another block, path: a/main.tf, good: "resource \"lb\" \"backend\" {\n  backend \"cloud\" {}\n}\n"}

"""####),
        File(path: "tofu/unlock-without-lock.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/unlock-without-lock
title: An unlock address and no lock
why: With unlock_address and no lock_address the http backend does not lock at all, and says nothing. Two applies at once then write over each other.
level: error
analyzer: terraform-state
message: "'{match}' without a lock address: nothing is locked"
tests:
  - {path: a/main.tf, bad: "terraform {\n  backend \"http\" {\n    address        = \"https://s.example.com/a\"\n    ⟦unlock_address⟧ = \"https://s.example.com/l\"\n  }\n}\n"}
  - {path: doc.md, bad: "```hcl\nterraform {\n  backend \"http\" {\n    ⟦unlock_address⟧ = \"https://s.example.com/l\"\n  }\n}\n```\n"}
  - name: exported in a script
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      init.sh: "export ⟦TF_HTTP_UNLOCK_ADDRESS⟧=https://s.example.com/l\ncd a && terraform init\n"
  - {path: a/main.tf, good: "terraform {\n  backend \"http\" {}\n}\n"}
  - {path: a/main.tf, good: "terraform {\n  backend \"http\" {\n    address        = \"https://s.example.com/a\"\n    lock_address   = \"https://s.example.com/l\"\n    unlock_address = \"https://s.example.com/l\"\n  }\n}\n"}
  - name: the environment completes the block
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address        = \"https://s.example.com/a\"\n    unlock_address = \"https://s.example.com/l\"\n  }\n}\n"
      init.sh: "export TF_HTTP_LOCK_ADDRESS=https://s.example.com/l\ncd a && terraform init\n"
  - name: variables by an anchor
    files:
      .gitlab-ci.yml: ".state: &state\n  TF_HTTP_ADDRESS: https://s.example.com/a\n  ⟦TF_HTTP_UNLOCK_ADDRESS⟧: https://s.example.com/a/x\nplan:\n  variables:\n    <<: *state\n  script:\n    - cd infra\n    - tofu init\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
  - name: a dotenv file that the script sources
    files:
      .env: "TF_HTTP_ADDRESS=https://s.example.com/a\n⟦TF_HTTP_UNLOCK_ADDRESS⟧=https://s.example.com/a/x\n"
      run.sh: "set -a\n. ./.env\nset +a\ncd infra\ntofu init\n"
      infra/main.tf: "terraform {\n  backend \"http\" {}\n}\n"

"""####),
        File(path: "tofu/unused-environment.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/unused-environment
title: Variables of another backend
why: Variables of the http backend mean nothing to another; they are silently unused, and whoever reads the job believes that they say where the state is.
level: warning
analyzer: terraform-state
message: "'{match}' is for the {owner} backend; this init is of a {type} backend and does not read it"
tests:
  - name: the block has moved, the job has not
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    ⟦TF_HTTP_ADDRESS⟧: https://s.example.com/a\n  script:\n    - cd a\n    - tofu init\n"
  - name: a workflow
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    steps:\n      - working-directory: a\n        env:\n          ⟦TF_HTTP_PASSWORD⟧: ${{ secrets.TOKEN }}\n        run: terraform init\n"
  - name: a script
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      init.sh: "export ⟦TF_HTTP_USERNAME⟧=bot\ncd a\nterraform init\n"
  - name: the backend that reads them
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_ADDRESS: https://s.example.com/a\n  script:\n    - cd a\n    - tofu init\n"
  - name: another stack of the same job reads them
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      b/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_ADDRESS: https://s.example.com/a\n  script:\n    - tofu -chdir=a init\n    - tofu -chdir=b init\n"
  - name: others have their own use for these
    files:
      a/main.tf: "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n  }\n}\n"
      init.sh: "export AWS_REGION=eu-west-1\ncd a\nterraform init\n"
  - name: a Makefile
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "export ⟦TF_HTTP_ADDRESS⟧ := https://s/a\ninit:\n\tcd a && tofu init\n"
  - name: a file that the script sources
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      env.sh: "export ⟦TF_HTTP_ADDRESS⟧=https://s/a\n"
      x.sh: "source env.sh\ncd a\ntofu init\n"
  - name: a job writes the block anew before its init
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_ADDRESS: https://s.example.com/a\n  script:\n    - printf 'terraform {\\n  backend \"%s\" {}\\n}\\n' \"$TYPE\" > a/main.tf\n    - cd a\n    - tofu init\n"
  - name: a job writes a block where there is none
    files:
      a/main.tf: "variable \"x\" {}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_ADDRESS: https://s.example.com/a\n  script:\n    - printf 'terraform {\\n  backend \"%s\" {}\\n}\\n' \"$TYPE\" > a/backend.tf\n    - cd a\n    - tofu init\n"
  - name: GitLab's wrapper makes such variables of a name
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/a\n  ⟦TF_STATE_NAME⟧: main\nplan:\n  script:\n    - gitlab-terraform plan\n"
  - name: the wrapper's own stack reads it
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/a\n  TF_STATE_NAME: main\nplan:\n  script:\n    - gitlab-terraform plan\n"
  - name: the name is handed over as another argument
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/a\n  TF_STATE_NAME: main\nplan:\n  script:\n    - gitlab-terraform init -backend-config=key=${TF_STATE_NAME}\n"
  - name: the pipeline uses the name for something else
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      .gitlab-ci.yml: "variables:\n  TF_ROOT: ${CI_PROJECT_DIR}/a\n  TF_STATE_NAME: main\nplan:\n  resource_group: ${TF_STATE_NAME}\n  script:\n    - gitlab-terraform plan\n"

"""####),
        File(path: "tofu/unverified-certificate.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/unverified-certificate
title: State server's certificate is not verified
why: State holds every secret that a stack has made. Without verification anyone on the way can read it and hand back another.
level: error
analyzer: terraform-state
message: "'{match}': the state server could be anyone"
tests:
  - {lang: hcl, bad: "terraform {\n  backend \"http\" {\n    ⟦skip_cert_verification⟧ = true\n  }\n}\n"}
  - {lang: shell, bad: "tofu init -backend-config=\"⟦skip_cert_verification⟧=true\"\n"}
  - {path: state.tfbackend, bad: "⟦skip_cert_verification⟧ = true\n"}
  - {lang: hcl, good: "terraform {\n  backend \"http\" {\n    skip_cert_verification = false\n  }\n}\n"}
  - {lang: hcl, good: "terraform {\n  backend \"http\" {\n    # skip_cert_verification = true\n  }\n}\n"}
  - {lang: markdown, good: "Never set skip_cert_verification.\n"}
  - name: a file of arguments that a script hands over
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      a/dev.tfbackend: "⟦skip_cert_verification⟧ = true\n"
      init.sh: "cd a\ntofu init -backend-config=dev.tfbackend\n"
  - name: the file says that it is verified
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      a/dev.tfbackend: "skip_cert_verification = false\n"
      init.sh: "# -backend-config=skip_cert_verification=true would be wrong\ncd a\ntofu init -backend-config=dev.tfbackend\n"

"""####),
        File(path: "tofu/username-without-password.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/username-without-password
title: User name without a password
why: A user name without a password is sent with an empty one, and the server answers 401. The job token is no default; a pipeline must hand it over.
level: warning
analyzer: terraform-state
message: "'{match}' without a password: the user is sent with an empty one"
tests:
  - name: the job's user without its token
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_ADDRESS: https://s.example.com/a\n    ⟦TF_HTTP_USERNAME⟧: gitlab-ci-token\n  script:\n    - cd a\n    - tofu init\n"
  - name: a configuration in a document
    path: doc.md
    bad: "```yaml\n.base:\n  variables:\n    ⟦TF_HTTP_USERNAME⟧: gitlab-ci-token\n  before_script:\n    - tofu init -backend-config=\"address=https://s.example.com/a\" -backend-config=\"lock_address=https://s.example.com/l\"\nplan:\n  extends: .base\n  script:\n    - tofu plan\n```\n"
  - name: a workflow hands nothing over that it does not name
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = \"https://s.example.com/a\"\n  }\n}\n"
      .github/workflows/x.yml: "jobs:\n  x:\n    env:\n      ⟦TF_HTTP_USERNAME⟧: bot\n    steps:\n      - run: terraform -chdir=a init\n"
  - name: the token is there
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_ADDRESS: https://s.example.com/a\n    TF_HTTP_USERNAME: gitlab-ci-token\n    TF_HTTP_PASSWORD: $CI_JOB_TOKEN\n  script:\n    - cd a\n    - tofu init\n"
  - name: another user's password may be a setting of the project
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      .gitlab-ci.yml: "plan:\n  variables:\n    TF_HTTP_ADDRESS: https://s.example.com/a\n    TF_HTTP_USERNAME: deploy-bot\n  script:\n    - cd a\n    - tofu init\n"
  - {path: doc.md, good: "```bash\ncd a\ntofu init -backend-config=\"username=me\"\n```\n", name: people have the password in their environment}

"""####),
        File(path: "tofu/variable-in-backend.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/variable-in-backend
title: Variable in a backend block
why: Terraform reads the backend before any variable and stops with "Variables not allowed". OpenTofu allows variables and locals from 1.8 on, so say that the stack needs OpenTofu; what a data source or a module gives neither takes.
level: note
analyzer: terraform-state
message: "'{match}' in a backend block {hint}"
tests:
  - {lang: hcl, bad: "terraform {\n  backend \"s3\" {\n    bucket       = ⟦var.bucket⟧\n    use_lockfile = true\n  }\n}\n"}
  - {lang: hcl, bad: "terraform {\n  backend \"s3\" {\n    key          = \"${⟦local.name⟧}/a\"\n    use_lockfile = true\n  }\n}\n"}
  - name: Terraform runs here
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = ⟦var.address⟧\n  }\n}\n"
      run.sh: "cd a\nterraform init\n"
  - {lang: hcl, good: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    use_lockfile = true\n  }\n}\n"}
  - {lang: hcl, good: "terraform {\n  backend \"http\" {\n    # address = var.address\n  }\n}\n"}
  - {lang: hcl, good: "output \"a\" {\n  value = var.bucket\n}\n"}
  - name: only OpenTofu runs here
    files:
      a/main.tf: "terraform {\n  backend \"http\" {\n    address = var.address\n  }\n}\n"
      run.sh: "cd a\ntofu init\n"
  - name: tofu mostly
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket = var.b\n    use_lockfile = true\n  }\n}\n"
      doc.md: "```sh\ncd b\ntofu init\ntofu plan\n```\n"
  - name: OpenTofu is pinned and what runs anywhere is it, whatever old pages say
    files:
      .opentofu-version: "1.10.2\n"
      services/root.tf: "terraform {\n  backend \"s3\" {\n    bucket       = local.bucket\n    use_lockfile = true\n  }\n}\n"
      services/a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = local.bucket\n    use_lockfile = true\n  }\n}\n"
      docs/old.md: "```sh\ncd services/a\nterraform init\nterraform plan\nterraform apply\n```\n"
  - name: OpenTofu is among the tools that mise installs
    files:
      mise.toml: "[tools]\nopentofu = \"1.11\"\njq = \"1\"\n"
      tf/root.tf: "terraform {\n  backend \"s3\" {\n    bucket       = var.bucket\n    use_lockfile = true\n  }\n}\n"
  - name: both programs are among the tools
    files:
      .tool-versions: "opentofu 1.10.2\nterraform 1.11.4\n"
      root.tf: "terraform {\n  backend \"s3\" {\n    bucket       = ⟦var.bucket⟧\n    use_lockfile = true\n  }\n}\n"
  - name: a pipeline in a folder that nothing tells runs OpenTofu
    files:
      services/a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = local.bucket\n    use_lockfile = true\n  }\n}\n"
      docs/old.md: "```sh\nterraform init\nterraform plan\nterraform apply\n```\n"
      .github/actions/deploy/action.yml: "runs:\n  using: composite\n  steps:\n    - run: tofu init\n      shell: bash\n      working-directory: ${{ inputs.path }}\n"
  - name: Terraform is pinned, and runs
    files:
      .opentofu-version: "1.10.2\n"
      a/.terraform-version: "1.11.4\n"
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = ⟦local.bucket⟧\n    use_lockfile = true\n  }\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = ⟦local.bucket⟧\n    use_lockfile = true\n  }\n}\n"
      run.sh: "cd b\nterraform init\n"
      docs/new.md: "```sh\ntofu init\ntofu plan\n```\n"
  - name: OpenTofu wrote the lock file of one stack, Terraform that of the other
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    key          = \"${var.name}.tfstate\"\n    use_lockfile = true\n  }\n}\n"
      a/.terraform.lock.hcl: "# This file is maintained automatically by \"tofu init\".\n\nprovider \"registry.opentofu.org/ovh/ovh\" {\n  version = \"2.8.0\"\n}\n"
      b/main.tf: "terraform {\n  backend \"s3\" {\n    key          = \"${⟦var.name⟧}.tfstate\"\n    use_lockfile = true\n  }\n}\n"
      b/.terraform.lock.hcl: "# This file is maintained automatically by \"terraform init\".\n\nprovider \"registry.terraform.io/ovh/ovh\" {\n  version = \"2.8.0\"\n}\n"
      README.md: "```sh\nterraform init\nterraform plan\n```\n"
  - name: nothing names a program but a folder
    files:
      tofu/main.tf: "terraform {\n  backend \"s3\" {\n    key          = \"${var.name}.tfstate\"\n    use_lockfile = true\n  }\n}\n"
  - name: a folder is named for one, what runs is the other
    files:
      tofu/a/main.tf: "terraform {\n  backend \"s3\" {\n    key          = \"${⟦var.name⟧}.tfstate\"\n    use_lockfile = true\n  }\n}\n"
      Makefile: "init:\n\tterraform -chdir=tofu/a init\n"
  - name: every init gives the argument
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"a\"\n    region       = var.region\n    use_lockfile = true\n  }\n}\n"
      Makefile: "init:\n\tcd a && terraform init -backend-config='region=$(REGION)'\n"
  - name: one init gives another argument
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"a\"\n    region       = ⟦var.region⟧\n    use_lockfile = true\n  }\n}\n"
      Makefile: "init:\n\tcd a && terraform init -backend-config='region=$(REGION)'\n"
      run.sh: "cd a\nterraform init -backend-config=bucket=c\n"
  - name: of an argument that the backend does not have another rule tells
    files:
      main.tf: "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    prefix = var.name\n    region = ⟦var.region⟧\n  }\n}\n"
  - name: OpenTofu does not look anything up before it has a backend
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = ⟦data.aws_s3_bucket.states.id⟧\n    key          = \"${⟦module.names.key⟧}/a\"\n    region       = var.region\n    use_lockfile = true\n  }\n}\n"
      run.sh: "cd a\ntofu init\n"
  - name: a path that only begins so, and what an init gives in its place
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = data.aws_s3_bucket.states.id\n    key          = \"data.a.b/module.x.y\"\n    use_lockfile = true\n  }\n}\n"
      run.sh: "cd a\ntofu init -backend-config=bucket=b\n"

"""####),
        File(path: "tofu/workspace-on-http.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: tofu/workspace-on-http
title: Workspaces on a backend that has none
why: The http backend keeps one state an address. A new workspace stops with "workspaces not supported".
level: error
analyzer: terraform-state
message: "the {type} backend of {stack} has no workspaces"
tests:
  - name: a script
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      run.sh: "cd a\ntofu init -backend-config=address=https://s.example.com/a\n⟦tofu workspace⟧ select prod\n"
  - name: a recipe
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      Justfile: "init:\n    cd a && tofu init -backend-config=address=https://s.example.com/a\nnew name:\n    cd a && ⟦tofu workspace⟧ new {{name}}\n"
  - name: a document
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      README.md: "```sh\ncd a\n⟦terraform workspace⟧ new dev\n```\n"
  - name: a backend that has them
    files:
      a/main.tf: "terraform {\n  backend \"s3\" {\n    bucket       = \"b\"\n    key          = \"k\"\n    use_lockfile = true\n  }\n}\n"
      run.sh: "cd a\ntofu workspace select prod\n"
  - name: to list them is harmless
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      run.sh: "cd a\ntofu workspace show\n"
  - name: another folder
    files:
      a/main.tf: "terraform {\n  backend \"http\" {}\n}\n"
      run.sh: "cd b\ntofu workspace new prod\n"

"""####),
        File(path: "topology/civo-provider.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: topology/civo-provider
title: Stack on the Civo provider
why: A stack that requires the Civo provider creates its cluster or its volumes there. The platform's cluster is honey and is not made by a stack.
level: warning
kpi: truth/topology
lang: hcl
node: $.provider.civo
message: "the stack configures the Civo provider; the platform runs on '$context'"
tests:
  - {lang: hcl, bad: "provider ⟦\"civo\"⟧ {\n  region = \"NYC1\"\n}\n"}
  - {lang: hcl, bad: "provider ⟦\"civo\"⟧ {}\n"}
  - {lang: markdown, bad: "```hcl\nprovider ⟦\"civo\"⟧ {\n  token = var.token\n}\n```\n"}
  - {lang: hcl, good: "# provider \"civo\" {\n#   token = var.token\n# }\n"}
  - {lang: hcl, good: "provider \"kubernetes\" {\n  config_context = \"honey\"\n}\n"}
  - {lang: hcl, good: "variable \"civo\" {}\n"}

"""####),
        File(path: "topology/civo-target.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: topology/civo-target
title: Civo as a target
why: Nothing is deployed to Civo any more. A storage class, object store, node label or API of theirs in a configuration asks for something honey does not have; a page that lists where the platform was tested is only that.
level: warning
kpi: truth/topology
match:
  re:
    - '(?<![\w.-])(?:https?://)?(?:objectstore(?:\.[\w-]+)?|s3|api|[\w-]+\.k8s)\.civo\.com\b(?!/\S*\.(?:png|svg|jpe?g|gif|webp|ico)\b)'
    - '(?<![\w-])civo-(?:volume|object-?stor(?:e|age))\b'
    - '\bkubernetes\.civo\.com/[\w-]+'
    - '(?i)(?:environments?/|\benv(?:ironment)?["'']?\s*[:=]\s*["'']?)(?<at>civo\b(?:-\w+)?)'
    - '\bCIVO_KUBECONFIG\b'
    - '\bcivo kubernetes config\b'
    - '(?<![\w-])Civo (?:[Oo]bject [Ss]tor(?:e|age)|minimum|quota)(?![^\n]*\b(?:disabled|no longer|removed|formerly)\b)'
    - '(?<![\w-])Civo (?:K8s|Kubernetes|cluster)\b(?: API\b)?'
unless:
  - evidence:
      near: file
      in: [heading, front-matter]
      match: {re: '(?i)\btested\b|\bcompar(?:ison|ed)\b|\bsupported (?:platforms|distributions)\b'}
  # What is over.
  - match:
      re: '(?i)\b(?:historic(?:al(?:ly)?)?|legacy|former(?:ly)?|retired|decommissioned)(?:/\w+)? Civo\b|\b(?:no longer|not|never|n''t) (?:deploy|run|live|use|target)\w*[^.;|\n]{0,30}\bCivo\b|\bcivo-volume[`"''*]* (?:does not|is not|doesn''t|is gone|was removed)\b|\bCivo (?:K8s|Kubernetes|clusters?|object stor(?:e|age))(?: (?:deploy\w*|clusters?|modules?|path|environment|code|support|target)){0,2}(?: (?:is|was|are|were|has been|have been))? (?:disabled|no longer|removed|retired|decommissioned|switched off)\b'
    reach: line
  - files: ["**/*_test.go", "**/*_test.py", "**/test_*.py", "**/*.test.ts", "**/*.test.js", "**/*.spec.ts"]
message: "'{match}' targets Civo; the platform runs on '$context'"
tests:
  - {lang: yaml, bad: "storage:\n  storageClass: ⟦civo-volume⟧\n"}
  - {lang: yaml, bad: "endpointURL: ⟦https://objectstore.nyc1.civo.com⟧\n"}
  - {lang: hcl, bad: "selector = {\n  \"⟦kubernetes.civo.com/node-pool⟧\" = \"gpu\"\n}\n"}
  - {lang: hcl, bad: "# Backup bucket (⟦Civo Object Storage⟧)\n"}
  - {lang: nix, bad: "{ description = \"Binary cache - ⟦Civo Kubernetes⟧ Deployment\"; }\n"}
  - {lang: hcl, bad: "# Autoscaled module for ⟦Civo Kubernetes⟧.\n"}
  - {lang: markdown, bad: "| **Cluster** | east (⟦Civo Kubernetes⟧) |\n|---|---|\n"}
  - {lang: markdown, bad: "The queue runs in the ⟦Civo K8s⟧ cluster.\n"}
  - {name: a list of what it can run on, lang: markdown, good: "It runs on any cluster (kind, Civo, RKE2).\n"}
  - {name: a page that lists where it was tested, lang: markdown, good: "# Tested platforms\n\nCivo Kubernetes deployment took two minutes, with class `civo-volume`.\n"}
  - {name: data of a unit test, path: s3/client_test.go, good: "package s3\n\nconst host = \"https://s3.civo.com\"\n"}
  - {name: one of several providers, lang: yaml, good: "# external S3 (AWS, Civo, DigitalOcean)\na: 1\n"}
  - {name: a tool in the shell, lang: nix, good: "{ packages = [ pkgs.civo ]; }\n"}
  - {name: what is switched off, lang: hcl, good: "# Civo object storage modules disabled\n"}
  - {name: what was removed, lang: yaml, good: "# Civo K8s deploy removed (2026-04-07): the queue moved to honey\na: 1\n"}
  - {name: what is history, lang: markdown, good: "The historical Civo path ran the queue in the Civo K8s cluster.\n\n## Historical Civo K8s State\n"}
  - {name: a past in a title, lang: tex, good: "\\subsection{Legacy Civo Kubernetes}\n"}
  - {name: what is no longer so, lang: markdown, good: "We no longer deploy to the Civo cluster.\n\nThe storage class `civo-volume` does not exist on honey.\n"}
  - {name: something else's past, lang: markdown, bad: "Deploy to the ⟦Civo K8s⟧ cluster with swap disabled.\n\nHistorical data is kept by the ⟦Civo Kubernetes⟧ volumes.\n\nThe legacy apps run on the ⟦Civo Kubernetes⟧ cluster.\n"}
  - {name: another cell's past, lang: markdown, bad: "| legacy | ⟦Civo Kubernetes⟧ | removed |\n|---|---|---|\n"}
  - {name: a setting is no history, lang: yaml, bad: "storageClass: ⟦civo-volume⟧ # legacy\n"}
  - {name: a picture, lang: python, good: "url = \"https://api.civo.com/k3s-marketplace/metrics-server.png\"\n"}

"""####),
        File(path: "topology/former-cluster.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: topology/former-cluster
title: Cluster of the former tenant
why: beehive and rigel were the clusters of the previous tenant. A tfvars file, context or domain of theirs is a target that is out of reach.
level: warning
kpi: truth/topology
# What others wrote and is kept here means no cluster of ours.
surfaces: [primary, archive, generated]
# Rows of data are no claim of the repository's.
files: {exclude: ["**/*.{csv,tsv,psv,log,ndjson,jsonl,geojson}"]}
# In a longer proper name, or behind an article, it is a street, a school or a firm.
match: {re: '(?i)\bhttps?://(?:(?!beehive|rigel)[^\s/?#"''`<>()])+[/?#][^\s"''`<>()]*?(?:beehive|rigel)[^\s"''`<>()]*(?<link>)|(?:(?<![A-Za-z0-9-])|(?<=:-)|(?<=%2F))(?<at>(?<!(?-i:The) )(?-i:Beehive|Rigel)(?!(?-i: (?!(?:Agent|Attic|Cache|Civo|Clusters?|Config|Contexts?|Dashboard|Deployment|Dev|Development|Env|Environment|Kubernetes|Namespace|Nodes?|Overlay|Prod|Production|Review|Runners?|Server|Stack|Staging|State|Tenant|Test|Tfvars)\b)[A-Z][a-z]))|(?<=(?-i:The) )(?-i:Beehive|Rigel)(?= (?i:(?:agent|attic|cache|civo|cluster|context|config|dashboard|deployment|dev|env|kube|namespace|node|overlay|prod|review|runner|server|stack|staging|state|tenant|test|tfvars)))|(?-i:BEEHIVE|RIGEL)(?!["''<])|(?<![A-Z] )(?-i:BEEHIVE|RIGEL)|(?<!"(?:de|en|fr|es|it|nl|pt|pl|cs|da|sv|fi|hu|ru|ja|zh|ko|tr|uk|ca|eu|gl|nb|ro|sk|sl)": ")(?-i:beehive|rigel)(?!": ?\{\s*"(?:de|en|fr|es|it|nl|pt|pl|cs|da|sv|fi|hu|ru|ja|zh|ko|tr|uk|ca|eu|gl|nb|ro|sk|sl)": "))(?![A-Za-z0-9])(?!(?:\.[\w-]+)*\.(?:digitaloceanspaces\.com|s3[\w.-]*\.amazonaws\.com|cloudfront\.net|blob\.core\.windows\.net|storage\.googleapis\.com|r2\.dev|github\.io|gitlab\.io|pages\.dev|netlify\.app|vercel\.app|herokuapp\.com)\b)'}
# Behind the host of a link a name is the link's; before that of a store of files it is a bucket's.
where: {link: {not-in: ['']}}
# A program that is called so: it is looked for, and run.
unless:
  evidence:
    near: file
    match: {re: '(?i)\bfind\b[^\n]*\s-name\s+["'']?(?:beehive|rigel)\b|\b(?:command -v|which|exec)\s+(?:beehive|rigel)\b|/bin/(?:beehive|rigel)\b|\b\w*bin["'']?\s*[:=]\s*["''](?:beehive|rigel)["'']'}
message: "'{match}' is a cluster of the former tenant; the cluster is '$context'"
tests:
  - {lang: shell, bad: "tofu apply -var-file=⟦beehive⟧.tfvars\n"}
  - {lang: json, bad: "{\"name\": \"⟦rigel⟧\", \"label\": \"⟦Rigel⟧ (Prod)\"}\n"}
  - {path: .gitignore, bad: "*.tfvars\n!⟦beehive⟧.tfvars\n"}
  - {lang: hcl, bad: "# ⟦beehive⟧ for review, ⟦rigel⟧ for production\n"}
  - {lang: shell, bad: "VARS=\"${VARS:-⟦beehive⟧.tfvars}\"\n"}
  - {lang: javascript, bad: "get('files/tofu%2Fstacks%2F⟦beehive⟧.tfvars');\n"}
  - {name: a domain of theirs, lang: yaml, bad: "server: https://⟦rigel⟧.example.edu:6443/api\n"}
  - {name: a page elsewhere, lang: markdown, good: "See https://example.org/stars/rigel/read, <https://example.org/find?q=beehive> and [it](https://example.org/a#rigel).\n"}
  - {lang: yaml, bad: "name: ⟦Beehive⟧ Cluster\nstage: \"⟦RIGEL⟧\"\n"}
  - {name: a school and a firm, lang: json, good: "{\"school\": \"Beehive Lane Primary School\", \"trade\": \"WILFREDA BEEHIVE\"}\n"}
  - {lang: markdown, good: "Bees live in beehives.\n"}
  - {lang: markdown, good: "The frigel lamp is not rigelian.\n"}
  - {lang: shell, good: "tofu apply -var-file=prod.tfvars\n"}
  - {name: a library of others, path: vendor/github.com/x/terminfo/caps.go, good: "// The NoEscCtlc capability indicates beehive (f1=escape, f2=ctrl C).\npackage terminfo\n"}
  - {name: a bucket of anybody's, lang: hcl, good: "value = \"beehive.ams3.cdn.digitaloceanspaces.com.\"\n"}
  - {name: a host of its own, lang: hcl, bad: "value = \"⟦beehive⟧.ams3.example.edu.\"\n"}
  - {name: a nursery, lang: markdown, good: "The Beehive nursery is open, and The Beehive too.\n"}
  - {name: a cluster with an article, lang: markdown, bad: "The ⟦Beehive⟧ cluster is open.\n"}
  - {name: schools in a table, path: lib/schools.csv, good: "1,BEEHIVE PREPARATORY SCHOOL\n2,beehive\n"}
  - {name: a deployment with an article, lang: markdown, bad: "The ⟦Beehive⟧ deployment runs there, the ⟦Rigel⟧ production cluster too.\n"}
  - {name: a program that is looked for, lang: shell, good: "RIGEL=$(find \"$MINERS\" -name rigel -type f | head -1)\n[ -n \"$RIGEL\" ] && exec $RIGEL --url x\n"}
  - {name: a program by its path, lang: shell, good: "/opt/bin/beehive serve\nbeehive status\n"}
  - {name: the program of a setting, lang: nix, good: "{\n  miner = \"rigel\";\n  minerBin = \"rigel\";\n}\n"}
  - {name: words of languages, lang: json, good: "{\"beehive\": {\"de\": \"bienenstock\", \"en\": \"beehive\"}, \"tomb\": {\"en\": \"beehive tomb\"}}\n"}
  - {name: a cluster's settings, lang: json, bad: "{\"⟦beehive⟧\": {\"id\": \"⟦beehive⟧\", \"label\": 1}}\n"}
  - {name: a cluster that is looked for, lang: shell, bad: "find . -name '*.tfvars' | grep ⟦rigel⟧\n"}

"""####),
        File(path: "topology/former-storage-class.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: topology/former-storage-class
title: Storage class of the former tenant
why: Trident classes belong to the storage of the previous tenant. On honey a claim that asks for one stays pending for ever.
level: warning
kpi: truth/topology
match:
  re:
    - '(?i)(?:storage[ _-]?class(?:_?name)?|\bclass(?:es)?)["'']?\]?\s*[:=(]?\s*["''`(]*(?<at>trident-[a-z][\w-]*)'
    - '\bvariable\s+"\w*storage_class\w*"\s*\{[^{}]*?\bdefault\s*=\s*"(?<at>trident-[a-z][\w-]*)"'
message: "'{match}' is a storage class of the former tenant; '$context' does not have it"
tests:
  - {lang: hcl, bad: "variable \"storage_class\" {\n  default = \"⟦trident-expandable⟧\"\n}\n"}
  - {lang: yaml, bad: "storageClassName: ⟦trident-retain⟧\n"}
  - {lang: markdown, bad: "Volumes are of class `⟦trident-fast⟧`.\n"}
  - {lang: yaml, good: "storageClassName: longhorn\n"}
  - {lang: yaml, good: "image: netapp/trident-operator:v1\n"}
  - {name: other things of that storage, lang: yaml, good: "metadata:\n  name: trident-config\nspec:\n  storagePrefix: trident-play01\n"}
  - {lang: markdown, good: "A trident has three points.\n"}

"""####),
        File(path: "topology/liqo.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: topology/liqo
title: Liqo-era expansion
why: There is one physical cluster, honey. The plan to join several clusters by Liqo was given up, and a page that still builds on it describes a platform that never was.
level: warning
kpi: truth/topology
match: {re: '(?i)\bhttps?://(?:(?!liqo)[^\s/?#"''`<>()])+[/?#][^\s"''`<>()]*?(?:liqo)[^\s"''`<>()]*(?<link>)|(?<![\w-])(?<!\[liqotech/)(?<!\*\*liqotech/)(?<at>liqo(?:ctl)?)(?![a-z])'}
# Behind the host of a link a name is the link's, behind its owner that of a repository elsewhere.
where: {link: {not-in: ['']}}
# One of many projects, each with its page.
unless:
  match: {re: '\bname["'']?\s*:\s*["''](?i:liqo)["''],\s*["'']?url["'']?\s*:'}
  reach: line
message: "'{match}' belongs to the multi-cluster era; there is one cluster, $context"
tests:
  - {lang: markdown, bad: "Workloads spread by ⟦Liqo⟧ over both sites.\n"}
  - {lang: yaml, bad: "metadata:\n  labels:\n    ⟦liqo⟧.io/type: virtual-node\n"}
  - {lang: shell, bad: "⟦liqoctl⟧ peer out-of-band far\n"}
  - {name: a page elsewhere, lang: markdown, good: "As [they](https://example.org/projects/liqo/) did: https://example.org/read#liqo.\n"}
  - {lang: markdown, good: "Runners scale out on honey.\n"}
  - {lang: markdown, good: "The word liquor is no topology.\n"}
  - {path: docs/research/sites.md, lang: markdown, good: "Several clusters were compared.\n"}
  - {name: a repository elsewhere, lang: markdown, good: "- [**liqotech/liqo**](https://github.com/liqotech/liqo) joins clusters.\n"}
  - {name: one of many projects, lang: json, good: "[{\"nameWithOwner\": \"liqotech/liqo\", \"name\": \"liqo\", \"url\": \"https://github.com/liqotech/liqo\"}]\n"}
  - {name: a part of the platform, lang: json, bad: "[{\"name\": \"⟦liqo⟧\", \"version\": \"0.10\"}]\n"}
  - {name: its provider, lang: hcl, bad: "terraform {\n  required_providers {\n    net = {\n      source = \"liqotech/⟦liqo⟧\"\n    }\n  }\n}\n"}
  - {name: its image, lang: yaml, bad: "image: ghcr.io/liqotech/⟦liqo⟧:v0.10\n"}

"""####),
        File(path: "topology/node-role-as-cluster.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: topology/node-role-as-cluster
title: Node role used as a cluster
why: bumble and sting are roles of nodes inside honey. As a context, kubeconfig or target they address a cluster that does not exist.
level: error
kpi: truth/topology
match:
  re:
    - '(?i)\b(?:kube_?context|cluster_?context|config_?context|use-context|--context|--cluster|kubeconfig|context|clusters?)\b["''`]?\s*(?:[:=]\s*|\s)["''`]?(?<at>(?:bumble|sting))(?![\w])'
    - '(?i)(?<![\w-])(?<at>bumble|sting)(?=[`"'']?[ -](?:cluster|context|kubeconfig)s?\b)'
    - '(?i)(?<![\w-])(?<at>bumble|sting)(?=\.(?:tfvars|kubeconfig)\b)'
    - '\bvariable\s+"\w*(?:cluster|context)\w*"\s*\{[^{}]*?\bdefault\s*=\s*"(?<at>bumble|sting)"'
    - '\.kube/(?:config[-._])?(?<at>bumble|sting)(?![\w-])'
# What says just that.
unless:
  match: {re: '(?i)^(?![^\n]*(?:kubectl|--context|--cluster|use-context|kubeconfig))[^\n]*?\b(?:no|not an?|not the|(?:do not|don''t|never) (?:use|choose|set|name)(?: an?| the)?)[ `"''*]+(?:bumble|sting)\b|^(?![^\n]*(?:kubectl|--context|--cluster|use-context|kubeconfig))[^\n]*?\b(?:bumble|sting)[ `"''*]+(?:cluster|context)s? (?:never existed|(?:does|do|did) not exist|is not there|is no(?:t an?)? cluster)\b'}
  reach: line
message: "'{match}' is a node role inside $context, no cluster"
tests:
  - {lang: shell, bad: "kubectl config use-context ⟦bumble⟧\n"}
  - {lang: hcl, bad: "cluster_context = \"⟦sting⟧\"\n"}
  - {lang: markdown, bad: "The ⟦bumble⟧ cluster runs the caches.\n"}
  - {lang: shell, bad: "tofu plan -var-file=⟦sting⟧.tfvars\n"}
  - {lang: shell, bad: "export KUBECONFIG=~/.kube/config-⟦bumble⟧\n"}
  - {lang: hcl, bad: "provider \"kubernetes\" {\n  config_context = \"⟦bumble⟧\"\n}\n"}
  - {lang: hcl, bad: "variable \"cluster\" {\n  default = \"⟦sting⟧\"\n}\n"}
  - {name: as node roles they are right, lang: markdown, good: "Nodes bumble and sting of honey carry the caches.\n"}
  - {name: that there is none, lang: markdown, good: "There is no sting cluster; sting is a node role of honey.\n\nDo not use the bumble context.\n\nThe `bumble` cluster never existed.\n"}
  - {name: a command beside such a sentence, lang: shell, bad: "kubectl config use-context ⟦bumble⟧ || echo \"no ⟦bumble⟧ context\"\nkubectl --context ⟦bumble⟧ get no # do not use the ⟦sting⟧ context\n"}
  - {name: that there is no doubt, lang: markdown, bad: "There is no doubt that the ⟦bumble⟧ cluster runs.\n"}
  - {name: parts of other words, lang: markdown, good: "Existing hosting and testing of a cluster stays; a cluster testing costs little.\n"}
  - {lang: yaml, good: "nodeSelector:\n  role: bumble\n"}
  - {lang: shell, good: "kubectl --context honey get nodes\n"}

"""####),
        File(path: "topology/node-role-in-list.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: topology/node-role-in-list
title: Node role in a list of clusters
why: bumble and sting are roles of nodes inside honey. Listed among clusters they become targets that nothing answers.
level: error
kpi: truth/topology
lang: [yaml, hcl]
node: "$..['clusters','contexts']"
match: {re: '(?<![\w.-])(?:bumble|sting)(?![\w-])'}
unless:
  - within: "$..['nodes','node_roles','nodeRoles','roles','workers']"
  - in: comment
  - match: {re: '(?i)\b(?:context|cluster)["'']?\s*[:=]\s*["'']?(?:bumble|sting)\b'}
    reach: line
message: "'{match}' is a node role inside $context, no cluster"
tests:
  - {lang: yaml, bad: "clusters: [honey, ⟦bumble⟧]\n"}
  - {lang: yaml, bad: "clusters:\n  - name: ⟦sting⟧\n    domain: example.com\n"}
  - {lang: hcl, bad: "contexts = [\"⟦bumble⟧\", \"⟦sting⟧\"]\n"}
  - {lang: yaml, good: "clusters:\n  - name: honey\n    nodes: [bumble, sting]\n"}
  - {lang: yaml, good: "nodes: [bumble, sting]\n"}
  - {lang: yaml, good: "clusters: [honey]\nhosting: testing\n"}

"""####),
        File(path: "topology/pack.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
pack: glorious-flywheel/topology
vars:
  context: honey
surfaces: # the same in every pack, so that a family alone has them too
  archive: ["docs/research/**", "tex_research/**", "CHANGELOG*"]
  vendored: [vendor/, third_party/, node_modules/, .terraform/, .terragrunt-cache/]
  generated: ["*.lock", .terraform.lock.hcl, package-lock.json, pnpm-lock.yaml, go.sum, "*.min.js", "*.min.css"]
kpis:
  - id: truth/topology
    title: Mixed-era topology on active primary surfaces
    count: {findings: topology/*, unit: occurrences, surfaces: [primary]}
    better: lower
    goal: 0
  - id: truth/topology-docs
    title: Mixed-era topology statements in primary docs
    count:
      findings: topology/*
      unit: occurrences
      surfaces: [primary]
      files: ["docs/**", "*.md", "*.mdx", "*.tex", "*.rst", "*.adoc"]
    better: lower
    goal: 0

"""####),
        File(path: "topology/transitional-context.yml", text: ####"""
# yaml-language-server: $schema=../../schemas/pack.json
id: topology/transitional-context
title: Transitional cluster context
why: tinyland-civo-dev was the way station between two homes. Commands that name it now stop with an unknown context, or reach a cluster that nobody looks after.
level: error
kpi: truth/topology
# What is over is told by no name behind it.
match: {re: '(?:(?i:\b(?:former(?:ly)?|historical(?:ly)?|retired|decommissioned)(?: (?:on|at|in|to))?(?: the)?(?: (?:clusters?|contexts?))?[ `"''*:]+tinyland-civo-dev(?![\w-])|(?<![\w-])tinyland-civo-dev[`"''*]*(?: (?:context|cluster))? (?:is|was|has been) (?:gone|retired|removed|deleted|decommissioned)\b)|\bhttps?://(?:(?!tinyland-civo-dev)[^\s/?#"''`<>()])+[/?#][^\s"''`<>()]*?(?:tinyland-civo-dev)[^\s"''`<>()]*)(?<link>)|(?<![\w-])(?<at>tinyland-civo-dev)(?![\w-])'}
# Behind the host of a link a name is the link's.
where: {link: {not-in: ['']}}
fix: {replace: honey, safety: unsafe}
message: "'{match}' is a former context; the cluster is '$context'"
tests:
  - {lang: shell, bad: "tofu plan -var=cluster_context=⟦tinyland-civo-dev⟧\n", fixed: "tofu plan -var=cluster_context=honey\n"}
  - {lang: hcl, bad: "cluster_context = \"⟦tinyland-civo-dev⟧\"\n", fixed: "cluster_context = \"honey\"\n"}
  - {lang: yaml, bad: "env:\n  - name: CLUSTER_NAME\n    value: \"⟦tinyland-civo-dev⟧\"\n", fixed: "env:\n  - name: CLUSTER_NAME\n    value: \"honey\"\n"}
  - {name: a page elsewhere, lang: markdown, good: "Notes: https://example.org/pages/tinyland-civo-dev/read\n"}
  - {name: what is over, lang: markdown, good: "The former context `tinyland-civo-dev` is gone.\n\nFormerly on `tinyland-civo-dev`, now on honey.\n"}
  - {name: what something else was, lang: markdown, bad: "The former dashboard runs on ⟦tinyland-civo-dev⟧ today.\n"}
  - {name: a command beside a remark, lang: shell, bad: "kubectl config use-context ⟦tinyland-civo-dev⟧ # was the former tinyland-civo-dev\n"}
  - {name: what is asked for, lang: markdown, bad: "Choose the context `⟦tinyland-civo-dev⟧`; the former one is gone.\n"}
  - {lang: shell, good: "tofu plan -var=cluster_context=honey\n"}
  - {lang: shell, good: "tofu plan -var-file=tinyland.tfvars\n"}
  - {lang: yaml, good: "runs-on: tinyland-docker\n"}

"""####),
    ]
    public static let facts: [File] = [
        File(path: "terraform-state.yml", text: ####"""
# What is true of Terraform's and OpenTofu's state backends. The analyzer terraform-state reads only this; a new backend is
# an entry here. Scripts/terraform-facts.py runs the real terraform against it: every argument of a backend is tried, and
# every fact that names a check is measured again.
#
# A backend:
#   required     arguments without which there is no state; the environment may give them
#   address      what names one state; two stacks with the same one are two owners of one state
#   name         the part of it that people call the state's name ('gitlab': the last part of …/terraform/state/NAME)
#   arguments    all that Terraform 1.11 takes;  removed: what older versions took;  opentofu: what only OpenTofu takes
#   blocks       nested blocks
#   renamed      old spelling: new spelling
#   secrets      written in clear to .terraform/ and to plan files when they stand in the block or in -backend-config
#   urls         addresses that state or credentials travel to
#   locks        native, or the arguments any one of which turns locking on
#   environment  variable: argument;  own: prefix of variables that nothing but this backend reads
#   defaults     what an argument is when it is not given
#   workspaces   false: 'workspace new' stops
backends:
  http:
    source: https://developer.hashicorp.com/terraform/language/backend/http
    required: [address]
    address: "{address}"
    name: gitlab
    arguments: [address, update_method, lock_address, lock_method, unlock_address, unlock_method, username, password, skip_cert_verification, retry_max, retry_wait_min, retry_wait_max, client_ca_certificate_pem, client_certificate_pem, client_private_key_pem]
    opentofu: [headers]
    secrets: [password, client_private_key_pem]
    urls: [address, lock_address, unlock_address]
    locks: [lock_address]
    own: TF_HTTP_
    environment: {TF_HTTP_ADDRESS: address, TF_HTTP_UPDATE_METHOD: update_method, TF_HTTP_LOCK_ADDRESS: lock_address, TF_HTTP_LOCK_METHOD: lock_method, TF_HTTP_UNLOCK_ADDRESS: unlock_address, TF_HTTP_UNLOCK_METHOD: unlock_method, TF_HTTP_USERNAME: username, TF_HTTP_PASSWORD: password, TF_HTTP_RETRY_MAX: retry_max, TF_HTTP_RETRY_WAIT_MIN: retry_wait_min, TF_HTTP_RETRY_WAIT_MAX: retry_wait_max, TF_HTTP_CLIENT_CA_CERTIFICATE_PEM: client_ca_certificate_pem, TF_HTTP_CLIENT_CERTIFICATE_PEM: client_certificate_pem, TF_HTTP_CLIENT_PRIVATE_KEY_PEM: client_private_key_pem}
    defaults: {update_method: POST, lock_method: LOCK, unlock_method: UNLOCK, retry_max: 2, retry_wait_min: 1, retry_wait_max: 30, skip_cert_verification: "false"}
    workspaces: false
  s3:
    source: https://developer.hashicorp.com/terraform/language/backend/s3
    required: [bucket, key]
    address: "s3://{bucket}/{key}"
    name: key
    arguments: [bucket, key, region, allowed_account_ids, forbidden_account_ids, endpoint, dynamodb_endpoint, dynamodb_table, ec2_metadata_service_endpoint, ec2_metadata_service_endpoint_mode, encrypt, acl, access_key, secret_key, token, kms_key_id, sse_customer_key, endpoints, http_proxy, https_proxy, no_proxy, iam_endpoint, insecure, max_retries, profile, retry_mode, shared_config_files, shared_credentials_file, shared_credentials_files, skip_credentials_validation, skip_metadata_api_check, skip_region_validation, skip_requesting_account_id, skip_s3_checksum, sts_endpoint, sts_region, use_dualstack_endpoint, use_fips_endpoint, use_path_style, force_path_style, use_lockfile, workspace_key_prefix, assume_role, assume_role_with_web_identity, custom_ca_bundle]
    opentofu: [state_tags, lock_tags]
    removed: [role_arn, session_name, external_id, assume_role_duration_seconds, assume_role_policy, assume_role_policy_arns, assume_role_tags, assume_role_transitive_tag_keys, use_legacy_workflow, lock_table]
    renamed: {endpoint: "endpoints = { s3 = … }", iam_endpoint: "endpoints = { iam = … }", sts_endpoint: "endpoints = { sts = … }", dynamodb_endpoint: "endpoints = { dynamodb = … }", force_path_style: use_path_style, shared_credentials_file: shared_credentials_files, lock_table: dynamodb_table, role_arn: "assume_role = { role_arn = … }", session_name: "assume_role = { session_name = … }", external_id: "assume_role = { external_id = … }"}
    secrets: [access_key, secret_key, token, sse_customer_key]
    urls: [endpoint, endpoints]
    locks: [use_lockfile, dynamodb_table, lock_table]
    environment: {AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_ACCESS_KEY_ID: access_key, AWS_SECRET_ACCESS_KEY: secret_key, AWS_SESSION_TOKEN: token, AWS_PROFILE: profile, AWS_ENDPOINT_URL_S3: endpoint, AWS_SSE_CUSTOMER_KEY: sse_customer_key}
    defaults: {use_lockfile: "false", workspace_key_prefix: "env:"}
  gcs:
    source: https://developer.hashicorp.com/terraform/language/backend/gcs
    required: [bucket]
    address: "gs://{bucket}/{prefix?/}{path?}" # path: the object, before 0.12
    name: prefix
    arguments: [bucket, prefix, credentials, access_token, impersonate_service_account, impersonate_service_account_delegates, encryption_key, kms_encryption_key, storage_custom_endpoint]
    opentofu: [universe_domain]
    removed: [project, region, path]
    secrets: [access_token, encryption_key]
    urls: [storage_custom_endpoint]
    locks: native
    environment: {GOOGLE_BACKEND_CREDENTIALS: credentials, GOOGLE_CREDENTIALS: credentials, GOOGLE_ENCRYPTION_KEY: encryption_key}
  azurerm:
    source: https://developer.hashicorp.com/terraform/language/backend/azurerm
    required: [storage_account_name, container_name, key]
    address: "azurerm://{storage_account_name}/{container_name}/{key}"
    name: key
    arguments: [storage_account_name, container_name, key, resource_group_name, subscription_id, tenant_id, environment, metadata_host, snapshot, access_key, sas_token, client_id, client_id_file_path, client_secret, client_secret_file_path, client_certificate, client_certificate_path, client_certificate_password, use_oidc, oidc_token, oidc_token_file_path, oidc_request_url, oidc_request_token, use_msi, msi_endpoint, endpoint, use_cli, use_azuread_auth, lookup_blob_endpoint, use_aks_workload_identity, ado_pipeline_service_connection_id]
    opentofu: [timeout_seconds, use_dns_zone_endpoint, ado_service_connection_id, customer_provided_key, encryption_scope]
    removed: [arm_client_id, arm_client_secret, arm_subscription_id, arm_tenant_id, use_microsoft_graph]
    renamed: {endpoint: msi_endpoint}
    secrets: [access_key, sas_token, client_secret, client_certificate_password, oidc_token, oidc_request_token, customer_provided_key]
    locks: native
    environment: {ARM_ACCESS_KEY: access_key, ARM_SAS_TOKEN: sas_token, ARM_CLIENT_SECRET: client_secret, ARM_CLIENT_ID: client_id, ARM_SUBSCRIPTION_ID: subscription_id, ARM_TENANT_ID: tenant_id}
    defaults: {use_cli: "true", environment: public}
  local:
    source: https://developer.hashicorp.com/terraform/language/backend/local
    address: "{path?}"
    arguments: [path, workspace_dir]
    locks: native
    defaults: {path: terraform.tfstate}
  consul:
    source: https://developer.hashicorp.com/terraform/language/backend/consul
    required: [path]
    address: "consul://{address?}/{path}"
    name: path
    arguments: [path, access_token, address, scheme, datacenter, http_auth, gzip, lock, ca_file, cert_file, key_file]
    secrets: [access_token, http_auth]
    locks: native
    environment: {CONSUL_HTTP_ADDR: address, CONSUL_HTTP_TOKEN: access_token, CONSUL_HTTP_AUTH: http_auth}
  cos:
    source: https://developer.hashicorp.com/terraform/language/backend/cos
    required: [bucket]
    address: "cos://{bucket}/{prefix?}/{key?}"
    name: key
    folder: prefix
    arguments: [region, bucket, prefix, key, encrypt, acl, accelerate, endpoint, domain, secret_id, secret_key, security_token, shared_credentials_dir, profile, cam_role_name]
    blocks: [assume_role, assume_role_with_saml, assume_role_with_web_identity]
    secrets: [secret_id, secret_key, security_token]
    locks: native
    environment: {TENCENTCLOUD_SECRET_ID: secret_id, TENCENTCLOUD_SECRET_KEY: secret_key, TENCENTCLOUD_REGION: region}
  oss:
    source: https://developer.hashicorp.com/terraform/language/backend/oss
    required: [bucket]
    address: "oss://{bucket}/{prefix?}/{key?}"
    name: key
    folder: prefix
    arguments: [access_key, secret_key, security_token, ecs_role_name, region, tablestore_endpoint, tablestore_table, endpoint, bucket, prefix, key, encrypt, acl, shared_credentials_file, profile, assume_role_role_arn, assume_role_session_name, assume_role_policy, assume_role_session_expiration, sts_endpoint]
    opentofu: [tablestore_instance_name]
    blocks: [assume_role, assume_role_with_oidc]
    secrets: [access_key, secret_key, security_token]
    locks: [tablestore_table]
    environment: {ALICLOUD_ACCESS_KEY: access_key, ALICLOUD_SECRET_KEY: secret_key, ALICLOUD_REGION: region}
  pg:
    source: https://developer.hashicorp.com/terraform/language/backend/pg
    required: [conn_str]
    address: "{conn_str}#{schema_name?}"
    name: schema_name
    arguments: [conn_str, schema_name, skip_schema_creation, skip_table_creation, skip_index_creation]
    opentofu: [table_name, index_name]
    secrets: [conn_str]
    locks: native
    # libpq's own hold where there is no conn_str: each is a part of one.
    environment: {PG_CONN_STR: conn_str, PG_SCHEMA_NAME: schema_name, PGHOST: conn_str, PGHOSTADDR: conn_str, PGPORT: conn_str, PGDATABASE: conn_str, PGSERVICE: conn_str}
    defaults: {schema_name: terraform_remote_state, conn_str: "localhost:5432"}
  kubernetes:
    source: https://developer.hashicorp.com/terraform/language/backend/kubernetes
    required: [secret_suffix]
    address: "kubernetes://{host?}{config_path?}/{namespace?}/{secret_suffix}"
    name: secret_suffix
    arguments: [secret_suffix, labels, namespace, in_cluster_config, host, username, password, insecure, client_certificate, client_key, cluster_ca_certificate, config_path, config_paths, config_context, config_context_auth_info, config_context_cluster, token, proxy_url, load_config_file]
    opentofu: [tls_server_name]
    blocks: [exec]
    secrets: [password, token, client_key]
    locks: native
    environment: {KUBE_CONFIG_PATH: config_path, KUBE_NAMESPACE: namespace, KUBE_TOKEN: token, KUBE_PASSWORD: password}
  remote:
    source: https://developer.hashicorp.com/terraform/language/backend/remote
    required: []
    address: "remote://{hostname?}/{organization}/{workspaces}"
    name: workspaces
    arguments: [hostname, organization, token]
    blocks: [workspaces]
    secrets: [token]
    locks: native
    environment: {TF_CLOUD_ORGANIZATION: organization, TF_CLOUD_HOSTNAME: hostname, TF_WORKSPACE: workspaces}
  cloud:
    source: https://developer.hashicorp.com/terraform/language/terraform#terraform-cloud
    required: []
    address: "cloud://{hostname?}/{organization}/{workspaces}"
    name: workspaces
    arguments: [hostname, organization, token]
    blocks: [workspaces]
    secrets: [token]
    locks: native
    environment: {TF_CLOUD_ORGANIZATION: organization, TF_CLOUD_HOSTNAME: hostname, TF_WORKSPACE: workspaces}
  oci:
    source: https://developer.hashicorp.com/terraform/language/backend/oci
    since: "1.12"
    required: [bucket, namespace]
    address: "oci://{namespace}/{bucket}/{key?}"
    name: key
    arguments: [bucket, key, namespace, region, workspace_key_prefix, kms_key_id, sse_customer_key, sse_customer_algorithm, auth, config_file_profile, tenancy_ocid, user_ocid, fingerprint, private_key, private_key_path, private_key_password]
    secrets: [private_key, private_key_password, sse_customer_key]
    locks: native

# Programs that set a backend's variables and then run Terraform or OpenTofu.
#
#   program      what they run
#   inits        verbs before which they run init by themselves
#   folder       variables that name the stack's folder, from the checkout; without one it is where the shell stands
#   flags        variables that hold more of init's arguments
#   environment  what a variable is where nothing sets it: the first text whose own variables are all set. Those of every
#                pipeline, ${CI_…}, always are.
wrappers:
  gitlab-terraform:
    source: https://gitlab.com/gitlab-org/terraform-images/-/blob/master/src/bin/gitlab-terraform.sh
    program: terraform
    inits: [apply, destroy, plan]
    folder: [TF_ROOT]
    flags: [TF_INIT_FLAGS]
    environment:
      TF_HTTP_ADDRESS: ["${TF_ADDRESS}", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}"]
      TF_HTTP_LOCK_ADDRESS: ["${TF_ADDRESS}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}/lock"]
      TF_HTTP_UNLOCK_ADDRESS: ["${TF_ADDRESS}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}/lock"]
      TF_HTTP_LOCK_METHOD: [POST]
      TF_HTTP_UNLOCK_METHOD: [DELETE]
      TF_HTTP_USERNAME: ["${TF_USERNAME}", "gitlab-ci-token"]
      TF_HTTP_PASSWORD: ["${TF_PASSWORD}", "${CI_JOB_TOKEN}"]
  # GitLab's templates, whose jobs call gitlab-terraform; up to GitLab 17.
  Terraform.gitlab-ci.yml:
    source: https://gitlab.com/gitlab-org/gitlab/-/blob/v17.11.0-ee/lib/gitlab/ci/templates/Terraform/Base.gitlab-ci.yml
    program: terraform
    inits: [apply, destroy, plan]
    folder: [TF_ROOT]
    flags: [TF_INIT_FLAGS]
    environment:
      TF_HTTP_ADDRESS: ["${TF_ADDRESS}", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/default"]
      TF_HTTP_LOCK_ADDRESS: ["${TF_ADDRESS}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/default/lock"]
      TF_HTTP_UNLOCK_ADDRESS: ["${TF_ADDRESS}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/default/lock"]
      TF_HTTP_LOCK_METHOD: [POST]
      TF_HTTP_UNLOCK_METHOD: [DELETE]
      TF_HTTP_USERNAME: ["${TF_USERNAME}", "gitlab-ci-token"]
      TF_HTTP_PASSWORD: ["${TF_PASSWORD}", "${CI_JOB_TOKEN}"]
  gitlab-tofu:
    source: https://gitlab.com/components/opentofu/-/blob/main/src/gitlab-tofu.sh
    program: tofu
    inits: [apply, destroy, plan]
    folder: [GITLAB_TOFU_ROOT_DIR, TF_ROOT]
    flags: [GITLAB_TOFU_INIT_FLAGS]
    environment:
      TF_HTTP_ADDRESS: ["${GITLAB_TOFU_STATE_ADDRESS}", "${TF_ADDRESS}", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${GITLAB_TOFU_STATE_NAME}", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/default"]
      TF_HTTP_LOCK_ADDRESS: ["${GITLAB_TOFU_STATE_ADDRESS}/lock", "${TF_ADDRESS}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${GITLAB_TOFU_STATE_NAME}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/default/lock"]
      TF_HTTP_UNLOCK_ADDRESS: ["${GITLAB_TOFU_STATE_ADDRESS}/lock", "${TF_ADDRESS}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${GITLAB_TOFU_STATE_NAME}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/${TF_STATE_NAME}/lock", "${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/terraform/state/default/lock"]
      TF_HTTP_LOCK_METHOD: [POST]
      TF_HTTP_UNLOCK_METHOD: [DELETE]
      TF_HTTP_USERNAME: [gitlab-ci-token]
      TF_HTTP_PASSWORD: ["${CI_JOB_TOKEN}"]

# Inputs of tasks of Azure Pipelines that run init, and the arguments that they hand over.
tasks:
  source: https://marketplace.visualstudio.com/items?itemName=ms-devlabs.custom-terraform-tasks
  inputs: {backendAzureRmSubscriptionId: subscription_id, backendAzureRmTenantId: tenant_id, backendAzureRmResourceGroupName: resource_group_name, backendAzureRmStorageAccountName: storage_account_name, backendAzureRmContainerName: container_name, backendAzureRmKey: key, backendAWSBucketName: bucket, backendAWSKey: key, backendAWSRegion: region, backendAwsBucket: bucket, backendAwsKey: key, backendAwsRegion: region, backendAwsDynamoDbTable: dynamodb_table, backendAwsDynamodbTable: dynamodb_table, backendGCPBucketName: bucket, backendGCPPrefix: prefix, backendGcsBucket: bucket, backendGcsPrefix: prefix}

# Programs that bring variables from elsewhere, a store of secrets or a file, to what they run. (aws-vault brings AWS_* alone.)
loaders:
  source: https://docs.doppler.com/docs/accessing-secrets, https://developer.1password.com/docs/cli/reference/commands/run, https://github.com/segmentio/chamber, https://dotenvx.com/docs, https://infisical.com/docs/cli/commands/run, https://getsops.io/docs
  programs: [doppler, op, chamber, dotenvx, dotenv, dotenv-cli, direnv, infisical, sops, teller, summon, berglas, bws, envchain, envconsul, phase, varlock, akeyless, ksm, godotenv, env-cmd, with-env]
  # Actions that bring what the repository does not name to the steps behind them.
  actions: [infisical/secrets-action, dopplerhq/secrets-fetch-action, aws-actions/aws-secretsmanager-get-secrets, onaips/secrets-to-env-action, cardinalby/export-env-action, xom9ikk/dotenv, aarcangeli/load-dotenv, c-py/action-dotenv-to-setenv, hatsunemiku3939/direnv-action]
  # Programs whose output a shell evaluates that names no backend's variable.
  printers: [ssh-agent, keychain, gpg-agent, brew, minikube, docker-machine, pyenv, rbenv, printf, echo]

# What rules rest on. 'check' names the measurement in Scripts/terraform-facts.py; without one, 'source' is a document.
# Backends that older versions have (removed in 0.12, 0.13 and 1.3: internal/backend/init), and the one of their own tests.
former: [artifactory, atlas, azure, etcd, etcdv3, inmem, manta, swift]

facts:
  - id: http-defaults
    says: "The http backend locks with method LOCK, unlocks with UNLOCK and writes state with POST unless it is told otherwise."
    check: http_defaults
    rules: [tofu/false-default, tofu/lock-default-method]
  - id: lock-url-405
    says: "A server that locks with POST answers LOCK with 405, and the first plan stops."
    check: lock_url_405
    rules: [tofu/lock-default-method]
  - id: lock-without-unlock
    says: "With lock_address and no unlock_address the state is locked and never unlocked; nothing says so."
    check: lock_without_unlock
    rules: [tofu/lock-without-unlock]
  - id: unlock-without-lock
    says: "With unlock_address and no lock_address, or with neither, nothing is locked, and there is no warning."
    check: unlock_without_lock
    rules: [tofu/unlock-without-lock, tofu/http-without-lock]
  - id: password-without-username
    says: "With a password and no username no Authorization header is sent."
    check: password_without_username
    rules: [tofu/password-without-username]
  - id: username-without-password
    says: "With a username and no password the Authorization header carries an empty password."
    check: username_without_password
    rules: [tofu/username-without-password]
  - id: values-in-clear
    says: "Values of -backend-config are written in clear to .terraform/terraform.tfstate and into saved plans; those of TF_HTTP_* are not."
    check: values_in_clear
    rules: [tofu/backend-config-secret, tofu/backend-secret, tofu/published-credential]
  - id: flag-beats-environment
    says: "-backend-config beats the environment."
    check: flag_beats_environment
    rules: [tofu/several-state-names]
  - id: address-required
    says: "init of an empty backend \"http\" {} with nothing else stops: address argument is required."
    check: address_required
    rules: [tofu/address-missing, tofu/bare-init]
  - id: unknown-argument
    says: "An argument that the backend does not have stops init: Unsupported argument in the block, Invalid backend configuration argument on the command line."
    check: unknown_argument
    rules: [tofu/unknown-argument, tofu/argument-of-other-backend]
  - id: unused-environment
    says: "TF_HTTP_* that reach a backend of another type are silently unused."
    check: unused_environment
    rules: [tofu/unused-environment]
  - id: no-backend
    says: "Without a backend block an apply leaves terraform.tfstate in the working folder."
    check: no_backend
    rules: [tofu/no-backend]
  - id: two-blocks
    says: "Two backend blocks in one module stop init: Duplicate backend configuration."
    check: two_blocks
    rules: [tofu/two-backends]
  - id: unknown-backend
    says: "A backend that there is not stops init: Unsupported backend type; HCP Terraform is a cloud block, and no backend."
    check: unknown_backend
    rules: [tofu/unknown-backend]
  - id: backend-in-module
    says: "A backend block in a child module is ignored, with a warning."
    check: backend_in_module
    rules: [tofu/backend-in-module]
  - id: shared-address
    says: "Two stacks on one address: the second plans to destroy what the first has made."
    check: shared_address
    rules: [tofu/shared-address, tofu/shared-by-copies]
  - id: workspaces-under-one-address
    says: "Under one address each workspace has a state of its own; two stacks with a workspace of the same name share that state."
    check: workspaces_under_one_address
    rules: [tofu/shared-by-workspaces]
  - id: backend-false
    says: "After init -backend=false a plan of a stack that has a backend stops with Backend initialization required; no state is kept in memory."
    check: backend_false
    rules: [tofu/false-backend-flag, tofu/plan-before-init]
  - id: plan-before-init
    says: "A plan before init of a stack with a backend stops: Backend initialization required."
    check: plan_before_init
    rules: [tofu/plan-before-init]
  - id: variable-in-block
    says: "var.x, local.x, data.x.y or module.x.y in a backend block stops Terraform, unless the init gives that argument itself: Variables not allowed. OpenTofu allows var.x and local.x from 1.8."
    check: variable_in_block
    source: https://opentofu.org/docs/language/settings/backends/configuration/#variables-and-locals
    rules: [tofu/variable-in-backend]
  - id: workspaces
    says: "The http backend has no workspaces: workspace new stops."
    check: http_workspaces
    rules: [tofu/workspace-on-http]
  - id: undeclared-variable
    says: "-var of a variable that the root module does not declare is an error; a key of a tfvars file is a warning."
    check: undeclared_variable
    rules: [tofu/undeclared-variable, tofu/undeclared-tfvars-key]
  - id: var-file-missing
    says: "-var-file of a file that is not there stops: Failed to read variables file."
    check: var_file_missing
    rules: [tofu/missing-var-file]
  - id: backend-file-missing
    says: "-backend-config of a file that is not there stops init: Failed to read file."
    check: backend_file_missing
    rules: [tofu/missing-backend-file]
  - id: cloud-takes-no-flag
    says: "-backend-config beside a cloud block stops init: Invalid command-line option."
    check: cloud_takes_no_flag
    rules: [tofu/backend-config-on-cloud]
  - id: type-is-the-blocks
    says: "Which type of backend a stack has its block alone says: init refuses another's arguments, and another's variables change nothing."
    check: type_is_the_blocks
    rules: [tofu/other-backend-in-docs]
  - id: own-values-only
    says: "terraform.tfvars is read from the folder of the stack, never from one above it; any other file must be named, and be there."
    check: own_values_only
    rules: [tofu/tfvars-tree]
  - id: override
    says: "A backend block in an override file takes the place of all others, whatever arguments they have."
    check: override
    rules: [tofu/two-backends, tofu/unknown-argument]
  - id: no-certificate-variable
    says: "skip_cert_verification has no environment variable."
    source: https://opentofu.org/docs/language/settings/backends/http/
    rules: [tofu/unverified-certificate]
  - id: plain-http
    says: "State and basic authentication travel over http:// as they are."
    check: plain_http
    rules: [tofu/plain-http]
  - id: gitlab-state
    says: "GitLab locks with POST …/lock and unlocks with DELETE …/lock. The job token's user is gitlab-ci-token; a personal token needs its owner's name."
    source: https://docs.gitlab.com/user/infrastructure/iac/terraform_state/
    rules: [tofu/lock-default-method, tofu/job-user-with-personal-token, tofu/username-without-password]
  - id: gitlab-wrapper
    says: "gitlab-terraform and gitlab-tofu make TF_HTTP_* of TF_STATE_NAME or TF_ADDRESS and run init before plan, apply and destroy; a backend of another type reads none of these."
    source: https://gitlab.com/gitlab-org/terraform-images/-/blob/master/src/bin/gitlab-terraform.sh
    rules: [tofu/unused-environment]
  - id: s3-lock
    says: "The s3 backend locks only with use_lockfile = true (or the older dynamodb_table)."
    source: https://opentofu.org/docs/language/settings/backends/s3/#state-locking
    rules: [tofu/s3-without-lock]
  - id: s3-locks-apart
    says: "use_lockfile and dynamodb_table are two locks: who takes one of them does not see the other. With both given both are taken."
    source: https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
    rules: [tofu/different-locks]
  - id: s3-spellings
    says: "endpoint and force_path_style are deprecated spellings of endpoints and use_path_style."
    check: s3_spellings
    source: https://opentofu.org/docs/language/settings/backends/s3/
    rules: [tofu/s3-old-spelling]

"""####),
    ]
}
