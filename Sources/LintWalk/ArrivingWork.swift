import Glibc

/// Work that one thread finds while others do what it has found: handed out in batches, in the order it came.
public final class ArrivingWork<Item: Sendable>: @unchecked Sendable {
    // Address-stable memory for the C types; every access to the state below happens with the mutex held.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
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
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    public func add(_ found: [Item]) {
        if found.isEmpty { return }
        pthread_mutex_lock(mutex)
        items += found
        if items.count - taken >= batch { pthread_cond_signal(changed) }
        pthread_mutex_unlock(mutex)
    }

    /// Nothing more comes.
    public func complete() {
        pthread_mutex_lock(mutex)
        isComplete = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }

    /// The next batch; waits while it is not full and more may come. Nil when all is done.
    public func next() -> [Item]? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isComplete, items.count - taken < batch { pthread_cond_wait(changed, mutex) }
        let left = items.count - taken
        if left == 0 { return nil }
        let count = isComplete ? min(batch, max(1, left / (2 * workers))) : batch
        let found = Array(items[taken..<(taken + count)])
        taken += count
        return found
    }
}
