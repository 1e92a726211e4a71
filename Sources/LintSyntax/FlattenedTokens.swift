public import LintSource

/// A document and all documents inside it as one sorted, disjoint row of tokens.
///
/// Where a document of another language lies inside, its tokens stand in place of the host's; the host's token remains
/// in the gaps between them (a quote mark, the output lines of a console fence), so that all ink stays covered.
public struct FlattenedTokens: Sendable {
    /// A token, and the document it belongs to.
    @frozen
    public struct Entry: Sendable, Hashable {
        /// Byte offsets in the file.
        public var start: UInt32
        public var end: UInt32
        public var kind: TokenKind
        public var context: Context
        /// Index in ``FlattenedTokens/documents``.
        public var document: UInt16

        @inlinable public var range: ByteRange { ByteRange(start: start, end: end) }

        @inlinable
        public init(start: UInt32, end: UInt32, kind: TokenKind, context: Context, document: UInt16) {
            self.start = start
            self.end = end
            self.kind = kind
            self.context = context
            self.document = document
        }
    }

    /// One of the documents; 0 is the file's own.
    public struct Document: Sendable, Hashable {
        public var language: Language
        /// The way to the document, up to its own context: `markdown/code-block > bash`; of the file's own, its language.
        public var routePrefix: String
        /// The fence's info string or the language's name.
        public var label: String
        /// 0 for the file itself.
        public var depth: Int
        /// Index of the document that holds this one; -1 for the file itself.
        public var parent: Int
        /// What made it a document, `yaml:run`; empty for the file itself.
        public var by: String
        /// Bytes of the file that hold it.
        public var range: ByteRange
        /// Index in ``FlattenedTokens/trees``, where the document has a tree.
        public var tree: Int?
    }

    /// Sorted by start, not overlapping.
    public private(set) var entries: [Entry] = []
    /// Parents before children.
    public private(set) var documents: [Document] = []
    public private(set) var trees: [SyntaxTree] = []

    /// Flattens `document`. With the file's `bytes`, what remains of a host token is trimmed to its ink, and dropped
    /// where it is only white space. Linear in the number of tokens.
    public init(_ document: TokenizedDocument, bytes: ByteView? = nil) {
        entries.reserveCapacity(document.tokens.count)
        add(
            document,
            as: Document(
                language: document.language, routePrefix: document.language.name, label: document.language.name,
                depth: 0, parent: -1, by: "", range: ByteRange(0, Int(document.tokens.last?.end ?? 0))),
            bytes: bytes)
    }

    /// The tokens without the trees, and in no more memory than they take: for who keeps them after the file is gone.
    public var tokensAlone: FlattenedTokens {
        var tokens = self
        tokens.trees = []
        for index in tokens.documents.indices { tokens.documents[index].tree = nil }
        tokens.entries = []
        tokens.entries.reserveCapacity(entries.count)
        tokens.entries.append(contentsOf: entries)
        return tokens
    }

    /// Index of the entry that holds `offset`; `nil` in white space. O(log entries).
    public func index(at offset: Int) -> Int? {
        let next = firstIndex(endingAfter: offset)
        return next < entries.count && Int(entries[next].start) <= offset ? next : nil
    }

    /// Index of the first entry that ends after `offset` (holds it or follows it). O(log entries).
    public func firstIndex(endingAfter offset: Int) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if Int(entries[middle].end) <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The whole way to a token: `markdown/prose`, `markdown/code-block > bash > comment`.
    public func route(of entry: Entry) -> String {
        let document = documents[Int(entry.document)]
        return document.routePrefix + (document.depth == 0 ? "/" : " > ") + entry.context.name
    }

    public func language(of entry: Entry) -> Language { documents[Int(entry.document)].language }

    /// The document's tokens, and in their place, within its embeds, those of the embeds. The depth of embeds is
    /// bounded by ``TokenizeOptions/depth``.
    private mutating func add(_ document: TokenizedDocument, as description: Document, bytes: ByteView?) {
        let id = documents.count
        guard id < Int(UInt16.max) else { return }
        var description = description
        if let tree = document.tree {
            description.tree = trees.count
            trees.append(tree)
        }
        documents.append(description)
        var token = 0
        // Up to where the row is filled.
        var filled = 0
        for embed in document.embeds {
            guard documents.count < Int(UInt16.max) else { break }
            let start = Int(embed.map.pieces.first?.host ?? embed.range.start)
            while token < document.tokens.count, Int(document.tokens[token].end) <= start {
                keep(document.tokens[token], from: filled, document: id, bytes: nil)
                token += 1
            }
            guard token < document.tokens.count else { break }
            let first = entries.count
            add(
                embed.document,
                as: Document(
                    language: embed.document.language,
                    routePrefix: description.routePrefix + "/" + document.tokens[token].context.name + " > "
                        + embed.label,
                    label: embed.label, depth: description.depth + 1, parent: id, by: embed.by, range: embed.range),
                bytes: bytes)
            let inner = Array(entries[first...])
            entries.removeSubrange(first...)
            for entry in inner where Int(entry.start) >= filled {
                while token < document.tokens.count, document.tokens[token].start < entry.start {
                    let host = document.tokens[token]
                    keep(host, from: filled, to: Int(entry.start), document: id, bytes: bytes)
                    filled = max(filled, min(Int(host.end), Int(entry.start)))
                    if host.end > entry.start { break }
                    token += 1
                }
                entries.append(entry)
                filled = Int(entry.end)
                while token < document.tokens.count, Int(document.tokens[token].end) <= filled { token += 1 }
            }
        }
        while token < document.tokens.count, Int(document.tokens[token].start) < filled {
            keep(document.tokens[token], from: filled, document: id, bytes: bytes)
            token += 1
        }
        // What is behind the last embed is nobody else's.
        let last = UInt16(id)
        for token in document.tokens[token...] where token.start < token.end {
            entries.append(
                Entry(
                    start: token.start, end: token.end, kind: token.kind, context: token.context, document: last))
        }
    }

    /// Adds what lies between `from` and `to` of a host's token.
    private mutating func keep(_ token: Token, from: Int, to: Int = .max, document: Int, bytes: ByteView?) {
        var start = max(Int(token.start), from)
        var end = min(Int(token.end), to)
        if let bytes, start != Int(token.start) || end != Int(token.end) {
            while start < end, bytes[start].isWhiteSpace { start += 1 }
            while end > start, bytes[end - 1].isWhiteSpace { end -= 1 }
        }
        guard start < end else { return }
        entries.append(
            Entry(
                start: UInt32(start), end: UInt32(end), kind: token.kind, context: token.context,
                document: UInt16(document)))
    }
}
