/// The text of `Rules/` and `Facts/`, recorded in the binary so that it needs no file beside it; `make record` writes it
/// anew.
public enum BuiltinRules {
    public struct File: Sendable {
        /// Relative to `Rules/` or `Facts/`.
        public let path: String
        public let text: StaticString
    }
}
