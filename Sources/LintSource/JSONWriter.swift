/// Writes JSON as bytes, keys in the order they are given: reports must be identical from run to run.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    /// Whether a comma must come before the next item: at this level, and at those around it.
    private var needsComma = false
    private var around: [Bool] = []
    private var afterKey = false
    private let indent: Int

    /// `indent` 0 writes everything on one line.
    public init(indent: Int = 0) { self.indent = indent }

    /// On one line, with room for `capacity` bytes.
    public init(capacity: Int) {
        indent = 0
        bytes.reserveCapacity(capacity)
    }

    public mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }
    public mutating func array(_ body: (inout JSONWriter) -> Void) { nest("[", "]", body) }

    /// - Parameter name: without anything that JSON escapes.
    public mutating func key(_ name: StaticString) {
        separate()
        append(quoted: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        endKey()
    }

    /// A key that is not the program's own.
    public mutating func key(named name: String) {
        separate()
        string(name)
        endKey()
    }

    private mutating func endKey() {
        bytes.append(.ascii(":"))
        if indent > 0 { bytes.append(0x20) }
        afterKey = true
    }

    public mutating func value(_ text: String) {
        separate()
        string(text)
    }
    public mutating func value(_ number: Int) {
        separate()
        // By hand: a tokens report has two numbers a token, and a String for each is most of its time.
        if number < 0 { bytes.append(.ascii("-")) }
        var rest = number.magnitude
        var power: UInt = 1
        while rest / power >= 10 { power *= 10 }
        while power > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 0x30 + rest / power))
            rest %= power
            power /= 10
        }
    }
    public mutating func value(_ flag: Bool) {
        separate()
        bytes += (flag ? "true" : "false").utf8
    }
    /// Up to nine significant digits; NaN and infinities, which JSON has not, become null.
    public mutating func value(_ number: Double) {
        guard number.isFinite else { return null() }
        if number == number.rounded(), abs(number) < 1e15 { return value(Int(number)) }
        separate()
        bytes += "\(number)".utf8
    }
    public mutating func null() {
        separate()
        bytes += "null".utf8
    }

    public mutating func field(_ name: StaticString, _ text: String) {
        let isDone = text.utf8.withContiguousStorageIfAvailable { plainField(name, $0) }
        if isDone == true { return }
        key(name)
        value(text)
    }
    public mutating func field(_ name: StaticString, _ number: Int) {
        let isDone =
            number >= 0
            && plainField(name, most: 20) { at in
                var digits = 1
                var rest = number
                while rest >= 10 {
                    digits += 1
                    rest /= 10
                }
                rest = number
                for place in (0..<digits).reversed() {
                    at[place] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
                    rest /= 10
                }
                at += digits
            }
        if isDone { return }
        key(name)
        value(number)
    }
    public mutating func field(_ name: StaticString, _ flag: Bool) {
        key(name)
        value(flag)
    }
    /// `nil` is written as null.
    public mutating func field(_ name: StaticString, optional text: String?) {
        if let text { return field(name, text) }
        let null: StaticString = "null"
        let isDone = plainField(name, most: null.utf8CodeUnitCount) { at in
            at.update(from: null.utf8Start, count: null.utf8CodeUnitCount)
            at += null.utf8CodeUnitCount
        }
        if isDone { return }
        key(name)
        self.null()
    }
    public mutating func field(_ name: StaticString, optional number: Double?) {
        key(name)
        if let number { value(number) } else { null() }
    }
    public mutating func field(_ name: StaticString, _ texts: [String]) {
        key(name)
        array { for text in texts { $0.value(text) } }
    }
    public mutating func object(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name)
        object(body)
    }
    public mutating func array(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name)
        array(body)
    }
    /// Lets `write` append items to the bytes itself, with their commas: for long arrays of small objects. One line only.
    public mutating func rawItems(_ write: (inout [UInt8]) -> Void) {
        let before = bytes.count
        write(&bytes)
        if bytes.count > before { needsComma = true }
    }
    /// An item of an array that another writer wrote.
    public mutating func raw(_ item: [UInt8]) {
        separate()
        bytes += item
    }
    /// Ends a line (JSON Lines, or the end of a file).
    public mutating func newline() {
        bytes.append(0x0A)
        needsComma = false
        around = []
        afterKey = false
    }
    /// Forgets all that was written, but not the room for it.
    public mutating func restart() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
        around.removeAll(keepingCapacity: true)
        afterKey = false
    }
    /// Takes what was written so far, leaving the writer where it stands; for streaming.
    public mutating func drain() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(.ascii(open))
        around.append(needsComma)
        needsComma = false
        body(&self)
        let hadItems = needsComma
        needsComma = around.removeLast()
        if hadItems { breakLine() }
        bytes.append(.ascii(close))
    }

    private mutating func separate() {
        if afterKey {
            afterKey = false
            return
        }
        if needsComma { bytes.append(.ascii(",")) }
        needsComma = true
        if indent > 0, !around.isEmpty { breakLine() }
    }

    private mutating func breakLine() {
        guard indent > 0 else { return }
        bytes.append(0x0A)
        for _ in 0..<(indent * around.count) { bytes.append(0x20) }
    }

    /// Eight bytes in one step. May take a byte behind one that needs an escape for another such: the answer is the same.
    private static func mayNeedEscapes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        func hasZero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & tops }
        let raw = UnsafeRawBufferPointer(bytes)
        var at = 0
        while at + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            var hits = (word &- ones &* 0x20) & ~word & tops
            hits |= hasZero(word ^ (ones &* 0x22))
            hits |= hasZero(word ^ (ones &* 0x5C))
            hits |= hasZero(word ^ (ones &* 0x7F))
            if hits != 0 { return true }
            at += 8
        }
        while at < raw.count {
            let byte = raw[at]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F { return true }
            at += 1
        }
        return false
    }

    private mutating func string(_ text: String) {
        if text.utf8.withContiguousStorageIfAvailable({ string($0) }) != nil { return }
        var text = text
        text.withUTF8 { string($0) }
    }

    private mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard JSONWriter.mayNeedEscapes(utf8) else { return append(quoted: utf8) }
        bytes.append(0x22)
        for byte in utf8 {
            switch byte {
            case 0x22, 0x5C:
                bytes.append(0x5C)
                bytes.append(byte)
            case 0x0A: bytes += [0x5C, .ascii("n")]
            case 0x0D: bytes += [0x5C, .ascii("r")]
            case 0x09: bytes += [0x5C, .ascii("t")]
            case 0..<0x20, 0x7F:
                let digits = Array("0123456789abcdef".utf8)
                bytes += "\\u00".utf8
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }

    /// A field on one line, in one step: a report of many findings is made of little else.
    /// - Parameter write: puts a value of no more than `most` bytes at a place, and leaves the place behind it.
    @inline(__always)
    private mutating func plainField(
        _ name: StaticString, most: Int, _ write: (inout UnsafeMutablePointer<UInt8>) -> Void
    ) -> Bool {
        guard indent == 0, !afterKey else { return false }
        let length = name.utf8CodeUnitCount
        let hasComma = needsComma
        needsComma = true
        bytes.append(addingCapacity: length + most + 4) { span in
            span.withUnsafeMutableBufferPointer { buffer, count in
                guard var at = buffer.baseAddress else { return }
                let start = at
                if hasComma {
                    at[0] = .ascii(",")
                    at += 1
                }
                at[0] = 0x22
                (at + 1).update(from: name.utf8Start, count: length)
                at[length + 1] = 0x22
                at[length + 2] = .ascii(":")
                at += length + 3
                write(&at)
                count = at - start
            }
        }
        return true
    }

    /// The same of a text that needs no escapes.
    private mutating func plainField(_ name: StaticString, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !JSONWriter.mayNeedEscapes(text) else { return false }
        return plainField(name, most: text.count + 2) { at in
            at[0] = 0x22
            if let from = text.baseAddress { (at + 1).update(from: from, count: text.count) }
            at[text.count + 1] = 0x22
            at += text.count + 2
        }
    }

    /// In one step, quotes and all.
    private mutating func append(quoted text: UnsafeBufferPointer<UInt8>) {
        bytes.append(addingCapacity: text.count + 2) { span in
            span.withUnsafeMutableBufferPointer { buffer, count in
                guard let start = buffer.baseAddress else { return }
                start[0] = 0x22
                if let from = text.baseAddress { (start + 1).update(from: from, count: text.count) }
                start[text.count + 1] = 0x22
                count = text.count + 2
            }
        }
    }
}
