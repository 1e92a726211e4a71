import LintFindings
import LintGit
import LintRules
import LintSource
import LintSyntax
import LintWalk

extension Linter {
    /// How many files a worker takes at once.
    fileprivate static let batch = 64

    /// The per-file half over blobs, which are read by one git a worker. With `triesWorkTree`, a blob that is found in the
    /// work tree under the same path, by its hash, is not asked for. With questions nothing else is looked for.
    func read(
        _ files: [TreeEntry], git: Git, triesWorkTree: Bool = false, asked questions: LintedState.Questions? = nil
    ) throws(LintFailure) -> LintedState {
        let workers = min(ParallelWork.workers(options.jobs), 1 + files.count / 64)
        let batch = Linter.batch
        let batches = (files.count + batch - 1) / batch
        let taken = Guarded(0)
        // Whoever is done takes the next batch: somebody else may be busy on the same processor.
        let parts = ParallelWork.map(workers) { _ in
            Result { () throws(LintFailure) in
                var reading = BlobReading(self, files, questions)
                try reading.readAll(git, triesWorkTree: triesWorkTree) { () -> Range<Int>? in
                    let number = taken.withLock { number in
                        number += 1
                        return number - 1
                    }
                    return number < batches ? (batch * number)..<min(batch * (number + 1), files.count) : nil
                }
                return reading.state
            }
        }
        var state = LintedState(paths: PathList(files.lazy.filter(\.mode.isRegular).map(\.path)))
        for part in parts { state.append(try part.get()) }
        state.outputs.sort { PathOrder.precedes($0.result.path, $1.result.path) }
        state.skipped.sort { PathOrder.precedes($0.path, $1.path) }
        state.failures.sort()
        return state
    }

    /// The per-file half over a few blobs.
    func read(_ files: [TreeEntry], from objects: inout ObjectReader) throws(LintFailure) -> LintedState {
        var reading = BlobReading(self, files)
        do throws(GitError) { try reading.read(Array(files.indices), from: &objects) } catch {
            throw LintFailure("git: \(error)")
        }
        var state = reading.state
        state.paths = PathList(files.lazy.filter(\.mode.isRegular).map(\.path))
        return state
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
    /// What was made, without its paths, in the order that it was read in.
    private(set) var state = LintedState()
    /// Files that the work tree had, and those that git was asked for batch by batch.
    private var found = 0
    private var asked = 0

    init(_ linter: Linter, _ files: [TreeEntry], _ questions: LintedState.Questions? = nil) {
        self.linter = linter
        self.files = files
        interest = PathInterest(linter.settings.rules)
        worker = Linter.Worker(linter.settings, asked: questions)
    }

    /// All batches that there are left, and what of them the work tree does not have.
    mutating func readAll(_ git: Git, triesWorkTree: Bool, _ next: () -> Range<Int>?) throws(LintFailure) {
        var rest: [Int] = []
        var reader = FileReader(limit: linter.settings.fileSizeLimit)
        // A few are asked for at the end; who has many asks for them batch by batch, so that others have their part.
        while rest.count <= Linter.batch, let batch = next() {
            if triesWorkTree { readWorkTree(batch, by: &reader, rest: &rest) } else { rest += batch }
        }
        if rest.isEmpty { return }
        do throws(GitError) {
            if rest.count <= Linter.batch {
                var objects = try ObjectReader(once: git)
                try read(rest, from: &objects)
                try objects.end(git)
                return
            }
            var objects = try ObjectReader(git)
            asked = rest.count
            try read(rest, from: &objects)
            while let batch = next() {
                rest.removeAll(keepingCapacity: true)
                if triesWorkTree { readWorkTree(batch, by: &reader, rest: &rest) } else { rest += batch }
                asked += rest.count
                try read(rest, from: &objects)
            }
        } catch { throw LintFailure("git: \(error)") }
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
    /// - Parameter rest: gets the numbers of the files that must be had from git.
    private mutating func readWorkTree(_ batch: Range<Int>, by reader: inout FileReader, rest: inout [Int]) {
        for number in batch {
            let file = files[number]
            // Another state is checked out.
            let missing = asked + rest.count
            let isHopeless = missing > 32 && missing > 2 * found
            guard !isHopeless, let bytes = try? reader.read(linter.settings.root + "/" + file.path),
                ObjectID(ofBlob: bytes, like: file.id) == file.id
            else {
                rest.append(number)
                continue
            }
            found += 1
            take(file.path, bytes)
        }
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
        paths.append(contentsOf: other.paths)
        filesRead += other.filesRead
        skipped += other.skipped
        skippedCount += other.skippedCount
        failures += other.failures
        external.merge(other.external) { $1 }
    }
}
