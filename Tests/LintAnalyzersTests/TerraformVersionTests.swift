import Testing

@testable import LintAnalyzers

@Suite struct TerraformVersionTests {
    @Test(arguments: ["~> 0.14.5", "~> 0.12", "0.13.7", "= 1.5.7", "< 1.6", "<= 1.5.7", ">= 0.13, < 1.0.0", "~> 1.5.0"])
    func `what keeps a configuration below 1·6`(_ constraints: String) {
        #expect(TerraformVersion.keepsOld(constraints))
    }

    @Test(arguments: [
        ">= 0.13", "~> 1.3", "~> 1", "< 2.0", "< 1.6.1", "<= 1.6.0", "1.6.0", "!= 1.2.0", "> 1.0", "", "x", "~>",
    ])
    func `what does not`(_ constraints: String) { #expect(!TerraformVersion.keepsOld(constraints)) }
}
