import CSystem
import Glibc
import LintSource

/// What the lines of a `.tf` file show without its being parsed: most such files hold no backend, and a repository has
/// thousands of them. One pass over the bytes; what is inside a line is not looked at.
struct TerraformLines {
    /// Names of `variable` blocks, by hash.
    private(set) var variables: [UInt64] = []
    /// `source` of module blocks that is a folder of the repository, as written.
    private(set) var modules: [String] = []
    private var hasProviders = false
    /// Whether it makes or reads something, itself or by a module.
    private(set) var makesSomething = false
    /// Whether a line begins as a backend's block does.
    private(set) var mayHaveBackend = false
    /// Whether a resource is a bucket, or the like, that is called a state's: `resource "aws_s3_bucket" "tf_state"`, or by the
    /// name that a line right below gives it; a table with the key that the s3 backend locks by. Whether it tells others
    /// where states are: `output "tf_state_bucket"`.
    private(set) var makesStateStore = false
    /// Whether it makes files: `resource "local_file" "a"`.
    private(set) var makesFiles = false
    /// Whether a comment may say something of a backend, or show a command.
    private(set) var commentsMaySay = false
    /// In order.
    var sortedVariables: [UInt64] {
        var sorted = variables
        if sorted.count > 1 { sorted.sort() }
        return sorted
    }

    /// These folders, from the root.
    func modules(from path: String) -> [String] {
        guard !modules.isEmpty else { return [] }
        let home = path.index(ofLast: 0x2F).map { String(path[..<$0]) } ?? ""
        return modules.map { TerraformTemplate.join(home, $0) }
    }

    /// Whether it may hold a backend's arguments: its name tells nothing where a command hands it over as these.
    var maySupply: Bool { !makesSomething && variables.isEmpty && modules.isEmpty && !hasProviders }

    /// Whether nothing else of the file is to be told.
    func tellAll(of bytes: ByteView) -> Bool {
        !mayHaveBackend && !commentsMaySay && !makesFiles && !(maySupply && TerraformStateFacts.mayBeSettings(bytes))
    }

    /// Whether nothing of all this is to be told.
    var tellNothing: Bool { makesSomething && !tellSomething }
    /// Kept as soon as it is so: asked of itself each time, all of it would be copied.
    private var tellSomething = false
    /// Whether a resource is a table of DynamoDB's.
    private var hasLockTable = false
    /// How the words go on that lines of interest begin with, by the lower bits of their first bytes.
    private static let leads: [flywheel_lead] = {
        var leads = [flywheel_lead](repeating: flywheel_lead(word: 1, mask: 0), count: 32)
        let words: [StaticString] = [
            "variable", "source", "provider ", "backend", "cloud", "terraform", "resource ", "module ", "output ",
        ]
        for word in words {
            var lead = flywheel_lead(word: 0, mask: 0)
            for at in 1..<min(9, word.utf8CodeUnitCount) {
                lead.word |= UInt64(word.utf8Start[at]) << UInt64(8 * (at - 1))
                lead.mask |= 0xFF << UInt64(8 * (at - 1))
            }
            leads[Int(word.utf8Start[0]) & 31] = lead
        }
        return leads
    }()

    /// Marks that are taken at once: what fits on the stack.
    private static let room = 256

    /// The same, of which the first ones come at once.
    private static let littleRoom = 129

    /// - Parameter isGlance: whether it is enough to know that it tells something: no more is looked for then.
    init(_ bytes: ByteView, isGlance: Bool = false) {
        guard bytes.count > 0 else { return }
        var from = bytes.has("\u{FEFF}", at: 0) ? 3 : 0
        // The text begins a line.
        var isOpen: UInt64 = 1
        var comments = TerraformComments()
        var room = isGlance ? TerraformLines.littleRoom : TerraformLines.room
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: TerraformLines.room) { marks in
            while from < bytes.count, !isGlance || !tellSomething {
                let start = from
                let found = flywheel_mark_lines(
                    bytes.base, &from, bytes.count, TerraformLines.leads, &isOpen, comments.isSettled ? 0 : 1,
                    marks.baseAddress, room)
                for mark in marks[..<found] {
                    let place = start + Int(mark >> 1)
                    if mark & 1 == 0 { take(bytes, place) } else { comments.take(bytes, place) }
                }
                if comments.maySay {
                    commentsMaySay = true
                    tellSomething = true
                }
                room = TerraformLines.room
            }
        }
        if isGlance, tellSomething { return }
        if !makesStateStore, hasLockTable, bytes.first("\"lockid\"") != nil { noteStateStore() }
    }

    /// The line whose first byte behind blanks is at `at`: it begins with the one word of ``leads`` that this byte begins, or
    /// the byte is none of these.
    private mutating func take(_ bytes: ByteView, _ at: Int) {
        switch bytes[at] {
        case .ascii("v"):
            if let name = name(bytes, after: at + 8) {
                if variables.isEmpty { variables.reserveCapacity(16) }
                variables.append(name)
                tellSomething = true
            }
        case .ascii("s"):
            if let source = relative(bytes, after: at + 6) {
                modules.append(source)
                tellSomething = true
            }
        case .ascii("p"): hasProviders = true
        case .ascii("r"):
            makesSomething = true
            if bytes.has("\"local_", at: at + 9) {
                makesFiles = true
                tellSomething = true
            }
            if !makesStateStore, isStateStore(bytes, at) { noteStateStore() }
            if !makesStateStore, !hasLockTable { hasLockTable = makesTable(bytes, at + 9) }
        case .ascii("o"): if !makesStateStore, tellsStateStore(bytes, at) { noteStateStore() }
        case .ascii("m"): makesSomething = true
        case .ascii("b"): if ends(bytes, at: at + 7) { noteBackend() }
        case .ascii("c"): if ends(bytes, at: at + 5) { noteBackend() }
        case .ascii("t"): if !mayHaveBackend, bytes.lineEnd(of: at) - at > 12 { noteBackend() }
        default: break
        }
    }

    private mutating func noteBackend() {
        mayHaveBackend = true
        tellSomething = true
    }

    private mutating func noteStateStore() {
        makesStateStore = true
        tellSomething = true
    }

    /// Of the line of a resource that begins at `start`.
    private func isStateStore(_ bytes: ByteView, _ start: Int) -> Bool {
        guard beginsLine(bytes, start) else { return false }
        let line = ByteView(bytes[start..<bytes.lineEnd(of: start)])
        var next = 0
        while let quote = line.first(0x22, from: next) {
            next = quote + 1
            let at = start + quote
            guard namesStore(bytes, start, at) else { continue }
            // The line itself, and the two below it.
            var end = at + 1
            for _ in 0..<3 {
                while end < bytes.count, bytes[end] != 0x0A, end - at <= 1_000 { end += 1 }
                if bytes[end] == 0x0A { end += 1 }
            }
            if bytes.first("state", from: at + 1, to: end + 4) != nil { return true }
        }
        return false
    }

    /// Whether the quote at `quote` ends the name of what states may be kept in.
    private func namesStore(_ bytes: ByteView, _ start: Int, _ quote: Int) -> Bool {
        func ends(_ name: StaticString) -> Bool {
            let first = quote - name.utf8CodeUnitCount
            guard first >= start else { return false }
            for at in stride(from: name.utf8CodeUnitCount - 1, through: 0, by: -1)
            where bytes[first + at].lowered != name.utf8Start[at] { return false }
            return true
        }
        // Of most names the last two bytes are enough.
        return switch (bytes[quote - 2].lowered, bytes[quote - 1].lowered) {
        case (.ascii("e"), .ascii("t")): ends("bucket")
        case (.ascii("n"), .ascii("t")): ends("storage_account")
        case (.ascii("e"), .ascii("r")): ends("storage_container")
        default: false
        }
    }

    /// Of the line of an output that begins at `start`.
    private func tellsStateStore(_ bytes: ByteView, _ start: Int) -> Bool {
        guard beginsLine(bytes, start), bytes[start + 7] == .ascii("\"") else { return false }
        let at = start + 8
        var end = at
        while bytes[end].isWord || bytes[end] == .ascii("-") { end += 1 }
        guard bytes.first("state", from: at, to: end) != nil else { return false }
        return (["bucket", "storage", "container"] as [StaticString]).contains {
            bytes.first($0, from: at, to: end) != nil
        }
    }

    /// Whether nothing is before `at` in its line.
    private func beginsLine(_ bytes: ByteView, _ at: Int) -> Bool {
        at == 0 || bytes[at - 1] == 0x0A || at == 3 && bytes.has("\u{FEFF}", at: 0)
    }

    /// Of the line of a resource whose labels begin at `start`.
    private func makesTable(_ bytes: ByteView, _ start: Int) -> Bool {
        var at = start
        while bytes[at].isBlank { at += 1 }
        return bytes.has("\"aws_dynamodb_table\"", at: at)
    }

    /// Whether a name ends before `at`: `backend_service` and `cloudwatch` begin as blocks do that are looked for.
    private func ends(_ bytes: ByteView, at: Int) -> Bool {
        !bytes[at].isWord && bytes[at] != .ascii("-") && bytes[at] < 0x80
    }

    /// The name that stands behind `start`, after blanks and quotes, by hash.
    private func name(_ bytes: ByteView, after start: Int) -> UInt64? {
        var at = start
        while bytes[at].isBlank || bytes[at] == .ascii("\"") { at += 1 }
        let first = at
        while bytes[at].isWord || bytes[at] == .ascii("-") { at += 1 }
        return at > first && first > start ? bytes.hash(first..<at) : nil
    }

    /// `= "./folder"`.
    private func relative(_ bytes: ByteView, after start: Int) -> String? {
        var at = start
        while bytes[at].isBlank { at += 1 }
        guard bytes[at] == .ascii("=") else { return nil }
        at += 1
        while bytes[at].isBlank { at += 1 }
        guard bytes[at] == .ascii("\""), bytes[at + 1] == .ascii(".") else { return nil }
        let first = at + 1
        at = first
        while at < bytes.count, bytes[at] != .ascii("\""), bytes[at] != 0x0A { at += 1 }
        return bytes[at] == .ascii("\"") ? bytes.text(ByteRange(first, at)) : nil
    }
}
