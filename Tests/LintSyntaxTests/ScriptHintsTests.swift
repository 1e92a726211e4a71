import LintSource
import LintSyntax
import Testing

/// A first look at the bytes, which saves tokens, against the tokens.
@Suite struct ScriptHintsTests {
    /// Whether the tokens show a document inside that may hold commands, which expressions and JSON do not, and whether the
    /// first look says so.
    private func answers(_ text: String, _ language: Language) -> (holds: Bool, may: Bool) {
        Array(text.utf8).withByteView { bytes in
            let document = language.tokenize(bytes)
            let may =
                language == .yaml ? YAMLTokenizer.mayHoldScripts(bytes) : MarkdownTokenizer.mayHoldScripts(bytes)
            return (document.embeds.contains { ![.expression, .json].contains($0.document.language) }, may)
        }
    }

    /// One name for each row of the table, as files are called and as templates of them are.
    static let names = LanguageFiles.all.flatMap { row in
        row.extensions.flatMap { ["a.\($0)", "a.b.\($0)", "a.\($0).example", "x.\($0.uppercased())"] }
            + row.names.flatMap { [$0, "\($0).default", "\($0).old.bak"] } + row.prefixes.map { $0 + "dev" }
    }

    @Test func `no file in a configuration map is overlooked`() {
        var found = 0
        for name in ScriptHintsTests.names where !name.contains(" ") {
            for key in [name, "\"\(name)\"", "'\(name)'", "{\(name)"] {
                let isFlow = key.hasPrefix("{")
                let answer = answers(isFlow ? "data: \(key): \"a\"}\n" : "data:\n  \(key): |\n    a: b\n", .yaml)
                if answer.holds { found += 1 }
                #expect(answer.may || !answer.holds, "\(key)")
            }
        }
        #expect(found > 1_000)
    }

    @Test(arguments: [
        "jobs:\n  a:\n    steps:\n      - run: make\n", "job:\n  before_script: [make]\n", "a: {script: make}\n",
        "\"run\" : |\n  make\n", "? run\n: make\n", "tasks:\n  a:\n    cmds:\n      - cmd: make\n",
        "steps:\n  - run:\n      command: make\n", "release:\n  description: |\n    ```sh\n    make\n    ```\n",
        "x:\n  with:\n    body: |\n      ```sh\n      make\n      ```\n",
        "job:\n  script:\n    - *a\n.x: &a\n  - make\n", "runcmd:\r\n  - make\r\n", "a:\n  bash : make\n",
    ])
    func `no script in YAML is overlooked`(text: String) {
        let answer = answers(text, .yaml)
        #expect(answer.holds)
        #expect(answer.may)
    }

    @Test(arguments: [
        "description: Terraform managed.\nname: run\n", "a: {prescript: x, rerun-if: y}\n",
        "google_dataset.default:\n  labels: {terraform: 'true'}\n", "roles/storage.admin: []\n",
        "data:\n  page.json: |\n    {\"datasource\": \"the backend\"}\n",
    ])
    func `text that names nothing of the kind is told at a look`(text: String) {
        let answer = answers(text, .yaml)
        #expect(!answer.holds)
        #expect(!answer.may)
    }

    @Test(arguments: [
        "```sh\nmake\n```\n", "> ~~~~ {.bash}\n> make\n> ~~~~\n", "- ```console\n  $ make\n  ```\n",
        "---\na:\n  script: make\n...\n\ntext\n", "---\r\njob: {before_script: [make]}\r\n---\r\n",
        "\u{FEFF}---\nrun: make\n---\n", "```yaml title=\"a\"\nrun: make\n```\n",
        "```Terraform\na = <<EOT\n#!/bin/sh\nEOT\n```\n", "````markdown\n```sh\nmake\n```\n````\n",
        "```nix\n{ }\n```\n",
    ])
    func `no fence with commands is overlooked`(text: String) {
        let answer = answers(text, .markdown)
        #expect(answer.holds)
        #expect(answer.may)
    }

    @Test(arguments: [
        "---\na: b\n---\n\nscript: make\n", "---\ndescription: |-\n  Runs a script\n---\n```hcl\na {}\n```\n",
        "```hcl\nmodule \"a\" {}\n```\n", "`run` and ``` `` ```\n", "```json\n{}\n```\n", "text\n",
    ])
    func `a page without commands is told at a look`(text: String) { #expect(!answers(text, .markdown).may) }
}
