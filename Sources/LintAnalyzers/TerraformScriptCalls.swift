import LintSource

/// Scripts that others run: what a script's `$1` is, each caller says.
extension TerraformStateFacts {
    struct ScriptCall: Sendable, Hashable {
        /// From where its caller begins; what nothing tells as written.
        var path: String
        /// Empty where one of them is not written out, or nobody knows where the caller stands.
        var arguments: [String]
        /// Where the caller stands, and all that it hands over, where both are known.
        var folder: String?
        var handed: [String]?
    }

    /// (No person's file has so many.)
    static let mostScriptCalls = 256

    /// Whether parameters may be taken away or set anew: by `shift`, `getopts` (which is followed by one), `set net` or
    /// `set -- net`.
    static func mayShift(_ bytes: ByteView) -> Bool {
        if bytes.first("shift") != nil || bytes.first("getopts") != nil { return true }
        var from = 0
        while let found = bytes.first("set ", from: from) {
            from = found + 4
            if found > 0, bytes[found - 1].isWord || bytes[found - 1] == .ascii("-") { continue }
            var at = from
            // (`set -euo pipefail` and `set +x` set options.)
            while bytes[at] == .ascii("-") && bytes[at + 1] != .ascii("-") || bytes[at] == .ascii("+") {
                while at < bytes.count, !bytes[at].isWhiteSpace, bytes[at] != .ascii(";") { at += 1 }
                let isNamed = bytes[at - 1] == .ascii("o")
                while bytes[at].isBlank { at += 1 }
                if isNamed { while bytes[at].isWord { at += 1 } }
                while bytes[at].isBlank { at += 1 }
            }
            let isEnd = at >= bytes.count || bytes[at].isLineEnd || ";&|#".utf8.contains(bytes[at])
            if !isEnd { return true }
            from = at
        }
        return false
    }
}

extension TerraformScriptReader {
    private static let shells: [StaticString] = ["bash", "sh", "dash", "zsh"]

    /// `scripts/init.sh net`, `bash -e scripts/init.sh net`
    mutating func noteCall(_ first: Int) {
        var at = first
        if view(words[at], { word in Self.shells.contains(where: word.equals) }) {
            at += 1
            while at < words.count, begins(words[at], "-") { at += 1 }
        }
        guard at + 1 < words.count, view(words[at], { $0.has(".sh", at: $0.count - 3) && $0.count > 3 }),
            written.calls.count < TerraformStateFacts.mostScriptCalls
        else { return }
        var path = buffer.text(words[at])
        if path.begins("@") || path.begins("-") { path.removeFirst() }
        var arguments: [String] = []
        let isRoot = (folder ?? "").isEmpty || home.isEmpty && folder == TerraformTemplate.start
        let isKnown = !isLost && isRoot
        for word in words[(at + 1)...].prefix(9) where isKnown {
            let text = buffer.text(word)
            if text.begins(">") || text.begins("2>") || text.begins("&>") { break }
            arguments.append(text)
        }
        let isWritten = arguments.allSatisfy { text in
            !text.isEmpty && !TerraformTemplate.isOpen(text) && !text.utf8.contains { [0x2A, 0x3F, 0x60].contains($0) }
        }
        var call = TerraformStateFacts.ScriptCall(path: located(path), arguments: isWritten ? arguments : [])
        if !isLost, !script.startsElsewhere, let place = folder ?? (script.kind == .script ? nil : ""),
            !TerraformTemplate.isOpen(place)
        {
            call.folder = place
            call.handed = handed(by: words[(at + 1)...])
        }
        written.calls.append(call)
    }
}

extension TerraformScriptReader {
    /// The words of a command, where all are written out.
    private func handed(by words: ArraySlice<Word>) -> [String]? {
        var result: [String] = []
        for word in words.prefix(64) {
            let text = buffer.text(word)
            if text.begins(">") || text.begins("2>") || text.begins("&>") { break }
            if TerraformTemplate.isOpen(text) || text.utf8.contains(0x3F) { return nil }
            result.append(text)
        }
        return words.count > 64 ? nil : result
    }
}

/// What the parameters of scripts are that others run, once for each way in which they are run.
struct TerraformScriptCalls {
    /// By number of the script's file. One that somebody runs in a way that is not written out is not among them.
    private(set) var given: [Int: [TerraformStacks.Bindings]] = [:]
    /// By number of the script's file: where its callers stand, and all that they hand over, as far as that is known.
    private(set) var handed: [Int: Set<Handed>] = [:]

    struct Handed: Sendable, Hashable {
        var folder: String
        var arguments: [String]
    }

    /// All commands together run so many times more.
    private static let limit = 20_000

    init(_ files: [TerraformFile], _ numbers: [Int]) {
        var byPath: [String: Int] = [:]
        // Of several with one name a caller may mean any.
        var byName: [Substring: Int] = [:]
        var unknown: Set<Int> = []
        for number in numbers where files[number].path.hasSuffix(".sh") && !files[number].facts.scripts.isEmpty {
            if files[number].facts.shiftsParameters { unknown.insert(number) }
            byPath[files[number].path] = number
            let name = files[number].path.lastPart
            byName[name] = byName[name] == nil ? number : -1
        }
        guard !byPath.isEmpty else { return }
        var seen: [Int: Set<[String]>] = [:]
        for number in numbers {
            let home = files[number].path.index(ofLast: 0x2F).map { String(files[number].path[..<$0]) } ?? ""
            for call in files[number].facts.scriptCalls {
                let found: Int?
                if TerraformTemplate.isOpen(call.path) {
                    found = byName[call.path.lastPart].flatMap { $0 < 0 ? nil : $0 }
                } else {
                    found =
                        byPath[TerraformTemplate.join("", call.path)] ?? byPath[TerraformTemplate.join(home, call.path)]
                }
                if let folder = call.folder, let arguments = call.handed {
                    // (Behind a hole stands the one script of its name.)
                    let path = TerraformTemplate.join(folder, call.path)
                    let target = TerraformTemplate.isOpen(call.path) ? found : byPath[path]
                    if let target, target != number, !files[target].facts.shiftsParameters {
                        handed[target, default: []].insert(Handed(folder: folder, arguments: arguments))
                    }
                }
                guard let target = found, target != number else { continue }
                if call.arguments.isEmpty {
                    unknown.insert(target)
                } else if seen[target, default: []].insert(call.arguments).inserted {
                    given[target, default: []].append(call.arguments.enumerated().map { ("\($0 + 1)", $1) })
                }
            }
        }
        var left = TerraformScriptCalls.limit
        for target in given.keys.sorted() {
            let commands = files[target].facts.scripts.reduce(0) { $0 + $1.value.commands.count }
            left -= commands * (given[target]?.count ?? 0)
            if left < 0 || unknown.contains(target) { given[target] = nil }
        }
        // (Each command has a script of its own for each caller.)
        left = TerraformScriptCalls.limit
        for target in handed.keys.sorted() {
            let cost = files[target].facts.scripts.reduce(0) { cost, script in
                script.value.commands.reduce(cost) { $0 + ($1.takesAll ? $1.assignments + 1 : 0) }
            }
            left -= cost * (handed[target]?.count ?? 0)
            if left < 0 { handed[target] = nil }
        }
    }
}

extension TerraformStacks {
    /// Keeps an init whose folder is not known, for people.
    mutating func noteOpenInit(_ run: Run) {
        guard explains, run.kind != .documentation, run.command.usesBackend, let folder = run.folder, run.isOpen,
            !folder.begins("/"), !folder.begins("~"), !folder.holds("$(")
        else { return }
        // What a loop goes through is one of these.
        let names = TerraformTemplate.pieces(folder).compactMap { TerraformTemplate.name(of: $0) }
        let known = run.script.value.assignments.prefix(run.command.assignments)
        let loop = known.last { $0.choices?.isEmpty == false && names.contains($0.name) }
        guard let loop, let choices = loop.choices else { return noteOpenInit(run, in: folder) }
        for choice in choices.prefix(TerraformStacks.mostOpenInits) {
            let bound = [(name: loop.name, value: choice.replacing("*", with: "$_"))]
            noteOpenInit(run, in: expand(folder, run, bound: bound, before: run.command.assignments))
        }
    }

    // (Of many it is none in particular.)
    private static let mostOpenInits = 16

    private mutating func noteOpenInit(_ run: Run, in folder: String) {
        guard openInits.count < TerraformStacks.mostOpenInits, !openInits.contains(where: { $0.folder == folder })
        else { return }
        let place = "\(files[run.file].path):\(run.command.line)"
        openInits.append(OpenInit(folder: folder, shape: TerraformTemplate.Shape(folder), place: place))
    }

    /// An init whose folder is not known.
    struct OpenInit: Sendable {
        let folder: String
        let shape: TerraformTemplate.Shape
        let place: String
    }

    /// That no init of a stack is found does not say that there is none: one whose folder is not known may be.
    func allowOpenInits(_ stack: inout TerraformStack) {
        guard explains, stack.why.hasSuffix(TerraformStack.withoutInit) else { return }
        let name = folders.names[stack.folder]
        let open = openInits.first { $0.shape.fits(name) || $0.folder.begins("../") }?.place
        let place =
            open
            ?? defaulted[stack.folder]?.first.map { found in
                "\(files[runs[found.run].file].path):\(runs[found.run].command.line)"
            }
        guard let place else { return }
        stack.why.removeLast(TerraformStack.withoutInit.count)
        stack.why += "; an init whose folder is not known may be of it (\(place))"
    }
}
