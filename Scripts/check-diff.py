#!/usr/bin/env python3
"""A diff against real checkouts: check-diff.py TOOL CLONE [BASE HEAD]...

For each pair of revisions (HEAD~5 HEAD and HEAD~30 HEAD~10 when none is given): the findings and KPIs of the head must be
those of a check in a checkout of it, the KPIs before those of a check of the base, and each finding of the base must be
unchanged, moved, updated or fixed. Prints a line a pair; status 1 if anything differs.
"""
import collections, json, os, subprocess, sys, tempfile


def run(*command, folder):
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def main():
    if len(sys.argv) < 3 or len(sys.argv) % 2 == 0:
        sys.exit(__doc__)
    tool, clone = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    names = sys.argv[3:] or ["HEAD~5", "HEAD", "HEAD~30", "HEAD~10"]
    options = ["--no-config", "--fail-on", "never", "--output", "json"]
    isWrong = False
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy")
        subprocess.run(["git", "clone", "-q", clone, copy], check=True)

        def check(revision):
            commit = run("git", "rev-parse", revision, folder=copy).decode().strip()
            tree = os.path.join(folder, commit)
            if not os.path.exists(tree):
                subprocess.run(["git", "-C", copy, "worktree", "add", "-q", "--detach", tree, commit], check=True)
            return json.loads(run(tool, "check", "--no-baseline", *options, folder=tree))

        def findings(report):
            keys = ("path", "offset", "length", "rule", "fingerprint")
            return collections.Counter(tuple(finding[key] for key in keys) for finding in report["findings"])

        def values(report, key):
            return {kpi["id"]: kpi[key] for kpi in report["kpis"]}

        for base, head in zip(names[::2], names[1::2]):
            before, after = check(base), check(head)
            diff = json.loads(run(tool, "diff", base, head, *options, folder=copy))
            states = collections.Counter(f["state"] for f in diff["findings"] if not f["suppressed"])
            states["fixed"] = len(diff["fixed"]) + len(diff["fixedByDeletion"])
            known = sum(states[state] for state in ("unchanged", "moved", "updated", "fixed"))
            faults = [
                name
                for name, holds in (
                    ("findings", findings(diff) == findings(after)),
                    ("KPIs", values(diff, "value") == values(after, "value")),
                    ("KPIs before", values(diff, "baseline") == values(before, "value")),
                    ("what became of the base", known == sum(not f["suppressed"] for f in before["findings"])),
                )
                if not holds
            ]
            isWrong = isWrong or bool(faults)
            print(f"{os.path.basename(clone)} {base} {head}: {dict(states)}; " + (", ".join(faults) + " DIFFER" if faults else "0 differ"))
    sys.exit(1 if isWrong else 0)


main()
