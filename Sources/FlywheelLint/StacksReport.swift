public import LintAnalyzers
import LintRules
import LintSource
import LintSyntax
import LintWalk

/// `flywheel-lint stacks`: whose state is whose, and why.
public struct StacksReport: Sendable {
    public let stacks: [TerraformStack]
    /// Inits whose stack is not known: `path:line`.
    public let unplaced: [String]
    public let filesRead: Int

    /// Reads the repository of `settings`.
    public init(settings: Settings, jobs: Int) throws(LintFailure) {
        var walk = Walker.Options()
        walk.jobs = jobs
        walk.maximumFileSize = settings.fileSizeLimit
        let exclude = settings.exclude
        if !exclude.isEmpty { walk.exclude = { path, _ in exclude.contains { $0.matches(path) } } }
        walk.links = TerraformState.wantsLink
        let walker = Walker(root: settings.root, options: walk)
        do throws(WalkError) {
            let walked = try walker.check(makeWorker: {}) { _, file -> TerraformFile? in
                if file.isLink {
                    let target = String(decoding: file.bytes.buffer, as: UTF8.self)
                    return TerraformState.facts(ofLink: file.path, to: target) as? TerraformFile
                }
                return TerraformState.read(ParsedFile(path: file.path, bytes: file.bytes))
            }
            let paths = PathList(try walker.list().files.lazy.map(\.path))
            let fold = TerraformStacks(
                walked.results.map(\.output), paths: paths, apart: settings.rules.surfaces.isApart)
            stacks = fold.stacks
            unplaced = fold.unplaced
            filesRead = walked.filesRead
        } catch { throw LintFailure("\(error)") }
    }

    /// `flywheel-lint/stacks/1`.
    public var json: [UInt8] {
        var json = JSONWriter(indent: 2)
        json.object { json in
            json.field("schema", "flywheel-lint/stacks/1")
            json.array("stacks") { json in
                for stack in stacks { StacksReport.write(stack, to: &json) }
            }
            json.field("unplaced", unplaced)
        }
        json.newline()
        return json.bytes
    }

    static func write(_ stack: TerraformStack, to json: inout JSONWriter) {
        json.object { json in
            json.field("path", stack.path)
            json.field("backend", optional: stack.backend)
            json.field("address", optional: stack.address)
            json.field("stateNames", stack.stateNames)
            json.field("lock", optional: stack.lock)
            json.field("credentials", optional: stack.credentials)
            json.field("authority", stack.authority.rawValue)
            json.array("feeders") { json in
                for feeder in stack.feeders {
                    json.object { json in
                        json.field("path", feeder.path)
                        json.field("line", feeder.line)
                        json.field("kind", feeder.kind)
                        json.field("arguments", feeder.arguments)
                    }
                }
            }
            json.field("why", stack.why)
        }
    }

    /// For a person: a paragraph a stack.
    public var text: [UInt8] {
        var text = ""
        for stack in stacks {
            text += "\(stack.path): \(stack.authority.rawValue)\n"
            func row(_ name: String, _ value: String) { text += "  \(name.padded(to: 12))\(value)\n" }
            row("backend", stack.backend ?? "none")
            row("address", stack.address ?? "-")
            row("state names", stack.stateNames.isEmpty ? "-" : stack.stateNames.joined(separator: ", "))
            row("lock", stack.lock ?? "none")
            row("credentials", stack.credentials ?? "-")
            var shown = ""
            for feeder in stack.feeders {
                let place = "\(feeder.path):\(feeder.line) (\(feeder.kind))"
                if place != shown { row("fed by", place) }
                shown = place
            }
            row("why", stack.why)
        }
        let clear = stacks.count { $0.authority == .clear }
        text += "\(stacks.count) stacks, \(clear) with clear state authority\n"
        if !unplaced.isEmpty { text += "stack not known: \(unplaced.joined(separator: ", "))\n" }
        return Array(
            String(
                String.UnicodeScalarView(
                    text.unicodeScalars.map { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F ? "\u{FFFD}" : $0 })
            ).utf8)
    }
}
