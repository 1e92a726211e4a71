import LintSource

/// The text that was scanned, and how it lies in the file: as it is, or decoded from UTF-16 or UTF-32.
struct YAMLSource {
    /// UTF-8, followed by a NUL that is not counted; valid while the tokenizer runs.
    let base: UnsafePointer<UInt8>
    let count: Int
    /// The file's offset of each byte and of the end; `nil` where they are the same.
    let offsets: [UInt32]?
    /// Stretches that a template's actions cover, sorted.
    let actions: [ByteRange]

    @inline(__always)
    func map(_ i: Int) -> Int { offsets.map { Int($0[i]) } ?? i }

    func range(_ event: YAMLEvent) -> ByteRange { ByteRange(map(Int(event.start)), map(Int(event.end))) }

    /// The decoded text of a scalar.
    func text(_ event: YAMLEvent) -> String { YAMLDecoder.text(event, base, count) }

    /// The name that a key has.
    func name(_ event: YAMLEvent) -> String { event.kind == .null ? "" : text(event) }

    /// Whether part of the scalar is made by a template.
    func isTemplated(_ event: YAMLEvent) -> Bool {
        guard !actions.isEmpty else { return false }
        var low = 0
        var high = actions.count
        while low < high {
            let middle = (low + high) / 2
            if actions[middle].end <= event.start { low = middle + 1 } else { high = middle }
        }
        return low < actions.count && actions[low].start < event.end
    }
}
