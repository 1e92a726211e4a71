public import LintSource

/// What `git cat-file` has to say about a blob that was asked for.
public enum Blob {
    /// The bytes, valid during the call; 64 zero bytes stand behind them.
    case bytes(ByteView)
    /// Larger than the limit; its size in bytes.
    case tooLarge(size: Int)
    /// Not in the repository: a partial clone, or a damaged one.
    case missing
}

extension Git {
    /// Reads blobs in the order of `ids`, one process for all of them, the answers passing through one buffer.
    /// May be called from several threads at once, each with a part of the ids.
    ///
    /// - Parameters:
    ///   - limit: larger blobs are passed over, in bytes.
    ///   - body: gets the index into `ids`, and the blob.
    public func blobs(
        _ ids: [ObjectID], limit: Int = 16 << 20, _ body: (Int, Blob) throws(GitError) -> Void
    ) throws(GitError) {
        if ids.isEmpty { return }
        var reader = try ObjectReader(once: self)
        try reader.blobs(ids, limit: limit, body)
        try reader.end(self)
    }

    /// One blob.
    ///
    /// - Returns: nil when it is missing or larger than `limit` bytes.
    public func blob(_ id: ObjectID, limit: Int = 16 << 20) throws(GitError) -> [UInt8]? {
        var result: [UInt8]?
        try blobs([id], limit: limit) { _, blob in
            if case .bytes(let view) = blob { result = Array(view.buffer) }
        }
        return result
    }
}
