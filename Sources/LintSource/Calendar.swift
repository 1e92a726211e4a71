/// Days and weeks of ISO 8601 dates, without a calendar library (which would bring ICU).
public enum Calendar {
    /// Days since 1970-01-01 of a date `YYYY-MM-DD…`; `nil` for what is none.
    public static func day(of date: String) -> Int? {
        let parts = date.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), (1...12).contains(month), day >= 1, day <= days(of: month, in: year)
        else { return nil }
        // The civil calendar, years beginning in March (Howard Hinnant, "days_from_civil").
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a day since 1970-01-01, `YYYY-MM-DD` (Howard Hinnant, "civil_from_days").
    public static func date(ofDay day: Int) -> String {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let text = String(year)
        let zeros = String(repeating: "0", count: max(0, 4 - text.utf8.count))
        return zeros + text + "-" + two(month) + "-" + two(dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Weeks, begun on Mondays, since 1970.
    public static func week(of date: String) -> Int? {
        // 1970-01-01 was a Thursday.
        day(of: date).map { ($0 + 3) >= 0 ? ($0 + 3) / 7 : ($0 - 3) / 7 }
    }

    /// Whether a text is a day that there is, as `YYYY-MM-DD` and nothing else.
    public static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 10
            && bytes.indices.allSatisfy { $0 == 4 || $0 == 7 ? bytes[$0] == .ascii("-") : bytes[$0].isDigit }
            && day(of: text) != nil
    }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
