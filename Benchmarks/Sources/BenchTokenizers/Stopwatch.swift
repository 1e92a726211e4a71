import Glibc

/// Processor time of this thread in seconds: neighbours on the machine do not count, though they cool its caches.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The best of several runs, each long enough to be measured.
func bestTime(runs: Int = 5, least: Double = 0.05, _ body: () -> Void) -> Double {
    var repeats = 1
    var best = Double.infinity
    var run = 0
    while run < runs {
        let start = processorTime()
        for _ in 0..<repeats { body() }
        let time = processorTime() - start
        if time < least, repeats < 1 << 16 {
            repeats *= 2
            continue
        }
        best = min(best, time / Double(repeats))
        run += 1
    }
    return best
}
