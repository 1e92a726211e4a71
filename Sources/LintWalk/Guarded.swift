import Glibc

/// A value that one thread at a time may use.
///
/// By pthread's mutex and not `Synchronization.Mutex`, whose futex ThreadSanitizer does not see.
public final class Guarded<Value>: @unchecked Sendable {
    // Touched with the mutex held only, whose address must not change.
    private var value: Value
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    public init(_ value: sending Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    public func withLock<R>(_ body: (inout Value) -> R) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}
