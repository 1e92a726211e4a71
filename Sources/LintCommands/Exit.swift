import ArgumentParser
import CSystem
import FlywheelLint
import Glibc

/// Exit statuses (docs/commands.md): what each means to a caller.
enum Status: Int32, Error {
    case clean = 0
    case findings = 1
    case failure = 2
    case nothing = 3
}

enum Exit {
    /// Ends the program as an error asks; help and version are no errors.
    static func with(_ error: any Error) -> Never {
        switch error {
        case let status as Status: exit(status.rawValue)
        case let failure as LintFailure:
            complain(failure.description)
            exit(Status.failure.rawValue)
        default:
            let code = FlywheelLintCommand.exitCode(for: error)
            if code == .success { FlywheelLintCommand.exit(withError: error) }
            // One line with the mend; usage on demand.
            var text = FlywheelLintCommand.message(for: error)
            if text.isEmpty { text = "wrong usage" }
            if text.hasSuffix(".") { text.removeLast() }
            complain(text.prefix(1).lowercased() + text.dropFirst() + "; see 'flywheel-lint --help'")
            exit(Status.failure.rawValue)
        }
    }

    /// Most code points of a complaint: it may quote a name of any length. Its place stands in front, its mend at the end.
    private static let longest = 4_000

    /// One line on standard error, without what a terminal would obey, hide or reorder.
    static func complain(_ text: String) {
        var line = "flywheel-lint: "
        let scalars = text.unicodeScalars
        var cut = scalars.startIndex..<scalars.startIndex
        if let half = scalars.index(scalars.startIndex, offsetBy: longest / 2, limitedBy: scalars.endIndex),
            let rest = scalars.index(scalars.endIndex, offsetBy: -longest / 2, limitedBy: half)
        {
            cut = half..<rest
        }
        for part in [scalars[..<cut.lowerBound], scalars[cut.upperBound...]] {
            if part.startIndex > scalars.startIndex, !cut.isEmpty { line += " … " }
            for scalar in part {
                switch scalar.value {
                case 0x0A: line += " "
                case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF:
                    line += "\u{FFFD}"
                default: line.unicodeScalars.append(scalar)
                }
            }
        }
        line += "\n"
        StandardStream.write(Array(line.utf8), to: STDERR_FILENO)
    }
}

enum StandardStream {
    /// Writes all; a reader that went away is no error.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { all in
            var done = 0
            while done < all.count {
                let count = Glibc.write(descriptor, all.baseAddress.map { $0 + done }, all.count - done)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return }
                done += count
            }
        }
    }

    static func print(_ text: String) { write(Array((text + "\n").utf8), to: STDOUT_FILENO) }
}

enum SignalManners {
    /// A closed pipe is seen where it is written to, not by dying; a signal that ends the program leaves no half-written
    /// file and no child.
    static func set() {
        signal(SIGPIPE, SIG_IGN)
        flywheel_end_cleanly()
    }
}
