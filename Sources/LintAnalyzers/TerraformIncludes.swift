import LintSource
import LintSyntax

/// Files that GitLab reads because a configuration includes them: their names tell nothing.
extension TerraformStateFacts {
    /// Whether a file may be a part of a GitLab configuration that has no job with a script: only one with variables or
    /// other includes matters.
    static func mayBeIncluded(_ file: ParsedFile) -> Bool {
        guard file.language == .yaml, !file.path.begins(".github/") else { return false }
        return file.bytes.first("variables:") != nil || file.bytes.first("include:") != nil
    }

    /// `include:` of the configuration itself and of the pipelines that its jobs trigger: a path, `{local: …}`, or several
    /// of them.
    mutating func readIncludes(_ tree: SyntaxTree) {
        for node in tree.children(of: 0) {
            if tree.nodes[node].name == "include" {
                TerraformStateFacts.readInclude(node, tree, to: &includes)
                readInputs(of: node, tree)
                continue
            }
            for trigger in tree.children(of: node) where tree.nodes[trigger].name == "trigger" {
                for child in tree.children(of: trigger) where tree.nodes[child].name == "include" {
                    guard let job = tree.nodes[node].name, triggers.count < 1_000 else { continue }
                    var found: [String] = []
                    TerraformStateFacts.readInclude(child, tree, to: &found)
                    if !found.isEmpty { triggers.append(Trigger(job: job, includes: found)) }
                }
            }
        }
    }

    /// What an include gives the file's inputs, as far as that is written out (docs.gitlab.com/ci/inputs).
    private mutating func readInputs(of include: Int, _ tree: SyntaxTree) {
        let items = tree.nodes[include].kind == .array ? Array(tree.children(of: include)) : [include]
        for item in items.prefix(150) {
            func child(_ name: String) -> Int? { tree.children(of: item).first { tree.nodes[$0].name == name } }
            guard let path = tree.nodes[child("local") ?? item].scalar else { continue }
            var values: [String: String] = [:]
            for value in (child("inputs").map { Array(tree.children(of: $0)) } ?? []).prefix(100) {
                if let name = tree.nodes[value].name { values[name] = tree.nodes[value].scalar ?? "" }
            }
            calls.append(Call(path: TerraformTemplate.join("", String(path.drop { $0 == "/" })), values: values))
        }
    }

    /// `spec: {inputs: {dir: {default: net}}}`, in a document of its own before the configuration.
    mutating func readSpecification(_ file: ParsedFile) {
        guard inputs == nil, file.bytes.first("spec:") != nil, file.bytes.first("$[[") != nil,
            let tree = file.document.tree
        else { return }
        func child(_ name: String, of node: Int) -> Int? {
            tree.children(of: node).first { tree.nodes[$0].name == name }
        }
        guard let all = child("spec", of: 0).flatMap({ child("inputs", of: $0) }) else { return }
        var standard: [String: String] = [:]
        for input in tree.children(of: all).prefix(100) {
            guard let name = tree.nodes[input].name else { continue }
            standard[name] = child("default", of: input).flatMap { tree.nodes[$0].scalar } ?? ""
        }
        inputs = standard
    }

    /// A text with `$[[ inputs.dir ]]` as GitHub writes it, which is as long: `${{ inputs.dir }}`.
    static func withInputs(_ text: [UInt8]) -> [UInt8] {
        var text = text
        var isOpen = false
        for at in 0..<max(0, text.count - 2) {
            if text[at] == 0x24, text[at + 1] == 0x5B, text[at + 2] == 0x5B {
                (text[at + 1], text[at + 2]) = (0x7B, 0x7B)
                isOpen = true
            } else if isOpen, text[at + 1] == 0x5D, text[at + 2] == 0x5D {
                (text[at + 1], text[at + 2]) = (0x7D, 0x7D)
                isOpen = false
            }
        }
        return text
    }

    /// `template: steps/init.yml` of Azure Pipelines: the names of such files.
    mutating func readTemplates(_ file: ParsedFile) {
        guard file.bytes.first("template:") != nil, let tree = file.document.tree else { return }
        for node in tree.nodes where node.name == "template" && namedTemplates.count < 1_000 {
            if let name = node.scalar?.lastPart { namedTemplates.insert(String(name.prefix { $0 != "@" })) }
        }
    }

    private static func readInclude(_ node: Int, _ tree: SyntaxTree, to includes: inout [String]) {
        let items = tree.nodes[node].kind == .array ? Array(tree.children(of: node)) : [node]
        for item in items {
            let local = tree.children(of: item).first { tree.nodes[$0].name == "local" }
            guard let path = tree.nodes[local ?? item].scalar, !path.holds("://"), includes.count < 1_000 else {
                continue
            }
            includes.append(path)
        }
    }
}

/// Which files of a repository make which GitLab pipeline. One that a job triggers is a pipeline of its own, with the
/// variables of that job (https://docs.gitlab.com/ci/pipelines/downstream_pipelines/): its jobs and variables are not
/// those of another.
struct TerraformPipelines {
    struct Pipeline {
        /// What the names of its jobs begin with; empty for the repository's own.
        var scope: String
        /// The job that starts it, with the scope of its own pipeline.
        var trigger: String?
        fileprivate var depth = 0
    }

    private(set) var all = [Pipeline(scope: "")]
    /// Of files in none or more than the repository's own pipeline, those they are in.
    private(set) var ofFile: [Int: [Int]] = [:]

    func pipelines(of file: Int) -> [Int] { ofFile[file] ?? [0] }

    private let files: [TerraformFile]
    private let byPath: [String: Int]
    /// GitLab refuses a pipeline of more than 150 includes (ci_max_includes); each glob looks at all parts.
    private var globs = 150

    /// - Parameter numbers: of the files with jobs or includes.
    init(_ files: [TerraformFile], _ numbers: [Int]) {
        self.files = files
        let hasTriggers = numbers.contains { !files[$0].facts.triggers.isEmpty }
        let hasParts = numbers.contains { files[$0].facts.isForIncluding }
        let projects = TerraformPipelines.projects(files, numbers)
        guard hasTriggers || hasParts || !projects.isEmpty else {
            byPath = [:]
            return
        }
        byPath = Dictionary(numbers.map { (files[$0].path, $0) }) { first, _ in first }
        // Whoever starts a file as a pipeline does not make it a part of its own.
        var started: Set<Int> = []
        if hasTriggers {
            for number in numbers {
                for trigger in files[number].facts.triggers { started.formUnion(resolve(trigger.includes, numbers)) }
            }
            started = closure(of: Array(started), numbers)
        }
        // (What a strange repository has more than so many is told apart no further.)
        var room = 20_000
        var inside: [(project: Int, parts: Set<Int>)] = []
        // (All projects together: each glob looks at all parts.)
        globs = max(150, 1_000_000 / max(1, numbers.count))
        for project in projects {
            let parts = closure(of: [project], numbers, home: files[project].path.dropLast(15), most: room)
            room -= parts.count
            guard room > 0 else { break }
            inside.append((project, parts))
            started.formUnion(parts)
        }
        globs = 150
        let roots = numbers.filter {
            !files[$0].facts.isForIncluding && (!started.contains($0) || files[$0].path == ".gitlab-ci.yml")
        }
        var parts = closure(of: roots, numbers)
        for number in numbers { ofFile[number] = parts.contains(number) ? [0] : [] }
        var next = 0
        // GitLab starts two levels of them.
        globs = 150
        room = max(room, 0)
        var members = [parts.sorted()]
        for (project, parts) in inside {
            for part in parts { ofFile[part, default: []].append(all.count) }
            all.append(Pipeline(scope: files[project].path + " >\n"))
            members.append(parts.sorted())
        }
        while next < all.count {
            let parent = all[next]
            for number in members[next] where parent.depth < 3 {
                for trigger in files[number].facts.triggers where all.count < 1_000 {
                    let name = parent.scope + trigger.job
                    parts = closure(of: resolve(trigger.includes, numbers), numbers)
                    room -= parts.count
                    guard !parts.isEmpty, room >= 0 else { continue }
                    for part in parts { ofFile[part, default: []].append(all.count) }
                    all.append(Pipeline(scope: name + " >\n", trigger: name, depth: parent.depth + 1))
                    members.append(parts.sorted())
                }
            }
            next += 1
        }
        for number in numbers {
            // What only files start that nothing reads is the repository's, as long as its name says so.
            let isLost = ofFile[number] == [] && !files[number].facts.isForIncluding
            if ofFile[number] == [0] || isLost { ofFile[number] = nil }
        }
    }

    /// The `.gitlab-ci.yml` of projects that are kept in folders of the repository: nothing here includes them. Each is a
    /// pipeline of its own. (At most 500.)
    private static func projects(_ files: [TerraformFile], _ numbers: [Int]) -> [Int] {
        guard numbers.count > 1 else { return [] }
        var found = numbers.filter { files[$0].path.hasSuffix("/.gitlab-ci.yml") }
        // One alone may be the repository's own pipeline (its settings name the file); and what is fetched, by project or by URL,
        // may be this repository.
        if found.count < 2 || numbers.contains(where: { files[$0].facts.includesOthers }) { return [] }
        var included: Set<String> = []
        var shapes: [TerraformTemplate.Shape] = []
        for number in numbers {
            let facts = files[number].facts
            for path in facts.includes + facts.triggers.flatMap(\.includes) {
                let rooted = TerraformTemplate.join("", String(path.drop { $0 == "/" }))
                if !TerraformTemplate.isOpen(rooted) {
                    included.insert(rooted)
                } else if shapes.count < 150 {
                    // What a variable, an input or a `*` stands for is any folder.
                    let parts = rooted.split(separator: "*", omittingEmptySubsequences: false)
                    let end = rooted.lastIndex(of: "]").map { "<>" + rooted[rooted.index(after: $0)...] }
                    shapes.append(.init(rooted.holds("$[[") ? end ?? "<>" : parts.joined(separator: "<>")))
                }
            }
        }
        found.removeAll { number in
            let path = files[number].path
            return included.contains(path) || shapes.contains { $0.fits(path) }
        }
        return Array(found.prefix(500))
    }

    /// The files that these include, at any depth, and these.
    /// - Parameter home: where the project is kept whose root their paths begin at.
    /// - Parameter most: files; where there are more, not all of them.
    private mutating func closure(
        of roots: [Int], _ numbers: [Int], home: Substring = "", most: Int = .max
    ) -> Set<Int> {
        var found = Set(roots)
        var seen: Set<String> = []
        var next = roots
        while found.count <= most, let number = next.popLast() {
            let new = files[number].facts.includes.filter { seen.insert($0).inserted }
            let parts = resolve(new, numbers) + (home.isEmpty ? [] : resolve(new.map { home + "/" + $0 }, numbers))
            for part in parts where found.insert(part).inserted { next.append(part) }
        }
        return found
    }

    private mutating func resolve(_ paths: [String], _ numbers: [Int]) -> [Int] {
        var result: [Int] = []
        for path in paths {
            let rooted = path.drop { $0 == "/" }
            if rooted.holds("*") {
                guard globs > 0 else { continue }
                globs -= 1
                let glob = PathGlob("/" + rooted)
                result += numbers.filter { glob.matches(files[$0].path) }
            } else if let number = byPath[String(rooted)] {
                result.append(number)
            }
        }
        return result
    }
}

extension TerraformStacks {
    /// Pipelines in folders of folders that nothing names: the root that they begin in may be another repository's, for which
    /// they are kept here.
    func findAside() -> Set<Int> {
        var aside = Set(
            files(with: .scripts).filter { number in
                let path = files[number].path
                let parts = path.pathParts
                // (GitLab reads none that no other names, Azure whichever its settings do.)
                return (path.ends(".yml") || path.ends(".yaml")) && TerraformRunner(path) == nil
                    && !TerraformProjects.isList(path)
                    && parts.count > (files[number].facts.jobs.isEmpty ? 2 : 1) && !path.ends(".gitlab-ci.yml")
                    && !parts.contains { $0.begins(".") || $0.begins("azure-pipelines") }
            })
        if aside.isEmpty { return aside }
        var named: Set<String> = []
        for file in files {
            named.formUnion(file.facts.namedTemplates)
            for path in file.facts.includes + file.facts.triggers.flatMap(\.includes) {
                named.insert(String(path.lastPart))
            }
        }
        // (A pattern may be any.)
        if named.contains(where: { $0.holds("*") || $0.holds("$") }) { return [] }
        for number in aside where named.contains(String(files[number].path.lastPart)) { aside.remove(number) }
        return aside
    }
}
