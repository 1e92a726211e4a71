import LintFindings
import LintGit
import LintRules
import LintSource
import LintSyntax
import LintWalk

extension Linter {
    /// The per-file half over blobs, which are read by one git a worker. With `triesWorkTree`, a blob that is found in the
    /// work tree under the same path, by its hash, is not asked for. With questions nothing else is looked for.
    func read(
        _ files: [TreeEntry], git: Git, triesWorkTree: Bool = false, asked questions: LintedState.Questions? = nil
    ) throws(LintFailure) -> LintedState {
        let workers = min(ParallelWork.workers(options.jobs), 1 + files.count / 64)
        let parts = ParallelWork.map(workers) { number in
            let part = files[(files.count * number / workers)..<(files.count * (number + 1) / workers)]
            return Result { () throws(LintFailure) in
                try readPart(Array(part), git: git, triesWorkTree: triesWorkTree, questions)
            }
        }
        var state = LintedState()
        for part in parts { state.append(try part.get()) }
        return state
    }

    /// The per-file half over a few blobs.
    func read(_ files: [TreeEntry], from objects: inout ObjectReader) throws(LintFailure) -> LintedState {
        var reading = BlobReading(self, files)
        do throws(GitError) { try reading.read(Array(files.indices), from: &objects) } catch {
            throw LintFailure("git: \(error)")
        }
        return reading.state
    }

    private func readPart(
        _ files: [TreeEntry], git: Git, triesWorkTree: Bool, _ questions: LintedState.Questions?
    ) throws(LintFailure) -> LintedState {
        var reading = BlobReading(self, files, questions)
        let rest = triesWorkTree ? reading.readWorkTree() : Array(files.indices)
        if rest.isEmpty { return reading.state }
        do throws(GitError) {
            var objects = try ObjectReader(once: git)
            try reading.read(rest, from: &objects)
            try objects.end(git)
        } catch { throw LintFailure("git: \(error)") }
        reading.putInOrder()
        return reading.state
    }

    /// Two things at once, unless one worker is wanted.
    func both<A, B: Sendable>(_ here: () -> A, _ there: @escaping @Sendable () -> B) -> (A, B) {
        options.jobs == 1 ? (here(), there()) : ParallelWork.both(here, there)
    }
}

/// What one worker makes of blobs.
private struct BlobReading {
    private let linter: Linter
    private let files: [TreeEntry]
    private let interest: PathInterest
    private var worker: Linter.Worker
    private(set) var state: LintedState

    init(_ linter: Linter, _ files: [TreeEntry], _ questions: LintedState.Questions? = nil) {
        self.linter = linter
        self.files = files
        interest = PathInterest(linter.settings.rules)
        worker = Linter.Worker(linter.settings, asked: questions)
        state = LintedState(paths: files.filter(\.mode.isRegular).map(\.path))
    }

    /// - Parameter numbers: which of the files.
    mutating func read(_ numbers: [Int], from objects: inout ObjectReader) throws(GitError) {
        try objects.blobs(numbers.map { files[$0].id }, limit: linter.settings.fileSizeLimit) { index, blob in
            let path = files[numbers[index]].path
            switch blob {
            case .bytes(let bytes) where files[numbers[index]].mode == .symlink: takeLink(path, to: bytes)
            case .bytes(let bytes): take(path, bytes)
            case .tooLarge: skip(path, .tooLarge)
            case .missing:
                skip(path, .unreadable)
                state.failures.append("\(path): its content is not in this repository; fetch it first")
            }
        }
    }

    /// Takes what the work tree has too: a file there whose hash is the blob's has the blob's bytes, whatever filters or
    /// line ends the repository is set to.
    ///
    /// - Returns: the numbers of the files that must be had from git.
    mutating func readWorkTree() -> [Int] {
        var rest: [Int] = []
        var found = 0
        var reader = FileReader(limit: linter.settings.fileSizeLimit)
        for (number, file) in files.enumerated() {
            // Another state is checked out.
            let isHopeless = rest.count > 32 && rest.count > 2 * found
            guard !isHopeless, let bytes = try? reader.read(linter.settings.root + "/" + file.path),
                ObjectID(ofBlob: bytes, like: file.id) == file.id
            else {
                rest.append(number)
                continue
            }
            found += 1
            take(file.path, bytes)
        }
        return rest
    }

    /// After ``readWorkTree()`` and ``read(_:from:)``, each of which keeps the order.
    mutating func putInOrder() {
        state.outputs.sort { PathOrder.precedes($0.result.path, $1.result.path) }
        state.skipped.sort { PathOrder.precedes($0.path, $1.path) }
    }

    private mutating func take(_ path: String, _ bytes: ByteView) {
        state.filesRead += 1
        guard TextCheck(bytes) == .text else { return skip(path, .binary) }
        let output = Array(path.utf8).withByteView { pathBytes in
            worker.check(pathBytes, bytes, paths: interest, hashes: linter.options.codeScanningHashes) { path }
        }
        guard let output else { return }
        state.external.merge(output.external) { $1 }
        state.outputs.append(output)
    }

    private mutating func takeLink(_ path: String, to target: ByteView) {
        let output = Array(path.utf8).withByteView { worker.checkLink($0, to: target) { path } }
        if let output { state.outputs.append(output) }
    }

    private mutating func skip(_ path: String, _ reason: Report.Skipped.Reason) {
        state.skipped.append(Report.Skipped(path: path, reason: reason))
        state.skippedCount += 1
    }
}

extension LintedState {
    /// Adds what comes behind it in path order.
    fileprivate mutating func append(_ other: LintedState) {
        outputs += other.outputs
        paths += other.paths
        filesRead += other.filesRead
        skipped += other.skipped
        skippedCount += other.skippedCount
        failures += other.failures
        external.merge(other.external) { $1 }
    }
}
