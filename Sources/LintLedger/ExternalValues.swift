import LintSource

/// Numbers that no checkout holds (measurements), for KPIs that are declared `external`: one JSON object of numbers by
/// name.
public enum ExternalValues {
    /// Null stands for a value that is not known; anything else but a number is an error, with its place.
    public static func parse(_ bytes: [UInt8], path: String) throws(LedgerError) -> [String: Double] {
        try bytes.withByteView { view throws(LedgerError) in
            let lines = LineIndex(view)
            try LedgerFile.checkText(view, lines: lines, path: path, what: "a file of external values")
            var json = JSONReader(view, lines: lines, path: path)
            var values: [String: Double] = [:]
            try json.object { json, key throws(LedgerError) in
                if json.null() { return }
                values[key] = try json.number()
            }
            try json.end()
            return values
        }
    }
}
