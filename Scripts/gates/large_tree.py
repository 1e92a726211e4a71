#!/usr/bin/env python3
"""Makes a tree of many small files, the same for the same number.

    Scripts/gates/large_tree.py FOLDER FILES

Most files hold nothing that a rule looks for: the cost of a tree is that of its paths. Everything that analyzers ask about
grows with it: workflows with local actions that are there and that are missing, folders `.github` below the root, stacks
with backends and who runs them, ignored files, links. So what is done for each path and for each of something shows.
"""
import os
import random
import sys

WORDS = "alpha beta gamma delta server client handler parser worker buffer window signal packet stream vector matrix".split()
SOURCES = {
    "go": "package {0}\n\nfunc {1}({2} int) int {{\n\treturn {2} + {3}\n}}\n",
    "py": "def {0}({1}):\n    return {1} + {2}\n",
    "json": '{{"{0}": ["{1}", "{2}"], "{3}": 1}}\n',
    "md": "# {0}\n\nThe {1} of the {2} is a {3}.\n",
    "yml": "{0}:\n  - {1}: {2}\n",
    "nix": '{{ {0} = "{1}"; {2} = [ {3} ]; }}\n',
    "sh": "#!/bin/sh\n{0}={1}\nprintf '%s' \"${0}\"\n",
    "txt": "{0} {1}\n{2}\n",
}


def write(folder, path, text):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def workflow(number, chance):
    there, missing = number, number + 1_000_000
    return (f"on: push\njobs:\n  {chance.choice(WORDS)}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ./.github/actions/a{there}\n"
            f"      - uses: ./.github/actions/a{missing}\n      - uses: ./tools/t{missing}\n      - run: make {chance.choice(WORDS)}\n")


def stack(folder, place, number):
    write(folder, f"{place}/backend.tf", 'terraform {\n  backend "http" {\n    address = "https://states.example.com/s%d"\n  }\n}\n' % number)
    write(folder, f"{place}/run.sh", "#!/bin/sh\ntofu init\ntofu plan\n")


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    chance = random.Random(1)
    made = 0
    while made < count:
        number = made // 100
        place = f"part{number // 20}/{chance.choice(WORDS)}{number}"
        # A hundred files: a workflow at the root, now and then one of a scaffold, a stack, and sources in ten folders.
        for root in ["", f"{place}/"] if number % 4 == 0 else [""]:
            write(folder, f"{root}.github/workflows/w{number}.yml", workflow(number, chance))
            write(folder, f"{root}.github/actions/a{number}/action.yml", "runs:\n  using: composite\n  steps: []\n")
            made += 2
        if number % 2 == 0:
            stack(folder, f"{place}/stack", number)
            made += 2
        write(folder, f"{place}/.gitignore", "*.o\n/out/\n")
        write(folder, f"{place}/out/ignored.md", "ignored\n")
        os.symlink("out", os.path.join(folder, place, "link"))
        made += 2
        while made % 100:
            ending = chance.choice(list(SOURCES))
            words = [chance.choice(WORDS) for _ in range(4)]
            write(folder, f"{place}/{WORDS[made % 10]}/{words[0]}{made}.{ending}", SOURCES[ending].format(*words) * chance.randint(1, 8))
            made += 1


main()
