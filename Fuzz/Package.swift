// swift-tools-version: 6.2
import PackageDescription

/// One libFuzzer program.
func program(_ name: String) -> Target {
    .executableTarget(
        name: name, dependencies: [.product(name: "_FlywheelLint", package: "flywheel-lint")],
        swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

// A package of its own, so that users build none of it.
let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "flywheel-lint", path: "..")],
    targets: [program("FuzzTokenizers"), program("FuzzReaders"), program("FuzzPipeline")],
    swiftLanguageModes: [.v6]
)
