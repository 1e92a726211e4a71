import LintGit
import LintSource

/// A pack in another repository: `git+https://host/owner/repository@<commit>#path/of/pack`. The commit is written out, so
/// that what a check does cannot change behind its back.
struct RemotePack: Hashable {
    static let scheme = "git+"

    /// As it was written.
    let reference: String
    /// What git fetches from.
    let address: String
    let commit: ObjectID
    /// A folder or file in the repository; empty for all of it.
    let path: String

    static func isRemote(_ reference: String) -> Bool { reference.hasPrefix(scheme) }

    /// - Parameter place: where the reference was written.
    init(_ reference: String, place: (String) -> LintFailure) throws(LintFailure) {
        self.reference = reference
        let whole = reference.dropFirst(RemotePack.scheme.count)
        let parts = whole.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard whole.hasPrefix("https://") || whole.hasPrefix("file://") else {
            throw place(
                "'\(reference)': a pack is fetched by https only; write git+https://HOST/REPOSITORY@COMMIT#PATH")
        }
        guard let at = parts[0].lastIndex(of: "@"),
            let commit = ObjectID(String(parts[0][parts[0].index(after: at)...]))
        else {
            throw place(
                "'\(reference)': the commit is missing or is a branch, a tag or a short name; write all its 40 digits: git+https://HOST/REPOSITORY@COMMIT#PATH"
            )
        }
        address = String(parts[0][..<at])
        self.commit = commit
        if address.dropFirst(8).prefix(while: { $0 != "/" }).contains("@") {
            throw place("'\(reference)': a user name or password does not belong into a file that is committed")
        }
        path = parts.count == 2 ? String(parts[1]) : ""
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        if path.hasPrefix("/") || components.contains("..") || components.contains(".") {
            throw place("'\(reference)': the path must be one inside of the repository, without '..'")
        }
    }

    /// The folder's name below ``PackLock/folder``: for people, and apart from that of any other reference.
    var folderName: String {
        let last = (path.isEmpty ? address : path).split(separator: "/").last ?? "pack"
        let name = last.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? Character(scalar) : "-"
        }
        return String(name.prefix(40)) + "-" + SHA256.hex(Array(reference.utf8)).prefix(12)
    }
}
