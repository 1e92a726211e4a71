#if canImport(Glibc)
    import Glibc
#endif
import LintSource
import LintSyntax

public enum Bootstrap {
    public static func tokens(_ arguments: [String]) {
        var options = TokenizeOptions()
        options.namedRanges = true
        var arguments = arguments
        // A mode is a way to read HCL, whatever the file is called.
        var forced: Language?
        if arguments.first == "--mode", arguments.count > 1 {
            forced = .hcl
            options.mode = TokenizeOptions.Mode(rawValue: arguments[1]) ?? .config
            arguments.removeFirst(2)
        }
        for path in arguments {
            guard let file = fopen(path, "rb") else { continue }
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let n = fread(&chunk, 1, chunk.count, file)
                if n == 0 { break }
                bytes += chunk[0..<n]
            }
            fclose(file)
            bytes.withByteView { view in
                var json = JSONWriter()
                let language = forced ?? Language.of(path: path, firstBytes: view)
                TokensReport.write(language.tokenize(view, options: options), file: path, bytes: view, to: &json)
                json.bytes.withUnsafeBytes { all in
                    var done = 0
                    while done < all.count {
                        let n = write(1, all.baseAddress.map { $0 + done }, all.count - done)
                        if n <= 0 { return }
                        done += n
                    }
                }
            }
        }
    }
}
