public import LintRules

/// What ends a run with status 2: wrong usage, configuration or rules, or something that could not be read.
/// One line: place, what is wrong, the mend.
public struct LintFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
    public init(_ error: PackError) { description = error.description }
}

/// Runs work of a lower module; its error becomes the run's, behind the place it happened at.
func orFail<T>(_ place: String, _ body: () throws -> T) throws(LintFailure) -> T {
    do { return try body() } catch {
        if let failure = error as? LintFailure { throw failure }
        throw LintFailure("\(place): \(error)")
    }
}
