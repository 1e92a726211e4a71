#!/usr/bin/env python3
"""Holds the JSON Schemas and the decoder together: documents, changed in one place at a time, are taken by both or by neither.

    Scripts/gates/schemas.py TOOL [--all]        needs jsonschema and PyYAML

Without --all every place gets a third of the changes, other ones than its neighbours, and the whole takes less than a minute.
"""
import copy
import json
import os
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

TOOL = os.path.abspath(sys.argv[1])

class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it: off, yes and dates are texts."""
Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in pairs if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}
for tag, pat, first in [("bool", r"^(?:true|false)$", "tf"), ("int", r"^[-+]?[0-9]+$", "-+0123456789"), ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789")]:
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pat), list(first))

def schema(name):
    return jsonschema.Draft202012Validator(json.loads(subprocess.run([TOOL, "schema", name], capture_output=True, text=True, check=True).stdout))

def decoder_takes(kind, document, folder):
    text = json.dumps(document, ensure_ascii=False, indent=1)
    with open(folder + ("/pack.yml" if kind == "pack" else "/.flywheel-lint.yml"), "w") as f: f.write(text)
    if kind == "pack":
        run = [TOOL, "rules", "list", "--no-config", "--pack", "pack.yml"]
    else:
        run = [TOOL, "rules", "list"]
    answer = subprocess.run(run, cwd=folder, capture_output=True, text=True)
    return answer.returncode == 0, answer.stderr.strip()

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schemas")
PACK = yaml.load(open(HERE + "/pack.yml", encoding="utf-8").read(), Loader)
CONFIG = yaml.load(open(HERE + "/config.yml", encoding="utf-8").read(), Loader)

def places(node, path=()):
    yield path
    if isinstance(node, dict):
        for key in node: yield from places(node[key], path + (key,))
    elif isinstance(node, list):
        for i, item in enumerate(node): yield from places(item, path + (i,))

def put(document, path, change):
    document = copy.deepcopy(document)
    if not path: return change(document)
    at = document
    for step in path[:-1]: at = at[step]
    new = change(at[path[-1]])
    if new is DROP:
        del at[path[-1]]
    else: at[path[-1]] = new
    return document

DROP = object()
CHANGES = {
    "remove": lambda v: DROP, "null": lambda v: None, "number": lambda v: 7, "flag": lambda v: True, "empty text": lambda v: "",
    "text": lambda v: "xyz", "empty list": lambda v: [], "empty mapping": lambda v: {}, "list of it": lambda v: [v], "list of lists": lambda v: [[v]],
    "list of null": lambda v: [None],
    "unknown key": lambda v: {**v, "unknwon": 1} if isinstance(v, dict) else {"unknwon": v},
    "twice": lambda v: v + v if isinstance(v, list) else v,
}

def main():
    folder = tempfile.mkdtemp()
    wrong = total = 0
    # What only the whole can tell: names that stand elsewhere.
    skipped = ("unknown context '", "unknown kpi", "unknown surface", "unknown capture", "unknown variable", "no pack has a variable", "defined already", "no rule is named so", "bad regular expression",
               "is no selector", "unknown analyzer", "unknown rule", "not a pack here", "no pack at", "unknown file", "'⟦'", "is read as", "needs a node", "no name", "no folder of the repository", "is no extension", "'exists' goes with",
               "only wildcards", "duplicate key", "contradict", "unknown built-in pack", "is written analyzer/name", "cannot be read")
    for kind, document in (("pack", PACK), ("config", CONFIG)):
        validator = schema(kind)
        ok, error = decoder_takes(kind, document, folder)
        assert ok, error
        assert validator.is_valid(document), [e.message for e in validator.iter_errors(document)][:3]
        for number, path in enumerate(places(document)):
            for turn, (name, change) in enumerate(CHANGES.items()):
                if not path and name == "remove": continue
                if "--all" not in sys.argv and (number + turn) % 3: continue
                try: changed = put(document, path, change)
                except Exception: continue
                total += 1
                taken, error = decoder_takes(kind, changed, folder)
                valid = validator.is_valid(changed)
                if taken != valid and not (valid and any(s in error for s in skipped)):
                    wrong += 1
                    if wrong < 60: print(f"{kind} {'/'.join(map(str, path))}: {name}: decoder {'takes' if taken else 'refuses'} it, schema {'takes' if valid else 'refuses'} it: {error[:160]}")
    print(f"{total} documents, {wrong} on which decoder and schema disagree")
    return 1 if wrong else 0
sys.exit(main())
