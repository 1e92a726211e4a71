extension Workspace {
    /// What people do to files, one of each.
    enum EditKind: CaseIterable {
        case insert, insertFinding, delete, deleteFinding, insertBlock, deleteBlock, reindent, swapLines, moveBlock
        case moveBlockAway, rename, moveFile, lineEnds, deleteFile, addFile, editNeighbour
    }

    /// Applies one edit of a random kind; a rename is told in `renames` as git would.
    mutating func edit(renames: inout [String: String]) {
        // Files come and go, and give each other blocks, less often than lines change.
        let kind = dice.one(of: EditKind.allCases)
        switch kind {
        case .rename, .moveFile, .deleteFile, .addFile, .lineEnds, .moveBlockAway:
            if !dice.chance(25) { return edit(renames: &renames) }
        default: break
        }
        let f = dice.below(files.count)
        let count = files[f].lines.count
        let at = dice.below(count + 1)
        switch kind {
        case .insert: files[f].lines.insert(newLine(isFinding: false), at: at)
        case .insertFinding: files[f].lines.insert(newLine(isFinding: true), at: at)
        case .delete: if at < count { files[f].lines.remove(at: at) }
        case .deleteFinding:
            let holds = files[f].lines.indices.filter { isFinding(files[f].lines[$0].text) }
            if !holds.isEmpty { files[f].lines.remove(at: dice.one(of: holds)) }
        case .insertBlock:
            let block = (0..<(2 + dice.below(10))).map { _ in newLine(isFinding: dice.chance(20)) }
            files[f].lines.insert(contentsOf: block, at: at)
        case .deleteBlock: files[f].lines.removeSubrange(block(count))
        case .reindent:
            for i in block(count) where !files[f].lines[i].text.isEmpty {
                files[f].lines[i].text = "  " + files[f].lines[i].text
            }
        case .swapLines: if at + 1 < count { files[f].lines.swapAt(at, at + 1) }
        case .moveBlock, .moveBlockAway:
            let range = block(count)
            let moved = Array(files[f].lines[range])
            files[f].lines.removeSubrange(range)
            let to = kind == .moveBlock ? f : dice.below(files.count)
            files[to].lines.insert(contentsOf: moved, at: dice.below(files[to].lines.count + 1))
        case .rename: rename(f, to: files[f].path + ".bak", &renames)
        case .moveFile: rename(f, to: "moved/\(dice.below(100_000))/" + files[f].path, &renames)
        case .lineEnds: files[f].isCRLF.toggle()
        case .deleteFile: if files.count > 2 { files.remove(at: f) }
        case .addFile:
            let lines = (0..<(5 + dice.below(30))).map { _ in newLine(isFinding: dice.chance(12)) }
            files.append(File(path: Workspace.path(1_000 + nextID, &dice), lines: lines))
        case .editNeighbour:
            if at < count, !isFinding(files[f].lines[at].text) {
                files[f].lines[at] = newLine(isFinding: false)
            }
        }
    }

    func isFinding(_ text: String) -> Bool { literals.contains { text.contains($0) } }

    private mutating func block(_ count: Int) -> Range<Int> {
        let start = dice.below(count)
        return start..<min(count, start + 1 + dice.below(12))
    }

    private mutating func rename(_ f: Int, to path: String, _ renames: inout [String: String]) {
        let old = files[f].path
        files[f].path = path
        let first = renames.first { $0.value == old }?.key ?? old
        renames[first] = path
    }
}
