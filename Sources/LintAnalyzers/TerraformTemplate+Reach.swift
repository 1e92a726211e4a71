import LintSource

/// How far what stands in a template means one and the same.
extension TerraformTemplate {
    /// How far a text has one meaning.
    enum Reach { case repository, workflow, step }

    /// As below.
    static func reach(of expression: Substring) -> Reach? {
        String(expression).withBytes { reach($0[...]) }
    }

    /// `${{ secrets.X }}` is the repository's, `${{ inputs.x }}` the workflow's; `nil` for what is no such expression.
    private static func reach(_ piece: Slice<Bytes>) -> Reach? {
        guard begins(piece, "${{"), piece.count > 5 else { return nil }
        var rest = piece.dropFirst(3).dropLast(2)
        var result = Reach.repository
        while let byte = rest.first {
            if byte == 0x27 {
                // A literal, in which `''` is a quote.
                let inside = rest.dropFirst().prefix { $0 != 0x27 }
                rest = rest.dropFirst(inside.count + 2)
                continue
            }
            guard byte.isLetter || byte == 0x5F else {
                guard " =!&|(),<>".utf8.contains(byte) || byte >= 0x30 && byte <= 0x39 else { return .step }
                rest.removeFirst()
                continue
            }
            let name = rest.prefix { isNameByte($0) || $0 == 0x2E || $0 == 0x2D }
            rest = rest.dropFirst(name.count)
            guard let reach = reach(ofName: name, isCalled: rest.first { $0 != 0x20 } == 0x28) else { return .step }
            if reach == .workflow { result = .workflow }
        }
        return result
    }

    /// What the whole repository knows of a run, whichever workflow it is of.
    private static let told: [StaticString] = [
        "github.ref", "github.ref_name", "github.ref_type", "github.base_ref", "github.head_ref", "github.event_name",
        "github.repository", "github.repository_owner", "github.repository_id", "true", "false", "null",
    ]
    /// Functions whose answers are their arguments' alone.
    private static let functions: [StaticString] = ["contains", "startsWith", "endsWith", "format"]

    private static func reach(ofName name: Slice<Bytes>, isCalled: Bool) -> Reach? {
        func isOne(of names: [StaticString]) -> Bool {
            names.contains { name.count == $0.utf8CodeUnitCount && begins(name, $0) }
        }
        if isCalled { return isOne(of: functions) ? .repository : nil }
        if begins(name, "secrets.") || begins(name, "vars.") || isOne(of: told) { return .repository }
        return begins(name, "inputs.") || begins(name, "github.") ? .workflow : nil
    }

    /// Functions of Make's whose answers are their arguments' alone. (`$(shell …)` may give another one each time.)
    private static let makeFunctions: [StaticString] = [
        "if ", "or ", "and ", "filter ", "filter-out ", "patsubst ", "subst ", "word ", "words ", "wordlist ",
        "firstword ", "lastword ", "strip ", "addsuffix ", "addprefix ", "notdir ", "dir ", "basename ", "suffix ",
        "findstring ", "join ", "sort ",
    ]

    /// `$(if $(filter dev,$(ENV)),a,b)`, which is read with braces.
    private static func isMakeFunction(_ piece: Slice<Bytes>) -> Bool {
        guard begins(piece, "${"), piece.count < 1_024 else { return false }
        let text = piece.dropFirst(2)
        guard makeFunctions.contains(where: { begins(text, $0) }) else { return false }
        var at = text.startIndex
        while at < text.endIndex {
            if piece.base[at] == 0x7B, begins(piece.base[(at + 1)..<piece.endIndex], "shell ") { return false }
            at += 1
        }
        return true
    }

    /// How far a text with variables has one meaning: a script's own, and what is no variable, in its script alone; `{{…}}`
    /// in its file.
    static func reach(of text: String, _ isOwn: (_ name: Slice<Bytes>, _ hash: UInt64) -> Bool) -> Reach {
        var result = Reach.repository
        func take(_ piece: Slice<Bytes>) {
            let isVariable = piece.first == 0x24
            guard result != .step, isVariable || begins(piece, "{{") else { return }
            if isVariable, isMakeFunction(piece) {
                result = .workflow
                return
            }
            let reach = reach(piece)
            if reach == .repository { return }
            if !isVariable || reach != nil { result = .workflow }
            guard isVariable, reach != .workflow, holdsDefault(piece) == nil else { return }
            if variable(piece).map({ isOwn($0.name, hash($0.name)) }) ?? true { result = .step }
        }
        text.withBytes { bytes in
            if bytes.count > 4_096 { return take(bytes[...]) }
            for range in Pieces(bytes) { take(bytes[range]) }
        }
        return result
    }
}
