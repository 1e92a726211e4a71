import LintSource

/// Finds the documents of other languages inside one.
enum Embeds {
    /// Fills `document.embeds` from its tokens and what its tokenizer noted on the way.
    static func find(in document: inout TokenizedDocument, bytes: ByteView, options: TokenizeOptions) {
        var embeds: [Embed] = []
        find(in: document, bytes: bytes, options: options) {
            embeds.append($0)
            return true
        }
        document.embeds = embeds
    }

    /// Hands them to `add`, in order, until it wants no more.
    static func find(
        in document: TokenizedDocument, bytes: ByteView, options: TokenizeOptions, _ add: (Embed) -> Bool
    ) {
        guard options.embeds, options.depth > 0 else { return }
        let collector = EmbedCollector(options: options)
        switch document.language {
        case .markdown: EmbedsInMarkdown.find(in: document, bytes: bytes, collector, add)
        case .yaml: EmbedsInYAML.find(in: document, bytes: bytes, collector, add)
        case .nix: EmbedsInNix.find(in: document, bytes: bytes, collector, add)
        case .hcl: EmbedsInHCL.find(in: document, bytes: bytes, collector, add)
        default: break
        }
    }
}

/// The token that closes each of some strings, by the one that opens it.
///
/// By place, not by hash: it is asked about every token, and a file may be all strings.
struct ClosingMarks {
    private var marks: [Int32] = []

    var isEmpty: Bool { marks.isEmpty }

    /// `count` is that of the document's tokens.
    mutating func note(_ close: Int, of open: Int, among count: Int) {
        if marks.isEmpty { marks = Array(repeating: -1, count: count) }
        marks[open] = Int32(truncatingIfNeeded: close)
    }

    subscript(open: Int) -> Int? {
        guard open < marks.count, marks[open] >= 0 else { return nil }
        return Int(marks[open])
    }
}

/// The text of an inner document, and where its bytes stand in the host.
struct EmbedText {
    /// What the inner language reads: escapes decoded, indentation stripped.
    var bytes: [UInt8] = []
    var map = OffsetMap()
    /// Host bytes inside that belong to the host alone (interpolations, quote marks of a Markdown container): tokens of
    /// the inner document do not cover them.
    var holes: [ByteRange] = []

    /// Adds host bytes as they are.
    mutating func append(_ host: ByteView, _ start: Int, _ end: Int) {
        guard start < end else { return }
        bytes += host[start..<end]
        map.append(host: start, length: end - start)
    }

    /// The same between two texts that are not in the host.
    func enclosed(_ open: String, _ close: String) -> EmbedText {
        var result = EmbedText()
        result.append(decoded: open.utf8)
        result.bytes += bytes
        var next = 0
        result.map.append(slice: 0..<map.innerCount, of: map, from: &next)
        result.append(decoded: close.utf8)
        result.holes = holes
        return result
    }

    /// Adds bytes that are not in the host.
    mutating func append(decoded: some Collection<UInt8>) {
        bytes += decoded
        map.skip(inner: decoded.count)
    }
}

/// Reads inner documents and puts their offsets into the host.
struct EmbedCollector {
    let options: TokenizeOptions

    func embed(
        _ text: EmbedText, _ language: Language, label: String? = nil, by: String, range: ByteRange
    ) -> Embed {
        text.bytes.withByteView {
            embed($0, text.map, holes: text.holes, language, label: label, by: by, range: range)
        }
    }

    /// Whether a document of the language is read.
    func reads(_ language: Language) -> Bool {
        if options.leaves { return true }
        return switch language {
        case .markdown, .yaml, .nix, .hcl: true
        default: false
        }
    }

    /// One that is not.
    func unread(_ language: Language, label: String? = nil, by: String, range: ByteRange) -> Embed {
        Embed(
            range: range, by: by, label: label ?? language.name, map: OffsetMap(),
            document: TokenizedDocument(language: language))
    }

    /// The same of a text whose bytes lie elsewhere.
    func embed(
        _ bytes: ByteView, _ map: OffsetMap, holes: [ByteRange] = [], _ language: Language, label: String? = nil,
        by: String, range: ByteRange
    ) -> Embed {
        if !reads(language) { return unread(language, label: label, by: by, range: range) }
        var inner = options
        inner.depth -= 1
        inner.mode = .config
        var document = language.tokenize(bytes, options: inner)
        EmbedMapping(map, holes: holes).apply(to: &document)
        return Embed(range: range, by: by, label: label ?? language.name, map: map, document: document)
    }
}

/// Puts a document's offsets into its host.
struct EmbedMapping {
    private let map: OffsetMap
    private let holes: [ByteRange]
    /// By how much everything is moved, where the text lies in one piece.
    private let shift: UInt32?

    init(_ map: OffsetMap, holes: [ByteRange] = []) {
        self.map = map
        self.holes = holes
        shift = holes.isEmpty ? map.shift : nil
    }

    /// Documents inside the document are mapped too; their depth is bounded by ``TokenizeOptions/depth``.
    func apply(to document: inout TokenizedDocument) {
        if let shift {
            for i in document.tokens.indices {
                document.tokens[i].start += shift
                document.tokens[i].end += shift
            }
        } else {
            document.tokens = tokens(document.tokens)
        }
        for i in document.errors.indices { document.errors[i].range = range(document.errors[i].range) }
        for i in document.namedRanges.indices { document.namedRanges[i].range = range(document.namedRanges[i].range) }
        // (Taken out meanwhile, so that its nodes are not copied.)
        if var tree = document.tree.take() {
            for id in tree.nodes.indices {
                tree.update(id) {
                    $0.nameRange = range($0.nameRange)
                    $0.valueRange = range($0.valueRange)
                    $0.range = range($0.range)
                }
            }
            document.tree = tree
        }
        for i in document.embeds.indices {
            document.embeds[i].range = range(document.embeds[i].range)
            apply(to: &document.embeds[i].document)
            document.embeds[i].map = document.embeds[i].map.mapped(through: map)
        }
        // Nobody needs these any more, and their offsets are the inner text's.
        document.fences = []
        document.frontMatter = nil
    }

    private func range(_ inner: ByteRange) -> ByteRange {
        if let shift { return ByteRange(start: inner.start + shift, end: inner.end + shift) }
        let start = map.host(of: Int(inner.start))
        return ByteRange(start, inner.isEmpty ? start : max(start, map.host(of: Int(inner.end), isEnd: true)))
    }

    /// Linear: tokens and pieces are both sorted.
    private func tokens(_ inner: [Token]) -> [Token] {
        var result: [Token] = []
        result.reserveCapacity(inner.count)
        var piece = 0
        var hole = 0
        let pieces = map.pieces
        for token in inner {
            while piece < pieces.count, pieces[piece].inner + pieces[piece].length <= token.start { piece += 1 }
            guard piece < pieces.count, pieces[piece].inner < token.end else { continue }
            let first = pieces[piece]
            let start = first.host + (max(token.start, first.inner) - first.inner)
            var last = piece
            while last + 1 < pieces.count, pieces[last + 1].inner < token.end { last += 1 }
            let end =
                pieces[last].host + (min(token.end, pieces[last].inner + pieces[last].length) - pieces[last].inner)
            piece = last
            add(token, start, end, &hole, to: &result)
        }
        return result
    }

    /// Adds a token without the holes in it.
    private func add(_ token: Token, _ start: UInt32, _ end: UInt32, _ hole: inout Int, to result: inout [Token]) {
        var token = token
        var start = max(start, result.last?.end ?? 0)
        while hole < holes.count, holes[hole].end <= start { hole += 1 }
        while hole < holes.count, holes[hole].start < end {
            if holes[hole].start > start {
                token.start = start
                token.end = holes[hole].start
                result.append(token)
            }
            start = max(start, holes[hole].end)
            if holes[hole].end > end { break }
            hole += 1
        }
        guard start < end else { return }
        token.start = start
        token.end = end
        result.append(token)
    }
}
