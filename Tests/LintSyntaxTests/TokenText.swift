import Glibc
import LintSource
import LintSyntax
import Testing

/// What a tokenizer made of a text, written out for tests.
struct Reading {
    var source: [UInt8]
    var document: TokenizedDocument

    init(_ source: [UInt8], _ language: Language, mode: TokenizeOptions.Mode = .config) {
        var options = TokenizeOptions()
        options.mode = mode
        options.namedRanges = true
        options.embeds = false
        self.source = source
        document = source.withByteView { language.tokenize($0, options: options) }
    }

    init(_ source: String, _ language: Language, mode: TokenizeOptions.Mode = .config) {
        self.init(Array(source.utf8), language, mode: mode)
    }

    func text(_ range: ByteRange) -> String { String(decoding: source[range.indices], as: UTF8.self) }

    /// `kind:text` of all tokens, with a space between.
    var tokens: String { document.tokens.map { "\($0.kind.name):\(text($0.range))" }.joined(separator: " ") }

    /// `context:text` of the tokens that have one of these contexts.
    func texts(_ contexts: Context...) -> [String] {
        document.tokens.filter { contexts.contains($0.context) }.map { "\($0.context.name):\(text($0.range))" }
    }

    var kinds: [TokenKind] { document.tokens.map(\.kind) }
    var messages: [String] { document.errors.map(\.message) }
    var paths: [String] { document.namedRanges.map { "\($0.path)=\(text($0.range))" } }

    /// What is wrong with the tokens themselves: they must be in order, inside the file and cover all ink.
    var fault: String? {
        var last = 0
        for token in document.tokens {
            if Int(token.start) < last || token.end <= token.start || Int(token.end) > source.count {
                return "token at \(token.start)"
            }
            if let bare = inkBetween(last, Int(token.start)) { return "no token at \(bare)" }
            last = Int(token.end)
        }
        return inkBetween(last, source.count).map { "no token at \($0)" }
    }

    private func inkBetween(_ start: Int, _ end: Int) -> Int? {
        let bom = start == 0 && source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return source[(start + bom)..<max(end, start + bom)].firstIndex { !$0.isWhiteSpace }
    }

    /// The tree as indented lines: `name kind scalar`.
    var tree: String {
        guard let tree = document.tree else { return "" }
        var lines: [String] = []
        var open = [(id: 0, depth: 0)]
        while let (id, depth) = open.popLast() {
            let node = tree.nodes[id]
            if id > 0 {
                let name = node.name ?? "[\(node.index)]"
                lines.append(
                    String(repeating: "  ", count: depth - 1) + name + " \(node.kind)"
                        + (node.scalar.map { " " + $0.debugDescription } ?? ""))
            }
            open += Array(tree.children(of: id)).reversed().map { ($0, depth + 1) }
        }
        return lines.joined(separator: "\n")
    }
}

extension Token {
    func moved(by distance: Int) -> Token {
        Token(Int(start) + distance, Int(end) + distance, kind, context)
    }
}

/// Numbers that look random and are the same in each run.
struct Dice {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(truncatingIfNeeded: state >> 33) % sides
    }

    mutating func text(of pieces: [String]) -> String {
        (0...roll(14)).map { _ in pieces[roll(pieces.count)] }.joined()
    }
}

/// Seconds of this thread's processor time: what neighbours on the machine do is not counted.
func processorTime(_ body: () -> Void) -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    body()
    return now() - start
}

/// Eight times the text must not take much more than eight times the time.
///
/// That twice a megabyte takes less than 2.5 times as long is measured by `make bench`, on optimised code.
func expectLinear(_ piece: String, _ language: Language, sourceLocation: SourceLocation = #_sourceLocation) {
    func time(_ size: Int) -> Double {
        let source = Array(String(repeating: piece, count: size / piece.utf8.count).utf8)
        return (0..<2).map { _ in processorTime { _ = Reading(source, language) } }.min() ?? 0
    }
    let small = time(40_000)
    let large = time(320_000)
    // Linear is 8, a square is 64.
    #expect(large < small * 24 + 0.05, sourceLocation: sourceLocation)
}
