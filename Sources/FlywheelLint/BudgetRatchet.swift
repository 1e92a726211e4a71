public import LintFindings
import LintSource
import LintYAML
import LintWalk

/// Moves budgets to where the numbers are (`kpi --ratchet`): what was paid down is not given back.
public struct BudgetRatchet: Sendable {
    public struct Move: Sendable, Hashable {
        public var kpi: String
        public var from: Double
        public var to: Double
    }

    /// Budgets that have room, with what they become.
    public let moves: [Move]
    private let text: [UInt8]

    /// Works out the new text of a configuration file; nothing is written. All but the numbers stays as it is.
    public init(_ settings: Settings, _ values: [KPIValue]) throws(LintFailure) {
        guard let path = settings.configurationPath else {
            throw LintFailure("--ratchet: there is no configuration file, and so no budget")
        }
        try BudgetRatchet.checkPlace(path, below: RepositoryRoot.find(from: settings.root) ?? settings.root)
        var bytes = try orFail(path) { try FileReader.bytes(of: path, limit: 4 << 20) }
        var edits: [(range: Range<Int>, text: [UInt8])] = []
        var moves: [Move] = []
        for budget in settings.budgets {
            guard let kpi = values.first(where: { $0.id == budget.kpi }), let value = kpi.value, let most = budget.max,
                let mark = budget.maxMark, kpi.better == .higher ? value > most : value < most
            else { continue }
            guard let range = BudgetRatchet.number(at: mark.line, mark.column, in: bytes) else {
                throw LintFailure(
                    "\(path):\(mark.line):\(mark.column): the budget is no plain number; change it by hand")
            }
            edits.append((range, Array(KPIValue.plain(value).utf8)))
            moves.append(Move(kpi: kpi.id, from: most, to: value))
        }
        for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            bytes.replaceSubrange(edit.range, with: edit.text)
        }
        self.moves = moves
        text = bytes
    }

    /// Whoever may write a link into a repository must not choose what is overwritten elsewhere.
    private static func checkPlace(_ path: String, below root: String) throws(LintFailure) {
        guard FolderContents.isLink(path), let real = RepositoryRoot.canonicalPath(path), root != "/",
            !real.hasPrefix(root + "/")
        else { return }
        throw LintFailure(
            "--ratchet: \(path): a symbolic link out of the repository, to '\(real)'; change the budgets there by hand, or give '--config \(real)'"
        )
    }

    /// The new text of the configuration file.
    public var bytes: [UInt8] { text }

    /// The bytes of a number at a line and a column, both from 1, the column in code points.
    private static func number(at line: Int, _ column: Int, in bytes: [UInt8]) -> Range<Int>? {
        var start = 0
        for _ in 1..<max(1, line) {
            guard let end = bytes[start...].firstIndex(of: 0x0A) else { return nil }
            start = end + 1
        }
        var left = column - 1
        if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
        while left > 0, start < bytes.count {
            start += 1
            while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
            left -= 1
        }
        var end = start
        while end < bytes.count, bytes[end].isDigit || "+-.eE".utf8.contains(bytes[end]) { end += 1 }
        guard end > start, Double(String(decoding: bytes[start..<end], as: UTF8.self)) != nil else { return nil }
        return start..<end
    }
}
