import Foundation
import LintReport
import Testing

@Suite struct AtomicFileTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("flywheel-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `a file is replaced, keeps its permissions, and leaves nothing beside it`() throws {
        try inFolder { folder in
            let path = folder + "/report.json"
            try AtomicFile.write(path, Array("old".utf8))
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            try AtomicFile.write(path, Array("new".utf8))
            #expect(FileManager.default.contents(atPath: path) == Data("new".utf8))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o640)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["report.json"])
        }
    }

    @Test func `a symbolic link stays one`() throws {
        try inFolder { folder in
            try AtomicFile.write(folder + "/real", Array("old".utf8))
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "real")
            try AtomicFile.write(folder + "/link", Array("new".utf8))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real")
            #expect(FileManager.default.contents(atPath: folder + "/real") == Data("new".utf8))
        }
    }

    @Test func `a folder that is not there is an error that names the file`() {
        #expect {
            try AtomicFile.write("/nowhere/report.json", [])
        } throws: { error in
            "\(error)" == "/nowhere/report.json: cannot be written: No such file or directory"
        }
    }

    @Test func `what is no regular file is written in place`() throws {
        try AtomicFile.write("/dev/null", Array("x".utf8))
        var status = stat()
        #expect(stat("/dev/null", &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func `a reader that goes away ends the writing without an error`() throws {
        DescriptorSink.ignoreBrokenPipes()
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        var sink = DescriptorSink(descriptor: ends[1])
        sink.write([UInt8](repeating: 0x61, count: 200_000))
        #expect(sink.isClosed)
        try sink.finish()
        close(ends[1])
    }

    @Test func `a full disk is an error`() throws {
        let full = open("/dev/full", O_WRONLY)
        try #require(full >= 0)
        defer { close(full) }
        var sink = DescriptorSink(descriptor: full)
        sink.write("x")
        #expect(throws: DescriptorSink.Failure.self) { try sink.finish() }
    }
}
