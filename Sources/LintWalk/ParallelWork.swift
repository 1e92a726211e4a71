import CSystem

/// Work that is cut into parts beforehand.
public enum ParallelWork {
    /// How many workers `jobs` asks for: 0 for one a processor.
    public static func workers(_ jobs: Int) -> Int { jobs > 0 ? jobs : Int(flywheel_processor_count()) }

    /// `body(0)`…`body(count - 1)`, each on a thread of its own as far as the machine gives threads; the answers in order.
    public static func map<R: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> R) -> [R] {
        if count == 1 { return [body(0)] }
        let answers = Guarded([R?](repeating: nil, count: count))
        runWorkers(count) { number in
            let answer = body(number)
            answers.withLock { $0[number] = answer }
        }
        return answers.withLock { $0 }.enumerated().map { number, answer in answer ?? body(number) }
    }

    /// Makes the items below `count` on several threads and gives each to `take` on the calling one, in order and while others
    /// are made still; until `take` says that it wants no more.
    public static func inOrder<Item: Sendable>(
        _ count: Int, workers: Int, make: @escaping @Sendable (Int) -> Item, take: (Item) -> Bool
    ) {
        let row = WorkRow<Item>(count: count)
        var threads: [WorkerThread] = []
        for _ in 1..<max(1, min(workers, count)) {
            guard let thread = WorkerThread({ while let number = row.next() { row.put(make(number), at: number) } })
            else { break }
            threads.append(thread)
        }
        defer { for thread in threads { thread.join() } }
        var taken = 0
        while taken < count {
            // What is ready goes first: the rest waits in memory.
            if let item = row.take(taken) {
                taken += 1
                guard take(item) else { return row.stop() }
            } else if let number = row.next() {
                row.put(make(number), at: number)
            } else {
                row.wait(for: taken)
            }
        }
    }

    /// Both at once where that is wanted and the machine gives a thread, `here` on the calling one.
    public static func both<A, B: Sendable>(
        where isParallel: Bool = true, _ here: () -> A, _ there: @escaping @Sendable () -> B
    ) -> (A, B) {
        guard isParallel else { return (here(), there()) }
        let answer = Guarded<B?>(nil)
        let thread = WorkerThread { answer.withLock { $0 = there() } }
        let own = here()
        thread?.join()
        return (own, answer.withLock { $0 } ?? there())
    }
}

extension Array {
    /// What several workers have made, in one piece: of one worker what it made as it is.
    public func inOne<Item>() -> [Item] where Element == [Item] {
        if count == 1 { return self[0] }
        var all: [Item] = []
        all.reserveCapacity(reduce(0) { $0 + $1.count })
        for part in self { all.append(contentsOf: part) }
        return all
    }
}
