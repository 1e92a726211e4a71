/// Texts with `${NAME}`, `$NAME` and `{{name}}` in them. What cannot be resolved stays as it is written.
enum TerraformTemplate {
    static func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, first == 0x5F || (first | 0x20) >= 0x61 && (first | 0x20) <= 0x7A else {
            return false
        }
        return text.utf8.allSatisfy {
            $0 == 0x5F || $0 >= 0x30 && $0 <= 0x39 || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A
        }
    }

    /// `folder` and a path from it, `.` and `..` folded; outside the repository it begins with `/`, `~` or `..`.
    static func join(_ folder: String, _ path: String) -> String {
        if path.hasPrefix("/") || path.hasPrefix("~") { return path }
        var parts: [Substring] = folder.split(separator: "/")
        if folder.hasPrefix("/") { parts.insert("", at: 0) }
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != "..", !isOpen(String(last)) {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }

    static func isOpen(_ text: String) -> Bool { text.contains { "$`<*".contains($0) } || text.contains("{{") }

    /// The name that a whole text stands for: `$x`, `${x}`, `{{ x }}`.
    static func variable(_ text: Substring) -> (name: String, isJust: Bool)? {
        var name = text
        let isJust = text.hasPrefix("{{") && text.hasSuffix("}}") && text.utf8.count > 4
        if isJust {
            name = text.dropFirst(2).dropLast(2)
            while name.first == " " { name.removeFirst() }
            while name.last == " " { name.removeLast() }
        } else if text.hasPrefix("${"), text.hasSuffix("}") {
            name = text.dropFirst(2).dropLast()
        } else if text.hasPrefix("$") {
            name = text.dropFirst()
        } else {
            return nil
        }
        let plain = isJust ? name.filter { $0 != "-" }[...] : name
        return isName(plain) ? (String(name), isJust) : nil
    }

    /// Cuts a text into what is fixed and what is `${…}`, `$name`, `{{…}}`.
    /// Texts over 4,096 bytes are one piece.
    static func pieces(_ text: String) -> [Substring] {
        guard text.utf8.count <= 4_096 else { return [text[...]] }
        var result: [Substring] = []
        var rest = text[...]
        var fixed = rest.startIndex
        var index = rest.startIndex
        func end(from start: String.Index) -> String.Index? {
            let tail = rest[start...]
            if tail.hasPrefix("{{") {
                var i = start
                while i < rest.endIndex, !rest[i...].hasPrefix("}}") { i = rest.index(after: i) }
                return i < rest.endIndex ? rest.index(i, offsetBy: 2) : nil
            }
            guard tail.first == "$" else { return nil }
            var i = rest.index(after: start)
            if i < rest.endIndex, rest[i] == "{" {
                return rest[i...].firstIndex(of: "}").map { rest.index(after: $0) }
            }
            while i < rest.endIndex, rest[i] == "_" || rest[i].isASCII && (rest[i].isLetter || rest[i].isNumber) {
                i = rest.index(after: i)
            }
            return i > rest.index(after: start) ? i : nil
        }
        while index < rest.endIndex {
            guard rest[index] == "$" || rest[index] == "{", let stop = end(from: index) else {
                index = rest.index(after: index)
                continue
            }
            if fixed < index { result.append(rest[fixed..<index]) }
            result.append(rest[index..<stop])
            index = stop
            fixed = stop
        }
        rest = rest[fixed...]
        if !rest.isEmpty { result.append(rest) }
        return result
    }

    /// Replaces what `value` knows. Texts over 4,096 bytes stay as they are.
    static func expand(_ text: String, _ value: (_ name: String, _ isJust: Bool) -> String?) -> String {
        guard text.utf8.count <= 4_096 else { return text }
        var result = ""
        for piece in pieces(text) {
            if let found = variable(piece), let known = value(found.name, found.isJust) {
                result += known
            } else {
                result += piece
            }
        }
        return result
    }
}
