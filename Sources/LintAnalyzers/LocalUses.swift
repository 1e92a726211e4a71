public import LintSource
public import LintSyntax

/// Local actions and workflows (`uses: ./…`) that are not in the repository.
public enum LocalUses: Analyzer {
    public static let name = "local-uses"
    public static let literals = ["uses:"]
    public static let reach = AnalyzerReach.paths

    /// A submodule's folder is there when a step has asked for it.
    public static func reach(of facts: any FileFacts) -> AnalyzerReach {
        guard let facts = (facts as? Told<Facts>)?.value, !facts.paths.isEmpty else { return .file }
        return facts.asksSubmodules ? .files : .paths
    }

    public static func wants(path: ByteView) -> Bool {
        path.has(submodules, at: path.count - submodules.utf8CodeUnitCount)
    }

    private static let submodules: StaticString = ".gitmodules"

    struct Facts: Sendable {
        var paths: [String] = []
        /// One a path.
        var anchors: [Anchor] = []
        /// Folders that a step checks another repository out into.
        var checkouts: Set<String> = []
        /// Whether something of it speaks of submodules.
        var asksSubmodules = false
        /// Of `.gitmodules`: their folders.
        var submodules: [String] = []
    }

    public static func facts(of file: ParsedFile, codeScanningHashes: Bool) -> (any FileFacts)? {
        if file.path.lastPart == submodules.description {
            let facts = Facts(submodules: folders(ofModules: file.bytes))
            return facts.submodules.isEmpty ? nil : Told(facts, of: file)
        }
        guard file.language == .yaml, mayStand(in: file.bytes), let tree = file.document.tree else { return nil }
        // A workflow that lies elsewhere runs nowhere: what its paths lead to shows where it is put.
        let isWorkflow = tree.children(of: 0).contains { tree.nodes[$0].name == "jobs" }
        guard !isWorkflow || WorkflowPlace(file.path) == .runs else { return nil }
        // A template is copied beside what it calls.
        if templates.contains(where: file.path.hasSuffix) { return nil }
        var facts = Facts()
        var uses: [(path: String, node: Int, steps: Int)] = []
        var ofSteps: [Int: Set<String>] = [:]
        for (index, node) in tree.nodes.enumerated() {
            guard let text = node.scalar else { continue }
            if node.name == "path" { facts.checkouts.insert(first(trimmed(text))) }
            guard node.name == "uses", text.hasPrefix("./"), !isTemplate(text) else { continue }
            let path = trimmed(text)
            // A job that is a workflow has no steps.
            let item = max(0, Int(node.parent))
            let steps = max(0, Int(tree.nodes[item].parent))
            uses.append((path, index, steps))
            if steps > 0, tree.nodes[steps].name == "steps" { ofSteps[steps, default: []].insert(path) }
        }
        let brought = ofSteps.reduce(into: [:]) { brought, group in
            brought[group.key] = BroughtFolders(group.key, tree, file.bytes, used: group.value)
        }
        for use in uses where brought[use.steps]?.holds(use.path) != true {
            let value = tree.nodes[use.node].valueRange
            let quoted = file.bytes[Int(value.start)]
            let isQuoted = quoted == .ascii("'") || quoted == .ascii("\"")
            let range = isQuoted ? ByteRange(start: value.start + 1, end: value.end - 1) : value
            facts.paths.append(use.path)
            facts.anchors.append(Anchor(range, in: file))
        }
        guard !facts.anchors.isEmpty else { return nil }
        facts.asksSubmodules = file.bytes.first("submodule") != nil
        facts.anchors.complete(file, codeScanningHashes: codeScanningHashes)
        return Told(facts, of: file)
    }

    /// `path = folder`
    private static func folders(ofModules bytes: ByteView) -> [String] {
        var folders: [String] = []
        var at = 0
        while at < bytes.count {
            let end = bytes.lineEnd(of: at)
            while at < end, bytes[at].isBlank { at += 1 }
            if bytes.has("path", at: at) {
                at += 4
                while at < end, bytes[at].isBlank { at += 1 }
                if bytes[at] == .ascii("=") {
                    let value = bytes.text(ByteRange(at + 1, end)).filter { !"\" \t\r".contains($0) }
                    folders.append(trimmed(value))
                }
            }
            at = end + 1
        }
        return folders
    }

    /// Whether a key `uses` may have a path of the repository: what most YAML that holds the word says of it is a sentence, or
    /// names another's action, and needs no tokens.
    static func mayStand(in bytes: ByteView) -> Bool {
        var from = 0
        while let found = bytes.first("uses", from: from) {
            from = found + 4
            if bytes[found - 1].isWord { continue }
            var at = from
            func skipBlanks() { while bytes[at].isWhiteSpace { at += 1 } }
            if bytes[at] == .ascii("\"") || bytes[at] == .ascii("'") { at += 1 }
            skipBlanks()
            if bytes[at] == .ascii("#") { return true }
            guard bytes[at] == .ascii(":") else { continue }
            at += 1
            let start = at
            skipBlanks()
            let first = bytes[at]
            // On another line, with a tag or a name, in a block: that it may be is enough.
            if bytes[start..<at].contains(where: \.isLineEnd) || "&!*>|#".utf8.contains(first) { return true }
            if first == .ascii("\"") || first == .ascii("'") { at += 1 }
            if bytes[at] == .ascii(".") || bytes[at] == .ascii("\\") { return true }
        }
        return false
    }

    private static let templates = [".example", ".template", ".sample", ".dist", ".disabled"]

    public static func minds(path: String) -> Bool { false }

    /// Whether a part of it is filled in elsewhere: by GitHub, or where a scaffold's text becomes a repository's.
    private static func isTemplate(_ text: String) -> Bool {
        text.holds("<") || text.holds("{{") || text.holds("${")
    }

    /// Steps look from the root of their repository, the folder that holds `.github`.
    static func root(of path: String) -> String {
        guard !path.hasPrefix(".github/") else { return "" }
        let parts = path.split(separator: "/")
        guard let place = parts.firstIndex(of: ".github") else { return "" }
        return parts[..<place].joined(separator: "/") + "/"
    }

    public static func answer(
        _ facts: [any FileFacts], paths: PathList, workers: Int, places: AnalyzerPlaces,
        earlier: (any Sendable)?, apart: @escaping @Sendable (String) -> Bool
    ) -> AnalyzerAnswer {
        var answer = AnalyzerAnswer()
        // A text that is checked alone says nothing of what lies beside it.
        guard paths.count > 1, !facts.isEmpty else { return answer }
        var submodules: Set<String> = []
        for case let told as Told<Facts> in facts {
            let (path, facts) = (told.path, told.value)
            let folder = path.dropLast(self.submodules.utf8CodeUnitCount)
            submodules.formUnion(facts.submodules.lazy.map { folder + $0 })
        }
        for case let told as Told<Facts> in facts {
            let (path, facts) = (told.path, told.value)
            let root = root(of: path)
            for (path, anchor) in zip(facts.paths, facts.anchors) where !facts.checkouts.contains(first(path)) {
                let folder = root + (path.isEmpty ? "" : path + "/")
                let names = [root + path] + ["action.yml", "action.yaml", "Dockerfile"].map { folder + $0 }
                answer.asked.formUnion(names)
                if names.contains(where: { paths.holds($0) }) { continue }
                if facts.asksSubmodules, lies(root + path, in: submodules) { continue }
                // A scaffold becomes a repository with others: of it only what lies in its own `.github` is known.
                guard root.isEmpty || first(path) == ".github" else { continue }
                answer.findings.append(AnalyzerFinding(at: anchor, identity: "uses"))
            }
        }
        return answer
    }

    private static func lies(_ path: String, in folders: Set<String>) -> Bool {
        guard !folders.isEmpty else { return false }
        return folders.contains(path)
            || BroughtFolders.ends(path).contains { folders.contains(String(path[..<$0])) }
    }

    /// `./a/b/` as `a/b`.
    static func trimmed(_ path: String) -> String {
        path.split(separator: "/").drop { $0 == "." }.joined(separator: "/")
    }

    private static func first(_ path: String) -> String { String(path.prefix { $0 != "/" }) }
}
