#!/usr/bin/env python3
"""hashes.py TOOL [SHARED]: `primaryLocationLineHash` of every line of 600 random files, against code scanning's own formula
written down a second time, and against sarif_check.py where it is beside this repository (SHARED is its folder)."""
import importlib.util
import json
import operator
import os
import random
import subprocess
import sys
import tempfile

FILES = 600
SEED = 20261128
PACK = r"""pack: every
rules:
  - id: every/line
    title: A line
    why: Each line that has a byte is reported once.
    match: {re: '(?s)^.|\r\n?|\n|Z'}
    message: a line
    tests:
      - {lang: text, bad: "⟦x⟧"}
      - {lang: text, good: ""}
"""
CONFIG = """extends: every.yml
limits: {findings-per-rule: 1000000, line-length: 10000000}
"""


POWERS = [pow(37, 99 - k, 1 << 64) for k in range(100)]


def line_hashes(data):
    """The sum itself, not its rolling form: of 100 units from a line's first kept one, each by its power of 37."""
    units = data.decode("utf-8").encode("utf-16-le")
    units = [int.from_bytes(units[i:i + 2], "little") for i in range(0, len(units), 2)]
    kept, starts, after_cr, starts_line = [], [], False, True
    for unit in [*units, 0xFFFF]:
        if unit in (0x20, 0x09) or (after_cr and unit == 0x0A):
            after_cr = False
            continue
        after_cr = unit == 0x0D
        unit = 0x0A if after_cr else unit
        if starts_line:
            starts.append(len(kept))
        starts_line = unit == 0x0A
        kept.append(unit)
    kept += [0] * 100
    seen, result = {}, {}
    for number, start in enumerate(starts, 1):
        name = format(sum(map(operator.mul, kept[start:start + 100], POWERS)) % (1 << 64), "x")
        seen[name] = seen.get(name, 0) + 1
        result[number] = f"{name}:{seen[name]}"
    return result


def texts(r):
    """A random text: of all kinds of characters, or of a few so that lines repeat; with all line ends, or one."""
    ends = r.choice([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"], ["\n\r", "\n", "\r\r\n"]])
    pool = r.choice([
        "ab \t", "x", " \t", "abcdefghijklmnopqrstuvwxyz0123456789 {}[]():;,.\"'`#%&/\\|<>=+-*_~!?^@$",
        [chr(c) for c in range(1, 0x80) if c not in (10, 13)],
        [chr(c) for c in range(0x80, 0x800)],
        "\u0085\u2028\u2029\u00a0\u3000\ufeff\u200b\u200d\ufffd\uffff\u0001\x0b\x0c\x1b\x7f",
        "日本語é\u0301ａ", "😀👩\u200d👩\u200d👧🏽𝕏\U0010ffff",
    ])
    text = "\ufeff" if r.random() < 0.15 else ""
    for _ in range(r.choice([0, 1, 1, 2, 5, 30, 120])):
        length = r.choice([0, 0, 1, 3, 20, 80, 98, 99, 100, 101, 102, 250])
        if r.random() < 0.01:
            length = r.choice([5_000, 40_000])
        text += "".join(r.choices(pool, k=length)) + r.choice(ends)
    if r.random() < 0.5:
        text = text.rstrip("\r\n")
    # Something that a rule can find stands in every file.
    place = r.randint(text.startswith("\ufeff"), len(text))
    return text[:place] + "Z" + text[place:]


def main():
    tool = os.path.abspath(sys.argv[1])
    oracles = [("the formula", line_hashes)]
    if len(sys.argv) > 2 and os.path.exists(sys.argv[2] + "/sarif_check.py"):
        spec = importlib.util.spec_from_file_location("sarif_check", sys.argv[2] + "/sarif_check.py")
        module = importlib.util.module_from_spec(spec)
        sys.dont_write_bytecode = True
        spec.loader.exec_module(module)
        oracles.append(("sarif_check.py", module.line_hashes))
    r = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        files = {f"f{n:03}.{r.choice(['txt', 'md', 'tf', 'yml', 'nix', 'sh'])}": texts(r).encode() for n in range(FILES)}
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        for name, text in (("every.yml", PACK), (".flywheel-lint.yml", CONFIG)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        got = {}
        # In parts, because a log holds 25,000 results at most.
        names = sorted(files)
        for first in range(0, FILES, 50):
            answer = subprocess.run(
                [tool, "check", "--quiet", "--output", "sarif", "--fail-on", "never", *names[first:first + 50]],
                cwd=folder, capture_output=True)
            if answer.returncode:
                print(answer.stderr.decode())
                return 1
            run = json.loads(answer.stdout)["runs"][0]
            for result in run["results"]:
                if result["ruleId"] != "every/line":
                    continue
                place = result["locations"][0]["physicalLocation"]
                got.setdefault(place["artifactLocation"]["uri"], {})[place["region"]["startLine"]] = (
                    result["partialFingerprints"]["primaryLocationLineHash"])
    lines = wrong = 0
    for name, data in files.items():
        for oracle, hashes in oracles:
            wanted = hashes(data)
            for line, value in got.get(name, {}).items():
                if wanted.get(line) != value:
                    wrong += 1
                    if wrong <= 10:
                        print(f"{name}:{line}: {value}, but {oracle} says {wanted.get(line)}")
        lines += len(got.get(name, {}))
    print(f"  {lines} lines of {len(got)} files, {wrong} hashes differ ({', '.join(name for name, _ in oracles)})")
    missing = sorted(set(files) - set(got))
    if missing:
        print(f"  no finding in {missing[:10]}")
    return 1 if wrong or missing else 0


sys.exit(main())
