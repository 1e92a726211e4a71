import LintSource

/// How paths and rules are written in a ledger: one line each, readable, and back to the same bytes.
///
/// `\` escapes: `\\`, `\n`, `\r`, `\t`, and `\u{hex}` for every other code point that an editor may hide, break a line
/// at, or strip. Everything else stands for itself, in UTF-8.
enum LedgerText {
    static func escaped(_ text: String, isToken: Bool = false) -> String {
        var plain = true
        for byte in text.utf8 where byte <= 0x20 || byte == 0x5C || byte >= 0x7F {
            plain = byte == 0x20 && !isToken
            if !plain { break }
        }
        if plain, !isToken { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case " " where isToken, "[" where isToken && result.isEmpty, "#" where isToken && result.isEmpty,
                "<" where isToken && result.isEmpty, "|" where isToken && result.isEmpty,
                "=" where isToken && result.isEmpty, ">" where isToken && result.isEmpty, _ where needsEscape(scalar):
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text that ``escaped(_:isToken:)`` wrote, or `nil` and the place (in code points) of an escape that is none.
    static func unescaped(_ text: String) -> Result<String, BadEscape> {
        if !text.utf8.contains(0x5C) { return .success(text) }
        var result = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        var i = 0
        while i < scalars.count {
            guard scalars[i] == "\\" else {
                result.append(scalars[i])
                i += 1
                continue
            }
            let start = i
            i += 2
            switch i <= scalars.count ? scalars[i - 1] : " " {
            case "\\": result.append("\\")
            case "n": result.append("\n")
            case "r": result.append("\r")
            case "t": result.append("\t")
            case "u":
                guard i < scalars.count, scalars[i] == "{",
                    let close = scalars[i...].prefix(10).firstIndex(of: "}"),
                    let scalar = hexadecimal(scalars[(i + 1)..<close])
                else { return .failure(BadEscape(offset: start)) }
                result.append(scalar)
                i = close + 1
            default: return .failure(BadEscape(offset: start))
            }
        }
        return .success(String(result))
    }

    /// The code point with this number; `nil` where it is none.
    private static func hexadecimal(_ digits: ArraySlice<Unicode.Scalar>) -> Unicode.Scalar? {
        if digits.isEmpty { return nil }
        var value: UInt32 = 0
        for digit in digits {
            guard digit.isASCII, UInt8(digit.value).isHexDigit else { return nil }
            let part = digit.value & 0xF + (UInt8(digit.value).isDigit ? 0 : 9)
            value = value << 4 | part
        }
        return Unicode.Scalar(value)
    }

    struct BadEscape: Error {
        var offset: Int
    }

    /// A reason on one line: control characters as spaces, none at the ends; `nil` when nothing is left.
    static func reason(_ text: String) -> String? {
        let scalars = text.unicodeScalars
        let isInk = { (scalar: Unicode.Scalar) in scalar != " " && !needsEscape(scalar) }
        guard let first = scalars.firstIndex(where: isInk), let last = scalars.lastIndex(where: isInk) else {
            return nil
        }
        var result = String.UnicodeScalarView()
        for scalar in scalars[first...last] { result.append(needsEscape(scalar) ? " " : scalar) }
        return String(result)
    }

    /// What an error may quote of a file that may be hostile.
    static func shown(_ text: String, limit: Int = 60) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) { scalars.append(needsEscape(scalar) ? "\u{FFFD}" : scalar) }
        return String(scalars) + (text.unicodeScalars.dropFirst(limit).isEmpty ? "" : "…")
    }

    /// Controls, line separators, and what turns or hides the text around it.
    static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }
}
