// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users build none of it. Each target is one libFuzzer program.
let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "flywheel-lint", path: "..")],
    targets: [
        .executableTarget(
            name: "FuzzTokenizers",
            dependencies: [.product(name: "_FlywheelLint", package: "flywheel-lint")],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    ],
    swiftLanguageModes: [.v6]
)
