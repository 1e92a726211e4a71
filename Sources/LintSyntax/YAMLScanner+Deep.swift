import LintSource

/// Flow collections inside so many others that nobody means them: libyaml and others refuse such depths.
extension YAMLScanner {
    /// Collections in collections. What is deeper has tokens, and neither structure nor tree: a megabyte of brackets would
    /// else take a hundred megabytes.
    static let maximumFlowDepth = 1_000

    /// Goes over the collection at `pos`, to behind its closing bracket, or to where ``flow()`` has to see what is wrong.
    mutating func skipDeepFlow(parent: Int) {
        event(.null, pos, pos)
        var depth = 0
        while true {
            skipSpace()
            guard pos < end, !(lineHead && endsFlow(parent: parent)) else { return }
            let start = pos
            switch base[pos] {
            case .ascii("["), .ascii("{"): depth += 1
            case .ascii("]"), .ascii("}"): depth -= 1
            case .ascii(","), .ascii(":"), .ascii("?"): break
            case .ascii("\""), .ascii("'"):
                let scalar = quoted(parentIndent: parent)
                emit(start, scalar.end, base[start] == .ascii("'") ? .scalarSingle : .scalarDouble)
                continue
            default:
                pos = plainLine(from: start + 1, inFlow: true).end
                emit(start, pos, .scalarPlain)
                continue
            }
            emit(pos, pos + 1, .punct)
            pos += 1
            if depth == 0 { return }
        }
    }

    /// Whether the line at `pos` is no part of a flow collection.
    private func endsFlow(parent: Int) -> Bool {
        if pos == lineStart, isMarker(at: pos) { return true }
        return recovering && column <= parent && looksLikeEntry(at: pos)
    }
}
