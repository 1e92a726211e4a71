import CSystem
import Glibc
import LintSource

/// Finds out what a walk has to look at before it begins.
struct WalkPlanner {
    private let root: String
    private let options: Walker.Options
    private let repository: String?
    /// The root's path from the repository's root, with a slash at the end unless empty.
    private let prefix: String
    private var skipped = SkipLog()
    private var folders: [String] = []
    /// Full path of the folder → names in it.
    private var files: [String: Set<String>] = [:]

    static func plan(
        root: String, targets: [String], options: Walker.Options
    ) throws(WalkError) -> (plan: WalkPlan, skipped: SkipLog) {
        guard let canonical = RepositoryRoot.canonicalPath(root) else {
            throw .root(path: root, errno: errno)
        }
        let descriptor = flywheel_openat(AT_FDCWD, canonical, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        guard descriptor >= 0 else {
            if errno == ENOTDIR { throw .notAFolder(path: root) }
            throw .root(path: root, errno: errno)
        }
        var options = options
        options.rootPath = canonical
        var planner = WalkPlanner(root: canonical, options: options)
        for target in targets { planner.add(target) }
        let plan = WalkPlan(
            options: options, tasks: planner.tasks(), root: descriptor, prefixLength: planner.prefix.utf8.count,
            named: targets.count > 1 ? planner.named() : [])
        return (plan, planner.skipped)
    }

    private init(root: String, options: Walker.Options) {
        self.root = root
        self.options = options
        repository = options.ignoreFiles ? RepositoryRoot.find(from: root) : nil
        if let repository, repository != root {
            prefix =
                String(root.utf8.dropFirst(repository == "/" ? 1 : repository.utf8.count + 1)).map { $0 + "/" } ?? ""
        } else {
            prefix = ""
        }
    }

    // MARK: Targets

    private mutating func add(_ target: String) {
        let absolute = target.hasPrefix("/") ? target : root + "/" + target
        var trimmed = Substring(absolute)
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
        let slash = trimmed.lastIndex(of: "/") ?? trimmed.startIndex
        let name = trimmed[trimmed.index(after: slash)...]
        // The last part is looked at before it is resolved: it may be a link.
        var path = String(trimmed)
        if !name.isEmpty, name != ".", name != ".." {
            guard
                let parent = RepositoryRoot.canonicalPath(slash == trimmed.startIndex ? "/" : String(trimmed[..<slash]))
            else { return skipped.add(target, errno == ENOENT ? .missing : .unreadable(errno: errno)) }
            path = parent == "/" ? "/" + name : parent + "/" + name
        } else if let resolved = RepositoryRoot.canonicalPath(path) {
            path = resolved
        }
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return skipped.add(target, errno == ENOENT ? .missing : .unreadable(errno: errno))
        }
        if status.st_mode & S_IFMT == S_IFLNK {
            // A link to a folder of the tree stands for that folder; any other is passed over as in a walk.
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
                let resolved = RepositoryRoot.canonicalPath(path), relative(resolved) != nil
            else { return skipped.add(relative(path) ?? target, .symlink) }
            path = resolved
        }
        guard let local = relative(path) else { return skipped.add(target, .outside) }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        if isExcluded(local, isFolder: isFolder) {
            return skipped.add(local + (isFolder ? "/" : ""), .excluded)
        }
        if isFolder {
            if !folders.contains(local) { folders.append(local) }
        } else if status.st_mode & S_IFMT == S_IFREG {
            let cut = local.lastIndex(of: "/")
            files[cut.map { String(local[..<$0]) } ?? "", default: []].insert(
                String(cut.map { local[local.index(after: $0)...] } ?? local[...]))
        } else {
            skipped.add(local, .special)
        }
    }

    /// The path from the root; nil when it lies outside.
    private func relative(_ path: String) -> String? {
        if path == root { return "" }
        if root == "/" { return String(path.dropFirst()) }
        return path.hasPrefix(root + "/") ? String(path.utf8.dropFirst(root.utf8.count + 1)) : nil
    }

    /// Whether the path or a folder above it is excluded, or inside `.git`.
    private func isExcluded(_ local: String, isFolder: Bool) -> Bool {
        let bytes = Array(local.utf8)
        var end = 0
        while end < bytes.count {
            let start = end
            while end < bytes.count, bytes[end] != .ascii("/") { end += 1 }
            if bytes[start..<end].elementsEqual(".git".utf8) { return true }
            if let exclude = options.exclude,
                bytes[..<end].withUnsafeBufferPointer({ exclude(ByteView($0), end < bytes.count || isFolder) })
            {
                return true
            }
            end += 1
        }
        return false
    }

    // MARK: Tasks

    private func full(_ local: String) -> [UInt8] {
        var path = Array((prefix + local).utf8)
        if path.last == .ascii("/") { path.removeLast() }
        return path
    }

    private func named() -> Set<[UInt8]> {
        var named = Set(folders.map(full))
        for (folder, names) in files {
            for name in names { named.insert(full(folder.isEmpty ? name : folder + "/" + name)) }
        }
        return named
    }

    private mutating func tasks() -> [WalkTask] {
        var tasks: [WalkTask] = []
        for folder in folders {
            let (scope, tracked) = rules(above: folder)
            tasks.append(WalkTask(folder: full(folder), scope: scope, tracked: tracked))
        }
        for (folder, names) in files {
            let sorted = names.sorted(by: PathOrder.precedes)
            var start = 0
            while start < sorted.count {
                let end = min(start + WalkWorker.stealableCount / 2, sorted.count)
                var listing = FolderListing()
                for name in sorted[start..<end] { listing.add(named: Array(name.utf8)) }
                tasks.append(WalkTask(folder: full(folder), scope: nil, names: listing, explicit: true))
                start = end
            }
        }
        return tasks
    }

    /// What the folders above a folder of the tree ignore, from the repository's root down, and what its repository
    /// tracks nevertheless.
    private func rules(above local: String) -> (IgnoreScope?, TrackedPaths?) {
        guard options.ignoreFiles else { return (nil, nil) }
        let top = repository ?? root
        var scope: IgnoreScope?
        var tracked: TrackedPaths?
        let path = String(decoding: full(local), as: UTF8.self)
        var end = path.startIndex
        while true {
            let folder = path[..<end]
            let place = folder.isEmpty ? top : top + "/" + folder
            let baseLength = folder.isEmpty ? 0 : folder.utf8.count + 1
            if RepositoryRoot.holdsGit(place) {
                scope = RepositoryRoot.excludeRules(place).map {
                    IgnoreScope(parent: nil, rules: $0, baseLength: baseLength)
                }
                tracked = TrackedPaths(top: place, baseLength: baseLength)
            }
            // The folder itself reads its own ignore file when it is listed.
            if end == path.endIndex { return (scope, tracked) }
            var reader = FileReader()
            if let bytes = try? reader.read(place + "/.gitignore") {
                let rules = IgnoreRules(bytes)
                if !rules.isEmpty { scope = IgnoreScope(parent: scope, rules: rules, baseLength: baseLength) }
            }
            if end > path.startIndex { end = path.index(after: end) }
            end = path[end...].firstIndex(of: "/") ?? path.endIndex
        }
    }
}
