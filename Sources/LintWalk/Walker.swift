import CSystem
import Glibc
public import LintSource

/// Walks a tree the way git sees it, with or without git: `.gitignore` files (nested, with negation, those of the
/// folders above up to the repository's root too) and `.git/info/exclude` hold; `core.excludesFile` does not, because
/// it differs from machine to machine. What git tracks is walked even when it is ignored, so that a walk of a fresh
/// checkout sees the whole commit. Hidden files are walked, `.git` is not. Links are not followed.
///
/// Workers list folders, read files and hand each to a check while the walk goes on; what comes out is in path order
/// and the same for any number of workers.
public struct Walker: Sendable {
    public struct Options: Sendable {
        /// Workers; 0 for one a processor.
        public var jobs = 0
        /// Whether `.gitignore` and `info/exclude` hold.
        public var ignoreFiles = true
        /// Whether repositories in the repository (submodules, others' checkouts) are walked too.
        public var entersRepositories = true
        /// Larger files are skipped and counted. In bytes.
        public var maximumFileSize = 16 << 20
        /// Paths (relative to the root; whether a folder) that are skipped and counted. Asked before a folder is entered;
        /// holds for files that the user named too. Called from all workers.
        public var exclude: (@Sendable (ByteView, Bool) -> Bool)?
        /// Paths of the only files that are of interest; others are passed over unread and uncounted.
        public var select: (@Sendable (ByteView) -> Bool)?
        /// Paths that ``WalkOutcome/kept`` shall hold, whatever becomes of their files; called from all workers.
        public var keep: (@Sendable (ByteView) -> Bool)?
        /// Paths of the symbolic links whose targets are handed to the check, as their bytes. They are not followed.
        public var links: (@Sendable (ByteView) -> Bool)?
        /// The root without links; set by the walker.
        var rootPath = ""

        public init() {}
    }

    /// The folder that paths are relative to. A link to a folder is followed.
    public let root: String
    public var options: Options

    public init(root: String, options: Options = Options()) {
        self.root = root
        self.options = options
    }

    /// Lists files without reading them.
    ///
    /// - Parameter targets: as for ``check(_:makeWorker:_:)``.
    /// - Throws: when the root cannot be opened.
    public func list(_ targets: [String] = ["."]) throws(WalkError) -> WalkList {
        let plan = try WalkPlanner.plan(root: root, targets: targets, options: options)
        // Locked once a worker, not once a file.
        let collected = Guarded(WalkList())
        runWorkers(plan.plan.workers) { _ in
            var files: [WalkedFile] = []
            var log = SkipLog()
            withUnsafeMutablePointer(to: &files) { files in
                var worker = WalkWorker(plan: plan.plan, visitor: .list { files.pointee.append($0) })
                worker.run()
                log = worker.log
            }
            collected.withLock { list in
                list.files += files
                list.skipped.merge(log)
            }
        }
        return collected.withLock { list in
            list.skipped.merge(plan.skipped)
            list.skipped.finish()
            list.files.sort { PathOrder.precedes($0.path, $1.path) }
            return list
        }
    }

    /// Reads every file and gives it to `check`, on all workers at once, while the walk goes on.
    ///
    /// - Parameters:
    ///   - targets: files and folders, relative to the root or absolute. Ignore rules do not hold for the targets
    ///     themselves, excludes do. A file reached by two of them is read once.
    ///   - makeWorker: the state that a worker keeps from file to file.
    ///   - check: a pure function of path and bytes. Nil says that there is nothing to tell about the file.
    /// - Returns: what `check` gave, in path order.
    /// - Throws: when the root cannot be opened. What is wrong with single files is in the outcome.
    public func check<State, Output: Sendable>(
        _ targets: [String] = ["."], makeWorker: @escaping @Sendable () -> State,
        _ check: @escaping @Sendable (inout State, FileInHand) -> Output?
    ) throws(WalkError) -> WalkOutcome<Output> {
        let plan = try WalkPlanner.plan(root: root, targets: targets, options: options)
        let collected = Guarded(WalkOutcome<Output>())
        runWorkers(plan.plan.workers) { _ in
            var state = makeWorker()
            var part = WalkOutcome<Output>()
            withUnsafeMutablePointer(to: &state) { state in
                withUnsafeMutablePointer(to: &part) { part in
                    // Pointers, because a closure's captured variables would be boxed and checked at every access.
                    var worker = WalkWorker(
                        plan: plan.plan,
                        visitor: .read { file in
                            guard let output = check(&state.pointee, file) else { return }
                            part.pointee.numbers.append(part.pointee.told.count)
                            PathText.add(file.pathBytes, to: &part.pointee.told)
                            part.pointee.unordered.append(output)
                        })
                    worker.run()
                    part.pointee.skipped = worker.log
                    part.pointee.kept = worker.kept
                    // While others still work: what is left for the end is to merge what is in order.
                    part.pointee.sort()
                    part.pointee.filesRead = worker.filesRead
                    part.pointee.bytesRead = worker.bytesRead
                }
            }
            collected.withLock { $0.merge(part) }
        }
        // What large files took lies about in small pieces, 15 MB of some 90; a small repository leaves little, and no time.
        defer { if collected.withLock({ $0.filesRead }) > 20_000 { flywheel_return_memory() } }
        return collected.withLock { outcome in
            outcome.skipped.merge(plan.skipped)
            outcome.skipped.finish()
            outcome.sort()
            return outcome
        }
    }
}

/// The files of a tree.
public struct WalkList: Sendable {
    /// In path order.
    public var files: [WalkedFile] = []
    public var skipped = SkipLog()
}

/// What a walk brought home.
public struct WalkOutcome<Output: Sendable>: Sendable {
    public struct Result: Sendable {
        /// As ``WalkedFile/path``.
        public var path: String
        public var output: Output

        @inlinable init(path: String, output: Output) {
            self.path = path
            self.output = output
        }
    }

    /// What the check gave, as it came; `numbers` has where in it each one of path order is, `told` their paths. What is generic
    /// is slow to move about: it is put in order once, and where its type is known.
    @usableFromInline fileprivate(set) var unordered: [Output] = []
    @usableFromInline fileprivate(set) var numbers: [Int] = []
    @usableFromInline fileprivate(set) var told = PathList()

    /// In path order.
    @inlinable public var results: [Result] {
        numbers.indices.map { Result(path: told[$0], output: unordered[numbers[$0]]) }
    }
    /// Takes their outputs out of it. (Moved about where they are: to copy each of thousands counts a reference that no
    /// processor has at hand.)
    @inlinable public mutating func takeOutputs() -> [Output] {
        var outputs = unordered
        unordered = []
        for first in numbers.indices {
            // Around each circle of places that wait for each other's.
            var place = first
            while numbers[place] != first {
                let next = numbers[place]
                outputs.swapAt(place, next)
                numbers[place] = place
                place = next
            }
            numbers[place] = place
        }
        numbers = []
        return outputs
    }
    /// Files that were read, those that turned out to be binary among them.
    public var filesRead = 0
    public var bytesRead = 0
    public var skipped = SkipLog()
    /// Paths of regular files, text or not, that ``Walker/Options/keep`` asked for, in path order.
    public var kept = PathList()

    /// Puts all in path order. Most files that have something to tell are among those that are kept, in the same order, and
    /// need none of their own.
    fileprivate mutating func sort() {
        let places = places()
        let order = kept.sort()
        guard let places else {
            if let order = told.sort() { numbers = order.map { numbers[$0] } }
            return
        }
        guard let order else { return }
        let own = order.compactMap { places[$0] < 0 ? nil : Int(places[$0]) }
        told = told.only(own)
        numbers = own.map { numbers[$0] }
    }

    /// For each kept path the place of its result, -1 for none; `nil` where some result is of another path.
    private func places() -> [Int32]? {
        var places = [Int32](repeating: -1, count: kept.count)
        var next = 0
        for place in kept.indices where next < told.count && told.isSame(next, as: place, of: kept) {
            places[place] = Int32(next)
            next += 1
        }
        return next == told.count ? places : nil
    }

    mutating func merge(_ other: WalkOutcome) {
        let before = unordered.count
        if before == 0 { unordered = other.unordered } else { unordered += other.unordered }
        numbers += other.numbers.map { $0 + before }
        told.append(contentsOf: other.told)
        filesRead += other.filesRead
        bytesRead += other.bytesRead
        skipped.merge(other.skipped)
        kept.append(contentsOf: other.kept)
    }
}
