#!/usr/bin/env python3
"""Compares the Markdown tokens of flywheel-lint with independent CommonMark parsers, byte by byte.

    markdown.py --tool .build/release/flywheel-lint PATH...            files and folders (*.md, *.markdown, *.mdx)
    markdown.py --tool .build/release/flywheel-lint --examples spec.txt   the examples of a specification

The judge is pulldown-cmark (`pip install pyromark`). Where `cmark-gfm` is installed it is asked too, and a byte on which
the two differ is not counted. White space is never counted. Exit code 1 when the agreement is below --minimum percent.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from xml.etree.ElementTree import ParseError

from markdown_parsers import BOM, Classes, Cmark, Pulldown

LETTERS = {
    "prose": "p", "heading": "h", "table": "t", "code.inline": "c", "code.fence": "f", "code.fence.mark": "F",
    "code.fence.info": "I", "code.indented": "n", "link.target": "d", "autolink": "a", "html": "H", "html.inline": "i",
    "html.comment": "C", "refdef": "r", "frontmatter": "y", "markup": "m",
}
BLANK = b" \t\r\n\x0b\x0c"


def tool_classes(tool, files):
    result = {}
    for i in range(0, len(files), 500):
        out = subprocess.run([tool, "tokens", *files[i:i + 500]], capture_output=True, check=True).stdout
        for line in out.splitlines():
            document = json.loads(line)
            with open(document["file"], "rb") as f:
                source = f.read()
            classes = Classes(source)
            classes.letters = bytearray(b"." * len(source))
            for token in document["tokens"]:
                classes.fill(token["s"], token["e"], LETTERS.get(token["k"], "x"))
            result[document["file"]] = classes
    return result


def found(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                file = os.path.join(folder, name)
                if name.endswith((".md", ".markdown", ".mdx")) and os.path.isfile(file):
                    yield file


def examples(spec, folder):
    """Writes the examples of a specification as files; gives their names."""
    with open(spec, encoding="utf-8") as f:
        text = f.read()
    stem = os.path.basename(os.path.dirname(os.path.abspath(spec))) + "-" + os.path.basename(spec)
    for i, match in enumerate(re.finditer(r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$", text, re.S | re.M)):
        path = os.path.join(folder, f"{stem}-{i + 1:04}.md")
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(match[1].replace("\u2192", "\t"))
        yield path


def judge(path, ours, totals, show, kinds):
    source = ours.source
    try:
        source.decode()
    except UnicodeDecodeError:
        totals["not UTF-8"] += 1
        return
    first = Pulldown(source).letters
    try:
        second = Cmark(source).letters if Cmark.TOOL else first
    except (ParseError, subprocess.SubprocessError):
        second = first
    totals["files"] += 1
    bad = []
    for i, byte in enumerate(source):
        if byte in BLANK or source.startswith(BOM) and i < 3:
            continue
        a, b, c = chr(ours.letters[i]), chr(first[i]), chr(second[i])
        # Neither parser tells reference definitions from other marks.
        if b == "m" and a == "r":
            b = "r"
        if c == "m" and a == "r":
            c = "r"
        totals["ink"] += 1
        totals["as pulldown-cmark"] += a == b
        if a != b:
            kinds[(a, b, c)] += 1
        if b != c:
            continue
        totals["counted"] += 1
        totals["agreed"] += a == b
        if a != b:
            bad.append(i)
    if not bad:
        totals["whole files"] += 1
    elif show:
        i = bad[0]
        around = source[max(0, i - 60):i + 60]
        print(f"{path}:{i} {len(bad)} bytes, ours {chr(ours.letters[i])}, expected {chr(first[i])}: {around!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--tool", required=True)
    parser.add_argument("--examples", action="append", default=[])
    parser.add_argument("--minimum", type=float, default=99.999)
    parser.add_argument("--show", type=int, default=20, help="how many differing files to show")
    parser.add_argument("--kinds", action="store_true", help="show what differs from pulldown-cmark alone")
    arguments = parser.parse_args()
    totals, kinds = Counter(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        files = list(found(arguments.paths))
        for spec in arguments.examples:
            files += examples(spec, folder)
        shown = 0
        for path, ours in tool_classes(arguments.tool, files).items():
            before = totals["whole files"] + totals["not UTF-8"]
            judge(path, ours, totals, shown < arguments.show, kinds)
            shown += totals["whole files"] + totals["not UTF-8"] == before
    for name, count in totals.items():
        print(f"{name:20} {count}")
    if arguments.kinds:
        for (a, b, c), count in kinds.most_common(20):
            print(f"  ours {a}, pulldown-cmark {b}, cmark-gfm {c}: {count}")
    agreement = 100 * totals["agreed"] / max(1, totals["counted"])
    print(f"markdown: {agreement:.5f} % of ink, {totals['whole files']}/{totals['files']} files")
    sys.exit(agreement < arguments.minimum)


if __name__ == "__main__":
    main()
