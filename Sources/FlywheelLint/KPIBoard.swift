import LintFindings
import LintRules
import LintSource

/// The KPI values of one state of a repository, as running sums over its files.
struct KPIBoard: Sendable {
    private let settings: Settings
    /// Where each KPI's number comes from: a history asks for it at every commit, and a declaration is large.
    private let sources: [Source]
    /// What the files' shares and names add up to, by the KPI's index.
    private var sums: [Int]
    /// For KPIs of directories: how many files that match each holds.
    private var folders: [Int: [String: Int]] = [:]
    /// KPIs whose value follows from paths.
    private let ofPaths: [OfPaths]
    /// What paths have that one of them counts, by its index: of most paths that is all there is to ask.
    private let marks: [(wanted: GlobMarks, index: Int)]

    private enum Source {
        case sum
        /// Counted over many repositories, by those who have them all: one of them counts once.
        case repositories
        /// By the name among ``answers``.
        case answer(String)
        case external(String)

        init(_ kpi: KPIDeclaration) {
            switch kpi.count {
            case .findings, .nodes: self = kpi.unit == .repositories ? .repositories : .sum
            case .files, .directories: self = .sum
            case .answers(let analyzer, let name): self = .answer("\(analyzer)/\(name)")
            case .external(let key): self = .external(key)
            }
        }
    }

    private final class OfPaths: Sendable {
        let kpi: Int
        let isFolders: Bool
        private let include: PathGlobs
        private let exclude: PathGlobs

        init(_ kpi: Int, _ filter: FileFilter, isFolders: Bool) {
            self.kpi = kpi
            self.isFolders = isFolders
            include = PathGlobs(filter.include)
            exclude = PathGlobs(filter.exclude)
        }

        /// What paths have that it counts, by one or another of these.
        var marks: [GlobMarks] { include.isEmpty ? [GlobMarks()] : include.marks }

        /// - Parameter marks: the path's.
        func counts(_ path: ByteView, _ marks: PathMarks) -> Bool {
            (include.isEmpty || include.matches(path, marks)) && !exclude.matches(path, marks)
        }
    }

    /// Numbers given for `external` KPIs, by key.
    var external: [String: Double] = [:]
    /// Answers of analyzers, `analyzer/name`.
    var answers: [String: Double] = [:]

    init(_ settings: Settings) {
        self.settings = settings
        sources = settings.rules.kpis.map(Source.init)
        sums = [Int](repeating: 0, count: settings.rules.kpis.count)
        var ofPaths: [OfPaths] = []
        for (index, kpi) in settings.rules.kpis.enumerated() {
            switch kpi.count {
            case .files(let filter): ofPaths.append(OfPaths(index, filter, isFolders: false))
            case .directories(let filter): ofPaths.append(OfPaths(index, filter, isFolders: true))
            default: break
            }
        }
        self.ofPaths = ofPaths
        marks = ofPaths.indices.flatMap { index in ofPaths[index].marks.map { ($0, index) } }
    }

    mutating func add(_ share: KPIShare) {
        for (kpi, count) in share.counts { sums[kpi] += count }
    }

    mutating func remove(_ share: KPIShare) {
        for (kpi, count) in share.counts { sums[kpi] -= count }
    }

    mutating func count(_ paths: PathList) {
        if !ofPaths.isEmpty { paths.forEachPath { count($0, $1, 1) } }
    }

    /// - Parameter step: 1 for a file that is there, -1 for one that has gone.
    mutating func count(path: String, _ step: Int) {
        var path = path
        path.withUTF8 { count(ByteView($0), PathMarks(ByteView($0)), step) }
    }

    private mutating func count(_ path: ByteView, _ own: PathMarks, _ step: Int) {
        var last = -1
        for candidate in marks where candidate.wanted.mayMatch(own) && candidate.index != last {
            last = candidate.index
            let item = ofPaths[last]
            guard item.counts(path, own) else { continue }
            guard item.isFolders else {
                sums[item.kpi] += step
                continue
            }
            let end = path.buffer.lastIndex(of: .ascii("/")) ?? 0
            let folder = String(decoding: path[0..<end], as: UTF8.self)
            let before = folders[item.kpi]?[folder] ?? 0
            let after = before + step
            folders[item.kpi, default: [:]][folder] = after == 0 ? nil : after
            sums[item.kpi] += (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0)
        }
    }

    /// The values alone, in the order of the declarations.
    var numbers: [Double?] {
        sources.indices.map { index in
            switch sources[index] {
            case .sum: Double(sums[index])
            case .repositories: Double(min(sums[index], 1))
            case .answer(let name): answers[name]
            case .external(let key): external[key]
            }
        }
    }

    var values: [KPIValue] { settings.kpiValues(numbers) }
}

extension Settings {
    /// KPIs with their goals and budgets around some numbers, one a declaration.
    func kpiValues(_ numbers: [Double?]) -> [KPIValue] {
        zip(rules.kpis, numbers).map { kpi, number in
            var value = KPIValue(
                id: kpi.id, title: kpi.title, value: number, unit: kpi.unit, better: kpi.better, goal: kpi.goal)
            if let budget = budgets.first(where: { $0.kpi == kpi.id }) {
                value.budget = budget.max
                value.by = budget.by
                if let goal = budget.goal { value.goal = goal }
            }
            return value
        }
    }
}
