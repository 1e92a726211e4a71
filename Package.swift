// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// A room of the house: its name, and the rooms it may look into.
func room(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: Target.Dependency..., recorded: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies,
        exclude: recorded, swiftSettings: settings)
}

let package = Package(
    name: "flywheel-lint",
    products: [
        .executable(name: "flywheel-lint", targets: ["flywheel-lint"]),
        // For Benchmarks/ and Fuzz/ only; no promise is made about its interface.
        .library(name: "_FlywheelLint", targets: ["FlywheelLint"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "CSystem"),
        room("LintSource"),
        room("LintYAML", "LintSource", "CLibYAML"),
        room("LintPattern", "LintSource", "CPCRE2", "CSystem"),
        room("LintWalk", "LintSource", "CSystem"),
        room("LintGit", "LintSource", "CSystem"),
        room("LintSyntax", "LintSource", "LintYAML"),
        room("LintFindings", "LintSource"),
        room("LintRules", "LintSource", "LintYAML", "LintPattern", "LintSyntax", "LintFindings"),
        room(
            "LintAnalyzers", "LintSource", "LintYAML", "LintSyntax", "LintFindings", "LintWalk",
            "BuiltinRules", "CSystem"),
        room("LintLedger", "LintSource", "LintFindings", "LintGit"),
        room("LintReport", "LintSource", "LintFindings", "CSystem"),
        room("BuiltinRules"),
        room(
            "FlywheelLint", "LintSource", "LintYAML", "LintPattern", "LintWalk", "LintGit",
            "LintSyntax", "LintFindings", "LintRules", "LintAnalyzers", "LintLedger", "LintReport",
            "BuiltinRules"),
        .executableTarget(
            name: "flywheel-lint",
            dependencies: [
                "FlywheelLint", "CSystem",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings),
        tests("LintSource"),
        tests("LintPattern", "LintSource"),
        tests("LintRules", "LintSource"),
        tests("FlywheelLint", "flywheel-lint"),
        .testTarget(
            name: "RepositoryTests", dependencies: ["FlywheelLint", "BuiltinRules", "LintRules"],
            swiftSettings: settings),
        tests("LintWalk", "LintSource"),
        tests("LintGit", "LintSource"),
        tests("LintFindings", "LintSource"),
        tests("LintReport", "LintFindings", "LintSource", recorded: ["Golden"]),
        tests("LintAnalyzers", "LintSource", "LintSyntax", "LintFindings"),
        tests("LintLedger", "LintFindings", "LintSource", "flywheel-lint", recorded: ["Sample"]),
        tests("LintSyntax", "LintSource", "CLibYAML"),
    ],
    swiftLanguageModes: [.v6]
)
