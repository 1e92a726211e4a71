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
}
