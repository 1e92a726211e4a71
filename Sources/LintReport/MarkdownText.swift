/// Text inside GitHub's Markdown that must stay text: no markup, no links, no mentions.
enum MarkdownText {
    static func escaped(_ text: String, limit: Int = 300) -> String {
        var result = ""
        for scalar in VisibleText.of(text, limit: limit).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            // An empty comment keeps GitHub from calling somebody, or another issue, or making a link of an address.
            case "@": result += "@<!-- -->"
            case "#": result += "#<!-- -->"
            case ":": result += ":<!-- -->"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "!", "|", "~", "$":
                result += "\\"
                result.unicodeScalars.append(scalar)
            // "www." makes a link too.
            case "." where result.hasSuffix("www"): result += "\\."
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// As code, where GitHub interprets nothing.
    static func code(_ text: String, limit: Int = 300) -> String {
        var result = ""
        for scalar in VisibleText.of(text, limit: limit).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            // Markdown reads on inside the element.
            case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "!":
                result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return "<code>\(result)</code>"
    }
}
