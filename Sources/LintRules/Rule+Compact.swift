import LintFindings
import LintPattern
import LintSource
import LintSyntax
import LintYAML

/// All of a rule but its tests and examples.
extension Rule: Compact {
    func write(to writer: inout CompactWriter) {
        writer.text(facts.id)
        writer.text(facts.title)
        writer.text(facts.why)
        writer.word(facts.level)
        writer.texts(facts.tags)
        writer.optional(facts.kpi) { $0.text($1) }
        writer.optional(facts.fixSafety) { $0.word($1) }
        writer.number(Int(contexts))
        writer.optional(analyzer) { $0.text($1) }
        writer.number(asks.rawValue)
        let needs = knownNeeds
        writer.optional(needs.all) { $0.list($1) { $0.list($1.clauses) { $0.values($1) } } }
        writer.list(needs.rarest) { $0.number($1) }
        var details = CompactWriter()
        writeDetails(to: &details)
        writer.literal(details.bytes)
    }

    /// The name of its pack is the pack's to tell.
    init(from reader: inout CompactReader) {
        let facts = RuleFacts(
            id: reader.text(), standingTitle: reader.part(), standingWhy: reader.part(), level: reader.word(.warning),
            tags: reader.texts(), kpi: reader.optional { $0.text() }, fixSafety: reader.optional { $0.word(.unsafe) },
            pack: "")
        let contexts = UInt32(truncatingIfNeeded: reader.number())
        let analyzer = reader.optional { $0.text() }
        let asks = RuleAsks(rawValue: reader.number())
        let needs = Needs(
            all: reader.optional { $0.list { NeedleClauses($0.list { $0.values() }) } },
            rarest: reader.list { $0.number() })
        self.init(
            facts: facts, contexts: contexts, analyzer: analyzer, details: RuleDetailsSource(row: reader.part()),
            needs: needs, asks: asks)
    }
}

/// All but the tests.
extension RuleDetails: Compact {
    func write(to writer: inout CompactWriter) {
        writer.text(path)
        writer.value(mark)
        writer.optional(languages) { $0.words($1) }
        writer.value(files)
        writer.optional(surfaces.only) { $0.texts($1.sorted()) }
        writer.list(surfaces.levels.sorted { $0.key < $1.key }) {
            $0.text($1.key)
            $0.word($1.value)
        }
        writer.optional(node) { $0.value($1) }
        writer.optional(matcher) { $0.value($1) }
        writer.list(conditions) {
            $0.text($1.capture)
            $0.value($1.test)
        }
        writer.values(within)
        writer.values(has)
        writer.values(lacks)
        writer.values(unless)
        writer.optional(claim) { $0.value($1) }
        writer.optional(fix) { $0.value($1) }
        writer.optional(group) { $0.value($1) }
        writer.value(message)
    }

    init(from reader: inout CompactReader) {
        let path = reader.text()
        let mark: YAMLNode.Mark = reader.value()
        let languages: Set<Language>? = reader.optional { $0.words() }
        let files: FileFilter = reader.value()
        var surfaces = SurfaceLevels()
        surfaces.only = reader.optional { Set($0.texts()) }
        for (name, level) in reader.list({ ($0.text(), $0.word(Level.warning)) }) { surfaces.levels[name] = level }
        self.init(
            path: path, mark: mark, languages: languages, files: files, surfaces: surfaces,
            node: reader.optional { $0.value() }, matcher: reader.optional { $0.value() },
            conditions: reader.list { CaptureCondition(capture: $0.text(), test: $0.value()) }, within: reader.values(),
            has: reader.values(), lacks: reader.values(), unless: reader.values(),
            claim: reader.optional { $0.value() }, fix: reader.optional { $0.value() },
            group: reader.optional { $0.value() }, message: reader.value())
    }
}

extension Needle: Compact {
    func write(to writer: inout CompactWriter) {
        writer.literal(exact ?? text)
        writer.number(
            (exact != nil ? 1 : 0) | (opensWord ? 2 : 0) | (closesWord ? 4 : 0) | (mayFollowEscape ? 8 : 0)
                | (isNoScheme ? 16 : 0))
    }

    init(from reader: inout CompactReader) {
        let text = reader.literal()
        let flags = reader.number()
        self.init(
            text, exact: flags & 1 != 0, opensWord: flags & 2 != 0, closesWord: flags & 4 != 0,
            isNoScheme: flags & 16 != 0, mayFollowEscape: flags & 8 != 0)
    }
}

extension YAMLNode.Mark: Compact {
    func write(to writer: inout CompactWriter) {
        writer.number(line)
        writer.number(column)
    }

    init(from reader: inout CompactReader) { self.init(line: reader.number(), column: reader.number()) }
}

extension PathGlob: Compact {
    func write(to writer: inout CompactWriter) { writer.text(source) }
    init(from reader: inout CompactReader) { self.init(reader.text()) }
}

extension FileFilter: Compact {
    func write(to writer: inout CompactWriter) {
        writer.values(include)
        writer.values(exclude)
    }

    init(from reader: inout CompactReader) { self.init(include: reader.values(), exclude: reader.values()) }
}

extension CaptureCondition.Test: Compact {
    func write(to writer: inout CompactWriter) {
        switch self {
        case .pattern(let pattern):
            writer.number(0)
            writer.value(pattern)
        case .oneOf(let texts):
            writer.number(1)
            writer.texts(texts)
        case .notIn(let texts):
            writer.number(2)
            writer.texts(texts)
        }
    }

    init(from reader: inout CompactReader) {
        switch reader.number() {
        case 0: self = .pattern(Pattern(from: &reader))
        case 1: self = .oneOf(reader.texts())
        case 2: self = .notIn(reader.texts())
        default:
            reader.fail()
            self = .oneOf([])
        }
    }
}

extension Excuse: Compact {
    func write(to writer: inout CompactWriter) {
        switch self {
        case .match(let matcher, let reach):
            writer.number(0)
            writer.value(matcher)
            writer.word(reach)
        case .within(let selector):
            writer.number(1)
            writer.value(selector)
        case .context(let contexts):
            writer.number(2)
            writer.number(Int(contexts))
        case .files(let globs):
            writer.number(3)
            writer.values(globs)
        case .exists(let globs):
            writer.number(4)
            writer.values(globs)
        case .evidence(let evidence):
            writer.number(5)
            writer.word(evidence.near)
            writer.values(evidence.files)
            writer.number(Int(evidence.contexts))
            writer.value(evidence.matcher)
        case .answer(let analyzer, let name):
            writer.number(6)
            writer.text(analyzer)
            writer.text(name)
        case .refusal: writer.number(7)
        }
    }

    init(from reader: inout CompactReader) {
        switch reader.number() {
        case 0: self = .match(reader.value(), on: reader.word(.line))
        case 1: self = .within(reader.value())
        case 2: self = .context(UInt32(truncatingIfNeeded: reader.number()))
        case 3: self = .files(reader.values())
        case 4: self = .exists(reader.values())
        case 5:
            self = .evidence(
                Evidence(
                    near: reader.word(.repo), files: reader.values(),
                    contexts: UInt32(truncatingIfNeeded: reader.number()), matcher: reader.value()))
        case 6: self = .answer(analyzer: reader.text(), name: reader.text())
        case 7: self = .refusal
        default:
            reader.fail()
            self = .context(0)
        }
    }
}

extension FixTemplate: Compact {
    func write(to writer: inout CompactWriter) {
        writer.word(safety)
        writer.optional(unsafeBeside) { $0.value($1) }
        writer.optional(unsafeOnLine) { $0.value($1) }
        switch change {
        case .replace(let template):
            writer.number(0)
            writer.value(template)
        case .replacePart(let part, let template):
            writer.number(1)
            writer.text(part)
            writer.value(template)
        case .delete(let extent):
            writer.number(2)
            writer.word(extent)
        }
    }

    init(from reader: inout CompactReader) {
        let safety = reader.word(FixSafety.unsafe)
        let beside = reader.optional { Matcher(from: &$0) }
        let onLine = reader.optional { Matcher(from: &$0) }
        let change: Change
        switch reader.number() {
        case 0: change = .replace(reader.value())
        case 1: change = .replacePart(reader.text(), reader.value())
        default: change = .delete(reader.word(.match))
        }
        self.init(change: change, safety: safety, unsafeBeside: beside, unsafeOnLine: onLine)
    }
}

extension Claim: Compact {
    func write(to writer: inout CompactWriter) {
        writer.text(value)
        writer.value(count)
        writer.optional(moment) { writer, moment in
            switch moment {
            case .capture(let name):
                writer.number(0)
                writer.text(name)
            case .pattern(let pattern):
                writer.number(1)
                writer.value(pattern)
            }
        }
    }

    init(from reader: inout CompactReader) {
        self.init(
            value: reader.text(), count: reader.value(),
            moment: reader.optional { $0.number() == 0 ? .capture($0.text()) : .pattern(Pattern(from: &$0)) })
    }
}
