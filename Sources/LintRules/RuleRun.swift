import LintFindings
import LintPattern
import LintSource
import LintSyntax

/// One rule on one file.
struct RuleRun {
    let rules: RuleSet
    let index: Int
    let level: Level
    let surface: String
    let file: ParsedFile
    let scratch: MatchScratch
    var maximum = 1_000
    /// Ranges of `within` nodes by document, made once.
    private var withinCache: [Int: [(node: Int, range: ByteRange)]] = [:]

    init(rules: RuleSet, index: Int, level: Level, surface: String, file: ParsedFile, scratch: MatchScratch) {
        self.rules = rules
        self.index = index
        self.level = level
        self.surface = surface
        self.file = file
        self.scratch = scratch
    }

    private var rule: Rule { rules.rules[index] }
    private var bytes: ByteView { file.bytes }

    /// A node that a match belongs to.
    private struct Subject {
        var document: Int
        var node: Int
    }

    mutating func check(_ result: inout FileResult) {
        let before = result.candidates.count
        if let selector = rule.node {
            for (number, document) in file.flat.documents.enumerated() {
                guard let tree = document.tree, rule.languages.map({ $0.contains(document.language) }) ?? true else {
                    continue
                }
                let nodes = selector.select(in: file.flat.trees[tree])
                for node in nodes {
                    checkNode(Subject(document: number, node: node), &result)
                    if result.candidates.count - before > maximum { break }
                }
            }
        } else if let matcher = rule.matcher {
            var request = MatchRequest(bytes: bytes, range: ByteRange(0, bytes.count), scratch: scratch)
            let matches = matcher.matches(&request)
            if let limit = request.limitAt { noteLimit(limit, "the expression gave up at a match limit", &result) }
            for match in matches {
                consider(match, subject: nil, &result)
                if result.candidates.count - before > maximum { break }
            }
        }
        if result.candidates.count - before > maximum {
            let last = result.candidates[result.candidates.count - 1].finding.location
            noteLimit(
                Int(last.range.start), "more than \(maximum) findings in this file; the rest is not reported", &result)
        }
    }

    /// Matches against the file's own path.
    mutating func checkName(_ result: inout FileResult) {
        guard let matcher = rule.matcher else { return }
        let hits = Array(file.path.utf8).withByteView { path in
            var request = MatchRequest(bytes: path, range: ByteRange(0, path.count), scratch: scratch)
            return matcher.matches(&request).map { path.text($0.range) }
        }
        guard let text = hits.first else { return }
        let fingerprint = Fingerprint(rule: rule.id, identity: file.path, line: 1, lines: file.lines, bytes: bytes)
        let finding = Finding(
            rule: rule.id, level: level, location: Location(path: file.path), language: file.language.name,
            context: Context.fileName.name, route: "\(file.language.name)/\(Context.fileName.name)", surface: surface,
            message: rule.message.fill { $0 == "match" ? text : nil }, kpi: rule.facts.kpi, identity: file.path,
            fingerprint: fingerprint)
        result.candidates.append(.init(finding: finding, rule: index, evidence: [], exists: []))
    }

    private mutating func checkNode(_ subject: Subject, _ result: inout FileResult) {
        let node = tree(subject.document)?.nodes[subject.node]
        guard let node else { return }
        guard let matcher = rule.matcher else {
            let range = node.nameRange.isEmpty ? node.valueRange : node.nameRange
            consider(Match(range: range), subject: subject, &result)
            return
        }
        var request = MatchRequest(bytes: bytes, range: textRange(of: node), scratch: scratch)
        let matches = matcher.matches(&request)
        if let limit = request.limitAt { noteLimit(limit, "the expression gave up at a match limit", &result) }
        for match in matches { consider(match, subject: subject, &result) }
    }

    /// A value without its quotes: what a rule matches is text.
    private func textRange(of node: SyntaxTree.Node) -> ByteRange {
        let range = node.valueRange
        let first = bytes[Int(range.start)]
        guard range.count >= 2, first == .ascii("\"") || first == .ascii("'"), bytes[Int(range.end) - 1] == first else {
            return range
        }
        return ByteRange(start: range.start + 1, end: range.end - 1)
    }

    private func tree(_ document: Int) -> SyntaxTree? {
        file.flat.documents[document].tree.map { file.flat.trees[$0] }
    }

    /// Asks all the rule's questions of a match; what survives is a candidate.
    private mutating func consider(_ match: Match, subject: Subject?, _ result: inout FileResult) {
        let offset = Int(match.range.start)
        guard let found = file.flat.index(at: offset) ?? firstInk(in: match.range) else { return }
        let entry = file.flat.entries[found]
        let document = Int(entry.document)
        let language = file.flat.documents[document].language
        if subject == nil, let languages = rule.languages, !languages.contains(language) { return }
        guard entry.context.bit & rule.contexts != 0 else { return }
        for condition in rule.conditions where !holds(condition, match) { return }
        var subject = subject
        if !rule.within.isEmpty {
            guard let inside = enclosing(rule.within, match.range, document) else { return }
            if subject == nil { subject = inside }
        }
        if !rule.has.isEmpty || !rule.lacks.isEmpty {
            guard let base = subject ?? enclosingObject(match.range, document), let tree = tree(base.document) else {
                return
            }
            for selector in rule.has where selector.select(in: tree, from: base.node).isEmpty { return }
            for selector in rule.lacks where !selector.select(in: tree, from: base.node).isEmpty { return }
        }
        var evidence: [Int] = []
        var exists: [Int] = []
        for (number, excuse) in rule.unless.enumerated() {
            switch excuse {
            case .match(let matcher, let reach):
                var request = MatchRequest(bytes: bytes, range: entry.range, scratch: scratch)
                if reach == .line {
                    request.range = ByteRange(0, bytes.count)
                    request.range = Matcher.lines(of: match.range, in: request)
                }
                if !matcher.matches(&request).isEmpty { return }
            case .within(let selector): if enclosing([selector], match.range, document) != nil { return }
            case .context(let bits): if entry.context.bit & bits != 0 { return }
            case .files(let globs): if globs.contains(where: { $0.matches(file.path) }) { return }
            case .exists: exists.append(number)
            case .evidence: if let clause = rules.evidenceOf[index][number] { evidence.append(clause) }
            }
        }
        let finding = finding(match, entry, subject)
        result.candidates.append(.init(finding: finding, rule: index, evidence: evidence, exists: exists))
    }

    /// A match may begin with white space between tokens.
    private func firstInk(in range: ByteRange) -> Int? {
        let next = file.flat.firstIndex(endingAfter: Int(range.start))
        guard next < file.flat.entries.count, file.flat.entries[next].start < range.end else { return nil }
        return next
    }

    private func holds(_ condition: CaptureCondition, _ match: Match) -> Bool {
        let range = match.capture(condition.capture)
        switch condition.test {
        case .oneOf(let texts): return range.map { texts.contains(bytes.text($0)) } ?? false
        case .notIn(let texts): return range.map { !texts.contains(bytes.text($0)) } ?? true
        case .pattern(let pattern):
            guard let range else { return false }
            var hit = false
            _ = Array(bytes[range]).withByteView { text in
                pattern.search(text, in: ByteRange(0, text.count), scratch: scratch) { _ in
                    hit = true
                    return false
                }
            }
            return hit
        }
    }

    /// The innermost node of the selectors that holds the range, in its document or one around it.
    private mutating func enclosing(_ selectors: [Selector], _ range: ByteRange, _ document: Int) -> Subject? {
        var document = document
        while document >= 0 {
            if let tree = tree(document) {
                var best: Subject?
                for selector in selectors {
                    for node in selector.select(in: tree) where tree.nodes[node].range.contains(range) {
                        best = Subject(document: document, node: node)
                    }
                }
                if let best { return best }
            }
            document = file.flat.documents[document].parent
        }
        return nil
    }

    private func enclosingObject(_ range: ByteRange, _ document: Int) -> Subject? {
        guard let tree = tree(document) else { return nil }
        var best = 0
        for (id, node) in tree.nodes.enumerated() where node.kind == .object && node.valueRange.contains(range) {
            best = id
        }
        return Subject(document: document, node: best)
    }

    private func finding(_ match: Match, _ entry: FlattenedTokens.Entry, _ subject: Subject?) -> Finding {
        let location = Location(path: file.path, range: match.range, lines: file.lines, bytes: bytes)
        let identity = subject.map(address) ?? ""
        func capture(_ name: String) -> String? {
            if name == "path", match.capture(name) == nil { return file.path }
            if name == "name", let subject { return tree(subject.document)?.nodes[subject.node].name }
            return match.capture(name).map(bytes.text)
        }
        return Finding(
            rule: rule.id, level: level, location: location, language: file.flat.language(of: entry).name,
            context: entry.context.name, route: file.flat.route(of: entry), surface: surface,
            message: rule.message.fill(capture), kpi: rule.facts.kpi, fix: fix(match, subject, capture),
            identity: identity,
            fingerprint: Fingerprint(
                rule: rule.id, identity: identity, line: location.start.line, lines: file.lines, bytes: bytes))
    }

    /// `terraform.backend.http`: the names on the way to a node.
    private func address(_ subject: Subject) -> String {
        guard let tree = tree(subject.document) else { return "" }
        var names: [String] = []
        var node = subject.node
        while node > 0, names.count < 64 {
            if let name = tree.nodes[node].name { names.append(name) }
            node = Int(tree.nodes[node].parent)
        }
        return names.reversed().joined(separator: ".")
    }

    private func fix(_ match: Match, _ subject: Subject?, _ capture: (String) -> String?) -> Fix? {
        // History says what was true then, and generated files are made again: both are reported, never rewritten.
        guard let template = rule.fix, !SurfaceMap.untouched.contains(surface) else { return nil }
        var range = match.range
        var text = ""
        switch template.change {
        case .replace(let with): text = with.fill(capture)
        case .replacePart(let part, let with):
            guard let found = match.capture(part), !found.isEmpty, !hasHole(found) else { return nil }
            range = found
            text = with.fill(capture)
            if text.isEmpty { range = withDelimiter(range, part) }
        case .delete(.match): break
        case .delete(.line):
            let line = file.lines.line(at: Int(range.start))
            let end = file.lines.line(at: Int(range.end))
            let next = end < file.lines.starts.count ? Int(file.lines.starts[end]) : bytes.count
            range = ByteRange(Int(file.lines.starts[line - 1]), next)
        case .delete(.node):
            guard let subject, let tree = tree(subject.document) else { return nil }
            range = tree.nodes[subject.node].range
        }
        if bytes[range].elementsEqual(text.utf8) { return nil }
        return Fix(safety: template.safety, edits: [Edit(range: range, text: text)])
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

    /// What a program fills in is never changed.
    private func hasHole(_ range: ByteRange) -> Bool {
        for i in range.indices where URLParts.holeEnd(startingAt: i, in: bytes) != nil { return true }
        return false
    }

    private func noteLimit(_ offset: Int, _ what: String, _ result: inout FileResult) {
        result.engine.append(
            EngineFinding.make(
                .limit, "\(rule.id): \(what)", file: file, range: ByteRange(offset, offset), surface: surface))
    }
}
