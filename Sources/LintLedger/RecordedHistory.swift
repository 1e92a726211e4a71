public import LintFindings

/// The KPI values of a whole first-parent line, as the cache keeps them.
public struct RecordedHistory: Sendable, Hashable {
    /// From the first commit to the one they were worked out for.
    public var commits: [KPIHistory.Commit]
    /// The day they hold for, where a suppression has a date; `nil` when they hold on any.
    public var day: String?

    public init(commits: [KPIHistory.Commit], day: String?) {
        self.commits = commits
        self.day = day
    }

    /// The payload of a cache file. Authors once each, and of the values those that a commit changes.
    public var bytes: [UInt8] {
        var writer = CacheWriter()
        writer.text(day ?? "")
        let count = commits.first?.values.count ?? 0
        writer.number(count)
        writer.number(commits.count)
        var authors: [String: Int] = [:]
        var last = [Double?](repeating: nil, count: count)
        for commit in commits {
            writer.text(commit.id)
            writer.text(commit.date)
            if let known = authors[commit.author] {
                writer.number(known + 1)
            } else {
                authors[commit.author] = authors.count
                writer.number(0)
                writer.text(commit.author)
            }
            writer.text(commit.subject)
            let changed = commit.values.indices.filter { commit.values[$0] != last[$0] }
            writer.number(changed.count)
            for index in changed {
                writer.number(index)
                writer.value(commit.values[index])
            }
            last = commit.values
        }
        return writer.bytes
    }

    /// Reads a payload with `count` values a commit; `nil` for anything that is not one.
    public init?(_ bytes: ArraySlice<UInt8>, values count: Int) {
        var reader = CacheReader(bytes)
        guard let day = reader.text(), reader.number(upTo: count) == count,
            let commits = reader.number(upTo: reader.left)
        else { return nil }
        self.day = day.isEmpty ? nil : day
        self.commits = []
        self.commits.reserveCapacity(commits)
        var authors: [String] = []
        var values = [Double?](repeating: nil, count: count)
        for _ in 0..<commits {
            guard let id = reader.text(), id.utf8.count == 40 || id.utf8.count == 64, let date = reader.text(),
                let number = reader.number(upTo: authors.count)
            else { return nil }
            if number == 0 {
                guard let author = reader.text() else { return nil }
                authors.append(author)
            }
            let author = number == 0 ? authors[authors.count - 1] : authors[number - 1]
            guard let subject = reader.text(), let changed = reader.number(upTo: count) else { return nil }
            for _ in 0..<changed {
                guard let index = reader.number(upTo: count - 1), let value = reader.value() else { return nil }
                values[index] = value
            }
            self.commits.append(.init(id: id, date: date, author: author, subject: subject, values: values))
        }
        guard reader.isAtEnd else { return nil }
    }
}
