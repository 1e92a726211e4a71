import LintSource

/// A path that a match speaks of, and whether its being there is what is reported.
struct PathClaim: Sendable, Hashable {
    /// What it may mean: read from the root, and from each folder above the file. None when that cannot be said.
    var readings: [String]
    var isThere: Bool

    init(_ text: String, in file: String, isThere: Bool) {
        self.isThere = isThere
        readings = []
        // What a program fills in, or a glob, may be anything.
        if text.contains(where: { "$*{}<>".contains($0) }) { return }
        var folder = Substring(file)
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            if let reading = PathClaim.joined(folder, text) { readings.append(reading) }
        }
        if let reading = PathClaim.joined("", text) { readings.append(reading) }
    }

    /// `nil` for what lies above the root.
    private static func joined(_ folder: Substring, _ text: String) -> String? {
        var parts = folder.split(separator: "/")
        for part in text.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                return nil
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }
}

/// How many files there are at and below each path.
struct PathCensus: Sendable {
    private var files: [String: Int] = [:]

    mutating func count(_ path: String, _ step: Int) {
        var path = Substring(path)
        while !path.isEmpty {
            let name = String(path)
            let count = (files[name] ?? 0) + step
            files[name] = count == 0 ? nil : count
            guard let slash = path.lastIndex(of: "/") else { return }
            path = path[..<slash]
        }
    }

    /// Whether the claim is as its rule wants to report it. What nobody can say, or what the configuration excludes, is
    /// neither there nor missing.
    func bears(_ claim: PathClaim, excluded: [PathGlob]) -> Bool {
        if claim.readings.isEmpty { return false }
        if claim.readings.contains(where: { files[$0] != nil }) { return claim.isThere }
        return !claim.isThere
            && !claim.readings.contains { path in excluded.contains { $0.matches(path) || $0.matches(path + "/_") } }
    }
}
