"""What independent CommonMark parsers say about each byte of a file, as one letter a byte."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree

import pyromark

BOM = b"\xef\xbb\xbf"
OPTIONS = (
    pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
FRONT_MATTER = re.compile(rb"---[ \t]*(?:\r\n?|\n)(?![ \t]*(?:\r|\n|$))(?!(?:---|\.\.\.)[ \t]*(?:\r|\n|$))"
                          rb"(?:[^\r\n]*(?:\r\n?|\n))*?(?:---|\.\.\.)[ \t]*(?=\r|\n|$)")
COMMENT = re.compile(rb"<!-->|<!--->|<!--.*?(?:-->|\Z)", re.S)


class Classes:
    """One letter a byte; `m` until something better is known."""

    def __init__(self, source):
        self.source = source
        self.letters = bytearray(b"m" * len(source))

    def fill(self, start, end, letter):
        if end > start:
            self.letters[start:end] = letter.encode() * (end - start)

    def html(self, pieces):
        """An HTML block's pieces; comments may go over several of them."""
        text = b"".join(self.source[s:e] for s, e in pieces)
        where = [i for s, e in pieces for i in range(s, e)]
        for i in where:
            self.letters[i] = ord("H")
        for match in COMMENT.finditer(text):
            for i in where[match.start():match.end()]:
                self.letters[i] = ord("C")

    def quote_marks(self, start, end, depth):
        """Takes the `>` at the beginnings of the lines of a block, the first one apart, back out of its text."""
        if depth == 0:
            return
        for line in re.finditer(rb"(?:\r\n?|\n)((?:[ \t]*>){1,%d})" % depth, self.source[start:end]):
            self.fill(start + line.start(1), start + line.end(1), "m")

    def heading(self, start, end):
        text = self.source[start:end]
        self.fill(start, end, "h")
        if marks := re.match(rb"#+", text):
            self.fill(start, start + marks.end(), "m")
            if closing := re.search(rb"[ \t](#+)[ \t\r\n]*$", text):
                self.fill(start + closing.start(1), end, "m")
        elif underline := re.search(rb"[\r\n][ \t>]*([-=]+)[ \t\r\n]*$", text):
            self.fill(start + underline.start(1), end, "m")

    def fence(self, start, end):
        """The marks of a fenced block; its text must be filled already."""
        opening = re.match(rb"(`{3,}|~{3,})([^\r\n]*)", self.source[start:end])
        if not opening:
            return
        self.fill(start, start + opening.end(1), "F")
        self.fill(start + opening.start(2), start + opening.end(2), "I")
        body = self.source[start + opening.end():end]
        closing = re.search(rb"[\r\n][ \t>]*(%s{%d,})[ \t\r\n]*$" % (opening[1][:1], len(opening[1])), body)
        if closing and self.letters[start + opening.end() + closing.start(1)] == ord("m"):
            self.fill(start + opening.end() + closing.start(1), start + opening.end() + closing.end(1), "F")


def front_matter(source):
    start = 3 if source.startswith(BOM) else 0
    match = FRONT_MATTER.match(source[start:])
    return start, start + match.end() if match else start


def blanked(source):
    """The source with a BOM and front matter made white space; offsets and line ends are kept."""
    _, end = front_matter(source)
    return re.sub(rb"[^\r\n]", b" ", source[:end]) + source[end:]


class Pulldown(Classes):
    def __init__(self, source):
        super().__init__(source)
        start, end = front_matter(source)
        text = blanked(source).decode()
        self.quotes = 0
        self.run = None
        self.block = None
        self.pieces = []
        self.hollow = []
        self.angles = []
        for event, span in pyromark.events_with_range(text, options=OPTIONS):
            self.read(event, span["start"], span["end"])
        self.end_run()
        self.fill(start, end, "y")

    def read(self, event, start, end):
        name = event if isinstance(event, str) else next(iter(event))
        value = None if isinstance(event, str) else event[name]
        if name in ("Start", "End"):
            tag = value if isinstance(value, str) else next(iter(value))
            if tag in ("Emphasis", "Strong", "Strikethrough", "Link", "Image"):
                # The range of a collapsed reference ends before its `[]`.
                if tag in ("Link", "Image") and self.source.startswith(b"][]", end - 1):
                    end += 2
                self.inline(start, end)
                if name == "End" and tag in ("Link", "Image"):
                    self.target(start, end)
                return
            self.end_run()
            (self.start if name == "Start" else self.end)(tag, value, start, end)
        elif name == "Html":
            self.pieces.append((start, end))
        elif name == "Text" and self.block == "CodeBlock":
            self.fill(start, end, self.code)
        elif name in ("TaskListMarker", "Rule"):
            self.end_run()
            self.fill(start, end, "m")
        else:
            self.inline(start, end)
            if name == "Text" and self.source.startswith(b">", start):
                self.angles.append(start)
            if name == "Code":
                self.hollow.append((start, end, "c"))
            elif name == "InlineHtml":
                self.hollow.append((start, end, "C" if self.source.startswith(b"<!--", start) else "i"))

    def start(self, tag, value, start, end):
        if tag == "BlockQuote":
            self.quotes += 1
        elif tag == "CodeBlock":
            self.code = "f" if value != "Indented" and value["CodeBlock"] != "Indented" else "n"
            self.block = tag
        elif tag == "Heading":
            self.block = tag
            self.run = [start, end]
        elif tag == "Paragraph":
            self.run = [start, end]
        elif tag == "TableCell":
            self.block = tag
            self.run = [start, end]

    def end(self, tag, value, start, end):
        if tag == "BlockQuote":
            self.quotes -= 1
        elif tag == "CodeBlock" and self.code == "f":
            self.fence(start, end)
        elif tag == "HtmlBlock":
            self.html(self.pieces)
            self.pieces = []
        self.block = None

    def inline(self, start, end):
        if self.run is None:
            if self.source[start - 1:start] == b"\\":
                start -= 1
            self.run = [start, end]
        self.run[1] = max(self.run[1], end)

    def target(self, start, end):
        """A link's target: what stands after the `]` that ends its text."""
        source = self.source
        if source[start:start + 1] == b"<":
            return self.hollow.append((start, end, "a"))
        covered = {i for s, e, k in self.hollow if s >= start for i in range(s, e)}
        depth = 0
        i = start
        while i < end:
            byte = source[i:i + 1]
            if i not in covered:
                if byte == b"\\":
                    i += 1
                elif byte == b"[":
                    depth += 1
                elif byte == b"]":
                    depth -= 1
                    if depth == 0:
                        break
            i += 1
        self.hollow.append((i + 1, end, "d"))

    def end_run(self):
        if self.run:
            start, end = self.run
            if self.block == "Heading":
                self.heading(start, end)
            else:
                self.fill(start, end, "t" if self.block == "TableCell" else "p")
            for s, e, letter in self.hollow:
                self.fill(s, e, letter)
            self.quote_marks(start, end, self.quotes)
            # A lazy line, indented too far for a quote mark, begins with a `>` that is text.
            for i in self.angles:
                if self.letters[i] == ord("m"):
                    self.fill(i, i + 1, "p")
        self.run = None
        self.hollow = []
        self.angles = []


class Cmark(Classes):
    """cmark-gfm's tree with source positions."""

    TOOL = shutil.which("cmark-gfm")
    LEAVES = {"paragraph": "p", "table_cell": "t"}

    def __init__(self, source):
        super().__init__(source)
        start, end = front_matter(source)
        extensions = ["-e", "table", "-e", "strikethrough", "-e", "tasklist", "-e", "footnotes"]
        done = subprocess.run([self.TOOL, *extensions, "--sourcepos", "-t", "xml"],
                              input=blanked(source), capture_output=True, timeout=60, check=True)
        tree = ElementTree.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", done.stdout.decode()))
        self.lines = [0] + [m.end() for m in re.finditer(rb"\r\n?|\n", source)]
        self.walk(tree)
        self.fill(start, end, "y")

    def span(self, node):
        position = node.get("sourcepos")
        if not position:
            return None
        (l1, c1), (l2, c2) = (map(int, p.split(":")) for p in position.split("-"))
        if l1 == 0 or l2 == 0 or l2 > len(self.lines):
            return None
        return self.lines[l1 - 1] + c1 - 1, min(self.lines[l2 - 1] + c2, len(self.source))

    def walk(self, root):
        stack = [(root, 0)]
        while stack:
            node, quotes = stack.pop()
            name = node.tag.split("}")[-1]
            span = self.span(node)
            if name in ("paragraph", "heading", "table_cell", "code_block", "html_block") and span:
                self.leaf(name, node, *span)
                if name in ("paragraph", "heading"):
                    self.inlines(node)
                    self.quote_marks(*span, quotes)
                elif name == "table_cell":
                    self.inlines(node)
            else:
                stack += [(child, quotes + (name == "block_quote")) for child in reversed(node)]

    def leaf(self, name, node, start, end):
        if name == "heading":
            return self.heading(start, end)
        if name in self.LEAVES:
            box = re.match(rb"\[[ xX]\](?=[ \t])", self.source[start:end]) if name == "paragraph" else None
            self.fill(start + (3 if box else 0), end, self.LEAVES[name])
            return
        lines = [(start + m.start(), start + m.end()) for m in re.finditer(rb"[^\r\n]+", self.source[start:end])]
        pieces = [(s + (re.match(rb"[ \t>]*", self.source[s:e]).end() if i else 0), e) for i, (s, e) in enumerate(lines)]
        if name == "html_block":
            return self.html(pieces)
        fenced = self.source[start:start + 1] in (b"`", b"~") and self.source[:start].rsplit(b"\n")[-1][-4:] != b"    "
        for s, e in pieces[1:] if fenced else pieces:
            if not fenced or not re.fullmatch(rb"(`{3,}|~{3,})[ \t]*", self.source[s:e]) or (s, e) != pieces[-1]:
                self.fill(s, e, "f" if fenced else "n")
        if fenced:
            self.fence(start, end)

    def inlines(self, leaf):
        stack = list(leaf)
        while stack:
            node = stack.pop()
            name = node.tag.split("}")[-1]
            stack += list(node)
            if not (span := self.span(node)):
                continue
            start, end = span
            if name == "code":
                while self.source[start - 1:start] == b"`":
                    start -= 1
                while self.source[end:end + 1] == b"`":
                    end += 1
                self.fill(start, end, "c")
            elif name == "html_inline":
                self.fill(start, end, "C" if self.source.startswith(b"<!--", start) else "i")
            elif name == "link" and self.source[start:start + 1] == b"<":
                self.fill(start, end, "a")
            elif name in ("link", "image") and len(node) and (inner := self.span(node[-1])):
                self.fill(max(inner[1], start) + 1, end, "d")
