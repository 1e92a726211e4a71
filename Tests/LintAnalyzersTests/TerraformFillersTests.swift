import Testing

@testable import LintAnalyzers

/// Names on pages that stand for others.
struct TerraformFillersTests {
    @Test(arguments: [
        "path/to/key", "path/to/my/key", "path/to/terraform.tfstate", "my-key", "KEY", "ENV/net", "example.tfstate",
        "project-name/net", "my-project/net", "username/net", "foo", "your-project/net", "YOUR_NAME/net", "my-bucket",
        "mybucket", "bucket-name", "example-bucket", "some-bucket", "change-me", "[bucket]", "tf-123456789012",
        "tf-000000000000",
    ])
    func `is one`(name: String) { #expect(TerraformTemplate.isFiller(name)) }

    @Test(arguments: [
        "", "net", "net/terraform.tfstate", "acme-tf", "paths/net", "path/net", "mysql/prod", "myteam", "keys/net",
        "tf-480123456712", "tf-1234567890123", "prod", "Net", "a/b/c", "production-123", "foo-service", "surname",
    ])
    func `is none`(name: String) { #expect(!TerraformTemplate.isFiller(name)) }
}
