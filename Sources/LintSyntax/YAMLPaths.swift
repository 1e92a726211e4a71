import LintSource

/// Makes the named ranges of the interchange format: every value scalar and alias under its JSON pointer, with `#N` in
/// front for the documents after the first. A key that is a collection is `?`, one that is an alias `*`.
struct YAMLPaths {
    /// Paths may be as long as the file is deep: stop where they would outgrow any use.
    static let maximumDepth = 500
    static let maximumBytes = 64 << 20

    private struct Open {
        var isMapping: Bool
        var isKeyNext: Bool
        var index = 0
        /// Bytes of the path that are the collection's own.
        var pathCount: Int
        /// The same with the last key behind it.
        var keyCount = 0
    }

    private let source: YAMLSource
    private var ranges: [NamedRange] = []
    private var path: [UInt8] = []
    private var stack: [Open] = []
    private var written = 0

    private init(_ source: YAMLSource) { self.source = source }

    static func ranges(_ source: YAMLSource, _ events: [YAMLEvent]) -> [NamedRange] {
        var paths = YAMLPaths(source)
        paths.build(events)
        return paths.ranges
    }

    private mutating func build(_ events: [YAMLEvent]) {
        var document = -1
        for event in events {
            switch event.kind {
            case .nothing: break
            case .documentStart:
                document += 1
                stack.removeAll(keepingCapacity: true)
                path.removeAll(keepingCapacity: true)
                if document > 0 { path += "#\(document)".utf8 }
            case .mappingStart, .sequenceStart:
                step(key: "?")
                let isMapping = event.kind == .mappingStart
                stack.append(Open(isMapping: isMapping, isKeyNext: isMapping, pathCount: path.count))
            case .mappingEnd, .sequenceEnd:
                if !stack.isEmpty { stack.removeLast() }
                done()
            default:
                if isKey {
                    step(key: event.kind == .alias ? "*" : source.name(event))
                } else {
                    step(key: "")
                    if event.kind != .null { add(event) }
                }
                done()
            }
        }
    }

    private var isKey: Bool {
        guard let open = stack.last else { return false }
        return open.isMapping && open.isKeyNext
    }

    /// Goes to the node that begins: its key's name or its index is put behind the path.
    private mutating func step(key: String) {
        guard let open = stack.last else { return }
        let isShort = stack.count < Self.maximumDepth
        if open.isMapping {
            // A key that is a collection left the paths of its own nodes.
            guard open.isKeyNext else { return path.removeLast(path.count - open.keyCount) }
            path.removeLast(path.count - open.pathCount)
            if isShort { append(key) }
            stack[stack.count - 1].keyCount = path.count
        } else {
            path.removeLast(path.count - open.pathCount)
            if isShort { append(String(open.index)) }
        }
    }

    /// The node is complete.
    private mutating func done() {
        guard let open = stack.last else { return }
        let i = stack.count - 1
        if open.isMapping {
            stack[i].isKeyNext.toggle()
        } else {
            stack[i].index += 1
        }
    }

    private mutating func append(_ name: String) {
        path.append(.ascii("/"))
        for byte in name.utf8 {
            switch byte {
            case .ascii("~"): path += [byte, .ascii("0")]
            case .ascii("/"): path += [.ascii("~"), .ascii("1")]
            default: path.append(byte)
            }
        }
    }

    private mutating func add(_ event: YAMLEvent) {
        guard stack.count < Self.maximumDepth, written < Self.maximumBytes else { return }
        written += path.count
        let text = path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
        ranges.append(NamedRange(path: text, range: source.range(event)))
    }
}
