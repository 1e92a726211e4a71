import LintYAML

extension RuleDecoder {
    /// `claim:`: a captured number, and how it is measured.
    func claim(_ reader: MappingReader, captures: Set<String>) throws(PackError) -> Claim? {
        guard let node = reader["claim"] else { return nil }
        let inner = try MappingReader(node, path: path, what: "claim", known: ["value", "equals", "as-of"])
        let value = try inner.requiredString("value")
        func check(_ capture: String, _ key: String) throws(PackError) {
            guard captures.contains(capture) || capture == "match" else {
                throw inner.unknown(
                    capture, inner[key]?.mark ?? node.mark, kind: "capture", among: captures.sorted() + ["match"])
            }
        }
        try check(value, "value")
        let equals = try MappingReader(
            try inner.required("equals"), path: path, what: "equals", known: ["count"])
        let count = try KPIDeclaration.count(
            try equals.required("count"), path: path, kinds: ["files", "directories", "nodes"])
        var moment: Claim.Moment?
        if let asOf = inner["as-of"] {
            if case .mapping = asOf.value {
                let pattern = try MappingReader(asOf, path: path, what: "as-of", known: ["re"])
                let text = try pattern.string(try pattern.required("re"), "re")
                moment = .pattern(
                    try MatcherDecoder(path: path, pack: pack).pattern(text, pattern["re"]?.mark ?? asOf.mark))
            } else {
                let capture = try inner.string(asOf, "as-of")
                try check(capture, "as-of")
                moment = .capture(capture)
            }
        }
        return Claim(value: value, count: count, moment: moment)
    }
}
