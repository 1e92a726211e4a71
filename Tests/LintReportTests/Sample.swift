import LintFindings
import LintReport
import LintSource

/// Reports made by hand from small files, with every kind of text that has ever broken a report.
enum Sample {
    /// One file, and the findings of a rule on each occurrence of some words.
    struct File {
        var path: String
        var bytes: [UInt8]
        init(_ path: String, _ text: String) {
            self.path = path
            bytes = Array(text.utf8)
        }
        init(_ path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }

        /// A finding on every occurrence of `word`, anchored as the pipeline does it.
        func findings(
            of word: String, rule: String = "identity/stale-name", level: Level = .warning,
            message: String? = nil, route: String = "markdown/prose", replacement: String? = nil
        ) -> [Finding] {
            let needle = Array(word.utf8)
            let first = needle[0]
            return bytes.withByteView { view in
                let lines = LineIndex(view)
                var found: [Finding] = []
                for start in 0..<max(0, bytes.count - needle.count + 1)
                where view[start] == first && bytes[start..<start + needle.count].elementsEqual(needle) {
                    let range = ByteRange(start, start + needle.count)
                    var finding = Finding(
                        rule: rule, level: level,
                        location: Location(path: path, range: range, lines: lines, bytes: view),
                        language: "markdown", context: "prose", route: route, surface: "primary",
                        message: message ?? "'\(word)' is the old project name; use 'GloriousFlywheel'",
                        kpi: "truth/identity",
                        fix: replacement.map { Fix(safety: .safe, edits: [Edit(range: range, text: $0)]) },
                        fingerprint: Fingerprint(
                            rule: rule, identity: "", line: lines.line(at: start), lines: lines, bytes: view))
                    finding.identity = ""
                    found.append(finding)
                }
                found.anchor(lines: lines, bytes: view, codeScanningHashes: true)
                return found
            }
        }

        /// A finding on the whole file.
        func whole(_ rule: String, _ message: String, level: Level = .note) -> Finding {
            bytes.withByteView { view in
                let lines = LineIndex(view)
                var found = [
                    Finding(
                        rule: rule, level: level, location: Location(path: path), language: "text",
                        context: "file-name",
                        route: "text/file-name", surface: "primary", message: message,
                        fingerprint: Fingerprint(rule: rule, identity: path, line: 1, lines: lines, bytes: view))
                ]
                found.anchor(lines: lines, bytes: view, codeScanningHashes: true)
                return found[0]
            }
        }
    }

    static let rules = [
        RuleFacts(
            id: "identity/stale-name", title: "Stale project name",
            why: "The project is GloriousFlywheel; attic-iac is the lineage it left, "
                + "and a reader who meets both names cannot know that they are one and the same.", level: .warning,
            tags: ["identity"], kpi: "truth/identity",
            examples: [
                .init(
                    language: "markdown", text: "Deploy attic-iac today.", isBad: true,
                    fixed: "Deploy GloriousFlywheel today."),
                .init(language: "markdown", text: "Run ```attic``` now.", isBad: false),
            ], fixSafety: .safe, pack: "glorious-flywheel/identity"),
        RuleFacts(
            id: "tofu/http-lock", title: "Lock without unlock", why: "It locks and never unlocks.", level: .error,
            fixSafety: .unsafe, pack: "glorious-flywheel/tofu"),
        RuleFacts(id: "docs/missing", title: "Missing page", why: "", level: .note, pack: "glorious-flywheel/docs"),
    ]

    static let kpis = [
        KPIValue(
            id: "truth/identity", title: "Active references to attic-iac", value: 12, unit: .occurrences,
            better: .lower,
            goal: 0, budget: 10, by: "2026-12-31", baseline: 15),
        KPIValue(
            id: "state/coverage", title: "Stacks with a clear authority", value: 0.5, unit: .external, better: .higher,
            goal: 1, baseline: 0.75),
        KPIValue(id: "docs/pages", title: "Pages, \"all\"", value: nil, unit: .files, better: .lower),
    ]

    /// A small report with one of everything.
    static var everyday: Report {
        let readme = File("docs/index.md", "# Attic\n\nDeploy attic-iac today, or attic-iac tomorrow.\n")
        let stack = File("tofu/main.tf", "terraform {\n\tbackend \"http\" {\n\t}\n}\n")
        var backend = stack.findings(
            of: "backend \"http\" {\n\t}", rule: "tofu/http-lock", level: .error,
            message: "lock_address without unlock_address", route: "hcl/label")
        backend[0].related = [
            Finding.Related(location: readme.findings(of: "today")[0].location, message: "the page that tells so")
        ]
        backend[0].fix = Fix(
            safety: .unsafe, edits: [Edit(range: ByteRange(30, 30), text: "unlock_address = \"x\"\n")])
        stack.bytes.withByteView { view in backend.anchor(lines: LineIndex(view), bytes: view, codeScanningHashes: true)
        }
        let embedded = File("docs/how.md", "```sh\n  echo attic-iac\n```\n")
            .findings(of: "attic-iac", route: "markdown/code-block > bash > comment", replacement: "GloriousFlywheel")
        var accepted = File("docs/old.md", "attic-iac\n").findings(of: "attic-iac")
        accepted[0].suppressed = Finding.Suppression(kind: .inSource, reason: "history")
        var report = Report(
            toolVersion: "0.1.0", rules: rules,
            findings: embedded + readme.findings(of: "attic-iac", replacement: "GloriousFlywheel") + accepted
                + [File("docs/toc.md", "x").whole("docs/missing", "no page names it")] + backend,
            kpis: kpis, skipped: [.init(path: "logo.png", reason: .binary), .init(path: "big.txt", reason: .tooLarge)],
            skippedCount: 5, notes: [.init(path: "docs/old.md", message: "stale baseline entry")], filesChecked: 7)
        report.findings.sort(by: Finding.inOrder)
        return report
    }

    /// A comparison: states on every finding, and some that are gone.
    static var comparison: Report {
        var report = everyday
        let states: [Finding.State] = [.unchanged, .new, .moved, .updated, .newRule, .new]
        for i in report.findings.indices { report.findings[i].state = states[i % states.count] }
        report.fixed = File("docs/gone.md", "the attic-iac page\n").findings(of: "attic-iac")
        return report
    }

    /// Files that break reports: encodings, line ends, names, injections.
    static let nastyFiles: [File] = [
        File("crlf.md", "one\r\ntwo attic-iac\r\n\r\nattic-iac\r\n"),
        File("bom.md", "\u{FEFF}attic-iac at the start\n"),
        File("emoji.md", "👩‍👩‍👧 attic-iac 🇫🇷 attic-iac\n日本語 attic-iac\ne\u{301}a\u{308} attic-iac\n"),
        File("tabs.md", "\tattic-iac\tattic-iac\n a \tattic-iac\n"),
        File("a name: with #%[x] & 'ü'.md", "attic-iac\n"),
        File("sub/日本.md", "attic-iac\n"),
        File("empty.md", ""),
        File("no-newline.md", "x\nattic-iac"),
        File("lone-cr.md", "a\rattic-iac\rb\nattic-iac\r\n"),
        File("bad-utf8.md", bytes: [0x61, 0xFF, 0x20] + Array("attic-iac\n".utf8) + [0xED, 0xA0, 0x80, 0x0A]),
        File("twice.md", String(repeating: "attic-iac attic-iac attic-iac\n", count: 3)),
        File("hostile.md", "::set-env name=x::attic-iac\n##[add-mask]attic-iac\n\u{1B}[31m\u{202E}attic-iac\u{7}\n"),
        File("long.md", String(repeating: "x ", count: 4_000) + "attic-iac" + String(repeating: " y", count: 900)),
        File("names\nwith::lines.md", "attic-iac\n"),
        File("::set-env name=a::b.md", "attic-iac\n"),
    ]

    static let nasty: Report = {
        var findings = nastyFiles.flatMap {
            $0.findings(of: "attic-iac", message: "{'attic-iac'} `is` [old](1) ##[add-mask] \u{202E}")
        }
        findings += nastyFiles.flatMap { $0.findings(of: "\r\n", rule: "text/crlf", level: .note, message: "CRLF") }
        findings += nastyFiles.flatMap { $0.findings(of: "\r", rule: "text/cr", level: .note, message: "CR") }
        findings += nastyFiles.flatMap { $0.findings(of: "\n", rule: "text/lf", level: .note, message: "LF") }
        findings.append(nastyFiles[6].whole("text/empty", "empty"))
        findings.append(nastyFiles[1].whole("text/bom", "byte order mark"))
        findings.append(
            contentsOf: nastyFiles[12].findings(of: String(repeating: "x ", count: 2_000) + "a", rule: "text/long"))
        findings.sort(by: Finding.inOrder)
        return Report(toolVersion: "0.1.0-dev", rules: rules, findings: findings, filesChecked: nastyFiles.count)
    }()
}
