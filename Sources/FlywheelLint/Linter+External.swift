import LintLedger
import LintSource
import LintWalk

extension Linter {
    /// The values of a file of the past: one that cannot be read had none.
    static func external(_ bytes: ByteView) -> [String: Double] {
        (try? ExternalValues.parse(Array(bytes.buffer), path: "")) ?? [:]
    }

    /// The values of a file on disk.
    public static func external(file path: String, shown: String) throws(LintFailure) -> [String: Double] {
        let bytes: [UInt8]
        do throws(ReadError) { bytes = try FileReader.bytes(of: path, limit: 16 << 20) } catch {
            throw LintFailure("\(shown): cannot be read: \(error); give a JSON object of numbers by name")
        }
        return try orFail(shown) { try ExternalValues.parse(bytes, path: shown) }
    }
}
