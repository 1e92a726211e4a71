import BuiltinRules
import LintAnalyzers
import LintPattern
import LintRules
import LintSource
import LintWalk

/// Finds the packs a configuration extends: built-in ones, and files or folders beside it.
public enum PackLoader {
    public static let builtin = "builtin:"
    public static let everything = "glorious-flywheel"

    /// The built-in pack's folders, and where the files of each stand in ``BuiltinRules/files``.
    static let folders: [(name: String, files: Range<Int>)] = {
        var folders: [(name: String, files: Range<Int>)] = []
        var prefix = ""
        for number in BuiltinRules.files.indices {
            if !prefix.isEmpty, BuiltinRules.files[number].path.hasPrefix(prefix) {
                let start = folders[folders.count - 1].files.lowerBound
                folders[folders.count - 1].files = start..<(number + 1)
            } else {
                let name = String(BuiltinRules.files[number].path.prefix { $0 != "/" })
                prefix = name + "/"
                folders.append((name, number..<(number + 1)))
            }
        }
        return folders
    }()

    static var families: [String] { folders.map(\.name) }

    private static func files(of family: String) -> Range<Int> {
        folders.first { $0.name == family }?.files ?? 0..<0
    }

    /// The packs that `reference` names: `builtin:glorious-flywheel`, `builtin:glorious-flywheel/identity`, or a path.
    /// `place` says where it was written.
    static func load(
        _ reference: String, folder: String, variables: [String: [String]], cases: RuleCases = .run,
        place: (String) -> LintFailure
    ) throws(LintFailure) -> [Pack] {
        if reference.hasPrefix(builtin) {
            return try builtinPacks(String(reference.dropFirst(builtin.count)), variables, cases, place)
        }
        let wantsTests = cases != .ignored
        if RemotePack.isRemote(reference) {
            let pack = try RemotePack(reference, place: place)
            let files = try PackLock(in: folder).sources(of: pack, in: folder, place: place)
            let shown = PackLock.folder + "/" + pack.folderName
            do throws(PackError) { return try packs(files, in: shown, variables, wantsTests) } catch {
                throw LintFailure(error)
            }
        }
        if reference.contains("://") {
            throw place(
                "'\(reference)' is not a pack here; a check never uses the network: give a path, \(builtin)\(everything), or git+https://HOST/REPOSITORY@COMMIT#PATH and run 'flywheel-lint packs update'"
            )
        }
        let path = reference.hasPrefix("/") ? reference : folder + "/" + reference
        let shown = reference
        do throws(PackError) {
            if let bytes = try? FileReader.bytes(of: path) {
                let file = Pack.Source(path: shown, bytes: bytes)
                return [try Pack.decode(file: file, overriding: variables, wantsTests: wantsTests)]
            }
            let files = yamlFiles(in: path, shown: shown)
            guard !files.isEmpty else {
                throw PackError(path: "", mark: nil, message: "")
            }
            return try packs(files, in: shown, variables, wantsTests)
        } catch {
            if error.path.isEmpty {
                throw place("no pack at '\(reference)': no such file, or a folder without .yml files")
            }
            throw LintFailure(error)
        }
    }

    /// The packs of a folder's files: one when it has a pack.yml or a single file, else one a folder below it.
    private static func packs(
        _ files: [Pack.Source], in shown: String, _ variables: [String: [String]], _ wantsTests: Bool
    ) throws(PackError) -> [Pack] {
        if files.count == 1, files[0].path != shown + "/pack.yml" {
            return [try Pack.decode(file: files[0], overriding: variables, wantsTests: wantsTests)]
        }
        if files.contains(where: { $0.path == shown + "/pack.yml" }) {
            return [try Pack.decode(folder: files, name: shown, overriding: variables, wantsTests: wantsTests)]
        }
        var packs: [Pack] = []
        let families = Dictionary(grouping: files) {
            String($0.path.prefix(upTo: $0.path.lastIndex(of: "/") ?? $0.path.startIndex))
        }
        for name in families.keys.sorted() {
            packs.append(
                try Pack.decode(
                    folder: families[name] ?? [], name: name, overriding: variables, wantsTests: wantsTests))
        }
        return packs
    }

    private static func builtinPacks(
        _ name: String, _ variables: [String: [String]], _ cases: RuleCases, _ place: (String) -> LintFailure
    ) throws(LintFailure) -> [Pack] {
        let wanted: [String]
        if name == everything {
            wanted = families
        } else if name.hasPrefix(everything + "/"), families.contains(String(name.dropFirst(everything.count + 1))) {
            wanted = [String(name.dropFirst(everything.count + 1))]
        } else {
            let known = [everything] + families.map { everything + "/" + $0 }
            throw place(
                "unknown built-in pack '\(name)'\(NearestName.hint(name, among: known)); known: \(known.joined(separator: ", "))"
            )
        }
        var packs: [Pack] = []
        for family in wanted {
            if cases != .run, let pack = recordedPack(family, variables, withExamples: cases == .shown) {
                packs.append(pack)
                continue
            }
            let files = sources(of: family, wantsTests: cases != .ignored)
            do throws(PackError) {
                packs.append(
                    try Pack.decode(
                        folder: files, name: everything + "/" + family, overriding: variables, isProven: true))
            } catch { throw LintFailure(error) }
        }
        return packs
    }

    private static func sources(of family: String, wantsTests: Bool) -> [Pack.Source] {
        BuiltinRules.files[files(of: family)].map { file in
            Pack.Source(path: "Rules/" + file.path, bytes: Array(wantsTests ? file.bytes : file.bytesBeforeTests))
        }
    }

    /// The pack as it was decoded when it was recorded; `nil` where the configuration gives one of its variables another
    /// value, or where the record is not of these files.
    private static func recordedPack(
        _ family: String, _ variables: [String: [String]], withExamples: Bool
    ) -> Pack? {
        guard BuiltinRules.files.count == BuiltinRules.decoded.count else { return nil }
        var rows: [(isPack: Bool, bytes: ByteView)] = []
        for number in files(of: family) {
            guard let row = bytes(of: BuiltinRules.decoded[number]) else { return nil }
            rows.append((BuiltinRules.files[number].path.hasSuffix("/pack.yml"), row))
        }
        guard var pack = Pack(compact: rows, name: everything + "/" + family),
            !variables.keys.contains(where: { pack.declaredVariables.contains($0) })
        else { return nil }
        if withExamples {
            guard BuiltinRules.examples.count == BuiltinRules.files.count else { return nil }
            let rows = files(of: family).filter { !BuiltinRules.files[$0].path.hasSuffix("/pack.yml") }
            guard pack.takeExamples(compact: rows.map { bytes(of: BuiltinRules.examples[$0]) }) else { return nil }
        }
        return pack
    }

    private static func bytes(of row: StaticString) -> ByteView? {
        guard row.utf8CodeUnitCount > 0 else { return nil }
        return ByteView(UnsafeBufferPointer(start: row.utf8Start, count: row.utf8CodeUnitCount))
    }

    /// What ``BuiltinRules/decoded`` must hold: Swift source, written by `make record`.
    public static func recording() throws(LintFailure) -> String {
        var text = try recording(of: "decoded", saying: "What each of `files` decodes to, in their order.") {
            family throws(PackError) in
            try Pack.compact(folder: sources(of: family, wantsTests: false), name: everything + "/" + family)
        }
        var packs: [Pack] = []
        for family in families { packs += try builtinPacks(everything + "/" + family, [:], .run) { LintFailure($0) } }
        let row = RuleSet(
            rules: packs.flatMap(\.rules), kpis: packs.flatMap(\.kpis).sorted { $0.id < $1.id },
            watched: Settings.watched
        ).recordedPlan
        text.removeLast("}\n".count)
        text += "\n    /// How the prefilter looks for all that they look for.\n"
        text += "    public static let plan: StaticString = ####\"" + literal(row) + "\"####\n}\n"
        return text
    }

    /// See ``RuleSet/recordedPlan``.
    static var plan: ByteView? { bytes(of: BuiltinRules.plan) }

    /// What ``BuiltinRules/examples`` must hold.
    public static func recordingOfExamples() throws(LintFailure) -> String {
        try recording(of: "examples", saying: "The examples of each of `files`, in their order.") {
            family throws(PackError) in
            try Pack.compactExamples(folder: sources(of: family, wantsTests: true), name: everything + "/" + family)
        }
    }

    /// What ``BuiltinRules/backends`` must hold.
    public static var recordingOfFacts: String {
        """
        // Recorded from Facts/ by 'make record'; do not edit.
        // swift-format-ignore-file

        extension BuiltinRules {
            /// The backends of `facts`, a line for each.
            public static let backends: StaticString =
                ####"\(literal(Array(TerraformTables.recording.utf8)))"####
        }

        """
    }

    private static func recording(
        of name: String, saying doc: String, rows: (_ family: String) throws(PackError) -> [[UInt8]]
    ) throws(LintFailure) -> String {
        var text = "// Recorded from Rules/ by 'make record'; do not edit.\n// swift-format-ignore-file\n\n"
        text += "extension BuiltinRules {\n    /// \(doc)\n"
        text += "    public static let \(name): [StaticString] = [\n"
        for family in families {
            do throws(PackError) {
                for row in try rows(family) { text += "        ####\"" + literal(row) + "\"####,\n" }
            } catch { throw LintFailure(error) }
        }
        return text + "    ]\n}\n"
    }

    /// Text as it stands in a raw literal of one line.
    private static func literal(_ bytes: [UInt8]) -> String {
        var text = ""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x22 || (0x7F..<0xA0).contains(scalar.value) {
                text += "\\####u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func yamlFiles(in folder: String, shown: String) -> [Pack.Source] {
        var sources: [Pack.Source] = []
        for path in FolderContents.files(below: folder) where path.hasSuffix(".yml") || path.hasSuffix(".yaml") {
            if let bytes = try? FileReader.bytes(of: folder + "/" + path) {
                sources.append(.init(path: shown + "/" + path, bytes: bytes))
            }
        }
        return sources
    }
}

extension BuiltinRules.File {
    fileprivate var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    /// The tests, which stand last in every recorded rule, are half of its text, and a check needs none of them.
    fileprivate var bytesBeforeTests: UnsafeBufferPointer<UInt8> {
        let view = ByteView(bytes)
        let mark = LiteralSearch(Array("\ntests:\n".utf8))
        let end = mark.first(in: view, range: ByteRange(0, view.count), from: 0)
        return view[0..<(end.map { $0 + 1 } ?? view.count)]
    }
}
