import LintSource

/// Makes the tree from a YAML stream's events.
///
/// With one document its value is the root; with several the root is an object that holds the entries of all of them,
/// so that `$.kind` selects in each.
struct YAMLTreeBuilder {
    /// Deeper collections stay in the tokens but not in the tree.
    static let maximumDepth = 500

    private struct Open {
        /// The node whose children come; -1 where they are not kept.
        var node: Int
        var isMapping: Bool
        /// A mapping's key was read and its value comes next.
        var key: (name: String, range: ByteRange)?
        /// How many collections deep we are inside a key, which has no nodes.
        var isKey = false
    }

    private let source: YAMLSource
    private var tree: SyntaxTree
    private var stack: [Open] = []
    private var depthInKey = 0

    private init(_ source: YAMLSource, capacity: Int) {
        self.source = source
        tree = SyntaxTree(range: ByteRange(0, source.map(source.count)), capacity: capacity)
    }

    static func tree(_ source: YAMLSource, _ events: [YAMLEvent]) -> SyntaxTree {
        var documents = 0
        // At most so many nodes come; half of the scalars are keys as a rule.
        var most = 1
        for event in events {
            switch event.kind {
            case .documentStart: documents += 1
            case .nothing, .mappingEnd, .sequenceEnd: break
            default: most += 1
            }
        }
        var builder = YAMLTreeBuilder(source, capacity: most)
        builder.build(events, isSingle: documents <= 1)
        return builder.tree
    }

    private mutating func build(_ events: [YAMLEvent], isSingle: Bool) {
        var hasRoot = false
        for event in events {
            switch event.kind {
            case .nothing: break
            case .documentStart:
                stack.removeAll()
                depthInKey = 0
            case .mappingStart, .sequenceStart:
                let isMapping = event.kind == .mappingStart
                if depthInKey > 0 || awaitsKey {
                    depthInKey += 1
                } else if stack.isEmpty, isSingle ? !hasRoot : isMapping {
                    // The root itself.
                    if isSingle {
                        tree.update(0) {
                            $0.kind = isMapping ? .object : .array
                            $0.valueRange.start = UInt32(source.map(Int(event.start)))
                        }
                    }
                    hasRoot = true
                    stack.append(Open(node: 0, isMapping: isMapping))
                } else {
                    let id = add(isMapping ? .object : .array, event, nil)
                    stack.append(Open(node: id, isMapping: isMapping))
                }
            case .mappingEnd, .sequenceEnd:
                if depthInKey > 0 {
                    depthInKey -= 1
                    if depthInKey == 0 { setKey("?", event) }
                } else if let open = stack.popLast() {
                    end(open.node, at: source.map(Int(event.end)), isRoot: open.node == 0 && !isSingle)
                }
            default:
                if depthInKey > 0 { break }
                if awaitsKey {
                    setKey(source.name(event), event)
                } else if stack.isEmpty, isSingle, !hasRoot {
                    hasRoot = true
                    root(event)
                } else if !stack.isEmpty || !isSingle {
                    value(event)
                }
            }
        }
    }

    private var awaitsKey: Bool {
        let top = stack.count - 1
        return top >= 0 && stack[top].isMapping && stack[top].key == nil
    }

    private mutating func setKey(_ name: String, _ event: YAMLEvent) {
        guard !stack.isEmpty else { return }
        stack[stack.count - 1].key = (name, source.range(event))
    }

    private mutating func root(_ event: YAMLEvent) {
        let isText = event.kind != .alias && event.kind != .null
        tree.update(0) {
            $0.kind = isText ? .scalar : event.kind == .null ? .object : .expression
            if event.kind != .null { $0.valueRange = source.range(event) }
            $0.scalar = isText ? source.text(event) : nil
        }
    }

    private mutating func value(_ event: YAMLEvent) {
        switch event.kind {
        case .alias: add(.expression, event, nil)
        case .null: add(.scalar, event, "")
        default:
            let isKnown = !source.isTemplated(event)
            add(isKnown ? .scalar : .expression, event, isKnown ? source.text(event) : nil)
        }
    }

    /// Adds a node below the innermost collection; -1 where that is not kept.
    @discardableResult
    private mutating func add(_ kind: SyntaxTree.Kind, _ event: YAMLEvent, _ scalar: String?) -> Int {
        let range = source.range(event)
        let top = stack.count - 1
        guard top >= 0 else {
            return tree.append(SyntaxTree.Node(kind: kind, valueRange: range, range: range, scalar: scalar, parent: 0))
        }
        let key = stack[top].key.take()
        let parent = stack[top].node
        guard parent >= 0, stack.count < Self.maximumDepth else { return -1 }
        let nameRange = key?.range ?? ByteRange(Int(range.start), Int(range.start))
        return tree.append(
            SyntaxTree.Node(
                kind: kind, name: key?.name, nameRange: nameRange, valueRange: range,
                range: ByteRange(start: min(nameRange.start, range.start), end: max(nameRange.end, range.end)),
                scalar: scalar, parent: parent))
    }

    private mutating func end(_ node: Int, at end: Int, isRoot: Bool) {
        guard node >= 0, !isRoot else { return }
        tree.update(node) {
            $0.valueRange.end = UInt32(end)
            $0.range.end = UInt32(end)
        }
    }
}
