import CSystem
import Glibc
import LintSource

/// Questions to texts, byte by byte: what paths, names and values of configurations are asked is ASCII, and Unicode's rules
/// for characters cost a hundred times as much.
extension StringProtocol {
    /// Whether an ASCII text stands in it.
    func holds(_ text: StaticString) -> Bool {
        if let answer = utf8.withContiguousStorageIfAvailable({ ByteView($0).holds(text) }) { return answer }
        return String(self).withBytes { ByteView($0).holds(text) }
    }

    /// Behind the first place of an ASCII text.
    func end(of text: StaticString) -> Index? {
        let length = text.utf8CodeUnitCount
        let found = utf8.withContiguousStorageIfAvailable { bytes -> Int in
            guard let base = bytes.baseAddress, bytes.count >= length, length > 0 else { return -1 }
            let first = text.utf8Start[0]
            for at in 0...(bytes.count - length)
            where base[at] == first && memcmp(base + at, text.utf8Start, length) == 0 { return at }
            return -1
        }
        guard let found else { return firstRange(of: text.description)?.upperBound }
        return found < 0 ? nil : utf8.index(startIndex, offsetBy: found + length)
    }

    /// Whether an ASCII byte stands in it.
    func holds(_ byte: UInt8) -> Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            for other in bytes where other == byte { return true }
            return false
        } ?? utf8.contains(byte)
    }

    /// Whether it begins with an ASCII text.
    func begins(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        let answer = utf8.withContiguousStorageIfAvailable { bytes -> Bool in
            guard let base = bytes.baseAddress else { return length == 0 }
            return bytes.count >= length && memcmp(base, text.utf8Start, length) == 0
        }
        return answer ?? hasPrefix(text.description)
    }

    /// Whether it ends with an ASCII text.
    func ends(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        let answer = utf8.withContiguousStorageIfAvailable { bytes -> Bool in
            guard let base = bytes.baseAddress else { return length == 0 }
            return bytes.count >= length && memcmp(base + (bytes.count - length), text.utf8Start, length) == 0
        }
        return answer ?? hasSuffix(text.description)
    }

    /// What stands after the last `/`, those at the end left out; all of it where there is none.
    var lastPart: Substring {
        let whole = Substring(self)
        let part = whole.utf8.withContiguousStorageIfAvailable { bytes -> Range<Int> in
            var end = bytes.count
            while end > 0, bytes[end - 1] == 0x2F { end -= 1 }
            var start = end
            while start > 0, bytes[start - 1] != 0x2F { start -= 1 }
            return start..<end
        }
        guard let part else { return Substring(String(decoding: Array(utf8), as: UTF8.self)).lastPart }
        let start = whole.utf8.index(whole.startIndex, offsetBy: part.lowerBound)
        return whole[start..<whole.utf8.index(start, offsetBy: part.count)]
    }

    /// Where an ASCII byte stands last.
    func index(ofLast byte: UInt8) -> Index? {
        let offset = utf8.withContiguousStorageIfAvailable { bytes in
            var at = bytes.count - 1
            while at >= 0, bytes[at] != byte { at -= 1 }
            return at
        }
        guard let offset else { return Substring(self).utf8.lastIndex(of: byte) }
        return offset < 0 ? nil : utf8.index(startIndex, offsetBy: offset)
    }

    /// Its parts between `/`, empty ones left out.
    var pathParts: [Substring] {
        let whole = Substring(self)
        let parts = whole.utf8.withContiguousStorageIfAvailable { bytes in
            var parts: [Range<Int>] = []
            var start = 0
            for at in 0...bytes.count where at == bytes.count || bytes[at] == 0x2F {
                if start < at { parts.append(start..<at) }
                start = at + 1
            }
            return parts
        }
        guard let parts else { return whole.utf8.split(separator: 0x2F).map { Substring($0) } }
        var result: [Substring] = []
        result.reserveCapacity(parts.count)
        for part in parts {
            let start = whole.utf8.index(whole.startIndex, offsetBy: part.lowerBound)
            result.append(whole[start..<whole.utf8.index(start, offsetBy: part.count)])
        }
        return result
    }
}

extension String {
    /// The text's bytes in one piece.
    func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return copy.withUTF8(body)
    }
}

extension ByteView {
    /// The first place of a text in lower case, case ignored.
    func first(_ text: StaticString, from start: Int = 0, to end: Int = .max) -> Int? {
        let length = text.utf8CodeUnitCount
        let stop = min(end, count) - length + 1
        guard length > 0, start < stop else { return nil }
        let found = flywheel_find_text(base, start, stop, text.utf8Start, length)
        return found < stop ? found : nil
    }

    func first(_ text: [UInt8], from start: Int, to end: Int) -> Int? {
        let stop = min(end, count) - text.count + 1
        guard !text.isEmpty, start < stop else { return nil }
        let found = text.withUnsafeBufferPointer { text in
            text.baseAddress.map { flywheel_find_text(base, start, stop, $0, text.count) } ?? stop
        }
        return found < stop ? found : nil
    }

    /// The first place of a byte at or behind `start`.
    func first(_ byte: UInt8, from start: Int) -> Int? {
        guard start < count, let found = memchr(base + start, Int32(byte), count - start) else { return nil }
        return UnsafeRawPointer(base).distance(to: found)
    }

    /// Where the line that holds `at` ends.
    func lineEnd(of at: Int) -> Int {
        guard at < count, let found = memchr(base + at, 0x0A, count - at) else { return count }
        return UnsafeRawPointer(base).distance(to: found)
    }

    /// Where the line that holds `at` begins.
    func lineStart(of at: Int) -> Int {
        guard at > 0, let found = flywheel_memrchr(base, 0x0A, min(at, count)) else { return 0 }
        return UnsafeRawPointer(base).distance(to: found) + 1
    }

    /// Whether it is an ASCII text.
    func equals(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && has(text, at: 0) }

    /// Whether an ASCII text is what stands in a range.
    func holds(_ text: StaticString, in range: ByteRange) -> Bool {
        range.count == text.utf8CodeUnitCount && has(text, at: Int(range.start))
    }

    /// Whether a text, which is not empty, stands in it.
    func holds(_ text: StaticString) -> Bool { place(of: text) != nil }

    /// 64 bits that stand for a name.
    func hash(_ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for at in range { hash = (hash ^ UInt64(base[at])) &* 0x100_0000_01b3 }
        return hash
    }
}

extension StringProtocol {
    /// As ``ByteView/hash(_:)`` of the same bytes.
    var nameHash: UInt64 { nameHash(after: 0xcbf2_9ce4_8422_2325) }

    /// Of a text with this one behind it, whose own is known.
    func nameHash(after start: UInt64) -> UInt64 {
        func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
            var hash = start
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return hash
        }
        return utf8.withContiguousStorageIfAvailable(hash) ?? Array(utf8).withUnsafeBufferPointer(hash)
    }
}
