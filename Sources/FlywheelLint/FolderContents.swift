import Glibc

/// Small questions about folders that the walker, made for whole trees, is too much for.
enum FolderContents {
    static func isFolder(_ path: String) -> Bool { mode(path) == S_IFDIR }
    static func isFile(_ path: String) -> Bool { mode(path) == S_IFREG }

    /// Whether there is anything of the name: a link to nothing too.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether git keeps a repository in it, as the folder of a bare one is.
    static func isGitFolder(_ path: String) -> Bool {
        isFile(path + "/HEAD") && isFolder(path + "/objects") && isFolder(path + "/refs") && !exists(path + "/.git")
    }

    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// What lies there, for a message: "a folder".
    static func kind(_ path: String) -> String {
        switch mode(path) {
        case S_IFREG: "a file"
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        case S_IFCHR, S_IFBLK: "a device"
        default: exists(path) ? "a symbolic link to nothing" : "nothing"
        }
    }

    private static func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    /// Names in a folder, sorted; nothing when it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Regular files below a folder, three levels deep, relative to it, sorted; links are not followed.
    static func files(below folder: String, depth: Int = 3) -> [String] {
        var result: [String] = []
        for name in names(in: folder) where !name.hasPrefix(".") {
            let path = folder + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFREG {
                result.append(name)
            } else if status.st_mode & S_IFMT == S_IFDIR, depth > 1 {
                result += files(below: path, depth: depth - 1).map { name + "/" + $0 }
            }
        }
        return result
    }
}
