import CSystem

/// Arrays that grow with a file.
extension Array {
    /// Room for `count` elements. A large array's memory is new from the system for each file: it is asked for in large
    /// pages, each of which is faulted in once where small ones are 512 times.
    mutating func reserveLarge(_ count: Int) {
        reserveCapacity(count)
        let size = capacity * MemoryLayout<Element>.stride
        // (From where malloc takes a block from the system: `flywheel_keep_memory`.)
        guard size >= 4 << 20 else { return }
        withUnsafeMutableBufferPointer { flywheel_fill_memory($0.baseAddress, size) }
    }

    /// As `append`, for arrays that a hostile file makes large.
    @inline(__always)
    mutating func add(_ element: consuming Element) {
        if count == capacity { growLarge() }
        append(element)
    }

    @inline(never)
    private mutating func growLarge() { reserveLarge(Swift.max(2 * count, 8)) }

    /// Room for what a text of `size` bytes may bring, where `usual` elements do for most: of a large text so much that what
    /// is there is hardly ever moved. What is not written of it takes no memory.
    mutating func reserve(_ usual: Int, forText size: Int) {
        reserveLarge(size >= 1 << 20 ? Swift.max(usual, size / 2) : usual)
    }
}
