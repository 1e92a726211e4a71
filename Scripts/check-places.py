#!/usr/bin/env python3
"""Checks every place of JSON reports against the files, independently of the linter.

    Scripts/check-places.py TOOL TREE

offset and length must give exactly match; line and column (code points, a byte order mark not counted) must agree.
The tree is checked as it is, and in copies whose text files have CRLF line ends, a byte order mark, or tabs, emoji and
combining characters in front of what is found in prose. The first two must have the findings of the tree; in the last a
rule that reads the words before its match may fall silent.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

BOM = b"\xef\xbb\xbf"
ODD = " \t🎉 e\u0301 \u2028".encode()


def position(data, offset):
    line = data.count(b"\n", 0, offset) + 1
    start = data.rfind(b"\n", 0, offset) + 1
    if start == 0 and data.startswith(BOM):
        start = min(3, offset)
    return line, len(data[start:offset].decode("utf-8", "replace")) + 1


def findings(tool, tree):
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        run = subprocess.run([tool, "check", "--quiet", "--fail-on", "never", "--output", f"json={report}"], cwd=tree, check=False)
        if run.returncode:
            sys.exit(f"{tree}: exit status {run.returncode}")
        with open(report, encoding="utf-8") as file:
            return json.load(file)["findings"]


def wrong_places(tree, found):
    wrong, cache = 0, {}
    for finding in found:
        path = finding["path"]
        if path not in cache:
            with open(os.path.join(tree, path), "rb") as file:
                cache[path] = file.read()
        data, start = cache[path], finding["offset"]
        end = start + finding["length"]
        told = (finding["match"], finding["line"], finding["column"], finding["endLine"], finding["endColumn"])
        true = (data[start:end].decode("utf-8", "replace"), *position(data, start), *position(data, end))
        if told != true:
            wrong += 1
            print(f"{path}:{finding['line']}:{finding['column']}: {finding['rule']}: {told} is {true}")
    return wrong


def with_crlf(data, _):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def with_mark(data, _):
    return data if data.startswith(BOM) else BOM + data


def with_odd_characters(data, found):
    """Before each finding in running text, where one blank stands before it on the line and more is needed to tell."""
    for finding in sorted(found, key=lambda f: -f["offset"]):
        start = finding["offset"]
        inside = finding["route"] in ("markdown/prose", "hcl/comment", "yaml/comment", "nix/comment", "shell/comment")
        if inside and data[start - 1 : start] == b" " and data[start - 2 : start - 1].isalpha():
            data = data[: start - 1] + ODD + data[start - 1 :]
    return data


def main():
    tool, tree = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    found = findings(tool, tree)
    wrong = wrong_places(tree, found)
    print(f"as it is: {len(found)} places, {wrong} wrong")
    for name, change in (("CRLF", with_crlf), ("byte order mark", with_mark), ("odd characters", with_odd_characters)):
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, os.path.basename(tree))
            shutil.copytree(tree, copy, symlinks=True)
            changed = 0
            for place, _, names in os.walk(copy):
                for path in (os.path.join(place, n) for n in names):
                    if "/.git/" in path or os.path.islink(path) or path.endswith(".flywheel-lint.yml"):
                        continue
                    with open(path, "rb") as file:
                        data = file.read()
                    if b"\0" in data:
                        continue
                    relative = os.path.relpath(path, copy)
                    new = change(data, [f for f in found if f["path"] == relative])
                    changed += new != data
                    with open(path, "wb") as file:
                        file.write(new)
            copied = findings(tool, copy)
            bad = wrong_places(copy, copied)
            print(f"{name}: {changed} files changed, {len(copied)} places, {bad} wrong")
            lost = {(f["path"], f["rule"], f["line"]) for f in found} ^ {(f["path"], f["rule"], f["line"]) for f in copied}
            for path, rule, line in sorted(lost):
                print(f"  {path}:{line}: {rule}: in one of both only")
            wrong += bad + (not changed) + (len(lost) if change is not with_odd_characters else 0)
    sys.exit(1 if wrong or not found else 0)


main()
