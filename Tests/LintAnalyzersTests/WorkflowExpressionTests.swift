import LintSource
import Testing

@testable import LintAnalyzers

@Suite struct WorkflowExpressionTests {
    /// Values in a line: `'x'` for a literal, `json(x)`, `a.b` for a reference, `json(a.b)`.
    static func values(_ text: String, doubled: Bool = false) -> String {
        Array(text.utf8).withByteView { bytes in
            WorkflowExpression.values(ByteRange(0, bytes.count), in: bytes, quotesAreDoubled: doubled).map { value in
                switch value {
                case .text(let range): "'\(bytes.text(range))'"
                case .json(let range): "json(\(bytes.text(range)))"
                case .reference(let path): path.joined(separator: ".")
                case .jsonReference(let path): "json(\(path.joined(separator: ".")))"
                }
            }.joined(separator: " ")
        }
    }

    @Test(arguments: [
        ("", ""),
        ("'a'", "'a'"),
        ("'it''s'", "'it''s'"),
        ("inputs.own && 'a' || 'b'", "'a' 'b'"),
        ("inputs.kind == 'a' && 'b' || 'c'", "'b' 'c'"),
        ("'a' != inputs.kind && 'b'", "'b'"),
        ("!inputs.own && 'a' || matrix.lane['runner']", "'a' matrix.lane.runner"),
        ("(inputs.own || inputs.all) && ('a' || 'b') || 'c'", "'a' 'b' 'c'"),
        ("contains(inputs.kind, 'a') && 'b' || 'c'", "'b' 'c'"),
        ("fromJSON('[\"a\"]')", "json([\"a\"])"),
        ("fromJson(vars.LABELS || '[\"a\"]')", "json(vars.LABELS) json([\"a\"])"),
        ("fromJSON(inputs.a || github.event.inputs.b)", "json(inputs.a) json(github.event.inputs.b)"),
        ("fromJSON(fromJSON(inputs.a))", "json(inputs.a)"),
        ("inputs.g != '' && fromJSON(format('{0}', toJSON(inputs.g))) || inputs.class", "inputs.class"),
        ("matrix[inputs.key]", "matrix.*"),
        ("1 > 2 && 'a'", "'a'"),
        ("'a", "'a'"),
        ("(((", ""),
        ("a b c 'd'", ""),
    ])
    func `an expression gives what it can become`(text: String, expected: String) {
        #expect(WorkflowExpressionTests.values(text) == expected)
    }

    @Test func `quotes that YAML doubled are one`() {
        #expect(WorkflowExpressionTests.values("inputs.own && ''a'' || ''b''", doubled: true) == "'a' 'b'")
    }

    @Test func `nesting without end is given up`() {
        #expect(WorkflowExpressionTests.values(String(repeating: "(", count: 100_000) + "'a'") == "")
        #expect(WorkflowExpressionTests.values(String(repeating: "!", count: 100_000) + "'a'") == "")
    }
}
