import LintSource
import LintSyntax

/// Shell functions. What a body says is read where it is called: in the folder that the shell is in there, with the
/// arguments that it is called with.
struct ShellFunctions: Sendable {
    /// What a reader takes, to be taken again: a token, or a line's end.
    struct Piece: Sendable {
        /// `nil` for a line's end.
        var kind: TokenKind?
        /// In the body's text.
        var text: Range<Int> = 0..<0
        var range = ByteRange(0, 0)
        var gap = false
        var line = 0
    }

    struct Body: Sendable {
        var text: [UInt8] = []
        var pieces: [Piece] = []
        /// Where the shell was when it was defined.
        var folder: String?
        var isCalled = false
    }

    struct Call: Sendable {
        var name: String
        var arguments: [TerraformScriptReader.Member]
        /// Where somebody calls it; `nil` of a function that nobody calls here, of whose arguments nothing is known.
        var line: Int?
        /// Its own variables.
        var locals: [TerraformScriptReader.Local] = []
        /// What `shift` took away in arms of `if` and `case`: the arms, and what there was before.
        var shifts: [(branches: [UInt32], arguments: [TerraformScriptReader.Member])] = []
        /// Whether its body does more with them than to print them.
        var usesArguments = false
    }

    /// How far `name() {` or `function name {` is read.
    enum Header: Sendable, Hashable {
        case keyword
        case opened(String)
        case named(String, isClosed: Bool)
    }

    var bodies: [String: Body] = [:]
    /// In the order of their definitions.
    var names: [String] = []
    /// Whether a header or a body is being read.
    private(set) var isReading = false
    private(set) var header: Header?
    /// The body that is being read, and how many braces are open in it.
    private(set) var recording: (name: String, body: Body, depth: Int)?
    /// Of a body that is a subshell, `name() ( … )`, whose patterns of `case` have brackets too.
    private var patterns = Patterns()

    private struct Patterns {
        var isSubshell = false
        var cases = 0
        /// Whether the next `in` is of a `case`, and the next bracket ends a pattern.
        var expectsIn = false
        var expectsBracket = false

        /// By how much a token opens brackets.
        mutating func depth(_ text: ByteView) -> Int {
            switch text.count {
            case 1 where text[0] == .ascii("("): return expectsBracket ? 0 : 1
            case 1 where text[0] == .ascii(")"):
                defer { expectsBracket = false }
                return expectsBracket ? 0 : -1
            case 2 where text[1] == .ascii("("): return text[0] == .ascii("(") ? 0 : 1
            case 2 where text.equals("in"):
                if expectsIn { expectsBracket = true }
                expectsIn = false
            case 2 where text.equals(";;"): expectsBracket = cases > 0
            case 4 where text.equals("case"):
                expectsIn = true
                cases += 1
            case 4 where text.equals("esac"):
                cases = max(0, cases - 1)
                expectsBracket = false
            default: break
            }
            return 0
        }
    }
    /// The innermost last.
    var calls: [Call] = []
    /// What is called when the shell ends.
    var handlers: [Call] = []
    /// So many pieces are taken again: functions that call others twice would grow without bound.
    var budget = 20_000

    mutating func begin(_ header: Header) {
        self.header = header
        isReading = true
    }

    mutating func dropHeader() {
        header = nil
        isReading = false
    }

    mutating func record(_ name: String, in folder: String?, isSubshell: Bool = false) {
        header = nil
        recording = (name, Body(folder: folder), isSubshell ? 0 : 1)
        patterns = Patterns(isSubshell: isSubshell)
        isReading = true
    }

    /// Adds a token to the body; keeps the body where it ends.
    mutating func add(_ kind: TokenKind, _ text: ByteView, _ range: ByteRange, gap: Bool, line: Int) {
        guard var open = recording else { return }
        recording = nil
        if patterns.isSubshell, kind == .keyword || kind == .punct || kind == .template {
            open.depth += patterns.depth(text)
        }
        if !patterns.isSubshell, kind == .keyword, text.equals("{") { open.depth += 1 }
        if !patterns.isSubshell, kind == .keyword, text.equals("}") { open.depth -= 1 }
        if open.depth == 0, !patterns.isSubshell {
            return keep(open.name, open.body)
        }
        let start = open.body.text.count
        open.body.text.append(contentsOf: text.buffer)
        open.body.pieces.append(
            Piece(kind: kind, text: start..<open.body.text.count, range: range, gap: gap, line: line))
        // The brackets of a subshell are its body's.
        if open.depth == 0 { keep(open.name, open.body) } else { recording = open }
    }

    private mutating func keep(_ name: String, _ body: Body) {
        if bodies.updateValue(body, forKey: name) == nil { names.append(name) }
        isReading = false
    }

    mutating func addLineEnd() { recording?.body.pieces.append(Piece()) }

    /// A body that does not end was none.
    mutating func giveUp() -> Body? {
        isReading = false
        header = nil
        defer { recording = nil }
        return recording?.body
    }

    /// The functions that a body names.
    func named(in body: Body) -> [String] {
        body.pieces.compactMap { piece in
            guard piece.text.count < 256 else { return nil }
            let name = String(decoding: body.text[piece.text], as: UTF8.self)
            return bodies[name] == nil ? nil : name
        }
    }
}

extension TerraformScriptReader {
    /// Whether a token belongs to a function's header or body, and is dealt with.
    mutating func takesFunction(
        _ kind: TokenKind, _ text: ByteView, _ range: ByteRange, gap: Bool, line: Int
    ) -> Bool {
        if functions.recording != nil {
            functions.add(kind, text, range, gap: gap, line: line)
            return true
        }
        guard let header = functions.header, kind != .comment else { return false }
        functions.dropHeader()
        switch header {
        case .keyword:
            guard kind == .ident || kind == .word else { return false }
            functions.begin(.named(String(decoding: text.buffer, as: UTF8.self), isClosed: false))
        case .opened(let name):
            guard text.equals(")") else {
                openSubshell()
                return false
            }
            functions.begin(.named(name, isClosed: true))
        case .named(let name, let isClosed):
            if kind == .punct, text.equals("(") || text.equals(")") {
                if isClosed, text[0] == .ascii("(") {
                    functions.record(name, in: folder, isSubshell: true)
                    functions.add(kind, text, range, gap: gap, line: line)
                } else {
                    functions.begin(.named(name, isClosed: isClosed || text[0] == .ascii(")")))
                }
                return true
            }
            guard kind == .keyword, text.equals("{") else { return false }
            functions.record(name, in: folder)
        }
        return true
    }

    /// Whether a line's end belongs to a function's header or body.
    mutating func takesLineEnd() -> Bool {
        functions.addLineEnd()
        return true
    }

    /// The call that a command is.
    func call(of program: Word, _ first: Int) -> ShellFunctions.Call? {
        let name = buffer.text(program)
        guard functions.bodies[name] != nil else { return nil }
        let arguments = words[first...].map { Member(text: buffer.text($0), range: $0.range) }
        return .init(name: name, arguments: arguments, line: line)
    }

    /// `trap clean_up EXIT`, `registerExitHandler clean_up`: what is called when the shell ends.
    mutating func noteHandler(_ program: Word, _ first: Int) {
        guard first < words.count,
            view(program, { $0.equals("trap") || $0.holds("ExitHandler") || $0.holds("exit_handler") })
        else { return }
        for index in first..<words.count {
            guard let handler = call(of: words[index], index + 1) else { continue }
            functions.handlers.append(handler)
            return
        }
    }

    /// Reads a function's body where it is called.
    mutating func call(_ call: ShellFunctions.Call) {
        guard let body = functions.bodies[call.name] else { return }
        functions.bodies[call.name]?.isCalled = true
        if functions.calls.contains(where: { $0.name == call.name }) { return }
        guard functions.calls.count < 16, functions.budget > body.pieces.count else { return runLost(call, from: nil) }
        functions.budget -= body.pieces.count
        let scope = ShellScope(script)
        let count = script.commands.count
        functions.calls.append(call)
        chain.open()
        take(body)
        chain.close()
        let ended = functions.calls.removeLast()
        end(ended.locals, scope)
        if ended.usesArguments { runLost(call, from: count) }
    }

    private mutating func take(_ body: ShellFunctions.Body) {
        body.text.withByteView { text in
            for piece in body.pieces {
                if let kind = piece.kind {
                    take(kind, ByteView(text[piece.text]), range: piece.range, gap: piece.gap, line: piece.line)
                } else {
                    endLine()
                }
            }
        }
        endLine()
    }

    mutating func closeFunctions() {
        guard functions.isReading, let body = functions.giveUp() else { return }
        take(body)
    }

    /// What functions say that the script itself never calls: each as a script of its own, in which those it calls are.
    mutating func uncalledFunctions() -> [ScriptReading.Read] {
        var result: [ScriptReading.Read] = []
        var left = functions.names.filter { functions.bodies[$0]?.isCalled == false }
        guard !left.isEmpty else { return [] }
        var called: Set<String> = []
        for name in left {
            guard let body = functions.bodies[name] else { continue }
            for other in functions.named(in: body) where other != name { called.insert(other) }
        }
        // Those that others call come last: by then they are called.
        left = left.filter { !called.contains($0) } + left.filter(called.contains)
        // What one assigns the next may read: whoever calls them does so in some order.
        let own = (script, written, asked)
        for name in left.prefix(200) where functions.bodies[name]?.isCalled == false {
            script.commands = []
            folder = functions.bodies[name]?.folder
            call(.init(name: name, arguments: []))
            noteHandedOver()
            if !script.commands.isEmpty { result.append(.init(script: script, written: written, asked: asked)) }
        }
        (script, written, asked) = own
        return result
    }

    /// Whether a word is a variable that what follows is run with: `$(SETTINGS) $(TF) init`.
    func isSettings(_ word: Word, before next: Int) -> Bool {
        guard begins(word, "$"), next < words.count,
            equals(words[next], "terraform") || equals(words[next], "tofu") || begins(words[next], "$"),
            let name = TerraformTemplate.variable(buffer.text(word)[...])?.name,
            program(words[next], isBare: true) != nil, program(word, isBare: true) == nil
        else { return false }
        let value = assigned(name)?.value ?? fileVariables[name] ?? ""
        // (`echo` speaks only where it comes first: `aws-vault exec test --`.)
        let words = value.split(separator: " ")
        return !words.enumerated().contains { place, word in
            Array(word.utf8).withByteView { Self.runsElsewhere($0, isFirst: place == 0) }
        }
    }
}
