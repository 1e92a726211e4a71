import FlywheelLint
import Glibc

/// A bar on the terminal's standard error for work that takes longer than a second; nothing anywhere else.
final class ProgressBar: @unchecked Sendable {
    // Told by one thread at a time.
    private let begin = ProgressBar.now()
    private var last = 0.0
    private var isShown = false

    /// `nil` where nobody would see it.
    static func onTerminal(quiet: Bool) -> ProgressBar? {
        guard !quiet, isatty(STDERR_FILENO) == 1, environment("TERM") != "dumb" else { return nil }
        return ProgressBar()
    }

    func show(_ done: Int, of total: Int) {
        let now = ProgressBar.now()
        guard now - begin > 1, now - last > 0.1, total > 0 else { return }
        last = now
        isShown = true
        let filled = 30 * done / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        StandardStream.write(Array("\r\(bar) \(100 * done / total) % of \(total) contents".utf8), to: STDERR_FILENO)
    }

    /// Takes the bar away.
    func end() {
        if isShown { StandardStream.write(Array("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
