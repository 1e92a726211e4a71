import LintSource

/// Hosts with holes are compared where they stand too.
extension URLMatcher {
    /// As of labels that are taken apart.
    func isHost(_ labels: HoleLabels, _ parts: URLParts, _ bytes: ByteView) -> Bool {
        var isOnlyHoles = true
        var hasHole = false
        var count = 0
        var rest = labels
        while let (label, behind) = rest.split() {
            isOnlyHoles = isOnlyHoles && label.isHole
            hasHole = hasHole || label.hasHole
            count += 1
            rest = behind
        }
        if isOnlyHoles { return isHostOfHoles(parts) }
        guard count <= 64 else { return false }
        return hosts.contains { host in
            URLMatcher.match(host.labels[...], labels) && (!hasHole || host.isTold(by: labels))
        }
    }

    /// Of a host that is nothing but holes the owner or path must tell.
    func isHostOfHoles(_ parts: URLParts) -> Bool {
        guard !parts.scheme.isEmpty || !parts.userinfo.isEmpty, !(owners.isEmpty && paths.isEmpty) else { return false }
        return !owners.isEmpty || !parts.path.isEmpty
    }

    private static func match(_ pattern: ArraySlice<HostPattern.Label>, _ labels: HoleLabels) -> Bool {
        guard let first = pattern.first else { return labels.isEmpty }
        guard let (label, rest) = labels.split() else { return false }
        let restPattern = pattern.dropFirst()
        switch first {
        case .any:
            // At either end a star is one label or more.
            if match(restPattern, rest) { return true }
            let isEnd = restPattern.isEmpty || pattern.startIndex == 0
            return isEnd && !rest.isEmpty && match(pattern, rest)
        case .literal(let text):
            // A hole may stand for several labels.
            if label.isHole { return match(restPattern, rest) || match(restPattern, labels) }
            return label.canBe(text, labels.bytes) && match(restPattern, rest)
        case .glob(let glob):
            let pattern = String(decoding: glob, as: UTF8.self)
            let text = HoleText(ByteRange(label.start, label.end), in: labels.bytes)
            return PathGlob("/" + pattern).matches(text.filled(like: pattern).lowercased()) && match(restPattern, rest)
        }
    }
}

extension URLMatcher.HostPattern {
    /// As of labels that are taken apart.
    fileprivate func isTold(by written: HoleLabels) -> Bool {
        labels.contains { label in
            guard case .literal(let text) = label else { return true }
            var rest = written
            while let (one, behind) = rest.split() {
                if !one.hasHole, one.canBe(text, written.bytes) { return true }
                rest = behind
            }
            return false
        }
    }
}
