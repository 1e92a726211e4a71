import CLibYAML
import LintSource
import LintSyntax
import Testing

/// libyaml, another implementation, must read the same structure and the same text.
@Suite struct YAMLAgainstLibYAMLTests {
    @Test(arguments: [
        "a: b\n", "- a\n- [b, c: d, {e: f, g}]\n- {h: i}\n",
        "a: |\n  b\n   c\n\n  d\n\n\ne: >\n  f\n  g\n\n  h\n    i\n  j\n",
        "a: |+\n  b\n\nc: >-\n\n  d\n  e\n\nf: |\n\n",
        "a: b\n  c\n\n  d # e\nf: 'g\n  h''i\n\n  j '\nk: \"l\\\n  m\\tn\n\n  o\"\n",
        "? - a\n  - b\n: c\n? d\n? e\n: - f\n", "a:\n- b\n- - c\n  - d\n-\n- e: f\n  g: h\ni:\n",
        "&a b: &c\n  d: *e\nf: !g\n- !h i\n",
        "%YAML 1.1\n---\na\n...\n--- b\n---\n", "{a: {b: [c, [d, e]], \"f\":g, 'h' : i, ? j : k, l: , m}, n: []}\n",
        "a: |2\n    b\n   c\nd: >1\n  e\n f\n",
        "\"a\\x41\\u00e9\\U0001F4A9\\0\\a\\b\\e\\f\\n\\r\\t\\v\\\"\\/\\\\\\N\\_\\L\\P\\ b\"\n", "a: {{ b }}\n",
        "- \"\"\n- ''\n- |\n- ~\n", "a: b\r\nc: |\r\n  d\r\n  e\r\n",
    ])
    func `the structure is libyaml's`(_ source: String) {
        let reading = Reading(source, .yaml)
        #expect(reading.messages == [])
        #expect(values(reading) == LibYAML.values(source))
    }

    /// All scalars of the tree, in order.
    private func values(_ reading: Reading) -> [String] {
        guard let tree = reading.document.tree else { return [] }
        let isScalarRoot = tree.nodes.count == 1 && tree.nodes[0].kind == .scalar
        return tree.nodes.dropFirst(isScalarRoot ? 0 : 1).flatMap { node in
            let value =
                switch node.kind {
                case .object: "{}"
                case .array: "[]"
                case .scalar: node.scalar ?? "?"
                case .expression: reading.text(node.valueRange)
                }
            return [node.name, value].compactMap { $0 }
        }
    }
}

private enum LibYAML {
    private struct Open {
        var isMapping: Bool
        var isKey: Bool
    }

    /// Names and values in order; a key that is a collection is `?`, a root collection is not told.
    static func values(_ source: String) -> [String] {
        var parser = yaml_parser_t()
        yaml_parser_initialize(&parser)
        defer { yaml_parser_delete(&parser) }
        let bytes = Array(source.utf8)
        return bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            return read(&parser)
        }
    }

    private static func read(_ parser: inout yaml_parser_t) -> [String] {
        var result: [String] = []
        var open: [Open] = []
        var inKey = 0
        func done() {
            guard let last = open.last, last.isMapping else { return }
            open[open.count - 1].isKey.toggle()
        }
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else { return result + ["error"] }
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_END_EVENT: return result
            case YAML_MAPPING_START_EVENT, YAML_SEQUENCE_START_EVENT:
                let isMapping = event.type == YAML_MAPPING_START_EVENT
                if inKey > 0 || open.last?.isKey == true {
                    inKey += 1
                } else {
                    if !open.isEmpty { result.append(isMapping ? "{}" : "[]") }
                    open.append(Open(isMapping: isMapping, isKey: isMapping))
                }
            case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
                if inKey > 0 {
                    inKey -= 1
                    if inKey > 0 { continue }
                    result.append("?")
                } else {
                    open.removeLast()
                }
                done()
            case YAML_SCALAR_EVENT where inKey == 0:
                let scalar = event.data.scalar
                result.append(
                    String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self))
                done()
            case YAML_ALIAS_EVENT where inKey == 0:
                result.append("*" + String(cString: event.data.alias.anchor))
                done()
            default: continue
            }
        }
    }
}
