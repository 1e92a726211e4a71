import Foundation

/// How much a test tries at random: `TEST_ROUNDS=5` asks for 5 % of the usual, for programs that are many times as slow
/// (`make test-sanitize`). Nothing is passed over, and what is left is printed.
enum Rounds {
    static func share(of usual: Int) -> Int {
        guard let text = ProcessInfo.processInfo.environment["TEST_ROUNDS"], let percent = Int(text),
            (1..<100).contains(percent)
        else { return usual }
        let count = max(1, usual * percent / 100)
        print("\(count) of the usual \(usual): TEST_ROUNDS is \(percent)")
        return count
    }
}
