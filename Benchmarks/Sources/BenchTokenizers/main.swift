import Glibc
import LintSource
import LintSyntax

// Measures every tokenizer on the files below the given folders, one core: megabytes (10^6) a second of processor time.
//
//     tokens      tokens alone, as a text rule needs them
//     structure   with the tree, as a rule about places needs it; of YAML beside bare libyaml, which throws its events
//                 away, on the files that libyaml can read
//     embeds      with the documents inside documents
//
// Then, with --growth, that time grows no faster than the text. Exit status 1 when an own tokenizer is below 150 MB/s,
// YAML's structure below 80 % of bare libyaml, or time grows faster.

let arguments = CommandLine.arguments.dropFirst()
let folders = arguments.filter { !$0.hasPrefix("--") }
let corpora = Corpus.read(Array(folders))
var failures: [String] = []

/// Prints a line at once, into a pipe too.
func say(_ line: String) {
    print(line)
    fflush(nil)
}

func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

func speed(_ corpus: Corpus, _ change: (inout TokenizeOptions) -> Void) -> Double {
    var options = TokenizeOptions()
    options.tree = false
    options.embeds = false
    change(&options)
    let time = bestTime {
        for file in corpus.files {
            _ = file.withByteView { corpus.language.tokenize($0, options: options) }
        }
    }
    return Double(corpus.size) / time / 1e6
}

say("tokenizer        files         KB   tokens MB/s   structure MB/s   embeds MB/s")
for corpus in corpora where corpus.size >= 4096 {
    let isOwn = !corpus.language.isGenericText
    let tokens = speed(corpus) { _ in }
    let structure = isOwn ? speed(corpus) { $0.tree = true } : nil
    let embeds = isOwn ? speed(corpus) { $0.embeds = true } : nil
    say(
        corpus.language.name + padded("\(corpus.files.count)", 22 - corpus.language.name.count)
            + padded("\(corpus.size / 1000)", 11) + padded("\(Int(tokens))", 14)
            + padded(structure.map { "\(Int($0))" } ?? "–", 17) + padded(embeds.map { "\(Int($0))" } ?? "–", 14))
    if isOwn, tokens < 150 { failures.append("\(corpus.language.name) is below 150 MB/s") }
}

if var yaml = corpora.first(where: { $0.language == .yaml }) {
    yaml.files = yaml.files.filter { readBare($0) }
    yaml.size = yaml.files.reduce(0) { $0 + $1.count }
    if yaml.size >= 4096 {
        let ours = speed(yaml) { $0.tree = true }
        let bare = Double(yaml.size) / bestTime { for file in yaml.files { _ = readBare(file) } } / 1e6
        let share = Int(100 * ours / bare)
        say("YAML structure \(Int(ours)) MB/s, bare libyaml \(Int(bare)) MB/s: \(share) %")
        if share < 80 { failures.append("YAML structure is below 80 % of libyaml") }
    }
}

if arguments.contains("--growth") {
    for language in Language.allCases {
        let corpus = corpora.first { $0.language == language } ?? Corpus(language: language)
        let result = Growth.measure(corpus)
        guard result.texts > 0 else { continue }
        let worst = String(Int(result.worst * 100) / 100) + "." + String(Int(result.worst * 100) % 100 + 100).dropFirst()
        say("growth 1 → 2 MB: \(language.name), \(result.texts) texts, at most \(worst) times (\(result.worstText))")
        if result.worst >= Growth.limit { failures.append("\(language.name) grows too fast on \(result.worstText)") }
    }
}
for failure in failures { say("FAILED: \(failure)") }
exit(failures.isEmpty ? 0 : 1)
