import ArgumentParser
import Testing

@testable import LintCommands

/// A check's arguments are read in two ways: quickly, and by ArgumentParser.
@Suite struct CheckArgumentsTests {
    @Test(arguments: [
        [], ["check"], ["."], ["check", "a", "b"], ["check", "rules"], ["--staged"],
        ["--quiet", "--scope", "file", "a"],
        ["check", "-o", "sarif=x.sarif", "--output=text", "-j", "2", "-q"], ["--since", "main", "--fail-on=new"],
        ["check", "a", "--pack", "p.yml", "--rule=x/*", "--rule", "y", "--skip", "z", "--color", "never"],
    ])
    func `what is plain is read quickly, and as ArgumentParser reads it`(arguments: [String]) throws {
        let quick = try #require(CheckRun(quickly: arguments))
        #expect(try CheckArgumentsTests.parsed(arguments) == quick)
    }

    @Test(arguments: [
        ["--help"], ["--version"], ["rules"], ["--quiet", "rules"], ["rules", "list"], ["check", "--nope"],
        ["check", "--jobs", "x"], ["check", "--jobs", "-1"], ["check", "--config", "a", "--no-config"],
        ["check", "--", "-x"],
        ["check", "--config"], ["check", "--config", "--quiet"], ["check", "-qj", "2"], ["check", "--quiet=yes"], ["-"],
        ["--generate-completion-script", "bash"], ["help"], ["check", "--color", "blue"], ["---completion"],
    ])
    func `whatever is not plain is left to ArgumentParser`(arguments: [String]) {
        #expect(CheckRun(quickly: arguments) == nil)
    }

    @Test func `both read any arguments the same, or the quick one reads none`() throws {
        let words = [
            "check", "a", "docs/b.md", "rules", "-", "--", "--no-config", "--quiet", "-q", "--staged", "--fix",
            "--diff",
            "--unsafe-fixes", "--strict-baseline", "--no-baseline", "--config", "--config=c", "--fail-on",
            "--fail-on=never",
            "--since", "--since=main", "--baseline", "--baseline=", "--profile", "--profile=json=x=y", "--stdin-path",
            "-o",
            "-ojson", "--output", "--output=json=a", "--pack", "--pack=p", "--rule", "--skip", "--jobs", "--jobs=3",
            "-j",
            "-j2", "-j=2", "--scope", "--scope=file", "--color", "--color=never", "3", "+3", "0x3", "file", "all",
            "never",
            "", "é", "--Quiet", "--no-quiet",
        ]
        var dice = SystemRandomNumberGenerator()
        var quick = 0
        let rounds = Rounds.share(of: 1_500)
        for _ in 0..<rounds {
            let count = Int.random(in: 0...6, using: &dice)
            let arguments = (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &dice)] }
            guard let run = CheckRun(quickly: arguments) else { continue }
            quick += 1
            #expect((try? CheckArgumentsTests.parsed(arguments)) == run, "\(arguments)")
        }
        #expect(quick > rounds / 20)
    }

    @Test func `a comparison is read the same both ways, or quickly not at all`() throws {
        let words = [
            "a", "main", ":index", "-", "--", "--no-config", "-q", "--staged", "--fix", "--no-baseline", "--config=c",
            "--fail-on=never", "--since", "--profile=json", "-ojson", "-o", "markdown", "--output=json=a", "--rule",
            "x",
            "--jobs=3", "-j", "2", "--color=never", "check", "diff", "--help", "", "--scope", "file",
        ]
        var dice = SystemRandomNumberGenerator()
        var quick = 0
        let rounds = Rounds.share(of: 800)
        for _ in 0..<rounds {
            let count = Int.random(in: 0...5, using: &dice)
            let arguments = ["diff"] + (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &dice)] }
            guard let call = DiffCall(quickly: arguments) else { continue }
            quick += 1
            let parsed = try? FlywheelLintCommand.parseAsRoot(arguments) as? DiffCommand
            #expect(parsed?.call == call, "\(arguments)")
        }
        #expect(quick > rounds / 20)
        #expect(DiffCall(quickly: ["diff", "main", "--staged"]) == nil && DiffCall(quickly: ["kpi", "main"]) == nil)
    }

    @Test func `a history is read the same both ways, or quickly not at all`() throws {
        let words = [
            "a", "main", "-", "--", "--no-config", "-q", "--quiet", "--history", "--history", "--no-cache", "--weekly",
            "--weekly=1", "--every", "2", "--since", "--since=main", "--paths", "--against", "--external=x",
            "--ratchet",
            "--config=c", "--config", "-ojson", "-o", "json", "--output=csv=a", "--fail-on=never", "--staged",
            "--jobs=3",
            "-j", "--color=never", "kpi", "check", "--help", "", "--scope", "file",
        ]
        var dice = SystemRandomNumberGenerator()
        var quick = 0
        let rounds = Rounds.share(of: 1_500)
        for _ in 0..<rounds {
            let count = Int.random(in: 0...4, using: &dice)
            let some = (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &dice)] }
            let arguments = ["kpi"] + (some + ["--history"]).shuffled(using: &dice)
            guard let call = HistoryCall(quickly: arguments) else { continue }
            quick += 1
            let parsed = try? FlywheelLintCommand.parseAsRoot(arguments) as? KPICommand
            #expect(parsed?.history == true && parsed?.historyCall == call, "\(arguments)")
        }
        #expect(quick > rounds / 20)
        #expect(HistoryCall(quickly: ["kpi"]) == nil && HistoryCall(quickly: ["kpi", "--output", "--history"]) == nil)
        #expect(HistoryCall(quickly: ["kpi", "--history", "--since=main"]) == nil)
    }

    @Test func `every command's name is kept from being taken for a path`() {
        let names = FlywheelLintCommand.configuration.subcommands.map { $0._commandName }
        #expect(Set(names + ["help"]) == CheckRun.otherCommands.union(["check"]))
    }

    static func parsed(_ arguments: [String]) throws -> CheckRun? {
        (try FlywheelLintCommand.parseAsRoot(arguments) as? Check)?.checkRun
    }
}
