import LintFindings

/// Colours, or none.
struct Paint {
    var isOn: Bool

    func bold(_ text: String) -> String { style("1", text) }
    func dim(_ text: String) -> String { style("2", text) }
    /// Line numbers, bars and arrows.
    func frame(_ text: String) -> String { style("1;34", text) }
    func good(_ text: String) -> String { style("32", text) }
    func bad(_ text: String) -> String { style("31", text) }
    func level(_ level: Level, _ text: String) -> String {
        switch level {
        case .error: style("1;31", text)
        case .warning: style("1;33", text)
        case .note, .off: style("1;36", text)
        }
    }

    private func style(_ code: String, _ text: String) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
