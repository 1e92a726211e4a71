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
        if path.begins("/") || path.begins("~") { return path }
        if isPlain(path), isPlain(folder) {
            return folder.isEmpty ? path : path.isEmpty ? folder : below(folder, path)
        }
        if let joined = climb(folder, path) { return joined }
        var parts = folder.pathParts
        if folder.begins("/") { parts.insert("", at: 0) }
        for part in path.pathParts where part != "." {
            if part == "..", let last = parts.last, last != "..", !isOpen(String(last)) {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }

    /// `folder/path`, made in one piece.
    private static func below(_ folder: String, _ path: String) -> String {
        folder.withBytes { folder in
            path.withBytes { path in
                String(unsafeUninitializedCapacity: folder.count + 1 + path.count) { result in
                    _ = result.initialize(from: folder)
                    result[folder.count] = 0x2F
                    _ = result[(folder.count + 1)...].initialize(from: path)
                    return folder.count + 1 + path.count
                }
            }
        }
    }

    /// `../../modules/m` from a folder without holes, where the way up stays in the repository and all else is plain.
    private static func climb(_ folder: String, _ path: String) -> String? {
        var rest = path[...]
        var base = folder[...]
        while true {
            if rest.begins("../") {
                guard !base.isEmpty else { return nil }
                rest = rest[rest.utf8.index(rest.startIndex, offsetBy: 3)...]
                base = base[..<(base.index(ofLast: 0x2F) ?? base.startIndex)]
            } else if rest.begins("./") {
                rest = rest[rest.utf8.index(rest.startIndex, offsetBy: 2)...]
            } else {
                break
            }
        }
        let end = String(rest)
        guard !end.isEmpty, isPlain(end), isPlain(folder), !isOpen(folder) else { return nil }
        return base.isEmpty ? end : String(base) + "/" + end
    }

    /// Whether ``join(_:_:)`` gives the path as it is when it is joined to the root.
    static func isFolded(_ path: String) -> Bool { path.begins("/") || path.begins("~") || isPlain(path) }

    /// Whether there is nothing to fold: no empty part, no `.` and `..`.
    private static func isPlain(_ path: String) -> Bool {
        path.withBytes { bytes in
            var length = 0
            var dots = 0
            for byte in bytes {
                if byte == 0x2F {
                    if dots == length, length < 3 { return false }
                    length = 0
                    dots = 0
                } else {
                    length += 1
                    if byte == 0x2E { dots += 1 }
                }
            }
            return length == 0 ? bytes.isEmpty : dots < length || length > 2
        }
    }

    static func isOpen(_ text: String) -> Bool {
        text.withBytes { bytes in
            var previous: UInt8 = 0
            for byte in bytes {
                switch byte {
                case 0x24, 0x60, 0x3C, 0x2A: return true
                case 0x7B where previous == 0x7B: return true
                default: previous = byte
                }
            }
            return false
        }
    }

    /// A name as arguments of backends and variables have it.
    static func isArgument(_ text: Substring) -> Bool {
        isName(text) || text.holds(".") && text.split(separator: ".").allSatisfy { isName($0) }
    }

    /// The variable's name in `$x`, `${x}`, `${x:-default}`.
    static func name(of text: Substring) -> String? {
        guard text.hasPrefix("$") else { return nil }
        let name = text.dropFirst().drop { $0 == "{" }.prefix {
            $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber)
        }
        return isName(name) ? String(name) : nil
    }

    /// With `${x:-default}` as its default: what holds where nobody sets the variable.
    static func withDefaults(_ text: String) -> String {
        guard text.holds(":-") else { return text }
        var result = ""
        for piece in pieces(text) {
            if piece.hasPrefix("${"), piece.hasSuffix("}"), let mark = piece.firstRange(of: ":-") {
                result += withDefaults(String(piece[mark.upperBound...].dropLast()))
            } else {
                result += piece
            }
        }
        return result
    }

    /// Whether a closed text can be what a template with holes (`$x`, `{{x}}`, `<x>`, `{x}`) comes to.
    static func fits(_ text: String, _ template: String) -> Bool {
        var fixed: [String] = [""]
        for piece in pieces(template) {
            if piece.hasPrefix("$") || piece.hasPrefix("{{") {
                fixed.append("")
                continue
            }
            var depth = 0
            for character in piece {
                if "<{".contains(character) {
                    if depth == 0 { fixed.append("") }
                    depth += 1
                } else if ">}".contains(character) {
                    depth = max(0, depth - 1)
                } else if depth == 0 {
                    fixed[fixed.count - 1].append(character)
                }
            }
        }
        if fixed.count == 1 { return text == fixed[0] }
        guard text.hasPrefix(fixed[0]), text.hasSuffix(fixed[fixed.count - 1]) else { return false }
        var rest = text.dropFirst(fixed[0].count)
        for part in fixed[1..<(fixed.count - 1)] where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.count > fixed[fixed.count - 1].count
    }

    /// Whether a part of it is `UPDATE_ME` or the like, which no bucket and no host is called.
    static func isShouted(_ text: String) -> Bool {
        text.withBytes { bytes in
            var length = 0
            var isShouted = true
            for byte in bytes {
                if byte == 0x2F || byte == 0x3A || byte == 0x40 || byte == 0x2E {
                    if isShouted, length > 3 { return true }
                    length = 0
                    isShouted = true
                } else {
                    length += 1
                    isShouted = isShouted && (byte == 0x5F || byte >= 0x41 && byte <= 0x5A)
                }
            }
            return isShouted && length > 3
        }
    }

    /// Whether something in it is for the reader to fill in.
    static func isPlaceholder(_ text: String) -> Bool {
        isOpen(text) || isShouted(text) || text.holds("...") || text.holds("…") || text.holds("{")
            || text.uppercased().hasPrefix("YOUR") || text.holds("YOUR_") || text.holds("your-")
    }

    /// The text with a mark in place of all that is not fixed.
    static func skeleton(_ text: String) -> String {
        pieces(text).map { $0.begins("$") || $0.begins("{{") ? "\u{FFFC}" : String($0) }.joined()
    }

    /// Whether a script's parameter is in it, `$1`, which whoever calls it fills in.
    static func isTold(_ text: String) -> Bool {
        text.holds("$")
            && pieces(text).contains { piece in
                piece.begins("$")
                    && piece.utf8.dropFirst().first { $0 != 0x7B }.map { $0 >= 0x30 && $0 <= 0x39 } ?? false
            }
    }

    private static let roots = [
        "${CI_PROJECT_DIR}", "$CI_PROJECT_DIR", "${GITHUB_WORKSPACE}", "$GITHUB_WORKSPACE", "${{ github.workspace }}",
        "${{github.workspace}}",
    ]
    private static let homes = ["{{justfile_directory()}}", "{{justfile_dir()}}", "${CURDIR}"]

    /// A folder without what stands for the checkout, or for the folder of the Justfile.
    static func rooted(_ folder: String, home: String) -> String {
        guard isOpen(folder) else { return folder }
        for root in roots {
            if let range = folder.firstRange(of: root) { return String(folder[range.upperBound...]) }
        }
        for mark in homes {
            if let range = folder.firstRange(of: mark) { return home + folder[range.upperBound...] }
        }
        return folder
    }

    /// The name that a whole text stands for: `$x`, `${x}`, `{{ x }}`, `${{ env.x }}`, `${{ matrix.x }}` (with the dot).
    static func variable(_ text: Substring) -> (name: String, isJust: Bool)? {
        var name = text
        if text.hasPrefix("${{") {
            name = text.dropFirst(3).drop { $0 == " " }.prefix { $0 != " " && $0 != "}" }
            if name.hasPrefix("env.") { name = name.dropFirst(4) } else if !name.hasPrefix("matrix.") { return nil }
            guard text.filter({ $0 != " " }).utf8.count <= name.utf8.count + 9 else { return nil }
            return isName(name.hasPrefix("matrix.") ? name.dropFirst(7) : name) ? (String(name), false) : nil
        }
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
        guard text.utf8.count <= 4_096, text.holds("$") || text.holds("{") else {
            return text.isEmpty ? [] : [text[...]]
        }
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
            if tail.hasPrefix("${{") {
                while i < rest.endIndex, !rest[i...].hasPrefix("}}") { i = rest.index(after: i) }
                return i < rest.endIndex ? rest.index(i, offsetBy: 2) : nil
            }
            if i < rest.endIndex, rest[i] == "{" {
                var depth = 0
                while i < rest.endIndex {
                    if rest[i] == "{" { depth += 1 }
                    if rest[i] == "}" { depth -= 1 }
                    i = rest.index(after: i)
                    if depth == 0 { return i }
                }
                return nil
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
        guard text.utf8.count <= 4_096, isOpen(text) else { return text }
        var result = ""
        for piece in pieces(text) {
            if let found = variable(piece), let known = value(found.name, found.isJust) {
                result += known
            } else if piece.holds(":-"), let name = name(of: piece), let known = value(name, false), !known.isEmpty {
                result += known
            } else {
                result += piece
            }
        }
        return result
    }
}
