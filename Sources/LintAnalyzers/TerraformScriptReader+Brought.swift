import LintSource

/// What commands put into folders without naming it: `cp -r live/* net/`, `unzip net.zip -d net`.
extension TerraformScriptReader {
    private enum Bringer { case copy, move, sync, tar, zip, store }

    private static let bringers: [(program: StaticString, kind: Bringer)] = [
        ("cp", .copy), ("mv", .move), ("rsync", .sync), ("tar", .tar), ("bsdtar", .tar), ("unzip", .zip),
        ("aws", .store), ("gsutil", .store),
    ]

    /// - Parameter first: the command's program.
    mutating func noteBrought(_ first: Word) {
        let isPiped = written.isFetching
        written.isFetching = equals(first, "curl") || equals(first, "wget")
        if written.isFetching { return noteFetched() }
        // (Most commands are none of these.)
        guard first.start < first.end, "cmrtbuag".utf8.contains(buffer[first.start]),
            let kind = Self.bringers.first(where: { equals(first, $0.program) })?.kind,
            written.brought.count < TerraformBrought.most, script.kind != .comment
        else { return }
        let words = words.dropFirst().map { buffer.text($0) }
        switch kind {
        case .copy, .move, .sync: noteCopy(words, kind)
        case .tar: noteTar(words, isPiped: isPiped)
        case .zip: noteZip(words)
        case .store: noteStore(words)
        }
    }

    /// `curl -LO https://…/tflint.zip`: a program's, and no configuration of anybody here.
    private mutating func noteFetched() {
        let texts = words.dropFirst().map { buffer.text($0) }
        guard texts.contains(where: { $0.contains("://") }), written.fetched.count < 100 else { return }
        for (index, text) in texts.enumerated() {
            let isNamed = index > 0 && Self.areLetters(texts[index - 1]) && "oO".contains(texts[index - 1].last ?? "-")
            if isNamed || text.contains("://") { written.fetched.insert(String(text.lastPart)) }
        }
        for text in texts where text.hasPrefix("--output=") { written.fetched.insert(String(text.lastPart)) }
    }

    private func isFetched(_ archive: String) -> Bool {
        let name = String(archive.lastPart)
        return written.fetched.contains(name) || name.holds("*") && !written.fetched.isEmpty
    }

    /// `-rt`
    private static func areLetters(_ option: String) -> Bool { option.hasPrefix("-") && !option.hasPrefix("--") }

    /// Options of rsync's whose value is the next word.
    private static let valued: Set<String> = [
        "-e", "--rsh", "-f", "--filter", "--exclude", "--include", "--exclude-from", "--include-from", "--files-from",
    ]

    private mutating func noteCopy(_ words: [String], _ kind: Bringer) {
        var operands: [String] = []
        var isWhole = kind == .move
        var target: String?
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--target-directory" || kind != .sync && word.hasSuffix("t") && Self.areLetters(word) {
                target = rest.popFirst()
            } else if word.hasPrefix("--target-directory=") {
                target = String(word.dropFirst(19))
            } else if word.hasPrefix(">") || word.hasPrefix("2>") {
                // Behind these nothing is copied.
                break
            } else if !word.hasPrefix("-") {
                operands.append(word)
            } else if word.hasPrefix("--") {
                isWhole = isWhole || ["--recursive", "--archive"].contains(word)
                if kind == .sync, Self.valued.contains(word) { _ = rest.popFirst() }
            } else {
                isWhole = isWhole || word.contains { "rRa".contains($0) }
                if kind == .sync, Self.valued.contains(word) { _ = rest.popFirst() }
            }
        }
        if target == nil, operands.count > 1 { target = operands.removeLast() }
        guard let target, !(kind == .sync && isElsewhere(target)) else { return }
        for source in operands {
            if TerraformState.isConfiguration(source) {
                func folder(_ file: String) -> String {
                    file.utf8.lastIndex(of: 0x2F).map { String(file[..<$0]) } ?? "."
                }
                bring(folder(source), into: TerraformState.isConfiguration(target) ? folder(target) : target)
                continue
            }
            if kind == .sync, isElsewhere(source) {
                bring(nil, into: target)
                continue
            }
            var source = source
            if kind != .sync { while source.utf8.count > 1, source.hasSuffix("/") { source.removeLast() } }
            let last = String(source.lastPart)
            if last.hasSuffix("*") || last == "." || kind == .sync && source.hasSuffix("/") {
                let isContent = last.hasSuffix("*") || last == "."
                bring(isContent ? String(source.dropLast(last.count)) : source, into: target)
            } else if isWhole, !TerraformTemplate.isOpen(last), last != ".." {
                bring(source, into: target.hasSuffix("/") ? target + last : target + "/" + last)
            }
        }
    }

    /// `user@host:folder`
    private func isElsewhere(_ path: String) -> Bool {
        path.firstIndex(of: ":").map { !path[..<$0].contains("/") && !path[..<$0].contains("{") } ?? false
    }

    /// `tar xzf net.tgz -C net`
    private mutating func noteTar(_ words: [String], isPiped: Bool) {
        var (extracts, archive, target) = (false, nil as String?, nil as String?)
        var rest = words[...]
        var isFirst = true
        while let word = rest.popFirst() {
            defer { isFirst = false }
            if word.hasPrefix("--") {
                if ["--extract", "--get"].contains(word) { extracts = true }
                if word.hasPrefix("--directory=") { target = String(word.dropFirst(12)) }
                if word.hasPrefix("--file=") { archive = String(word.dropFirst(7)) }
                if word == "--directory" { target = rest.popFirst() }
                if word == "--file" { archive = rest.popFirst() }
            } else if word.hasPrefix("-") || isFirst {
                if word.contains("x") { extracts = true }
                if word.hasSuffix("C") {
                    target = rest.popFirst()
                } else if word.hasSuffix("f") {
                    archive = rest.popFirst()
                }
            } else if !word.hasPrefix(">"), !word.hasPrefix("2>") {
                // What of it is unpacked is named.
                return
            }
        }
        guard extracts else { return }
        var isFetched = isPiped
        if let archive { isFetched = self.isFetched(archive) }
        if target == nil, isFetched { return }
        bring(nil, into: target ?? "")
    }

    /// `unzip -o net.zip -d net`
    private mutating func noteZip(_ words: [String]) {
        var (archive, target) = (nil as String?, nil as String?)
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "-d" {
                target = rest.popFirst()
            } else if word.hasPrefix("-") {
                // It lists, prints or tests.
                if word.contains(where: { "lptvz".contains($0) }) { return }
            } else if archive == nil {
                archive = word
            } else if !word.hasPrefix(">"), !word.hasPrefix("2>") {
                return
            }
        }
        guard let archive, target != nil || !isFetched(archive) else { return }
        bring(nil, into: target ?? "")
    }

    /// `aws s3 sync s3://bucket/net net`, `gsutil cp gs://bucket/backend.tf net/`
    private mutating func noteStore(_ words: [String]) {
        guard let verb = words.prefix(4).firstIndex(where: { ["cp", "sync", "rsync"].contains($0) }) else { return }
        let operands = words[(verb + 1)...].filter { !$0.hasPrefix("-") }
        guard operands.count == 2, operands[0].contains("://"), !operands[1].contains("://") else { return }
        let isFile = operands.contains(where: TerraformState.isConfiguration)
        let isWhole = words[verb] != "cp" || words.contains { ["--recursive", "-r", "-R"].contains($0) }
        guard isFile || isWhole else { return }
        let target = operands[1]
        guard TerraformState.isConfiguration(target) else { return bring(nil, into: target) }
        bring(nil, into: target.utf8.lastIndex(of: 0x2F).map { String(target[..<$0]) } ?? "")
    }

    private mutating func bring(_ source: String?, into target: String) {
        // (A folder of the machine is no stack.)
        guard written.brought.count < TerraformBrought.most, !target.hasPrefix("/"), !known(target).hasPrefix("/"),
            let target = writtenFolder(target, isFile: false)
        else { return }
        var from: String?
        if var source {
            if source.holds("$") { source = known(source) }
            // What another command made ready elsewhere may be anything.
            if !source.hasPrefix("/"), !isLost { from = enter(source, from: folder) }
            if script.startsElsewhere { from = from.map { "$/" + $0 } }
        }
        written.brought.append(.init(source: from, target: target))
    }

    // MARK: configuration by its name

    /// Of a command that writes files the folders where these are configuration: of a copy where it goes, of a move where
    /// it comes from too.
    mutating func noteTargets() {
        guard words.contains(where: { TerraformState.isConfiguration(buffer.text($0)) }) else { return }
        let copies = equals(words[0], "cp") || equals(words[0], "ln")
        let operands = words.dropFirst().filter { !begins($0, "-") }
        guard copies || equals(words[0], "mv") else {
            for word in operands {
                let text = buffer.text(word)
                if TerraformState.isConfiguration(text) { noteFolder(text.contains("://") ? "" : text, isFile: true) }
            }
            return
        }
        let isTold = words.contains { begins($0, "-t") || begins($0, "--target") }
        if isTold { return noteFolder(nil, isFile: true) }
        if let last = operands.last {
            // `ln -s ../a.tf`
            let text = operands.count > 1 ? buffer.text(last) : ""
            noteFolder(text, isFile: text.isEmpty || TerraformState.isConfiguration(text))
        }
        for word in operands.dropLast() where !copies {
            let text = buffer.text(word)
            if TerraformState.isConfiguration(text) { noteFolder(text, isFile: true) }
        }
    }

    /// Notes a folder, or that of a file, as its script sees it; `nil` for one that nothing tells.
    mutating func noteFolder(_ text: String?, isFile: Bool) {
        if let place = writtenFolder(text, isFile: isFile) { written.folders.insert(place) }
    }

    /// A folder that is written into, `$` where nothing tells; `nil` for one where something is put aside.
    private func writtenFolder(_ text: String?, isFile: Bool) -> String? {
        // A script that goes nowhere is called where it is to write.
        let isCalled = folder == nil && script.kind == .script
        guard var path = text, !isLost || folder != nil || path.begins("/") || path.begins("~") else { return "$" }
        if isFile { path = path.utf8.lastIndex(of: 0x2F).map { String(path[...$0]) } ?? "" }
        if path.holds("$") { path = known(path) }
        guard let place = enter(path, from: folder) else { return "$" }
        // What is put aside is not what an init reads.
        if place.begins("/tmp/") || place.begins("~") || place.begins("$HOME") || place.holds("mktemp") { return nil }
        if place.begins("/") || isCalled && (place.isEmpty || place.begins("..")) { return "$" }
        // A job's script begins where another left it.
        return script.startsElsewhere ? "$/" + place : place
    }
}
