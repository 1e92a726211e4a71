import LintSource

/// Texts with `${NAME}`, `$NAME` and `{{name}}` in them. What cannot be resolved stays as it is written.
enum TerraformTemplate {
    /// `folder` and a path from it, `.` and `..` folded; outside the repository it begins with `/`, `~` or `..`.
    static func join(_ folder: String, _ path: String) -> String {
        if path.begins("/") || path.begins("~") { return path }
        if folder.isEmpty, isPlain(path) { return path }
        if path.isEmpty, isPlain(folder) { return folder }
        return folder.withBytes { folder in
            path.withBytes { path in
                String(unsafeUninitializedCapacity: folder.count + 2 + path.count) { result in
                    var joining = Joining(result)
                    if folder.first == 0x2F { joining.append(folder[..<0]) }
                    joining.append(partsOf: folder, folds: false)
                    joining.append(partsOf: path, folds: true)
                    return joining.count
                }
            }
        }
    }

    /// A path that is put together from parts in a buffer that is long enough.
    private struct Joining {
        private let buffer: UnsafeMutableBufferPointer<UInt8>
        private(set) var count = 0
        private var parts = 0

        init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

        /// The parts between `/`, empty ones left out; where it folds, `.` is nothing and `..` the way up from a part that
        /// is known.
        mutating func append(partsOf path: UnsafeBufferPointer<UInt8>, folds: Bool) {
            if !folds, parts == 0, appendWhole(path) { return }
            var start = 0
            for end in 0...path.count where end == path.count || path[end] == 0x2F {
                let part = path[start..<end]
                start = end + 1
                if part.isEmpty { continue }
                if folds, part.count <= 2, part.allSatisfy({ $0 == 0x2E }) {
                    if part.count == 1 || climb() { continue }
                }
                append(part)
            }
        }

        /// A path without empty parts goes as it is: most are put together by ``join(_:_:)`` themselves, and may be long.
        private mutating func appendWhole(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
            guard let first = path.first, first != 0x2F, path[path.count - 1] != 0x2F else { return false }
            var slashes = 0
            var before = first
            for byte in path {
                if byte == 0x2F {
                    if before == 0x2F { return false }
                    slashes += 1
                }
                before = byte
            }
            _ = buffer.initialize(fromContentsOf: path)
            count = path.count
            parts = slashes + 1
            return true
        }

        mutating func append(_ part: Slice<UnsafeBufferPointer<UInt8>>) {
            if parts > 0 {
                buffer.initializeElement(at: count, to: 0x2F)
                count += 1
            }
            for byte in part {
                buffer.initializeElement(at: count, to: byte)
                count += 1
            }
            parts += 1
        }

        /// Takes the last part away. Not where there is none, where it is `..`, and where it is not known.
        private mutating func climb() -> Bool {
            guard parts > 0 else { return false }
            var start = count
            while start > 0, buffer[start - 1] != 0x2F { start -= 1 }
            let last = UnsafeBufferPointer(rebasing: buffer[start..<count])
            if last.elementsEqual([0x2E, 0x2E]) || TerraformTemplate.isOpen(last) { return false }
            parts -= 1
            count = max(0, start - 1)
            return true
        }
    }

    /// Whether ``join(_:_:)`` gives the path as it is when it is joined to the root.
    static func isFolded(_ path: String) -> Bool { path.begins("/") || path.begins("~") || isPlain(path) }

    /// Whether there is nothing to fold: no empty part, no `.` and `..`.
    private static func isPlain(_ path: String) -> Bool {
        path.withBytes { bytes in
            var length = 0
            var dots = 0
            for byte in bytes {
                if byte == 0x2F {
                    if dots == length, length < 3 { return false }
                    length = 0
                    dots = 0
                } else {
                    length += 1
                    if byte == 0x2E { dots += 1 }
                }
            }
            return length == 0 ? bytes.isEmpty : dots < length || length > 2
        }
    }

    static func isOpen(_ text: String) -> Bool { text.withBytes(isOpen) }

    private static func isOpen(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        var at = 0
        // Most texts have none of these: eight bytes at once.
        while at + 8 <= bytes.count {
            let word = UnsafeRawPointer(base).loadUnaligned(fromByteOffset: at, as: UInt64.self)
            if mayHold(word, 0x24) | mayHold(word, 0x2A) | mayHold(word, 0x3C) | mayHold(word, 0x60)
                | mayHold(word, 0x7B) != 0
            {
                break
            }
            at += 8
        }
        var previous: UInt8 = 0
        while at < bytes.count {
            let byte = base[at]
            switch byte {
            case 0x24, 0x60, 0x3C, 0x2A: return true
            case 0x7B where previous == 0x7B: return true
            default: previous = byte
            }
            at += 1
        }
        return false
    }

    /// Not zero where one of eight bytes is this one.
    @inline(__always) private static func mayHold(_ word: UInt64, _ byte: UInt64) -> UInt64 {
        let other = word ^ byte &* 0x0101_0101_0101_0101
        return (other &- 0x0101_0101_0101_0101) & ~other & 0x8080_8080_8080_8080
    }

    /// A name as arguments of backends and variables have it.
    static func isArgument(_ text: Substring) -> Bool {
        isName(text) || text.holds(".") && text.split(separator: ".").allSatisfy { isName($0) }
    }

    /// Whether a part of it is `UPDATE_ME`, `xxx` or the like, which no bucket and no host is called.
    static func isShouted(_ text: String) -> Bool {
        text.withBytes { bytes in
            var length = 0
            var isShouted = true
            var isCrossed = true
            for byte in bytes {
                if byte == 0x2F || byte == 0x3A || byte == 0x40 || byte == 0x2E {
                    if isShouted && length > 3 || isCrossed && length > 2 { return true }
                    length = 0
                    isShouted = true
                    isCrossed = true
                } else {
                    length += 1
                    isShouted = isShouted && (byte == 0x5F || byte >= 0x41 && byte <= 0x5A)
                    isCrossed = isCrossed && byte | 0x20 == 0x78
                }
            }
            return isShouted && length > 3 || isCrossed && length > 2
        }
    }

    /// Whether some of it is words in angle brackets, `<BUCKET_NAME>`, or in single braces, `{state_key}`. Of `<SOME NAME>`
    /// a shell leaves the first word.
    static func isBlank(_ text: String) -> Bool {
        guard text.holds(0x3C) || text.holds(0x7B) else { return false }
        return text.withBytes { bytes in
            for (index, byte) in bytes.enumerated() where byte == 0x3C || byte == 0x7B {
                if byte == 0x7B, index > 0, bytes[index - 1] == 0x7B || bytes[index - 1] == 0x24 { continue }
                let close: UInt8 = byte == 0x3C ? 0x3E : 0x7D
                // Words, with what joins them; `<@@name@@>` and `<your s3 bucket>` too.
                let isAngle = byte == 0x3C
                let length = bytes[(index + 1)...].prefix {
                    $0.isLetter || $0 == 0x5F || $0 == 0x2D || $0 == 0x20 || isAngle && ($0.isWord || $0 == 0x40)
                }.count
                let end = index + 1 + length
                guard length > 0 else { continue }
                if end < bytes.count ? bytes[end] == close || byte == 0x3C && bytes[end] == 0x2F : byte == 0x3C {
                    return true
                }
            }
            return false
        }
    }

    /// Whether something in it is for the reader to fill in.
    static func isPlaceholder(_ text: String) -> Bool {
        isOpen(text) || isShouted(text)
            || mayBePlaceholder(text)
                && (text.holds("...") || text.holds("…") || text.holds("{")
                    || beginsWithYour(text) || text.holds("YOUR_") || text.holds("your-"))
    }

    /// Whether a byte is in it that each of these has.
    private static func mayBePlaceholder(_ text: String) -> Bool {
        text.withBytes { bytes in
            var dots = 0
            for byte in bytes {
                if byte >= 0x79 && byte != 0x7A || byte == 0x59 { return true }
                dots = byte == 0x2E ? dots + 1 : 0
                if dots > 2 { return true }
            }
            return false
        }
    }

    /// Whether `{{.NAME}}` is in it, which whoever runs a task or fills a template in tells.
    static func holdsGoVariable(_ text: String) -> Bool {
        text.holds("{{") && pieces(text).contains { $0.begins("{{") && $0.dropFirst(2).first { $0 != " " } == "." }
    }

    static func beginsWithYour(_ text: String) -> Bool {
        text.withBytes { bytes in bytes.prefix(4).elementsEqual("your".utf8) { $0 | 0x20 == $1 } }
    }

    /// The text with a mark in place of all that is not fixed.
    static func skeleton(_ text: String) -> String {
        pieces(text).map { $0.begins("$") || $0.begins("{{") ? "\u{FFFC}" : String($0) }.joined()
    }

    /// Whether a script's parameter is in it, `$1`, which whoever calls it fills in.
    static func isTold(_ text: String) -> Bool {
        mayBeTold(text)
            && pieces(text).contains { piece in
                piece.begins("$")
                    && piece.utf8.dropFirst().first { $0 != 0x7B }.map { $0 >= 0x30 && $0 <= 0x39 } ?? false
            }
    }

    /// Whether a digit comes behind a `$`, with braces between.
    private static func mayBeTold(_ text: String) -> Bool {
        text.withBytes { bytes in
            var isOpen = false
            for byte in bytes {
                if isOpen, byte >= 0x30, byte <= 0x39 { return true }
                isOpen = byte == 0x24 || isOpen && byte == 0x7B
            }
            return false
        }
    }

    private static let roots: [StaticString] = [
        "${CI_PROJECT_DIR}", "$CI_PROJECT_DIR", "${GITHUB_WORKSPACE}", "$GITHUB_WORKSPACE", "${{ github.workspace }}",
        "${{github.workspace}}", "$(git rev-parse --show-toplevel)", "$(pwd)", "$(System.DefaultWorkingDirectory)",
        "$(Build.SourcesDirectory)", "$(Build.Repository.LocalPath)", "$(Pipeline.Workspace)/s",
        "$(Agent.BuildDirectory)/s", "$SYSTEM_DEFAULTWORKINGDIRECTORY", "$BUILD_SOURCESDIRECTORY",
        "${CODEBUILD_SRC_DIR}", "$CODEBUILD_SRC_DIR", "${TRAVIS_BUILD_DIR}", "$TRAVIS_BUILD_DIR",
        "${BITBUCKET_CLONE_DIR}", "$BITBUCKET_CLONE_DIR", "${DRONE_WORKSPACE}", "$DRONE_WORKSPACE",
    ]
    private static let homes: [StaticString] = [
        "{{justfile_directory()}}", "{{justfile_dir()}}", "${CURDIR}",
    ]
    private static let sources: [StaticString] = ["{{source_directory()}}", "{{source_dir()}}"]

    /// Where the recipes of a file begin that others import: in the folder of whoever does.
    static let start = startMark.description
    private static let startMark: StaticString = "{{working_directory()}}"
    /// Where whoever calls a recipe stands, which nothing tells.
    static let caller = "{{invocation_directory()}}"

    /// Whether a path begins with a variable that stands for the checkout, wherever a shell stands.
    static func isRooted(_ path: String) -> Bool { roots.contains { path.end(of: $0) != nil } }

    /// A folder without what stands for the checkout, or for the folder of the Justfile.
    /// - Parameters:
    ///   - home: where the Justfile lies.
    ///   - source: where the file itself lies, which another may import.
    ///   - module: where the other lies, which may be a module.
    ///   - start: where its recipes begin.
    static func rooted(
        _ folder: String, home: String, source: String? = nil, module: String? = nil, start: String? = nil
    ) -> String {
        guard folder.holds("$") || folder.holds("{{") else { return folder }
        for root in roots {
            if let end = folder.end(of: root) { return String(folder[end...]) }
        }
        for mark in homes {
            if let end = folder.end(of: mark) { return home + folder[end...] }
        }
        for mark in sources {
            if let end = folder.end(of: mark) { return (source ?? home) + folder[end...] }
        }
        if let end = folder.end(of: "{{module_directory()}}") { return (module ?? home) + folder[end...] }
        return folder.end(of: startMark).map { (start ?? home) + folder[$0...] } ?? folder
    }
}
