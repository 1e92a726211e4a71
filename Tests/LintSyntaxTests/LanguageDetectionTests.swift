import LintSource
@testable import LintSyntax
import Testing

@Suite struct LanguageDetectionTests {
    @Test(arguments: [
        ("main.tf", Language.hcl), ("a/b.tofu", .hcl), ("x.pkr.hcl", .hcl), ("x.tftest.hcl", .hcl),
        ("x.tfbackend", .hcl),
        ("main.tf.example", .hcl), ("terraform.tfvars.example", .hcl), ("x.tf.json", .json), ("job.nomad", .hcl),
        (".clang-format", .yaml), (".yamllint", .yaml), ("a.YML", .yaml), ("cloud-init.yaml.tftpl", .yaml),
        ("flake.nix", .nix), ("README.md", .markdown), ("page.mdx", .markdown), (".envrc", .shell), ("x.bats", .shell),
        (".env", .dotenv), (".env.example", .dotenv), ("prod.env", .dotenv), ("Justfile", .justfile),
        (".justfile", .justfile), ("a.just", .justfile), ("Makefile", .makefile), ("rules.mk", .makefile),
        ("BUILD", .starlark), ("BUILD.bazel", .starlark), ("MODULE.bazel", .starlark), ("x.star", .starlark),
        ("Cargo.lock", .toml), ("flake.lock", .json), (".editorconfig", .ini), ("tsconfig.jsonc", .json),
        ("a.tsx", .javascript),
        ("a.mjs", .javascript), ("App.svelte", .html), ("icon.svg", .html), ("app.scss", .css),
        ("Jenkinsfile", .c), ("Jenkinsfile_nightly", .c), ("Jenkinsfile.deploy", .c), ("Jenkinsfile.md", .markdown),
        ("Dockerfile", .dockerfile), ("Dockerfile.dev", .dockerfile), ("api.dockerfile", .dockerfile),
        ("Containerfile", .dockerfile), ("Caddyfile", .caddyfile), ("main.py", .python), ("main.go", .go),
        ("lib.rs", .rust), ("paper.tex", .tex), ("refs.bib", .bibtex), (".gitignore", .ignore), ("CODEOWNERS", .list),
        (".dockerignore", .ignore), (".npmrc", .ini), (".bazelrc", .bazelrc), ("templates/_helpers.tpl", .template),
        ("LICENSE", .text), ("notes.txt", .text), ("build", .text), ("unknown.xyz", .text), ("", .text),
    ])
    func `a name tells the language`(_ path: String, _ language: Language) {
        #expect([UInt8]().withByteView { Language.of(path: path, firstBytes: $0) } == language)
    }

    @Test(arguments: [
        ("#!/bin/sh\n", Language.shell), ("#!/usr/bin/env -S bash -e\n", .shell),
        ("#!/usr/bin/env python3.12\n", .python),
        ("#! /usr/bin/env nix-shell\n#! nix-shell -i python3 -p x\n", .python), ("#!/usr/bin/env nix-shell\n", .shell),
        ("#!/usr/bin/env FOO=1 zsh\r\n", .shell), ("#!/usr/bin/env node\n", .javascript), ("#!/opt/strange\n", .text),
        ("# bash\n", .text), ("#!", .text),
    ])
    func `a first line tells the language of a file without a telling name`(_ text: String, _ language: Language) {
        #expect(Array(text.utf8).withByteView { Language.of(path: "bin/run", firstBytes: $0) } == language)
    }

    @Test func `every row of the table tells its language`() {
        for row in LanguageFiles.all {
            for path in row.extensions.map({ "dir.d/a." + $0 }) + row.names.map({ "b/" + $0 })
                + row.prefixes.map({ $0 + "zz9" })
            {
                let found = [UInt8]().withByteView { Language.of(path: path, firstBytes: $0) }
                // (`Makefile.zz9` is one, and so is what has an ending of its own.)
                #expect(found == row.language, "\(path)")
            }
        }
    }

    @Test func `a short ending tells by its bytes what the table tells`() {
        var endings = Set(LanguageFiles.all.flatMap(\.extensions)).union(LanguageFiles.neutralSuffixes)
        for name in LanguageFiles.all.flatMap(\.names) {
            endings.formUnion(name.split(separator: ".").map(String.init))
        }
        for ending in endings where ending.utf8.count <= 8 {
            let word = ending.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
            #expect(LanguageFiles.plainEnding(word) == LanguageFiles.plainEndings[ending], "\(ending)")
        }
    }

    @Test func `every language has files, and no name or extension stands twice`() {
        #expect(Set(LanguageFiles.all.map(\.language)) == Set(Language.allCases).subtracting([.expression]))
        for words in [LanguageFiles.all.flatMap(\.names), LanguageFiles.all.flatMap(\.extensions)] {
            #expect(words.count == Set(words).count)
        }
    }
}
