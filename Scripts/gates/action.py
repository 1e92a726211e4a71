#!/usr/bin/env python3
"""action.py TOOL: runs the steps of action.yml as the runner does (inputs, expressions, GITHUB_OUTPUT, summary, event) for a
push, a pull request, one from a fork, and for installs that go wrong. Needs ruamel.yaml, which check-jsonschema brings.

Where ../shared/tools is beside this repository, what would be uploaded is checked with it, and the log too."""
import hashlib
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import threading

import ruamel.yaml

from expectations import ROOT, expect, failures

TOOL = pathlib.Path(sys.argv[1]).resolve()
SHARED = pathlib.Path(os.environ.get("FLYWHEEL_SHARED", ROOT.parent / "shared")) / "tools"
ACTION = ruamel.yaml.YAML(typ="safe").load((ROOT / "action.yml").read_text())
STALE = "curl http://attic.nix-cache.svc.cluster.local:8080/_api\n"


def git(folder, *arguments):
    settings = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    answer = subprocess.run(["git", "-C", str(folder), *settings, *arguments], check=True, capture_output=True, text=True)
    return answer.stdout.strip()


class Comments(http.server.BaseHTTPRequestHandler):
    """GitHub's comments on one pull request, in memory."""
    stored = []
    refuses = False
    calls = []

    def answer(self, body, status=200):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

    def do_GET(self):
        self.answer(Comments.stored)

    def do_POST(self):
        text = self.body()
        Comments.calls.append("POST")
        if Comments.refuses:
            return self.answer({"message": "Resource not accessible by integration"}, 403)
        Comments.stored.append({"id": len(Comments.stored) + 1, "body": text, "user": {"type": "Bot"}})
        self.answer(Comments.stored[-1], 201)

    def do_PATCH(self):
        Comments.calls.append("PATCH")
        number = int(self.path.rsplit("/", 1)[1])
        Comments.stored[number - 1]["body"] = self.body()
        self.answer(Comments.stored[number - 1])

    def log_message(self, *_):
        pass


class Run:
    """One job that uses the action in a checkout."""

    def __init__(self, workspace, event, payload, inputs=None, environment=None):
        self.scratch = pathlib.Path(tempfile.mkdtemp(dir=SCRATCH))
        self.inputs = {name: str(value.get("default", "")) for name, value in ACTION["inputs"].items()}
        self.inputs.update(inputs or {})
        self.steps, self.uploads, self.log, self.failed = {}, [], "", None
        (self.scratch / "event.json").write_text(json.dumps(payload))
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "INPUT_", "GIT_"))},
            "GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_WORKSPACE": str(workspace), "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(self.scratch / "event.json"), "GITHUB_REPOSITORY": "acme/platform",
            "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(self.scratch), "GITHUB_API_URL": API,
            "GITHUB_STEP_SUMMARY": str(self.scratch / "summary.md"), "GITHUB_PATH": str(self.scratch / "path"),
            "GITHUB_ACTOR": "somebody", "FLYWHEEL_LINT_RELEASES": RELEASES, **(environment or {}),
        }
        (self.scratch / "summary.md").touch()
        for step in ACTION["runs"]["steps"]:
            if self.failed is None and self.holds(step.get("if", "true")):
                self.step(step, workspace)
        self.summary = (self.scratch / "summary.md").read_text(errors="surrogateescape")
        self.status = self.failed or 0

    def value(self, expression):
        expression = expression.strip()
        if "==" in expression:
            left, right = expression.split("==")
            return str(self.value(left) == self.value(right)).lower()
        if expression.startswith("'"):
            return expression.strip("'")
        if expression.startswith("inputs."):
            return re.sub(r"\$\{\{.*\}\}", "token", self.inputs[expression[7:]])
        found = re.fullmatch(r"steps\.([\w-]+)\.outputs\.([\w-]+)", expression)
        if found:
            return self.steps.get(found[1], {}).get(found[2], "")
        if expression in ("github.token", "true"):
            return expression
        raise SystemExit(f"action.yml: an expression this test does not know: {expression}")

    def filled(self, text):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self.value(found[1]), str(text))

    def holds(self, condition):
        return self.value(condition) == "true"

    def step(self, step, workspace):
        if "uses" in step:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
            self.uploads.append({name: self.filled(value) for name, value in step["with"].items()})
            return
        assert "${{" not in step["run"]
        output = self.scratch / f"output-{step['name']}"
        output.touch()
        environment = {**self.environment, "GITHUB_OUTPUT": str(output)}
        environment.update({name: self.filled(value) for name, value in (step.get("env") or {}).items()})
        answer = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=workspace, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.log += answer.stdout.decode(errors="surrogateescape")
        if "id" in step:
            self.steps[step["id"]] = dict(line.split("=", 1) for line in output.read_text().splitlines())
        if answer.returncode:
            self.failed = answer.returncode

    def check(self, workspace, name):
        """What would be uploaded, and the log as the runner reads it."""
        if not SHARED.is_dir():
            return
        for upload in self.uploads:
            answer = subprocess.run(
                [sys.executable, SHARED / "sarif_check.py", upload["sarif_file"], "--root", workspace, "--strict", "--require",
                 "SARIF2010", "--require", "SARIF2003", "--ignore", "SARIF2009", "--ignore", "SARIF2011"],
                capture_output=True, text=True)
            expect(f"{name}: the upload is right", answer.returncode == 0, answer.stdout)
        answer = subprocess.run(
            [sys.executable, SHARED / "gha_annotations_check.py", "--root", workspace],
            input=re.sub(r"^::(notice|error|warning) title=flywheel-lint::.*$", "", self.log, flags=re.M).encode(errors="surrogateescape"),
            capture_output=True)
        expect(f"{name}: the log is harmless", answer.returncode == 0, answer.stdout.decode())


def release():
    """A folder as a release is, with the binary that is tested."""
    version = subprocess.run([TOOL, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    folder = SCRATCH / "releases" / f"v{version}"
    folder.mkdir(parents=True)
    name = f"flywheel-lint-{version}-linux-x86_64"
    with tarfile.open(folder / f"{name}.tar.gz", "w:gz", compresslevel=1) as archive:
        archive.add(TOOL, f"{name}/flywheel-lint")
    digest = hashlib.sha256((folder / f"{name}.tar.gz").read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  {name}.tar.gz\n")
    return folder


def main():
    origin = SCRATCH / "origin"
    origin.mkdir()
    git(origin, "init", "--quiet")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    (origin / ".flywheel-lint.yml").write_text("extends: builtin:glorious-flywheel\n")
    (origin / "old.md").write_text(STALE)
    (origin / "clean.md").write_text("# Clean\n")
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--message", "base")
    base = git(origin, "rev-parse", "HEAD")
    git(origin, "checkout", "--quiet", "-b", "topic")
    (origin / "new.md").write_text("# New\n\n" + STALE + "::set-env name=A::" + STALE + "##[add-mask]" + STALE)
    (origin / "::error::x ##[set-env].md").write_text(STALE)
    git(origin, "add", "--all")
    git(origin, "commit", "--quiet", "--message", "topic")
    shallow = SCRATCH / "checkout"
    git(SCRATCH, "clone", "--quiet", "--depth=1", "--branch", "topic", f"file://{origin}", str(shallow))

    def pull(head="acme/platform"):
        return {"repository": {"full_name": "acme/platform"},
                "pull_request": {"number": 7, "base": {"sha": base}, "head": {"repo": {"full_name": head}}}}

    push = {"repository": {"full_name": "acme/platform"}, "before": base}
    run = Run(shallow, "push", push)
    expect("push: fails on findings", run.status == 1, run.log)
    expect("push: uploads under a category", len(run.uploads) == 1 and run.uploads[0]["category"] == "flywheel-lint")
    expect("push: annotates", "::error file=old.md,line=1" in run.log and "released" in run.log, run.log)
    expect("push: the summary has the KPI table", "| KPI |" in run.summary, run.summary)
    expect("push: no comment", not Comments.calls)
    run.check(shallow, "push")

    git(shallow, "checkout", "--quiet", "-b", "empty")
    for file in ("old.md", "new.md", "::error::x ##[set-env].md"):
        git(shallow, "--literal-pathspecs", "rm", "--quiet", "--", file)
    run = Run(shallow, "push", push)
    expect("clean push: passes, and uploads all the same", run.status == 0 and len(run.uploads) == 1, run.log)
    expect("clean push: an empty log", json.loads(open(run.uploads[0]["sarif_file"]).read())["runs"][0]["results"] == [])
    run = Run(shallow, "push", push, {"upload-sarif": "false", "args": "--skip identity/* docs clean.md"})
    expect("upload-sarif false; an argument that is wrong is the linter's to tell", not run.uploads and run.status == 2, run.log)
    git(shallow, "reset", "--quiet", "--hard")
    git(shallow, "checkout", "--quiet", "topic")

    run = Run(shallow, "pull_request", pull(), {"comment": "true"})
    expect("pull request: fails on what is new", run.status == 1, run.log)
    expect("pull request: annotates only what is new", "file=new.md" in run.log and "file=old.md" not in run.log, run.log)
    expect("pull request: uploads what was there too", "old.md" in open(run.uploads[0]["sarif_file"]).read())
    expect("pull request: one comment", Comments.calls == ["POST"] and "new.md" in Comments.stored[0]["body"], Comments.stored)
    run.check(shallow, "pull request")
    Run(shallow, "pull_request", pull(), {"comment": "true"})
    expect("pull request: the same comment is left alone", Comments.calls == ["POST"], Comments.calls)
    (shallow / "new.md").write_text("# New\n")
    run = Run(shallow, "pull_request", pull(), {"comment": "true", "fail-on": "never"})
    expect("pull request: a new state changes the comment", Comments.calls == ["POST", "PATCH"] and len(Comments.stored) == 1, Comments.calls)
    expect("pull request: fail-on never", run.status == 0, run.log)
    git(shallow, "checkout", "--quiet", "--", ".")

    Comments.calls.clear()
    run = Run(shallow, "pull_request", pull("stranger/platform"), {"comment": "true"})
    expect("fork: fails on what is new, and says why there is no comment",
           run.status == 1 and not Comments.calls and "::notice title=flywheel-lint::the token" in run.log, run.log)
    expect("fork: the upload may fail", run.steps["lint"]["read-only"] == "true" and len(run.uploads) == 1)
    expect("fork: the summary has the comparison", "new.md" in run.summary, run.summary)
    run.check(shallow, "fork")
    Comments.refuses, Comments.stored = True, []
    run = Run(shallow, "pull_request", pull(), {"comment": "true", "fail-on": "never"})
    expect("a token that may not write is no failure", run.status == 0 and "may not write comments" in run.log, run.log)
    Comments.refuses = False

    run = Run(shallow, "push", push, {"base": "main"})
    expect("base by name", run.status == 1 and "file=old.md" not in run.log, run.log)
    run = Run(shallow, "push", push, {"base": "--upload-pack=touch${IFS}x"})
    expect("a base that looks like an option is refused", run.status == 2, run.log)
    run = Run(shallow, "push", push, {"config": "none.yml"})
    expect("a configuration that is missing", run.status == 2 and "none.yml" in run.log, run.log)

    folder = next((SCRATCH / "releases").iterdir())
    sums = (folder / "SHA256SUMS").read_text()
    (folder / "SHA256SUMS").write_text("0" * 64 + sums[64:])
    run = Run(shallow, "push", push)
    expect("a wrong checksum is refused", run.status == 2 and "checksum" in run.log, run.log)
    (folder / "SHA256SUMS").write_text(sums)
    run = Run(shallow, "push", push, {"version": "9.9.9"})
    expect("a release that is not there", run.status == 2 and "cannot be had" in run.log, run.log)
    run = Run(shallow, "push", push, {"version": "1.0$(touch x)"})
    expect("a version that is none", run.status == 2, run.log)
    if os.environ.get("FLYWHEEL_LINT_CACHE"):
        run = Run(shallow, "push", push, {"version": "source"})
        expect("built from source", run.status == 1 and "building from source" in run.log, run.log)


with tempfile.TemporaryDirectory() as scratch:
    SCRATCH = pathlib.Path(scratch).resolve()
    release()
    RELEASES = f"file://{SCRATCH}/releases"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Comments)
    API = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    main()
sys.exit(bool(failures))
