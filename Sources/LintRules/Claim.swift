import LintPattern
import LintSource

/// A number that a document states, to be held against the number that is measured in the repository.
public struct Claim: Sendable {
    /// Where a claim says of which day it speaks.
    enum Moment: Sendable {
        case capture(String)
        /// Looked for before the claim in its file, then behind it, then in the file's path.
        case pattern(Pattern)
    }

    /// What a measurement gave.
    public enum Measurement: Sendable, Hashable {
        case number(Double)
        /// It could not be made; the text says why.
        case unknown(String)
    }

    /// The capture that holds the number.
    var value: String
    public var count: KPIDeclaration.Count
    var moment: Moment?

    /// The number that `text` says: digits, perhaps grouped by commas, underscores or spaces, or an English word up to
    /// ninety-nine. `nil` for anything else.
    static func number(_ text: String) -> Double? {
        let text = text.lowercased()
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return nil }
        if first.isDigit {
            let digits = bytes.filter { $0.isDigit || $0 == .ascii(".") }
            guard bytes.allSatisfy({ $0.isDigit || ",._ ".utf8.contains($0) }) else { return nil }
            return Double(String(decoding: digits, as: UTF8.self))
        }
        let words = text.split { $0 == "-" || $0 == " " }.map(String.init)
        switch words.count {
        case 1: return (small.firstIndex(of: words[0]).map(Double.init)) ?? tens(words[0])
        case 2:
            guard let ten = tens(words[0]), let one = small.firstIndex(of: words[1]), (1...9).contains(one) else {
                return nil
            }
            return ten + Double(one)
        default: return nil
        }
    }

    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]

    private static func tens(_ word: String) -> Double? {
        let words = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        return words.firstIndex(of: word).map { Double($0 + 2) * 10 }
    }

    /// Without `.0` for whole numbers.
    static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }

    /// Whether `text` is a day (`YYYY-MM-DD`) or a commit (7 to 40 hexadecimal digits).
    static func isMoment(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        if bytes.count == 10, bytes[4] == .ascii("-"), bytes[7] == .ascii("-") {
            return bytes.indices.allSatisfy { $0 == 4 || $0 == 7 || bytes[$0].isDigit }
        }
        return (7...40).contains(bytes.count) && bytes.allSatisfy(\.isHexDigit)
    }

    /// How many of the paths count; `nil` for what paths alone cannot tell.
    public static func count(_ count: KPIDeclaration.Count, among paths: [String]) -> Double? {
        switch count {
        case .files(let filter): Double(paths.count { filter.matches($0) })
        case .directories(let filter):
            Double(Set(paths.filter { filter.matches($0) }.map(StackReach.folder)).count)
        case .nodes, .findings, .answers, .external: nil
        }
    }
}
