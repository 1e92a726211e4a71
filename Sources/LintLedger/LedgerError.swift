/// Why a baseline or a report could not be read. Never answered by an empty ledger: a broken one must not look clean.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable, CaseIterable {
        case empty, binary, notText, truncated, conflict, wrongFormat, wrongVersion, malformed
    }

    public var kind: Kind
    /// The file, as the caller named it.
    public var path: String
    /// From 1; `nil` where the file as a whole is wrong.
    public var line: Int?
    /// From 1, in code points.
    public var column: Int?
    /// What is wrong, and what was found.
    public var problem: String
    /// What to do.
    public var mend: String

    public init(kind: Kind, path: String, line: Int? = nil, column: Int? = nil, problem: String, mend: String) {
        self.kind = kind
        self.path = path
        self.line = line
        self.column = column
        self.problem = problem
        self.mend = mend
    }

    /// `path:line:column: what is wrong: what was found; what to do`, on one line.
    public var description: String {
        var place = LedgerText.shown(path, limit: 1_000)
        if let line { place += ":\(line)" }
        if let column { place += ":\(column)" }
        return "\(place): \(problem); \(mend)"
    }
}
