import LintAnalyzers
import LintSource
import Testing

/// Variables of recipes that whoever calls make or just may set anew.
@Suite struct TerraformDefaultedTests {
    private static func stacks(_ files: [(path: String, text: String)], key: Bool = true) -> [TerraformStack] {
        var files = files
        for name in ["env/dev", "env/prod", "net"] {
            let key = key ? "    key    = \"\(name)\"\n" : ""
            let text = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n\(key)  }\n}\n"
            files.append((name + "/main.tf", text))
        }
        return LintAnalyzersTests.stacks(of: files.sorted { PathOrder.precedes($0.path, $1.path) }).stacks
    }

    private static func verdicts(_ files: [(path: String, text: String)], key: Bool = true) -> [String] {
        stacks(files, key: key).map { "\($0.path) \($0.authority)" }
    }

    private static let init_ = "terraform init -backend-config=key="

    @Test(arguments: [
        ("Makefile", "ENV := dev\ninit:\n\tcd env/$(ENV) && \(init_)$(ENV)\n"),
        ("Makefile", "ENV = dev\nDIR = env/$(ENV)\ninit:\n\tcd $(DIR) && \(init_)$(ENV)\n"),
        ("Makefile", "BASE := env\nENV := dev\ninit:\n\tcd $(BASE)/$(ENV) && \(init_)$(ENV)\n"),
        ("justfile", "env := \"dev\"\ninit:\n    cd env/{{env}} && \(init_){{env}}\n"),
        ("justfile", "env := \"dev\"\ndir := \"env/\" + env\ninit:\n    cd {{dir}} && \(init_){{env}}\n"),
        ("justfile", "import 'a.just'\nenv := \"dev\"\n"),
    ])
    func `an init by a default may be of the folders beside it`(_ path: String, _ recipe: String) {
        let imported = (path: "a.just", text: "init:\n    cd env/{{env}} && \(Self.init_){{env}}\n")
        let files = recipe.hasPrefix("import") ? [(path, recipe), imported] : [(path, recipe)]
        #expect(Self.verdicts(files, key: false) == ["env/dev clear", "env/prod unknown", "net none"])
        // What it gives there is another address than the block's.
        #expect(Self.verdicts(files) == ["env/dev clear", "env/prod unknown", "net clear"])
    }

    @Test func `what it gives there may be what the block says`() {
        let recipe = "ENV := dev\ninit:\n\tcd env/$(ENV) && \(Self.init_)env/$(ENV)\n"
        let found = Self.stacks([("Makefile", recipe)])
        #expect(found.map(\.authority) == [.clear, .clear, .clear])
        #expect(found[1].why.hasSuffix("an init whose folder is not known may be of it (Makefile:3)"))
        #expect(found[2].why.hasSuffix("no init of it is found"))
    }

    @Test func `a default that the environment may set is of any folder`() {
        let recipe = "ENV ?= dev\ninit:\n\tterraform -chdir=env/$(ENV) init -backend-config=key=$(ENV)\n"
        let found = Self.stacks([("Makefile", recipe)])
        #expect(found.map(\.authority) == [.clear, .unknown, .clear])
        #expect(found[1].why.hasPrefix("an init whose stack is not known gives another address (Makefile:3)"))
    }

    @Test(arguments: [
        // One folder and no part of a way, all of the way, another variable's value.
        "DIR := env/dev\ninit:\n\tcd $(DIR) && \(init_)k\n", "DIR := net\ninit:\n\tcd $(DIR) && \(init_)k\n",
        "ENV := $(shell cat env)\ninit:\n\tcd env/dev && \(init_)$(ENV)\n",
    ])
    func `a folder that is no part of a way has none beside it`(_ recipe: String) {
        #expect(Self.verdicts([("Makefile", recipe)], key: false).contains("env/prod none"))
    }

    @Test(arguments: [
        ("Makefile", "DIR := net\ninit:\n\tcd $(DIR) && \(init_)k-$(DIR)\nall:\n\t$(MAKE) init DIR=env/dev\n"),
        ("Makefile", "DIR = net\ninit:\n\tcd $(DIR) && \(init_)k-$(DIR)\nall:\n\t@make -s init DIR=env/dev\n"),
        ("justfile", "dir := \"net\"\ninit:\n    cd {{dir}} && \(init_)k-{{dir}}\nall:\n    just dir=env/dev init\n"),
        (
            "justfile",
            "dir := \"net\"\ninit:\n    cd {{dir}} && \(init_)k-{{dir}}\nall:\n    just --set dir env/dev init\n"
        ),
    ])
    func `a call says what the variable is`(_ path: String, _ recipe: String) {
        let clear = Self.stacks([(path, recipe)], key: false).filter { $0.authority == .clear }
        #expect(clear.map { "\($0.path) \($0.stateNames)" } == ["env/dev [\"k-env/dev\"]", "net [\"k-net\"]"])
    }

    @Test func `a loop calls it once for each`() {
        let makefile = "ENV := dev\ninit:\n\tcd env/$(ENV) && \(Self.init_)$(ENV)\n"
        let script = "for e in dev prod; do\n  make init ENV=$e\ndone\nterraform version\n"
        let clear = Self.stacks([("Makefile", makefile), ("all.sh", script)], key: false).filter {
            $0.authority == .clear
        }
        #expect(clear.map { "\($0.path) \($0.stateNames)" } == ["env/dev [\"dev\"]", "env/prod [\"prod\"]"])
    }

    @Test(arguments: ["make init ENV=$X", "echo make init ENV=prod", "ENV=prod ./init.sh", "make init OTHER=prod"])
    func `what is no call, or says nothing, sets nothing`(_ line: String) {
        let makefile = "ENV := dev\ninit:\n\tcd env/$(ENV) && \(Self.init_)$(ENV)\n"
        let found = Self.verdicts([("Makefile", makefile), ("a.sh", line + "\nterraform version\n")], key: false)
        #expect(found == ["env/dev clear", "env/prod unknown", "net none"])
    }

    @Test func `a call sets all its variables together`() {
        let makefile = "ENV := dev\nKEY := k\ninit:\n\tcd env/$(ENV) && \(Self.init_)$(KEY)\n"
        let script = "terraform version\nmake init ENV=prod KEY=p\nmake init ENV=dev KEY=$X\n"
        let found = Self.stacks([("Makefile", makefile), ("a.sh", script)], key: false)
        #expect(found.prefix(2).map { "\($0.path) \($0.stateNames)" } == ["env/dev [\"k\"]", "env/prod [\"p\"]"])
    }

    @Test(arguments: [
        "make push ENV=prod", "make -C docker init ENV=prod", "make -f other.mk init ENV=prod",
        "cd docker && make init ENV=prod", "make -Cdocker init ENV=prod", "make ENV=prod",
    ])
    func `a call of another recipe, or of another file's, sets nothing here`(_ line: String) {
        let makefile = "ENV := dev\ninit:\n\tcd env/$(ENV) && \(Self.init_)$(ENV)\n"
        let found = Self.verdicts([("Makefile", makefile), ("a.sh", line + "\nterraform version\n")], key: false)
        #expect(found == ["env/dev clear", "env/prod unknown", "net none"])
    }
}
