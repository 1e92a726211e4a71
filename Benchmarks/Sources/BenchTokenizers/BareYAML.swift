import CBareYAML

/// Lets libyaml read a file and throws its events away; false where libyaml refuses the file.
func readBare(_ bytes: [UInt8]) -> Bool {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { return false }
    defer { yaml_parser_delete(&parser) }
    return bytes.withUnsafeBufferPointer { buffer in
        yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else { return false }
            let isEnd = event.type == YAML_STREAM_END_EVENT
            yaml_event_delete(&event)
            if isEnd { return true }
        }
    }
}
