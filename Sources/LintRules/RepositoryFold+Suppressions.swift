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

    /// For each suppression the findings that it covers, whether it holds or not. There may be as many of either as lines:
    /// each suppression looks only at the findings of its lines.
    private func hits(_ suppressions: [Suppression], _ findings: [Finding]) -> [[Int]] {
        if suppressions.isEmpty { return [] }
        var numbers: [String: Int] = [:]
        // Of each rule, in the order of their lines.
        var ofRules: [(rule: String, places: [(line: Int, index: Int)])] = []
        for (index, finding) in findings.enumerated() {
            let number = numbers[finding.rule] ?? ofRules.count
            if number == ofRules.count {
                numbers[finding.rule] = number
                ofRules.append((finding.rule, []))
            }
            ofRules[number].places.append((finding.location.start.line, index))
        }
        for number in ofRules.indices { ofRules[number].places.sort { ($0.line, $0.index) < ($1.line, $1.index) } }
        return suppressions.map { suppression in
            var hits: [Int] = []
            var spare: [Int] = []
            var isBelow = false
            for (rule, places) in ofRules where suppression.names(rule) {
                let first = suppression.firstLine
                var next = RepositoryFold.firstPlace(places, from: first)
                while next < places.count, places[next].line <= suppression.lastLine {
                    hits.append(places[next].index)
                    isBelow = isBelow || places[next].line > suppression.commentEnd
                    next += 1
                }
                guard let lines = suppression.spareLines else { continue }
                next = RepositoryFold.firstPlace(places, from: lines.lowerBound)
                while next < places.count, places[next].line <= lines.upperBound {
                    if !(first...max(first, suppression.lastLine)).contains(places[next].line) {
                        spare.append(places[next].index)
                    }
                    next += 1
                }
            }
            return isBelow ? hits : hits + spare
        }
    }

    /// The first on a line or behind it.
    private static func firstPlace(_ places: [(line: Int, index: Int)], from line: Int) -> Int {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle].line < line { low = middle + 1 } else { high = middle }
        }
        return low
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
