import CSystem
import Glibc
import LintSource

/// The names in a folder, as getdents64(2) gives them: no order, no `String`.
struct FolderListing: Sendable {
    enum Kind: Sendable { case file, folder, symlink, special, missing }

    struct Entry: Sendable {
        /// Where the name begins in ``FolderListing/names``; a NUL stands behind it.
        var start: Int
        /// Bytes of the name.
        var count: Int
        var kind: Kind
    }

    private(set) var names: [UInt8] = []
    var entries: [Entry] = []
    /// A `.git` folder or file is here: the folder is the top of a repository.
    private(set) var hasGit = false
    /// A `.gitignore` that is a regular file is here. (A link is none to git either.)
    private(set) var hasIgnoreFile = false

    /// Reads what is in an open folder; the errno when that fails half way, or 0.
    ///
    /// - Parameter buffer: for the system to write to.
    mutating func read(_ folder: Int32, buffer: UnsafeMutableRawBufferPointer) -> Int32 {
        names.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        hasGit = false
        hasIgnoreFile = false
        while true {
            let length = flywheel_getdents64(folder, buffer.baseAddress, buffer.count)
            if length == 0 { return 0 }
            if length < 0 {
                if errno == EINTR { continue }
                return errno
            }
            var offset = 0
            // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, name with a NUL behind it.
            while offset + 19 < length {
                let recordLength = Int(buffer.loadUnaligned(fromByteOffset: offset + 16, as: UInt16.self))
                guard recordLength > 19, offset + recordLength <= length else { return EIO }
                let type = buffer.load(fromByteOffset: offset + 18, as: UInt8.self)
                let record = UnsafeRawBufferPointer(rebasing: buffer[(offset + 19)..<(offset + recordLength)])
                offset += recordLength
                var count = 0
                while count < record.count, record[count] != 0 { count += 1 }
                add(UnsafeRawBufferPointer(rebasing: record[0..<count]), type: type, in: folder)
            }
        }
    }

    private mutating func add(_ name: UnsafeRawBufferPointer, type: UInt8, in folder: Int32) {
        let start = names.count
        if name.first == .ascii(".") {
            if name.count == 1 || (name.count == 2 && name[1] == .ascii(".")) { return }
            if name.elementsEqual(".git".utf8) {
                hasGit = true
                return
            }
        }
        names.append(contentsOf: name)
        names.append(0)
        let kind: Kind
        switch Int(type) {
        case 8: kind = .file  // DT_REG
        case 4: kind = .folder  // DT_DIR
        case 10: kind = .symlink  // DT_LNK
        case 0: kind = FolderListing.kind(of: start, in: names, folder)  // Some file systems do not say.
        default: kind = .special
        }
        entries.append(Entry(start: start, count: name.count, kind: kind))
        if kind == .file, name.elementsEqual(".gitignore".utf8) { hasIgnoreFile = true }
    }

    /// The same names, but only these entries.
    func part(_ range: Range<Int>) -> FolderListing {
        var part = FolderListing()
        part.names = names
        part.entries = Array(entries[range])
        return part
    }

    /// Adds a name that the user gave, which may not be there.
    mutating func add(named name: [UInt8]) {
        let start = names.count
        names += name
        names.append(0)
        entries.append(Entry(start: start, count: name.count, kind: .file))
    }

    private static func kind(of start: Int, in names: [UInt8], _ folder: Int32) -> Kind {
        var status = stat()
        let result = names.withUnsafeBytes { names in
            names.baseAddress.map {
                fstatat(folder, ($0 + start).assumingMemoryBound(to: CChar.self), &status, AT_SYMLINK_NOFOLLOW)
            }
        }
        return result == 0 ? Kind(mode: status.st_mode) : .missing
    }
}

extension FolderListing.Kind {
    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        case S_IFLNK: self = .symlink
        default: self = .special
        }
    }
}
