import LintSource

/// The ignore files that hold in a folder: its own, and those of the folders above up to the repository's root.
final class IgnoreScope: Sendable {
    private let parent: IgnoreScope?
    private let rules: IgnoreRules
    /// Bytes of a full path that lie before the folder of the ignore file, its slash included.
    private let baseLength: Int

    init(parent: IgnoreScope?, rules: IgnoreRules, baseLength: Int) {
        self.parent = parent
        self.rules = rules
        self.baseLength = baseLength
    }

    /// Whether the nearest ignore file that speaks about the path ignores it.
    ///
    /// - Parameters:
    ///   - path: from the repository's root (or the walk's, without one).
    ///   - nameStart: where the last part of the path begins.
    func ignores(_ path: ByteView, nameStart: Int, isFolder: Bool) -> Bool {
        // (All workers ask the same scopes of every path: to count who holds them would have them wait for each other.)
        var scope = Unmanaged.passUnretained(self)
        while true {
            let (verdict, parent) = scope._withUnsafeGuaranteedRef { scope in
                (
                    scope.rules.verdict(
                        path.dropping(scope.baseLength), nameStart: nameStart - scope.baseLength, isFolder: isFolder),
                    scope.parent.map(Unmanaged.passUnretained)
                )
            }
            if let verdict { return verdict }
            guard let parent else { return false }
            scope = parent
        }
    }
}
