import LintFindings
import Testing

@testable import LintLedger

@Suite struct CacheRecordTests {
    private static let key = [UInt8](0..<32)
    private static let history = RecordedHistory(
        commits: (0..<9).map { number in
            KPIHistory.Commit(
                id: String(repeating: "\(number)", count: 40), date: "2026-01-0\(number + 1)T00:00:00+00:00",
                author: number % 2 == 0 ? "Ada" : "Şule", subject: "step \(number)",
                values: [Double(number / 3), nil, number > 4 ? 0.5 : -2])
        }, day: "2026-11-28")
    private static let file = CacheRecord.framed(history.bytes, key: key)

    private func read(_ bytes: [UInt8], key: [UInt8] = Self.key) -> RecordedHistory? {
        CacheRecord.payload(bytes, key: key).flatMap { RecordedHistory($0, values: 3) }
    }

    @Test func aHistoryIsReadAsItWasWritten() { #expect(read(Self.file) == Self.history) }

    @Test func aFileThatIsCutOffAnywhereIsNone() {
        for end in 0..<Self.file.count { #expect(read(Array(Self.file[..<end])) == nil) }
    }

    @Test func anyChangedByteMakesItNone() {
        for at in Self.file.indices {
            var bytes = Self.file
            bytes[at] ^= 0x10
            #expect(read(bytes) == nil, "byte \(at)")
        }
    }

    @Test func anotherKeyOrMoreBytesMakeItNone() {
        #expect(read(Self.file, key: [UInt8](1...32)) == nil)
        #expect(read(Self.file + [0]) == nil)
        #expect(CacheRecord.payload(Self.file, key: Self.key).flatMap { RecordedHistory($0, values: 4) } == nil)
    }

    @Test("Whatever a file with a right checksum holds, reading ends without a trap")
    func hostilePayloads() {
        var state: UInt64 = 1
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let payload = Self.history.bytes
        for _ in 0..<4_000 {
            var bytes = payload
            for _ in 0...(next() % 4) { bytes[Int(next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: next()) }
            if next() % 4 == 0 { bytes.removeLast(Int(next() % UInt64(bytes.count))) }
            _ = read(CacheRecord.framed(bytes, key: Self.key))
        }
        for byte in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
            _ = read(CacheRecord.framed([UInt8](repeating: byte, count: 300), key: Self.key))
        }
    }
}
