import CSystem
#if canImport(Glibc)
    import Glibc
#endif

/// Writes a file so that readers see the old text or the new one, never half of it: into a temporary file in the same
/// folder, to disk, then renamed over the old one, whose permissions stay. A signal that ends the program takes the
/// temporary file with it. What can be made again need not wait for the disk.
public enum AtomicFile {
    /// Which step failed, and what the system said. ``description`` is a whole line for the user.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public var path: String
        public var code: Int32
        public var description: String { "\(path): cannot be written: \(String(cString: strerror(code)))" }
    }

    public static func write(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        try write(path) { $0.write(bytes) }
    }

    /// Lets `body` write. What is no regular file (`/dev/stdout`, a pipe) is written in place; a symbolic link stays, and
    /// the file it names is replaced.
    /// - Parameters:
    ///   - toDisk: whether the text must outlive a machine that stops; readers never see half of it either way.
    ///   - followsLinks: where not, anything but a regular file at the path is an error.
    public static func write(
        _ path: String, toDisk: Bool = true, followsLinks: Bool = true, _ body: (inout DescriptorSink) -> Void
    ) throws(Failure) {
        var target = path
        var mode: mode_t?
        var status = stat()
        if !followsLinks {
            guard lstat(path, &status) == 0 else { throw Failure(path: path, code: errno) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(path: path, code: ELOOP) }
            mode = status.st_mode & 0o7777
        } else if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG else { return try writeInPlace(path, body) }
            mode = status.st_mode & 0o7777
            if let real = realpath(path, nil) {
                target = String(cString: real)
                free(real)
            }
        }
        var temporary = ""
        var descriptor: Int32 = -1
        for attempt in 0..<100 {
            temporary = "\(target).\(getpid())-\(attempt).tmp"
            descriptor = flywheel_create_temporary(temporary)
            if descriptor >= 0 || errno != EEXIST { break }
        }
        guard descriptor >= 0 else { throw Failure(path: path, code: errno) }
        defer { flywheel_forget_temporary(temporary) }
        var sink = DescriptorSink(descriptor: descriptor)
        body(&sink)
        var code: Int32 = 0
        do throws(DescriptorSink.Failure) { try sink.finish() } catch { code = error.code }
        if code == 0, let mode, fchmod(descriptor, mode) != 0 { code = errno }
        if code == 0, toDisk, fsync(descriptor) != 0, errno != EINVAL { code = errno }
        if close(descriptor) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, target) != 0 { code = errno }
        guard code == 0 else {
            unlink(temporary)
            throw Failure(path: path, code: code)
        }
    }

    private static func writeInPlace(_ path: String, _ body: (inout DescriptorSink) -> Void) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(path: path, code: errno) }
        defer { close(descriptor) }
        var sink = DescriptorSink(descriptor: descriptor)
        body(&sink)
        do throws(DescriptorSink.Failure) { try sink.finish() } catch { throw Failure(path: path, code: error.code) }
    }
}
