import CSystem
import Glibc
import LintSource

/// One worker of a walk: takes folders, hands the files in them to its visitor.
struct WalkWorker: ~Copyable {
    enum Visitor {
        /// Files are read.
        case read((FileInHand) -> Void)
        /// Files are only listed.
        case list((WalkedFile) -> Void)
    }

    /// Non-folders in one folder past which another worker may take some.
    static let stealableCount = 512

    let plan: WalkPlan
    let visitor: Visitor
    var log = SkipLog()
    var filesRead = 0
    var bytesRead = 0

    private var reader: FileReader
    private var path = PathBuffer()
    private var found: [WalkTask] = []
    private var listing = FolderListing()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)

    init(plan: WalkPlan, visitor: Visitor) {
        self.plan = plan
        self.visitor = visitor
        reader = FileReader(limit: plan.options.maximumFileSize)
    }

    deinit { buffer.deallocate() }

    mutating func run() {
        plan.queue.enter()
        while let task = plan.queue.next() {
            path.truncate(to: 0)
            path.append(task.folder[...])
            let folder = plan.open(task.folder)
            if folder < 0 {
                fail(task, errno)
                continue
            }
            if !task.folder.isEmpty { path.append(.ascii("/")) }
            if let names = task.names {
                visit(names, of: task, in: folder)
            } else {
                walk(task, folder)
            }
            close(folder)
        }
    }

    private mutating func fail(_ task: WalkTask, _ number: Int32) {
        if task.explicit, let names = task.names {
            // Whoever named the files wants to hear of each of them.
            if path.count > 0 { path.append(.ascii("/")) }
            let start = path.count
            for entry in names.entries {
                path.truncate(to: start)
                path.append(names.names[entry.start..<(entry.start + entry.count)])
                log.add(readablePath, .unreadable(errno: number))
            }
        } else {
            path.append(.ascii("/"))
            log.add(readablePath, .unreadable(errno: number))
        }
    }

    private var relativePath: ByteView { path.view.dropping(min(plan.prefixLength, path.count)) }
    private var readablePath: String {
        let text = PathText.readable(relativePath)
        return text.isEmpty ? "./" : text
    }

    private mutating func walk(_ task: WalkTask, _ folder: Int32) {
        let failure = listing.read(folder, buffer: buffer)
        if failure != 0 { log.add(readablePath, .unreadable(errno: failure)) }
        var task = task
        let start = path.count
        if plan.options.ignoreFiles { task.scope = scope(of: task, folder, start: start) }

        for entry in listing.entries where entry.kind == .folder {
            path.truncate(to: start)
            path.append(listing.names[entry.start..<(entry.start + entry.count)])
            if isLeftOut(task, nameStart: start, isFolder: true) { continue }
            found.append(WalkTask(folder: Array(path.view.buffer), scope: task.scope))
        }
        var last = listing.entries.count
        if plan.workers > 1 {
            while last > WalkWorker.stealableCount {
                let first = last - WalkWorker.stealableCount / 2
                found.append(WalkTask(folder: task.folder, scope: task.scope, names: listing.part(first..<last)))
                last = first
            }
            if last < listing.entries.count { listing.entries.removeLast(listing.entries.count - last) }
        }
        plan.queue.push(&found)
        visit(listing, of: task, in: folder, start: start)
    }

    /// What holds in this folder: what holds above, and its own ignore file.
    private mutating func scope(of task: WalkTask, _ folder: Int32, start: Int) -> IgnoreScope? {
        var scope = task.scope
        if listing.hasGit, start > plan.prefixLength {
            // A repository in the repository has its own rules; the outer one's end at its door.
            scope = nil
            let place = plan.options.rootPath + "/" + PathText.readable(relativePath)
            if let rules = RepositoryRoot.excludeRules(place) {
                scope = IgnoreScope(parent: nil, rules: rules, baseLength: start)
            }
        }
        guard listing.hasIgnoreFile else { return scope }
        do throws(ReadError) {
            let rules = IgnoreRules(try reader.read(in: folder, ".gitignore"))
            if !rules.isEmpty { scope = IgnoreScope(parent: scope, rules: rules, baseLength: start) }
        } catch {
            path.append(Array(".gitignore".utf8)[...])
            note(error)
        }
        return scope
    }

    private mutating func visit(_ names: FolderListing, of task: WalkTask, in folder: Int32) {
        visit(names, of: task, in: folder, start: path.count)
    }

    private mutating func visit(_ names: FolderListing, of task: WalkTask, in folder: Int32, start: Int) {
        for entry in names.entries where entry.kind != .folder {
            path.truncate(to: start)
            path.append(names.names[entry.start..<(entry.start + entry.count)])
            if isLeftOut(task, nameStart: start, isFolder: false) { continue }
            switch entry.kind {
            case .symlink: log.add(readablePath, .symlink)
            case .special: log.add(readablePath, .special)
            case .missing: log.add(readablePath, .unreadable(errno: ENOENT))
            case .folder: break
            case .file:
                if let select = plan.options.select, !select(relativePath) { continue }
                take(folder, nameStart: start)
            }
        }
    }

    /// Whether the path is ignored (nothing is said), or excluded (it is counted), or another task's.
    private mutating func isLeftOut(_ task: WalkTask, nameStart: Int, isFolder: Bool) -> Bool {
        if !task.explicit {
            if let scope = task.scope, scope.ignores(path.view, nameStart: nameStart, isFolder: isFolder) {
                return true
            }
            if !plan.named.isEmpty, plan.named.contains(Array(path.view.buffer)) { return true }
        }
        guard let exclude = plan.options.exclude, exclude(relativePath, isFolder) else { return false }
        log.add(readablePath + (isFolder ? "/" : ""), .excluded)
        return true
    }

    private mutating func take(_ folder: Int32, nameStart: Int) {
        let name = path.cString(from: nameStart)
        do throws(ReadError) {
            switch visitor {
            case .read(let visit):
                let bytes = try reader.read(in: folder, name)
                filesRead += 1
                bytesRead += bytes.count
                guard TextCheck(bytes) == .text else { return log.add(readablePath, .binary) }
                visit(FileInHand(pathBytes: relativePath, bytes: bytes))
            case .list(let visit):
                visit(try walkedFile(folder, name))
            }
        } catch {
            note(error)
        }
    }

    private func walkedFile(_ folder: Int32, _ name: UnsafePointer<CChar>) throws(ReadError) -> WalkedFile {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw .system(errno) }
        switch FolderListing.Kind(mode: status.st_mode) {
        case .file: break
        case .symlink: throw .symlink
        default: throw .special
        }
        let size = Int(status.st_size)
        guard size <= plan.options.maximumFileSize else { throw .tooLarge(size: size) }
        let raw = relativePath
        let isText = TextCheck.illFormed(raw) == 0
        return WalkedFile(path: readablePath, size: size, rawPath: isText ? nil : Array(raw.buffer))
    }

    private mutating func note(_ error: ReadError) {
        let reason: SkippedFile.Reason =
            switch error {
            case .symlink: .symlink
            case .special: .special
            case .tooLarge(let size): .tooLarge(size: size)
            case .system(let number): .unreadable(errno: number)
            }
        log.add(readablePath, reason)
    }
}
