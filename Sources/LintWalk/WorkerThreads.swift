import CSystem
import Glibc

/// Runs `body(0)`…`body(count - 1)` at once, the first on the calling thread, and returns when all have returned.
///
/// When the machine gives no more threads, fewer bodies run: they must share their work by a ``WorkQueue``.
func runWorkers(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    flywheel_keep_memory()
    var threads: [WorkerThread] = []
    for number in 1..<max(1, count) {
        guard let thread = WorkerThread({ body(number) }) else { break }
        threads.append(thread)
    }
    flywheel_reserve_memory()
    body(0)
    for thread in threads { thread.join() }
}

/// A running thread; it must be joined.
struct WorkerThread {
    private var thread = pthread_t()

    /// `nil` when the machine gives no more threads.
    init?(_ body: @escaping @Sendable () -> Void) {
        flywheel_keep_memory()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        // The same on every thread and libc, whatever the caller's ulimit says.
        pthread_attr_setstacksize(&attributes, 8 << 20)
        let start = Unmanaged.passRetained(ThreadStart(body: body))
        if pthread_create(&thread, &attributes, enterThread, start.toOpaque()) != 0 {
            start.release()
            return nil
        }
    }

    func join() { pthread_join(thread, nil) }
}

private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void
    init(body: @escaping @Sendable () -> Void) { self.body = body }
}

// A top-level function, because a closure written inside `@main` would be taken for the main actor's and trap here.
private func enterThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    flywheel_reserve_memory()
    start.body()
    return nil
}
