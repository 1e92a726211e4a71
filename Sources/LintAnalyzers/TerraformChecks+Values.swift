import LintSource

/// Files of values below a stack that its commands name: `-var-file=env/$ENV/terraform.tfvars`.
extension TerraformChecks {
    /// - Parameter declared: hashes of the names that each folder declares.
    mutating func checkNamedValues(_ declared: FolderTable<[[UInt64]]>) {
        let files = valuesByPath(declared)
        guard !files.byPath.isEmpty else { return }
        // The stacks that read each, in order of appearance.
        var readers: [Int: [Int]] = [:]
        for run in model.runs
        where !run.command.variableFiles.isEmpty && run.kind != .comment && !run.places.isEmpty {
            for file in run.command.variableFiles where file.value.holds(0x2F) {
                for place in run.places where declared[place.folder]?.isEmpty == false {
                    let text = model.expand(file.value, run, bound: place.bound, before: run.command.assignments)
                    guard !text.begins("/"), !text.begins("~"), text.holds(0x2F) else { continue }
                    let stack = model.name(place.folder)
                    let path = TerraformTemplate.join(stack, text)
                    guard stack.isEmpty || path.hasPrefix(stack + "/")
                    else { continue }
                    for number in files.fitting(path) where !isConfigured(place.folder, in: run.file) {
                        if readers[number]?.contains(place.folder) != true {
                            readers[number, default: []].append(place.folder)
                        }
                    }
                }
            }
        }
        for (number, folders) in readers.sorted(by: { $0.key < $1.key }) {
            checkShared(model.files[number].facts.values ?? [], number, folders, declared)
        }
    }

    /// Files of values that lie where nothing is declared.
    private struct ValuesFiles {
        var byPath: [String: Int] = [:]
        /// By the folders that they lie in, at most four parts below.
        var below: [String: [(parts: [Substring], number: Int)]] = [:]

        mutating func add(_ path: String, _ number: Int) {
            byPath[path] = number
            let parts = path.pathParts
            var above = path[...]
            for _ in 0..<4 where !above.isEmpty {
                above = above.utf8.lastIndex(of: 0x2F).map { above[..<$0] } ?? ""
                below[String(above), default: []].append((parts, number))
            }
        }

        /// Those that a path with holes may be, part by part. (Of very many it is none in particular.)
        func fitting(_ pattern: String) -> [Int] {
            guard TerraformTemplate.isOpen(pattern) else { return byPath[pattern].map { [$0] } ?? [] }
            let parts = pattern.pathParts
            let closed = parts.prefix { !TerraformTemplate.isOpen(String($0)) }
            guard closed.count < parts.count, let found = below[closed.joined(separator: "/")], found.count <= 256
            else {
                return []
            }
            return found.compactMap { file in
                let fits =
                    file.parts.count == parts.count
                    && zip(file.parts, parts).allSatisfy { $0 == $1 || TerraformTemplate.fits(String($0), String($1)) }
                return fits ? file.number : nil
            }
        }
    }

    private func valuesByPath(_ declared: FolderTable<[[UInt64]]>) -> ValuesFiles {
        var files = ValuesFiles()
        guard model.runs.contains(where: { $0.command.variableFiles.contains { $0.value.holds(0x2F) } }) else {
            return files
        }
        for number in model.files(with: .values) {
            let file = model.files[number]
            guard file.facts.values?.isEmpty == false, file.facts.settings == nil, !mayBeSettings(number),
                model.originals[Int32(number)] == nil, declared[model.folderOfFile[number]]?.isEmpty != false
            else { continue }
            files.add(file.path, number)
        }
        return files
    }
}
