// swift-format-ignore-file
extension BuiltinRules {
    public static let files: [File] = []
}
