import Glibc
import LintRules
import LintWalk

extension Settings {
    struct Located {
        var root: String
        var rootOrigin: String
        /// The folder that relative packs are looked for in.
        var folder: String
        var path: String?
        var configuration: Configuration
    }

    /// Finds the configuration upwards from the target, as far as the repository's root, and with it the root.
    static func locate(_ target: String, _ arguments: Arguments) throws(LintFailure) -> Located {
        guard let absolute = RepositoryRoot.canonicalPath(target) else {
            throw LintFailure("\(target): no such file or folder")
        }
        var start = absolute
        if !FolderContents.isFolder(absolute) { start = parent(of: absolute) }
        let repository = RepositoryRoot.find(from: start)
        let fallback = repository ?? (FolderContents.isFolder(absolute) ? start : workingFolder(above: start))
        let fallbackOrigin = repository == nil ? "target" : "git repository"
        if let given = arguments.configuration {
            guard let path = RepositoryRoot.canonicalPath(given) else {
                throw LintFailure("\(given): no such configuration file; give --config a file, or use --no-config")
            }
            let configuration = try read(path, shown: given)
            return Located(
                root: fallback, rootOrigin: fallbackOrigin, folder: parent(of: path), path: given,
                configuration: configuration)
        }
        if !arguments.ignoreConfiguration {
            var folder = start
            while true {
                let path = (folder == "/" ? "" : folder) + "/" + Configuration.fileName
                if FolderContents.isFile(path) {
                    let configuration = try read(path, shown: relative(path))
                    return Located(
                        root: folder, rootOrigin: Configuration.fileName, folder: folder, path: relative(path),
                        configuration: configuration)
                }
                if folder == "/" || folder == repository { break }
                folder = parent(of: folder)
            }
        }
        return Located(
            root: fallback, rootOrigin: fallbackOrigin, folder: fallback, path: nil, configuration: Configuration())
    }

    private static func read(_ path: String, shown: String) throws(LintFailure) -> Configuration {
        let bytes: [UInt8]
        do throws(ReadError) { bytes = try FileReader.bytes(of: path, limit: 4 << 20) } catch {
            throw LintFailure("\(shown): the configuration cannot be read: \(error)")
        }
        do throws(PackError) {
            var configuration = try Configuration(bytes: bytes, path: shown)
            configuration.text = bytes
            return configuration
        } catch { throw LintFailure(error) }
    }

    /// Where several paths, in whatever order, have their configuration looked for: the folder that holds them all.
    /// The working folder for none, and one path stands for itself.
    public static func commonFolder(of paths: [String]) -> String {
        guard let first = paths.first, paths.count > 1 else { return paths.first ?? "." }
        // A link's folder counts, not what it points to.
        func parts(_ path: String) -> [Substring] {
            let absolute = absolute(path)
            let folder = FolderContents.isFolder(absolute) ? absolute : parent(of: absolute)
            return (RepositoryRoot.canonicalPath(folder) ?? folder).split(separator: "/")
        }
        var common = parts(first)
        for path in paths.dropFirst() { common = zip(common, parts(path)).prefix { $0 == $1 }.map(\.0) }
        return "/" + common.joined(separator: "/")
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// The working folder when it lies at or above `folder`, else `folder` itself.
    private static func workingFolder(above folder: String) -> String {
        guard let here = RepositoryRoot.canonicalPath(".") else { return folder }
        return folder == here || folder.hasPrefix(here + "/") ? here : folder
    }

    /// As a person in the working folder would write it.
    public static func relative(_ path: String) -> String {
        guard let here = RepositoryRoot.canonicalPath("."), here != "/" else { return path }
        return path.hasPrefix(here + "/") ? String(path.dropFirst(here.utf8.count + 1)) : path
    }
}

extension Settings {
    /// A path as the walker takes it: absolute, links in the working folder resolved, the path's own last part not.
    public static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let here = RepositoryRoot.canonicalPath(".") else { return path }
        if path == "." || path.isEmpty { return here }
        let plain = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return (here == "/" ? "" : here) + "/" + plain
    }

    /// A path as one of the root, whether there is a file or not; `nil` for what lies outside.
    static func path(of path: String, below root: String) -> String? {
        let full = absolute(path)
        guard let slash = full.lastIndex(of: "/"), let folder = RepositoryRoot.canonicalPath(parent(of: full)),
            folder == root || folder.hasPrefix(root == "/" ? "/" : root + "/")
        else { return nil }
        let inside = folder.dropFirst(root.count) + full[slash...]
        return String(inside.drop { $0 == "/" })
    }

    public static func isFile(_ path: String) -> Bool { FolderContents.isFile(path) }

    /// What must stand before a path of the root so that it can be opened from the working folder.
    public static func prefix(of root: String) -> String {
        guard let here = RepositoryRoot.canonicalPath("."), here != root else { return "" }
        let base = here == "/" ? "/" : here + "/"
        if root.hasPrefix(base) { return String(root.dropFirst(base.count)) + "/" }
        let above = root == "/" ? "/" : root + "/"
        if here.hasPrefix(above) {
            let depth = here.dropFirst(above.count).split(separator: "/").count
            return String(repeating: "../", count: depth)
        }
        return above
    }

    /// Names of the packs that references on the command line stand for.
    public static func packNames(_ references: [String]) throws(LintFailure) -> [String] {
        var names: [String] = []
        for reference in references {
            names += try PackLoader.load(reference, folder: ".", variables: [:]) { LintFailure($0) }.map(\.name)
        }
        return names
    }
}
