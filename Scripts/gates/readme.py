#!/usr/bin/env python3
"""readme.py TOOL [REPOSITORY]: runs the commands of README.md as they stand there, on a clone of a repository (the
example platform, when none is given), with TOOL as the flywheel-lint on PATH. Blocks are marked `<!-- test: NAME -->`.

Also: every rule, link and option that README.md and docs/ name must be there."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from expectations import ROOT, expect, failures


def blocks(name):
    text = (ROOT / "README.md").read_text()
    return re.findall(r"<!-- test: " + re.escape(name) + r" -->\n```\w+\n(.*?)```\n", text, re.S)


def run(script, folder, environment):
    """Runs commands one after the other as typed; the status of each of ours."""
    marked = "".join(
        line + "\n" + ("echo \"@@ $? @@\"\n" if line.startswith("flywheel-lint") else "") for line in script.split("\n"))
    answer = subprocess.run(["bash", "-c", marked], cwd=folder, env=environment, capture_output=True, text=True)
    return [int(status) for status in re.findall(r"^@@ (\d+) @@$", answer.stdout, re.M)], answer


def main():
    tool = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch).resolve()
        (scratch / "bin").mkdir()
        shutil.copy(tool, scratch / "bin/flywheel-lint")
        remote = scratch / "remote/tinyland-inc/GloriousFlywheel"
        git = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
        if len(sys.argv) > 2:
            subprocess.run([*git, "clone", "--quiet", "--no-local", sys.argv[2], remote], check=True)
        else:
            shutil.copytree(ROOT / "Fixtures/platform", remote)
            for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "platform"]):
                subprocess.run([*git, "-C", str(remote), *arguments], check=True)
        config = scratch / "gitconfig"
        config.write_text(
            "[user]\n\tname = T\n\temail = t@example.org\n[init]\n\tdefaultBranch = main\n"
            # Longer than any other rewriting of the host, so it wins.
            f"[url \"file://{remote}\"]\n\tinsteadOf = https://github.com/tinyland-inc/GloriousFlywheel\n")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") and k != "GITHUB_ACTIONS"}
        environment.update(PATH=f"{scratch}/bin:{environment['PATH']}", GIT_CONFIG_GLOBAL=str(config))

        (script,) = blocks("ten minutes")
        statuses, answer = run(script, scratch, environment)
        detail = f"{statuses}\n{answer.stdout[-2500:]}\n{answer.stderr[-2500:]}"
        wanted = [
            ("finds", 1), ("explains", 0), ("shows the fixes", 0), ("fixes, and says what is left", 1), ("writes a baseline", 0),
            ("is clean then", 0), ("sees what a branch adds", 1), ("and again, as Markdown", 1), ("compares KPIs", 0),
        ]
        expect("ten minutes: each command is there", len(statuses) == len(wanted), detail)
        for (name, status), got in zip(wanted, statuses):
            expect(f"ten minutes: {name}", got == status, f"status {got}\n{detail}")
        clone = scratch / "GloriousFlywheel"
        log = subprocess.run([*git, "-C", str(clone), "log", "--format=%s"], capture_output=True, text=True).stdout
        expect("ten minutes: three commits", log.split("\n")[:3] == ["Build at night", "Accept what is left", "Mend what flywheel-lint can mend"], log)
        added = subprocess.run([tool, "diff", "HEAD~1", "--output", "concise", "--quiet"], cwd=clone, capture_output=True, text=True, env=environment)
        expect("ten minutes: only what is new", ".github/workflows/nightly.yml:4:14" in added.stdout and len(added.stdout.splitlines()) == 1, added.stdout)

        (rule,) = blocks("rule mine.yml")
        expect("a rule in ten lines or so", len(rule.splitlines()) <= 12)
        own = scratch / "own"
        own.mkdir()
        (own / "mine.yml").write_text(rule)
        (own / "app.yml").write_text("image: registry.old.example.org/app:2\n")
        statuses, answer = run(blocks("rule")[0], own, environment)
        expect("its cases pass, and it finds", statuses == [0, 1] or statuses == [0, 0], f"{statuses}\n{answer.stdout}{answer.stderr}")
        expect("at its place", "app.yml:1:8" in answer.stdout, answer.stdout)

        known = subprocess.run([tool, "rules", "list"], capture_output=True, text=True, cwd=own, env=environment).stdout
        ids = {line.split()[0] for line in known.splitlines()}
        before = len(failures)
        pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
        for page in pages:
            text = page.read_text()
            for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text):
                if not (page.parent / target).exists():
                    expect(f"{page.name}: link to {target}", False)
        for target in re.findall(r"\]\(#([\w-]+)\)", (ROOT / "README.md").read_text()):
            heads = {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
                     for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("#")}
            if target not in heads:
                expect(f"README.md: #{target}", False, heads)
        for page in (ROOT / "README.md", ROOT / "docs/pre-commit.md", ROOT / "docs/github.md", ROOT / "docs/commands.md"):
            for family in re.findall(r"rules explain ([\w/-]+)", page.read_text()):
                if family != "ID" and family not in ids:
                    expect(f"{page.name}: rule {family}", False, known)
        help_text = "".join(
            subprocess.run([tool, *command, "--help"], capture_output=True, text=True).stdout
            for command in (["check"], ["diff"], ["baseline", "write"], ["kpi"], ["rules", "test"], ["packs", "update"]))
        for line in re.findall(r"^flywheel-lint .*$", (ROOT / "README.md").read_text(), re.M):
            for option in re.findall(r"(?<= )--[a-z-]+", line.split("#")[0]):
                if option not in help_text:
                    expect(f"README.md: {line}", False)
        formats = re.search(r"--output FORMAT\[=FILE\]` \(repeatable.*?:(.*?)\.\n", (ROOT / "README.md").read_text(), re.S)[1]
        for name in re.findall(r"`([\w-]+)`", formats):
            answer = subprocess.run([tool, "--output", f"{name}={own}/out", "app.yml"], cwd=own, capture_output=True, text=True, env=environment)
            if answer.returncode > 1:
                expect(f"README.md: format {name}", False, answer.stderr)
        expect("links, rules, options and formats that are named are there", len(failures) == before)


main()
sys.exit(bool(failures))
