import LintGit
import LintSource
import LintWalk

/// The commits of a first-parent line in numbers: what each changes, as (path, content) pairs, each of which is linted
/// once however many commits hold it.
struct HistoryLine: Sendable {
    struct Commit: Sendable {
        var id: ObjectID
        var date: String
        var author: String
        var subject: String
        /// Its part of ``HistoryLine/changes``.
        var changes: Range<Int>
    }

    /// A path that from a commit on has this content; none when it is gone.
    struct Change: Sendable {
        var path: Int32
        /// Index of ``HistoryLine/pairs``, or ``HistoryLine/nothing``.
        var pair: Int32
    }

    struct Pair: Sendable {
        var path: Int32
        var blob: Int32
    }

    /// A content to be linted under a path, as soon as it is known of.
    struct Content: Sendable {
        var pair: Int32
        var path: String
        var id: ObjectID
        var isLink: Bool
    }

    static let nothing: Int32 = -1

    /// Oldest first.
    private(set) var commits: [Commit] = []
    private(set) var changes: [Change] = []
    /// What the tree holds before the first commit.
    private(set) var start: [Change] = []
    /// By number; ``order`` sorts them.
    private(set) var paths: [String] = []
    private(set) var blobs: [ObjectID] = []
    private(set) var pairs: [Pair] = []
    /// Pairs that are symbolic links, which only analyzers ask for.
    private(set) var links: Set<Int32> = []
    /// The place of each path among all, in path order.
    private(set) var rank: [Int32] = []
    /// The same as ``paths``, to choose of.
    private(set) var list = PathList()
    /// The paths in path order, by number.
    private(set) var order: [Int32] = []

    /// Pairs that were told of.
    private var told = 0
    private var pathNumbers: [String: Int32] = [:]
    private var blobNumbers: [ObjectID: Int32] = [:]
    private var pairNumbers: [UInt64: Int32] = [:]

    /// - Parameters:
    ///   - base: the commits after it; nil for all.
    ///   - arrived: told of each pair once, commit by commit.
    ///   - pathInRoot: a path of the repository as one of the root, nil for those that are not looked at.
    init(
        git: Git, head: ObjectID, since base: ObjectID?, arrived: ([Content]) -> Void, pathInRoot: (String) -> String?
    ) throws(GitError) {
        var isFirst = true
        var before: [Change] = []
        try git.history(of: head, since: base) { step throws(GitError) in
            if isFirst, base != nil, let parent = try git.parent(of: step.commit) {
                for entry in try git.tree(parent) where HistoryLine.keeps(entry.mode, entry.path) {
                    guard let path = number(of: entry.path, pathInRoot) else { continue }
                    before.append(Change(path: path, pair: pair(path, entry.id, entry.mode)))
                }
                tell(arrived)
            }
            isFirst = false
            let first = changes.count
            for change in step.changes {
                let isThere = HistoryLine.keeps(change.newMode, change.path)
                guard isThere || HistoryLine.keeps(change.oldMode, change.path),
                    let path = number(of: change.path, pathInRoot)
                else {
                    continue
                }
                let pair = isThere ? pair(path, change.newID, change.newMode) : HistoryLine.nothing
                changes.append(Change(path: path, pair: pair))
            }
            tell(arrived)
            commits.append(
                Commit(
                    id: step.commit, date: step.date, author: step.author, subject: step.subject,
                    changes: first..<changes.count))
        }
        start = before
        pathNumbers = [:]
        blobNumbers = [:]
        pairNumbers = [:]
        order = paths.indices.sorted { PathOrder.precedes(paths[$0], paths[$1]) }.map { Int32(truncatingIfNeeded: $0) }
        list = PathList(paths)
        rank = [Int32](repeating: 0, count: paths.count)
        for (place, path) in order.enumerated() { rank[Int(path)] = Int32(truncatingIfNeeded: place) }
    }

    /// Tells of the pairs that are new.
    private mutating func tell(_ arrived: ([Content]) -> Void) {
        arrived(
            pairs[told...].enumerated().map { offset, pair in
                let number = Int32(truncatingIfNeeded: told + offset)
                return Content(
                    pair: number, path: paths[Int(pair.path)], id: blobs[Int(pair.blob)], isLink: links.contains(number)
                )
            })
        told = pairs.count
    }

    private mutating func number(of path: String, _ pathInRoot: (String) -> String?) -> Int32? {
        if let known = pathNumbers[path] { return known == HistoryLine.nothing ? nil : known }
        guard let inRoot = pathInRoot(path) else {
            pathNumbers[path] = HistoryLine.nothing
            return nil
        }
        let number = Int32(truncatingIfNeeded: paths.count)
        pathNumbers[path] = number
        paths.append(inRoot)
        return number
    }

    /// Whether there is something to read under a path.
    private static func keeps(_ mode: FileMode, _ path: String) -> Bool {
        mode.isRegular || mode == .symlink && Array(path.utf8).withByteView(Linter.wantsLink)
    }

    private mutating func pair(_ path: Int32, _ id: ObjectID, _ mode: FileMode) -> Int32 {
        let blob: Int32
        if let known = blobNumbers[id] {
            blob = known
        } else {
            blob = Int32(truncatingIfNeeded: blobs.count)
            blobNumbers[id] = blob
            blobs.append(id)
        }
        let key = UInt64(UInt32(bitPattern: path)) << 32 | UInt64(UInt32(bitPattern: blob))
        if let known = pairNumbers[key] { return known }
        let number = Int32(truncatingIfNeeded: pairs.count)
        if mode == .symlink { links.insert(number) }
        pairNumbers[key] = number
        pairs.append(Pair(path: path, blob: blob))
        return number
    }
}
