import LintAnalyzers
import LintSource
import LintSyntax
import LintWalk
import Testing

/// Scripts of which a part runs: where an arm's commands run, and where those behind all arms do.
@Suite struct TerraformArmsTests {
    /// Three stacks, one inside another, and a script.
    private static func stacks(_ path: String, _ script: String) -> [TerraformStack] {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
        var files = ["net", "net/dns", "dns"].map { (path: $0 + "/main.tf", text: block) }
        files.append((path, script))
        return LintAnalyzersTests.stacks(of: files.sorted { PathOrder.precedes($0.path, $1.path) }).stacks
    }

    /// Those that have one answer, with their states.
    private static func clear(_ path: String, _ script: String) -> [String] {
        stacks(path, script).filter { $0.authority == .clear }.map {
            "\($0.path) \($0.stateNames.joined(separator: ","))"
        }
    }

    private static func fed(_ path: String, _ script: String) -> [String] {
        stacks(path, script).filter { !$0.feeders.isEmpty }.map(\.path)
    }

    private static let net = "terraform init -backend-config=key=n"
    private static let dns = "terraform init -backend-config=key=d"

    @Test(arguments: [
        "case \"$1\" in\n  net) cd net; \(net) ;;\n  dns) cd dns; \(dns) ;;\nesac\n",
        "if [ \"$1\" = net ]; then\n  cd net && \(net)\nelif [ \"$1\" = dns ]; then\n  cd dns && \(dns)\nfi\n",
        "if [ \"$1\" = net ]; then\n  if true; then cd net; fi\n  \(net)\nelse\n  cd dns && \(dns)\nfi\n",
        "a() { cd net; \(net); }\nb() { cd dns; \(dns); }\ncase \"$1\" in a) a ;; b) b ;; esac\n",
    ])
    func `an arm begins where the shell stood before the first`(_ script: String) {
        #expect(Self.clear("init.sh", script) == ["dns d", "net n"])
    }

    @Test(arguments: [
        "init:\n\t@if [ \"$(E)\" = net ]; then \\\n\t\tcd net && \(net); \\\n\telse \\\n\t\tcd dns && \(dns); \\\n\tfi\n",
        "init:\n\t@case \"$(E)\" in \\\n\t  net) cd net && \(net) ;; \\\n\t  *) cd dns && \(dns) ;; \\\n\tesac\n",
    ])
    func `so it does in a recipe`(_ recipe: String) {
        #expect(Self.clear("Makefile", recipe) == ["dns d", "net n"])
    }

    @Test(arguments: [
        "if [ \"$1\" = net ]; then cd net; else cd dns; fi\n", "case $1 in net) cd net ;; *) cd dns ;; esac\n",
        "if [ \"$1\" = net ]; then D=net; else D=dns; fi\ncd $D\n",
        "case $1 in net) D=net ;; *) D=dns ;; esac\ncd $D\n",
        "D=dns\ncase $1 in n) D=net ;; esac\ncd $D\n", "for D in net dns; do\ncd $D\n",
        "if [ \"$1\" = net ]; then\n  cd net\nelif [ -z \"$1\" ]; then\n  exit 1\nelse\n  cd dns\nfi\n",
    ])
    func `behind all arms it stands where one of them went`(_ script: String) {
        #expect(Self.fed("init.sh", script + "terraform init -backend-config=key=k\n") == ["dns", "net"])
    }

    @Test(arguments: [
        "for D in net net/dns; do (cd $D && terraform init -backend-config=key=$D); done\n",
        "for D in ./net net/dns/; do\n  terraform -chdir=$D init -backend-config=key=$(basename $D)\ndone\n",
    ])
    func `a loop goes through folders in folders`(_ script: String) {
        #expect(Self.fed("init.sh", script) == ["net", "net/dns"])
    }

    @Test func `a matrix names whole folders`() {
        let job = """
            on: push
            jobs:
              t:
                runs-on: ubuntu-latest
                strategy:
                  matrix:
                    dir: [net/dns, dns]
                steps:
                  - run: terraform init -backend-config=key=k
                    working-directory: ${{ matrix.dir }}
            """
        #expect(Self.fed(".github/workflows/x.yml", job) == ["dns", "net/dns"])
    }

    @Test(arguments: [
        "if [ -n \"$1\" ]; then cd net; fi\n", "if ! [ -d net ]; then echo none; exit 1; fi\ncd net\n",
        "if cd net; then echo there; fi\n", "case $1 in x) echo x ;; *) cd net ;; esac\n",
        "if [ -n \"$1\" ]; then cd net; else cd net; fi\n", "D=net\nif [ -n \"$1\" ]; then echo $D; fi\ncd $D\n",
    ])
    func `one arm that goes somewhere is where all go`(_ script: String) {
        #expect(Self.clear("init.sh", script + "terraform init -backend-config=key=k\n") == ["net k"])
    }

    @Test(arguments: [
        "if [ -n \"$1\" ]; then cd net; else cd \"$2\"; fi\n", "case $1 in a) cd net ;; b) popd ;; esac\n",
        "if [ -n \"$1\" ]; then D=$2; else D=net; fi\ncd $D\n", "case $1 in a) D=net ;; *) D=$1 ;; esac\ncd $D\n",
    ])
    func `no stack is fed where one of the arms goes anywhere`(_ script: String) {
        #expect(Self.clear("init.sh", script + "terraform init -backend-config=key=k\n") == [])
    }

    @Test(arguments: [
        "if [ -n \"$1\" ]; then K=a; else K=b; fi\ncd net\nterraform init -backend-config=key=$K\n"
    ])
    func `what arms assign to one variable is not known behind them`(_ script: String) {
        #expect(Self.clear("init.sh", script) == [])
    }

    @Test(arguments: [
        "if [ -n \"$1\" ]; then\n  cd net\n  \(net)\n  exit 0\nfi\ncd dns\n\(dns)\n",
        "case $1 in\n  net) cd net; \(net); exit ;;\nesac\ncd dns\n\(dns)\n",
        "if [ -n \"$1\" ]; then\n  cd net || exit 1\nelse\n  exit 1\nfi\n\(net)\ncd ../dns && \(dns)\n",
        "if [ -n \"$1\" ]; then cd net || { echo no; exit 1; }; fi\n\(net)\ncd ../dns && \(dns)\n",
    ])
    func `nothing comes behind an arm that leaves the shell`(_ script: String) {
        #expect(Self.clear("init.sh", script) == ["dns d", "net n"])
    }

    @Test(arguments: [
        "if [ \"$1\" = net ]; then D=net; else D=dns; fi\nterraform -chdir=$D init -backend-config=key=$E\n",
        "for D in net dns; do terraform -chdir=$D init -backend-config=key=$2; done\n",
    ])
    func `stacks that one init gives one open name may have one state`(_ script: String) {
        #expect(Self.fed("init.sh", script) == ["dns", "net"])
        #expect(Self.clear("init.sh", script) == [])
    }

    @Test func `arms within arms keep their own folders`() {
        let script = """
            if [ -n "$1" ]; then
              if [ -n "$2" ]; then cd net; else cd dns; fi
              terraform init -backend-config=key=k
              cd "$(git rev-parse --show-toplevel)/net/dns"
            else
              cd "$(git rev-parse --show-toplevel)/net/other"
            fi
            """
        #expect(Self.fed("init.sh", script) == ["dns", "net"])
    }

    @Test func `arms without end and a thousand of them are read`() {
        let many = (0..<1_000).map { "  a\($0)) cd x\($0) ;;\n" }.joined()
        #expect(Self.clear("init.sh", "case $1 in\n\(many)esac\ncd net\n\(Self.net)\n") == ["net n"])
        #expect(Self.fed("init.sh", "case $1 in\n\(many)esac\n\(Self.net)\n") == [])
        #expect(Self.clear("init.sh", "if true; then\ncd net\n\(Self.net)\n") == ["net n"])
        #expect(Self.clear("init.sh", "fi\nesac\nelse\ncd net\n\(Self.net)\n") == ["net n"])
    }
}
