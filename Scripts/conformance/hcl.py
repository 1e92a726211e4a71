#!/usr/bin/env python3
"""Compares `flywheel-lint tokens` with hclsyntax, HashiCorp's implementation of HCL, on any files.

    python3 Scripts/conformance/hcl.py --tool .build/release/flywheel-lint FOLDER...

Needs Go and hclsyntax (Debian: golang-go, golang-github-hashicorp-hcl-v2-dev), or a ready program with --oracle.
Debian's version is older than `ns::fn()`: where it rejects a file that calls such a function, no verdict is counted.
Files ending in .tmpl or .tftpl are read as templates.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

from agreement import Tally, fill, files_under, run_tool, tool_classes, trim

SUFFIXES = (".tf", ".tofu", ".hcl", ".tfvars", ".tmpl", ".tftpl")
TEMPLATES = (".tmpl", ".tftpl")
LETTERS = {
    "comment": "c", "quote": "q", "string": "s", "heredoc": "h", "heredoc.marker": "H", "template": "t",
    "ident": "i", "number": "n", "punct": "p", "invalid": "x",
}  # fmt: skip
THEIRS = {
    "Comment": "c", "OQuote": "q", "CQuote": "q", "QuotedLit": "s", "StringLit": "h", "OHeredoc": "H", "CHeredoc": "H",
    "TemplateInterp": "t", "TemplateControl": "t", "TemplateSeqEnd": "t", "Ident": "i", "NumberLit": "n",
    "Newline": ".", "EOF": ".",
}  # fmt: skip
INVALID = {
    "Invalid", "BadUTF8", "QuotedNewline", "Apostrophe", "Backtick", "Semicolon", "Tabs", "BitwiseAnd", "BitwiseOr",
    "BitwiseNot", "BitwiseXor", "StarStar",
}  # fmt: skip

NAMESPACED = re.compile(rb"\w::\w[\w:-]*\(")


def build_oracle():
    here = os.path.dirname(os.path.abspath(__file__))
    program = os.path.join(tempfile.mkdtemp(), "hcldump")
    environment = dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode")
    subprocess.run(["go", "build", "-o", program, os.path.join(here, "hcl", "main.go")], env=environment, check=True)
    return program


def ask_oracle(program, paths, mark):
    lines = "".join(f"{mark}{path}\n" for path in paths)
    done = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    for line in done.stdout.split(b"\n"):
        if line:
            yield json.loads(line)


def has_namespaces(program):
    """Whether the oracle is new enough for `ns::fn()`."""
    with tempfile.NamedTemporaryFile(suffix=".hcl") as file:
        file.write(b"a = b::c()\n")
        file.flush()
        return not next(ask_oracle(program, [file.name], "")).get("diags")


def oracle_classes(answer, source):
    classes = bytearray(b"." * len(source))
    for token in answer["toks"] or []:
        kind, start, end = token["k"], token["s"], token["e"]
        letter = THEIRS.get(kind) or ("x" if kind in INVALID else "p")
        if letter in "cH":
            start, end = trim(source, start, end)
        fill(classes, start, end, letter)
    return classes


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("paths", nargs="+", help="files and folders")
    options.add_argument("--tool", default=".build/release/flywheel-lint")
    options.add_argument("--oracle", help="the program built from hcl/main.go")
    options.add_argument("--mode", choices=("config", "template", "expr"), help="read all files in this mode")
    options.add_argument("--worst", type=int, default=10, help="how many differing files to show")
    chosen = options.parse_args()
    oracle = chosen.oracle or build_oracle()
    knows_namespaces = has_namespaces(oracle)
    everything = files_under(chosen.paths, SUFFIXES)
    tally = Tally("hcl", chosen.worst)
    for mode, mark in (("config", ""), ("template", "t:"), ("expr", "e:")):
        if chosen.mode:
            paths = everything if mode == chosen.mode else []
        else:
            paths = [p for p in everything if (mode == "template") == p.endswith(TEMPLATES) and mode != "expr"]
        if not paths:
            continue
        for path, ours, theirs in zip(paths, run_tool(chosen.tool, paths, mode), ask_oracle(oracle, paths, mark)):
            with open(path, "rb") as file:
                source = file.read()
            classes, faults = tool_classes(ours, source, LETTERS)
            verdict = not theirs.get("diags")
            if not verdict and ours["ok"] and not knows_namespaces and NAMESPACED.search(source):
                verdict = None
            ranges = None
            if verdict and mode == "config":
                suffix = {"attr": "", "block": "{}"}
                ranges = [("/".join(n["path"]) + suffix[n["kind"]], n["s"], n["e"]) for n in theirs.get("named") or []]
            tally.add(
                path, source, classes, faults, oracle_classes(theirs, source), ours["ok"], verdict,
                [(n["p"], n["s"], n["e"]) for n in ours["nodes"]], ranges,
            )  # fmt: skip
    sys.exit(0 if tally.report() else 1)


if __name__ == "__main__":
    main()
