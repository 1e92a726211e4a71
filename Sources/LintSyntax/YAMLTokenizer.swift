public import LintSource

/// YAML 1.2 (https://yaml.org/spec/1.2.2/), in UTF-8, UTF-16 or UTF-32; and the templates that make YAML.
public enum YAMLTokenizer: Tokenizer {
    public static func tokenize(_ bytes: ByteView, options: TokenizeOptions, into document: inout TokenizedDocument) {
        let encoding = YAMLEncoding(bytes)
        let count = encoding.count
        let isLarge = count > maximumTreeSize
        encoding.text.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let characters = YAMLCharacters(base, count)
            let keepsEvents = !isLarge && (options.tree || options.namedRanges)
            var (scanner, template) = read(base, count, characters, keepsEvents: keepsEvents)
            document.isTemplate = template != nil
            if keepsEvents {
                let source = YAMLSource(
                    base: base, count: count, offsets: encoding.offsets, actions: template?.actions.map(\.range) ?? [])
                if options.tree { document.tree = YAMLTreeBuilder.tree(source, scanner.events) }
                if options.namedRanges { document.namedRanges = YAMLPaths.ranges(source, scanner.events) }
            } else if options.tree {
                document.tree = SyntaxTree(range: ByteRange(0, bytes.count))
            }
            check(characters, base, count, &scanner)
            document.errors = scanner.errors
            document.tokens = template.map { merged(scanner.tokens, $0.actions) } ?? scanner.tokens
        }
        if let offsets = encoding.offsets { map(&document, by: offsets) }
        if let range = encoding.illFormed { document.fail(Int(range.start), Int(range.end), "not well-formed text") }
    }

    /// The bytes up to which a tree is made: what is larger is data and not configuration, and its tree would take some
    /// ten times its size.
    private static let maximumTreeSize = 16 << 20

    /// Scans the text as it is; if that fails, what a template leaves when its actions are taken out; if that fails too,
    /// once more with recovery.
    private static func read(
        _ base: UnsafePointer<UInt8>, _ count: Int, _ characters: YAMLCharacters, keepsEvents: Bool
    ) -> (YAMLScanner, YAMLTemplate?) {
        func scan(_ base: UnsafePointer<UInt8>, recovering: Bool) -> YAMLScanner {
            var scanner = YAMLScanner(
                base, count: count, hasCR: characters.hasCR, recovering: recovering, keepsEvents: keepsEvents)
            scanner.run()
            return scanner
        }
        let first = scan(base, recovering: false)
        if first.hardErrors == 0 { return (first, nil) }
        if let template = YAMLTemplate(base, count: count) {
            let blanked: YAMLScanner? = template.blanked(base, count: count).withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return nil }
                let scanner = scan(base, recovering: false)
                if scanner.hardErrors == 0 { return scanner }
                return template.hasLines ? scan(base, recovering: true) : nil
            }
            if var blanked {
                blanked.errors = first.errors
                return (blanked, template)
            }
        }
        var second = scan(base, recovering: true)
        if second.errors.isEmpty { second.errors = first.errors }
        return (second, nil)
    }

    /// Offsets of the text become offsets of the file.
    private static func map(_ document: inout TokenizedDocument, by offsets: [UInt32]) {
        let last = offsets.count - 1
        for i in document.tokens.indices {
            document.tokens[i].start = offsets[min(last, Int(document.tokens[i].start))]
            document.tokens[i].end = offsets[min(last, Int(document.tokens[i].end))]
        }
        for i in document.errors.indices {
            document.errors[i].range.start = offsets[min(last, Int(document.errors[i].range.start))]
            document.errors[i].range.end = offsets[min(last, Int(document.errors[i].range.end))]
        }
    }

    /// Reports characters that YAML does not allow where they stand.
    private static func check(
        _ characters: YAMLCharacters, _ base: UnsafePointer<UInt8>, _ count: Int, _ scanner: inout YAMLScanner
    ) {
        if let at = characters.forbidden {
            scanner.note(at, at + 1, "a character that YAML does not allow, or text that is not UTF-8")
        }
        for at in characters.onlyQuoted {
            var low = 0
            var high = scanner.tokens.count
            while low < high {
                let middle = (low + high) / 2
                if Int(scanner.tokens[middle].end) <= at { low = middle + 1 } else { high = middle }
            }
            guard low < scanner.tokens.count else { break }
            switch scanner.tokens[low].kind {
            case .scalarSingle, .scalarDouble, .keyQuoted: break
            default: scanner.note(at, at + 1, "a control character that only quotes may hold")
            }
        }
    }

    /// Puts a template's actions where no token stands: its comments are comments, the rest directives.
    private static func merged(_ tokens: [Token], _ actions: [YAMLTemplate.Action]) -> [Token] {
        var result: [Token] = []
        result.reserveLarge(tokens.count + actions.count)
        var next = 0
        for token in tokens {
            while next < actions.count, actions[next].range.start < token.start {
                append(actions[next], until: Int(token.start), &result)
                next += 1
            }
            result.append(token)
        }
        while next < actions.count {
            append(actions[next], until: .max, &result)
            next += 1
        }
        return result
    }

    private static func append(_ action: YAMLTemplate.Action, until limit: Int, _ result: inout [Token]) {
        let start = max(Int(action.range.start), result.last.map { Int($0.end) } ?? 0)
        let end = min(Int(action.range.end), limit)
        if end > start { result.append(Token(start, end, action.isComment ? .comment : .directive)) }
    }
}
