import LintSource

/// What is behind a ``Finding``: most of it never changes, and most findings have no more than this.
final class FindingContents: @unchecked Sendable {
    // Sendable: a finding changes contents only that it alone holds, so no access needs to be checked for another.
    @exclusivity(unchecked) var kind: FindingKind
    @exclusivity(unchecked) var location: Location
    @exclusivity(unchecked) var message: String
    @exclusivity(unchecked) var fingerprint: Fingerprint
    /// The fix that replaces the finding's own range, as nearly all do.
    @exclusivity(unchecked) var replacement: String?
    @exclusivity(unchecked) var replacementSafety = FixSafety.safe
    /// `nil` where there is nothing of it.
    @exclusivity(unchecked) var rest: Rest?

    /// What few findings have.
    final class Rest: Sendable {
        let fix: Fix?
        let related: [Finding.Related]
        let group: String?
        let identity: String

        init(fix: Fix?, related: [Finding.Related], group: String?, identity: String) {
            self.fix = fix
            self.related = related
            self.group = group
            self.identity = identity
        }
    }

    init(kind: FindingKind, location: Location, message: String, fingerprint: Fingerprint) {
        self.kind = kind
        self.location = location
        self.message = message
        self.fingerprint = fingerprint
    }

    func copy() -> FindingContents {
        let copy = FindingContents(kind: kind, location: location, message: message, fingerprint: fingerprint)
        copy.replacement = replacement
        copy.replacementSafety = replacementSafety
        copy.rest = rest
        return copy
    }

    var fix: Fix? {
        get {
            guard let replacement else { return rest?.fix }
            var fix = Fix(safety: replacementSafety, edits: [Edit(range: location.range, text: replacement)])
            fix.regions = [location.region]
            return fix
        }
        set {
            replacement = nil
            if let fix = newValue, fix.edits.count == 1, fix.edits[0].range == location.range,
                fix.regions.isEmpty || fix.regions == [location.region]
            {
                replacement = fix.edits[0].text
                replacementSafety = fix.safety
                setRest(fix: .some(nil))
            } else {
                setRest(fix: .some(newValue))
            }
        }
    }

    var related: [Finding.Related] {
        get { rest?.related ?? [] }
        set { setRest(related: newValue) }
    }

    var group: String? {
        get { rest?.group }
        set { setRest(group: .some(newValue)) }
    }

    var identity: String {
        get { rest?.identity ?? "" }
        set { setRest(identity: newValue) }
    }

    private func setRest(
        fix: Fix?? = nil, related: [Finding.Related]? = nil, group: String?? = nil, identity: String? = nil
    ) {
        let fix = fix ?? rest?.fix
        let related = related ?? self.related
        let group = group ?? rest?.group
        let identity = identity ?? self.identity
        let isEmpty = fix == nil && related.isEmpty && group == nil && identity.isEmpty
        rest = isEmpty ? nil : Rest(fix: fix, related: related, group: group, identity: identity)
    }
}

extension FindingContents: Hashable {
    static func == (one: FindingContents, other: FindingContents) -> Bool {
        one === other
            || one.location == other.location && one.kind == other.kind && one.message == other.message
                && one.fingerprint == other.fingerprint && one.fix == other.fix && one.related == other.related
                && one.group == other.group && one.identity == other.identity
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(location.path)
        hasher.combine(location.range)
    }
}
