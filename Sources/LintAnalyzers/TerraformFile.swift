import LintFindings
import LintSource
import LintSyntax
import LintWalk

/// What one file told, and so much of it that a place in it can be reported when the file is gone.
public final class TerraformFile: FileFacts {
    public let path: String
    /// Where a finding in it is reported: of what a symbolic link leads to, where that lies.
    let source: String
    /// Of a symbolic link what it leads to, from the root.
    let target: String?
    /// Names of its `variable` blocks, by hash, in order.
    let variables: [UInt64]
    /// Folders that its module blocks name as their `source`, from the root.
    let modules: [String]
    /// The empty one where these are all that it tells, as in most files of a repository of modules.
    private let rest: TerraformFileRest
    var facts: TerraformStateFacts { rest.facts }
    /// What there is in all of these.
    let kinds: TerraformFileKinds

    let wantsCodeScanningHashes: Bool

    init(_ facts: consuming TerraformStateFacts, of file: ParsedFile, codeScanningHashes: Bool) {
        wantsCodeScanningHashes = codeScanningHashes
        path = file.path
        source = file.path
        target = nil
        kinds = TerraformFileKinds(facts)
        variables = facts.variables
        modules = facts.modules
        rest = TerraformFileRest(consume facts, of: file)
    }

    /// Configuration whose lines tell all: no block of a backend, and no comment on one.
    init(_ lines: TerraformLines, of file: ParsedFile) {
        wantsCodeScanningHashes = false
        path = file.path
        source = file.path
        target = nil
        variables = lines.sortedVariables
        modules = lines.modules(from: file.path)
        var kinds: TerraformFileKinds = []
        if !variables.isEmpty { kinds.insert(.variables) }
        if !modules.isEmpty { kinds.insert(.modules) }
        if !lines.makesSomething { kinds.insert(.makesNothing) }
        if lines.makesStateStore { kinds.insert(.makesStateStore) }
        self.kinds = kinds
        rest = .nothing
    }

    /// A symbolic link; `nil` where it leads out of the repository.
    init?(link path: String, to target: String) {
        guard !target.begins("/") else { return nil }
        let folder = path.utf8.lastIndex(of: 0x2F).map { String(path[..<$0]) } ?? ""
        let found = TerraformTemplate.join(folder, target)
        guard !found.begins("..") else { return nil }
        self.path = path
        source = path
        self.target = found
        variables = []
        modules = []
        rest = .nothing
        kinds = []
        wantsCodeScanningHashes = false
    }

    /// What it tells, wherever it stands.
    struct Meaning: Sendable, Hashable {
        var facts: TerraformStateFacts
        var variables: [UInt64]
        var modules: [String]
        var kinds: TerraformFileKinds
        var target: String?
    }

    var meaning: Meaning {
        Meaning(facts: facts.meaning, variables: variables, modules: modules, kinds: kinds, target: target)
    }

    /// What the model of stacks is made from.
    private var common: Meaning {
        Meaning(
            facts: facts.common.meaning, variables: [], modules: modules, kinds: kinds.subtracting(.onlyForChecks),
            target: target)
    }

    /// This file with what another version of it declares, assigns and claims; `nil` where they differ in anything else.
    func telling(_ other: TerraformFile) -> TerraformFile? {
        guard target == nil, other.target == nil, common == other.common else { return nil }
        return TerraformFile(self, telling: other)
    }

    private init(_ file: TerraformFile, telling other: TerraformFile) {
        path = file.path
        source = file.source
        target = nil
        variables = other.variables
        modules = file.modules
        kinds = file.kinds.subtracting(.onlyForChecks).union(other.kinds.intersection(.onlyForChecks))
        if file.rest === other.rest {
            rest = file.rest
        } else {
            var facts = file.facts
            facts.variables = other.variables
            facts.testedVariables = other.facts.testedVariables
            facts.values = other.facts.values
            facts.claims = other.facts.claims
            rest = TerraformFileRest(facts, of: file.rest)
        }
        wantsCodeScanningHashes = file.wantsCodeScanningHashes
    }

    /// What a link leads to, as whoever follows it sees it: beside the link.
    init(_ file: TerraformFile, at link: String) {
        path = link
        source = file.source
        target = nil
        variables = file.variables
        modules = TerraformFile.moved(file.modules, from: file.path, to: link)
        rest = file.rest
        kinds = file.kinds
        wantsCodeScanningHashes = file.wantsCodeScanningHashes
    }

    /// Whether this is a copy of a file in another folder, as far as is known: what it declares and assigns, and where
    /// places in it may be reported its text.
    func isCopy(of other: TerraformFile) -> Bool {
        rest.bytes == other.rest.bytes && kinds == other.kinds && variables == other.variables
            && modules.count == other.modules.count
    }

    /// Adds the places of ranges, in their order.
    func addAnchors(_ ranges: [ByteRange], to anchors: inout [Anchor], codeScanningHashes: Bool) {
        rest.bytes.withByteView { view in
            let file = ParsedFile(path: source, bytes: view)
            let first = anchors.count
            var maker = AnchorMaker(file)
            for range in ranges { anchors.append(maker.anchor(range, rest.tokens(at: Int(range.start), file))) }
            anchors.complete(file, from: first, codeScanningHashes: codeScanningHashes)
        }
    }

    /// The 1-based line of an offset. O(offset): for explanations.
    func line(at offset: UInt32) -> Int {
        rest.bytes.prefix(Int(offset)).reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    }
}

/// A place in a file of the fold.
struct Site: Sendable, Hashable {
    /// Index among the fold's files.
    var file: Int32
    /// Empty where nothing will be said of it.
    var range: ByteRange

    init(_ file: Int, _ range: ByteRange) {
        self.file = Int32(file)
        self.range = range
    }
}
