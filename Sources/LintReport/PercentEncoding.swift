import LintSource

/// RFC 3986: everything but unreserved characters and the slash is encoded, so that no path can be read as a scheme, a
/// query or a fragment.
enum PercentEncoding {
    static func path(_ path: String) -> String {
        if path.utf8.allSatisfy(isKept) { return path }
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in path.utf8 {
            if isKept(byte) {
                result.append(byte)
            } else {
                result += [.ascii("%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isKept(_ byte: UInt8) -> Bool {
        switch byte {
        case .ascii("-"), .ascii("."), .ascii("_"), .ascii("~"), .ascii("/"): true
        default: byte.isLetter || byte.isDigit
        }
    }
}

extension PercentEncoding {
    /// A whole URI, of which only what no URI may hold is encoded.
    static func cleaned(_ uri: some StringProtocol) -> String {
        let allowed = Set("-._~:/?#[]@!$&'()*+,;=%".utf8)
        var result = ""
        for byte in uri.utf8 {
            if byte.isLetter || byte.isDigit || allowed.contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
