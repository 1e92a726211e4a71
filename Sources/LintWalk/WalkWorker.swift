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
    static let stealableCount = 32

    let plan: WalkPlan
    let visitor: Visitor
    // What is asked for each file, in closures of this worker's own: to call one of all workers', each would count itself to
    // who holds it, and wait for the others to have done so.
    private let keep: ((ByteView) -> Bool)?
    private let exclude: ((ByteView, Bool) -> Bool)?
    var log = SkipLog()
    var filesRead = 0
    var bytesRead = 0
    var kept = PathList()

    private var reader: FileReader
    private var path = PathBuffer()
    private var found: [WalkTask] = []
    private var listing = FolderListing()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)

    init(plan: WalkPlan, visitor: Visitor) {
        self.plan = plan
        self.visitor = visitor
        keep = plan.options.keep.map { keep in { keep($0) } }
        exclude = plan.options.exclude.map { exclude in { exclude($0, $1) } }
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
        let isInner = listing.hasGit && start > plan.prefixLength
        if isInner, !plan.options.entersRepositories { return }
        if plan.options.ignoreFiles {
            if isInner { enterRepository(&task, start: start) }
            readIgnoreFile(&task, folder, start: start)
        }

        for entry in listing.entries where entry.kind == .folder {
            path.truncate(to: start)
            path.append(listing.names[entry.start..<(entry.start + entry.count)])
            guard let place = place(in: task, nameStart: start, isFolder: true) else { continue }
            found.append(
                WalkTask(
                    folder: Array(path.view.buffer), scope: task.scope, tracked: task.tracked,
                    onlyTracked: place == .amongIgnored))
        }
        var last = listing.entries.count
        if plan.workers > 1 {
            while last > WalkWorker.stealableCount {
                let first = last - WalkWorker.stealableCount / 2
                var part = task
                part.names = listing.part(first..<last)
                found.append(part)
                last = first
            }
            if last < listing.entries.count { listing.entries.removeLast(listing.entries.count - last) }
        }
        plan.queue.push(&found)
        visit(listing, of: task, in: folder, start: start)
    }

    /// A repository in the repository has rules and an index of its own; the outer one's end at its door.
    private func enterRepository(_ task: inout WalkTask, start: Int) {
        let top = plan.options.rootPath + "/" + PathText.readable(relativePath.droppingLast())
        task.scope = RepositoryRoot.excludeRules(top).map { IgnoreScope(parent: nil, rules: $0, baseLength: start) }
        task.tracked = TrackedPaths(top: top, baseLength: start)
        task.onlyTracked = false
    }

    private mutating func readIgnoreFile(_ task: inout WalkTask, _ folder: Int32, start: Int) {
        guard listing.hasIgnoreFile else { return }
        do throws(ReadError) {
            let rules = IgnoreRules(try reader.read(in: folder, ".gitignore"))
            if !rules.isEmpty { task.scope = IgnoreScope(parent: task.scope, rules: rules, baseLength: start) }
        } catch {
            path.append(Array(".gitignore".utf8)[...])
            note(error)
        }
    }

    private mutating func visit(_ names: FolderListing, of task: WalkTask, in folder: Int32) {
        visit(names, of: task, in: folder, start: path.count)
    }

    private mutating func visit(_ names: FolderListing, of task: WalkTask, in folder: Int32, start: Int) {
        for entry in names.entries where entry.kind != .folder {
            path.truncate(to: start)
            path.append(names.names[entry.start..<(entry.start + entry.count)])
            guard place(in: task, nameStart: start, isFolder: false) != nil else { continue }
            switch entry.kind {
            case .symlink:
                log.add(readablePath, .symlink)
                handOverLink(folder, nameStart: start)
            case .special: log.add(readablePath, .special)
            case .missing: log.add(readablePath, .unreadable(errno: ENOENT))
            case .folder: break
            case .file:
                if let select = plan.options.select, !select(relativePath) {
                    keepPath()
                } else {
                    take(folder, nameStart: start)
                }
            }
        }
    }

    private mutating func keepPath() {
        if let keep, keep(relativePath) { PathText.add(relativePath, to: &kept) }
    }

    private enum Place { case open, amongIgnored }

    /// Where the path belongs; nil when it is left out: ignored (nothing is said), excluded (it is counted), or another
    /// task's.
    private mutating func place(in task: WalkTask, nameStart: Int, isFolder: Bool) -> Place? {
        var place = Place.open
        if !task.explicit {
            if task.onlyTracked || task.scope?.ignores(path.view, nameStart: nameStart, isFolder: isFolder) ?? false {
                guard let tracked = task.tracked, tracked.holds(path.view, isFolder: isFolder) else { return nil }
                place = .amongIgnored
            }
            if !plan.named.isEmpty, plan.named.contains(Array(path.view.buffer)) { return nil }
        }
        guard let exclude, exclude(relativePath, isFolder) else { return place }
        log.add(readablePath + (isFolder ? "/" : ""), .excluded)
        return nil
    }

    private mutating func take(_ folder: Int32, nameStart: Int) {
        let name = path.cString(from: nameStart)
        do throws(ReadError) {
            switch visitor {
            case .read(let visit):
                keepPath()
                let bytes = try reader.readText(in: folder, name)
                filesRead += 1
                guard let bytes else { return log.add(readablePath, .binary) }
                bytesRead += bytes.count
                visit(FileInHand(pathBytes: relativePath, bytes: bytes, isLink: false))
            case .list(let visit):
                visit(try walkedFile(folder, name))
            }
        } catch {
            note(error)
        }
    }

    /// The target of a link, where somebody asks for it; one that cannot be read is as good as none.
    private mutating func handOverLink(_ folder: Int32, nameStart: Int) {
        guard case .read(let visit) = visitor, let links = plan.options.links, links(relativePath) else { return }
        withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { target in
            guard let base = target.baseAddress else { return }
            let count = readlinkat(
                folder, path.cString(from: nameStart), base.assumingMemoryBound(to: CChar.self), target.count)
            guard count > 0, count < target.count else { return }
            let bytes = UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt8.self), count: count)
            visit(FileInHand(pathBytes: relativePath, bytes: ByteView(bytes), isLink: true))
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

extension ByteView {
    /// The view without a slash at its end.
    fileprivate func droppingLast() -> ByteView {
        count > 0 && self[count - 1] == .ascii("/") ? ByteView(self[0..<(count - 1)]) : self
    }
}
