import LintSource

// Paragraphs, what they turn into, and the link reference definitions at their head.
extension MarkdownBlocks {
    /// Begins a paragraph with the rest of the line; at the head of a list item a task's box is no text.
    mutating func beginParagraph(inItem: Bool) {
        paragraphIsTask = false
        if inItem, base[nonspace] == .ascii("["), bytes.has("]", at: nonspace + 2),
            nonspace + 3 == lineEnd || bytes[nonspace + 3].isBlank
        {
            let check = base[nonspace + 1]
            if check.isBlank || check.lowered == .ascii("x") {
                emit(nonspace, nonspace + 3, .markup)
                advanceToNonspace()
                offset += 3
                column += 3
                findNonspace()
                if isBlank {
                    containers[containers.count - 1].isEmpty = true
                    return
                }
                paragraphIsTask = true
            }
        }
        leaf = .paragraph
        paragraphFirst = tokens.count
        paragraphEnd = tokens.count
        paragraphHasMarks = false
        paragraphIsSplit = false
        appendToParagraph()
    }

    @inline(__always)
    mutating func appendToParagraph() {
        if tokens.count > paragraphEnd { paragraphIsSplit = true }
        if hasMarks { paragraphHasMarks = true }
        emit(nonspace, trimmed(nonspace, lineEnd), .prose)
        paragraphEnd = tokens.count
    }

    mutating func closeParagraph() {
        resolveReferences()
        if paragraphHasMarks, paragraphFirst < paragraphEnd {
            texts.append(Text(first: paragraphFirst, end: paragraphEnd))
        }
    }

    /// The line is the underline of the paragraph above it.
    mutating func readUnderline() {
        for i in paragraphFirst..<paragraphEnd where tokens[i].kind == .prose {
            tokens[i] = Token(Int(tokens[i].start), Int(tokens[i].end), .heading)
        }
        if paragraphHasMarks { texts.append(Text(first: paragraphFirst, end: paragraphEnd)) }
        leaf = .none
        emit(nonspace, trimmed(nonspace, lineEnd), .markup)
    }

    /// Takes the reference definitions from the head of the open paragraph.
    mutating func resolveReferences() {
        guard !paragraphIsTask, paragraphFirst < paragraphEnd, base[Int(tokens[paragraphFirst].start)] == .ascii("[")
        else { return }
        let first = paragraphFirst
        if paragraphIsSplit {
            let run = MarkdownText(bytes, Array(tokens[first..<paragraphEnd]))
            run.bytes.withByteView { takeReferences($0) { index, _ in run.starts[index - first] } }
        } else {
            let start = Int(tokens[first].start)
            let text = ByteView(bytes[start..<Int(tokens[paragraphEnd - 1].end)])
            takeReferences(text) { _, token in Int(token.start) - start }
        }
    }

    /// `offset` says where in `text` a token's bytes begin, by its index.
    private mutating func takeReferences(_ text: ByteView, offset: (Int, Token) -> Int) {
        var at = 0
        while paragraphFirst < paragraphEnd, text[at] == .ascii("[") {
            guard let definition = MarkdownReferences.definition(in: text, at: at) else { return }
            references.insert(text[definition.label])
            while paragraphFirst < paragraphEnd {
                let token = tokens[paragraphFirst]
                if token.kind == .prose {
                    at = offset(paragraphFirst, token)
                    if at >= definition.end { break }
                    tokens[paragraphFirst] = Token(Int(token.start), Int(token.end), .refdef)
                }
                paragraphFirst += 1
            }
        }
    }
}
