import Foundation

/// Runs the built `flywheel-lint` as a user would.
struct LinterProcess {
    struct Answer {
        var status: Int32
        var output: String
        var errors: String
    }

    /// The executable beside the test bundle.
    static var executable: URL {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = bundle.deletingLastPathComponent()
        for _ in 0..<6 {
            let candidate = folder.appendingPathComponent("flywheel-lint")
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue {
                return candidate
            }
            folder.deleteLastPathComponent()
        }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(".build/debug/flywheel-lint")
    }

    /// - Parameter more: variables of the environment, over those of the tests.
    static func run(
        _ arguments: [String], in folder: URL, input: String? = nil, environment more: [String: String] = [:]
    ) throws -> Answer {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        for name in ["GITHUB_ACTIONS", "NO_COLOR", "GIT_DIR", "GIT_INDEX_FILE", "COLUMNS"] { environment[name] = nil }
        process.environment = environment.merging(more) { $1 }
        let output = folder.appendingPathComponent(".stdout-\(UUID().uuidString)")
        let errors = folder.appendingPathComponent(".stderr-\(UUID().uuidString)")
        let outputFile = FileManager.default.temporaryDirectory.appendingPathComponent(output.lastPathComponent)
        let errorsFile = FileManager.default.temporaryDirectory.appendingPathComponent(errors.lastPathComponent)
        defer {
            try? FileManager.default.removeItem(at: outputFile)
            try? FileManager.default.removeItem(at: errorsFile)
        }
        _ = FileManager.default.createFile(atPath: outputFile.path, contents: nil)
        _ = FileManager.default.createFile(atPath: errorsFile.path, contents: nil)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorsFile)
        let pipe = Pipe()
        process.standardInput = pipe
        try process.run()
        if let input { pipe.fileHandleForWriting.write(Data(input.utf8)) }
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        return Answer(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errorsFile), as: UTF8.self))
    }
}

/// A folder with files, gone when the test is over.
struct TemporaryTree: ~Copyable {
    let folder: URL

    init(_ files: [String: String]) throws {
        try self.init(data: files.mapValues { Data($0.utf8) })
    }

    init(data files: [String: Data]) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "flywheel-lint-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (path, data) in files {
            let url = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: url)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
