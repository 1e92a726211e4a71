#!/usr/bin/env python3
"""Compares `flywheel-lint tokens` with two other implementations of Nix, on any files.

    python3 Scripts/conformance/nix.py --tool .build/release/flywheel-lint FOLDER...

Tokens and named ranges: rnix (PyPI: pynix-parser). Verdicts: Nix's own parser (Debian: nix-bin). Where the two do not
agree on a verdict (pipe operators, which are newer than Debian's Nix), the file's verdict is not counted.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys

import pynix_parser

from agreement import Tally, fill, files_under, run_tool, tool_classes

LETTERS = {
    "comment": "c", "quote": "q", "string": "s", "quote.indented": "Q", "string.indented": "S", "template": "t",
    "path": "P", "uri": "u", "ident": "i", "keyword": "k", "number": "n", "punct": "p", "invalid": "x",
}  # fmt: skip
THEIRS = {
    "COMMENT": "c", "STRING_START": "q", "STRING_END": "q", "STRING_CONTENT": "s", "INTERPOL_START": "t",
    "INTERPOL_END": "t", "PATH_ABS": "P", "PATH_REL": "P", "PATH_HOME": "P", "PATH_SEARCH": "P", "URI": "u",
    "IDENT": "i", "INTEGER": "n", "FLOAT": "n", "ERROR": "x", "WHITESPACE": ".", "IF": "k", "THEN": "k", "ELSE": "k",
    "ASSERT": "k", "WITH": "k", "LET": "k", "IN": "k", "REC": "k", "INHERIT": "k", "OR": "k", "CUR_POS": "i",
}  # fmt: skip
# What Nix finds when it binds names is not syntax.
BINDING = ("undefined variable", "attribute ", "duplicate formal", "dynamic attributes not allowed")


def ask_rnix(source):
    """Verdict, class array and named ranges; None for what it cannot say."""
    try:
        text = source.decode()
    except UnicodeDecodeError:
        return None, None, None
    try:
        root = pynix_parser.parse(text)
    except Exception:
        return False, None, None
    if not hasattr(root, "descendants_with_tokens"):
        root = root.root()
    classes = bytearray(b"." * len(source))
    open_strings = []
    for element in root.descendants_with_tokens():
        kind = element.kind()
        if not kind.startswith("TOKEN_"):
            continue
        start, end = element.text_range()
        kind = kind[len("TOKEN_") :]
        letter = THEIRS.get(kind, "p")
        if kind == "STRING_START":
            open_strings.append(end - start > 1)
            if open_strings[-1]:
                # rnix has the blanks and the line end that '' swallows in the quote.
                fill(classes, start, start + 2, "Q")
                fill(classes, start + 2, end, "S")
                continue
        elif kind == "STRING_END":
            letter = "Q" if open_strings.pop() else "q"
        elif kind == "STRING_CONTENT":
            letter = "S" if open_strings and open_strings[-1] else "s"
        elif source[start:end] == b"or":
            # A word or a keyword, by where it stands: implementations differ.
            letter = "?"
        if source[start:end] == b"__curPos":
            letter = "i"
        if letter != ".":
            fill(classes, start, end, letter)
    ranges, todo = [], [(root, ())]
    while todo:
        node, path = todo.pop()
        for child in node.children():
            inner = path
            if child.kind() == "NODE_ATTRPATH_VALUE":
                attributes = next(x for x in child.children() if x.kind() == "NODE_ATTRPATH")
                inner = path + tuple(x.text() for x in attributes.children())
                start, end = child.text_range()
                ranges.append((".".join(inner), start, end))
            todo.append((child, inner))
    return True, classes, ranges


def ask_nix(path):
    done = subprocess.run(["nix-instantiate", "--parse", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode == 0:
        return True
    said = re.sub(r"\x1b\[[0-9;]*m", "", " ".join(done.stderr.decode("utf-8", "replace").split()))
    return said[said.find("error:") + 6 :].strip().startswith(BINDING)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("paths", nargs="+", help="files and folders")
    options.add_argument("--tool", default=".build/release/flywheel-lint")
    options.add_argument("--worst", type=int, default=10, help="how many differing files to show")
    options.add_argument("--no-nix", action="store_true", help="take rnix's verdicts, without asking Nix")
    chosen = options.parse_args()
    paths = files_under(chosen.paths, (".nix",))
    tally = Tally("nix", chosen.worst)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        verdicts = [None] * len(paths) if chosen.no_nix else pool.map(ask_nix, paths)
        for path, ours, nix in zip(paths, run_tool(chosen.tool, paths), verdicts):
            with open(path, "rb") as file:
                source = file.read()
            classes, faults = tool_classes(ours, source, LETTERS)
            rnix, theirs, ranges = ask_rnix(source)
            verdict = rnix if nix is None else nix if rnix in (None, nix) else None
            tally.add(
                path, source, classes, faults, theirs, ours["ok"], verdict,
                [(n["p"], n["s"], n["e"]) for n in ours["nodes"]], ranges if verdict else None,
            )  # fmt: skip
    sys.exit(0 if tally.report() else 1)


if __name__ == "__main__":
    main()
