import LintPattern
import LintSource

extension Matcher: Compact {
    func write(to writer: inout CompactWriter) {
        switch self {
        case .text(let texts):
            writer.number(0)
            writer.literals(texts)
        case .pattern(let patterns):
            writer.number(1)
            writer.list(patterns) { $0.value($1) }
        case .name(let matcher):
            writer.number(2)
            writer.value(matcher)
        case .url(let matcher):
            writer.number(3)
            writer.value(matcher)
        case .path(let matcher):
            writer.number(4)
            writer.value(matcher)
        case .any(let matchers):
            writer.number(5)
            writer.values(matchers)
        case .all(let first, let others):
            writer.number(6)
            writer.value(first)
            writer.values(others)
        case .not(let inner):
            writer.number(7)
            writer.value(inner)
        }
    }

    init(from reader: inout CompactReader) {
        switch reader.number() {
        case 0: self = .text(reader.literals())
        case 1: self = .pattern(reader.list { Pattern(from: &$0) })
        case 2: self = .name(reader.value())
        case 3: self = .url(reader.value())
        case 4: self = .path(reader.value())
        case 5: self = .any(reader.values())
        case 6: self = .all(reader.value(), reader.values())
        case 7: self = .not(reader.value())
        default:
            reader.fail()
            self = .text([])
        }
    }
}

extension NameMatcher: Compact {
    func write(to writer: inout CompactWriter) {
        writer.list(names) { $0.literals($1) }
        writer.words(spellings)
        writer.words(alsoIn)
    }

    init(from reader: inout CompactReader) {
        self.init(parts: reader.list { $0.literals() }, spellings: reader.words(), alsoIn: reader.words())
    }
}

extension PathMatcher: Compact {
    func write(to writer: inout CompactWriter) {
        writer.literals(roots)
        writer.literals(extensions)
        writer.flag(folders)
        writer.optional(exists) { $0.flag($1) }
    }

    init(from reader: inout CompactReader) {
        self.init(
            roots: reader.literals(), suffixes: reader.literals(), folders: reader.flag(),
            exists: reader.optional { $0.flag() })
    }
}

extension URLMatcher: Compact {
    func write(to writer: inout CompactWriter) {
        writer.literals(schemes)
        writer.values(userinfo)
        writer.list(hosts) { writer, host in
            writer.list(host.labels) { writer, label in
                switch label {
                case .literal(let text):
                    writer.number(0)
                    writer.literal(text)
                case .glob(let text):
                    writer.number(1)
                    writer.literal(text)
                case .any: writer.number(2)
                }
            }
        }
        writer.literals(ports)
        writer.literals(owners)
        writer.values(paths)
        writer.literals(anchors)
    }

    init(from reader: inout CompactReader) {
        self.init(
            schemes: reader.literals(), userinfo: reader.values(),
            hosts: reader.list { reader in
                HostPattern(
                    labels: reader.list { reader in
                        switch reader.number() {
                        case 0: .literal(reader.literal())
                        case 1: .glob(reader.literal())
                        default: .any
                        }
                    })
            }, ports: reader.literals(), owners: reader.literals(), paths: reader.values(), anchors: reader.literals())
    }
}

extension Template: Compact {
    func write(to writer: inout CompactWriter) {
        writer.text(source)
        writer.list(parts) { writer, part in
            switch part {
            case .text(let text):
                writer.number(0)
                writer.text(text)
            case .capture(let name):
                writer.number(1)
                writer.text(name)
            }
        }
        writer.texts(unknownVariables)
    }

    init(from reader: inout CompactReader) {
        self.init(
            source: reader.text(),
            parts: reader.list { $0.number() == 0 ? .text($0.text()) : .capture($0.text()) },
            unknownVariables: reader.texts())
    }
}

extension Selector: Compact {
    func write(to writer: inout CompactWriter) {
        writer.text(source)
        writer.list(segments) { writer, segment in
            writer.flag(segment.descends)
            writer.list(segment.steps) { writer, step in
                switch step {
                case .name(let name):
                    writer.number(0)
                    writer.text(name)
                case .wildcard: writer.number(1)
                case .index(let index):
                    writer.number(2)
                    writer.number(index)
                case .slice(let start, let end, let step):
                    writer.number(3)
                    writer.optional(start) { $0.number($1) }
                    writer.optional(end) { $0.number($1) }
                    writer.number(step)
                }
            }
        }
    }

    init(from reader: inout CompactReader) {
        self.init(
            source: reader.text(),
            segments: reader.list { reader in
                Segment(
                    descends: reader.flag(),
                    steps: reader.list { reader in
                        switch reader.number() {
                        case 0: .name(reader.text())
                        case 1: .wildcard
                        case 2: .index(reader.number())
                        default:
                            .slice(
                                start: reader.optional { $0.number() }, end: reader.optional { $0.number() },
                                step: reader.number())
                        }
                    })
            })
    }
}
