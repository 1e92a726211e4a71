import LintFindings
import LintSource
import LintSyntax
import LintYAML

/// Reads the `tests:` of a rule, taking the marks `⟦…⟧` out of the texts.
struct RuleTestDecoder {
    let path: String

    static let keys = ["lang", "path", "bad", "good", "fixed", "files", "name"]

    func tests(_ nodes: [YAMLNode], rule: Rule) throws(PackError) -> [RuleTest] {
        var tests: [RuleTest] = []
        for node in nodes { tests.append(try test(node)) }
        guard tests.contains(where: \.isBad), tests.contains(where: { !$0.isBad }) else {
            throw lackOfTests(rule)
        }
        return tests
    }

    func lackOfTests(_ rule: Rule) -> PackError {
        PackError(
            path: path, mark: rule.mark,
            message: "rule '\(rule.id)' needs at least one bad (with ⟦marks⟧) and one good case under 'tests'")
    }

    private func test(_ node: YAMLNode) throws(PackError) -> RuleTest {
        let reader = try MappingReader(node, path: path, what: "test", known: RuleTestDecoder.keys)
        let kinds = ["bad", "good", "files"].filter { reader[$0] != nil }
        guard kinds.count == 1 else {
            throw reader.fail(
                nil,
                "a test is one of bad, good, files; found \(kinds.isEmpty ? "none" : kinds.joined(separator: " and "))")
        }
        var test = RuleTest(files: [], marks: [:], fixed: [:], name: try reader.string("name"), place: node.mark)
        if reader["files"] != nil {
            try reader.refuse(["lang", "path"], "does not go with 'files', whose keys are paths; remove it")
            let entries = try reader.mapping("files", of: "paths to texts") ?? []
            if entries.isEmpty {
                throw reader.fail(reader["files"]?.mark, "'files' is empty; write 'path: text' lines")
            }
            for entry in entries {
                try add(text(reader, entry.value, entry.key), path: entry.key, mark: entry.value.mark, to: &test)
            }
            if reader["fixed"] != nil {
                try checkFixed(reader, test)
                guard let texts = try reader.mapping("fixed", of: "paths to texts") else {
                    throw reader.fail(reader["fixed"]?.mark, "'fixed' is empty; write 'path: text' lines")
                }
                for entry in texts {
                    guard test.files.contains(where: { $0.path == entry.key }) else {
                        throw reader.unknown(
                            entry.key, entry.keyMark, kind: "file", among: test.files.map(\.path))
                    }
                    test.fixed[entry.key] = try text(reader, entry.value, entry.key)
                }
            }
            return test
        }
        let kind = kinds[0]
        let file: String
        if let path = try reader.string("path") {
            file = path
        } else if let text = try reader.string("lang") {
            guard let language = Language(rawValue: text) else {
                throw reader.unknown(
                    text, reader["lang"]?.mark ?? node.mark, kind: "language", among: Language.allCases.map(\.rawValue))
            }
            file = language.exampleFileName
        } else {
            throw reader.fail(nil, "a test needs 'lang' or 'path', so that its text can be read")
        }
        try add(
            text(reader, try reader.required(kind), kind), path: file, mark: reader[kind]?.mark ?? node.mark, to: &test)
        try checkLanguage(reader, test.files[0])
        if kind == "bad", !test.isBad {
            throw reader.fail(reader["bad"]?.mark, "a bad case marks what must be reported: put it between ⟦ and ⟧")
        }
        if kind == "good", test.isBad {
            throw reader.fail(reader["good"]?.mark, "a good case has no ⟦marks⟧; call it 'bad', or take them out")
        }
        if let fixed = reader["fixed"] {
            try checkFixed(reader, test)
            test.fixed[test.files[0].path] = try text(reader, fixed, "fixed")
        }
        return test
    }

    /// The text of a case: unlike others it may be empty, as files are.
    private func text(_ reader: MappingReader, _ node: YAMLNode, _ key: String) throws(PackError) -> String {
        if case .scalar("", _) = node.value { return "" }
        return try reader.string(node, key)
    }

    /// A language beside a path must be the one that the path is read as.
    private func checkLanguage(_ reader: MappingReader, _ file: SourceFile) throws(PackError) {
        guard reader["path"] != nil, let text = try reader.string("lang") else { return }
        let language = file.bytes.withByteView { Language.of(path: file.path, firstBytes: $0) }
        guard language.rawValue != text else { return }
        throw reader.fail(
            reader["lang"]?.mark, "'\(file.path)' is read as \(language.rawValue), not as \(text); remove 'lang'")
    }

    private func checkFixed(_ reader: MappingReader, _ test: RuleTest) throws(PackError) {
        guard test.isBad else {
            throw reader.fail(reader["fixed"]?.mark, "nothing is fixed where nothing is reported; remove 'fixed'")
        }
    }

    /// Adds a file; marks in its path stand for findings on the file's name.
    private func add(_ text: String, path: String, mark: YAMLNode.Mark, to test: inout RuleTest) throws(PackError) {
        let name = try unmarked(path, mark)
        let content = try unmarked(text, mark)
        let plain = String(decoding: name.bytes, as: UTF8.self)
        test.files.append(SourceFile(path: plain, bytes: content.bytes))
        test.marks[plain] = content.marks
        if !name.marks.isEmpty { test.markedNames.insert(plain) }
    }

    private func unmarked(
        _ text: String, _ mark: YAMLNode.Mark
    ) throws(PackError) -> (bytes: [UInt8], marks: [ByteRange]) {
        let written = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(written.count)
        var marks: [ByteRange] = []
        var open: Int?
        var at = 0
        while at < written.count {
            // "⟦" is E2 9F A6, "⟧" E2 9F A7; no other scalar holds these bytes in this order.
            guard written[at] == 0xE2, at + 2 < written.count, written[at + 1] == 0x9F,
                written[at + 2] == 0xA6 || written[at + 2] == 0xA7
            else {
                bytes.append(written[at])
                at += 1
                continue
            }
            if written[at + 2] == 0xA6 {
                guard open == nil else {
                    throw PackError(path: path, mark: mark, message: "'⟦' stands inside another mark; close it first")
                }
                open = bytes.count
            } else {
                guard let start = open else {
                    throw PackError(path: path, mark: mark, message: "'⟧' without a '⟦' before it")
                }
                marks.append(ByteRange(start, bytes.count))
                open = nil
            }
            at += 3
        }
        if open != nil { throw PackError(path: path, mark: mark, message: "'⟦' is not closed; write '⟧'") }
        return (bytes, marks)
    }

    /// A single-file case as documentation shows it.
    static func example(_ test: RuleTest) -> RuleFacts.Example? {
        guard test.files.count == 1, let file = test.files.first else { return nil }
        return RuleFacts.Example(
            language: file.path, text: String(decoding: file.bytes, as: UTF8.self), isBad: test.isBad,
            fixed: test.fixed[file.path])
    }
}

extension Language {
    /// A file name that is read as this language, for tests that name only a language.
    var exampleFileName: String {
        switch self {
        case .hcl: "example.tf"
        case .yaml: "example.yml"
        case .nix: "example.nix"
        case .markdown: "example.md"
        case .shell: "example.sh"
        case .text: "example.txt"
        case .justfile: "Justfile"
        case .makefile: "Makefile"
        case .starlark: "BUILD.bazel"
        case .toml: "example.toml"
        case .ini: "example.ini"
        case .json: "example.json"
        case .javascript: "example.ts"
        case .html: "example.html"
        case .css: "example.css"
        case .dockerfile: "Dockerfile"
        case .caddyfile: "Caddyfile"
        case .python: "example.py"
        case .go: "example.go"
        case .rust: "example.rs"
        case .tex: "example.tex"
        case .bibtex: "example.bib"
        case .list: "example.list"
        case .ignore: ".gitignore"
        case .dotenv: ".env"
        case .bazelrc: ".bazelrc"
        case .template: "example.tpl"
        case .c: "example.c"
        case .ruby: "example.rb"
        case .lua: "example.lua"
        case .sql: "example.sql"
        case .script: "example.ps1"
        // No file is one; the nearest that can hold it.
        case .expression: "example.txt"
        }
    }
}
