#!/usr/bin/env python3
"""What `diff` costs over a check: bench-diff.py TOOL [--runs N] [--back N] REPOSITORY...

Each repository is cloned; its last N commits stand for a pull request. Three commands take turns: a check of the work
tree, `diff HEAD~N` (a revision against the work tree) and `diff HEAD~N HEAD` (two revisions). Prints medians of wall and
processor time (git's included), and the medians of the ratios of neighbours.
"""
import argparse, os, resource, statistics, subprocess, sys, tempfile, time


def run(command, folder):
    """Wall and processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    status = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status not in (0, 1):
        sys.exit(f"status {status}: {' '.join(command)}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("repository", nargs="+")
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--back", type=int, default=5)
    options = parser.parse_args()
    tool = os.path.abspath(options.tool)
    base = f"HEAD~{options.back}"
    commands = {
        "check": [tool, "check", "--no-config", "--no-baseline", "--fail-on", "never", "--quiet"],
        "diff, work tree": [tool, "diff", base, "--no-config", "--fail-on", "never", "--quiet"],
        "diff, revisions": [tool, "diff", base, "HEAD", "--no-config", "--fail-on", "never", "--quiet"],
    }
    for repository in options.repository:
        with tempfile.TemporaryDirectory() as folder:
            clone = os.path.join(folder, "clone")
            subprocess.run(["git", "clone", "-q", os.path.abspath(repository), clone], check=True)
            # A file as young as the index cannot be told from one that changed since.
            time.sleep(1.1)
            subprocess.run(["git", "-C", clone, "status", "--short"], check=True, stdout=subprocess.DEVNULL)
            rounds = [{name: run(command, clone) for name, command in commands.items()} for _ in range(options.runs + 2)][2:]
        name = os.path.basename(os.path.abspath(repository))
        for kind in commands:
            wall, cpu = ([r[kind][i] * 1000 for r in rounds] for i in (0, 1))
            ratios = [[r[kind][i] / r["check"][i] for r in rounds] for i in (0, 1)]
            print(f"{name:20s} {kind:16s} wall {statistics.median(wall):7.1f} ms  cpu {statistics.median(cpu):7.1f} ms  "
                  f"over a check: wall {statistics.median(ratios[0]):.2f}  cpu {statistics.median(ratios[1]):.2f}", flush=True)


main()
