import LintSource

/// "Did you mean", for the command line.
public enum Suggestion {
    public static func hint(_ name: String, among known: [String]) -> String { NearestName.hint(name, among: known) }
}
