import LintAnalyzers
import Testing

@Suite struct TerraformFactTests {
    @Test func `the facts are read, and each has a source`() {
        #expect(TerraformFact.all.count > 20)
        for fact in TerraformFact.all {
            #expect(!fact.says.isEmpty && !fact.rules.isEmpty, "\(fact.id)")
            #expect(fact.check != nil || fact.source != nil, "\(fact.id)")
        }
    }
}
