/// Text inside XML 1.0, in elements and attributes alike.
enum XMLText {
    /// Characters that XML has no place for are made visible first.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in VisibleText.of(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    /// Findings by file, files in the order of the report.
    static func byFile<Item>(_ items: [Item], path: (Item) -> String) -> [(path: String, items: [Item])] {
        var groups: [(path: String, items: [Item])] = []
        for item in items {
            if groups.last?.path == path(item) {
                groups[groups.count - 1].items.append(item)
            } else {
                groups.append((path(item), [item]))
            }
        }
        return groups
    }
}
