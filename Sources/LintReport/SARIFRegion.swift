import LintFindings
import LintSource

/// A region in UTF-16 columns and the text that stands in it, to the letter.
struct SARIFRegion {
    private(set) var startLine: Int
    private(set) var startColumn: Int
    private(set) var endLine: Int
    private(set) var endColumn: Int
    private(set) var snippet: String

    /// Longer texts are shown by their beginning, and so is the region, because the two must agree.
    static let snippetLimit = 2_000

    init(_ location: Location) {
        let region = location.region
        startLine = region.start.line
        startColumn = region.utf16Columns.start
        endLine = region.end.line
        endColumn = region.utf16Columns.end
        snippet = location.text
        // A byte order mark is no part of SARIF's text.
        if location.range.start == 0, snippet.unicodeScalars.first == "\u{FEFF}" {
            snippet.unicodeScalars.removeFirst()
        }
        if region.startSplitsLineEnd { snippet = "\r" + snippet }
        if region.endSplitsLineEnd, snippet.unicodeScalars.last == "\r" { snippet.unicodeScalars.removeLast() }
        if snippet.utf8.count > SARIFRegion.snippetLimit { shorten() }
    }

    private mutating func shorten() {
        var kept = String.UnicodeScalarView()
        var size = 0
        endLine = startLine
        endColumn = startColumn
        var isAfterCR = false
        for scalar in snippet.unicodeScalars {
            size += UTF8.width(scalar)
            if size > SARIFRegion.snippetLimit { break }
            kept.append(scalar)
            if scalar == "\n" {
                endLine += 1
                endColumn = 1
            } else {
                endColumn += UTF16.width(scalar)
            }
            isAfterCR = scalar == "\r"
        }
        // Whether this CR is half of a line end is no longer to be seen.
        if isAfterCR {
            kept.removeLast()
            endColumn -= 1
        }
        snippet = String(kept)
    }

    /// The field `physicalLocation`.
    func writePhysical(path: String, in json: inout JSONWriter) {
        json.object("physicalLocation") { json in
            json.object("artifactLocation") { SARIFText.writeArtifact(path, to: &$0) }
            json.object("region") { json in
                SARIFRegion.writePlace(
                    startLine: startLine, startColumn: startColumn, endLine: endLine, endColumn: endColumn, to: &json)
                json.object("snippet") { $0.field("text", snippet) }
            }
        }
    }

    static func writePlace(startLine: Int, startColumn: Int, endLine: Int, endColumn: Int, to json: inout JSONWriter) {
        json.field("startLine", startLine)
        json.field("startColumn", startColumn)
        json.field("endLine", endLine)
        json.field("endColumn", endColumn)
    }
}
