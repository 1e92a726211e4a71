import LintSource

/// The path that a worker stands at: grows and shrinks in place, so that no file costs an allocation.
struct PathBuffer: ~Copyable {
    private var base = UnsafeMutablePointer<UInt8>.allocate(capacity: 1024)
    private var capacity = 1024
    private(set) var count = 0

    deinit { base.deallocate() }

    /// Valid until the next change.
    var view: ByteView { ByteView(UnsafeBufferPointer(start: base, count: count)) }

    /// What begins at `start`, as C likes it; valid until the next change.
    func cString(from start: Int) -> UnsafePointer<CChar> {
        UnsafeRawPointer(base + start).assumingMemoryBound(to: CChar.self)
    }

    mutating func truncate(to length: Int) {
        count = min(count, length)
        base[count] = 0
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        if count + bytes.count >= capacity { grow(to: count + bytes.count + 1) }
        bytes.withUnsafeBufferPointer { bytes in
            if let source = bytes.baseAddress { (base + count).update(from: source, count: bytes.count) }
        }
        count += bytes.count
        base[count] = 0
    }

    mutating func append(_ byte: UInt8) {
        if count + 1 >= capacity { grow(to: count + 2) }
        base[count] = byte
        count += 1
        base[count] = 0
    }

    private mutating func grow(to needed: Int) {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: needed * 2)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
        capacity = needed * 2
    }
}
