import LintSource

/// What a function's body makes of the arguments that it is called with: `run() { echo "+ $*"; "$@"; }`.
extension TerraformScriptReader {
    /// The words of a body as they are in this call: `"$@"` is all the arguments, `$1` in a word the first.
    /// - Parameter asMembers: whether they are an array's.
    mutating func tellWords(asMembers: Bool = false) {
        settleShifts()
        guard let call = functions.calls.last, call.line != nil || !call.arguments.isEmpty,
            words.contains(where: { holds($0, "$") })
        else { return }
        let own = words
        words = []
        var isTold = false
        for (place, word) in own.enumerated() {
            // (Arguments that are told twice in each of many functions would grow without bound.)
            guard holds(word, "$"), words.count < Self.limit else {
                words.append(word)
                continue
            }
            let text = buffer.text(word)
            if let list = listed(text, of: call) {
                isTold = true
                // `bash -c "$*"`
                if place > 0, text.holds("*"), isCommandOption(own[place - 1]) {
                    words.append(kept(Member(text: joined(list), range: word.range)))
                } else {
                    for argument in list.prefix(Self.limit) { words.append(kept(argument)) }
                }
                continue
            }
            var new = told(text)
            // `local command="$*"`
            if let sign = assignment(word), let list = listed(buffer.text(sign + 1, word.end), of: call) {
                new = buffer.text(word.start, sign + 1) + joined(list)
            }
            isTold = isTold || new != text
            words.append(kept(Member(text: new, range: word.range)))
        }
        guard isTold, !asMembers, let first = words.first, first.start < first.end else { return }
        // (What a variable is given is run where the variable is.)
        let isSaid = view(first) { Self.role($0) == .spoken || $0.equals("for") } || announces(first)
        if !isSaid, assignment(first) == nil, declaration() == nil {
            functions.calls[functions.calls.count - 1].usesArguments = true
        }
        // A program that is an argument's word: it is called as if it stood here.
        if holds(own[0], "$"), !begins(first, "$"), !begins(first, "-") {
            isBare = true
            line = call.line ?? line
        }
    }

    /// What stands for all that a call is given, however many these are.
    private static func isAll(_ text: String) -> Bool { text == "$@" || text == "$*" }

    /// The arguments that a word stands for: `"$@"`, `"${@:2}"`; `nil` where it stands for none, or nothing tells for which.
    private func listed(_ text: String, of call: ShellFunctions.Call) -> ArraySlice<Member>? {
        guard text.begins("$"), text.utf8.count < 16 else { return nil }
        switch text {
        case "$@", "${@}", "$*", "${*}": return call.arguments[...]
        default: break
        }
        guard text.begins("${@:") || text.begins("${*:"), text.hasSuffix("}") else { return nil }
        let numbers = text.dropFirst(4).dropLast().split(separator: ":", omittingEmptySubsequences: false).map {
            Int($0.drop { $0 == " " })
        }
        guard let start = numbers[0], start > 0, numbers.count < 3, !numbers.contains(nil),
            !call.arguments.prefix(start).contains(where: { Self.isAll($0.text) })
        else { return nil }
        let list = call.arguments.dropFirst(start - 1)
        guard numbers.count == 2 else { return list }
        guard let count = numbers[1], count >= 0, !list.prefix(count).contains(where: { Self.isAll($0.text) }) else {
            return nil
        }
        return list.prefix(count)
    }

    private func joined(_ list: ArraySlice<Member>) -> String {
        let text = list.map(\.text).joined(separator: " ")
        return text.utf8.count <= 4_096 ? text : "${…}"
    }

    func told(_ text: String) -> String {
        guard let arguments = functions.calls.last?.arguments, !arguments.isEmpty, TerraformTemplate.isTold(text)
        else { return text }
        var result = ""
        for piece in TerraformTemplate.pieces(text) {
            // (As ``joined(_:)``: an argument that each of many functions hands on twice.)
            guard result.utf8.count <= 4_096 else { return "${…}" }
            let name = piece.utf8.dropFirst().first == 0x7B ? piece.dropFirst(2).dropLast() : piece.dropFirst()
            let digits = name.prefix { $0.isASCII && $0.isNumber }
            guard piece.begins("$"), let number = Int(digits), number > 0 else {
                result += piece
                continue
            }
            // An argument that stands for several moves those after it.
            if arguments.prefix(number).contains(where: { Self.isAll($0.text) }) {
                result += piece
            } else if number <= arguments.count {
                result += arguments[number - 1].text
            } else if let mark = name.firstIndex(of: "-"), name.utf8.count > digits.utf8.count {
                result += name[name.index(after: mark)...]
            }
        }
        return result
    }

    /// `shift`, `shift 2`
    mutating func shiftArguments(_ word: Word?) {
        guard let last = functions.calls.indices.last else { return }
        let own = functions.calls[last].arguments
        if !branches.isEmpty, functions.calls[last].shifts.count < 64 {
            functions.calls[last].shifts.append((branches, own))
        }
        guard let count = word.map({ Int(buffer.text($0)) }) ?? 1 else {
            // `shift $((OPTIND - 1))`
            functions.calls[last].arguments = [Member(text: "$@", range: ByteRange(0, 0))]
            return
        }
        let known = own.firstIndex { Self.isAll($0.text) } ?? own.count
        functions.calls[last].arguments.removeFirst(min(max(0, count), known))
    }

    /// What an arm has taken away is there again where the arm is over.
    private mutating func settleShifts() {
        guard let last = functions.calls.indices.last else { return }
        while let shift = functions.calls[last].shifts.last, !branches.starts(with: shift.branches) {
            functions.calls[last].arguments = shift.arguments
            functions.calls[last].shifts.removeLast()
        }
    }

    /// An init among the arguments of a call whose body does not run it in a way that is read: a program that is not known
    /// is given it.
    /// - Parameter count: how many commands there were before the call; `nil` where its body was not read.
    mutating func runLost(_ call: ShellFunctions.Call, from count: Int?) {
        guard call.arguments.count > 1, let range = call.arguments.first?.range else { return }
        let list = call.arguments
        guard let place = list.firstIndex(where: { $0.text == "terraform" || $0.text == "tofu" }),
            list[place...].contains(where: { $0.text == "init" })
        else { return }
        let start = list[place].range.start
        if let count, script.commands[count...].contains(where: { $0.range.start == start }) { return }
        words = [kept(Member(text: call.name, range: range))] + list.map { kept($0) }
        line = call.line ?? line
        isBare = true
        if count != nil || !announces(words[0]) { runInner(words[0], 1) }
        dropWords()
    }
}
