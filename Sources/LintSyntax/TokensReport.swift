public import LintSource

/// Writes the interchange format `flywheel-tokens` (docs/tokens.md): one JSON object a file.
public enum TokensReport {
    /// - Parameter size: of the file, where `bytes` are not all of it.
    public static func write(
        _ document: TokenizedDocument, file: String, bytes: ByteView, size: Int? = nil, to json: inout JSONWriter
    ) {
        json.object { json in
            json.field("format", "flywheel-tokens")
            json.field("version", 1)
            json.field("file", file)
            json.field("language", document.language.name)
            json.field("size", size ?? bytes.count)
            json.field("encoding", document.language == .yaml ? YAMLEncoding.name(of: bytes) : encoding(of: bytes))
            json.field("ok", document.ok)
            json.array("errors") { json in
                for error in document.errors {
                    json.object {
                        $0.field("s", Int(error.range.start))
                        $0.field("e", Int(error.range.end))
                        $0.field("message", error.message)
                    }
                }
            }
            json.array("tokens") { write(document.tokens, to: &$0) }
            json.array("nodes") { json in
                for node in document.namedRanges {
                    json.object {
                        $0.field("p", node.path)
                        $0.field("s", Int(node.range.start))
                        $0.field("e", Int(node.range.end))
                    }
                }
            }
            json.array("embeds") { write(document.embeds, to: &$0) }
        }
        json.newline()
    }

    /// By hand: a large file has millions of tokens.
    private static func write(_ tokens: [Token], to json: inout JSONWriter) {
        let kinds = TokenKind.allCases.map { Array(",\"k\":\"\($0.name)\"}".utf8) }
        let (open, end) = (Array("{\"s\":".utf8), Array(",\"e\":".utf8))
        json.rawItems { bytes in
            bytes.reserveCapacity(bytes.count + tokens.count * 40)
            for (number, token) in tokens.enumerated() {
                if number > 0 { bytes.append(.ascii(",")) }
                bytes += open
                append(token.start, to: &bytes)
                bytes += end
                append(token.end, to: &bytes)
                bytes += kinds[Int(token.kind.rawValue)]
            }
        }
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        var divisor: UInt32 = 1
        while number / divisor >= 10 { divisor *= 10 }
        var rest = number
        while divisor > 0 {
            bytes.append(.ascii("0") + UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }

    private static func write(_ embeds: [Embed], to json: inout JSONWriter) {
        for embed in embeds {
            json.object { json in
                json.field("s", Int(embed.range.start))
                json.field("e", Int(embed.range.end))
                json.field("language", embed.document.language.name)
                json.field("by", embed.by)
                json.array("map") { json in
                    for piece in embed.map.pieces {
                        json.array {
                            $0.value(Int(piece.inner))
                            $0.value(Int(piece.host))
                            $0.value(Int(piece.length))
                        }
                    }
                }
                json.array("tokens") { write(embed.document.tokens, to: &$0) }
                json.array("embeds") { write(embed.document.embeds, to: &$0) }
            }
        }
    }

    private static func encoding(of bytes: ByteView) -> String {
        if bytes[0] == 0xFF, bytes[1] == 0xFE { return "utf-16le" }
        if bytes[0] == 0xFE, bytes[1] == 0xFF { return "utf-16be" }
        return "utf-8"
    }
}

extension TokensReport {
    /// One token a line, for a person: line:column, kind, context, text.
    public static func pretty(_ document: TokenizedDocument, file: String, bytes: ByteView) -> String {
        let lines = LineIndex(bytes)
        var text = "\(file) (\(document.language.name), \(document.ok ? "ok" : "not ok"))\n"
        let flat = FlattenedTokens(document, bytes: bytes)
        for entry in flat.entries {
            let place = lines.position(at: Int(entry.start), in: bytes, unit: .codePoints)
            var shown = ""
            for scalar in bytes.text(entry.range).unicodeScalars.prefix(100) {
                shown += scalar == "\n" ? "⏎" : scalar.value < 0x20 || scalar.value == 0x7F ? "␦" : String(scalar)
            }
            text += "\(place.line):\(place.column)\t\(entry.kind.name)\t\(flat.route(of: entry))\t\(shown)\n"
        }
        for error in document.errors {
            let place = lines.position(at: Int(error.range.start), in: bytes, unit: .codePoints)
            text += "\(place.line):\(place.column)\terror\t\(error.message)\n"
        }
        return text
    }
}
