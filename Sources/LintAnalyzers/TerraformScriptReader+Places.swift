import LintSource

/// Places that a script works out: where it lies, where its shell stands, where the checkout begins. In texts a place is
/// ``root`` and the way from there; where the shell stands when nothing has moved it, `$(pwd)`.
extension TerraformScriptReader {
    /// What stands for the checkout.
    static let root = "$(git rev-parse --show-toplevel)"

    /// The command's words as what it prints is written in another's: the place that it prints, or the command.
    var substitution: [UInt8] {
        if let place = printedPlace { return Array(place.utf8) }
        var result: [UInt8] = [.ascii("$"), .ascii("(")]
        // Brackets in brackets would make it grow without bound.
        if words.reduce(words.count - 1, { $0 + $1.end - $1.start }) > 512 {
            result += "…".utf8
        } else {
            for (number, word) in words.enumerated() {
                if number > 0 { result.append(.ascii(" ")) }
                result += buffer[word.start..<word.end]
            }
        }
        result.append(.ascii(")"))
        return result
    }

    /// `git rev-parse --show-toplevel`
    var printsRoot: Bool {
        guard let first = words.first, equals(first, "git") else { return false }
        return words.contains { equals($0, "--show-toplevel") }
    }

    /// `pwd`, `dirname "$0"`, `realpath "$DIR/.."` …
    private var printedPlace: String? {
        guard let first = words.first, let last = words.last, words.count < 8 else { return nil }
        if equals(first, "pwd") { return place(folder) }
        if printsRoot { return Self.root }
        let isFolder = equals(first, "dirname")
        guard isFolder || equals(first, "realpath") || equals(first, "readlink") else { return nil }
        let path = located(buffer.text(last))
        if isFolder, isOwnName(path) { return place(home) }
        guard isPlace(path) else { return nil }
        return isFolder ? path + "/.." : path
    }

    /// Whether a text is the script's own path, or a variable that was made of it.
    private func isOwnName(_ text: String) -> Bool {
        if text.holds("$0") || text.holds("${0") || text.holds("BASH_SOURCE") { return !isPlace(text) }
        guard let name = TerraformTemplate.variable(text[...])?.name, let value = value(of: name) else { return false }
        return value.holds("$0") || value.holds("${0") || value.holds("BASH_SOURCE")
    }

    /// Whether a text begins with a place, or with a variable that is one.
    private func isPlace(_ text: String) -> Bool {
        var text = text
        for _ in 0..<4 {
            if text.begins("$(git rev-parse --show-toplevel)") || text.begins("$(pwd)") { return true }
            if text.hasPrefix(TerraformTemplate.start) { return true }
            guard text.begins("$"), let piece = TerraformTemplate.pieces(text).first,
                let name = TerraformTemplate.variable(piece)?.name, let value = value(of: name)
            else { return false }
            text = value
        }
        return false
    }

    private func value(of name: String) -> String? { assigned(name)?.value }

    /// A folder as other places have it; what is from outside of the checkout is as it is.
    private func place(_ folder: String?) -> String {
        guard let folder, !folder.isEmpty else { return "$(pwd)" }
        let isPlace = folder.begins("$") || folder.begins("/") || folder.begins("~") || folder.begins("{{")
        return isPlace ? folder : Self.root + "/" + folder
    }

    private static let ownFolders = [
        "${0%/*}", "${BASH_SOURCE%/*}", "${BASH_SOURCE[0]%/*}",
    ]

    /// A text with the place that it begins with: `${0%/*}/a`, `$PWD/a`.
    func located(_ text: String) -> String {
        guard text.begins("$") else { return text }
        if let own = Self.ownFolders.first(where: text.hasPrefix) { return place(home) + text.dropFirst(own.count) }
        for name in ["$PWD", "${PWD}"] where text.hasPrefix(name) {
            let rest = text.dropFirst(name.count)
            if rest.isEmpty || rest.begins("/") { return place(folder) + rest }
        }
        return text
    }

    /// A shell of its own begins where all of the script's do, with what these have.
    mutating func goHome() {
        folder = start
        end(shell)
        shell = ShellScope(script)
    }

    /// What comes is another part of its job.
    mutating func endBeforeScript(next part: String?) {
        script.beforeFolder = folder
        script.beforeAssignments = script.assignments.count
        script.part = part
    }

    /// The folder that `cd` enters; `nil` where nothing tells.
    func enter(_ target: String, from: String?) -> String? {
        if target == "-" { return nil }
        if target.begins("{{") {
            // (The root is where a Taskfile lies that includes this one, perhaps.)
            if target.begins("{{.ROOT_DIR}}"), !home.isEmpty { return nil }
            for (mark, start) in [("{{.TASKFILE_DIR}}", home), ("{{.ROOT_DIR}}", "")] where target.hasPrefix(mark) {
                return TerraformTemplate.join(start, String(target.dropFirst(mark.count).drop { $0 == "/" }))
            }
        }
        let target = located(target)
        if target.begins("$(") {
            for mark in [Self.root, "$(pwd)"] where target.hasPrefix(mark) {
                return TerraformTemplate.join("", String(target.dropFirst(mark.count).drop { $0 == "/" }))
            }
        }
        if let inside = CircleCheckouts.inside(target, checkouts) { return TerraformTemplate.join("", inside) }
        let isRooted = isPlace(target) || target.begins("$") && TerraformTemplate.isRooted(target)
        let folder = TerraformTemplate.join(isRooted ? "" : from ?? "", target)
        return folder.utf8.count <= 1_024 ? folder : nil
    }
}
