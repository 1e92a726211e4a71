import LintSource

/// Lists of stacks that Atlantis or Digger run, each with an init of its own.
enum TerraformProjects {
    /// What their commands are marked with.
    static let mark = "projects"

    static let names: [StaticString] = ["atlantis.yaml", "atlantis.yml", "digger.yml", "digger.yaml"]

    static func isList(_ path: String) -> Bool {
        let name = path.lastPart
        return names.contains { name.ends($0) && name.utf8.count == $0.utf8CodeUnitCount }
    }
}
