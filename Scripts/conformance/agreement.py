"""Agreement of `flywheel-lint tokens` with another implementation of a language, file by file.

A *class array* gives every byte of a file one letter for its kind of token; '.' is white space or nothing, '?' a byte
that the other implementation says nothing about. Agreement is counted over ink: bytes that are not ASCII white space.
"""

import json
import os
import re
import subprocess
from collections import Counter

WHITE = b" \t\r\n\x0b\x0c"
INK = bytes(0 if c in WHITE else 1 for c in range(256))


def fill(classes, start, end, letter):
    if end > start:
        classes[start:end] = letter.encode() * (end - start)


def trim(source, start, end):
    while end > start and source[end - 1] in WHITE:
        end -= 1
    while start < end and source[start] in WHITE:
        start += 1
    return start, end


def files_under(paths, suffixes):
    """All files under the given files and folders whose names end in one of `suffixes`, sorted."""
    found = []
    for path in paths:
        if os.path.isfile(path):
            found.append(path)
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = [f for f in folders if f != ".git"]
            found += [os.path.join(folder, n) for n in names if n.endswith(suffixes)]
    return sorted(f for f in found if os.path.isfile(f) and not os.path.islink(f))


def run_tool(tool, paths, mode=None):
    """What the tool says of each file, in order: the objects of the interchange format."""
    for first in range(0, len(paths), 500):
        command = [tool, "tokens"] + (["--mode", mode] if mode else []) + paths[first : first + 500]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        for line in done.stdout.split(b"\n"):
            if line:
                yield json.loads(line)


def tool_classes(answer, source, letters):
    """The tool's class array, and what is wrong with the tokens themselves."""
    classes = bytearray(b"." * len(source))
    faults, last = [], 0
    for token in answer["tokens"]:
        start, end, kind = token["s"], token["e"], token["k"]
        if start < last or end <= start or end > len(source):
            faults.append(f"order at {start}")
            continue
        if kind not in letters:
            faults.append(f"kind {kind} at {start}")
            continue
        fill(classes, start, end, letters[kind])
        last = end
    for match in re.finditer(rb"[^ \t\r\n\x0b\x0c]", source):
        if classes[match.start()] == 46 and not (match.start() < 3 and source.startswith(b"\xef\xbb\xbf")):
            faults.append(f"uncovered at {match.start()}")
            break
    return classes, faults


class Tally:
    """Adds up agreement over many files and prints it."""

    def __init__(self, language, worst=10):
        self.language, self.show = language, worst
        self.sum, self.worst = Counter(), []

    def add(self, path, source, mine, faults, theirs, my_verdict, their_verdict, my_ranges=None, their_ranges=None):
        total = self.sum
        total["files"] += 1
        notes = list(faults[:3])
        total["faults"] += bool(faults)
        if their_verdict is not None:
            total["verdicts"] += 1
            total["same verdict"] += my_verdict == their_verdict
            if my_verdict != their_verdict:
                notes.append("wrongly rejected" if their_verdict else "wrongly accepted")
        wrong = 0
        if theirs is not None:
            first, kinds = None, Counter()
            ink = source.translate(INK)
            if bytes(mine) == bytes(theirs) and b"?" not in theirs:
                total["ink"] += ink.count(1)
                total["same ink"] += ink.count(1)
            else:
                for at, (a, b, counts) in enumerate(zip(mine, theirs, ink)):
                    if not counts or b == 63:
                        continue
                    total["ink"] += 1
                    if a == b:
                        total["same ink"] += 1
                    else:
                        wrong += 1
                        kinds[chr(b) + chr(a)] += 1
                        first = at if first is None else first
            if wrong:
                notes.append(f"{wrong} bytes, first at {first}: {dict(kinds.most_common(3))}")
        if their_ranges is not None:
            a = Counter((p,) + trim(source, s, e) for p, s, e in my_ranges)
            b = Counter((p,) + trim(source, s, e) for p, s, e in their_ranges)
            both = sum((a & b).values())
            total["ranges"] += max(sum(a.values()), sum(b.values()))
            total["same ranges"] += both
            if a != b:
                extra = list((a - b).items())[:1], list((b - a).items())[:1]
                notes.append(f"named ranges: ours {extra[0]}, theirs {extra[1]}")
        if notes:
            total["differing files"] += 1
            self.worst.append((wrong, path, notes))

    def report(self, say=print):
        """Prints the figures; gives true if all agree."""
        for wrong, path, notes in sorted(self.worst, key=lambda w: -w[0])[: self.show]:
            say(f"{path}: {'; '.join(notes)}")
        parts = [f"{self.language}: {self.sum['files']} files"]
        for part, whole in (("same ink", "ink"), ("same verdict", "verdicts"), ("same ranges", "ranges")):
            a, b = self.sum[part], self.sum[whole]
            if b:
                parts.append(f"{whole} {a}/{b} {100 * a / b:.4f} %")
        parts.append(f"{self.sum['differing files']} differ")
        say(", ".join(parts))
        return not self.worst
