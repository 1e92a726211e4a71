import FlywheelLint
import Glibc
import LintRules
import LintSource

/// With `FUZZ_SEEDS=folder` the cases of the built-in rules are written there, as inputs to begin with, and that is all.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> CInt {
    guard let folder = getenv("FUZZ_SEEDS").map({ String(cString: $0) }) else {
        withoutLeaks { prepare() }
        return 0
    }
    var options = Settings.Arguments()
    options.ignoreConfiguration = true
    do {
        let rules = try Settings(startingAt: "/proc", arguments: options).rules.rules
        for rule in rules {
            for (number, test) in rule.tests.enumerated() {
                let name = rule.id.replacing("/", with: "-") + "-\(number)"
                if test.files.count == 1 { write(test.files, to: "\(folder)/file/\(name)") }
                if test.files.count > 1 || number == 0 { write(test.files, to: "\(folder)/repository/\(name)") }
            }
        }
    } catch { fatalError("\(error)") }
    exit(0)
}

/// What lives as long as the program is no leak. (It hangs on references that carry an enum's tag in their spare bits, which
/// the leak sanitizer does not take for pointers.)
private func withoutLeaks(_ body: () -> Void) {
    typealias Switch = @convention(c) () -> Void
    func turn(_ name: String) { unsafeBitCast(dlsym(nil, name), to: Switch?.self)?() }
    turn("__lsan_disable")
    body()
    turn("__lsan_enable")
}

private func write(_ files: [SourceFile], to path: String) {
    guard let file = fopen(path, "w") else { fatalError("\(path): cannot be written") }
    for (number, source) in files.enumerated() {
        let text = (number == 0 ? [] : [0x1E]) + Array(source.path.utf8) + [0x0A] + source.bytes
        fwrite(text, 1, text.count, file)
    }
    fclose(file)
}
