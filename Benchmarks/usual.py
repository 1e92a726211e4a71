"""Usual text of each kind of file: what such files are made of in repositories, with words by chance, and with nothing in it
that a rule reports. Hostile files are measured against it, or against real files of a folder (scale.py)."""
import os
import random

WORDS = "stack runner cache deploy cluster module token policy region bucket lock plan apply worker secret node pool".split()

TEXTS = {
    "yml": r"""# {a} of the {b}
name: {a}
on:
  push:
    branches: [main, {b}]
env:
  {A}_TOKEN: ${{ secrets.{A}_TOKEN }}
jobs:
  {a}-{n}:
    runs-on: ubuntu-latest
    needs: [{b}, '{c}']
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0, path: "{a}/{b}"}
      - name: Run the {c} {n}
        if: github.event_name == 'push'
        run: |
          set -euo pipefail
          cd {a} && ./{b}.sh --{c} "$HOME/{a}"
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {a}-{b}
  labels: &labels
    app.kubernetes.io/name: {a}
spec:
  replicas: {n}
  template:
    spec:
      containers:
        - name: {c}
          image: registry.example.com/{a}/{b}:1.{n}
          ports:
            - containerPort: 80{n}
          description: >-
            The {a} keeps the {b}
            until the {c} is done.
""",
    "tf": r"""# The {a} of the {b}.
variable "{a}_{n}" {
  type        = map(object({ name = string, count = number }))
  description = "The {b} of each {c}"
  default     = {}
}

resource "{a}_{b}" "{c}_{n}" {
  for_each = { for k, v in var.{a}_{n} : k => v if v.count > {n} }
  name     = "${var.{a}}-${each.key}"
  tags     = merge(local.{b}, { {c} = each.value.name })
  policy   = <<-EOT
    {a} {b} ${local.{c}}
  EOT

  lifecycle {
    ignore_changes = [tags, {b}]
  }
}

module "{a}_{c}_{n}" {
  source = "git::https://example.com/{a}/{b}.git?ref=v1.{n}"
  {b}    = [for x in local.{c} : upper(x)]
}
""",
    "nix": r"""# The {a} of the {b}.
{ lib, pkgs, config, ... }:
let
  cfg = config.services.{a}-{n};
  {b} = pkgs.callPackage ./{c}/{b}.nix { inherit (pkgs) {a}; };
in {
  options.services.{a}-{n} = {
    enable = lib.mkEnableOption "the {a} {b}";
    {c} = lib.mkOption {
      type = lib.types.attrsOf (lib.types.submodule ({ name, ... }: { }));
      default = { };
      description = ''
        The {a} of ${cfg.{b}}, see <https://example.com/{c}>.
      '';
    };
  };
  config = lib.mkIf cfg.enable {
    systemd.services."{a}-{n}" = {
      after = [ "network.target" "{b}.service" ];
      script = ''
        exec ${{b}}/bin/{a} --{c} ${toString cfg.{c}}
      '';
    };
  };
}
""",
    "md": r"""# The {a} of the {b}

The [{a}](docs/{b}.md) keeps the **{c}** until `{a} --{b}` is done; see <https://example.com/{a}/{n}>
and the [{c}][{a}-{n}]. What it knows it keeps *elsewhere*.

## {b}, {n}

- [x] {a}: `{b}` and {c}
- a {b} that goes on
  - to a second level: ![{c}](https://example.com/{a}.png "The {b}")

1. First, the {a}.

| {a} | {b} | {c} |
|-----|:---:|----:|
| `{a}` | {n} | {b}/{c} |
| _{b}_ | {n} | [{a}](#{c}) |

```sh
cd {a} && ./{b}.sh --{c} "$HOME/{a}"   # the {b}
```

```yaml
{a}:
  {b}: {n}
```

> **Note**
> The {c} is not the {a}.

<!-- {a} -->
<details><summary>{b}</summary>The {c}.</details>

[{a}-{n}]: https://example.com/{c}

""",
    "sh": r"""#!/usr/bin/env bash
# The {a} of the {b}.
set -euo pipefail

{A}="${{A}:-$(cd "$(dirname "$0")" && pwd)}"
readonly {B}_{n}=('{a}' "{b}" --{c}={n})

{a}_{n}() {
  local {b}="$1" {c}
  if [[ -z "${{b}:-}" || ! -d $HOME/{a} ]]; then
    echo "no {a}: ${{b}}" >&2
    return {n}
  fi
  for {c} in "${{B}_{n}[@]}"; do
    case "$c" in
      {a} | -{n}) {b} --{a} "$c" | grep -E '^[a-z]+ {b}' | sort -u ;;
      *) printf '%s\n' "${c%%.*}" ;;
    esac
  done
  cat > "/tmp/{a}.txt" <<END
The {a} is $({b} --{c}).
END
}
""",
    "json": r"""{"{a}": "{b}", "{b}-{n}": [{n}, true, null, "the {c} of {a}"],
 "scripts": {"{a}": "cd {b} && ./{c}.sh", "url": "https://example.com/{a}/{n}"}},
""",
    "toml": r'''# The {a}
[{a}.{b}-{n}]
{c} = "the {a} of {b}"  # {n}
list = ["{a}", '{b}', {n}]
text = """
{a} {b}
"""
''',
    "Justfile": r"""# The {a}
{b}_{n} := env_var_or_default('{A}', "{b}")

{a}-{n} {c}='{b}': {b}
    @echo "the {a} {{{c}}}"
    cd {a} && ./{b}.sh --{c} "$HOME/{a}"
""",
    "Dockerfile": r"""# The {a}
FROM registry.example.com/{a}/{b}:1.{n} AS {c}
ENV {A}=/{b}/{c} {B}="the {c}"
RUN apt-get update && apt-get install -y {a} \
    {b}={n} && rm -rf /var/lib/apt/lists/*
COPY --from={c} /{a} /{b}
""",
}


# What many of these texts one after another need to be text of that kind: a parser stops at the first error, and what it
# then costs is not what usual text costs.
AROUND = {"nix": ("[\n", "(\n", ")\n", "]\n"), "json": ("[\n", "", "", " null]\n")}


def usual(kind, size):
    """As bytes, somewhat more than `size`: no text is cut off."""
    chance = random.Random(1)
    begin, before, behind, end = AROUND.get(kind, ("", "", "", ""))
    parts = [begin.encode()]
    while size > 0:
        part = before + TEXTS[kind] + behind
        for name in "abc":
            word = chance.choice(WORDS)
            part = part.replace("{" + name + "}", word).replace("{" + name.upper() + "}", word.upper())
        parts.append(part.replace("{n}", str(chance.randint(1, 99))).encode())
        size -= len(parts[-1])
    return b"".join([*parts, end.encode()])


def files(folder):
    """Paths of the real files of each kind below a folder, in order, so that a draw is the same each time."""
    paths = {kind: [] for kind in TEXTS}
    endings = {"yaml": "yml", "bash": "sh"}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            ending = name.rsplit(".", 1)[-1]
            kind = name.capitalize() if name.lower() in ("justfile", "dockerfile") else endings.get(ending, ending)
            path = os.path.join(place, name)
            if kind in paths and not os.path.islink(path):
                paths[kind].append(path)
    return paths


def drawn(paths, size, number):
    """The bytes of so many files by chance that they have `size` together, or of all. No file is more than a tenth of it."""
    parts = []
    for path in random.Random(number).sample(paths, len(paths)):
        if size > 0 and os.path.getsize(path) <= size // 10 + 65_536:
            with open(path, "rb") as file:
                parts.append(file.read())
            size -= len(parts[-1])
    return parts
