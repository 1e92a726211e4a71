import LintPattern
import LintSource

/// A URL or bare host by its parts. Every part that is given must match; a hole (`${…}`) in a part matches anything, but
/// at least one part's literal text must stand in the file.
public struct URLMatcher: Sendable, Hashable {
    /// What a host must look like, label by label.
    struct HostPattern: Sendable, Hashable {
        enum Label: Sendable, Hashable {
            case literal([UInt8])
            /// One label with `*` in it.
            case glob([UInt8])
            /// One or more labels (a `*` alone at an end); one label elsewhere.
            case any
        }
        var labels: [Label]
    }

    var schemes: [[UInt8]] = []
    var userinfo: [PathGlob] = []
    var hosts: [HostPattern] = []
    var ports: [[UInt8]] = []
    var owners: [[UInt8]] = []
    var paths: [PathGlob] = []
    /// One of these (in lower case) stands in every match.
    let anchors: [[UInt8]]
    /// Whether each is a whole label of a host.
    private let areLabels: [Bool]

    public struct Failure: Error, Sendable, Hashable { public var message: String }

    public init(
        schemes: [String], userinfo: [String], hosts: [String], ports: [String], owners: [String], paths: [String]
    ) throws(Failure) {
        func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.lowercased().utf8) } }
        self.schemes = bytes(schemes)
        self.userinfo = userinfo.map { PathGlob("/" + $0) }
        func isBracket(_ character: Character) -> Bool { character == "[" || character == "]" }
        self.hosts = hosts.map { host in
            HostPattern(
                labels: host.lowercased().filter { !isBracket($0) }.split(separator: ".").map { label in
                    if label == "*" { return .any }
                    return label.contains("*") ? .glob(Array(label.utf8)) : .literal(Array(label.utf8))
                })
        }
        self.ports = bytes(ports)
        self.owners = bytes(owners)
        self.paths = paths.map { PathGlob($0.hasPrefix("/") ? $0 : "/" + $0) }
        var anchors: [[UInt8]] = []
        if !self.hosts.isEmpty {
            for pattern in self.hosts {
                let literals = pattern.labels.flatMap { label -> [[UInt8]] in
                    switch label {
                    case .literal(let text): [text]
                    case .glob(let text): text.split(separator: .ascii("*")).map(Array.init)
                    case .any: []
                    }
                }
                // The label least likely to stand elsewhere.
                let common: Set<String> = [
                    "com", "io", "dev", "org", "net", "svc", "cluster", "local", "github", "gitlab",
                ]
                let telling = literals.filter { !common.contains(String(decoding: $0, as: UTF8.self)) }
                guard let best = (telling.isEmpty ? literals : telling).max(by: { $0.count < $1.count }) else {
                    continue
                }
                anchors.append(best)
            }
        }
        // An owner or a path is more telling than a well-known host.
        if !self.owners.isEmpty {
            anchors = self.owners
        } else if self.hosts.isEmpty {
            anchors = paths.compactMap { path in
                path.lowercased().split { "/*?[{".contains($0) }.map { Array($0.utf8) }.max { $0.count < $1.count }
            }
        }
        if anchors.isEmpty { anchors = self.schemes.map { $0 + Array("://".utf8) } }
        if anchors.isEmpty { anchors = self.ports.filter { $0 != Array("none".utf8) }.map { [.ascii(":")] + $0 } }
        guard !anchors.isEmpty, !anchors.contains(where: { $0.isEmpty }) else {
            throw Failure(
                message:
                    "a 'url' needs a literal: give 'host', 'owner', 'path', 'scheme' or 'port' without only wildcards")
        }
        self.anchors = anchors
        areLabels = URLMatcher.areLabels(anchors, hosts: self.hosts, owners: self.owners)
    }

    init(
        schemes: [[UInt8]], userinfo: [PathGlob], hosts: [HostPattern], ports: [[UInt8]], owners: [[UInt8]],
        paths: [PathGlob], anchors: [[UInt8]]
    ) {
        self.schemes = schemes
        self.userinfo = userinfo
        self.hosts = hosts
        self.ports = ports
        self.owners = owners
        self.paths = paths
        self.anchors = anchors
        areLabels = URLMatcher.areLabels(anchors, hosts: hosts, owners: owners)
    }

    func matches(_ request: MatchRequest) -> [Match] {
        let bytes = request.bytes
        var found: [Match] = []
        var pace = MatchPace(request.scratch)
        var seen = Set<UInt32>()
        for (number, (anchor, isLabel)) in zip(anchors, areLabels).enumerated() {
            // Several hosts may have the same, and what stands around a place is what it was.
            if anchors[..<number].contains(anchor) { continue }
            var memo = HoleMemo()
            Prefilter.occurrences(of: anchor, in: bytes, range: request.range) { start in
                if pace.isOver(at: start) { return false }
                if isLabel, URLMatcher.isInLongerLabel(start, start + anchor.count, in: bytes, &memo) { return true }
                guard let parts = URLParts(around: ByteRange(start, start + anchor.count), in: bytes),
                    accepts(parts, bytes),
                    seen.insert(parts.whole.start).inserted
                else { return true }
                found.append(Match(range: parts.whole, captures: parts.captures, isURL: true))
                return found.count < request.maximum
            }
        }
        return found.sorted { $0.range < $1.range }
    }

    private func accepts(_ parts: URLParts, _ bytes: ByteView) -> Bool {
        if !schemes.isEmpty, !schemes.contains(where: { equal(parts.scheme, $0, bytes) }) { return false }
        if !owners.isEmpty, !owners.contains(where: { equal(parts.owner, $0, bytes) }) { return false }
        if !userinfo.isEmpty {
            guard !parts.userinfo.isEmpty else { return false }
            let text = HoleText(parts.userinfo, in: bytes)
            guard userinfo.contains(where: { $0.matches(text.filled(like: String($0.source.dropFirst()))) }) else {
                return false
            }
        }
        if !hosts.isEmpty {
            guard isHost(parts, bytes) else { return false }
        } else if parts.scheme.isEmpty, parts.impliedHost == nil, !looksLikeHost(parts.host, bytes) {
            return false
        }
        if !ports.isEmpty {
            let none = Array("none".utf8)
            let fits = parts.port.isEmpty ? ports.contains(none) : ports.contains { equal(parts.port, $0, bytes) }
            guard fits else { return false }
        }
        if !paths.isEmpty {
            let text = HoleText(parts.path, in: bytes)
            let fits = paths.contains { glob in
                let whole = text.filled(
                    like: glob.source.hasPrefix("/") && text.bytes.first != .ascii("/")
                        ? String(glob.source.dropFirst()) : glob.source)
                return glob.matches(whole.hasPrefix("/") ? String(whole.dropFirst()) : whole)
            }
            guard fits else { return false }
        }
        return true
    }

    /// Case ignored; a hole is anything, but a part that is absent is nothing.
    private func equal(_ range: ByteRange, _ text: [UInt8], _ bytes: ByteView) -> Bool {
        !range.isEmpty && HoleLabel.canBe(text, bytes, from: Int(range.start), to: Int(range.end))
    }

    /// Whether the host is one of those looked for.
    private func isHost(_ parts: URLParts, _ bytes: ByteView) -> Bool {
        if parts.impliedHost == nil, let plain = isPlainHost(parts.host, bytes) { return plain }
        if parts.impliedHost == nil, let labels = HoleLabel.labels(of: parts.host, in: bytes) {
            return isHost(labels, parts)
        }
        return isHost(labels(of: parts, bytes)[...], parts)
    }

    /// A bare word is a host only when it has a dot with a name behind it.
    private func looksLikeHost(_ range: ByteRange, _ bytes: ByteView) -> Bool {
        let text = bytes[range]
        if text.elementsEqual("localhost".utf8) { return true }
        guard let dot = text.lastIndex(of: .ascii(".")), dot + 1 < text.endIndex, dot > text.startIndex else {
            return false
        }
        // An address of version 4.
        if text.allSatisfy({ $0.isDigit || $0 == .ascii(".") }) { return text.count(where: { $0 == .ascii(".") }) == 3 }
        return text[(dot + 1)...].allSatisfy { $0.isLetter || $0 == .ascii("}") }
    }

    /// The labels as they are written.
    private func labels(of parts: URLParts, _ bytes: ByteView) -> [HoleText] {
        if let implied = parts.impliedHost { return implied.split(separator: ".").map { HoleText(String($0)) } }
        return HoleText(parts.host, in: bytes).split(at: .ascii("."))
    }
}
