import CLibYAML

/// Why a configuration or pack file is no YAML that can be used.
public struct YAMLError: Error, Sendable, Hashable {
    public var mark: YAMLNode.Mark
    /// Lower case, no full stop.
    public var message: String
    public init(mark: YAMLNode.Mark, message: String) {
        self.mark = mark
        self.message = message
    }
}

/// Reads one YAML document (configuration, packs) into nodes with marks.
///
/// Bounded: 64 levels, a million nodes with aliases counted each time they are used. A duplicate key is an error.
public enum YAMLDocument {
    static let maximumDepth = 64
    static let maximumNodes = 1_000_000

    /// The document's root; an empty file is an empty mapping.
    ///
    /// Values of the key `skipped` are an empty list, whatever they hold: they are well-formed, and nothing else is asked
    /// of them. In a document with anchors nothing is skipped, for what stands elsewhere may be written there.
    public static func parse(_ bytes: [UInt8], skipping skipped: String? = nil) throws(YAMLError) -> YAMLNode {
        var loader = Loader()
        if !bytes.contains(UInt8(ascii: "&")) { loader.skipped = skipped }
        return try loader.load(bytes)
    }

    private struct Loader {
        var parser = yaml_parser_t()
        var anchors: [String: (node: YAMLNode, count: Int)] = [:]
        var nodeCount = 0
        var skipped: String?

        mutating func load(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode {
            guard yaml_parser_initialize(&parser) == 1 else {
                throw YAMLError(mark: .init(line: 1, column: 1), message: "libyaml could not start (out of memory)")
            }
            defer { yaml_parser_delete(&parser) }
            let result: Result<YAMLNode, YAMLError> = bytes.withUnsafeBufferPointer { buffer in
                yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
                do throws(YAMLError) { return .success(try document()) } catch { return .failure(error) }
            }
            return try result.get()
        }

        private mutating func document() throws(YAMLError) -> YAMLNode {
            let empty = YAMLNode(value: .mapping([]), mark: .init(line: 1, column: 1))
            var root: YAMLNode?
            while true {
                var event = try next()
                defer { yaml_event_delete(&event) }
                switch event.type {
                case YAML_STREAM_END_EVENT: return root ?? empty
                case YAML_DOCUMENT_START_EVENT:
                    if root != nil {
                        throw YAMLError(mark: mark(event), message: "only one document is allowed in this file")
                    }
                case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
                default:
                    let node = try value(event, depth: 0)
                    root = node.isNull ? empty : node
                }
            }
        }

        private func mark(_ event: yaml_event_t) -> YAMLNode.Mark {
            .init(line: event.start_mark.line + 1, column: event.start_mark.column + 1)
        }

        private mutating func next() throws(YAMLError) -> yaml_event_t {
            var event = yaml_event_t()
            if yaml_parser_parse(&parser, &event) == 1 { return event }
            let problem = parser.problem.map { String(cString: $0) } ?? "not valid YAML"
            let place = parser.error == YAML_READER_ERROR ? yaml_mark_t() : parser.problem_mark
            throw YAMLError(
                mark: .init(line: place.line + 1, column: place.column + 1), message: "not valid YAML: \(problem)")
        }

        private mutating func count(_ event: yaml_event_t, _ more: Int = 1) throws(YAMLError) {
            nodeCount += more
            if nodeCount > YAMLDocument.maximumNodes {
                throw YAMLError(
                    mark: mark(event), message: "more than \(YAMLDocument.maximumNodes) values; make the file smaller")
            }
        }

        /// The value that begins with `event`.
        private mutating func value(_ event: yaml_event_t, depth: Int) throws(YAMLError) -> YAMLNode {
            let place = mark(event)
            guard depth < YAMLDocument.maximumDepth else {
                throw YAMLError(mark: place, message: "nested deeper than \(YAMLDocument.maximumDepth) levels")
            }
            let before = nodeCount
            try count(event)
            var node: YAMLNode
            var anchor: String?
            switch event.type {
            case YAML_ALIAS_EVENT:
                let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
                guard let known = anchors[name] else {
                    throw YAMLError(mark: place, message: "no anchor '&\(name)' before this alias")
                }
                try count(event, known.count)
                return YAMLNode(value: known.node.value, mark: place)
            case YAML_SCALAR_EVENT:
                let scalar = event.data.scalar
                anchor = scalar.anchor.map { String(cString: $0) }
                let text = String(
                    decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
                let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
                node = YAMLNode(value: .scalar(text, isPlain: isPlain), mark: place)
            case YAML_SEQUENCE_START_EVENT:
                anchor = event.data.sequence_start.anchor.map { String(cString: $0) }
                var items: [YAMLNode] = []
                while true {
                    var inner = try next()
                    defer { yaml_event_delete(&inner) }
                    if inner.type == YAML_SEQUENCE_END_EVENT { break }
                    items.append(try value(inner, depth: depth + 1))
                }
                node = YAMLNode(value: .sequence(items), mark: place)
            case YAML_MAPPING_START_EVENT:
                anchor = event.data.mapping_start.anchor.map { String(cString: $0) }
                node = YAMLNode(value: .mapping(try entries(depth: depth)), mark: place)
            default:
                throw YAMLError(mark: place, message: "unexpected YAML structure")
            }
            if let anchor { anchors[anchor] = (node, nodeCount - before) }
            return node
        }

        private mutating func entries(depth: Int) throws(YAMLError) -> [YAMLNode.Entry] {
            var entries: [YAMLNode.Entry] = []
            // Most mappings are so small that looking through them is cheaper than hashing their keys.
            var seen: [String: YAMLNode.Mark]?
            while true {
                var inner = try next()
                defer { yaml_event_delete(&inner) }
                if inner.type == YAML_MAPPING_END_EVENT { return entries }
                let key = try value(inner, depth: depth + 1)
                guard case .scalar(let name, _) = key.value else {
                    throw YAMLError(mark: key.mark, message: "a key must be a plain name, not \(key.kindName)")
                }
                if entries.count == 16 {
                    seen = Dictionary(entries.map { ($0.key, $0.keyMark) }) { first, _ in first }
                }
                if let first = seen.map({ $0[name] }) ?? entries.first(where: { $0.key == name })?.keyMark {
                    throw YAMLError(
                        mark: key.mark, message: "duplicate key '\(name)'; it stands already on line \(first.line)")
                }
                seen?[name] = key.mark
                var after = try next()
                defer { yaml_event_delete(&after) }
                let known =
                    name == skipped ? try skip(after, depth: depth + 1) : try value(after, depth: depth + 1)
                entries.append(.init(key: name, keyMark: key.mark, value: known))
            }
        }

        /// Passes over the value that begins with `event`.
        private mutating func skip(_ event: yaml_event_t, depth: Int) throws(YAMLError) -> YAMLNode {
            let place = mark(event)
            var open = 0
            var type = event.type
            while true {
                switch type {
                case YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT: open += 1
                case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: open -= 1
                default: break
                }
                guard open > 0 else { return YAMLNode(value: .sequence([]), mark: place) }
                var inner = try next()
                defer { yaml_event_delete(&inner) }
                type = inner.type
                try count(inner)
                guard depth + open < YAMLDocument.maximumDepth else {
                    throw YAMLError(
                        mark: mark(inner), message: "nested deeper than \(YAMLDocument.maximumDepth) levels")
                }
            }
        }
    }
}
