// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users build none of it.
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "flywheel-lint", path: "..")],
    targets: [
        // Named apart from the linter's own `CLibYAML`: target names are unique over packages.
        .systemLibrary(name: "CBareYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .executableTarget(
            name: "BenchTokenizers",
            dependencies: [.product(name: "_FlywheelLint", package: "flywheel-lint"), "CBareYAML"],
            swiftSettings: [.treatAllWarnings(as: .error)]),
    ],
    swiftLanguageModes: [.v6]
)
