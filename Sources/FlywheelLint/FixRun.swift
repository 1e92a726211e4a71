public import LintFindings
import LintReport
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
        public var fixes: Int
    }

    public struct Outcome: Sendable {
        public var changes: [Change]
        /// Files whose fix was refused because it would change the syntax verdict.
        public var refused: [String]
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
    public func plan(_ findings: [Finding]) throws(LintFailure) -> Outcome {
        var outcome = Outcome(changes: [], refused: [])
        let applicable = findings.filter { $0.suppressed == nil && isWanted($0.fix) }
        for (path, group) in Dictionary(grouping: applicable, by: \.path).sorted(by: { $0.key < $1.key }) {
            let full = (linter.settings.root == "/" ? "" : linter.settings.root) + "/" + path
            let before: [UInt8]
            do throws(ReadError) { before = try FileReader.bytes(of: full, limit: linter.settings.fileSizeLimit) } catch
            {
                throw LintFailure("\(path): cannot be read: \(error)")
            }
            var after = FixApplication.apply(group.compactMap(\.fix), to: before)
            var rounds = 1
            while rounds < FixRun.maximumRounds {
                let next = FixApplication.apply(fixes(in: after, path: path), to: after)
                if next == after { break }
                after = next
                rounds += 1
            }
            guard after != before else { continue }
            if verdict(path, before) != verdict(path, after) {
                outcome.refused.append(path)
            } else {
                outcome.changes.append(Change(path: path, before: before, after: after, fixes: group.count))
            }
        }
        return outcome
    }

    /// Writes the planned changes, each file whole or not at all.
    public func apply(_ outcome: Outcome) throws(LintFailure) {
        for change in outcome.changes {
            let full = (linter.settings.root == "/" ? "" : linter.settings.root) + "/" + change.path
            // What somebody changed since it was read is not overwritten.
            guard let now = try? FileReader.bytes(of: full, limit: linter.settings.fileSizeLimit), now == change.before
            else {
                throw LintFailure("\(change.path): changed while it was being fixed; run again")
            }
            do throws(AtomicFile.Failure) { try AtomicFile.write(full, change.after) } catch {
                throw LintFailure("\(error)")
            }
        }
    }

    private func isWanted(_ fix: Fix?) -> Bool { fix.map { $0.safety == .safe || includesUnsafe } ?? false }

    private func fixes(in bytes: [UInt8], path: String) -> [Fix] {
        let findings = Linter.check([SourceFile(path: path, bytes: bytes)], rules: linter.settings.rules)
        return findings.filter { $0.suppressed == nil && isWanted($0.fix) }.compactMap(\.fix)
    }

    private func verdict(_ path: String, _ bytes: [UInt8]) -> Bool {
        bytes.withByteView { Language.of(path: path, firstBytes: $0).tokenize($0).ok }
    }
}
