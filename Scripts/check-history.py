#!/usr/bin/env python3
"""The KPI history of a clone against real checkouts: check-history.py TOOL CLONE [COMMITS]

Checks out COMMITS (10) commits spread over the first parents of HEAD, one after the other, into a folder of its own;
runs a check in each, and compares every KPI with the history's. Prints what differs; status 1 if anything does. Both judge
by the configuration of now: what is counted must be the same at every commit.
"""
import json, os, subprocess, sys, tempfile


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, **options).stdout


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    tool, clone = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    history = json.loads(run(tool, "kpi", "--history", "--output", "json", clone))
    commits = history["commits"]
    ids = run("git", "-C", clone, "rev-list", "--first-parent", "--reverse", "HEAD").decode().split()
    if [c["commit"] for c in commits] != ids:
        sys.exit("the history does not list the first parents of HEAD, oldest first")
    count = min(wanted, len(commits))
    at = sorted({(len(commits) - 1) * i // max(1, count - 1) for i in range(count)})
    compared = differing = 0
    configuration = os.path.join(clone, ".flywheel-lint.yml")
    now = ["--config", configuration] if os.path.isfile(configuration) else []
    with tempfile.TemporaryDirectory() as folder:
        tree = os.path.join(folder, "tree")
        run("git", "clone", "-q", "--no-checkout", clone, tree)
        for index in at:
            commit = commits[index]
            run("git", "-C", tree, "checkout", "-q", "--force", "--detach", commit["commit"])
            report = json.loads(
                subprocess.run(
                    [tool, "check", "--fail-on", "never", "--no-baseline", "--output", "json", *now],
                    cwd=tree, stdout=subprocess.PIPE).stdout)
            told = {k["id"]: k["value"] for k in commit["kpis"]}
            found = {k["id"]: k["value"] for k in report["kpis"]}
            for kpi in sorted(set(told) | set(found)):
                compared += 1
                if kpi not in told or kpi not in found or told[kpi] != found[kpi]:
                    differing += 1
                    print(f"{commit['commit'][:10]} {kpi}: history {told.get(kpi)}, checkout {found.get(kpi)}")
    print(f"{os.path.basename(clone)}: {len(at)} of {len(commits)} commits, {compared} values, {differing} differ")
    sys.exit(1 if differing else 0)


main()
