import LintFindings
import LintSource

/// One finding, or several of one kind on one line, as a compiler shows it.
struct TextFrame {
    var options: ReportOptions
    private var paint: Paint { Paint(isOn: options.color) }

    init(options: ReportOptions) { self.options = options }

    func frame(_ group: [Finding], why: String?) -> String {
        guard let first = group.first else { return "" }
        let line = String(first.location.start.line)
        let gutter = String(repeating: " ", count: line.utf8.count)
        let bar = gutter + " " + paint.frame("|")
        var text = header(first)
        text += gutter + paint.frame("-->") + " " + place(group) + "\n"
        if !first.location.range.isEmpty || !first.location.excerpt.isEmpty {
            let source = SourceLine(
                first.location.excerpt, spans: group.map { span(of: $0.location) },
                isCutBefore: first.location.excerptCut > 0, room: options.width - gutter.utf8.count - 3)
            text += bar + "\n"
            text += paint.frame(line) + " " + paint.frame("|") + (source.text.isEmpty ? "" : " ") + source.text + "\n"
            text += bar + " " + paint.level(first.level, source.carets) + continuation(first.location) + "\n"
        }
        for (label, value) in remarks(group, why: why) {
            text += gutter + " " + paint.frame("=") + " " + paint.bold(label + ":") + " " + value + "\n"
        }
        return text + "\n"
    }

    private func header(_ finding: Finding) -> String {
        var text = paint.level(finding.level, "\(finding.level.rawValue)[\(VisibleText.of(finding.rule))]")
        text += paint.bold(": " + VisibleText.message(finding.message))
        if let state = finding.state, state != .unchanged { text += " (\(state.rawValue))" }
        return text + "\n"
    }

    /// `path:line:column`, further columns of the same line behind it.
    private func place(_ group: [Finding]) -> String {
        guard let first = group.first?.location else { return "" }
        var text = VisibleText.of(options.pathPrefix + first.path) + ":\(first.start.line):\(first.start.column)"
        if options.hyperlinks, let root = options.root {
            let target = "file://" + PercentEncoding.path(root + "/" + first.path)
            text = "\u{1B}]8;;\(target)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
        }
        for other in group.dropFirst().prefix(20) { text += ", \(other.location.start.column)" }
        if group.count > 21 { text += " and \(group.count - 21) more" }
        return text
    }

    /// Code points of the excerpt that the location covers, on its first line.
    private func span(of location: Location) -> Range<Int> {
        let from = max(0, location.start.column - 1 - location.excerptCut)
        guard location.start.line == location.end.line else {
            return from..<max(from, location.excerpt.unicodeScalars.count)
        }
        return from..<max(from, location.end.column - 1 - location.excerptCut)
    }

    private func continuation(_ location: Location) -> String {
        // A range that ends with the line's own end does not go on.
        let last = location.end.column == 1 ? location.end.line - 1 : location.end.line
        return last > location.start.line ? " " + paint.dim("to line \(last)") : ""
    }

    private func remarks(_ group: [Finding], why: String?) -> [(label: String, value: String)] {
        guard let first = group.first else { return [] }
        var remarks: [(String, String)] = []
        if first.route.contains(">") { remarks.append(("in", VisibleText.of(first.route))) }
        for related in first.related {
            let place = related.location
            let path = VisibleText.of(options.pathPrefix + place.path)
            remarks.append(
                ("see", "\(path):\(place.start.line):\(place.start.column): \(VisibleText.message(related.message))"))
        }
        if let why, !why.isEmpty {
            remarks.append(("why", wrapped(why, gutter: String(first.location.start.line).utf8.count)))
        }
        if let fix = first.fix { remarks.append(("help", FixText.describe(fix, of: first))) }
        if let suppressed = first.suppressed {
            let kind = suppressed.kind == .inSource ? "by a comment" : "by the baseline"
            remarks.append(("suppressed", kind + (suppressed.reason.map { ": " + VisibleText.of($0) } ?? "")))
        }
        return remarks
    }

    /// Words in lines of the terminal's width, later lines indented past the label.
    private func wrapped(_ text: String, gutter: Int) -> String {
        let indent = gutter + 8
        var result = ""
        var column = indent
        for word in TextFrame.words(text) {
            let word = VisibleText.of(String(word))
            let width = DisplayWidth.of(word)
            if column > indent, column + 1 + width > max(options.width, 40) {
                result += "\n" + String(repeating: " ", count: indent)
                column = indent
            }
            if column > indent {
                result += " "
                column += 1
            }
            result += word
            column += width
        }
        return result
    }

    private static func words(_ text: String) -> [Substring] {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.split(whereSeparator: \.isWhitespace) }
        return text.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map { Substring($0) }
    }
}
