import CSystem
import Glibc

/// Runs `body(0)`…`body(count - 1)` at once, the first on the calling thread, and returns when all have returned.
///
/// When the machine gives no more threads, fewer bodies run: they must share their work by a ``WorkQueue``.
func runWorkers(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    flywheel_keep_memory()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    // The same on every thread and libc, whatever the caller's ulimit says.
    pthread_attr_setstacksize(&attributes, 8 << 20)
    var threads: [pthread_t] = []
    var started = 1
    while started < count {
        let start = Unmanaged.passRetained(ThreadStart(number: started, body: body))
        var thread = pthread_t()
        if pthread_create(&thread, &attributes, enterThread, start.toOpaque()) != 0 {
            start.release()
            break
        }
        threads.append(thread)
        started += 1
    }
    body(0)
    for thread in threads { pthread_join(thread, nil) }
}

private final class ThreadStart: Sendable {
    let number: Int
    let body: @Sendable (Int) -> Void
    init(number: Int, body: @escaping @Sendable (Int) -> Void) {
        self.number = number
        self.body = body
    }
}

// A top-level function, because a closure written inside `@main` would be taken for the main actor's and trap here.
private func enterThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    start.body(start.number)
    return nil
}
