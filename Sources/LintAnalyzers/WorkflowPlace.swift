/// Where a file with jobs lies, as GitHub and the forges like it see it: they run what lies in `.github/workflows` itself.
enum WorkflowPlace {
    case runs
    /// Below that folder (`examples/`), or beside it (`workflows.disabled`): somebody's to take.
    case putAside
    /// Nowhere near: another system's, a template.
    case elsewhere

    init(_ path: String) {
        // Asked for each command: most files lie elsewhere, and that is told without taking the path apart.
        guard path.holds("/workflows") else {
            self = .elsewhere
            return
        }
        let folders = path.split(separator: "/").dropLast()
        let workflows = folders.indices.dropFirst().last {
            folders[$0 - 1].first == "." && folders[$0].hasPrefix("workflows")
        }
        guard let workflows else {
            self = .elsewhere
            return
        }
        self =
            folders[workflows] == "workflows" && workflows == folders.index(before: folders.endIndex)
            ? .runs : .putAside
    }
}
