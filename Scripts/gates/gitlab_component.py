#!/usr/bin/env python3
"""gitlab_component.py BIN FILE: fills a component's inputs in with their defaults, as GitLab does, and checks the result
against the schema of .gitlab-ci.yml."""
import re
import subprocess
import sys
import tempfile

header, _, body = open(sys.argv[2], encoding="utf-8").read().partition("\n---\n")
inputs = re.findall(r"^    ([\w-]+):\n((?:      .*\n)+)", header + "\n", re.M)
assert inputs, "no inputs"
values = {}
for name, text in inputs:
    assert "description:" in text, f"{name}: no description"
    found = re.search(r"^      default: (.*)$", text, re.M)
    assert found, f"{name}: no default"
    values[name] = found[1].strip("'\"")
used = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", body))
assert used == set(values), f"inputs {sorted(values)}, used {sorted(used)}"
for name, value in values.items():
    body = body.replace(f"$[[ inputs.{name} ]]", value)
with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
    file.write(body)
    file.flush()
    sys.exit(subprocess.run([sys.argv[1] + "/check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", file.name]).returncode)
