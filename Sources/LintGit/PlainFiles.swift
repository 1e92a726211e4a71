import Glibc
import LintSource

/// What the small files in a git folder say, where they say it so plainly that git would give no other answer: its process
/// costs more than to read them.
enum PlainFiles {
    /// The commit of HEAD, from the branch's own file.
    ///
    /// - Returns: `nil` where only git can tell: packed references, other backends of references, links, no commit yet.
    static func head(of folder: String) -> ObjectID? {
        guard let head = line(folder + "/HEAD") else { return nil }
        if let id = ObjectID(hex: head[...]) { return id }
        let start = "ref: refs/heads/"
        guard head.starts(with: start.utf8) else { return nil }
        let name = head.dropFirst(start.utf8.count)
        guard let text = String(validating: name, as: UTF8.self), isPlain(text) else { return nil }
        return line(folder + "/refs/heads/" + text).flatMap { ObjectID(hex: $0[...]) }
    }

    /// Whether this can be nothing but a branch's name: nothing that leads out of the folder, or that git would not take.
    private static func isPlain(_ name: String) -> Bool {
        name.utf8.allSatisfy { $0.isWord || $0 == 0x2D || $0 == 0x2E || $0 == 0x2F }
            && !name.hasSuffix(".lock") && !name.hasSuffix(".") && !name.contains("..")
            && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && !$0.hasPrefix(".")
            }
    }

    /// The value of `remote.origin.url`, where the repository's own configuration has it: it is read last.
    ///
    /// - Returns: `nil` where only git can tell: other files are included, something is quoted, or it is not here.
    static func originURL(_ configuration: [UInt8]) -> String? {
        var url: String?
        var isOrigin = false
        if configuration.first == 0xEF { return nil }
        for line in configuration.split(separator: 0x0A) {
            let line = trimmed(line)
            guard let first = line.first, first != 0x23, first != 0x3B else { continue }
            if line.contains(0x5C) || line.contains(0x0D) { return nil }
            if first == 0x5B {
                guard line.last == 0x5D else { return nil }
                let section = line.dropFirst().dropLast()
                isOrigin = section.elementsEqual("remote \"origin\"".utf8)
                let lowered = String(decoding: section.map(\.lowered), as: UTF8.self)
                // Another spelling of it, perhaps.
                if lowered.contains("include") || !isOrigin && lowered.contains("origin") { return nil }
            } else if isOrigin {
                guard let equals = line.firstIndex(of: 0x3D) else { return nil }
                guard trimmed(line[..<equals]).map(\.lowered).elementsEqual("url".utf8) else { continue }
                let value = trimmed(line[line.index(after: equals)...])
                guard !value.isEmpty, !value.contains(where: { $0 == 0x22 || $0 == 0x23 || $0 == 0x3B || $0 < 0x20 })
                else { return nil }
                url = String(decoding: value, as: UTF8.self)
            }
        }
        return url
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let first = line.firstIndex(where: { !isBlank($0) }), let last = line.lastIndex(where: { !isBlank($0) })
        else { return [] }
        return line[first...last]
    }

    /// The one line that a file holds.
    private static func line(_ path: String) -> [UInt8]? {
        guard let bytes = text(path), bytes.last == 0x0A, bytes.firstIndex(of: 0x0A) == bytes.count - 1 else {
            return nil
        }
        return Array(bytes.dropLast())
    }

    /// A small file that is no link; git would follow one.
    static func text(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        let count = read(descriptor, &bytes, bytes.count)
        return (0..<bytes.count).contains(count) ? Array(bytes.prefix(count)) : nil
    }
}
