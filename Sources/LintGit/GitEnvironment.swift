import CSystem
import Glibc

/// What a git process is started with: the same everywhere, and nothing that a hostile repository's configuration
/// could turn into a command.
enum GitEnvironment {
    /// Options before the subcommand.
    static let options: [String] = [
        "--no-pager", "--no-optional-locks", "--literal-pathspecs", "--no-replace-objects",
        // Programs that a repository's own configuration may name.
        "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat", "-c", "diff.external=",
        "-c", "log.showSignature=false", "-c", "core.sshCommand=false", "-c", "core.askPass=",
        // A partial clone would go and fetch what is missing.
        "-c", "protocol.allow=never",
        // Settings that change what is listed, or its order.
        "-c", "core.excludesFile=/dev/null", "-c", "core.attributesFile=/dev/null", "-c", "core.untrackedCache=false",
        "-c", "diff.orderFile=/dev/null", "-c", "diff.renames=false", "-c", "diff.ignoreSubmodules=all",
        "-c", "submodule.recurse=false", "-c", "core.quotePath=false", "-c", "log.showRoot=true",
        "-c", "i18n.logOutputEncoding=UTF-8", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
    ]

    /// Variables that are handed on: what finds programs and the user's configuration, where `safe.directory` stands.
    private static let kept: Set<String> = [
        "PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "SUDO_UID", "LD_LIBRARY_PATH", "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "GIT_EXEC_PATH",
    ]
    /// Variables with which git tells a hook about the index and objects of the command that called it.
    private static let ofHooks: Set<String> = [
        "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH",
    ]
    private static let fixed = [
        "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_PAGER=cat",
        "GIT_OPTIONAL_LOCKS=0", "GIT_ATTR_NOSYSTEM=1",
    ]

    /// - Parameter insideHook: hand on what a hook is told; only right in the repository that the hook belongs to.
    static func variables(insideHook: Bool) -> [String] {
        var result = fixed
        for (name, value) in all() {
            let isConfiguration =
                name == "GIT_CONFIG_COUNT" || name.hasPrefix("GIT_CONFIG_KEY_")
                || name.hasPrefix("GIT_CONFIG_VALUE_")
            if kept.contains(name) || isConfiguration {
                result.append("\(name)=\(value)")
            } else if insideHook, ofHooks.contains(name) {
                // Relative to where the hook runs; git itself is started in another folder.
                let isPath = name == "GIT_INDEX_FILE" || name == "GIT_OBJECT_DIRECTORY"
                result.append("\(name)=\(isPath ? absolute(value) : value)")
            }
        }
        return result
    }

    /// The variables, and settings that stand above the repository's own. (`-c` cannot say a name with `=` in it.)
    static func adding(_ settings: [(name: String, value: String)], to variables: [String]) -> [String] {
        let counter = "GIT_CONFIG_COUNT="
        var result = variables.filter { !$0.hasPrefix(counter) }
        var count = variables.first { $0.hasPrefix(counter) }.flatMap { Int($0.dropFirst(counter.count)) } ?? 0
        for setting in settings {
            result.append("GIT_CONFIG_KEY_\(count)=\(setting.name)")
            result.append("GIT_CONFIG_VALUE_\(count)=\(setting.value)")
            count += 1
        }
        return result + [counter + String(count)]
    }

    static func value(of name: String, in variables: [String]) -> String? {
        variables.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
    }

    static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }

    private static func all() -> [(name: String, value: String)] {
        var result: [(String, String)] = []
        guard var next = flywheel_environment() else { return [] }
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                result.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
            }
            next += 1
        }
        return result
    }
}
