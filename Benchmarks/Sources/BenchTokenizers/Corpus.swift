import Glibc
import LintSource
import LintSyntax
import LintWalk

/// The texts of one language that are measured: real files, as they are.
struct Corpus {
    var language: Language
    var files: [[UInt8]] = []
    var size = 0

    /// More than this adds time and no knowledge.
    static let maximumSize = 24 << 20

    /// What lies below `folders`, by language, in the order of paths; hidden folders of version control left out.
    static func read(_ folders: [String]) -> [Corpus] {
        var found: [Language: Corpus] = [:]
        for path in folders.flatMap(paths).sorted() {
            guard let bytes = try? FileReader.bytes(of: path), !bytes.isEmpty, !bytes.prefix(8192).contains(0) else {
                continue
            }
            let language = bytes.withByteView { Language.of(path: path, firstBytes: $0) }
            var corpus = found[language] ?? Corpus(language: language)
            if corpus.size + bytes.count <= maximumSize {
                corpus.size += bytes.count
                corpus.files.append(bytes)
            }
            found[language] = corpus
        }
        let order = Language.allCases
        return found.values.sorted { a, b in
            (order.firstIndex(of: a.language) ?? 0) < (order.firstIndex(of: b.language) ?? 0)
        }
    }

    private static func paths(below folder: String) -> [String] {
        var found: [String] = []
        var todo = [folder]
        while let path = todo.popLast() {
            guard let stream = opendir(path) else {
                found.append(path)
                continue
            }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." || name == ".git" || name == ".build" { continue }
                switch Int32(entry.pointee.d_type) {
                case Int32(DT_DIR): todo.append(path + "/" + name)
                case Int32(DT_REG): found.append(path + "/" + name)
                default: break
                }
            }
            closedir(stream)
        }
        return found
    }

    /// One text of about `count` bytes: whole files, over and over.
    func text(_ count: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(count + 1 << 16)
        while text.count < count {
            for file in files where text.count < count && file.count < 1 << 16 {
                text += file
                text.append(0x0A)
            }
            if text.isEmpty { return [UInt8](files.joined().prefix(count)) }
        }
        return text
    }
}
