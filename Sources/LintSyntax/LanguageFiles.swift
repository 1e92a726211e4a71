/// Which files a language is read from: one row of the table that detection and the manual use.
public struct LanguageFiles: Sendable, Hashable {
    public let language: Language
    // Words with a blank between them. (Of bytes, and taken apart when somebody asks: this table was the dearest part of a
    // small run.)
    private let extensionWords: String
    private let nameWords: String
    private let prefixWords: String
    private let interpreterWords: String

    /// Extensions in lower case, without the dot: `tf`, `pkr.hcl`.
    public var extensions: [String] { LanguageFiles.words(extensionWords) }
    /// Whole file names, as they are spelled: `Justfile`, `.clang-format`.
    public var names: [String] { LanguageFiles.words(nameWords) }
    /// What a file name begins with, for families such as `Dockerfile.dev`.
    public var prefixes: [String] { LanguageFiles.words(prefixWords) }
    /// Names of interpreters in a first line `#!`.
    public var interpreters: [String] { LanguageFiles.words(interpreterWords) }

    init(
        _ language: Language, extensions: String = "", names: String = "", prefixes: String = "",
        interpreters: String = ""
    ) {
        self.language = language
        extensionWords = extensions
        nameWords = names
        prefixWords = prefixes
        interpreterWords = interpreters
    }

    private static func words(_ text: String) -> [String] {
        var result: [String] = []
        eachWord(of: text) { result.append(String(decoding: $0, as: UTF8.self)) }
        return result
    }

    private static func eachWord(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            var start = 0
            for end in 0...bytes.count where end == bytes.count || bytes[end] == 0x20 {
                if end > start { body(UnsafeBufferPointer(rebasing: bytes[start..<end])) }
                start = end + 1
            }
        }
    }

    /// The same as globs over file names: `*.tf`, `Justfile`, `Dockerfile.*`.
    public var globs: [String] { extensions.map { "*." + $0 } + names + prefixes.map { $0 + "*" } }

    /// Every language's files. A language may have several rows.
    public static let all: [LanguageFiles] = [
        LanguageFiles(
            .hcl,
            extensions:
                "tf tofu hcl hcl2 tfvars nomad pkr.hcl tftest.hcl tofutest.hcl tfmock.hcl tfbackend workflow.hcl",
            names: ".terraformrc .tofurc terraform.rc tofu.rc .terraform.lock.hcl"),
        LanguageFiles(
            .yaml, extensions: "yml yaml clang-format sublime-syntax syntax.yml eyaml cff yamllint",
            names: """
                .clang-format .clang-tidy .clangd .yamllint .gemrc .pre-commit-hooks .prettierrc .stylelintrc .swiftlint \
                .ansible-lint .cirrus .rubocop pixi.yaml CITATION.cff .mega-linter .markdownlint .salt-lint glide.lock \
                pubspec.lock
                """),
        LanguageFiles(.nix, extensions: "nix"),
        LanguageFiles(.markdown, extensions: "md markdown mdx mdown mkd mkdn"),
        LanguageFiles(
            .shell, extensions: "sh bash zsh ksh dash envrc bats ash command ebuild",
            names: """
                .envrc .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile \
                .zlogin .kshrc .xinitrc .xprofile APKBUILD PKGBUILD bashrc zshrc envrc
                """,
            interpreters: "sh bash zsh dash ksh ash mksh busybox bats"),
        LanguageFiles(
            .justfile, extensions: "just", names: "Justfile justfile JUSTFILE .justfile .Justfile",
            interpreters: "just"),
        LanguageFiles(
            .makefile, extensions: "mk mak make", names: "Makefile makefile GNUmakefile BSDmakefile Kbuild",
            prefixes: "Makefile. GNUmakefile.", interpreters: "make"),
        LanguageFiles(
            .starlark, extensions: "bzl star sky bazel starlark tilt",
            names:
                "BUILD WORKSPACE BUCK Tiltfile Tiltfile.dev BUILD.bazel WORKSPACE.bazel MODULE.bazel REPO.bazel WORKSPACE.bzlmod"
        ),
        LanguageFiles(
            .toml, extensions: "toml",
            names: "Cargo.lock poetry.lock uv.lock pdm.lock Pipfile Gopkg.lock .lychee .typos .taplo .rustfmt"),
        LanguageFiles(
            .ini,
            extensions: """
                ini cfg conf cnf properties service timer socket mount target desktop editorconfig gitconfig netdev \
                network container volume kube prefs
                """,
            names: """
                .editorconfig .gitconfig .gitmodules .flake8 .pylintrc .coveragerc .npmrc .yarnrc .pypirc .pnpmrc \
                .wgetrc .curlrc .hgrc .tflint.ini nix.conf
                """,
            prefixes: ".gitconfig-"),
        LanguageFiles(
            .json,
            extensions: """
                json json5 jsonc hujson jsonl ndjson geojson webmanifest tfstate code-workspace code-snippets ipynb avsc har \
                sarif importmap topojson
                """,
            names: """
                flake.lock composer.lock Pipfile.lock deno.lock bun.lock .babelrc .eslintrc .jshintrc .jscsrc .swcrc \
                .prettierrc.json .stylelintrc.json .watchmanconfig .auto-changelog .all-contributorsrc .arcconfig \
                Package.resolved
                """),
        LanguageFiles(
            .javascript, extensions: "js mjs cjs jsx ts mts cts tsx es6",
            names: "Jakefile", interpreters: "node nodejs deno bun ts-node tsx zx"),
        LanguageFiles(
            .html,
            extensions:
                "html htm xhtml svelte vue svg xml xsd xsl xslt plist rss atom astro storyboard xib csproj props targets wsdl"
        ),
        LanguageFiles(.css, extensions: "css scss less pcss postcss sass"),
        LanguageFiles(
            .dockerfile, extensions: "dockerfile containerfile",
            names: "Dockerfile Containerfile dockerfile containerfile",
            prefixes: "Dockerfile. Containerfile. Dockerfile- Dockerfile_"),
        LanguageFiles(.caddyfile, extensions: "caddyfile caddy", names: "Caddyfile caddyfile", prefixes: "Caddyfile."),
        LanguageFiles(
            .python, extensions: "py pyi pyw pyx wsgi", names: "SConstruct SConscript wscript Snakefile",
            interpreters: "python python2 python3 uv pypy pypy3"),
        LanguageFiles(.go, extensions: "go", names: "go.mod go.work"),
        LanguageFiles(.rust, extensions: "rs", interpreters: "rust-script"),
        LanguageFiles(.tex, extensions: "tex sty cls ltx dtx ins"),
        LanguageFiles(.bibtex, extensions: "bib bibtex"),
        LanguageFiles(
            .ignore, extensions: "gitignore dockerignore ignore",
            names: """
                .gitignore .gitattributes .gitkeep .dockerignore .containerignore .npmignore .prettierignore .eslintignore \
                .stylelintignore .helmignore .nixignore .bazelignore .ignore .rgignore .fdignore .terraformignore \
                .vercelignore .gcloudignore .slugignore .cfignore .semgrepignore .markdownlintignore .yamlignore .tfignore \
                .flywheel-lint-ignore .mailmap
                """),
        LanguageFiles(
            .list, extensions: "list lst sum allowlist",
            names: """
                .gitblameignore .git-blame-ignore-revs .lycheeignore .secretsignore .trivyignore CODEOWNERS OWNERS \
                .nvmrc .node-version .python-version .ruby-version .tool-versions .bazelversion .terraform-version \
                .opentofu-version .swift-version .go-version requirements.txt constraints.txt requirements-dev.txt \
                yarn.lock go.sum go.work.sum robots.txt CMakeLists.cache .sops.pub .hgignore
                """,
            prefixes: "requirements- requirements_"),
        LanguageFiles(.dotenv, extensions: "env", names: ".env .flaskenv", prefixes: ".env. .env-"),
        LanguageFiles(
            .bazelrc, extensions: "bazelrc", names: ".bazelrc .bazeliskrc .buckconfig", prefixes: ".bazelrc."),
        LanguageFiles(.template, extensions: "tpl tmpl gotmpl tftpl mustache hbs j2 jinja jinja2 erb"),
        LanguageFiles(
            .c,
            extensions:
                "c h chpl cc cpp cxx hh hpp hxx m mm ino java kt kts scala groovy gradle cs dart proto zig swift sol glsl",
            names: "Jenkinsfile", prefixes: "Jenkinsfile. Jenkinsfile- Jenkinsfile_"),
        LanguageFiles(
            .ruby, extensions: "rb rake gemspec ru",
            names: "Gemfile Rakefile Vagrantfile Brewfile Podfile Fastfile Dangerfile",
            interpreters: "ruby"),
        LanguageFiles(.lua, extensions: "lua", interpreters: "lua luajit"),
        LanguageFiles(
            .script, extensions: "fish ps1 psm1 pl pm r jl cmake awk tcl ex exs elv nu coffee pp graphql gql",
            names: "CMakeLists.txt",
            interpreters: "fish perl pwsh awk gawk Rscript tclsh"),
        LanguageFiles(.sql, extensions: "sql psql ddl"),
        LanguageFiles(
            .text, extensions: "txt text rst adoc asciidoc org log",
            names:
                "LICENSE LICENCE COPYING NOTICE README AUTHORS CONTRIBUTORS CHANGELOG NEWS TODO VERSION INSTALL MAINTAINERS",
            prefixes: "LICENSE- LICENSE."),
    ]

    /// Suffixes that say nothing about the language: `main.tf.example` is read as `main.tf`.
    static let neutralSuffixes: Set<String> = [
        "example", "sample", "template", "dist", "in", "tpl", "tmpl", "tftpl", "gotmpl", "j2", "jinja", "jinja2", "erb",
        "disabled", "bak", "orig", "old", "local", "default", "golden", "expected", "snap", "new", "mustache",
    ]

    /// Whether a file of plain text is one for people: a README, a manual; others are code of languages without a row here.
    public static func isProse(_ path: String) -> Bool {
        let name = path[(path.utf8.lastIndex(of: 0x2F).map(path.utf8.index(after:)) ?? path.startIndex)...]
        return !name.utf8.contains(0x2E) || Language.byName(name) == .text
    }

    static let byName = index(\.names)
    static let byExtension = index(\.extensions)
    /// Endings that settle it for any name with one dot: neither neutral nor the ending of a name that is known as a whole.
    static let plainEndings: [String: Language] = {
        var taken = neutralSuffixes
        for row in all {
            for name in row.names {
                var rest = name.utf8[...]
                while let dot = rest.firstIndex(of: 0x2E) {
                    rest = rest[rest.index(after: dot)...]
                    taken.insert(String(Substring(rest)))
                }
            }
        }
        return byExtension.filter { !taken.contains($0.key) }
    }()
    /// The same by the ending's bytes, the last one the highest, in order; those of no more than eight. Made of the words
    /// themselves: every run asks for these, and few for more.
    private static let plainWords: [(word: UInt64, language: Language)] = {
        var taken: [UInt64] = []
        for ending in neutralSuffixes { eachWord(of: ending) { taken.append(word($0)) } }
        var found: [(word: UInt64, place: Int)] = []
        for (place, row) in all.enumerated() {
            eachWord(of: row.nameWords) { name in
                for dot in name.indices where name[dot] == 0x2E {
                    taken.append(word(UnsafeBufferPointer(rebasing: name[(dot + 1)...])))
                }
            }
            eachWord(of: row.extensionWords) { if $0.count <= 8 { found.append((word($0), place)) } }
        }
        taken.sort()
        // The first row that names an ending has it.
        found.sort { ($0.word, $0.place) < ($1.word, $1.place) }
        var result: [(word: UInt64, language: Language)] = []
        var next = 0
        for (word, place) in found where result.last?.word != word {
            while next < taken.count, taken[next] < word { next += 1 }
            if next == taken.count || taken[next] != word { result.append((word, all[place].language)) }
        }
        return result
    }()

    /// Of a longer ending no other one's.
    private static func word(_ ending: UnsafeBufferPointer<UInt8>) -> UInt64 {
        ending.count > 8 ? 0 : ending.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    static func plainEnding(_ word: UInt64) -> Language? {
        var low = 0
        var high = plainWords.count
        while low < high {
            let middle = (low + high) / 2
            if plainWords[middle].word < word { low = middle + 1 } else { high = middle }
        }
        return low < plainWords.count && plainWords[low].word == word ? plainWords[low].language : nil
    }
    static let byInterpreter = index(\.interpreters)
    static let byPrefix: [(prefix: String, language: Language)] = all.flatMap { row in
        row.prefixes.map { ($0, row.language) }
    }

    private static func index(_ words: (LanguageFiles) -> [String]) -> [String: Language] {
        var result = [String: Language](minimumCapacity: 512)
        for row in all {
            for word in words(row) where result[word] == nil { result[word] = row.language }
        }
        return result
    }
}
