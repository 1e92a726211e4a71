public import LintYAML

/// A mistake in a pack, a rule or the configuration, with its place and the mend.
public struct PackError: Error, Sendable, Hashable, CustomStringConvertible {
    public var path: String
    /// 1-based; `nil` when the whole file is meant.
    public var mark: YAMLNode.Mark?
    /// Lower case, no full stop: what is wrong: what was found; what to do.
    public var message: String

    public init(path: String, mark: YAMLNode.Mark?, message: String) {
        self.path = path
        self.mark = mark
        self.message = message
    }

    public var description: String {
        if let mark { "\(path):\(mark.line):\(mark.column): \(message)" } else { "\(path): \(message)" }
    }
}
