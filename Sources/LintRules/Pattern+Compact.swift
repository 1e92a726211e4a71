import LintPattern
import LintSource

/// An expression with what is known of its matches, which is a text of its own: few expressions are ever used.
extension CompactWriter {
    mutating func value(_ pattern: Pattern) {
        text(pattern.source)
        texts(pattern.groupNames)
        var known = CompactWriter()
        known.value(pattern.knowledge)
        literal(known.bytes)
    }
}

extension Pattern {
    convenience init(from reader: inout CompactReader) {
        let source = reader.text()
        let groupNames = reader.texts()
        let known = reader.literal()
        self.init(proven: source, groupNames: groupNames) {
            known.withByteView { bytes in
                var reader = CompactReader(bytes)
                let knowledge: PatternKnowledge = reader.value()
                return reader.isDone ? knowledge : nil
            }
        }
    }
}

extension PrefilterPlan: Compact {
    func write(to writer: inout CompactWriter) {
        writer.number(step)
        writer.list(offsets) { $0.number($1 + 1) }
        writer.list(bases) {
            $0.literal($1.literal)
            $0.list($1.members) {
                $0.number($1.number)
                $0.number($1.offset)
            }
        }
    }

    init(from reader: inout CompactReader) {
        self.init(
            step: reader.number(), offsets: reader.list { $0.number() - 1 },
            bases: reader.list { reader in
                Base(
                    literal: reader.literal(),
                    members: reader.list { Base.Member(number: $0.number(), offset: $0.number()) })
            })
    }
}

extension PatternKnowledge: Compact {
    func write(to writer: inout CompactWriter) {
        writer.list(needs) { $0.list($1.clauses) { $0.values($1) } }
        writer.optional(anchor) {
            $0.values($1.needles)
            $0.optional($1.reach.bytes) { $0.number($1) }
            $0.flag($1.reach.crossesLines)
        }
    }

    init(from reader: inout CompactReader) {
        let needs = reader.list { NeedleClauses($0.list { $0.values() }) }
        let anchor = reader.optional { reader in
            PatternAnchor(
                needles: reader.values(),
                reach: PatternAnchor.Reach(bytes: reader.optional { $0.number() }, crossesLines: reader.flag()))
        }
        self.init(needs: needs, anchor: anchor)
    }
}
