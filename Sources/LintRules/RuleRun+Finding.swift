import LintFindings
import LintPattern
import LintSource
import LintSyntax

extension RuleRun {
    mutating func finding(_ match: Match, _ entry: FlattenedTokens.Entry, _ subject: Subject?) -> Finding {
        // (Taken out meanwhile, so that what it holds is not copied.)
        var maker = maker.take() ?? FindingMaker(rules.rules[index], file: file, surface: surface, counts: counts)
        defer { self.maker = maker }
        let location = maker.location(match.range)
        let kind = maker.kind(entry)
        if counts {
            return Finding(
                kind: kind, level: level, location: location, message: "",
                fingerprint: Fingerprint(context: 0, line: 0))
        }
        let identity = subject.map(address) ?? ""
        let captures = CaptureTexts(match: match, subject: subject, file: file)
        let message = rule.message.fill { captures[$0].map { Redaction.redacted(RuleRun.onOneLine($0)) } }
        var fix = fix(match, entry, subject) { captures[$0] }
        if fix?.safety == .safe, hasWhatMakesUnsafe || isOnUnsafeLine(match.range) { fix?.safety = .unsafe }
        var finding = Finding(
            kind: kind, level: level, location: location, message: maker.shared(message), fix: fix, identity: identity,
            fingerprint: maker.fingerprint(identity, line: location.start.line))
        // What is not rewritten is no part of what is fixed together.
        if !SurfaceMap.untouched.contains(surface) {
            finding.group = rule.group?.fill { captures[$0] }
        }
        return finding
    }

    /// A message fits a line: line ends and what indents the next line become one blank.
    static func onOneLine(_ text: String) -> String {
        guard text.utf8.contains(where: \.isLineEnd) else { return text }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func fix(
        _ match: Match, _ entry: FlattenedTokens.Entry, _ subject: Subject?, _ capture: (String) -> String?
    ) -> Fix? {
        // History says what was true then, and generated files are made again: both are reported, never rewritten.
        guard let template = rule.fix, !SurfaceMap.untouched.contains(surface) else { return nil }
        var range = match.range
        var text = ""
        switch template.change {
        case .replace(let with):
            // What a program fills in is never changed, and in a URL it cannot be told what it is.
            if match.isURL, hasHole(range) { return nil }
            text = with.fill(capture)
        case .replacePart(let part, let with):
            guard let found = match.capture(part), !found.isEmpty, !hasHole(found) else { return nil }
            range = found
            text = match.isURL ? escaped(with.fill(capture), like: range) : with.fill(capture)
            // Only a scheme tells the port that is left out.
            if part == "port", isImplied(port: text, match) { text = "" }
            if text.isEmpty { range = withDelimiter(range, part) }
        case .delete(.match): break
        case .delete(.line):
            let line = file.lines.line(at: Int(range.start))
            let end = file.lines.line(at: max(Int(range.start), Int(range.end) - 1))
            let next = end < file.lines.starts.count ? Int(file.lines.starts[end]) : bytes.count
            range = ByteRange(Int(file.lines.starts[line - 1]), next)
        case .delete(.node):
            guard let subject, let tree = tree(subject.document) else { return nil }
            range = tree.nodes[subject.node].range
        }
        if text.utf8.contains(0x0A), usesCRLF { text = RuleRun.withCRLF(text) }
        if bytes[range].elementsEqual(text.utf8) { return nil }
        let edit = Edit(range: range, text: text)
        let isSafe = template.safety == .safe && !isInDoubt(edit, template, match, entry)
        return Fix(safety: isSafe ? .safe : .unsafe, edits: [edit])
    }

    /// Whether the file's first line ends in CR LF.
    private var usesCRLF: Bool {
        guard file.lines.starts.count > 1 else { return false }
        let next = Int(file.lines.starts[1])
        return next >= 2 && bytes[next - 2] == 0x0D
    }

    private static func withCRLF(_ text: String) -> String {
        var result = ""
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\n", last != "\r" { result.unicodeScalars.append("\r") }
            result.unicodeScalars.append(scalar)
            last = scalar
        }
        return result
    }

    /// A new part of a URL, its dots and slashes escaped as those of the old part are.
    private func escaped(_ text: String, like range: ByteRange) -> String {
        var marks: [Character: (before: String, after: String)] = [:]
        for i in range.indices where bytes[i] == .ascii(".") || bytes[i] == .ascii("/") {
            var first = i
            while first > Int(range.start), bytes[first - 1] == .ascii("\\") { first -= 1 }
            let isClass = bytes[i] == .ascii(".") && bytes[i - 1] == .ascii("[") && bytes[i + 1] == .ascii("]")
            marks[Character(Unicode.Scalar(bytes[i]))] =
                isClass ? ("[", "]") : (String(repeating: "\\", count: i - first), "")
        }
        return text.map { character in
            let mark = marks[character] ?? ("", "")
            return mark.before + String(character) + mark.after
        }.joined()
    }

    /// A part that goes away takes with it the mark that parts it from its neighbour.
    private func withDelimiter(_ range: ByteRange, _ part: String) -> ByteRange {
        var range = range
        switch part {
        case "port" where bytes[Int(range.start) - 1] == .ascii(":"): range.start -= 1
        case "userinfo" where bytes[Int(range.end)] == .ascii("@"): range.end += 1
        case "scheme" where bytes.has("://", at: Int(range.end)): range.end += 3
        default: break
        }
        return range
    }

    func hasHole(_ range: ByteRange) -> Bool {
        for i in range.indices where URLParts.holeEnd(startingAt: i, in: bytes) != nil { return true }
        return false
    }

    /// The number that the match claims, and of which day; `nil` when it is no number.
    func use(of claim: Claim, _ match: Match, _ subject: Subject?) -> FileResult.ClaimUse? {
        guard let range = match.capture(claim.value), let number = Claim.number(bytes.text(range)) else { return nil }
        let captures = CaptureTexts(match: match, subject: subject, file: file)
        var names = Set(rule.message.captures)
        switch rule.fix?.change {
        case .replace(let template), .replacePart(_, let template): names.formUnion(template.captures)
        case .delete, nil: break
        }
        var texts: [String: String] = [:]
        for name in names { texts[name] = captures[name] }
        return FileResult.ClaimUse(number: number, moment: moment(of: claim, match), captures: texts)
    }

    private func moment(of claim: Claim, _ match: Match) -> String? {
        var found: String?
        switch claim.moment {
        case nil: return nil
        case .capture(let name): found = match.capture(name).map(bytes.text)
        case .pattern(let pattern):
            let matcher = Matcher.pattern([pattern])
            var request = MatchRequest(text: bytes, scratch: scratch)
            let all = matcher.matches(&request)
            found = (all.last { $0.range.start <= match.range.start } ?? all.first).map { bytes.text($0.range) }
            if found == nil {
                found = Array(file.path.utf8).withByteView { path in
                    var request = MatchRequest(text: path, scratch: scratch)
                    return matcher.matches(&request).last.map { path.text($0.range) }
                }
            }
        }
        return found.flatMap { Claim.isMoment($0) ? $0 : nil }
    }

    /// Matches against the file's own path.
    mutating func checkName(_ result: inout FileResult) {
        guard let matcher = rule.matcher, rule.languages?.contains(file.language) ?? true else { return }
        let candidate = Array(file.path.utf8).withByteView { path -> FileResult.Candidate? in
            let whole = ByteRange(0, path.count)
            var request = MatchRequest(bytes: path, range: whole, scratch: scratch)
            for match in matcher.inPaths.matches(&request) {
                guard rule.conditions.allSatisfy({ holds($0, match, in: path) }),
                    let open = openExcuses(match, in: path, context: .fileName, span: whole, document: nil)
                else { continue }
                return FileResult.Candidate(
                    finding: nameFinding {
                        $0 == "path" && match.capture($0) == nil
                            ? file.path : match.capture($0).map(path.text)
                    },
                    rule: index, evidence: open.evidence, exists: open.exists, path: pathClaim(match, in: path))
            }
            return nil
        }
        if let candidate { result.candidates.append(candidate) }
    }

    private func nameFinding(_ capture: (String) -> String?) -> Finding {
        // What the file holds has no part in it, nor where it lies: a moved file keeps its name's finding.
        let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
        let fingerprint = Fingerprint(rule: facts.id, identity: name)
        return Finding(
            rule: facts.id, level: level, location: Location(path: file.path), language: file.language.name,
            context: Context.fileName.name, route: "\(file.language.name)/\(Context.fileName.name)", surface: surface,
            message: rule.message.fill(capture), kpi: facts.kpi, identity: file.path, fingerprint: fingerprint)
    }
}
