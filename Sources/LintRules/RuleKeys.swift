/// Keys of the rule language that the schema shares with the decoder.
public enum RuleKeys {
    /// What a rule with an analyzer cannot have.
    public static var matching: [String] { RuleDecoder.matchingKeys }
    /// The ways to count, and the keys that go with each.
    public static var counts: [KPIDeclaration.CountKind] { KPIDeclaration.countKinds }
}
