import LintSource
import LintWalk

/// Parts of a report that several threads write at once and that are taken in order: the bytes are those of one thread.
///
/// Parts wait until there are enough of them to share, and never more: a report of any length streams.
struct PartsAtOnce {
    typealias Part = @Sendable () -> [UInt8]

    /// Places of findings that wait at a time, for each thread and for all, however many: a place is some hundred bytes
    /// as a rule, and some KiB at most.
    private static let placesOfWorker = 512
    private static let mostPlaces = 4_096
    /// Fewer than these are written in the time that a thread needs to start.
    private static let fewestPlaces = 32

    private let workers: Int
    private var parts: [Part] = []
    private var places = 0

    /// - Parameter workers: 1 renders each part when it is added.
    init(workers: Int) { self.workers = max(1, workers) }

    /// Whether ``render(_:)`` must be called before more is added.
    var isFull: Bool {
        places >= (workers == 1 ? 1 : min(workers * PartsAtOnce.placesOfWorker, PartsAtOnce.mostPlaces))
    }

    /// - Parameter places: how many findings, or things of that size, it shows.
    mutating func add(places: Int = 1, _ part: @escaping Part) {
        parts.append(part)
        self.places += max(1, places)
    }

    /// Gives what was added since the last call, each in bytes, in order, until it is not wanted any more.
    ///
    /// - Returns: whether all was wanted.
    mutating func render(_ take: ([UInt8]) -> Bool) -> Bool {
        defer {
            parts.removeAll(keepingCapacity: true)
            places = 0
        }
        guard workers > 1, parts.count > 1, places >= PartsAtOnce.fewestPlaces else {
            return parts.allSatisfy { take($0()) }
        }
        let parts = parts
        // Threads take a stretch at a time: parts are of any length, and a thread may start late.
        let threads = min(workers, parts.count, places / PartsAtOnce.fewestPlaces + 1)
        let stretch = max(1, parts.count / (threads * 16))
        var wantsMore = true
        ParallelWork.inOrder(
            (parts.count + stretch - 1) / stretch, workers: threads,
            make: { number in
                parts[(number * stretch)..<min((number + 1) * stretch, parts.count)].map { $0() }
            },
            take: { made in
                wantsMore = made.allSatisfy(take)
                return wantsMore
            })
        return wantsMore
    }
}
