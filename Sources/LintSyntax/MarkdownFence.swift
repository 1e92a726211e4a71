public import LintSource

/// A fenced code block of a Markdown document: what somebody needs who reads its content as another language.
public struct MarkdownFence: Sendable, Hashable {
    /// The info string without surrounding blanks; empty where there is none.
    public var info: ByteRange
    /// From the first content line to the end of the last one, container prefixes included.
    public var content: ByteRange
    /// The content as the reader of the code sees it: quote marks and the indentation of list items and of the fence
    /// itself are stripped, line ends are kept as they are.
    public var map: OffsetMap

    public init(info: ByteRange, content: ByteRange, map: OffsetMap) {
        self.info = info
        self.content = content
        self.map = map
    }
}

/// The metadata block at the head of a Markdown document.
public struct MarkdownFrontMatter: Sendable, Hashable {
    /// The language between the marks.
    public enum Format: Sendable { case yaml, toml }
    public var format: Format
    /// The lines between the marks, with their line ends.
    public var content: ByteRange

    public init(format: Format, content: ByteRange) {
        self.format = format
        self.content = content
    }
}
