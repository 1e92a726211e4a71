@testable import LintAnalyzers
import LintSource
import LintSyntax
import LintWalk
import Testing

/// Scripts whose folder is what they are told, and those who run them.
@Suite(.serialized) struct TerraformScriptCallsTests {
    private static let block = "terraform {\n  backend \"gcs\" {\n    bucket = \"b\"\n    prefix = \"FOLDER\"\n  }\n}\n"
    private static let told = "#!/bin/sh\nset -e\nterraform -chdir=\"$1\" init -input=false\n"

    private static func found(_ others: [(path: String, text: String)], script: String = told) -> TerraformStacks {
        let stacks = ["net", "stacks/vpn", "scripts/db"].map { folder in
            (path: folder + "/main.tf", text: block.replacing("FOLDER", with: folder))
        }
        let files = others + stacks + [("scripts/init.sh", script)]
        return LintAnalyzersTests.stacks(of: files.sorted { PathOrder.precedes($0.path, $1.path) })
    }

    private static func fed(_ others: [(path: String, text: String)], script: String = told) -> [String] {
        found(others, script: script).stacks.filter { !$0.feeders.isEmpty }.map(\.path)
    }

    @Test(arguments: [
        (".github/workflows/x.yml", "jobs:\n  x:\n    steps:\n      - run: bash scripts/init.sh net # terraform\n"),
        (".gitlab-ci.yml", "x:\n  script:\n    - ./scripts/init.sh net\n"),
        ("Makefile", "init: # terraform\n\t@scripts/init.sh net\n"),
        ("Justfile", "init:\n    sh -e scripts/init.sh 'net' # terraform\n"),
        ("scripts/all.sh", "D=$(dirname \"$0\")\n\"$D\"/init.sh net > log.txt # terraform\n"),
        ("scripts/all.sh", "\"${SCRIPT_DIR}/init.sh\" net # terraform\n"),
        ("up.sh", "if ! scripts/init.sh net; then exit 1; fi # terraform\n"),
    ])
    func `a caller says of which stack its init is`(_ path: String, _ text: String) {
        #expect(Self.fed([(path, text)]) == ["net"])
    }

    @Test(arguments: [
        "cd \"$1\"\nterraform init\n", "cd \"${1}\" && terraform init\n", "cd \"${1:-lab}\"\nterraform init\n",
        "DIR=$1\nterraform -chdir=$DIR init\n", "pushd \"$1\"\nterraform init\n",
    ])
    func `however its folder comes from there`(_ script: String) {
        #expect(Self.fed([("up.sh", "scripts/init.sh net # terraform\n")], script: script) == ["net"])
    }

    @Test(arguments: [
        "env=$1\nshift\ncd \"$1\"\nterraform init\n", "set -- lab\ncd \"$1\"\nterraform init\n",
        "set lab\ncd \"$1\"\nterraform init\n", "if [ \"$1\" = net ]; then shift; fi\ncd \"$1\"\nterraform init\n",
        "while getopts \"a:\" o; do :; done\nshift $((OPTIND - 1))\ncd \"$1\"\nterraform init\n",
    ])
    func `nothing is told where parameters are taken away or set anew`(_ script: String) {
        #expect(Self.fed([("up.sh", "scripts/init.sh net app # terraform\n")], script: script) == [])
    }

    @Test func `of two scripts of one name, one of which shifts, none is told`() {
        let others = [
            ("up.sh", "\"$DIR\"/init.sh net # terraform\n"), ("other/init.sh", "shift\ncd \"$1\"\nterraform init\n"),
        ]
        #expect(Self.fed(others) == [])
    }

    @Test(arguments: ["set -euo pipefail\n", "set -e; set +x\n", "set -o errexit -o nounset\n", "set -eu # strict\n"])
    func `options take no parameter away`(_ line: String) {
        let script = line + "cd \"$1\"\nterraform init\n"
        #expect(Self.fed([("up.sh", "scripts/init.sh net # terraform\n")], script: script) == ["net"])
    }

    @Test func `each caller says one, from the root or from where the script lies`() {
        let callers = [
            ("a.sh", "scripts/init.sh stacks/vpn # terraform\n"), ("b.sh", "scripts/init.sh db # terraform\n"),
        ]
        #expect(Self.fed(callers, script: "cd \"$(dirname \"$0\")\"\ncd \"$1\"\nterraform init\n") == ["scripts/db"])
        #expect(Self.fed(callers) == ["scripts/db", "stacks/vpn"])
        #expect(
            Self.fed([("a.sh", "scripts/init.sh vpn # terraform\n")], script: "cd stacks/$1\nterraform init\n")
                == ["stacks/vpn"])
    }

    @Test(arguments: [
        "scripts/init.sh \"$STACK\" # terraform\n", "for s in net; do scripts/init.sh $s; done # terraform\n",
        "cd lab && ../scripts/init.sh net # terraform\n", "echo scripts/init.sh net # terraform\n",
        "scripts/init.sh # terraform\n", "other/init.sh net # terraform\n", "scripts/init.sh gone # terraform\n",
        "scripts/init.sh */ # terraform\n", "scripts/init.sh net # terraform\nscripts/init.sh \"$STACK\"\n",
    ])
    func `what is not written out leaves it open`(_ text: String) {
        let found = Self.found([("up.sh", text)])
        #expect(found.stacks.allSatisfy { $0.feeders.isEmpty })
        #expect(found.unplaced == ["scripts/init.sh:3"])
    }

    @Test func `of two scripts of one name a variable may mean any`() {
        let files = [("other/init.sh", Self.told), ("up.sh", "$D/init.sh net # terraform\n")]
        #expect(Self.fed(files).isEmpty)
    }

    @Test func `of what an init may serve is not said that none is found`() {
        let words = "; no init of it is found"
        func saying(_ script: String) -> [String] {
            Self.found([], script: script).stacks.filter { $0.why.hasSuffix(words) }.map(\.path)
        }
        #expect(saying("terraform fmt\n") == ["net", "scripts/db", "stacks/vpn"])
        #expect(saying(Self.told).isEmpty)
        #expect(saying("cd stacks/$1\nterraform init\n") == ["net", "scripts/db"])
        #expect(saying("cd /srv/$1\nterraform init\n") == ["net", "scripts/db", "stacks/vpn"])
        #expect(saying("for d in stacks/* lab; do (cd $d && terraform init); done\n") == ["net", "scripts/db"])
        let found = Self.found([("a.sh", "scripts/init.sh net # terraform\n")])
        #expect(found.stacks.first?.why == "one answer: gs://b/net (scripts/init.sh:3)")
    }

    @Test(arguments: ["scripts/NUMBER/init.sh s", "$D/init.sh s", "scripts/NUMBER/init.sh sNUMBER"])
    func `eight times the scripts and their callers take no more than some eight times the time`(_ call: String) {
        func time(_ count: Int) -> Double {
            var files: [(path: String, text: String)] = []
            for number in 0..<count {
                let own = call.replacing("NUMBER", with: "\(number)")
                files.append(("calls/\(number).sh", String(repeating: "\(own) # terraform\n", count: 4)))
                files.append(("scripts/\(number)/init.sh", Self.told))
                files.append(("s\(number)/main.tf", Self.block))
            }
            files.sort { PathOrder.precedes($0.path, $1.path) }
            let facts = files.compactMap { file in
                Array(file.text.utf8).withByteView { bytes in
                    TerraformState.facts(of: ParsedFile(path: file.path, bytes: bytes))
                }
            }
            let paths = PathList(files.map(\.path))
            return ContinuousClock().measure { _ = TerraformState.answer(facts, paths: paths) } / .seconds(1)
        }
        var ratio = Double.infinity
        for _ in 0..<4 where ratio > 20 { ratio = min(ratio, time(1_000) / max(time(125), 1e-4)) }
        #expect(ratio <= 20)
    }

    @Test func `a script that all others run in ways of their own is run so often, and no more`() {
        // (A thousand scripts, each run in a thousand ways, are a million commands.)
        var files: [(path: String, text: String)] = (0..<1_000).map { ("scripts/\($0).sh", Self.told) }
        for caller in 0..<400 {
            let calls = (0..<250).map { "scripts/\($0).sh s \(caller) # terraform\n" }.joined()
            files.append(("calls/\(caller).sh", calls))
        }
        files.append(("s/main.tf", Self.block))
        files.sort { PathOrder.precedes($0.path, $1.path) }
        // (Of these two hundred thousand none is told; the scripts' own and those of nobody stay.)
        #expect(LintAnalyzersTests.stacks(of: files).runs.count < 25_000)
    }
}
