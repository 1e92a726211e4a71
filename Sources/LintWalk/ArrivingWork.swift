/// Work that one thread finds while others do what it has found: handed out in batches, in the order it came.
public final class ArrivingWork<Item: Sendable>: @unchecked Sendable {
    // Every access to the state below happens with its lock held.
    private let monitor = Monitor()
    private let workers: Int
    private let batch: Int
    private var items: [Item] = []
    private var taken = 0
    private var isComplete = false

    /// - Parameters:
    ///   - workers: how many share the work, so that nobody is left with much of it at the end.
    ///   - batch: how many items are handed out at once, as long as there are more than enough.
    public init(workers: Int, batch: Int) {
        self.workers = workers
        self.batch = batch
    }

    public func add(_ found: [Item]) {
        if found.isEmpty { return }
        monitor.withLock {
            items += found
            if items.count - taken >= batch { monitor.wakeOne() }
        }
    }

    /// Nothing more comes.
    public func complete() {
        monitor.withLock {
            isComplete = true
            monitor.wakeAll()
        }
    }

    /// The next batch; waits while it is not full and more may come. Nil when all is done.
    public func next() -> [Item]? {
        monitor.withLock {
            while !isComplete, items.count - taken < batch { monitor.wait() }
            let left = items.count - taken
            if left == 0 { return nil }
            let count = isComplete ? min(batch, max(1, left / (2 * workers))) : batch
            let found = Array(items[taken..<(taken + count)])
            taken += count
            return found
        }
    }
}
