import LintSource
import LintSyntax

/// Folders that the steps of a job put beside what its repository holds: another repository that is checked out, what is
/// downloaded, what a script clones, copies, unpacks or writes. Nothing is run: where only the run knows what a step
/// brings, or where to, anything may be there.
struct BroughtFolders {
    /// Paths that steps use, from the root.
    private let used: Set<String>
    /// The same, and all folders above them.
    private let above: Set<String>
    /// The first parts of their paths, in lower case.
    private let firsts: Set<[UInt8]>
    /// Of ``above``: what lies in them comes from elsewhere.
    private var placed: Set<String> = []
    /// Of ``used``: a script writes there.
    private var named: Set<String> = []
    /// The root itself comes from elsewhere, or some folder that only the run knows.
    private var isUnknown = false
    /// What an archive or an artifact holds lies at the root.
    private var isUnpacked = false
    /// Where scripts of the job run that do not say it themselves.
    private var usual = RunPath.root

    private let tree: SyntaxTree
    private let bytes: ByteView

    /// - Parameters:
    ///   - steps: The list of a job's steps, or of an action's.
    ///   - used: What those of them use that have a path.
    init(_ steps: Int, _ tree: SyntaxTree, _ bytes: ByteView, used: Set<String>) {
        self.used = used
        var above = used
        for path in used { for end in Self.ends(path) { above.insert(String(path[..<end])) } }
        self.above = above
        firsts = Set(used.lazy.map { $0.lowercased().utf8.prefix { $0 != .ascii("/") } }.map(Array.init))
        self.tree = tree
        self.bytes = bytes
        read(steps)
    }

    /// Whether what a step uses may be there, though the repository holds nothing of the kind.
    func holds(_ path: String) -> Bool {
        if isUnknown || named.contains(path) || placed.contains(path) { return true }
        // Nobody packs the folder of a repository's own workflows.
        if isUnpacked, !path.hasPrefix(".github/") { return true }
        return Self.ends(path).contains { placed.contains(String(path[..<$0])) }
    }

    /// Where the folders above a path end: no more of them than anybody has.
    static func ends(_ path: String) -> [String.Index] {
        Array(path.utf8.indices.lazy.filter { path.utf8[$0] == .ascii("/") }.prefix(16))
    }

    // MARK: Steps

    private mutating func read(_ steps: Int) {
        let job = Int(tree.nodes[steps].parent)
        usual = workingDirectory(job) ?? workingDirectory(0) ?? .root
        environment(job)
        for step in tree.children(of: steps) {
            environment(step)
            if let run = child("run", of: step) {
                let place = value("working-directory", of: step).map(RunPath.init) ?? usual
                let range = tree.nodes[run].valueRange
                if mayBring(range) { script(range, in: place) }
            } else if let uses = value("uses", of: step) {
                action(uses, child("with", of: step))
            }
        }
    }

    private func child(_ name: String, of node: Int) -> Int? {
        tree.children(of: node).first { tree.nodes[$0].name == name }
    }

    /// A scalar as it is written, without its quotes.
    private func value(_ name: String, of node: Int?) -> String? {
        node.flatMap { child(name, of: $0) }.map { text($0) }
    }

    private func text(_ node: Int) -> String {
        tree.nodes[node].scalar
            ?? String(
                bytes.text(tree.nodes[node].valueRange).drop { $0 == "\"" || $0 == "'" }.prefix {
                    $0 != "\"" && $0 != "'"
                })
    }

    private func workingDirectory(_ node: Int) -> RunPath? {
        value("working-directory", of: child("defaults", of: node).flatMap { child("run", of: $0) }).map(RunPath.init)
    }

    /// A variable that says a folder is there for a script that writes it.
    private mutating func environment(_ node: Int) {
        guard let variables = child("env", of: node) else { return }
        for variable in tree.children(of: variables) { name(text(variable), in: .root) }
    }

    private mutating func action(_ uses: String, _ with: Int?) {
        let name = uses.prefix { $0 != "@" }.split(separator: "/").last?.lowercased() ?? ""
        let isCheckout = name.holds("checkout")
        guard isCheckout || name.holds("download") else { return }
        switch value("path", of: with).map(RunPath.init) ?? .root {
        case .folder(let path): place(path)
        case .outside: break
        case .root where isCheckout:
            if isForeign(value("repository", of: with) ?? "", value("ref", of: with) ?? "") { isUnknown = true }
        case .unknown where isCheckout: isUnknown = true
        case .root, .unknown: isUnpacked = true
        }
    }

    /// Whether what is checked out is not what this repository is being worked on: another one, a branch by its name.
    private func isForeign(_ repository: String, _ ref: String) -> Bool {
        let isComputed = repository.hasPrefix("${{") && repository.hasSuffix("}}")
        let inner = repository.dropFirst(3).dropLast(2).filter { $0 != " " }
        // A fork holds what its origin holds.
        let isOwn =
            inner == "github.repository"
            || inner.hasPrefix("github.event.") && inner.hasSuffix(".full_name") && !inner.holds("|")
        if !repository.isEmpty, !(isComputed && isOwn) { return true }
        return !ref.isEmpty && !ref.holds("${{")
    }

    private mutating func place(_ path: String) {
        if above.contains(path) { placed.insert(path) }
    }

    // MARK: Scripts

    /// Most scripts speak of no such folder, and no word of them need be read.
    private func mayBring(_ range: ByteRange) -> Bool {
        let (start, end) = (Int(range.start), Int(range.end))
        for text in ["clone", "degit", "tar ", "zip ", "7z ", "cp -", "rsync", "rchive"] as [StaticString]
        where bytes.first(text, from: start, to: end) != nil { return true }
        return firsts.count > 4 || firsts.contains { bytes.first($0, from: start, to: end) != nil }
    }

    private mutating func script(_ range: ByteRange, in folder: RunPath) {
        var place = folder
        var script = RunWords(bytes, range)
        while let command = script.next() {
            for word in command.targets { name(word, in: place) }
            guard let program = command.words.first?.lowercased() else { continue }
            switch program {
            case "cd", "pushd", "set-location":
                place = command.words.last.map(place.appending) ?? .outside
                // (No folder is that deep; each further word would be compared with all of it.)
                if case .folder(let path) = place, path.utf8.count > 1_024 { place = .outside }
            case "popd": place = folder
            default:
                guard !Self.readers.contains(program) else { continue }
                for word in command.words.dropFirst() { name(word, in: place) }
                bring(command.words, in: place)
            }
        }
    }

    /// What they name they read, or remove.
    private static let readers: Set<String> = [
        "ls", "cat", "rm", "rmdir", "test", "[", "[[", "echo", "printf", "chmod", "source", ".", "bash", "sh", "grep",
        "diff",
        "find", "shellcheck", "actionlint",
    ]

    /// Something of this path may be written: an action that is used may be it, or lie above it.
    private mutating func name(_ word: String, in place: RunPath) {
        // `OUT=made`, `--out=made`
        let value = word.utf8.lastIndex(of: .ascii("=")).map { String(word[word.utf8.index(after: $0)...]) } ?? word
        guard case .folder(let path) = place.appending(value) else { return }
        if used.contains(path) { named.insert(path) }
        for end in Self.ends(path) where used.contains(String(path[..<end])) { named.insert(String(path[..<end])) }
    }

    /// Programs that fill a folder: what lies below it comes from elsewhere. (`git clone`, `aws s3 cp`)
    private mutating func bring(_ words: [String], in place: RunPath) {
        for (index, verb) in words.prefix(6).enumerated() {
            let rest = words[(index + 1)...]
            switch verb.lowercased() {
            case "clone", "degit": return clone(rest, in: place)
            case "cp", "rsync", "mv", "ln", "copy-item", "move-item":
                guard let last = rest.last(where: { !$0.hasPrefix("-") }) else { return }
                switch place.appending(last) {
                case .folder(let path): self.place(path)
                case .unknown where rest.contains { $0.hasPrefix("-") && $0.lowercased().holds("r") || $0 == "-a" }:
                    isUnpacked = true
                default: break
                }
                return
            case "mkdir", "new-item", "worktree":
                for word in rest { if case .folder(let path) = place.appending(word) { self.place(path) } }
                return
            case "tar", "bsdtar", "unzip", "7z", "expand-archive": return unpack(rest, in: place)
            default: break
            }
        }
    }

    private static let valued: Set<String> = [
        "--depth", "-b", "--branch", "--filter", "-j", "--jobs", "-c", "--config", "-o", "--origin", "--reference",
    ]

    private mutating func clone(_ words: ArraySlice<String>, in place: RunPath) {
        var arguments: [String] = []
        var isValue = false
        for word in words where arguments.count < 2 {
            if !isValue, !word.hasPrefix("-") { arguments.append(word) }
            isValue = Self.valued.contains(word)
        }
        guard let address = arguments.first else { return }
        var folder = arguments.count > 1 ? arguments[1] : String(address.split(separator: "/").last ?? "$")
        if folder.hasSuffix(".git") { folder.removeLast(4) }
        switch place.appending(folder) {
        case .root, .unknown: isUnknown = true
        case .folder(let path): self.place(path)
        case .outside: break
        }
    }

    private mutating func unpack(_ words: ArraySlice<String>, in place: RunPath) {
        // `tar czf`: nothing comes of it.
        if let mode = words.first?.drop(while: { $0 == "-" }), mode.hasPrefix("c"), words.first != "-C" { return }
        var to = place
        var isPlace = false
        for word in words {
            if isPlace { to = place.appending(word) }
            if word.hasPrefix("--directory=") { to = place.appending(String(word.dropFirst(12))) }
            isPlace = ["-C", "--directory", "-d", "-DestinationPath"].contains(word)
        }
        switch to {
        case .root, .unknown: isUnpacked = true
        case .folder(let path): self.place(path)
        case .outside: break
        }
    }
}
