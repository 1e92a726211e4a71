import LintSource

/// Where scripts and pages write configuration, a backend perhaps: what the repository has there is not all that an init
/// reads. What a script says without its folder may be anywhere, what a page says is for the folders that it speaks of.
struct TerraformWrittenFolders: Sendable {
    private var known: Set<String> = []
    /// With holes: what stands before the first one and behind the last.
    private var open: Set<Ends> = []
    private(set) var isAnywhere = false
    /// Workflows that write somewhere, by number: each of their jobs has a checkout of its own, which no other file's sees.
    private var workflows: [Int: Set<Ends>] = [:]
    /// Files that are pages of whose places something is written, by number.
    private(set) var pages: Set<Int> = []

    private struct Ends: Sendable, Hashable {
        var start: String
        var end: String

        var isAnywhere: Bool { start.isEmpty && (end.isEmpty || end == "/") }

        func holds(_ folder: String) -> Bool {
            isAnywhere || folder.hasPrefix(start) && ("/" + folder).hasSuffix(end)
        }
    }

    init() {}

    /// One place that a file writes into.
    init(_ place: String, of path: String, number: Int) {
        add(place, of: path, number, isPage: false)
    }

    static func isPage(_ path: String) -> Bool {
        path.ends(".md") || path.ends(".mdx") || path.ends(".markdown")
    }

    /// A file whose scripts write backend blocks. What was committed of a file that they write from its beginning is not
    /// what an init reads.
    struct Writer: Sendable {
        var number: Int
        /// Of a file that they write, one of several.
        var name: String
        /// Names of the files that they write from their beginning.
        var anew: Set<String>
        /// Whether one of these takes the place of any block.
        var overrides: Bool
        var folders: TerraformWrittenFolders
        /// Whether they are a pipeline's, whose checkout nobody else sees.
        var isPipeline: Bool

        /// `nil` for what writes none, and for pages, which show how a file was made.
        init?(_ file: TerraformFile, number: Int) {
            anew = file.facts.rewritten
            guard let name = anew.union(file.facts.addedTo).min(), !isPage(file.path) else { return nil }
            self.number = number
            self.name = name
            overrides = (anew.union(file.facts.addedTo)).contains(where: TerraformStacks.isOverride)
            folders = TerraformWrittenFolders()
            folders.add(file, number: number)
            isPipeline = Writer.isPipeline(file.path)
        }

        static func isPipeline(_ path: String) -> Bool {
            path.ends(".yml") || path.ends(".yaml") || ScriptReading.isJenkinsfile(path)
        }
    }

    /// What a file writes into.
    mutating func add(_ file: TerraformFile, number: Int) {
        guard !file.facts.configured.isEmpty else { return }
        let isPage = TerraformWrittenFolders.isPage(file.path)
        if isPage { pages.insert(number) }
        for place in file.facts.configured { add(place, of: file.path, number, isPage: isPage) }
    }

    private mutating func add(_ place: String, of file: String, _ number: Int, isPage: Bool) {
        let home = file.utf8.lastIndex(of: 0x2F).map { String(file[..<$0]) } ?? ""
        // (Whoever imports a Justfile tells where it writes.)
        let isImported = place.hasPrefix(TerraformTemplate.start)
        let folder = isImported ? "$" + place.dropFirst(TerraformTemplate.start.count) : place
        let rooted = TerraformTemplate.rooted(folder, home: home)
        let path = TerraformTemplate.join("", String(rooted.drop { $0 == "/" }))
        if TerraformTemplate.isOpen(path) {
            let ends = TerraformWrittenFolders.ends(of: path)
            if file.begins(".github/workflows/") {
                workflows[number, default: []].insert(ends)
            } else if ends.isAnywhere {
                isAnywhere = isAnywhere || !isPage
            } else {
                open.insert(ends)
            }
        } else {
            known.insert(path)
            guard rooted == folder else { return }
            // From where it stands, or from a folder above it, as whoever runs it does.
            var above = home
            while !above.isEmpty {
                known.insert(TerraformTemplate.join(above, folder))
                above = above.utf8.lastIndex(of: 0x2F).map { String(above[..<$0]) } ?? ""
            }
        }
    }

    private static func ends(of path: String) -> Ends {
        let pieces = TerraformTemplate.skeleton(path).split(separator: "\u{FFFC}", omittingEmptySubsequences: false)
        var start = pieces.first.map(String.init) ?? ""
        var end = pieces.last.map(String.init) ?? ""
        if pieces.count < 2 { (start, end) = ("", "") }
        // `$DIR/../b` ends in `/b`.
        let parts = end.split(separator: "/", omittingEmptySubsequences: false)
        if let way = parts.lastIndex(of: "..") { end = "/" + parts[(way + 1)...].joined(separator: "/") }
        return Ends(start: start, end: end)
    }

    /// A folder that a page speaks of.
    mutating func add(folder: String) { known.insert(folder) }

    /// Those without holes.
    var folders: Set<String> { known }
    /// Whether all are without holes.
    var isKnown: Bool { !known.isEmpty && open.isEmpty && workflows.isEmpty && !isAnywhere }
    /// Whether there is nothing that tells them from others.
    var isWide: Bool { isAnywhere || workflows.values.contains { $0.contains(where: \.isAnywhere) } }
    var isEmpty: Bool { known.isEmpty && open.isEmpty && workflows.isEmpty && !isAnywhere }

    /// - Parameter file: where the folder is used; `nil` for anywhere.
    func holds(_ folder: String, in file: Int?) -> Bool {
        if isAnywhere || known.contains(folder) || open.contains(where: { $0.holds(folder) }) { return true }
        guard !workflows.isEmpty else { return false }
        guard let file else { return workflows.values.contains { $0.contains { $0.holds(folder) } } }
        return workflows[file]?.contains { $0.holds(folder) } ?? false
    }
}

extension TerraformStacks {
    /// Notes who writes a file with a block anew, or a file that completes it.
    mutating func noteWriters(_ folder: Int, of block: TerraformStack.Answer) {
        // Of one block's or several: a folder has as many as a person writes.
        guard (rewrittenBlocks[folder]?.count ?? 0) < 100 else { return }
        let place = folders.names[folder]
        let name = String(path(Int(block.site.file)).lastPart)
        for writer in blockWriters
        where (writer.anew.contains(name) || writer.overrides && block.address == nil)
            && writer.folders.holds(place, in: nil)
        {
            rewrittenBlocks[folder, default: []].append(writer)
        }
    }

    /// A pipeline that writes an override file where it runs no init says nothing of a block.
    mutating func dropOverrides() {
        let own = blockWriters.filter { $0.overrides && $0.isPipeline }.map(\.number)
        if own.isEmpty { return }
        var used: [Int: Set<Int>] = [:]
        for run in runs where run.verb == "init" && own.contains(run.file) {
            if let folder = run.folderNumber { used[folder, default: []].insert(run.file) }
        }
        for folder in Array(rewrittenBlocks.folders) {
            guard let block = blocks[folder]?.first else { continue }
            let name = String(path(Int(block.site.file)).lastPart)
            let writers = (rewrittenBlocks[folder] ?? []).filter { writer in
                !(writer.overrides && writer.isPipeline) || writer.anew.contains(name)
                    || used[folder]?.contains(writer.number) ?? false
            }
            rewrittenBlocks[folder] = writers.isEmpty ? nil : writers
        }
    }
}
