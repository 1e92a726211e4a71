import LintSource

/// Hosts that hold what a program fills in, label by label.
extension URLMatcher {
    /// Whether the host of these labels is one of those looked for.
    func isHost(_ labels: some HostLabels, _ parts: URLParts) -> Bool {
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
    private func isHostOfHoles(_ parts: URLParts) -> Bool {
        guard !parts.scheme.isEmpty || !parts.userinfo.isEmpty, !(owners.isEmpty && paths.isEmpty) else { return false }
        return !owners.isEmpty || !parts.path.isEmpty
    }

    private static func match(_ pattern: ArraySlice<HostPattern.Label>, _ labels: some HostLabels) -> Bool {
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
            return label.canBe(text) && match(restPattern, rest)
        case .glob(let glob):
            let pattern = String(decoding: glob, as: UTF8.self)
            return PathGlob("/" + pattern).matches(label.text.filled(like: pattern).lowercased())
                && match(restPattern, rest)
        }
    }
}

extension URLMatcher.HostPattern {
    /// Whether one of its own labels is written out, so that not everything is left to holes. Of a host without stars it is one
    /// of its domain: `cache.$DOMAIN` is anybody's, and `cache.$NAME.dev` too.
    fileprivate func isTold(by written: some HostLabels) -> Bool {
        let isFixed = labels.allSatisfy { if case .literal = $0 { true } else { false } }
        let telling = !isFixed ? labels[...] : labels.count > 2 ? labels[1..<(labels.count - 1)] : labels.dropFirst()
        return telling.contains { label in
            guard case .literal(let text) = label else { return true }
            return written.contains { !$0.hasHole && $0.canBe(text) }
        }
    }
}
