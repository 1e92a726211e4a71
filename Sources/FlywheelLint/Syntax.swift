import LintSource
import LintSyntax

/// Whether a text follows its language, as the tokenizer sees it.
enum Syntax {
    static func verdict(_ path: String, _ bytes: [UInt8]) -> Bool {
        bytes.withByteView { Language.of(path: path, firstBytes: $0).tokenize($0).ok }
    }
}
