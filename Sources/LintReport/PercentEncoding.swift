import LintSource

/// RFC 3986: everything but unreserved characters and the slash is encoded, so that no path can be read as a scheme, a
/// query or a fragment.
enum PercentEncoding {
    static func path(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case .ascii("-"), .ascii("."), .ascii("_"), .ascii("~"), .ascii("/"): result.append(byte)
            case _ where byte.isLetter || byte.isDigit: result.append(byte)
            default: result += [.ascii("%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
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
