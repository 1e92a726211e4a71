/// How much a finding weighs.
public enum Level: String, Sendable, CaseIterable, Comparable, Hashable {
    case off, note, warning, error

    private var rank: Int {
        switch self {
        case .off: 0
        case .note: 1
        case .warning: 2
        case .error: 3
        }
    }
    public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
}
