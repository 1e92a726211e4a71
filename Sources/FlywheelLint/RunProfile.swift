import Glibc
public import LintRules
import LintSource

/// `--profile`: where a run's time went, of all its workers together.
public final class RunProfile: @unchecked Sendable {
    // The list is touched with the mutex held; what is in it only when the workers have ended.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var workers: [CheckProfile] = []
    /// Wall time of each stage, in nanoseconds, in order.
    private var stages: [(name: String, nanoseconds: UInt64)] = []
    private var last: UInt64

    public init() {
        last = CheckProfile.now()
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func makeWorker(rules: Int) -> CheckProfile {
        let worker = CheckProfile(rules: rules)
        pthread_mutex_lock(mutex)
        workers.append(worker)
        pthread_mutex_unlock(mutex)
        return worker
    }

    /// What went by since the last call was this stage. Called by the main thread only.
    public func end(stage: String) {
        let now = CheckProfile.now()
        stages.append((stage, now - last))
        last = now
    }

    private func total(_ rules: Int) -> CheckProfile {
        let all = CheckProfile(rules: rules)
        for worker in workers { all.add(worker) }
        return all
    }

    /// As a table, most expensive rules first.
    public func text(_ set: RuleSet) -> String {
        let all = total(set.rules.count)
        var text = "wall time by stage\n"
        for stage in stages { text += RunProfile.row(stage.name, stage.nanoseconds) }
        text += "time of all \(workers.count) workers\n"
        text += RunProfile.row("prefilter", all.prefilter) + RunProfile.row("tokenize", all.tokenize)
        text += RunProfile.row("rules", all.rules.reduce(0, +)) + RunProfile.row("analyzers", all.analyzers)
        text += "files \(all.files), \(all.bytes) bytes; skipped by the prefilter \(all.skippedFiles), "
        text += "\(all.skippedBytes) bytes; tokenized \(all.tokenizedFiles), \(all.tokenizedBytes) bytes\n"
        text += "time by rule, and files it was tried on\n"
        for index in order(all) {
            text += RunProfile.row(set.rules[index].id, all.rules[index], "  \(all.tried[index])")
        }
        return text
    }

    public func json(_ set: RuleSet) -> [UInt8] {
        let all = total(set.rules.count)
        var json = JSONWriter(indent: 2)
        json.object { json in
            json.field("schema", "flywheel-lint/profile/1")
            json.array("stages") { json in
                for stage in stages {
                    json.object {
                        $0.field("name", stage.name)
                        $0.field("nanoseconds", Int(stage.nanoseconds))
                    }
                }
            }
            json.field("workers", workers.count)
            json.field("prefilter", Int(all.prefilter))
            json.field("tokenize", Int(all.tokenize))
            json.field("analyzers", Int(all.analyzers))
            json.field("files", all.files)
            json.field("bytes", all.bytes)
            json.field("skippedFiles", all.skippedFiles)
            json.field("skippedBytes", all.skippedBytes)
            json.field("tokenizedFiles", all.tokenizedFiles)
            json.field("tokenizedBytes", all.tokenizedBytes)
            json.array("rules") { json in
                for index in order(all) {
                    json.object {
                        $0.field("rule", set.rules[index].id)
                        $0.field("nanoseconds", Int(all.rules[index]))
                        $0.field("files", all.tried[index])
                    }
                }
            }
        }
        return json.bytes
    }

    private func order(_ all: CheckProfile) -> [Int] {
        all.rules.indices.filter { all.tried[$0] > 0 }.sorted {
            (all.rules[$1], $0) < (all.rules[$0], $1)
        }
    }

    /// Milliseconds with three decimals.
    private static func row(_ name: String, _ nanoseconds: UInt64, _ more: String = "") -> String {
        let microseconds = String(nanoseconds / 1_000)
        let padded = String(repeating: "0", count: max(0, 4 - microseconds.count)) + microseconds
        let number = padded.dropLast(3) + "." + padded.suffix(3)
        return "\(String(repeating: " ", count: max(0, 14 - number.count)))\(number) ms  \(name)\(more)\n"
    }
}
