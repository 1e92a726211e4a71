/// Days and weeks of ISO 8601 dates, without a calendar library (which would bring ICU).
enum Calendar {
    /// Days since 1970-01-01 of a date `YYYY-MM-DD…`; `nil` for what is none.
    static func day(of date: String) -> Int? {
        let parts = date.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // The civil calendar, years beginning in March (Howard Hinnant, "days_from_civil").
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Weeks, begun on Mondays, since 1970.
    static func week(of date: String) -> Int? {
        // 1970-01-01 was a Thursday.
        day(of: date).map { ($0 + 3) >= 0 ? ($0 + 3) / 7 : ($0 - 3) / 7 }
    }
}
