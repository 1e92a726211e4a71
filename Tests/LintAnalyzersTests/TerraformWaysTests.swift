import LintAnalyzers
import LintSource
import Testing

/// Variables that a script gives more than one value on its way: in loops, behind tests, in one arm of several.
@Suite struct TerraformWaysTests {
    private static func stacks(_ script: String) -> [TerraformStack] {
        let block = "terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n}\n"
        var files = ["net", "dns", "web"].map { (path: $0 + "/main.tf", text: block) }
        files.append(("init.sh", script))
        return LintAnalyzersTests.stacks(of: files.sorted { PathOrder.precedes($0.path, $1.path) }).stacks
    }

    private static func clear(_ script: String) -> [String] {
        stacks(script).filter { $0.authority == .clear }.map { "\($0.path) \($0.stateNames.joined(separator: ","))" }
    }

    private static let init_ = "terraform -chdir=$d init -backend-config=key"

    @Test(arguments: [
        "for d in net dns; do\n  \(init_)=$d\ndone\nfor d in web; do\n  \(init_)=$d\ndone\n",
        "for d in web; do\n  \(init_)=$d\ndone\nfor d in net dns; do\n  \(init_)=$d\ndone\n",
        "for d in net dns; do\n  \(init_)=$d\ndone\nd=web\n\(init_)=web\n",
        "f() { for d in net dns; do \(init_)=$d; done; }\nf\nfor d in web; do \(init_)=$d; done\n",
        "all=(net dns)\nfor d in \"${all[@]}\"; do \(init_)=$d; done\nfor d in web; do \(init_)=$d; done\n",
        "all=\"net  dns\"\nfor d in $all web; do \(init_)=$d; done\n",
    ])
    func `a loop's variable is another's behind it`(_ script: String) {
        #expect(Self.clear(script) == ["dns dns", "net net", "web web"])
    }

    @Test(arguments: [
        "d=net\nif [ \"$1\" = dns ]; then d=dns; fi\n", "d=net\n[ \"$1\" = dns ] && d=dns\n",
        "d=net\n[[ $1 != dns ]] || d=dns\n", "d=net\nif [ -n \"$1\" ]; then\n  if true; then d=dns; fi\nfi\n",
        "d=net\nif [ -n \"$1\" ]; then echo; elif [ -n \"$2\" ]; then d=dns; else exit 1; fi\n",
    ])
    func `where one way gives it another value it may have either`(_ script: String) {
        #expect(Self.clear(script + "\(Self.init_)=$d\n") == ["dns dns", "net net"])
        #expect(Self.clear(script + "terraform -chdir=web init -backend-config=key=$d\n") == [])
    }

    @Test(arguments: [
        // All ways give it one; what it was is not known to be anything; it asks for nothing, and gives a default.
        "d=net\nif [ -n \"$1\" ]; then d=dns; else d=dns; fi\n",
        "d=net\nif [ -z \"$1\" ]; then exit 1; else d=dns; fi\n",
        "if [ -n \"$1\" ]; then d=dns; fi\n", "d=$1\nif [ -z \"$d\" ]; then d=dns; fi\n",
        "d=$1\n[ -z \"$d\" ] && d=dns\n",
        "d=net\ntrue && d=dns\n", "d=dns\nif [ -n \"$1\" ]; then e=net; fi\n",
    ])
    func `otherwise it has the last`(_ script: String) {
        #expect(Self.clear(script + "\(Self.init_)=k\n") == ["dns k"])
    }

    @Test(arguments: ["d=$2\nif [ -n \"$1\" ]; then d=dns; fi\n", "d=$(pick)\n[ -n \"$1\" ] && d=dns\n"])
    func `what it was before is not known`(_ script: String) {
        #expect(Self.clear(script + "\(Self.init_)=k\n") == [])
    }

    @Test(arguments: [
        "if [ -n \"$CI\" ]; then A=\"-input=false\"; else A=\"\"; fi\nterraform -chdir=net init $A -backend-config=key=k\n",
        "A=\nif [ -n \"$CI\" ]; then A=-upgrade; fi\nterraform -chdir=net init $A -backend-config=key=k\n",
        "if [ -n \"$U\" ]; then A=\"-backend-config=key=k -upgrade\"; else A=\"-backend-config=key=k\"; fi\n"
            + "terraform -chdir=net init $A\n",
        "if [ -n \"$U\" ]; then C=\"terraform -chdir=net init -upgrade -backend-config=key=k\"\n"
            + "else C=\"terraform -chdir=net init -backend-config=key=k\"; fi\n$C\n",
    ])
    func `options that say nothing of a state leave nothing open`(_ script: String) {
        let found = Self.stacks(script).first { $0.path == "net" }
        #expect(found?.authority == .clear)
        #expect(found?.address == "s3://b/k")
        #expect(found?.lock == nil)
    }

    @Test func `of others what is in all arms is known`() {
        let arms =
            "if [ -n \"$1\" ]; then A=\"-backend-config=key=k -backend-config=region=r\"; else A=\"-backend-config=key=k\"; fi\n"
        #expect(Self.clear(arms + "terraform -chdir=net init $A\n") == ["net k"])
        let keys = "if [ -n \"$1\" ]; then A=-backend-config=key=k; else A=-backend-config=key=l; fi\n"
        let found = Self.stacks(keys + "terraform -chdir=net init $A\n").first { $0.path == "net" }
        #expect(found?.authority == .unknown)
        #expect(found?.why == "arguments are not known at init.sh:2")
    }
}
