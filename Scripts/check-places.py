#!/usr/bin/env python3
"""Checks every place of a JSON report against the files, independently of the linter.

    flywheel-lint check TREE --output json=report.json; Scripts/check-places.py report.json TREE

offset and length must give exactly match; line and column (code points, a byte order mark not counted) must agree.
"""
import json
import sys


def position(data, offset):
    line = data.count(b"\n", 0, offset) + 1
    start = data.rfind(b"\n", 0, offset) + 1
    if start == 0 and data.startswith(b"\xef\xbb\xbf"):
        start = min(3, offset)
    return line, len(data[start:offset].decode("utf-8", "replace")) + 1


def main():
    report = json.load(open(sys.argv[1], encoding="utf-8"))
    wrong, cache = 0, {}
    for finding in report["findings"]:
        path = finding["path"]
        if path not in cache:
            cache[path] = open(f"{sys.argv[2]}/{path}", "rb").read()
        data, start = cache[path], finding["offset"]
        end = start + finding["length"]
        told = (finding["match"], finding["line"], finding["column"], finding["endLine"], finding["endColumn"])
        true = (data[start:end].decode("utf-8", "replace"), *position(data, start), *position(data, end))
        if told != true:
            wrong += 1
            print(f"{path}:{finding['line']}:{finding['column']}: {finding['rule']}: {told} is {true}")
    print(f"{len(report['findings'])} places, {wrong} wrong")
    sys.exit(1 if wrong or not report["findings"] else 0)


main()
