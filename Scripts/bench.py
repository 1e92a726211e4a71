#!/usr/bin/env python3
"""Times flywheel-lint in pairs with ripgrep (the same literals) and git grep on one tree: ratios, not absolute times.

    Scripts/bench.py TOOL [--tree DIR] [--files N] [--runs N] [--json FILE]

Without --tree a corpus is generated with a fixed seed: YAML, HCL, Nix, Markdown and shell files, one in forty-one of which
holds a stale name. Rows: cold start, the whole tree, five files, 1/40/400 rules of a generated pack.
"""
import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# flywheel-lint: ignore-start identity/*, gitlab/*, topology/* -- what is searched for
LITERALS = ["attic-iac", "fuzzy-dev", "terraform/state", "TF_HTTP_", "tinyland-civo"]
WORDS = "stack runner cache deploy cluster module token policy region bucket lock plan apply state secret node pool".split()


def corpus(folder, count):
    chance = random.Random(1)
    text = lambda n: " ".join(chance.choice(WORDS) for _ in range(n))
    for i in range(count):
        kind = i % 5
        stale = "attic-iac" if i % 41 == 0 else "platform"
        lines = []
        for _ in range(chance.randint(20, 120)):
            word = chance.choice(WORDS)
            lines.append(
                [f"{word}_{i}:\n  - name: {text(3)}", f'resource "x" "{word}" {{\n  name = "{text(2)}"\n}}', f'  {word} = "{text(2)}";',
                 f"{text(12)}.\n", f'echo "{text(4)}" # {text(2)}'][kind])
        head = ["", "", "{", f"# {stale}\n\nAbout {stale} here.\n", "#!/bin/sh"][kind]
        tail = ["", "", "}", "", ""][kind]
        path = os.path.join(folder, f"d{i % 37}", f"f{i}" + [".yml", ".tf", ".nix", ".md", ".sh"][kind])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join([head, *lines, tail, ""]))


# flywheel-lint: ignore-end


def pack(path, count):
    rules = [
        f'  - {{id: bench/r{i}, title: R, why: W, message: M, match: {{text: "needle-{i}-{WORDS[i % len(WORDS)]}"}}, '
        f'tests: [{{lang: text, bad: "⟦needle-{i}-{WORDS[i % len(WORDS)]}⟧"}}, {{lang: text, good: none}}]}}'
        for i in range(count)
    ]
    with open(path, "w", encoding="utf-8") as file:
        file.write("pack: bench\nrules:\n" + "\n".join(rules) + "\n")


def run(command, sink):
    start = time.perf_counter()
    subprocess.run(command, stdout=sink, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def paired(name, ours, theirs, runs, sink):
    for command in (ours, theirs):
        run(command, sink)
    a, b = [], []
    for _ in range(runs):
        a.append(run(ours, sink))
        b.append(run(theirs, sink))
    ratios = sorted(x / y for x, y in zip(a, b))
    row = {"name": name, "ours_ms": round(1000 * statistics.median(a), 2), "theirs_ms": round(1000 * statistics.median(b), 2),
           "ratio": round(statistics.median(ratios), 3), "spread": [round(ratios[0], 3), round(ratios[-1], 3)]}
    print(f"{name:34s} {row['ours_ms']:9.2f} ms  {row['theirs_ms']:9.2f} ms  ratio {row['ratio']:.2f}  ({row['spread'][0]}–{row['spread'][1]})")
    return row


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("--tree")
    parser.add_argument("--files", type=int, default=4000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json")
    args = parser.parse_args()
    tool, rows = os.path.abspath(args.tool), []
    work = tempfile.mkdtemp()
    try:
        tree = args.tree or os.path.join(work, "tree")
        if not args.tree:
            corpus(tree, args.files)
        with open(os.path.join(work, "out"), "wb") as sink:
            check = [tool, "check", tree, "--no-config", "--fail-on", "never", "--output", "concise", "--quiet"]
            version = [tool, "--version"]
            rows.append(paired("start: --version against true", version, ["true"], args.runs, sink))
            rg = shutil.which("rg")
            if rg:
                search = [rg, "--no-unicode", "--hidden", "-n", "-e", "|".join(LITERALS), tree]
                rows.append(paired("default rules against rg", check, search, args.runs, sink))
            else:
                print("rg is not installed: its rows are left out (Debian: ripgrep)")
            if os.path.isdir(os.path.join(tree, ".git")):
                grep = ["git", "-C", tree, "grep", "-nE", "|".join(LITERALS)]
                rows.append(paired("default rules against git grep", check, grep, args.runs, sink))
            names = sorted(os.path.join(f, n) for f, _, ns in os.walk(tree) for n in ns if "/.git" not in f)[:5]
            five = [tool, "check", *names, "--no-config", "--fail-on", "never", "--quiet"]
            rows.append(paired("five files against --version", five, version, args.runs, sink))
            config = os.path.join(work, "config.yml")
            commands = {}
            for count in (1, 40, 400):
                path = os.path.join(work, f"pack{count}.yml")
                pack(path, count)
                config = os.path.join(work, f"config{count}.yml")
                with open(config, "w", encoding="utf-8") as file:
                    file.write(f"extends: {path}\n")
                commands[count] = [tool, "check", tree, "--config", config, "--fail-on", "never", "--quiet"]
            rows.append(paired("40 rules against 1", commands[40], commands[1], args.runs, sink))
            rows.append(paired("400 rules against 40", commands[400], commands[40], args.runs, sink))
    finally:
        shutil.rmtree(work)
    if args.json:
        with open(args.json, "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=2)
    return 0 if rows else 1


sys.exit(main())
