import LintAnalyzers
import LintSource
import Testing

@Suite struct ShellFunctionTests {
    /// The address of each stack, by folder, that a script beside two partial blocks gives.
    private func addresses(_ script: String, at path: String = "run.sh") -> [String: String?] {
        let partial = "terraform {\n  backend \"http\" {}\n}\n"
        let files = [("a/main.tf", partial), ("b/main.tf", partial), (path, script)]
        let found = stacks(of: files).stacks
        return Dictionary(found.map { ($0.path, $0.address) }) { first, _ in first }
    }

    private let initOne = "  terraform init -backend-config=\"address=http://h/$1\"\n"

    @Test func `a function runs in the folder that it is called in, with the arguments it is called with`() {
        let script = "init() {\n\(initOne)}\n(cd a && init one)\ncd b\ninit \"two\"\n"
        #expect(addresses(script) == ["a": "http://h/one", "b": "http://h/two"])
    }

    @Test(arguments: ["function init {", "function init() {", "init () {", "init()\n{", "init() { # for all"])
    func `all ways to begin a function are known`(header: String) {
        #expect(addresses("\(header)\n\(initOne)}\ncd a\ninit one\n")["a"] == "http://h/one")
    }

    @Test func `its own cd stays with the shell, a subshell's does not`() {
        let enter = "enter() { cd \"$1\"; }\n"
        let init_ = "terraform init -backend-config=address=http://h/x\n"
        #expect(addresses(enter + "enter a\n" + init_) == ["a": "http://h/x", "b": nil])
        #expect(addresses(enter + "(enter a)\ncd b\n" + init_) == ["a": nil, "b": "http://h/x"])
    }

    @Test func `all arguments, defaults and shift`() {
        let all = "tf() { terraform \"$@\"; }\ncd a\ntf init -backend-config=address=http://h/all\n"
        #expect(addresses(all)["a"] == "http://h/all")
        let standard = "i() { terraform init -backend-config=address=http://h/${2:-std}; }\ncd a\ni x\n"
        #expect(addresses(standard)["a"] == "http://h/std")
        let shifted =
            "i() {\n  cd \"$1\"\n  shift\n  terraform init \"$@\"\n}\ni b -backend-config=address=http://h/s\n"
        #expect(addresses(shifted)["b"] == "http://h/s")
    }

    @Test func `a function may call one that comes after it`() {
        let script =
            "main() {\n  cd a\n  init \"$STATE\"\n}\ninit() {\n\(initOne)}\nSTATE=later\nmain \"$@\"\n"
        #expect(addresses(script)["a"] == "http://h/later")
    }

    @Test func `a case decides on an argument`() {
        let script =
            "init() {\n  case \"$1\" in\n    a) NAME=first ;;\n    *) NAME=other ;;\n  esac\n  terraform -chdir=$1 init -backend-config=address=http://h/$NAME\n}\ninit a\ninit b\n"
        #expect(addresses(script) == ["a": "http://h/first", "b": "http://h/other"])
    }

    @Test func `functions that call themselves or each other twice come to an end`() {
        #expect(addresses("f() { f; terraform init; }\nf\n").count == 2)
        var script = "f0() { terraform init; }\n"
        for number in 1..<40 { script += "f\(number)() { f\(number - 1); f\(number - 1); }\n" }
        #expect(addresses(script + "f39\n").count == 2)
    }

    @Test func `what a function says that nobody calls here is read where the file lies`() {
        let script = "init() {\n  terraform init -backend-config=address=http://h/x\n}\n\"$@\"\n"
        #expect(addresses(script, at: "a/run.sh") == ["a": "http://h/x", "b": nil])
        // What it calls is a part of it.
        let two =
            "deploy() {\n  cd b\n  init\n}\ninit() {\n  terraform init -backend-config=address=http://h/x\n}\n$1\n"
        #expect(addresses(two) == ["a": nil, "b": "http://h/x"])
    }

    @Test func `a body that does not end is read as commands`() {
        #expect(
            addresses("init() {\n  cd a\n  terraform init -backend-config=address=http://h/x\n")["a"] == "http://h/x")
    }

    @Test func `brackets that are no function's are as they were`() {
        let init_ = "terraform init -backend-config=address=http://h/x"
        #expect(addresses("time (cd a && \(init_))\n")["a"] == "http://h/x")
        #expect(addresses("(cd a; \(init_))\n")["a"] == "http://h/x")
        #expect(addresses("items=(a b)\ncd a\n\(init_)\n")["a"] == "http://h/x")
        #expect(addresses("{ cd a; \(init_); }\n")["a"] == "http://h/x")
    }

    /// Inits of both folders, that `run` is handed.
    private func handed(_ header: String, _ call: (String) -> String) -> String {
        header + "\n" + ["a", "b"].map { call($0) + " init -backend-config=address=http://h/\($0)\n" }.joined()
    }

    private let both: [String: String?] = ["a": "http://h/a", "b": "http://h/b"]

    @Test(arguments: [
        "run() { echo \"+ $*\"; \"$@\"; }", "run() { for i in 1 2; do \"$@\" && return; done; }",
        "run() { if [ -n \"$DRY\" ]; then echo \"$@\"; else \"$@\"; fi; }", "run() { \"$@\" || exit 1; }",
        "run() { \"$@\" 2>&1 | tee -a log; }", "run() { out=$(\"$@\" 2>&1) || die \"$out\"; }",
        "run() { local all=(\"$@\"); \"${all[@]}\"; }", "run() { local all=\"$*\"; eval \"$all\"; }",
        "run() { bash -c \"$*\"; }", "run() { \"${@}\" || run \"$@\"; }",
        "run() { inner \"$@\"; }\ninner() { \"$@\"; }",
        "run() { local program=$1; shift; $program \"$@\"; }", "run() { sudo \"$1\" \"${@:2}\"; }",
        "run() { if [ \"$1\" = -q ]; then shift; fi; \"$@\"; }",
    ])
    func `a function runs the command that it is handed`(function: String) {
        #expect(addresses(handed(function) { "run terraform -chdir=\($0)" }) == both)
    }

    @Test(arguments: [
        "run() { pushd \"$1\" >/dev/null; shift; terraform \"$@\"; popd; }",
        "run() { local d=$1; shift; ( cd \"$d\"; terraform \"$@\" ); }",
        "run() { terraform -chdir=\"$1\" \"${@:2}\"; }",
        "run() { ( cd \"$1\" && terraform \"${@:2}\" ); }",
        "run() { local d=$1; local verb=$2; shift 2; terraform -chdir=$d $verb \"$@\"; }",
        "run() { cd $1; case \"$2\" in init) shift 2; terraform init \"$@\";; x) shift 2; x \"$@\";; esac; cd ..; }",
        "run() { terraform -chdir=\"$1\" \"$2\" \"${@:3:1}\"; }",
    ])
    func `a function is handed the folder with it`(function: String) {
        #expect(addresses(handed(function) { "run \($0)" }) == both)
    }

    @Test func `a command that a body is not understood to run is given to a program that is not known`() {
        let options = "run() { while getopts x o; do :; done; shift $((OPTIND-1)); \"$@\"; }"
        #expect(addresses(handed(options) { "run -x terraform -chdir=\($0)" }) == both)
        let parsed =
            "run() { while [ $# -gt 0 ]; do case \"$1\" in -d) d=$2; shift 2;; -v) shift;; *) break;; esac; done; (cd $d; \"$@\"); }"
        let partial = "terraform {\n  backend \"http\" {}\n}\n"
        let found = stacks(of: [
            ("a/main.tf", partial),
            ("run.sh", parsed + "\nrun -d a terraform init -backend-config=address=http://h/a\n"),
        ])
        #expect(found.stacks[0].authority == .unknown)
    }

    @Test(arguments: [
        "run() { echo \"$@\"; }", "run() { local text=\"$*\"; echo \"$text\"; }",
        "run() { for p in \"$@\"; do command -v \"$p\"; done; }", "run() { cat <<X\n$*\nX\n}",
    ])
    func `what only speaks of a command runs none`(function: String) {
        #expect(addresses(handed(function) { "run terraform -chdir=\($0)" }) == ["a": nil, "b": nil])
    }

    @Test func `a call without arguments hands none over`() {
        let script = "all() { terraform init -backend-config=address=http://h/a \"$@\"; }\ncd a\nall\n"
        #expect(addresses(script)["a"] == "http://h/a")
    }

    @Test func `arguments that are told again and again come to an end`() {
        let first = "-chdir=a init -backend-config=address=http://h/a\n"
        var script = ""
        for number in 0..<15 { script += "f\(number)() { f\(number + 1) \"$@\" \"$@\"; }\n" }
        #expect(addresses(script + "f15() { \"$@\"; }\nf0 terraform " + first).count == 2)
        script = "run() { x " + String(repeating: "\"$@\" ", count: 1_500) + "; }\n"
        script += "run " + String(repeating: "a ", count: 3_000) + "terraform " + first
        #expect(addresses(script).count == 2)
        script = "run() { " + String(repeating: "if true; then shift; fi; ", count: 1_000) + "\"$@\"; }\n"
        #expect(addresses(script + "run " + String(repeating: "a ", count: 3_000) + "terraform " + first).count == 2)
        script = "run() { \"$@\"; }\n" + String(repeating: "run terraform " + first, count: 5_000)
        #expect(addresses(script)["a"] == "http://h/a")
    }
}
