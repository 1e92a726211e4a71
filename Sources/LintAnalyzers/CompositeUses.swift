public import LintSource
public import LintSyntax

/// Local paths (`uses: ./…`) in composite actions that others may use: there `./` is the caller's checkout.
///
/// An action that this repository's own jobs use by its path, and that nothing names with its owner, is the repository's own:
/// its callers are in the same checkout. So is one below `.github` that nobody uses or names, unless one beside it is named:
/// what is there to be used by others is told of somewhere.
public enum CompositeUses: Analyzer {
    public static let name = "composite-uses"
    public static let literals = ["uses:"]
    public static let reach = AnalyzerReach.files

    /// A workflow speaks of actions, but nothing is found in it.
    public static func reach(of facts: any FileFacts) -> AnalyzerReach {
        (facts as? Told<Facts>)?.value.anchors.isEmpty ?? false ? .file : .files
    }

    public static func wants(path: ByteView) -> Bool { false }
    public static func minds(path: String) -> Bool { false }

    struct Facts: Sendable {
        /// The local paths of an action's steps.
        var anchors: [Anchor] = []
        /// Folders that steps use by their path, from the root of their repository.
        var used: Set<String> = []
        /// Folders of actions that are named with their owner.
        var named: Set<String> = []
    }

    private struct Meaning: Hashable {
        var anchors: Int
        var used: Set<String>
        var named: Set<String>
    }

    public static func meaning(of facts: any FileFacts) -> (any Hashable & Sendable)? {
        (facts as? Told<Facts>).map {
            Meaning(anchors: $0.value.anchors.count, used: $0.value.used, named: $0.value.named)
        }
    }

    public static func facts(of file: ParsedFile, codeScanningHashes: Bool) -> (any FileFacts)? {
        var facts = Facts()
        facts.readNames(file.bytes)
        if file.language == .yaml, LocalUses.mayStand(in: file.bytes), let tree = file.document.tree {
            facts.readUses(tree, file)
            facts.anchors.complete(file, codeScanningHashes: codeScanningHashes)
        }
        return facts.anchors.isEmpty && facts.used.isEmpty && facts.named.isEmpty ? nil : Told(facts, of: file)
    }

    public static func answer(
        _ facts: [any FileFacts], paths: PathList, workers: Int, places: AnalyzerPlaces,
        earlier: (any Sendable)?, apart: @escaping @Sendable (String) -> Bool
    ) -> AnalyzerAnswer {
        var answer = AnalyzerAnswer()
        var used: Set<String> = []
        var named: Set<String> = []
        for case let told as Told<Facts> in facts {
            let (path, facts) = (told.path, told.value)
            let root = LocalUses.root(of: path)
            for folder in facts.used { used.insert(root + folder) }
            named.formUnion(facts.named)
        }
        for case let told as Told<Facts> in facts where !told.value.anchors.isEmpty {
            let (path, facts) = (told.path, told.value)
            let folder = path.utf8.lastIndex(of: 0x2F).map { String(path[..<$0]) } ?? ""
            let root = LocalUses.root(of: path)
            let own = String(folder.dropFirst(root.count))
            if !named.contains(own) {
                if used.contains(folder) { continue }
                // (A file that is looked at alone says nothing of what lies beside it.)
                if paths.count > 1, own.hasPrefix(".github/"),
                    !namesOneBeside(own, in: root, named, paths, &answer.asked)
                {
                    continue
                }
            }
            for anchor in facts.anchors { answer.findings.append(AnalyzerFinding(at: anchor, identity: "uses")) }
        }
        return answer
    }

    /// Whether an action is named that lies in this repository, in the folder that `folder` lies in.
    private static func namesOneBeside(
        _ folder: String, in root: String, _ named: Set<String>, _ paths: PathList, _ asked: inout Set<String>
    ) -> Bool {
        let above = folder.dropLast(folder.lastPart.utf8.count)
        return named.contains { other in
            guard other.hasPrefix(above), !other.dropFirst(above.count).contains("/") else { return false }
            let files = ["action.yml", "action.yaml"].map { root + other + "/" + $0 }
            asked.formUnion(files)
            return files.contains { paths.holds($0) }
        }
    }
}

extension CompositeUses.Facts {
    /// The steps' `uses` of the file itself.
    fileprivate mutating func readUses(_ tree: SyntaxTree, _ file: ParsedFile) {
        let name = file.path.lastPart
        let isAction = name == "action.yml" || name == "action.yaml"
        for node in tree.nodes.indices where tree.nodes[node].name == "uses" {
            guard let text = tree.nodes[node].scalar, text.hasPrefix("./"), text.utf8.count > 2 else { continue }
            used.insert(LocalUses.trimmed(text))
            guard isAction, CompositeUses.Facts.isStep(node, tree) else { continue }
            let range = tree.nodes[node].valueRange
            let isQuoted = file.bytes[Int(range.start)] == .ascii("'") || file.bytes[Int(range.start)] == .ascii("\"")
            anchors.append(
                Anchor(isQuoted ? ByteRange(start: range.start + 1, end: range.end - 1) : range, in: file))
        }
    }

    /// `runs: {steps: [{uses: …}]}`
    private static func isStep(_ node: Int, _ tree: SyntaxTree) -> Bool {
        var names: [String?] = []
        var at = tree.nodes[node].parent
        while at > 0, names.count < 4 {
            names.append(tree.nodes[Int(at)].name)
            at = tree.nodes[Int(at)].parent
        }
        return names.compactMap { $0 } == ["steps", "runs"]
    }

    /// `uses: owner/repository/folder@ref`, in whatever it is written.
    fileprivate mutating func readNames(_ bytes: ByteView) {
        var at = 0
        while let found = bytes.first("uses:", from: at) {
            at = found + 5
            var first = at
            while bytes[first].isBlank || bytes[first] == .ascii("\"") || bytes[first] == .ascii("'") { first += 1 }
            guard bytes[first] != .ascii(".") else { continue }
            var end = first
            var slashes: [Int] = []
            while end < bytes.count, end - first < 1_024, bytes[end] != .ascii("@"), !bytes[end].isWhiteSpace {
                if bytes[end] == .ascii("/") { slashes.append(end) }
                end += 1
            }
            guard end < bytes.count, bytes[end] == .ascii("@"), slashes.count > 1 else { continue }
            named.insert(bytes.text(ByteRange(slashes[1] + 1, end)))
        }
    }
}
