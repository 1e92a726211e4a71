import LintSource
import LintSyntax

/// A `.tf.json` file: the same blocks in JSON, which YAML's tokenizer reads too. A block may be an object or an array of
/// objects.
extension TerraformStateFacts {
    /// More is what a program made for a program.
    private static let limit = 4_000_000

    mutating func readJSON(_ file: ParsedFile) {
        let holdsBlocks = file.bytes.first("\"backend\"") != nil || file.bytes.first("\"cloud\"") != nil
        let holdsModules = file.bytes.first("\"module\"") != nil
        guard holdsBlocks || holdsModules, file.bytes.count <= TerraformStateFacts.limit,
            let tree = Language.yaml.tokenize(file.bytes).tree
        else { return }
        let home = file.path.lastIndex(of: "/").map { String(file.path[..<$0]) } ?? ""
        for root in TerraformStateFacts.objects(0, tree) {
            for block in tree.children(of: root) {
                switch tree.nodes[block].name {
                case "terraform": readJSONBackends(block, tree, file)
                case "module":
                    for named in TerraformStateFacts.objects(block, tree).flatMap({ tree.children(of: $0) }) {
                        for body in TerraformStateFacts.objects(named, tree) {
                            for child in tree.children(of: body) where tree.nodes[child].name == "source" {
                                guard let source = tree.nodes[child].scalar, source.begins(".") else { continue }
                                modules.append(TerraformTemplate.join(home, source))
                            }
                        }
                    }
                default: break
                }
            }
        }
    }

    private mutating func readJSONBackends(_ block: Int, _ tree: SyntaxTree, _ file: ParsedFile) {
        for body in TerraformStateFacts.objects(block, tree) {
            for inner in tree.children(of: body) {
                guard let name = tree.nodes[inner].name, name == "backend" || name == "cloud" else { continue }
                for level in TerraformStateFacts.objects(inner, tree) {
                    if name == "cloud" {
                        addJSON("cloud", tree.nodes[inner].nameRange, level, tree, file)
                    } else {
                        for label in tree.children(of: level) {
                            for body in TerraformStateFacts.objects(label, tree) {
                                let type = TerraformStateFacts.backendType(tree.nodes[label].name ?? "")
                                addJSON(type, tree.nodes[label].nameRange, body, tree, file)
                            }
                        }
                    }
                }
            }
        }
    }

    private mutating func addJSON(
        _ type: String, _ range: ByteRange, _ node: Int, _ tree: SyntaxTree, _ file: ParsedFile
    ) {
        var block = Backend(type: type, range: range)
        block.settings = arguments(of: node, tree, file).compactMap { setting -> Setting? in
            // `//` holds what the program that made the file says of it.
            guard setting.name != "//" else { return nil }
            var setting = setting
            if file.bytes[Int(setting.range.start)] == .ascii("\"") {
                setting.range = ByteRange(Int(setting.range.start) + 1, Int(setting.range.end) - 1)
            }
            return setting
        }
        append(block)
    }

    /// The node itself, or the members of an array of objects.
    private static func objects(_ node: Int, _ tree: SyntaxTree) -> [Int] {
        switch tree.nodes[node].kind {
        case .object: [node]
        case .array: tree.children(of: node).filter { tree.nodes[$0].kind == .object }
        default: []
        }
    }
}
