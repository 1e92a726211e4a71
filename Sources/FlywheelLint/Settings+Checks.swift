import LintAnalyzers
import LintFindings
import LintRules
import LintSource
import LintYAML

/// What only all packs and the configuration together can tell to be right.
extension Settings {
    static func checkUnique(_ rules: [Rule]) throws(LintFailure) {
        var seen: [String: Int] = [:]
        for (index, rule) in rules.enumerated() {
            if let known = seen.updateValue(index, forKey: rule.id) {
                let first = rules[known]
                throw LintFailure(
                    PackError(
                        path: rule.path, mark: rule.mark,
                        message:
                            "rule '\(rule.id)' is defined already in \(first.path):\(first.mark.line); give it another id"
                    ))
            }
        }
    }

    static func checkSurfaces(
        _ names: [String], _ rules: [Rule], _ kpis: [KPIDeclaration], _ configuration: Configuration
    ) throws(LintFailure) {
        let known = Set(names).union(SurfaceMap.untouched)
        func unknown(_ name: String, _ path: String, _ mark: YAMLNode.Mark) -> LintFailure {
            LintFailure(
                PackError(
                    path: path, mark: mark,
                    message:
                        "unknown surface '\(name)'\(NearestName.hint(name, among: known.sorted())); known: \(known.sorted().joined(separator: ", "))"
                ))
        }
        for rule in rules {
            for name in (rule.surfaces.only ?? []).union(rule.surfaces.levels.keys).sorted() where !known.contains(name)
            {
                throw unknown(name, rule.path, rule.mark)
            }
        }
        for kpi in kpis {
            guard case .findings(_, _, let surfaces, _) = kpi.count else { continue }
            for name in surfaces where !known.contains(name) { throw unknown(name, kpi.path, kpi.mark) }
        }
        for (name, mark) in configuration.overrideSurfaces where !known.contains(name) {
            throw unknown(name, configuration.path, mark)
        }
    }

    /// - Parameter areProven: of the packs it is known that they agree with each other.
    static func kpis(
        _ packs: [Pack], _ configuration: Configuration, rules: [Rule], areProven: Bool
    ) throws(LintFailure) -> [KPIDeclaration] {
        if areProven, configuration.kpis.isEmpty, configuration.budgets.isEmpty {
            return packs.flatMap { $0.kpis }.sorted { $0.id < $1.id }
        }
        var kpis: [KPIDeclaration] = []
        for kpi in packs.flatMap(\.kpis) + configuration.kpis {
            if let at = kpis.firstIndex(where: { $0.id == kpi.id }) {
                // The configuration may say a pack's KPI anew; two packs may not.
                guard kpi.path == configuration.path else {
                    throw LintFailure(
                        PackError(
                            path: kpi.path, mark: kpi.mark,
                            message: "kpi '\(kpi.id)' is defined already in \(kpis[at].path):\(kpis[at].mark.line)"))
                }
                kpis[at] = kpi
            } else {
                kpis.append(kpi)
            }
        }
        let ids = kpis.map(\.id)
        let ruleIDs = rules.map(\.id)
        let analyzers = Analyzers.all.map { $0.name }
        for kpi in kpis {
            switch kpi.count {
            case .findings(let globs, _, _, _)
            where !globs.contains(where: { glob in ruleIDs.contains { glob.matches($0) } }):
                let name = String(globs.first?.source.dropFirst() ?? "")
                throw LintFailure(
                    PackError(
                        path: kpi.path, mark: kpi.mark,
                        message:
                            "kpi '\(kpi.id)' counts findings of '\(name)', but no rule is named so\(NearestName.hint(name, among: ruleIDs))"
                    ))
            case .answers(let name, _) where !analyzers.contains(name):
                throw LintFailure(
                    PackError(
                        path: kpi.path, mark: kpi.mark,
                        message:
                            "unknown analyzer '\(name)' in kpi '\(kpi.id)'\(NearestName.hint(name, among: analyzers)); known: \(analyzers.joined(separator: ", "))"
                    ))
            default: break
            }
        }
        for rule in rules {
            if let kpi = rule.facts.kpi, !ids.contains(kpi) {
                throw LintFailure(
                    PackError(
                        path: rule.path, mark: rule.mark,
                        message:
                            "unknown kpi '\(kpi)' in rule '\(rule.id)'\(NearestName.hint(kpi, among: ids)); declare it under 'kpis'"
                    ))
            }
        }
        for (budget, mark) in zip(configuration.budgets, configuration.budgetMarks) where !ids.contains(budget.kpi) {
            throw LintFailure(
                PackError(
                    path: configuration.path, mark: mark,
                    message:
                        "unknown kpi '\(budget.kpi)' in 'budgets'\(NearestName.hint(budget.kpi, among: ids)); known: \(ids.joined(separator: ", "))"
                ))
        }
        return kpis.sorted { $0.id < $1.id }
    }

    static func checkAnalyzers(_ rules: [Rule]) throws(LintFailure) {
        let known = Analyzers.all.map { $0.name }
        func fail(_ rule: Rule, _ message: String) -> LintFailure {
            LintFailure(PackError(path: rule.path, mark: rule.mark, message: message))
        }
        for rule in rules {
            for answer in rule.excusingAnswers {
                let said = Analyzers.all.first { $0.name == answer.analyzer }?.fileAnswers ?? []
                guard !said.contains(answer.name) else { continue }
                let all = Analyzers.all.flatMap { analyzer in analyzer.fileAnswers.map { "\(analyzer.name)/\($0)" } }
                let asked = "\(answer.analyzer)/\(answer.name)"
                throw fail(
                    rule,
                    "no analyzer answers '\(asked)', which rule '\(rule.id)' asks\(NearestName.hint(asked, among: all)); known: \(all.joined(separator: ", "))"
                )
            }
            guard let name = rule.analyzer else { continue }
            guard let analyzer = Analyzers.all.first(where: { $0.name == name }) else {
                throw fail(
                    rule,
                    "unknown analyzer '\(name)' in rule '\(rule.id)'\(NearestName.hint(name, among: known)); known: \(known.joined(separator: ", "))"
                )
            }
            let captures = ["match"] + analyzer.captures
            for condition in rule.conditions where !captures.contains(condition.capture) {
                throw fail(
                    rule,
                    "unknown capture '\(condition.capture)' of analyzer '\(name)'\(NearestName.hint(condition.capture, among: captures)); known: \(captures.joined(separator: ", "))"
                )
            }
        }
    }

    /// A value for a variable that no pack has would change nothing.
    static func checkVariables(_ configuration: Configuration, declared: Set<String>) throws(LintFailure) {
        for name in configuration.variables.keys.sorted() where !declared.contains(name) {
            throw LintFailure(
                PackError(
                    path: configuration.path, mark: configuration.variableMarks[name],
                    message:
                        "no pack has a variable '\(name)'\(NearestName.hint(name, among: declared.sorted())); a pack declares its variables under 'vars'"
                ))
        }
    }
}
