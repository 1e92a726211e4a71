/// What a run looked at: entries outside it are neither stale nor touched, so that checking one folder, or with one
/// rule, does not empty the ledger of the others.
public struct LedgerScope: Sendable {
    /// A path that is no file any more is inside when it would have been, were it there; a file that could not be read
    /// is outside.
    public var holdsPath: @Sendable (String) -> Bool
    /// Rules that ran.
    public var holdsRule: @Sendable (String) -> Bool

    public init(
        holdsPath: @escaping @Sendable (String) -> Bool = { _ in true },
        holdsRule: @escaping @Sendable (String) -> Bool = { _ in true }
    ) {
        self.holdsPath = holdsPath
        self.holdsRule = holdsRule
    }

    /// The whole repository, all rules.
    public static let everything = LedgerScope()

    func holds(_ entry: Baseline.Entry) -> Bool { holdsPath(entry.path) && holdsRule(entry.rule) }
}
