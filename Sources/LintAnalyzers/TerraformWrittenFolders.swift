import LintSource

/// Where scripts and pages write configuration, a backend perhaps: what the repository has there is not all that an init
/// reads. What a script says without its folder may be anywhere, what a page says is for the folders that it speaks of.
struct TerraformWrittenFolders: Sendable {
    private var known: Set<String> = []
    /// With holes: what stands before the first one and behind the last.
    private var open: Set<Ends> = []
    private var isAnywhere = false
    /// Files that are pages of whose places something is written, by number.
    private(set) var pages: Set<Int> = []

    private struct Ends: Sendable, Hashable {
        var start: String
        var end: String
    }

    init() {}

    /// What a file writes into.
    mutating func add(_ file: TerraformFile, number: Int) {
        guard !file.facts.configured.isEmpty else { return }
        let isPage = file.path.ends(".md") || file.path.ends(".mdx") || file.path.ends(".markdown")
        if isPage { pages.insert(number) }
        let home = file.path.utf8.lastIndex(of: 0x2F).map { String(file.path[..<$0]) } ?? ""
        for folder in file.facts.configured {
            let rooted = TerraformTemplate.rooted(folder, home: home)
            let path = TerraformTemplate.join("", String(rooted.drop { $0 == "/" }))
            if TerraformTemplate.isOpen(path) {
                addOpen(path, isPage: isPage)
            } else {
                known.insert(path)
                guard rooted == folder else { continue }
                // From where it stands, or from a folder above it, as whoever runs it does.
                var above = home
                while !above.isEmpty {
                    known.insert(TerraformTemplate.join(above, folder))
                    above = above.utf8.lastIndex(of: 0x2F).map { String(above[..<$0]) } ?? ""
                }
            }
        }
    }

    private mutating func addOpen(_ path: String, isPage: Bool) {
        let pieces = TerraformTemplate.skeleton(path).split(separator: "\u{FFFC}", omittingEmptySubsequences: false)
        var start = pieces.first.map(String.init) ?? ""
        var end = pieces.last.map(String.init) ?? ""
        if pieces.count < 2 { (start, end) = ("", "") }
        // `$DIR/../b` ends in `/b`.
        let parts = end.split(separator: "/", omittingEmptySubsequences: false)
        if let way = parts.lastIndex(of: "..") { end = "/" + parts[(way + 1)...].joined(separator: "/") }
        if start.isEmpty, end.isEmpty || end == "/" {
            isAnywhere = isAnywhere || !isPage
        } else {
            open.insert(Ends(start: start, end: end))
        }
    }

    /// A folder that a page speaks of.
    mutating func add(folder: String) { known.insert(folder) }

    var isEmpty: Bool { known.isEmpty && open.isEmpty && !isAnywhere }

    func holds(_ folder: String) -> Bool {
        if isAnywhere || known.contains(folder) { return true }
        guard !open.isEmpty else { return false }
        let path = "/" + folder
        return open.contains { folder.hasPrefix($0.start) && path.hasSuffix($0.end) }
    }
}
