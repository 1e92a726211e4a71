import Foundation
import Testing

/// A baseline depends on what the files say and on nothing else: not on the machine, its clock, locale, threads or file
/// system, nor on what ran before.
@Suite struct SameBytesTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The example repositories, and names that locales and file systems would sort each in their own way.
    static let files: [String: Data] = {
        var files: [String: Data] = [:]
        let fixtures = root.appendingPathComponent("Fixtures")
        for name in (try? FileManager.default.subpathsOfDirectory(atPath: fixtures.path)) ?? [] {
            let url = fixtures.appendingPathComponent(name)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            files[name] = try? Data(contentsOf: url)
        }
        let text = Data("# Deploy attic-iac\n\nSee attic-iac and Attic IaC.\n\n- attic-iac\n- attic-iac\n".utf8)
        for name in [
            "I.md", "i.md", "ı.md", "İ.md", "Z.md", "a.md", "z.md", "Ä.md", "ä.md", "a\u{308}.md", "ß.md", "ss.md",
            "a-b.md", "a b.md", "a/b.md", "a.b.md", "10.md", "9.md", "[x].md", "#.md", "line\nend.md", "tab\tbed.md",
            "🪰.md", "\u{FF0E}.md", "日本/語.md",
        ] { files["names/" + name] = text }
        return files
    }()

    /// Lays the files, in an order of creation, below a folder that is gone with the value.
    private struct Place: ~Copyable {
        let folder: URL

        init(in parent: URL, order: ([String]) -> [String]) throws {
            folder = parent.appendingPathComponent("flywheel-lint-same-\(UUID().uuidString)")
            for name in order(SameBytesTests.files.keys.sorted()) {
                let url = folder.appendingPathComponent(name)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try SameBytesTests.files[name]?.write(to: url)
            }
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func baseline(_ more: [String] = [], environment: [String: String] = [:]) throws -> Data {
            let answer = try LinterProcess.run(
                ["baseline", "write"] + more, in: folder, environment: environment)
            #expect(answer.status == 0, "\(answer.errors)")
            return try Data(contentsOf: folder.appendingPathComponent(".flywheel-lint.baseline"))
        }
    }

    private static var here: URL { FileManager.default.temporaryDirectory }

    @Test func `written twice, with any number of threads and in any locale and zone, it is the same`() throws {
        let place = try Place(in: SameBytesTests.here) { $0 }
        let first = try place.baseline()
        #expect(first.split(separator: 0x0A).count > 200)
        #expect(try place.baseline() == first)
        for jobs in ["1", "2", "8"] { #expect(try place.baseline(["--jobs", jobs]) == first, "\(jobs)") }
        let zones = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "nonsense"]
        for (locale, zone) in zip(["C", "en_US.UTF-8", "tr_TR.UTF-8", "ja_JP.eucJP"], zones) {
            let environment = ["LC_ALL": locale, "LANG": locale, "LANGUAGE": locale, "TZ": zone]
            #expect(try place.baseline(environment: environment) == first, "\(locale), \(zone)")
        }
        // Swift's own dictionaries are in another order in each process unless this is set.
        #expect(try place.baseline(environment: ["SWIFT_DETERMINISTIC_HASHING": "1"]) == first)
        // An update of what is there, and of nothing.
        #expect(try LinterProcess.run(["baseline", "update"], in: place.folder).status == 0)
        let file = place.folder.appendingPathComponent(".flywheel-lint.baseline")
        #expect(try Data(contentsOf: file) == first)
        try FileManager.default.removeItem(at: file)
        #expect(try LinterProcess.run(["baseline", "update"], in: place.folder).status == 0)
        #expect(try Data(contentsOf: file) == first)
    }

    @Test func `under another clock it is the same`() throws {
        let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
        guard FileManager.default.fileExists(atPath: library) else {
            print("not run: libfaketime (the package faketime) is not here")
            return
        }
        guard !Rounds.isSanitized else {
            print("not run: libfaketime and a sanitizer both stand in for the C library, and the tool never starts")
            return
        }
        let place = try Place(in: SameBytesTests.here) { $0 }
        let first = try place.baseline()
        let until = "<!-- flywheel-lint: ignore identity/stale-name until 2010-01-01 -->\nattic-iac\n"
        for (time, isExpired) in [("@2001-02-03 04:05:06", false), ("@2037-12-31 23:59:59", true)] {
            let clock = ["LD_PRELOAD": library, "FAKETIME": time, "FAKETIME_DONT_FAKE_MONOTONIC": "1"]
            #expect(try place.baseline(environment: clock) == first, "\(time)")
            // The clock is seen.
            let tree = try TemporaryTree(["a.md": until])
            let answer = try LinterProcess.run(["--output", "concise"], in: tree.folder, environment: clock)
            #expect(answer.output.contains("expired on 2010-01-01") == isExpired, "\(answer.output)")
        }
    }

    @Test func `in another folder, on another file system, made in another order, at another time it is the same`()
        throws
    {
        let first = try Place(in: SameBytesTests.here) { $0 }
        let expected = try first.baseline()
        var parents = [SameBytesTests.here]
        // Where folders are listed in the order of creation.
        let memory = URL(fileURLWithPath: "/dev/shm")
        if FileManager.default.isWritableFile(atPath: memory.path) { parents.append(memory) }
        for parent in parents {
            let place = try Place(in: parent) { $0.reversed() }
            #expect(try place.baseline() == expected, "\(parent.path)")
            let times = [0.0, 1e9, 4e9]
            for (index, name) in SameBytesTests.files.keys.sorted().enumerated() {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: times[index % 3])],
                    ofItemAtPath: place.folder.appendingPathComponent(name).path)
            }
            #expect(try place.baseline() == expected, "\(parent.path)")
        }
    }

    @Test func `a clone, its index and what the git folder keeps make no difference`() throws {
        let place = try Place(in: SameBytesTests.here) { $0 }
        let expected = try place.baseline()
        try FileManager.default.removeItem(at: place.folder.appendingPathComponent(".flywheel-lint.baseline"))
        try LedgerCommandTests.git(["init", "-q"], in: place.folder)
        try LedgerCommandTests.git(["add", "--force", "."], in: place.folder)
        #expect(try place.baseline() == expected)
        try LedgerCommandTests.git(["commit", "-qm", "one"], in: place.folder)
        #expect(try place.baseline() == expected)
        let clone = try TemporaryTree([:])
        try LedgerCommandTests.git(["clone", "-q", place.folder.path, "deep/clone"], in: clone.folder)
        let folder = clone.folder.appendingPathComponent("deep/clone")
        let file = folder.appendingPathComponent(".flywheel-lint.baseline")
        // Kept answers of a history, in the git folder, from before.
        for _ in 0..<2 {
            #expect(try LinterProcess.run(["kpi", "--history"], in: folder).status == 0)
            #expect(try LinterProcess.run(["baseline", "write"], in: folder).status == 0)
            #expect(try Data(contentsOf: file) == expected)
            try FileManager.default.removeItem(at: file)
        }
        // From a folder below.
        let below = folder.appendingPathComponent("names")
        #expect(try LinterProcess.run(["baseline", "write"], in: below).status == 0)
        #expect(try Data(contentsOf: file) == expected)
    }
}
