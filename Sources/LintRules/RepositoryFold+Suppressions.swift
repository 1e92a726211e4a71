public import LintFindings
import LintSource

extension RepositoryFold {
    /// What each suppression of a file hides among its findings.
    ///
    /// `findings` are those of ``findings(of:extra:_:)``, from which nothing is left out.
    public func uses(of result: FileResult, among findings: [Finding]) -> [Suppression.Use] {
        let hidden = hits(result.suppressions, findings)
        return result.suppressions.indices.map { index in
            let suppression = result.suppressions[index]
            return Suppression.Use(
                suppression: suppression, hides: hidden[index].count, holds: holds(suppression),
                isJudged: isJudged(suppression))
        }
    }

    /// Marks what suppressions hide, and adds what is wrong with those that hide nothing.
    func apply(_ result: FileResult, to findings: inout [Finding]) {
        let suppressions = result.suppressions
        let hidden = hits(suppressions, findings)
        mark(&findings, suppressions, hidden)
        // Complaints may themselves be hidden, by suppressions that nobody complains about.
        let isLimited = result.engine.contains { $0.rule == EngineFinding.Kind.limit.rawValue }
        var complaints: [Finding] = []
        for (index, suppression) in suppressions.enumerated() {
            if suppression.isExpired(today) {
                complaints.append(
                    complaint(
                        suppression,
                        "the suppression expired on \(suppression.until ?? ""); fix what it hides, or give it a new date"
                    ))
            } else if hidden[index].isEmpty, !suppression.isExample, !isLimited, isJudged(suppression) {
                complaints.append(complaint(suppression, "the suppression hides nothing; remove it"))
            }
        }
        judgeEngine(&complaints)
        mark(&complaints, suppressions, hits(suppressions, complaints))
        findings += complaints
    }

    /// Gives the engine's own findings the levels that the configuration wants, and drops those that it does not.
    func judgeEngine(_ findings: inout [Finding]) {
        var isAnyOff = false
        for i in findings.indices where findings[i].rule.hasPrefix("engine/") {
            findings[i].level = rules.level(ofEngine: findings[i].rule, findings[i].level, on: findings[i].surface)
            isAnyOff = isAnyOff || findings[i].level == .off
        }
        if isAnyOff { findings.removeAll { $0.level == .off } }
    }

    private func holds(_ suppression: Suppression) -> Bool {
        !suppression.isExpired(today) && suppression.missing.isEmpty
    }

    /// For each suppression the findings that it covers, whether it holds or not.
    private func hits(_ suppressions: [Suppression], _ findings: [Finding]) -> [[Int]] {
        var numbers: [String: Int] = [:]
        let rules = findings.map { finding in
            let number = numbers[finding.rule] ?? numbers.count
            numbers[finding.rule] = number
            return number
        }
        return suppressions.map { suppression in
            var named = [Bool](repeating: false, count: numbers.count)
            for (rule, number) in numbers { named[number] = suppression.names(rule) }
            guard named.contains(true) else { return [] }
            var hits: [Int] = []
            var spare: [Int] = []
            var isBelow = false
            for (index, finding) in findings.enumerated() where named[rules[index]] {
                let line = finding.location.start.line
                if line >= suppression.firstLine, line <= suppression.lastLine {
                    hits.append(index)
                    isBelow = isBelow || line > suppression.commentEnd
                } else if suppression.spareLines?.contains(line) == true {
                    spare.append(index)
                }
            }
            return isBelow ? hits : hits + spare
        }
    }

    private func mark(_ findings: inout [Finding], _ suppressions: [Suppression], _ hits: [[Int]]) {
        for (suppression, hits) in zip(suppressions, hits) where holds(suppression) {
            for index in hits {
                findings[index].suppressed = .init(kind: .inSource, reason: suppression.reason)
            }
        }
    }

    /// Whether the run looked for all that the suppression can hide.
    private func isJudged(_ suppression: Suppression) -> Bool { !rules.idle.contains(where: suppression.names) }

    private func complaint(_ suppression: Suppression, _ message: String) -> Finding {
        Finding(
            rule: EngineFinding.Kind.suppression.rawValue, level: .warning, location: suppression.location,
            language: "", context: "comment", route: "comment", surface: suppression.surface, message: message,
            identity: message, fingerprint: suppression.fingerprint)
    }
}
