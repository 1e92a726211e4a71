import LintSource
import LintSyntax

/// A call of make or just that sets variables: `make init ENV=prod`, `$(MAKE) -C net plan DIR=dns`, `just env=prod init`.
struct RecipeCall: Sendable, Hashable {
    /// Where the recipe's file lies, from the root; `nil`: in the root, or beside the caller.
    var folder: String?
    /// What may be the names of recipes.
    var goals: [String]
    /// All that it sets. What nothing tells is `${…}`.
    var values: [String: String]

    /// (No person's file has so many.)
    fileprivate static let most = 256

    /// What a recipe is called, by the line of its file in which it begins: `init plan: deps`, `@init env='dev':`.
    static func names(at start: Int, _ file: ParsedFile) -> [String] {
        var result: [String] = []
        var at = start
        while result.count < 8, at < file.bytes.count, !file.bytes[at].isLineEnd, file.bytes[at] != .ascii(":") {
            let first = at
            while at < file.bytes.count, !file.bytes[at].isWhiteSpace, file.bytes[at] != .ascii(":") { at += 1 }
            let start = first < at && file.bytes[first] == .ascii("@") ? first + 1 : first
            let name = String(decoding: file.bytes[start..<at], as: UTF8.self)
            if !name.isEmpty { result.append(name) }
            // (What follows the name of a Justfile's are parameters.)
            if file.language == .justfile, !result.isEmpty { break }
            while at < file.bytes.count, file.bytes[at].isBlank { at += 1 }
        }
        return result
    }
}

extension TerraformStateFacts {
    mutating func keep(_ calls: [RecipeCall]) {
        for call in calls where recipeCalls.count < RecipeCall.most && !recipeCalls.contains(call) {
            recipeCalls.append(call)
        }
    }
}

extension TerraformScriptReader {
    /// A Makefile's `$(NAME)` as `${NAME}`, and `$$x` as `$x`.
    static func shellText(_ text: ByteView, _ kind: TokenKind) -> [UInt8] {
        if kind == .template, text.equals("$(") { return [.ascii("$"), .ascii("{")] }
        if kind == .template, text.equals(")") { return [.ascii("}")] }
        var result: [UInt8] = []
        var at = 0
        while at < text.count {
            result.append(text[at])
            at += kind != .template && text.has("$$", at: at) ? 2 : 1
        }
        return result
    }

    private static let makers: [StaticString] = ["make", "gmake", "just", "${MAKE}", "$MAKE"]

    mutating func noteRecipeCall(_ name: Word, _ first: Int) {
        guard first + 1 < words.count, words.count < 64, written.recipeCalls.count < RecipeCall.most,
            view(name, { name in Self.makers.contains(where: name.equals) }), !isLost
        else { return }
        var call = RecipeCall(folder: nil, goals: [], values: [:])
        if let folder, folder != TerraformTemplate.start { call.folder = folder }
        // Of `for env in dev prod; do make init ENV=$env; done` one of the values.
        var several: (name: String, values: [String])?
        var at = first + 1
        while at < words.count {
            let word = words[at]
            at += 1
            if equals(word, "--set"), at + 1 < words.count {
                set(buffer.text(words[at]), buffer.text(words[at + 1]), &call, &several)
                at += 2
            } else if equals(word, "-C") || equals(word, "--directory"), at < words.count {
                call.folder = TerraformTemplate.join(call.folder ?? "", located(buffer.text(words[at])))
                at += 1
            } else if begins(word, "-") {
                // Other files, and what is written in one word.
                let isOther = ["-f", "-C", "-d", "--f", "--m", "--directory", "--w", "--j"].contains {
                    begins(word, $0)
                }
                if isOther, !equals(word, "--jobs") { return }
            } else if let equals = assignment(word) {
                set(buffer.text(word.start, equals), buffer.text(equals + 1, word.end), &call, &several)
            } else {
                call.goals.append(buffer.text(word))
            }
        }
        guard !call.values.isEmpty, !call.goals.isEmpty, !TerraformTemplate.isOpen(call.folder ?? "") else { return }
        for value in several?.values.prefix(16) ?? [""] where written.recipeCalls.count < RecipeCall.most {
            if let several { call.values[several.name] = TerraformTemplate.isOpen(value) ? "${…}" : value }
            written.recipeCalls.append(call)
        }
    }

    private func set(
        _ name: String, _ value: String, _ call: inout RecipeCall, _ several: inout (name: String, values: [String])?
    ) {
        guard TerraformTemplate.isOpen(value) || value.utf8.count > 256 else {
            call.values[name] = value
            return
        }
        call.values[name] = "${…}"
        guard let variable = TerraformTemplate.variable(value[...])?.name,
            let known = assigned(variable)
        else { return }
        if let choices = known.choices {
            if several == nil { several = (name, choices) }
        } else if known.arm == nil, !TerraformTemplate.isOpen(known.value), known.value.utf8.count <= 256 {
            call.values[name] = known.value
        }
    }
}

extension TerraformStacks {
    /// A recipe's command once more for each call that names the recipe where it lies and sets a variable of its folder: with
    /// all that the call sets. Each is one of so many for all.
    mutating func makeRunsOfCalls() {
        var calls: [String: [(call: RecipeCall, file: Int)]] = [:]
        var seen: Set<RecipeCall> = []
        for number in files(with: [.scripts, .scriptCalls]) {
            let home = folders.names[folderOfFile[number]]
            for call in files[number].facts.recipeCalls {
                // (Where the caller stands is the same for all in its folder.)
                var placed = call
                placed.folder = call.folder ?? "\n" + home
                guard seen.insert(placed).inserted else { continue }
                for goal in Set(call.goals) where calls[goal, default: []].count < 64 {
                    calls[goal, default: []].append((call, number))
                }
            }
        }
        guard !calls.isEmpty else { return }
        var made: [(index: Int, run: Run)] = []
        for index in runs.indices where runs[index].kind == .recipe {
            let recipes = runs[index].script.value.recipes
            guard recipes.contains(where: { calls[$0] != nil }), let folder = runs[index].command.folder,
                TerraformTemplate.isOpen(folder)
            else { continue }
            let run = runs[index]
            let names = Set(names(in: folder, run).map(\.name))
            if names.isEmpty { continue }
            for recipe in recipes {
                for (call, caller) in calls[recipe] ?? [] where lies(run, where: call, from: caller) {
                    guard call.values.keys.contains(where: names.contains) else { continue }
                    guard placesLeft > 0 else {
                        noteManyPlaces(run)
                        break
                    }
                    placesLeft -= 1
                    var told = run
                    told.given = call.values.keys.sorted().map { ($0, call.values[$0] ?? "") }
                    place(&told, startingIn: "")
                    guard let number = told.folderNumber, number != run.folderNumber, modules.contains(number) else {
                        continue
                    }
                    made.append((index, told))
                }
            }
        }
        guard !made.isEmpty else { return }
        // Beside those that they are made of: what is said first is said of these.
        var all: [Run] = []
        all.reserveCapacity(runs.count + made.count)
        var next = 0
        for index in runs.indices {
            all.append(runs[index])
            while next < made.count, made[next].index == index {
                all.append(made[next].run)
                next += 1
            }
        }
        runs = all
    }

    /// Whether a recipe's file, or the Justfile that it is a part of, is the one that a call means.
    private func lies(_ run: Run, where call: RecipeCall, from caller: Int) -> Bool {
        let homes = [run.module?.value.home ?? folders.names[folderOfFile[run.file]], run.module?.value.top]
        guard let folder = call.folder else {
            return homes.contains("") || homes.contains(folders.names[folderOfFile[caller]])
        }
        return homes.contains(folder)
    }
}
