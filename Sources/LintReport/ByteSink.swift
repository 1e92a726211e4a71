#if canImport(Glibc)
    import Glibc
#endif

/// Where a report goes. Reporters write whole lines (or whole values) at a time and never read back, so that a large
/// report streams.
public protocol ByteSink {
    mutating func write(_ bytes: [UInt8])
    /// Whether further bytes are of no use: the reader went away, or writing failed.
    var isClosed: Bool { get }
}

extension ByteSink {
    public mutating func write(_ text: String) { write(Array(text.utf8)) }
}

/// Keeps everything in memory.
public struct MemorySink: ByteSink {
    public private(set) var bytes: [UInt8] = []
    public init() {}
    public mutating func write(_ more: [UInt8]) { bytes += more }
    public var isClosed: Bool { false }
    /// What was written, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Writes to a file descriptor, 64 KiB at a time, or more where it is given more at once.
///
/// A reader that goes away (`flywheel-lint | head`) is no error: the rest is dropped. That needs SIGPIPE to be ignored,
/// see ``ignoreBrokenPipes()``. Any other failure is kept and thrown by ``finish()``.
public struct DescriptorSink: ByteSink {
    /// Why the system would not take the bytes.
    public struct Failure: Error, Sendable, Hashable {
        public var code: Int32
        public var message: String { String(cString: strerror(code)) }
    }

    private static let capacity = 1 << 16
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var failure: Failure?
    public private(set) var isClosed = false

    /// Does not own `descriptor`: the caller closes it.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    public mutating func write(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        if buffer.count + bytes.count > DescriptorSink.capacity { flush() }
        if bytes.count >= DescriptorSink.capacity { return send(bytes) }
        if buffer.capacity == 0 { buffer.reserveCapacity(DescriptorSink.capacity) }
        buffer += bytes
    }

    /// Writes what is left. Call it once, at the end.
    public mutating func finish() throws(Failure) {
        flush()
        if let failure { throw failure }
    }

    private mutating func flush() {
        send(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func send(_ bytes: [UInt8]) {
        guard !isClosed, !bytes.isEmpty else { return }
        let code = bytes.withUnsafeBytes { DescriptorSink.writeAll($0, to: descriptor) }
        guard code != 0 else { return }
        isClosed = true
        if code != EPIPE { failure = Failure(code: code) }
    }

    /// 0, or the `errno` of the write that failed.
    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0, errno == EAGAIN {
                // Somebody made the terminal or pipe non-blocking: wait for it.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
            } else if count < 0, errno != EINTR {
                return errno
            }
        }
        return 0
    }

    /// Makes writing to a closed pipe an error instead of a signal that ends the process; once, at the start.
    public static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}
