import LintSource
import LintSyntax

/// A file of arguments for `-backend-config` that a script writes from a here-document, for an init behind it.
struct TerraformMadeFile: Sendable, Hashable {
    /// Where a script writes a file that may be one.
    struct Place: Sendable, Hashable {
        /// As written.
        var name: String
        /// From where the script begins.
        var path: String
        /// Where the text begins that it is given; `nil` for what is made in another way, or changed.
        var text: UInt32?
    }

    var place: Place
    /// The job that makes it, for its other steps.
    var job: String
    /// `nil` where not all of it is read.
    var settings: [TerraformStateFacts.Setting]?

    /// Of one file so many are kept; more is nothing that a person wrote.
    static let most = 100

    init(_ place: Place, job: String, in file: ParsedFile) {
        self.place = place
        self.job = job
        settings = place.text.flatMap { TerraformMadeFile.settings(from: Int($0), file.bytes) }
    }

    /// The arguments `name = value` up to the line that ends the document.
    private static func settings(from start: Int, _ bytes: ByteView) -> [TerraformStateFacts.Setting]? {
        var settings: [TerraformStateFacts.Setting] = []
        var at = start
        // (No backend takes so many, nor such a text.)
        let end = min(bytes.count, start + 8_192)
        for _ in 0..<64 {
            func skip() { while bytes[at].isBlank { at += 1 } }
            skip()
            let first = at
            while bytes[at].isWord { at += 1 }
            let name = ByteRange(first, at)
            skip()
            if name.isEmpty {
                // A remark, or nothing.
                guard bytes[at].isLineEnd || bytes[at] == .ascii("#") || bytes.has("//", at: at) else { return nil }
            } else if bytes[at] == .ascii("=") {
                at += 1
                skip()
                guard let value = value(&at, bytes) else { return nil }
                settings.append(.init(name: bytes.text(name), value: value, range: name))
                skip()
                guard bytes[at].isLineEnd || bytes[at] == .ascii("#") else { return nil }
            } else {
                return bytes[at].isLineEnd || at >= bytes.count ? settings : nil
            }
            while at < end, !bytes[at].isLineEnd { at += 1 }
            guard at < end else { return nil }
            at += bytes.has("\r\n", at: at) ? 2 : 1
        }
        return nil
    }

    /// A text in quotes, a number, a word; `nil` for what is made of more.
    private static func value(_ at: inout Int, _ bytes: ByteView) -> String? {
        let isQuoted = bytes[at] == .ascii("\"")
        if isQuoted { at += 1 }
        let first = at
        while at < bytes.count, !bytes[at].isLineEnd, bytes[at] != .ascii("\""), at - first < 1_024 {
            if bytes[at] == .ascii("\\") || !isQuoted && bytes[at].isBlank { break }
            at += 1
        }
        let value = bytes.text(ByteRange(first, at))
        if isQuoted {
            guard bytes[at] == .ascii("\"") else { return nil }
            at += 1
            return value
        }
        guard let letter = value.utf8.first, letter.isWord || letter == .ascii("$") else { return nil }
        return value
    }
}

extension TerraformScriptReader {
    /// Notes a file that may hold arguments, by its name.
    mutating func noteMade(_ text: String) {
        guard written.made.count < TerraformMadeFile.most,
            text.holds("backend") || TerraformStateFacts.endings.contains(where: text.ends),
            !TerraformState.isConfiguration(text), let path = enter(text, from: folder)
        else { return }
        written.made.append(.init(name: text, path: path))
    }
}

extension TerraformStacks {
    /// What a file has that an init names, and that its script, or an earlier step of its job, has made before.
    func made(_ name: String, _ run: Run) -> Given? {
        let script = run.script.value
        var all = script.made
        let isOwn = !all.isEmpty
        if let job = script.workflowJob ?? script.job, !script.startsElsewhere {
            all += files[run.file].facts.made.filter { $0.job == job }
        }
        if all.isEmpty { return nil }
        let path = TerraformTemplate.join(run.command.folder ?? "", name)
        let start = run.command.range.start
        let isVariable = name.begins("$") || name.begins("{{")
        let found = all.filter { file in
            // (A variable's name says the same in its own script alone.)
            isVariable ? isOwn && file.job.isEmpty && file.place.name == name : file.place.path == path
        }
        guard found.count == 1, let text = found[0].place.text, text < start, let settings = found[0].settings else {
            return nil
        }
        return settings.map {
            .init(name: $0.name, supplied: .init(value: $0.value, origin: .file, site: Site(run.file, $0.range)))
        }
    }
}
