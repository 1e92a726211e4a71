import CSystem
import Glibc
public import LintSource

/// Why a file was not read.
public enum ReadError: Error, Sendable, Hashable {
    /// A call of the system failed with this `errno`.
    case system(Int32)
    /// The name is a symbolic link.
    case symlink
    /// A folder, FIFO, socket or device.
    case special
    /// Larger than the limit; `size` in bytes (of an endless file: what was read when the limit was hit).
    case tooLarge(size: Int)
}

extension ReadError: CustomStringConvertible {
    /// What stands behind "cannot be read: ".
    public var description: String {
        switch self {
        case .system(let code): String(cString: strerror(code))
        case .symlink: "a symbolic link"
        case .special: "not a file, but a folder, a pipe or a device"
        case .tooLarge(let size): "too large, \(size) bytes"
        }
    }
}

/// Reads whole files into one buffer that is used again and again.
///
/// What is not a regular file is never read, and never waited for: a FIFO without a writer does not block.
public struct FileReader: ~Copyable {
    /// Zero bytes that stand behind the last byte of a file in the buffer, so that a scanner may read past the end.
    public static let padding = 64

    /// A buffer that is larger is given back before the next file: few files are, and whoever met one kept its memory, and
    /// that of the smaller ones before it, to the end of a walk.
    private static let largestKept = 1 << 20
    /// Memory of so many bytes is the system's new for each file, and half of what a large file's reading costs is to get it.
    private static let largeBuffer = 4 << 20
    /// What is read of a larger file before it is known to be a text.
    private static let firstPart = 64 << 10

    /// Largest file that is read, in bytes.
    public let limit: Int
    private var buffer: UnsafeMutableRawBufferPointer

    public init(limit: Int = 16 << 20) {
        // Offsets into a file are 32 bits wide.
        self.limit = max(0, min(limit, Int(UInt32.max) - 1))
        buffer = FileReader.usualBuffer(self.limit)
    }

    private static func usualBuffer(_ limit: Int) -> UnsafeMutableRawBufferPointer {
        .allocate(byteCount: min(limit + 1, 256 << 10) + padding, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// Reads a file, its last part not followed when it is a symbolic link.
    ///
    /// - Returns: the bytes, valid until the next read.
    public mutating func read(_ path: String) throws(ReadError) -> ByteView {
        try read(in: AT_FDCWD, path)
    }

    /// Reads the file `name` of an open folder.
    ///
    /// - Returns: the bytes, valid until the next read.
    mutating func read(in folder: Int32, _ name: UnsafePointer<CChar>) throws(ReadError) -> ByteView {
        let descriptor = try FileReader.open(in: folder, name, followLinks: false)
        defer { close(descriptor) }
        return ByteView(try readAll(descriptor).assumingMemoryBound(to: UInt8.self))
    }

    /// The bytes of a file that the user named (a configuration, a pack): links are followed.
    public static func bytes(of path: String, limit: Int = 16 << 20) throws(ReadError) -> [UInt8] {
        var reader = FileReader(limit: limit)
        let descriptor = try open(in: AT_FDCWD, path, followLinks: true)
        defer { close(descriptor) }
        return Array(try reader.readAll(descriptor))
    }

    /// As ``read(in:_:)``, of a text; `nil` of anything else: of what is large, only as much as tells is read. (A tenth of a
    /// large tree's bytes are in pictures.)
    mutating func readText(in folder: Int32, _ name: UnsafePointer<CChar>) throws(ReadError) -> ByteView? {
        let descriptor = try FileReader.open(in: folder, name, followLinks: false)
        defer { close(descriptor) }
        let size = try size(descriptor)
        var count = 0
        if size > FileReader.firstPart {
            count = try readPart(descriptor, FileReader.firstPart)
            // What ``TextCheck`` says of this it says of the whole.
            if count >= TextCheck.sampleSize, TextCheck(view(count)) != .text { return nil }
        }
        let bytes = ByteView(try readAll(descriptor, size, behind: count).assumingMemoryBound(to: UInt8.self))
        return TextCheck(bytes) == .text ? bytes : nil
    }

    private func view(_ count: Int) -> ByteView {
        ByteView(UnsafeRawBufferPointer(rebasing: buffer[0..<count]).assumingMemoryBound(to: UInt8.self))
    }

    private static func open(
        in folder: Int32, _ name: UnsafePointer<CChar>, followLinks: Bool
    ) throws(ReadError) -> Int32 {
        let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (followLinks ? 0 : O_NOFOLLOW)
        while true {
            let descriptor = flywheel_openat(folder, name, flags, 0)
            if descriptor >= 0 { return descriptor }
            switch errno {
            case EINTR: continue
            case ELOOP where !followLinks: throw .symlink
            // A socket, or a device with no driver behind it.
            case ENXIO, ENODEV: throw .special
            default: throw .system(errno)
            }
        }
    }

    private mutating func readAll(_ descriptor: Int32) throws(ReadError) -> UnsafeRawBufferPointer {
        try readAll(descriptor, size(descriptor), behind: 0)
    }

    /// The size that an open file says it has, with a buffer for a usual file.
    private mutating func size(_ descriptor: Int32) throws(ReadError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .special }
        let size = Int(status.st_size)
        guard size <= limit else { throw .tooLarge(size: size) }
        if buffer.count > FileReader.largestKept + FileReader.padding, size < FileReader.largestKept {
            buffer.deallocate()
            buffer = FileReader.usualBuffer(limit)
        }
        return size
    }

    /// The first bytes of a file, into a buffer that has room for them; as many as one call gives.
    private func readPart(_ descriptor: Int32, _ wanted: Int) throws(ReadError) -> Int {
        while true {
            let got = Glibc.read(descriptor, buffer.baseAddress, wanted)
            if got >= 0 { return got }
            if errno != EINTR { throw .system(errno) }
        }
    }

    /// - Parameter start: how many of its bytes are in the buffer already.
    private mutating func readAll(
        _ descriptor: Int32, _ size: Int, behind start: Int
    ) throws(ReadError) -> UnsafeRawBufferPointer {
        reserve(size + 1, keeping: start)
        var count = start
        // A file may grow or shrink while it is read, and those of /proc say that they are empty: only a read
        // that gives less than it was asked for, and just what the size promised, is sure to be the last.
        while true {
            let wanted = buffer.count - FileReader.padding - count
            let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, wanted)
            if got < 0 {
                if errno == EINTR { continue }
                throw .system(errno)
            }
            count += got
            if got == 0 || (count == size && got < wanted) { break }
            guard count <= limit else { throw .tooLarge(size: count) }
            if got == wanted { reserve(min(count * 2, limit + 1), keeping: count) }
        }
        guard count <= limit else { throw .tooLarge(size: count) }
        buffer[count..<(count + FileReader.padding)].initializeMemory(as: UInt8.self, repeating: 0)
        return UnsafeRawBufferPointer(rebasing: buffer[0..<count])
    }

    private mutating func reserve(_ count: Int, keeping kept: Int = 0) {
        guard buffer.count < count + FileReader.padding else { return }
        let count = count < FileReader.largestKept ? min(limit + 1, FileReader.largestKept) : count
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: count + FileReader.padding, alignment: 64)
        if count >= FileReader.largeBuffer { flywheel_fill_memory(larger.baseAddress, larger.count) }
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[0..<kept]))
        buffer.deallocate()
        buffer = larger
    }
}
