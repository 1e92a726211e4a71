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

    @Test(arguments: ["1.5.7", "1.5", "1.5.x", "v1.1.0", "~1.5", "~1.5.0", "0.14.11", "=1.3.9", "<1.6.0", "< 1.6"])
    func `a version of a job's that is below`(_ choice: String) { #expect(TerraformVersion.isOld(choice: choice)) }

    @Test(arguments: [
        "1.6.0", "1.10", "^1.5", "~1", "1", "1.x", "latest", "", ">=1.5", "<2.0.0", "${{ env.X }}", "1.5.7 || 1.9",
    ])
    func `one that is not, or not known`(_ choice: String) { #expect(!TerraformVersion.isOld(choice: choice)) }

    @Test(arguments: [
        "hashicorp/terraform:1.5.7", "docker.io/hashicorp/terraform:1.5@sha256:0a",
        "$R/gitlab-org/terraform-images/releases/1.1:v0.43.0",
    ])
    func `an image with one below`(_ image: String) { #expect(TerraformVersion.isOld(image: image)) }

    @Test(arguments: [
        "hashicorp/terraform:light", "hashicorp/terraform", "hashicorp/terraform:1.12.2", "xhashicorp/terraform:1.5.7",
        "registry.gitlab.com/gitlab-org/terraform-images/stable:latest", "alpine:1.5",
    ])
    func `an image with another, or nobody knows`(_ image: String) { #expect(!TerraformVersion.isOld(image: image)) }
}
