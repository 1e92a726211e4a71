/// Items that several threads make and one takes, in order.
final class WorkRow<Item: Sendable>: @unchecked Sendable {
    // Both touched with the lock held only.
    private var made: [Item?]
    private var begun = 0
    private let monitor = Monitor()

    init(count: Int) { made = [Item?](repeating: nil, count: count) }

    /// The number of the next item that nobody makes yet.
    func next() -> Int? {
        monitor.withLock {
            guard begun < made.count else { return nil }
            defer { begun += 1 }
            return begun
        }
    }

    func put(_ item: Item, at number: Int) {
        monitor.withLock {
            made[number] = item
            monitor.wakeOne()
        }
    }

    func take(_ number: Int) -> Item? { monitor.withLock { made[number].take() } }

    /// Until an item is there that somebody else makes.
    func wait(for number: Int) { monitor.withLock { while made[number] == nil { monitor.wait() } } }

    /// Nothing more is begun.
    func stop() { monitor.withLock { begun = made.count } }
}
