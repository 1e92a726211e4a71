import Glibc

/// Cutting and filling of templates, byte by byte: a fold asks this of the same texts over and over.
extension TerraformTemplate {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// The pieces of a text, one after the other: what is fixed, and what is `${…}`, `$name`, `{{…}}`.
    struct Pieces: Sequence, IteratorProtocol {
        private let bytes: Bytes
        private var at = 0
        /// A piece that was seen behind a fixed one.
        private var waiting: Range<Int>?
        /// Whether no `}}` stands any further.
        private var hasNoClose = false

        init(_ bytes: Bytes) { self.bytes = bytes }

        mutating func next() -> Range<Int>? {
            if let range = waiting {
                waiting = nil
                return range
            }
            let first = at
            while at < bytes.count {
                if bytes[at] == 0x24 || bytes[at] == 0x7B, let stop = end(from: at) {
                    let found = at..<stop
                    at = stop
                    if first == found.lowerBound { return found }
                    waiting = found
                    return first..<found.lowerBound
                }
                at += 1
            }
            return first < at ? first..<at : nil
        }

        private func has(_ byte: UInt8, _ at: Int) -> Bool { at < bytes.count && bytes[at] == byte }

        private mutating func close(from start: Int) -> Int? {
            guard !hasNoClose else { return nil }
            var at = start
            while at + 1 < bytes.count {
                if bytes[at] == 0x7D, bytes[at + 1] == 0x7D { return at + 2 }
                at += 1
            }
            hasNoClose = true
            return nil
        }

        private mutating func end(from start: Int) -> Int? {
            guard bytes[start] == 0x24 else { return has(0x7B, start + 1) ? close(from: start + 2) : nil }
            var at = start + 1
            guard has(0x7B, at) else {
                // The stem of Make's pattern rules, all that a shell was told.
                if has(0x2A, at) || has(0x40, at) { return at + 1 }
                while at < bytes.count, TerraformTemplate.isNameByte(bytes[at]) { at += 1 }
                return at > start + 1 ? at : nil
            }
            if has(0x7B, at + 1) { return close(from: at + 2) }
            var depth = 0
            while at < bytes.count {
                if bytes[at] == 0x7B { depth += 1 }
                if bytes[at] == 0x7D { depth -= 1 }
                at += 1
                if depth == 0 { return at }
            }
            return nil
        }
    }

    @inline(__always) static func isNameByte(_ byte: UInt8) -> Bool {
        byte == 0x5F || byte >= 0x30 && byte <= 0x39 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
    }

    static func isName(_ bytes: Slice<Bytes>) -> Bool {
        guard let first = bytes.first, first < 0x30 || first > 0x39 else { return false }
        for at in bytes.startIndex..<bytes.endIndex where !isNameByte(bytes.base[at]) { return false }
        return true
    }

    static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, first < 0x30 || first > 0x39 else { return false }
        return text.utf8.allSatisfy(isNameByte)
    }

    /// The bytes of a text in one piece.
    private static func withBytes<R>(_ text: Substring, _ body: (Bytes) -> R) -> R {
        if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = String(text)
        return copy.withUTF8(body)
    }

    static func text(_ bytes: Slice<Bytes>) -> String { String(decoding: bytes, as: UTF8.self) }

    static func begins(_ bytes: Slice<Bytes>, _ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard bytes.count >= length else { return false }
        for at in 0..<length where bytes[bytes.startIndex + at] != text.utf8Start[at] { return false }
        return true
    }

    static func holdsDefault(_ bytes: Slice<Bytes>) -> Int? {
        var at = bytes.startIndex
        while at + 1 < bytes.endIndex {
            if bytes[at] == 0x3A, bytes[at + 1] == 0x2D { return at }
            at += 1
        }
        return nil
    }

    /// The variable's name in `$x`, `${x}`, `${x:-default}`.
    static func name(of text: Substring) -> String? {
        withBytes(text) { bytes in name(of: bytes[...]).map(self.text) }
    }

    private static func name(of bytes: Slice<Bytes>) -> Slice<Bytes>? {
        guard bytes.first == 0x24 else { return nil }
        let name = bytes.dropFirst().drop { $0 == 0x7B }.prefix(while: isNameByte)
        return isName(name) ? name : nil
    }

    /// Whether a name's bytes are those of a text.
    static func equals(_ name: Slice<Bytes>, _ text: String) -> Bool {
        text.withBytes { bytes in
            guard bytes.count == name.count, let base = bytes.baseAddress, let own = name.base.baseAddress else {
                return bytes.count == name.count
            }
            return memcmp(base, own + name.startIndex, bytes.count) == 0
        }
    }

    /// As ``StringProtocol/nameHash``.
    static func hash(_ name: Slice<Bytes>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for at in name.startIndex..<name.endIndex { hash = (hash ^ UInt64(name.base[at])) &* 0x100_0000_01b3 }
        return hash
    }

    /// The name that a whole text stands for: `$x`, `${x}`, `{{ x }}`, `{{.x}}` with its dot, `${{ env.x }}`, and with the dot `${{ matrix.x }}` and
    /// `${{ inputs.x }}`, which is `${{ github.event.inputs.x }}` too.
    static func variable(_ text: Substring) -> (name: String, isJust: Bool)? {
        withBytes(text) { bytes in variable(bytes[...]).map { (self.text($0.name), $0.isJust) } }
    }

    static func variable(_ text: Slice<Bytes>) -> (name: Slice<Bytes>, isJust: Bool)? {
        if begins(text, "${{") {
            let whole = text.dropFirst(3).drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0x7D }
            guard text.count(where: { $0 != 0x20 }) == whole.count + 5 else { return nil }
            if begins(whole, "env.") { return isName(whole.dropFirst(4)) ? (whole.dropFirst(4), false) : nil }
            if begins(whole, "matrix.") { return isName(whole.dropFirst(7)) ? (whole, false) : nil }
            // What a workflow is told, as a recipe is by its parameters.
            let name = begins(whole, "github.event.inputs.") ? whole.dropFirst(13) : whole
            guard begins(name, "inputs."), name.count > 7,
                name.dropFirst(7).allSatisfy({ isNameByte($0) || $0 == 0x2D })
            else { return nil }
            return (name, true)
        }
        if begins(text, "{{") {
            guard text.count > 4, text[text.endIndex - 1] == 0x7D, text[text.endIndex - 2] == 0x7D else { return nil }
            var name = text.dropFirst(2).dropLast(2)
            while name.first == 0x20 { name.removeFirst() }
            while name.last == 0x20 { name.removeLast() }
            // A Justfile's names may have dashes, a Taskfile's begin with a dot.
            if name.first == 0x2E { return isName(name.dropFirst()) ? (name, true) : nil }
            guard let first = name.first(where: { $0 != 0x2D }), first < 0x30 || first > 0x39,
                name.allSatisfy({ $0 == 0x2D || isNameByte($0) })
            else { return nil }
            return (name, true)
        }
        guard text.first == 0x24 else { return nil }
        let name = begins(text, "${") && text.last == 0x7D ? text.dropFirst(2).dropLast() : text.dropFirst()
        return isName(name) ? (name, false) : nil
    }

    /// Cuts a text into what is fixed and what is `${…}`, `$name`, `{{…}}`.
    /// Texts over 4,096 bytes are one piece.
    static func pieces(_ text: String) -> [Substring] {
        guard text.utf8.count <= 4_096, text.holds("$") || text.holds("{") else {
            return text.isEmpty ? [] : [text[...]]
        }
        var text = text
        text.makeContiguousUTF8()
        let ranges = text.withBytes { Array(Pieces($0)) }
        let utf8 = text.utf8
        return ranges.map { range in
            let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
            return text[start..<utf8.index(start, offsetBy: range.count)]
        }
    }

    /// Replaces what `value` knows. Texts over 4,096 bytes stay as they are.
    static func expand(_ text: String, _ value: (_ name: Slice<Bytes>, _ isJust: Bool) -> String?) -> String {
        guard text.utf8.count <= 4_096, isOpen(text) else { return text }
        return text.withBytes { bytes in
            var result = ""
            // Up to where the text is in the result.
            var done = 0
            for range in Pieces(bytes) where bytes[range.lowerBound] == 0x24 || bytes[range.lowerBound] == 0x7B {
                let piece = bytes[range]
                var known: String?
                if let found = variable(piece) { known = value(found.name, found.isJust) }
                if let parameter = parameter(piece) {
                    known = value(parameter, false)
                } else if known == nil, holdsDefault(piece) != nil, let name = name(of: piece) {
                    known = value(name, false).flatMap { $0.isEmpty ? nil : $0 }
                }
                guard let known else { continue }
                if done < range.lowerBound { result += self.text(bytes[done..<range.lowerBound]) }
                result += known
                done = range.upperBound
            }
            if done == 0 { return text }
            if done < bytes.count { result += self.text(bytes[done...]) }
            return result
        }
    }

    /// The number of a script's parameter: `$1`, `${2}`, `${1:-dev}`.
    private static func parameter(_ piece: Slice<Bytes>) -> Slice<Bytes>? {
        guard piece.first == 0x24 else { return nil }
        let isBraced = piece.dropFirst().first == 0x7B
        let rest = piece.dropFirst(isBraced ? 2 : 1)
        let number = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !number.isEmpty, number.first != 0x30 else { return nil }
        let end = rest.dropFirst(number.count)
        let isWhole = isBraced ? end.first == 0x7D && end.count == 1 : end.isEmpty
        return isWhole || isBraced && begins(end, ":-") ? number : nil
    }

    /// With `${x:-default}` as its default: what holds where nobody sets the variable.
    static func withDefaults(_ text: String) -> String {
        guard text.holds(":-") else { return text }
        var result = ""
        for piece in pieces(text) {
            let standard = withBytes(piece) { bytes -> String? in
                guard begins(bytes[...], "${"), bytes.last == 0x7D, let mark = holdsDefault(bytes[...]) else {
                    return nil
                }
                return self.text(bytes[(mark + 2)..<max(mark + 2, bytes.count - 1)])
            }
            result += standard.map(withDefaults) ?? String(piece)
        }
        return result
    }

    /// With `${x:-$(command)}` as `${x}`: nobody knows what stands there where nobody sets it.
    static func withoutOpenDefaults(_ text: String) -> String {
        guard text.holds(":-") else { return text }
        return pieces(text).map { piece in
            let isOpen = piece.holds(":-") && TerraformTemplate.isOpen(withDefaults(String(piece)))
            return isOpen ? name(of: piece).map { "${\($0)}" } ?? String(piece) : String(piece)
        }.joined()
    }

    /// Every variable by its name alone: `${X:-y}` and `$X` are `${X}`.
    static func withoutDefaults(_ text: String) -> String {
        guard text.holds(0x24) else { return text }
        return pieces(text).map { piece in name(of: piece).map { "${\($0)}" } ?? String(piece) }.joined()
    }

    /// With a hole for each command: what `$(…)` prints is not known, whatever stands in it.
    static func withoutCommands(_ text: String) -> String {
        guard text.holds("$(") else { return text }
        var result: [UInt8] = []
        var depth = 0
        for byte in text.utf8 {
            if byte == 0x28, depth > 0 || result.last == 0x24 {
                if depth == 0 { result += "{}".utf8 }
                depth += 1
            } else if depth == 0 {
                result.append(byte)
            } else if byte == 0x29 {
                depth -= 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether a closed text can be what a template with holes (`$x`, `{{x}}`, `<x>`, `{x}`) comes to.
    static func fits(_ text: String, _ template: String) -> Bool { Shape(template).fits(text) }

    /// What is fixed in a template: for who holds many texts against it.
    struct Shape {
        /// What stands before, between and behind its holes.
        private let fixed: [[UInt8]]

        init(_ template: String) {
            var fixed: [[UInt8]] = [[]]
            for piece in pieces(template) {
                if piece.begins("$") || piece.begins("{{") {
                    fixed.append([])
                    continue
                }
                var depth = 0
                for byte in piece.utf8 {
                    if byte == 0x3C || byte == 0x7B {
                        if depth == 0 { fixed.append([]) }
                        depth += 1
                    } else if byte == 0x3E || byte == 0x7D {
                        depth = max(0, depth - 1)
                    } else if depth == 0 {
                        fixed[fixed.count - 1].append(byte)
                    }
                }
            }
            self.fixed = fixed
        }

        func fits(_ text: String) -> Bool {
            let last = fixed[fixed.count - 1]
            return text.withBytes { bytes in
                if fixed.count == 1 { return bytes.elementsEqual(last) }
                guard bytes.starts(with: fixed[0]), bytes.count >= last.count,
                    bytes.suffix(last.count).elementsEqual(last)
                else { return false }
                var rest = bytes[fixed[0].count...]
                for part in fixed[1..<(fixed.count - 1)] where !part.isEmpty {
                    while !rest.isEmpty, !rest.starts(with: part) { rest = rest.dropFirst() }
                    guard !rest.isEmpty else { return false }
                    rest = rest.dropFirst(part.count)
                }
                return rest.count > last.count
            }
        }
    }
}
