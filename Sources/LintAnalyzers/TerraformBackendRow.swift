import BuiltinRules
import LintYAML

/// One backend of the table as it is recorded: every run that meets Terraform reads it, and YAML takes thrice the time. Fields stand
/// between tabs, items between `|`, and of a pair the name up to the first `:`.
struct TerraformBackendRow {
    enum Field: Int, CaseIterable {
        case type, source, required, address, name, folder, arguments, renamed, secrets, urls, locks, environment, own
        case defaults, workspaces
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>
    private let fields: [Bytes]

    /// In the order of the file.
    static func each(_ body: (Int, TerraformBackendRow) -> Void) {
        let recorded = BuiltinRules.backends
        let bytes = UnsafeBufferPointer(start: recorded.utf8Start, count: recorded.utf8CodeUnitCount)
        for (number, line) in bytes.split(separator: 0x0A).enumerated() {
            body(number, TerraformBackendRow(fields: line.split(separator: 0x09, omittingEmptySubsequences: false)))
        }
    }

    /// `nil` for one that is not given.
    func text(_ field: Field) -> String? {
        let bytes = bytes(field)
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    func texts(_ field: Field) -> [String] {
        bytes(field).split(separator: 0x7C).map { String(decoding: $0, as: UTF8.self) }
    }

    func pairs(_ field: Field) -> [String: String] {
        let all = bytes(field).split(separator: 0x7C)
        var result = [String: String](minimumCapacity: all.count)
        for pair in all {
            guard let colon = pair.firstIndex(of: 0x3A) else { continue }
            result[String(decoding: pair[..<colon], as: UTF8.self)] = String(
                decoding: pair[(colon + 1)...], as: UTF8.self)
        }
        return result
    }

    private func bytes(_ field: Field) -> Bytes {
        field.rawValue < fields.count ? fields[field.rawValue] : fields[0].prefix(0)
    }

    /// The table as `make record` writes it, from the text of `Facts/`.
    static var recording: String {
        var table = ""
        for entry in TerraformBackend.section("backends")?.entries ?? [] {
            let fields = Field.allCases.map { written($0, entry.key, entry.value) }
            table += fields.joined(separator: "\t") + "\n"
        }
        return table
    }

    private static func written(_ field: Field, _ type: String, _ node: YAMLNode) -> String {
        func texts(_ keys: String...) -> String { keys.flatMap { node[$0]?.texts ?? [] }.joined(separator: "|") }
        func pairs(_ key: String) -> String {
            (node[key]?.entries ?? []).map { $0.key + ":" + ($0.value.text ?? "") }.joined(separator: "|")
        }
        switch field {
        case .type: return type
        case .source, .address, .name, .folder, .own, .workspaces: return node["\(field)"]?.text ?? ""
        case .required, .secrets, .urls: return texts("\(field)")
        case .arguments: return texts("arguments", "opentofu", "removed", "blocks")
        case .locks: return node["locks"]?.text ?? texts("locks")
        case .renamed, .environment, .defaults: return pairs("\(field)")
        }
    }
}

/// What is recorded of `Facts/` in a form that is read faster.
public enum TerraformTables {
    public static var recording: String { TerraformBackendRow.recording }
}
