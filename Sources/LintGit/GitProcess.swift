import CSystem
import Glibc
import LintSource

/// A running git. It is ended and waited for when the value goes, so that no way out leaves a child behind.
///
/// Should this process be killed, the child meets the end of its input or a closed output, and ends by itself.
struct GitProcess: ~Copyable {
    /// Seconds.
    static let usualPatience: Int32 = 120

    let command: String
    private(set) var process: pid_t = 0
    private(set) var input: Int32 = -1
    private(set) var output: Int32 = -1
    private var errors: Int32 = -1
    /// Seconds that it may keep silent while somebody waits for its output; -1 for any time.
    let patience: Int32

    init(
        _ arguments: [String], environment: [String], hasInput: Bool, patience: Int32 = GitProcess.usualPatience
    ) throws(GitError) {
        self.patience = patience
        let name = GitProcess.command(arguments)
        command = name
        var inputEnds: [Int32] = [-1, -1]
        var outputEnds: [Int32] = [-1, -1]
        if hasInput {
            let failure = flywheel_pipe(&inputEnds, 1)
            if failure != 0 { throw .system(command: name, errno: failure) }
        }
        let failure = flywheel_pipe(&outputEnds, 0)
        if failure != 0 {
            for end in inputEnds where end >= 0 { close(end) }
            throw .system(command: name, errno: failure)
        }
        // A file takes whatever is written to it: two pipes would have to be read by turns.
        let errors = flywheel_memory_file()
        let all = ["git"] + GitEnvironment.options + arguments
        var process: pid_t = 0
        let status = GitProcess.withCStrings(all) { arguments in
            GitProcess.withCStrings(environment) { environment in
                flywheel_spawn("git", arguments, environment, inputEnds[1], outputEnds[1], errors, &process)
            }
        }
        if inputEnds[1] >= 0 { close(inputEnds[1]) }
        close(outputEnds[1])
        guard status == 0 else {
            if inputEnds[0] >= 0 { close(inputEnds[0]) }
            close(outputEnds[0])
            if errors >= 0 { close(errors) }
            throw status == ENOENT ? .notInstalled : .system(command: name, errno: status)
        }
        self.process = process
        input = inputEnds[0]
        output = outputEnds[0]
        self.errors = errors
    }

    /// The word behind git's own options.
    private static func command(_ arguments: [String]) -> String {
        var rest = arguments[...]
        while let first = rest.first, first.hasPrefix("-") {
            rest = rest.dropFirst(first == "-C" || first == "-c" ? 2 : 1)
        }
        return rest.first ?? ""
    }

    deinit {
        if input >= 0 { close(input) }
        if output >= 0 { close(output) }
        if errors >= 0 { close(errors) }
        if process > 0 {
            kill(process, SIGTERM)
            _ = GitProcess.bury(process)
        }
    }

    /// The child reads the end of its input.
    mutating func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// Reads up to the end of the output; nil when it is larger than `limit`.
    func readAll(limit: Int) throws(GitError) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = try read(into: &chunk)
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { return nil }
            bytes += chunk[0..<count]
        }
    }

    /// ``patience``, for poll(2).
    var milliseconds: Int32 { patience < 0 ? -1 : patience * 1000 }

    /// Reads what there is, as soon as there is something; 0 at the end of the output.
    func read(into room: inout [UInt8]) throws(GitError) -> Int {
        while true {
            // A tree can be made of which git would find no file in a hundred years.
            var polled = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let ready = poll(&polled, 1, milliseconds)
            if ready == 0 { throw .silent(command: command, seconds: Int(patience)) }
            let count = ready < 0 ? -1 : Glibc.read(output, &room, room.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .system(command: command, errno: errno) }
        }
    }

    /// All that the child writes, and its complaint where it fails in the end.
    mutating func answer(folder: String, limit: Int = Git.outputLimit) throws(GitError) -> ([UInt8], GitError?) {
        guard let bytes = try readAll(limit: limit) else { throw .tooMuchOutput(command: command, limit: limit) }
        let (status, message) = try finish()
        if status == 0 { return (bytes, nil) }
        return (bytes, Git.failure(command: command, status: status, message: message, folder: folder))
    }

    /// All that the child writes.
    mutating func output(folder: String, limit: Int = Git.outputLimit) throws(GitError) -> [UInt8] {
        let (bytes, failure) = try answer(folder: folder, limit: limit)
        if let failure { throw failure }
        return bytes
    }

    /// Waits for the end of the child, whose output has been read to its end.
    ///
    /// - Returns: the exit status and what it wrote to standard error (its last 64 KiB).
    mutating func finish() throws(GitError) -> (status: Int32, message: [UInt8]) {
        closeInput()
        let ended = GitProcess.bury(process)
        process = 0
        guard let status = ended else { throw .system(command: command, errno: errno) }
        let signal = status & 0x7F
        guard signal == 0 else { throw .signalled(command: command, signal: signal) }
        return (status >> 8 & 0xFF, errorText())
    }

    /// Waits for the end of a child; its status as wait(2) has it, or nil with `errno` set.
    private static func bury(_ child: pid_t) -> Int32? {
        // Its number is free for others as soon as it is buried: until then it must be forgotten.
        var information = siginfo_t()
        while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        flywheel_forget_child(child)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            if errno != EINTR { return nil }
        }
        return status
    }

    private func errorText() -> [UInt8] {
        guard errors >= 0 else { return [] }
        let size = lseek(errors, 0, SEEK_END)
        var text = [UInt8](repeating: 0, count: Int(min(max(size, 0), 64 << 10)))
        let count = pread(errors, &text, text.count, max(0, size - off_t(text.count)))
        return Array(text.prefix(max(0, count)))
    }

    private static func withCStrings<R>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers)
    }
}
