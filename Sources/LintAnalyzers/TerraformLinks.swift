import LintSource
import LintWalk

/// Symbolic links: Terraform reads what they lead to, in the folder that they lie in.
struct TerraformLinks {
    /// All files, those that links lead to once more where each link lies; in path order.
    private(set) var files: [TerraformFile]
    /// All paths, those of the links among them; in path order.
    private(set) var paths: PathList
    /// The number of what a link leads to, by the link's.
    private(set) var originals: [Int32: Int32] = [:]

    init(_ files: [TerraformFile], paths: PathList) {
        self.files = files
        self.paths = paths
        let links = files.filter { $0.target != nil }
        guard !links.isEmpty else { return }
        let targets = Dictionary(links.map { ($0.path, $0.target ?? "") }) { first, _ in first }
        let byPath = Dictionary(files.lazy.filter { $0.target == nil }.map { ($0.path, $0) }) { first, _ in first }
        var source: [String: String] = [:]
        self.files = files.filter { $0.target == nil }
        for link in links {
            var path = link.path
            for _ in 0..<8 {
                guard let next = targets[path] else { break }
                path = next
            }
            guard paths.holds(path), !paths.holds(link.path) else { continue }
            self.paths.append(link.path)
            guard let file = byPath[path] else { continue }
            self.files.append(TerraformFile(file, at: link.path))
            source[link.path] = path
        }
        self.files.sort { PathOrder.precedes($0.path, $1.path) }
        self.paths.sort()
        let numbers = Dictionary(self.files.enumerated().map { ($1.path, Int32($0)) }) { first, _ in first }
        for (link, path) in source {
            if let number = numbers[link], let original = numbers[path] { originals[number] = original }
        }
    }
}

extension TerraformFile {
    /// Folders seen from another one than that of the file that names them: they lie elsewhere.
    static func moved(_ modules: [String], from path: String, to link: String) -> [String] {
        guard !modules.isEmpty else { return [] }
        let old = path.pathParts.dropLast()
        let new = link.utf8.lastIndex(of: 0x2F).map { String(link[..<$0]) } ?? ""
        return modules.map { module in
            let parts = module.pathParts
            let common = zip(old, parts).prefix { $0 == $1 }.count
            let way = Array(repeating: "..", count: old.count - common) + parts[common...].map(String.init)
            return TerraformTemplate.join(new, way.joined(separator: "/"))
        }
    }
}
