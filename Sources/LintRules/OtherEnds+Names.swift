import LintSource

/// What a place's value is called, and what that stands in.
extension OtherEnds {
    private static let mostNames = 16
    /// Keys by whose value people tell the items of a list apart.
    private static let naming: Set<String> = ["name", "job_name", "id", "title", "alias", "job", "description"]

    /// The key or variable of the place's value, what stands before the brackets around it, and, where lines go by what
    /// stands before them, the keys above it; innermost first. What says which item of a list it is comes with them.
    var names: [Range<Int>] {
        var names: [Range<Int>] = [key(before: Int(place.start))]
        var at = Int(place.start)
        while names.count < OtherEnds.mostNames, let open = opening(before: at) {
            if bytes[open] == .ascii("{"), let first = naming(firstInk(open + 1), to: at) { names.append(first) }
            names.append(head(open)..<open)
            at = open
        }
        if isYAML { names += keysAbove(at) }
        return names
    }

    /// The name whose value begins there; empty where there is none.
    func key(before place: Int) -> Range<Int> {
        var at = place
        let low = lineStart(place)
        // The scheme of an address, quotes, what opens a list of one line.
        if bytes.has("://", at: at - 3) {
            at -= 3
            while at > low, bytes[at - 1].isWord { at -= 1 }
        }
        while at > low, bytes[at - 1].isBlank || "\"'`[(".utf8.contains(bytes[at - 1]) { at -= 1 }
        guard at > low, bytes[at - 1] == .ascii("=") || bytes[at - 1] == .ascii(":") || bytes[at - 1] == .ascii(">")
        else { return place..<place }
        while at > low, bytes[at - 1].isBlank || "\"'`=:>?+".utf8.contains(bytes[at - 1]) { at -= 1 }
        return OtherEnds.word(before: at, from: low, in: bytes)
    }

    private static func word(before end: Int, from low: Int, in bytes: ByteView) -> Range<Int> {
        var at = end
        while at > low, RuleRun.isOfName(bytes[at - 1]) { at -= 1 }
        return at..<end
    }

    /// The statement at `start`, if it is what tells an item from others.
    private func naming(_ start: Int, to end: Int) -> Range<Int>? {
        var at = start
        while at < end, bytes[at].isWhiteSpace || "\"'".utf8.contains(bytes[at]) { at += 1 }
        let first = at
        while at < end, bytes[at].isWord { at += 1 }
        guard at > first, OtherEnds.naming.contains(text(first..<at)) else { return nil }
        while at < end, bytes[at].isBlank || "\"'".utf8.contains(bytes[at]) { at += 1 }
        guard bytes[at] == .ascii(":") || bytes[at] == .ascii("=") else { return nil }
        let value = at
        while at < end, !bytes[at].isLineEnd, bytes[at] != .ascii(","), bytes[at] != .ascii(";") { at += 1 }
        return value..<at
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self).lowercased() }

    /// The keys of what the line of `place` is in.
    private func keysAbove(_ place: Int) -> [Range<Int>] {
        var names: [Range<Int>] = []
        var line = lineStart(place)
        let dash = firstInk(line)
        // The column that a key above stands before; what a list belongs to may stand in its own.
        var column = dash - line
        var isOfList = isItem(dash)
        while line > Int(window.start), names.count < OtherEnds.mostNames {
            line = lineStart(line - 1)
            let ink = firstInk(line)
            if ink >= Int(window.end) || bytes[ink].isLineEnd || bytes[ink] == .ascii("#") { continue }
            if bytes.has("---", at: ink), ink == line { break }
            let indent = ink - line
            let first = isItem(ink) ? firstInk(ink + 1) : ink
            let isAbove = indent < column && first - line < column || isOfList && !isItem(ink) && indent == column
            if isAbove {
                names.append(first..<lineEnd(first))
            } else if isOfList || first - line != column {
                continue
            } else if let value = naming(first, to: lineEnd(first)) {
                names.append(value)
            }
            if isAbove || isItem(ink) {
                column = indent
                isOfList = isItem(ink)
            }
        }
        return names
    }

    // MARK: Twins

    /// Whether what begins at `at` is to another item of the list what the place is to its own: what items go by.
    func isTwin(_ at: Int) -> Bool { isLineTwin(at) || isBraceTwin(at) }

    private func isLineTwin(_ at: Int) -> Bool {
        guard isYAML, let own = itemKey(Int(place.start)), let other = itemKey(at), own.column == other.column,
            own.name == other.name
        else { return false }
        // Nothing between them stands before them.
        var line = lineStart(max(at, Int(place.start)))
        let first = lineStart(min(at, Int(place.start)))
        while line > first {
            line = lineStart(line - 1)
            let ink = firstInk(line)
            if ink >= Int(window.end) || bytes[ink].isLineEnd || bytes[ink] == .ascii("#") { continue }
            guard ink - line > own.column || ink - line == own.column && isItem(ink) else { return false }
        }
        return true
    }

    /// Of `- key: place` the key, and where the dash stands.
    private func itemKey(_ place: Int) -> (name: String, column: Int)? {
        let line = lineStart(place)
        let dash = firstInk(line)
        guard isItem(dash) else { return nil }
        let key = key(before: place)
        guard !key.isEmpty, firstKey(firstInk(dash + 1)) == key.lowerBound else { return nil }
        return (text(key), dash - line)
    }

    private func firstKey(_ ink: Int) -> Int {
        var at = ink
        while bytes[at].isWhiteSpace || "\"'".utf8.contains(bytes[at]) { at += 1 }
        return at
    }

    private func isBraceTwin(_ at: Int) -> Bool {
        guard let own = braceKey(Int(place.start)), let other = braceKey(at), own.name == other.name,
            own.open != other.open, own.head == other.head
        else { return false }
        return opening(before: own.open) == opening(before: other.open)
    }

    /// Of `head { key: place` the key and the head's first word.
    private func braceKey(_ place: Int) -> (name: String, open: Int, head: String)? {
        guard let open = opening(before: place), bytes[open] == .ascii("{") else { return nil }
        let key = key(before: place)
        guard !key.isEmpty, firstKey(open + 1) == key.lowerBound else { return nil }
        let head = text(self.head(open)..<open).split(separator: " ").first.map(String.init) ?? ""
        return (text(key), open, head)
    }
}
