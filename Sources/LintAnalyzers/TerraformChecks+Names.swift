import LintSource

/// One stack with several state names.
extension TerraformChecks {
    mutating func checkNames() {
        var values: TerraformNamings.Values?
        for index in model.stacks.indices {
            for found in model.namings(of: model.stacks[index].folder, &values) {
                report(
                    "tofu/several-state-names", found.site, identity: model.stacks[index].path,
                    values: [
                        "stack": model.stacks[index].path, "name": found.name,
                        "others": found.others.joined(separator: ", "),
                    ],
                    related: [(found.other, "another name")])
            }
        }
    }

    /// `app-dev` and `app-prod` differ in one part, as environments do; `runners-dev` and `gitlab-runners-dev` do not. What
    /// environments are called is a name as well: `staging` and `production`. `stg/stg` and `stg/app` are of one environment.
    static func isFamily(_ a: String, _ b: String) -> Bool {
        if isEnvironment(a), isEnvironment(b) { return true }
        return differInOnePart(a, b) { one, other, isRepeated in !isRepeated }
    }

    /// Whether two addresses differ in what environments are called, and in nothing else: `s3://app-dev/x`, `s3://app-prod/x`.
    static func areEnvironments(_ a: String, _ b: String) -> Bool {
        differInOnePart(a, b) { one, other, _ in isEnvironment(one) && isEnvironment(other) }
    }

    /// In letters of any size.
    private static func isEnvironment(_ name: String) -> Bool {
        environments.contains(name)
            || name.utf8.contains { $0 >= 0x41 && $0 <= 0x5A } && environments.contains(name.lowercased())
    }

    /// Whether two names differ in one part, and what is there in one of them is what the stack is called: the other was
    /// copied from another's, and not turned. (Names of which none is its own may be tenants, whoever else is called so.)
    /// - Parameter own: the parts of the stack's folder.
    static func areOfStacks(_ a: String, _ b: String, _ own: Set<String>) -> Bool {
        func isOwn(_ part: String) -> Bool { own.contains(part) && !namesNothing.contains(part) }
        return differInOnePart(a, b) { one, other, _ in
            !environments.contains(one) && !environments.contains(other) && (isOwn(one) || isOwn(other))
        }
    }

    /// What folders and states are called that nobody has named.
    private static let namesNothing: Set<String> = [
        "terraform", "tofu", "tf", "tfstate", "state", "default", "main", "root", "infra", "infrastructure",
    ]

    /// Whether two names say which environment's they are, and nothing else.
    static func areOfEnvironments(_ a: String, _ b: String) -> Bool {
        areEnvironments(a, b) || isEnvironment(a) && isEnvironment(b)
    }

    /// - Parameter body: asked of both parts, and whether one is an environment's that is named in the rest too.
    private static func differInOnePart(
        _ a: String, _ b: String, _ body: (_ one: String, _ other: String, _ isRepeated: Bool) -> Bool
    ) -> Bool {
        a.withBytes { a in
            b.withBytes { b in
                var (left, right) = (a[...], b[...])
                var common = 0
                while let first = firstPart(left), let other = firstPart(right), a[first].elementsEqual(b[other]) {
                    left = left[first.upperBound...]
                    right = right[other.upperBound...]
                    common += 1
                }
                while let last = lastPart(left), let other = lastPart(right), a[last].elementsEqual(b[other]) {
                    left = left[..<last.lowerBound]
                    right = right[..<other.lowerBound]
                    common += 1
                }
                guard common > 0, let one = onlyPart(left), let other = onlyPart(right) else { return false }
                let isRepeated = [(one, a, left), (other, b, right)].contains { part, name, rest in
                    environments.contains(part)
                        && (holds(name[..<rest.startIndex], part) || holds(name[rest.endIndex...], part))
                }
                return body(one, other, isRepeated)
            }
        }
    }

    private static let environments: Set<String> = [
        "dev", "devel", "development", "test", "testing", "qa", "uat", "int", "integration", "acc", "acceptance",
        "stage",
        "staging", "stg", "preprod", "preview", "review", "sandbox", "demo", "prod", "prd", "production", "live",
    ]

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private static func isBetween(_ byte: UInt8) -> Bool { byte >= 0x2D && byte <= 0x2F || byte == 0x5F }

    private static func firstPart(_ bytes: Bytes) -> Range<Int>? {
        guard let start = bytes.firstIndex(where: { !isBetween($0) }) else { return nil }
        return start..<(bytes[start...].firstIndex(where: isBetween) ?? bytes.endIndex)
    }

    private static func lastPart(_ bytes: Bytes) -> Range<Int>? {
        guard let end = bytes.lastIndex(where: { !isBetween($0) }) else { return nil }
        return (bytes[..<end].lastIndex(where: isBetween).map { $0 + 1 } ?? bytes.startIndex)..<(end + 1)
    }

    private static func onlyPart(_ bytes: Bytes) -> String? {
        guard let part = firstPart(bytes), firstPart(bytes[part.upperBound...]) == nil else { return nil }
        return String(decoding: bytes[part], as: UTF8.self)
    }

    private static func holds(_ bytes: Bytes, _ part: String) -> Bool {
        bytes.split(whereSeparator: isBetween).contains { $0.elementsEqual(part.utf8) }
    }
}
