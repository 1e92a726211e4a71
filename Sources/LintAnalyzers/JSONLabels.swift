import LintSource

/// Labels in a JSON text inside a workflow: `["self-hosted", "linux"]`, `"linux"`, `{"group": "g", "labels": [...]}`.
struct JSONLabels {
    /// Labels that hold together.
    let choices: [[ByteRange]]

    init(_ bytes: ByteView, _ range: ByteRange) {
        var labels: [ByteRange] = []
        var depth = 0
        var isObject = false
        var key: ByteRange?
        var at = Int(range.start)
        let end = Int(range.end)
        while at < end {
            let byte = bytes[at]
            // In a double-quoted YAML scalar the quotes carry backslashes.
            if byte == .ascii("\"") {
                let start = at + 1
                at = start
                while at < end, bytes[at] != .ascii("\"") { at += 1 }
                let text = ByteRange(start, bytes[at - 1] == .ascii("\\") && at > start ? at - 1 : at)
                var next = at + 1
                while next < end, bytes[next].isWhiteSpace { next += 1 }
                if bytes[next] == .ascii(":"), next < end {
                    key = text
                } else if !isObject || key.map({ bytes.text($0) == "labels" }) == true, !text.isEmpty {
                    labels.append(text)
                }
            } else if byte == .ascii("{") || byte == .ascii("[") {
                if depth == 0 { isObject = byte == .ascii("{") }
                depth += 1
            } else if byte == .ascii("}") || byte == .ascii("]") {
                depth -= 1
            }
            at += 1
        }
        choices = labels.isEmpty ? [] : [labels]
    }
}
