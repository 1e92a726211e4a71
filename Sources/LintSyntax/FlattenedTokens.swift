public import LintSource

/// A document and all documents inside it as one sorted, disjoint row of tokens.
///
/// Where a document of another language lies inside, its tokens stand in place of the host's; the host's token remains
/// in the gaps between them (a quote mark, the output lines of a console fence), so that all ink stays covered.
public struct FlattenedTokens: Sendable {
    /// So many documents a file has at most, itself among them.
    public static let mostDocuments = Int(UInt16.max)

    /// A token, and the document it belongs to.
    public typealias Entry = Token

    /// One of the documents; 0 is the file's own.
    public struct Document: Sendable, Hashable {
        public var language: Language
        /// The fence's info string or the language's name.
        public var label: String
        /// 0 for the file itself.
        public var depth: Int
        /// Index of the document that holds this one; -1 for the file itself.
        public var parent: Int
        /// Of the token that it stands at in the document that holds it; of the file's own nothing.
        public var context: Context
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
        var host = beginFile(document)
        for embed in document.embeds {
            guard add(embed, to: &host, document.tokens, bytes) else { break }
        }
        end(host, document.tokens, bytes)
    }

    /// Flattens a file whose document was read without those inside it: they are looked for here, and each is gone when its
    /// tokens are in the row. There may be as many as the file has lines.
    init(findingEmbedsIn document: TokenizedDocument, bytes: ByteView, options: TokenizeOptions) {
        var host = beginFile(document)
        Embeds.find(in: document, bytes: bytes, options: options) { add($0, to: &host, document.tokens, bytes) }
        end(host, document.tokens, bytes)
    }

    /// The tokens without the trees, and in no more memory than they take: for who keeps them after the file is gone.
    public var tokensAlone: FlattenedTokens {
        var tokens = self
        tokens.trees = []
        for index in documents.indices where documents[index].tree != nil { tokens.documents[index].tree = nil }
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
        var route = ""
        route.reserveCapacity(64)
        appendWay(to: Int(entry.document), &route)
        route += documents[Int(entry.document)].depth == 0 ? "/" : " > "
        route += entry.context.name
        return route
    }

    /// The way to a document, up to its own context: `markdown/code-block > bash`; of the file's own, its language. Made when
    /// it is asked for: of most documents nobody does.
    private func appendWay(to number: Int, _ route: inout String) {
        guard documents[number].parent >= 0 else {
            route += documents[number].language.name
            return
        }
        appendWay(to: documents[number].parent, &route)
        route += "/"
        route += documents[number].context.name
        route += " > "
        route += documents[number].label
    }

    public func language(of entry: Entry) -> Language { documents[Int(entry.document)].language }

    /// A document while those inside it are put in its place.
    private struct Host {
        /// Its index.
        var id: Int
        /// The first of its tokens that is not in the row.
        var token = 0
        /// Up to where the row is filled.
        var filled = 0
    }

    private mutating func beginFile(_ document: TokenizedDocument) -> Host {
        documents.reserveCapacity(4)
        return begin(
            document,
            as: Document(
                language: document.language, label: document.language.name, depth: 0, parent: -1, context: .other,
                by: "",
                range: ByteRange(0, Int(document.tokens.last?.end ?? 0))))
    }

    private mutating func begin(_ document: TokenizedDocument, as description: consuming Document) -> Host {
        if let tree = document.tree {
            description.tree = trees.count
            trees.append(tree)
        }
        documents.append(description)
        return Host(id: documents.count - 1)
    }

    /// Puts the tokens of a document, and of those inside it, in the place of its host's tokens. The depth of embeds is
    /// bounded by ``TokenizeOptions/depth``.
    ///
    /// - Returns: false when there is no place for it, and for none behind it.
    private mutating func add(_ embed: Embed, to host: inout Host, _ tokens: [Token], _ bytes: ByteView?) -> Bool {
        guard documents.count < FlattenedTokens.mostDocuments else { return false }
        if entries.isEmpty { entries.reserveLarge(tokens.count + 16) }
        let start = Int(embed.map.pieces.first?.host ?? embed.range.start)
        while host.token < tokens.count, Int(tokens[host.token].end) <= start {
            keep(tokens[host.token], from: host.filled, document: host.id, bytes: nil)
            host.token += 1
        }
        guard host.token < tokens.count else { return false }
        var inner = begin(
            embed.document,
            as: Document(
                language: embed.document.language, label: embed.label, depth: documents[host.id].depth + 1,
                parent: host.id, context: tokens[host.token].context, by: embed.by, range: embed.range))
        if embed.document.embeds.isEmpty {
            let id = UInt16(inner.id)
            for token in embed.document.tokens where token.start < token.end {
                let entry = Entry(
                    start: token.start, end: token.end, kind: token.kind, context: token.context, document: id)
                add(entry, to: &host, tokens, bytes)
            }
            return true
        }
        let first = entries.count
        let document = embed.document
        for embed in document.embeds {
            guard add(embed, to: &inner, document.tokens, bytes) else { break }
        }
        end(inner, document.tokens, bytes)
        let found = Array(entries[first...])
        entries.removeSubrange(first...)
        for entry in found { add(entry, to: &host, tokens, bytes) }
        return true
    }

    /// Adds a token of a document inside, and before it what the host has there.
    private mutating func add(_ entry: Entry, to host: inout Host, _ tokens: [Token], _ bytes: ByteView?) {
        guard Int(entry.start) >= host.filled else { return }
        while host.token < tokens.count, tokens[host.token].start < entry.start {
            let token = tokens[host.token]
            keep(token, from: host.filled, to: Int(entry.start), document: host.id, bytes: bytes)
            host.filled = max(host.filled, min(Int(token.end), Int(entry.start)))
            if token.end > entry.start { break }
            host.token += 1
        }
        entries.append(entry)
        host.filled = Int(entry.end)
        while host.token < tokens.count, Int(tokens[host.token].end) <= host.filled { host.token += 1 }
    }

    /// Adds what is behind the last document inside.
    private mutating func end(_ host: Host, _ tokens: [Token], _ bytes: ByteView?) {
        var token = host.token
        while token < tokens.count, Int(tokens[token].start) < host.filled {
            keep(tokens[token], from: host.filled, document: host.id, bytes: bytes)
            token += 1
        }
        let rest = tokens[token...]
        if host.id == 0, token == 0, entries.isEmpty, !rest.contains(where: { $0.start >= $0.end }) {
            // Of most files these are all tokens, and as they are.
            entries = tokens
            return
        }
        let id = UInt16(host.id)
        for token in rest where token.start < token.end {
            entries.append(
                Entry(start: token.start, end: token.end, kind: token.kind, context: token.context, document: id))
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
