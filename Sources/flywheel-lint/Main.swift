import LintCommands

// All of it is in a library: an executable is linked with Swift's runtime inside (Package.swift), and tests must not be.
@main
enum Main {
    static func main() { Program.run() }
}
