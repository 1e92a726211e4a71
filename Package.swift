// swift-tools-version: 6.2
import PackageDescription

#if canImport(Glibc)
    import Glibc
#endif

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// A room of the house: its name, and the rooms it may look into.
func room(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    // Of the static executable, which must stay below 20 MiB, those are made small in which few bytes of a file are looked at.
    // (Those of the analyzers' files are, for the most part, in C.)
    let isSmall =
        Context.environment["FLYWHEEL_LINT_STATIC"] == "1"
        && [
            "FlywheelLint", "LintAnalyzers", "LintCommands", "LintFindings", "LintGit", "LintLedger", "LintReport",
        ].contains(name)
    let small: [SwiftSetting] = isSmall ? [.unsafeFlags(["-Osize"], .when(configuration: .release))] : []
    return .target(name: name, dependencies: dependencies, swiftSettings: settings + small)
}

func tests(_ name: String, _ dependencies: Target.Dependency..., recorded: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies,
        exclude: recorded, swiftSettings: settings)
}

/// Swift's runtime inside the release's executable: it starts in half the time, and outlives an upgrade of Swift. Of no
/// library, so that tests and whoever depends on one link as ever. (FoundationEssentials names none of the three, which its shared
/// library holds; nobody looks for the executable's symbols. Its place in memory stays another at every run, for 0.2 ms:
/// what it reads is strangers'.)
let runtimeInside: [LinkerSetting] = {
    let release = BuildSettingCondition.when(platforms: [.linux], configuration: .release)
    let libraries = ["_FoundationCShims", "_FoundationCollections", "swiftSynchronization"]
    guard hasStatic(["swiftCore", "FoundationEssentials"] + libraries) else { return [] }
    // `FLYWHEEL_LINT_STATIC=1`, for `make dist`: the C library inside as well. Folding equal functions, and leaving out the
    // index for exceptions, which nothing here throws, spares 700 KB.
    let flags =
        Context.environment["FLYWHEEL_LINT_STATIC"] == "1"
        ? ["-static-executable", "-use-ld=lld", "-Xlinker", "--icf=all", "-Xlinker", "--no-eh-frame-hdr"]
        : ["-static-stdlib", "-use-ld=lld", "-Xlinker", "--no-export-dynamic"]
    return [.unsafeFlags(flags, release)] + libraries.map { .linkedLibrary($0, release) }
}()

/// Whether the toolchain that builds this has these libraries to link them statically, and its own linker: some come
/// without.
func hasStatic(_ libraries: [String]) -> Bool {
    #if canImport(Glibc)
        // The manifest itself runs with the toolchain's shared library, usr/lib/swift/linux/libswiftCore.so.
        guard let maps = fopen("/proc/self/maps", "r") else { return false }
        defer { fclose(maps) }
        var line: UnsafeMutablePointer<CChar>?
        var room = 0
        defer { free(line) }
        while getline(&line, &room, maps) > 0, let line {
            let text = String(cString: line)
            guard text.hasSuffix("/swift/linux/libswiftCore.so\n"), let start = text.firstIndex(of: "/") else {
                continue
            }
            let folder = text[start...].split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
            let files =
                (libraries.map { "lib\($0).a" } + ["static-stdlib-args.lnk"]).map { "/swift_static/linux/" + $0 }
                + ["/../bin/ld.lld"]
            return files.allSatisfy { access(folder + $0, R_OK) == 0 }
        }
    #endif
    return false
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
        room("LintSyntax", "LintSource", "LintYAML", "CSystem"),
        room("LintFindings", "LintSource"),
        room(
            "LintRules", "LintSource", "LintYAML", "LintPattern", "LintSyntax", "LintFindings", "CSystem"),
        room(
            "LintAnalyzers", "LintSource", "LintYAML", "LintSyntax", "LintFindings", "LintWalk",
            "BuiltinRules", "CSystem"),
        room("LintLedger", "LintSource", "LintFindings", "LintGit"),
        room("LintReport", "LintSource", "LintFindings", "LintWalk", "CSystem"),
        room("BuiltinRules"),
        room(
            "FlywheelLint", "LintSource", "LintYAML", "LintPattern", "LintWalk", "LintGit",
            "LintSyntax", "LintFindings", "LintRules", "LintAnalyzers", "LintLedger", "LintReport",
            "BuiltinRules"),
        room(
            "LintCommands", "FlywheelLint", "CSystem",
            .product(name: "ArgumentParser", package: "swift-argument-parser")),
        .executableTarget(
            name: "flywheel-lint", dependencies: ["LintCommands"], swiftSettings: settings,
            linkerSettings: runtimeInside),
        tests("LintSource"),
        tests("LintPattern", "LintSource"),
        tests("LintRules", "LintSource"),
        tests("FlywheelLint", "LintCommands"),
        .testTarget(
            name: "RepositoryTests", dependencies: ["FlywheelLint", "BuiltinRules", "LintRules"],
            swiftSettings: settings),
        tests("LintWalk", "LintSource"),
        tests("LintGit", "LintSource"),
        tests("LintFindings", "LintSource"),
        tests("LintReport", "LintFindings", "LintSource", recorded: ["Golden"]),
        tests("LintAnalyzers", "LintSource", "LintSyntax", "LintFindings"),
        tests("LintLedger", "LintFindings", "LintSource", recorded: ["Sample"]),
        tests("LintSyntax", "LintSource", "CLibYAML"),
    ],
    swiftLanguageModes: [.v6]
)
