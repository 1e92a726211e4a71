import LintFindings
public import LintSource
import LintSyntax

extension Pack {
    /// What the files of a proven folder, without their tests, decode to: a row for each, in their order. The row of
    /// pack.yml is the pack, that of another file its rule.
    public static func compact(folder: [Source], name: String) throws(PackError) -> [[UInt8]] {
        let pack = try decode(folder: folder, name: name, isProven: true)
        var rules = pack.rules.makeIterator()
        return folder.map { file in
            var writer = CompactWriter()
            if isPackFile(file.path) {
                pack.writeHead(to: &writer)
            } else {
                rules.next()?.write(to: &writer)
            }
            return writer.bytes
        }
    }

    /// The pack that ``compact(folder:name:)`` wrote. `nil` when the rows are not of this program. They are parts of
    /// `StaticString`s: what a run may not need is decoded later.
    public init?(compact rows: [(isPack: Bool, bytes: ByteView)], name: String) {
        self.init(name: name)
        for row in rows where row.isPack {
            var reader = CompactReader(row.bytes)
            readHead(from: &reader)
            guard reader.isDone else { return nil }
        }
        rules.reserveCapacity(rows.count)
        for row in rows where !row.isPack {
            var reader = CompactReader(row.bytes)
            rules.append(Rule(from: &reader))
            guard reader.isDone else { return nil }
            rules[rules.count - 1].facts.pack = self.name
        }
        isProven = true
    }

    /// The examples of the rules of a proven folder: a row for each file, in their order; that of pack.yml is empty.
    public static func compactExamples(folder: [Source], name: String) throws(PackError) -> [[UInt8]] {
        let pack = try decode(folder: folder, name: name, isProven: true)
        var rules = pack.rules.makeIterator()
        return folder.map { file in
            guard !isPackFile(file.path), let rule = rules.next() else { return [] }
            var writer = CompactWriter()
            writer.values(rule.facts.examples)
            return writer.bytes
        }
    }

    /// Gives the rules the examples that ``compactExamples(folder:name:)`` wrote, without the row of pack.yml; false when they
    /// are not of this program.
    public mutating func takeExamples(compact rows: [ByteView?]) -> Bool {
        guard rows.count == rules.count else { return false }
        for (index, row) in rows.enumerated() {
            guard let row else { return false }
            var reader = CompactReader(row)
            rules[index].facts.examples = reader.values()
            guard reader.isDone else { return false }
        }
        return true
    }

    private func writeHead(to writer: inout CompactWriter) {
        writer.text(name)
        writer.list(variables.sorted { $0.key < $1.key }) {
            $0.text($1.key)
            $0.texts($1.value)
        }
        writer.values(kpis)
        writer.list(surfaces) {
            $0.text($1.name)
            $0.values($1.globs)
        }
    }

    private mutating func readHead(from reader: inout CompactReader) {
        name = reader.text()
        for (name, texts) in reader.list({ ($0.text(), $0.texts()) }) {
            variables[name] = texts
            declaredVariables.append(name)
        }
        kpis = reader.values()
        surfaces = reader.list { (name: $0.text(), globs: $0.values()) }
    }
}

extension KPIDeclaration: Compact {
    func write(to writer: inout CompactWriter) {
        writer.text(id)
        writer.text(title)
        writer.value(count)
        writer.word(better)
        writer.optional(goal) { $0.text("\($1)") }
        writer.text(path)
        writer.value(mark)
    }

    init(from reader: inout CompactReader) {
        self.init(
            id: reader.text(), title: reader.text(), count: reader.value(), better: reader.word(.neither),
            goal: reader.optional { Double($0.text()) } ?? nil, path: reader.text(), mark: reader.value())
    }
}

extension KPIDeclaration.Count: Compact {
    func write(to writer: inout CompactWriter) {
        switch self {
        case .findings(let rules, let unit, let surfaces, let files):
            writer.number(0)
            writer.values(rules)
            writer.word(unit)
            writer.texts(surfaces)
            writer.value(files)
        case .files(let filter):
            writer.number(1)
            writer.value(filter)
        case .directories(let filter):
            writer.number(2)
            writer.value(filter)
        case .nodes(let nodes):
            writer.number(3)
            writer.value(nodes.selector)
            writer.value(nodes.files)
            writer.optional(nodes.values) { $0.value($1) }
            writer.word(nodes.unit)
        case .answers(let analyzer, let name):
            writer.number(4)
            writer.text(analyzer)
            writer.text(name)
        case .external(let name):
            writer.number(5)
            writer.text(name)
        }
    }

    init(from reader: inout CompactReader) {
        switch reader.number() {
        case 0:
            self = .findings(
                rules: reader.values(), unit: reader.word(.occurrences), surfaces: reader.texts(),
                files: reader.value())
        case 1: self = .files(reader.value())
        case 2: self = .directories(reader.value())
        case 3:
            self = .nodes(
                .init(
                    selector: reader.value(), files: reader.value(), values: reader.optional { $0.value() },
                    unit: reader.word(.nodes)))
        case 4: self = .answers(analyzer: reader.text(), name: reader.text())
        case 5: self = .external(reader.text())
        default:
            reader.fail()
            self = .external("")
        }
    }
}

extension RuleFacts.Example: Compact {
    func write(to writer: inout CompactWriter) {
        writer.text(language)
        writer.text(text)
        writer.flag(isBad)
        writer.optional(fixed) { $0.text($1) }
    }

    init(from reader: inout CompactReader) {
        self.init(
            language: reader.text(), text: reader.text(), isBad: reader.flag(), fixed: reader.optional { $0.text() })
    }
}
