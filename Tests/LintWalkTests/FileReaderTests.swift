import Glibc
import LintSource
import Testing

@testable import LintWalk

private func read(_ path: String, limit: Int = 1 << 20) throws(ReadError) -> [UInt8] {
    var reader = FileReader(limit: limit)
    return Array(try reader.read(path).buffer)
}

@Suite struct FileReaderTests {
    @Test(arguments: [0, 1, 63, 64, 4096, 262_143, 262_144, 262_145, 1_000_000])
    func `a file of any size comes whole, with zeros behind it`(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 % 251 + 1) }
        let tree = TemporaryTree()
        tree.write("f", bytes)
        var reader = FileReader(limit: 1 << 20)
        for _ in 0..<2 {
            let view = try reader.read(tree.path + "/f")
            #expect(Array(view.buffer) == bytes)
            #expect((0..<FileReader.padding).allSatisfy { view.base[view.count + $0] == 0 })
        }
    }

    @Test func `large files and small ones come by turns, each in a buffer of its size`() throws {
        let sizes = [10, 3 << 20, 1 << 20, 20, (1 << 20) - 1, 300_000, 2 << 20, 0]
        let tree = TemporaryTree()
        for size in Set(sizes) {
            tree.write("\(size)", [UInt8](repeating: UInt8(truncatingIfNeeded: size | 1), count: size))
        }
        var reader = FileReader(limit: 4 << 20)
        for size in sizes + sizes.reversed() {
            let view = try reader.read(tree.path + "/\(size)")
            #expect(view.count == size && view.buffer.allSatisfy { $0 == UInt8(truncatingIfNeeded: size | 1) })
            #expect((0..<FileReader.padding).allSatisfy { view.base[view.count + $0] == 0 })
        }
    }

    @Test(arguments: [100, 65_536, 65_537, 400_000, 3 << 20])
    func `of what is no text nothing is given, whatever its size`(size: Int) throws {
        let text = (0..<size).map { UInt8(truncatingIfNeeded: 0x61 + $0 % 26) }
        var (early, late) = (text, text)
        early[90] = 0
        late[min(size - 1, TextCheck.sampleSize + 1)] = 0
        let tree = TemporaryTree()
        tree.write("text", text)
        tree.write("early", early)
        tree.write("late", late)
        var reader = FileReader(limit: 4 << 20)
        func read(_ name: String) throws -> [UInt8]? {
            try reader.readText(in: AT_FDCWD, tree.path + "/" + name).map { Array($0.buffer) }
        }
        #expect(try read("text") == text)
        #expect(try read("early") == nil)
        // The check looks at the beginning.
        #expect(try read("late") == (size > TextCheck.sampleSize ? late : nil))
        #expect(try read("text") == text)
    }

    @Test func `the limit itself is read, a byte more is not`() throws {
        let tree = TemporaryTree(["f": "12345", "g": "123456"])
        #expect(try read(tree.path + "/f", limit: 5) == Array("12345".utf8))
        #expect(throws: ReadError.tooLarge(size: 6)) { try read(tree.path + "/g", limit: 5) }
    }

    @Test func `a folder, a FIFO, a socket and a device are special, and are not waited for`() throws {
        let tree = TemporaryTree(["folder/": ""])
        mkfifo(tree.path + "/fifo", 0o644)
        tree.run("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"socket\")'")
        for name in ["folder", "fifo"] { #expect(throws: ReadError.special) { try read(tree.path + "/" + name) } }
        if access(tree.path + "/socket", F_OK) == 0 {
            #expect(throws: ReadError.special) { try read(tree.path + "/socket") }
        }
        #expect(throws: ReadError.special) { try read("/dev/zero") }
    }

    @Test func `a link is not followed, unless the user named it`() throws {
        let tree = TemporaryTree(["f": "1", "l": "-> f"])
        #expect(throws: ReadError.symlink) { try read(tree.path + "/l") }
        #expect(try FileReader.bytes(of: tree.path + "/l") == Array("1".utf8))
    }

    @Test func `files of proc, which say that they are empty, are read up to the limit`() throws {
        #expect(try read("/proc/self/status").isEmpty == false)
        #expect(throws: ReadError.self) { try read("/proc/self/maps", limit: 100) }
    }

    @Test func `a missing file says so`() {
        #expect(throws: ReadError.system(ENOENT)) { try read("/nonexistent/file") }
    }

    @Test func `a file that grows and shrinks while it is read does no harm`() throws {
        let tree = TemporaryTree(["f": ""])
        let writer = tree.path + "/f"
        tree.run(
            "(for i in $(seq 400); do head -c $((RANDOM * 20)) /dev/zero | tr '\\0' x > f; done) > /dev/null 2>&1 &")
        for _ in 0..<2000 {
            let bytes = try read(writer)
            if let odd = bytes.first(where: { $0 != 0x78 }) { Issue.record("read \(odd)") }
        }
    }

    @Test(arguments: [
        ("plain", TextCheck.text), ("", .text), ("a\0b", .binary), ("é€𝄞", .text),
        (String(repeating: "x", count: 9000) + "\0", .text),
    ]) func `text is told from binary`(text: String, expected: TextCheck) {
        #expect(Array(text.utf8).withByteView { TextCheck($0) } == expected)
    }

    @Test func `a byte that is no plain text is seen wherever it stands`() {
        for count in [1, 7, 63, 64, 65, 127, 128, 200] {
            for at in [0, 1, count / 2, count - 2, count - 1] where at >= 0 && at < count {
                for byte: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                    var bytes = [UInt8](repeating: 0x61, count: count)
                    bytes[at] = byte
                    let isMany = [UInt8](repeating: byte, count: 200).withByteView { TextCheck($0) } != .text
                    #expect(bytes.withByteView { TextCheck($0) } == (byte == 0 ? .binary : .text), "\(byte) at \(at)")
                    #expect(isMany == (byte == 0 || byte >= 0x80))
                }
            }
        }
    }

    @Test func `byte order marks of UTF-16, prose in Latin-1 and noise are told apart`() {
        #expect([0xFF, 0xFE, 0x61, 0].withByteView { TextCheck($0) } == .utf16)
        #expect([0xFE, 0xFF, 0, 0x61].withByteView { TextCheck($0) } == .utf16)
        let latin = (0..<4000).map { $0 % 30 == 0 ? 0xE9 : UInt8(0x61) }
        #expect(latin.withByteView { TextCheck($0) } == .text)
        let noise = (0..<4000).map { UInt8(truncatingIfNeeded: ($0 &* 167) ^ ($0 >> 3)) | 1 }
        #expect(noise.withByteView { TextCheck($0) } == .binary)
    }

    @Test(
        arguments: [
            ([0x61], 0), ([0xC3, 0xA9], 0), ([0xC3], 1), ([0x80], 1), ([0xC0, 0xAF], 2), ([0xE0, 0x80, 0x80], 3),
            ([0xED, 0xA0, 0x80], 3), ([0xF0, 0x9D, 0x84, 0x9E], 0), ([0xF4, 0x90, 0x80, 0x80], 4),
            ([0xE2, 0x82, 0x61], 1),
        ] as [([UInt8], Int)]) func `ill-formed sequences are counted as decoders replace them`(
            bytes: [UInt8], bad: Int
        )
    {
        #expect(bytes.withByteView { TextCheck.illFormed($0) } == bad)
        let replaced = String(decoding: bytes, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
        #expect(replaced == bad)
    }
}
