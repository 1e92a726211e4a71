#!/usr/bin/env python3
"""Compares `flywheel-lint tokens` with libyaml (tokens, paths) and libfyaml (verdict) on any YAML files.

    python3 Scripts/conformance/yaml.py --tool .build/release/flywheel-lint FOLDER...

Needs PyYAML built with libyaml (Debian: python3-yaml); the verdict needs fy-tool (Debian: libfyaml-utils).
Tokens and paths are compared where libyaml accepts the file.
"""

import argparse
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from agreement import Tally, fill, files_under, run_tool, tool_classes

# This file is named like the module.
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path = [folder for folder in sys.path if os.path.abspath(folder) != HERE]
import yaml  # noqa: E402

LETTERS = {
    "comment": "c", "key.plain": "k", "key.quoted": "K", "scalar.plain": "p", "scalar.single": "s",
    "scalar.double": "d", "scalar.block": "b", "scalar.block.header": "B", "anchor": "a", "alias": "A",
    "tag": "t", "directive": "D", "docmark": "m", "punct": "i", "invalid": "x",
}  # fmt: skip
WHITE = b" \t\r\n\x0b\x0c"

MARKS = (yaml.DocumentStartToken, yaml.DocumentEndToken)
PUNCT = (
    yaml.BlockEntryToken, yaml.KeyToken, yaml.ValueToken, yaml.FlowEntryToken, yaml.FlowSequenceStartToken,
    yaml.FlowSequenceEndToken, yaml.FlowMappingStartToken, yaml.FlowMappingEndToken,
)


def offsets_of(text):
    """The byte offset of every character; marks count characters (behind a byte order mark)."""
    result, at = [], 0
    for character in text:
        result.append(at)
        at += len(character.encode())
    result.append(at)
    return result


def roles(text):
    """For each scalar and alias with text, in order: whether it is a key, and the path of a value."""
    result, stack, path = [], [], []
    document = -1

    def step(key):
        if not stack:
            return
        top = stack[-1]
        if top["map"]:
            if top["key"]:
                del path[top["depth"]:]
                path.append(key)
                top["named"] = len(path)
            else:
                del path[top["named"] :]
        else:
            del path[top["depth"]:]
            path.append(str(top["index"]))

    def done():
        if not stack:
            return
        top = stack[-1]
        if top["map"]:
            top["key"] = not top["key"]
        else:
            top["index"] += 1

    for event in yaml.parse(text, Loader=yaml.CLoader):
        if isinstance(event, yaml.DocumentStartEvent):
            document += 1
            stack.clear()
            path[:] = [f"#{document}"] if document else [""]
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            step("?")
            is_map = isinstance(event, yaml.MappingStartEvent)
            stack.append({"map": is_map, "key": is_map, "index": 0, "depth": len(path)})
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
            done()
        elif isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            is_alias = isinstance(event, yaml.AliasEvent)
            is_key = bool(stack) and stack[-1]["map"] and stack[-1]["key"]
            name = "*" if is_alias else event.value
            step(name.replace("~", "~0").replace("/", "~1"))
            # libyaml's plain null has no token.
            empty = not is_alias and not event.style and event.value == ""
            if not empty:
                result.append((is_key, "/".join(path) or "/"))
            done()
    return result


def truth(source):
    """Byte classes and paths as libyaml has them; None where it rejects the file."""
    text = source.decode("utf-8")
    shift = 0
    if text.startswith("\ufeff"):
        text, shift = text[1:], 3
    at = offsets_of(text)
    try:
        tokens = list(yaml.scan(text, Loader=yaml.CLoader))
        names = iter(roles(text))
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    classes = bytearray(b"." * len(source))
    paths = []

    for token in tokens:
        start, end = at[token.start_mark.index] + shift, at[token.end_mark.index] + shift
        if isinstance(token, yaml.DirectiveToken):
            fill(classes, start, end, "D")
        elif isinstance(token, MARKS):
            fill(classes, start, start + 3, "m")
        elif isinstance(token, PUNCT):
            if end > start:
                fill(classes, start, start + 1, "i")
        elif isinstance(token, yaml.AnchorToken):
            fill(classes, start, end, "a")
        elif isinstance(token, yaml.TagToken):
            fill(classes, start, end, "t")
        elif isinstance(token, yaml.AliasToken):
            is_key, path = next(names)
            fill(classes, start, end, "A")
            if not is_key:
                paths.append((path, start, end))
        elif isinstance(token, yaml.ScalarToken):
            is_key, path = next(names)
            style = token.style or None
            if style in ("|", ">"):
                header = start
                while header < len(source) and source[header] in b"|>+-0123456789":
                    header += 1
                fill(classes, start, header, "B")
                line = header
                while line < len(source) and source[line] not in b"\r\n":
                    line += 1
                fill(classes, line, max(line, end), "b")
            elif is_key:
                fill(classes, start, end, "k" if style is None else "K")
            else:
                fill(classes, start, end, {None: "p", "'": "s", '"': "d"}[style])
            if not is_key:
                paths.append((path, start, end))
    i = 0
    while i < len(source):
        # Ink that no token covers is a comment, to its line's end.
        if classes[i:i + 1] == b"." and source[i] not in WHITE and not (i < 3 and shift):
            while i < len(source) and source[i] not in b"\r\n":
                if classes[i:i + 1] == b".":
                    classes[i:i + 1] = b"c"
                i += 1
        i += 1
    return classes, paths


def accepts(fy_tool, path):
    return (
        subprocess.run([fy_tool, "--testsuite", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        == 0
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", default=".build/release/flywheel-lint")
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    files = files_under(options.paths, (".yml", ".yaml"))
    fy_tool = shutil.which("fy-tool")
    verdicts = {}
    if fy_tool:
        with ThreadPoolExecutor(2) as pool:
            verdicts = dict(zip(files, pool.map(lambda f: accepts(fy_tool, f), files)))
    tally = Tally("yaml", options.worst)
    for answer in run_tool(options.tool, files):
        path = answer["file"]
        with open(path, "rb") as file:
            source = file.read()
        try:
            source.decode()
        except UnicodeDecodeError:
            continue
        classes, faults = tool_classes(answer, source, LETTERS)
        theirs = truth(source)
        tally.add(
            path, source, classes, faults, theirs and theirs[0], answer["ok"], verdicts.get(path),
            theirs and [(n["p"], n["s"], n["e"]) for n in answer["nodes"]], theirs and theirs[1],
        )  # fmt: skip
    return 0 if tally.report() else 1


if __name__ == "__main__":
    sys.exit(main())
