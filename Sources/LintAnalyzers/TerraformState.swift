public import LintSource
public import LintSyntax

/// Who owns the state of each stack: folds backend blocks and all that feeds them, and judges what they come to.
public enum TerraformState: Analyzer {
    public static let name = "terraform-state"
    public static let literals = [
        "tofu", "terraform", "tf_http_", "backend=false", "-backend-config", "lock_method", "update_method",
        "/.github/workflows/", ".tfvars", "remote_state",
    ]
    public static let reach = AnalyzerReach.files
    public static let fileAnswers = ["other-backend", "other-server"]

    /// Where no place is known, nothing is said.
    public static func reach(of facts: any FileFacts) -> AnalyzerReach {
        guard let file = facts as? TerraformFile, file.target == nil, !file.facts.hasPlaces else { return .files }
        return .file
    }

    private static let suffixes: [StaticString] =
        [
            ".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.example", ".tfbackend", ".gitignore", ".env",
            ".env.example", ".envrc", ".gitlab-ci.yml", "azure-pipelines.yml", "test.hcl",
            "justfile", "Justfile", ".just",
        ] + TerraformProjects.names

    /// Files that say something by being there, whatever words they hold.
    public static func wants(path: ByteView) -> Bool {
        if path.has(".tf", at: path.count - 3) { return true }
        guard mayEnd.0 >> last(3, of: path) & 1 != 0 || mayEnd.1 >> last(6, of: path) & 1 != 0 else { return false }
        return endings[Int(path[path.count - 1]) & 31].contains { path.has($0, at: path.count - $0.utf8CodeUnitCount) }
    }

    /// Most files of a repository of modules tell nothing: these need no path and no language.
    public static func mayTell(path: ByteView, _ bytes: ByteView) -> Bool {
        guard path.has(".tf", at: path.count - 3) || path.has(".tofu", at: path.count - 5) else { return true }
        return !TerraformLines(bytes, isGlance: true).tellNothing
    }

    /// A number of six bits for the last bytes of a path.
    private static func last(_ count: Int, of path: ByteView) -> UInt64 {
        var bytes: UInt64 = 0
        for at in (path.count - count)..<path.count { bytes = bytes << 8 | UInt64(path[at]) }
        return (bytes &* 0x9E37_79B9_7F4A_7C15) >> 58
    }

    /// A bit for each of these numbers that some text below has: of short ones by three bytes, of the others by six. (All
    /// workers ask for nearly every file: to lend them the table itself, whose references are counted, they would wait for
    /// each other.)
    private static let mayEnd: (UInt64, UInt64) = {
        var may: (UInt64, UInt64) = (0, 0)
        for text in endings.joined() {
            let end = ByteView(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
            if end.count < 6 { may.0 |= 1 << last(3, of: end) } else { may.1 |= 1 << last(6, of: end) }
        }
        return may
    }()

    /// What such paths end in, by the low bits of the last byte: of most paths there is little to compare.
    private static let endings: [[StaticString]] = {
        var endings = [[StaticString]](repeating: [], count: 32)
        for ending in suffixes + TerraformStateFacts.endings {
            endings[Int(ending.utf8Start[ending.utf8CodeUnitCount - 1]) & 31].append(ending)
        }
        return endings
    }()

    /// Configuration, and what a command may name as a file of arguments or of values.
    private static let linkSuffixes: [StaticString] = [
        ".tf", ".tofu", ".json", ".tfvars", ".tfbackend", ".hcl", ".sh", ".conf", ".config", ".cfg", ".ini", ".txt",
        ".toml", ".env", "backend",
    ]

    public static func wantsLink(path: ByteView) -> Bool {
        linkSuffixes.contains { path.has($0, at: path.count - $0.utf8CodeUnitCount) }
    }

    public static func facts(ofLink path: String, to target: String) -> (any FileFacts)? {
        TerraformFile(link: path, to: target)
    }

    public static func facts(of file: ParsedFile, codeScanningHashes: Bool) -> (any FileFacts)? {
        read(file, codeScanningHashes: codeScanningHashes)
    }

    public static func answer(
        _ facts: [any FileFacts], paths: PathList, workers: Int, places: AnalyzerPlaces,
        earlier: (any Sendable)?, apart: @escaping @Sendable (String) -> Bool = { _ in false }
    ) -> AnalyzerAnswer {
        let files = facts.compactMap { $0 as? TerraformFile }
        var answer = AnalyzerAnswer()
        // (Workflows that call others are there without any of these.)
        guard files.contains(where: { !$0.kinds.isSubset(of: [.calls, .scriptCalls, .recipes]) }) else { return answer }
        let known = (earlier as? TerraformChecks)?.again(files, paths: paths, places)
        var checks =
            known
            ?? TerraformChecks(
                TerraformStacks(files, paths: paths, apart: apart, explains: false, workers: workers), files)
        answer.findings = checks.run(
            places: places, codeScanningHashes: files.contains(where: \.wantsCodeScanningHashes))
        let stacks = checks.model
        answer.asked = checks.asked.union(
            files.lazy.filter { $0.target != nil }.flatMap { [$0.path, $0.target ?? ""] })
        answer.remains = checks
        let others = checks.wrappersOfOtherBackends()
        if !others.isEmpty { answer.files["other-backend"] = others }
        switch checks.otherServers() {
        case .nowhere: break
        case .everywhere: answer.everywhere.insert("other-server")
        case .files(let files): answer.files["other-server"] = files
        }
        answer.numbers["stacks"] = Double(stacks.stacks.count)
        answer.numbers["clear"] = Double(stacks.stacks.indices.count { stacks.stacks[$0].authority == .clear })
        return answer
    }

    public static func meaning(of facts: any FileFacts) -> (any Hashable & Sendable)? {
        (facts as? TerraformFile)?.meaning
    }

    /// Configuration makes a folder a module, tests call a root as one, and these say that something else writes configuration.
    public static func minds(path: String) -> Bool {
        isConfiguration(path) || isGenerator(path) || isTemplate(path) || path.ends("_test.go")
    }

    /// What files that are filled in elsewhere have behind their names.
    static let templateEnds = [
        "example", "sample", "template", "tpl", "tmpl", "tftpl", "gotmpl", "j2", "jinja", "jinja2", "dist",
        "erb", "in", "enc", "gpg", "age",
    ]

    /// What configuration is made from: `terraform.tf.j2`.
    static func isTemplate(_ path: String) -> Bool {
        (path.holds(".tf.") || path.holds(".tofu.")) && templateEnds.contains { path.hasSuffix("." + $0) }
    }

    static let configurationEnds: [StaticString] = [".tf", ".tofu", ".tf.json", ".tofu.json"]

    static func isConfiguration(_ path: String) -> Bool { configurationEnds.contains(where: path.ends) }

    static let generatorEnds: [StaticString] = ["terragrunt.hcl", "terragrunt.stack.hcl", ".tm.hcl", "atmos.yaml"]

    static func isGenerator(_ path: String) -> Bool { generatorEnds.contains(where: path.ends) }

    /// Files that nothing reads any more, or that show what something else should read.
    private static let setAside: [StaticString] = [
        ".disabled", ".bak", ".orig", ".old", ".golden", ".expected", ".snap",
    ]

    private static func isSetAside(_ path: String) -> Bool {
        // What an init or Terragrunt has copied there is of the stack that it did so for.
        if path.withBytes({ ByteView($0).first("/.ter") }) != nil || path.begins(".ter"),
            path.pathParts.dropLast().contains(where: { $0 == ".terraform" || $0 == ".terragrunt-cache" })
        {
            return true
        }
        // Most paths end in a letter that none of these ends in.
        return switch path.utf8.last {
        case .ascii("d"), .ascii("k"), .ascii("g"), .ascii("n"), .ascii("p"): setAside.contains(where: path.ends)
        default: false
        }
    }

    private static let moduleEnds: [StaticString] = [".tf", ".tofu"]

    /// What one file tells; `nil` for nothing.
    public static func read(_ file: ParsedFile, codeScanningHashes: Bool = false) -> TerraformFile? {
        let isModule = file.language == .hcl && moduleEnds.contains(where: file.path.ends)
        let lines = isModule ? TerraformLines(file.bytes) : nil
        if lines?.tellNothing == true || isSetAside(file.path) { return nil }
        if let lines, file.path.ends(".tf"), lines.tellAll(of: file.bytes) { return TerraformFile(lines, of: file) }
        var facts = TerraformStateFacts()
        facts.read(file, lines)
        facts.readAsked(file)
        if facts.isEmpty { return nil }
        return TerraformFile(consume facts, of: file, codeScanningHashes: codeScanningHashes)
    }
}

extension TerraformStateFacts {
    fileprivate mutating func read(_ file: ParsedFile, _ lines: TerraformLines?) {
        let bytes = file.bytes
        let path = file.path
        var name: Substring { path.lastPart }
        var hasCommands: Bool { bytes.first("terraform") != nil || bytes.first("tofu") != nil }
        var saysSomething: Bool {
            bytes.first("backend") != nil || bytes.first("tf_http_") != nil || bytes.first("_method") != nil
        }
        if file.language == .hcl, TerraformStateFacts.isTerramate(path) { readGenerated(file) }
        if file.language == .hcl, !path.ends(".tf"), readRemoteStates(file) { return }
        if !path.ends(".tf"), path.holds("backend"), readNamedSettings(file) { return }
        defer { readHints(file) }
        switch file.language {
        case .hcl:
            if path.ends(".tfbackend") {
                readSettings(file)
            } else if let lines {
                readConfiguration(file, lines)
                if makesNothing, backends.isEmpty, lines.maySupply {
                    readPossibleSettings(file)
                }
                if lines.commentsMaySay,
                    saysSomething || hasCommands && bytes.first(" init") != nil
                {
                    readProse(file)
                }
            } else if name == ".terraform.lock.hcl" {
                lockIsTofu = TerraformPrograms.wroteLock(bytes)
            } else if path.ends(".tfvars") || path.ends(".tfvars.example") {
                readValues(file)
            } else if path.ends(".tftest.hcl") || path.ends(".tofutest.hcl") {
                readTest(file)
            } else {
                makesBlock = TerraformState.isTemplate(path) && TerraformStateFacts.holdsBlock(bytes)
                readPossibleSettings(file)
            }
        case .justfile:
            let speaks = hasCommands || saysSomething
            // What others import, and who does so, may be needed where the commands are.
            guard speaks || path.ends(".just") || bytes.first("import") != nil || bytes.first("mod ") != nil else {
                break
            }
            let recipes = readJust(file)
            guard speaks else { break }
            readScripts(file, recipes)
            readProse(file)
        case .makefile:
            guard hasCommands || saysSomething else { break }
            readMakeVariables(file)
            readScripts(file)
            readProse(file)
        case .dockerfile:
            if hasCommands { readScripts(file) }
        case .c where ScriptReading.isJenkinsfile(file.path):
            if hasCommands { readScripts(file) }
        case .yaml:
            let says = saysSomething
            let isGitLab = TerraformStateFacts.isGitLab(file.path)
            if TerraformProjects.isList(path) { readScripts(file) }
            if path.begins(".github/workflows/") {
                readCalls(file)
                namesEnvironments = bytes.first("environment") != nil
            }
            guard says || hasCommands || isGitLab, !TerraformProjects.isList(path) else { break }
            // Most speak of Terraform in a label or a description only: these need no tokens.
            let maySay =
                isGitLab || YAMLTokenizer.mayHoldScripts(bytes) || bytes.first("upload-artifact") != nil
                || bytes.first("inputs:") != nil || TerraformRunner(path) != nil
            if maySay || TerraformStateFacts.mayBeIncluded(file) { readJobs(file) }
            if maySay { readScripts(file) }
            if says { readProse(file) }
        case .markdown:
            let says = saysSomething
            guard says || hasCommands else { break }
            if MarkdownTokenizer.mayHoldScripts(bytes) || ScriptReading.mayHoldCommands(bytes) {
                readJobs(file)
                readScripts(file)
                readDocumentedBackends(file)
            } else if TerraformStateFacts.mayDocumentBackends(bytes) {
                readDocumentedBackends(file)
            }
            if says { readProse(file) }
        case .shell:
            if name == ".envrc" { readEnvironment(file) }
            let says = saysSomething
            // One that writes a file of values may say nothing else.
            guard says || hasCommands || bytes.first(".tfvars") != nil else { break }
            readScripts(file)
            if says { readProse(file) }
        case .dotenv: readEnvironment(file)
        case .ignore where name == ".gitignore":
            ignored = TerraformIgnoredPath.lines(of: bytes)
        case .json:
            if path.ends(".tf.json") || path.ends(".tofu.json") { readJSON(file) }
            if name == "package.json", hasCommands, bytes.first("\"scripts\"") != nil { readScripts(file) }
        case .text, .ini, .toml:
            if TerraformPrograms.pinners.contains(String(name)) {
                pinsTofu = TerraformPrograms.pinned(bytes)
                if file.language == .toml, hasCommands, bytes.first("[tasks") != nil { readScripts(file) }
            } else {
                readPossibleSettings(file)
            }
        default: break
        }
    }
}
