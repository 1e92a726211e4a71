public import LintSource

/// YAML 1.2 (https://yaml.org/spec/1.2.2/), in UTF-8, UTF-16 or UTF-32; and the templates that make YAML.
public enum YAMLTokenizer: Tokenizer {
    public static func tokenize(_ bytes: ByteView, options: TokenizeOptions, into document: inout TokenizedDocument) {
        let encoding = YAMLEncoding(bytes)
        let count = encoding.count
        encoding.text.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let characters = YAMLCharacters(base, count)
            var scanner = scan(base, count, characters, recovering: false)
            var template: YAMLTemplate?
            if scanner.hardErrors > 0 {
                template = YAMLTemplate(base, count: count)
                if let template {
                    let errors = scanner.errors
                    scanner = scan(template, base, count, characters)
                    scanner.errors = errors
                } else {
                    let errors = scanner.errors
                    scanner = scan(base, count, characters, recovering: true)
                    if scanner.errors.isEmpty { scanner.errors = errors }
                }
            }
            let source = YAMLSource(
                base: base, count: count, offsets: encoding.offsets, actions: template?.actions.map(\.range) ?? [])
            document.isTemplate = template != nil
            if options.tree { document.tree = YAMLTreeBuilder.tree(source, scanner.events) }
            if options.namedRanges { document.namedRanges = YAMLPaths.ranges(source, scanner.events) }
            check(characters, base, count, &scanner)
            document.errors = scanner.errors
            document.tokens = template.map { merged(scanner.tokens, $0.actions) } ?? scanner.tokens
            guard let offsets = encoding.offsets else { return }
            for i in document.tokens.indices {
                document.tokens[i].start = offsets[Int(document.tokens[i].start)]
                document.tokens[i].end = offsets[Int(document.tokens[i].end)]
            }
            for i in document.errors.indices {
                document.errors[i].range.start = offsets[min(count, Int(document.errors[i].range.start))]
                document.errors[i].range.end = offsets[min(count, Int(document.errors[i].range.end))]
            }
            if let range = encoding.illFormed {
                document.fail(Int(range.start), Int(range.end), "not well-formed text")
            }
        }
    }

    private static func scan(
        _ base: UnsafePointer<UInt8>, _ count: Int, _ characters: YAMLCharacters, recovering: Bool
    ) -> YAMLScanner {
        var scanner = YAMLScanner(base, count: count, hasCR: characters.hasCR, recovering: recovering)
        scanner.run()
        return scanner
    }

    /// Scans what a template leaves when its actions are taken out.
    private static func scan(
        _ template: YAMLTemplate, _ base: UnsafePointer<UInt8>, _ count: Int, _ characters: YAMLCharacters
    ) -> YAMLScanner {
        template.blanked(base, count: count).withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else {
                return YAMLScanner(base, count: 0, hasCR: false, recovering: true)
            }
            let scanner = scan(base, count, characters, recovering: false)
            return scanner.hardErrors == 0 ? scanner : scan(base, count, characters, recovering: true)
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
        result.reserveCapacity(tokens.count + actions.count)
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
