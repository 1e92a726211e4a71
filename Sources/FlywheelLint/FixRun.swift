import LintFindings
import LintReport
import LintRules
import LintSource
import LintSyntax
import LintWalk

/// Applies fixes to files, to a fixed point, or shows what they would change.
public struct FixRun: Sendable {
    /// A file that fixes change.
    public struct Change: Sendable {
        /// Relative to the root.
        public var path: String
        public var before: [UInt8]
        public var after: [UInt8]
        /// Findings of the first round that are fixed.
        public var fixes: Int
    }

    public struct Outcome: Sendable {
        public var changes: [Change] = []
        /// What was left out and why, one line each: a fix that would break a file, a group that is not complete.
        public var refused: [String] = []
    }

    let linter: Linter
    let includesUnsafe: Bool

    public init(linter: Linter, includesUnsafe: Bool) {
        self.linter = linter
        self.includesUnsafe = includesUnsafe
    }

    /// Rounds after which a rule that keeps making work for itself is given up on.
    static let maximumRounds = 10

    /// Works out the changes for the findings of a run; nothing is written.
    public func plan(_ run: Linter.Outcome) throws(LintFailure) -> Outcome {
        let findings = run.report.findings
        var groups = FixGroups(findings, isWhole: run.isWhole) { isWanted($0) }
        while true {
            var outcome = Outcome(refused: groups.refusals)
            let open = findings.filter { $0.suppressed == nil && isWanted($0.fix) && groups.allow($0) }
            var broken: String?
            for (path, group) in Dictionary(grouping: open, by: \.path).sorted(by: { $0.key < $1.key }) {
                let answer = try plan(path, group, run, groups)
                if let name = answer.brokenGroup {
                    broken = name
                    groups.refuse(name, "a fix of it in \(path) would break that file's syntax")
                    break
                }
                outcome.refused += answer.refused
                if let change = answer.change { outcome.changes.append(change) }
            }
            // A group that lost a member is planned anew without any of it.
            if broken == nil { return outcome }
        }
    }

    private struct FilePlan {
        var change: Change?
        var refused: [String] = []
        var brokenGroup: String?
    }

    private func plan(
        _ path: String, _ findings: [Finding], _ run: Linter.Outcome, _ groups: FixGroups
    ) throws(LintFailure) -> FilePlan {
        var answer = FilePlan()
        let before: [UInt8]
        do throws(ReadError) {
            before = try FileInPlace(path, below: linter.settings.root).bytes(limit: linter.settings.fileSizeLimit)
        } catch {
            throw LintFailure("\(path): cannot be read: \(error)")
        }
        let verdict = Syntax.verdict(path, before)
        var kept = findings
        var after = FixApplication.apply(kept.compactMap(\.fix), to: before)
        if Syntax.verdict(path, after) != verdict {
            // Find the ones that break it, and leave only those out.
            kept = []
            for finding in findings {
                let more = FixApplication.apply((kept + [finding]).compactMap(\.fix), to: before)
                if Syntax.verdict(path, more) == verdict {
                    kept.append(finding)
                } else if let group = finding.group {
                    answer.brokenGroup = group
                    return answer
                } else {
                    answer.refused.append(
                        "\(path):\(finding.location.start.line): the fix of \(finding.rule) would change whether the file follows its language, and is left out"
                    )
                }
            }
            after = FixApplication.apply(kept.compactMap(\.fix), to: before)
        }
        var rounds = 1
        while rounds < FixRun.maximumRounds, !kept.isEmpty {
            let more = self.findings(in: after, path: path, run).filter {
                $0.suppressed == nil && isWanted($0.fix) && groups.allow($0)
            }
            let next = FixApplication.apply(more.compactMap(\.fix), to: after)
            if next == after || Syntax.verdict(path, next) != verdict { break }
            after = next
            rounds += 1
        }
        if after != before { answer.change = Change(path: path, before: before, after: after, fixes: kept.count) }
        return answer
    }

    /// Writes the planned changes, each file whole or not at all.
    public func apply(_ outcome: Outcome) throws(LintFailure) {
        for change in outcome.changes {
            // What somebody changed since it was read is not overwritten, nor what he put a link in the way of.
            guard let file = try? FileInPlace(change.path, below: linter.settings.root),
                (try? file.bytes(limit: linter.settings.fileSizeLimit)) == change.before
            else { throw LintFailure("\(change.path): changed while it was being fixed; run again") }
            do throws(AtomicFile.Failure) {
                try AtomicFile.write(file.place, followsLinks: false) { $0.write(change.after) }
            } catch {
                var failure = error
                failure.path = (linter.settings.root == "/" ? "" : linter.settings.root) + "/" + change.path
                throw LintFailure("\(failure)")
            }
        }
    }

    private func isWanted(_ fix: Fix?) -> Bool { fix.map { $0.safety == .safe || includesUnsafe } ?? false }

    /// What is found in a file once it is changed; what other files excuse stays excused.
    private func findings(in bytes: [UInt8], path: String, _ run: Linter.Outcome) -> [Finding] {
        guard var checker = FileChecker(linter.settings.rules) else { return [] }
        var result = bytes.withByteView { checker.check(path: path, bytes: $0) }
        var facts = RepositoryFacts(linter.settings.rules)
        if run.isWhole, let state = run.state {
            facts.count(state.paths)
            for output in state.outputs where output.result.path != path { facts.add(output.result) }
            facts.add(result)
        } else {
            // Nobody can say what the others would.
            result.candidates.removeAll(where: \.isOpen)
        }
        return linter.repositoryFold.findings(of: result, extra: [], facts, answers: run.answers)
    }
}
