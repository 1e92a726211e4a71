import ArgumentParser
import FlywheelLint
import LintRules
import LintReport
import LintSource
import LintSyntax
import LintWalk

struct Tokens: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens", abstract: "What the tokenizers see, as JSON Lines (docs/tokens.md).",
        usage: "flywheel-lint tokens <file> ... [<options>]")

    @Argument(help: ArgumentHelp("Files to read.", valueName: "file"))
    var files: [String] = []
    @Option(name: .long, help: "How HCL is read: config, template or expr.")
    var mode: String?
    @Flag(name: .long, help: "For a person: one token a line.")
    var pretty = false
    @Option(name: .shortAndLong, help: ArgumentHelp("json or text.", valueName: "format[=file]"))
    var output: [String] = []

    func run() throws {
        var options = TokenizeOptions()
        options.namedRanges = true
        if let mode {
            let known = ["config", "template", "expr"]
            guard let value = TokenizeOptions.Mode(rawValue: mode) else {
                throw LintFailure(
                    "--mode: unknown mode '\(mode)'\(Suggestion.hint(mode, among: known)); known: \(known.joined(separator: ", "))"
                )
            }
            options.mode = value
        }
        let choices = try OutputChoice.parse(output, known: ["json", "text"], fallback: pretty ? "text" : "json")
        if files.isEmpty { throw LintFailure("tokens: no file was given; give at least one") }
        var failed = false
        for choice in choices {
            try OutputFile.write(choice.file, format: choice.format) { sink in
                for path in files {
                    var bytes: [UInt8] = []
                    var sizeNotRead: Int?
                    do throws(ReadError) {
                        bytes = try FileReader.bytes(of: path, limit: CheckLimits.Kind.fileSize.standard)
                    } catch {
                        if case .tooLarge(let size) = error {
                            sizeNotRead = size
                        } else {
                            Exit.complain("\(path): cannot be read: \(error)")
                            failed = true
                            continue
                        }
                    }
                    bytes.withByteView { view in
                        // A mode is a way to read HCL, whatever the file is called: templates often have other names.
                        let language = mode == nil ? Language.of(path: path, firstBytes: view) : .hcl
                        var document = TokenizedDocument(language: language)
                        if sizeNotRead != nil {
                            document.fail(
                                0, 0, "larger than the limit of \(CheckLimits.Kind.fileSize.standard) bytes; not read")
                        } else {
                            document = language.tokenize(view, options: options)
                        }
                        if choice.format == "text" {
                            sink.write(Array(TokensReport.pretty(document, file: path, bytes: view).utf8))
                        } else {
                            var json = JSONWriter()
                            TokensReport.write(document, file: path, bytes: view, size: sizeNotRead, to: &json)
                            sink.write(json.bytes)
                        }
                    }
                }
            }
        }
        if failed { throw Status.failure }
    }
}
