/// What the cases of rules, their `tests:`, are wanted for.
public enum RuleCases: Sendable {
    /// Nothing: those of built-in rules are not looked at, those of a user's rules must be there.
    case ignored
    /// Examples in documentation, as SARIF carries it.
    case shown
    /// Tests.
    case run
}
