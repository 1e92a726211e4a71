#!/usr/bin/env python3
"""Checks that every script in YAML and every tagged fence in Markdown is found, at its exact bytes.

    python3 Scripts/conformance/embeds.py --tool .build/release/flywheel-lint FOLDER...

The judges are libyaml (PyYAML's composer: which scalars stand under `run:`, `script:`, `before_script:` and
`after_script:`, and their values) and markdown-it (which fences there are, and their text). An embed is right when its
range has the scalar's or the fence's ink and nothing else, and when each row of its offset map gives the same bytes in
the file and in the judge's text, with nothing but blanks and escapes between the rows.
"""

import argparse
import os
import sys
from collections import Counter

from agreement import WHITE, files_under, run_tool, trim

# yaml.py beside this file is named like the module.
HERE = os.path.dirname(os.path.abspath(__file__))
FOLDERS = sys.path
sys.path = [folder for folder in FOLDERS if os.path.abspath(folder) != HERE]
import yaml  # noqa: E402
from markdown_it import MarkdownIt  # noqa: E402

sys.path = FOLDERS

KEYS = {"run", "script", "before_script", "after_script"}
# Parents whose values are names that somebody chose, never scripts.
NAMES = {"labels", "matchLabels", "selector", "annotations", "properties"}
TAGS = {"hcl", "terraform", "tf", "tofu", "nix", "yaml", "yml", "json", "bash", "sh", "shell", "console"}


def character_offsets(text):
    offsets, at = [], 0
    for character in text:
        offsets.append(at)
        at += len(character.encode())
    offsets.append(at)
    return offsets


def scripts(text):
    """The nodes of all scripts: scalars, and the scalar items of lists (GitLab allows lists in lists)."""
    seen, found = set(), []

    def take(node):
        if id(node) in seen:
            return
        if isinstance(node, yaml.ScalarNode):
            if node.value.strip():
                seen.add(id(node))
                found.append(node)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                if not isinstance(item, yaml.MappingNode):
                    take(item)

    for root in yaml.compose_all(text, Loader=yaml.CSafeLoader):
        if root is None:
            continue
        todo, walked = [(root, "")], set()
        while todo:
            node, parent = todo.pop()
            if id(node) in walked or isinstance(node, yaml.ScalarNode):
                continue
            walked.add(id(node))
            if isinstance(node, yaml.SequenceNode):
                todo += [(item, parent) for item in node.value]
                continue
            for key, value in node.value:
                name = key.value if isinstance(key, yaml.ScalarNode) else ""
                if name in KEYS and parent not in NAMES:
                    take(value)
                todo.append((value, name))
    return found


def wrong_map(embed, source, value):
    """What is wrong with an embed's map, given the text that it should stand for; None if nothing is."""
    last = 0
    for inner, host, length in embed["map"]:
        if value[last:inner].strip(WHITE) and len(value[last:inner]) > 64:
            return f"no bytes for {bytes(value[last:inner])[:40]!r}"
        mine, theirs = source[host : host + length], value[inner : inner + length]
        if mine != theirs and mine.replace(b"\r\n", b"\n").rstrip(WHITE) != theirs.rstrip(WHITE):
            return f"{mine[:60]!r} stands for {theirs[:60]!r}"
        last = inner + length
    rest = value[last:].strip(WHITE)
    return f"ends before {rest[:40]!r}" if rest else None


def judge_yaml(answer, source, say):
    try:
        text = source.decode()
        nodes = scripts(text.removeprefix("\ufeff"))
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError):
        return None
    at = character_offsets(text)
    shift = 1 if text.startswith("\ufeff") else 0
    embeds = {trim(source, e["s"], e["e"]): e for e in answer["embeds"] if e["by"] != "yaml:expression"}
    right = 0
    for node in nodes:
        start, end = at[node.start_mark.index + shift], at[node.end_mark.index + shift]
        # An event begins at its properties.
        while source[start : start + 1] in (b"&", b"!"):
            while source[start : start + 1].strip(WHITE):
                start += 1
            while not source[start : start + 1].strip(WHITE):
                start += 1
        if node.style in ("|", ">"):
            start = source.find(b"\n", start) + 1
            # Comments behind the text, less indented, lie in libyaml's token.
            body = source[start:end].rstrip(WHITE)
            while node.value.strip() and body and not value_has(node.value, body):
                body = body[: body.rfind(b"\n")].rstrip(WHITE)
            end = start + len(body)
        embed = embeds.get(trim(source, start, end))
        if embed is None:
            say(f"line {source[:start].count(10) + 1}: no embed for {source[start:end][:60]!r}")
            continue
        fault = wrong_map(embed, source, node.value.encode())
        if fault:
            say(f"line {source[:start].count(10) + 1}: {fault}")
            continue
        right += 1
    return right, len(nodes)


def value_has(value, body):
    """Whether the last line of a block scalar's token belongs to its text."""
    return body[body.rfind(b"\n") + 1 :].strip(WHITE).decode() in value


def judge_markdown(answer, source, say):
    try:
        text = source.decode()
    except UnicodeDecodeError:
        return None
    matter = [e for e in answer["embeds"] if e["by"] == "markdown:front-matter"]
    cut = 0
    if matter:
        # markdown-it knows no front matter: its lines are taken out.
        cut = source.find(b"\n", matter[0]["e"]) + 1 or len(source)
        text = "\n" * source[:cut].count(b"\n") + source[cut:].decode()
    fences = [
        token
        for token in MarkdownIt("commonmark").enable("table").parse(text.removeprefix("\ufeff"))
        if token.type == "fence" and token.info.strip() and token.info.split()[0].lower() in TAGS and token.content.strip()
    ]
    embeds = [e for e in answer["embeds"] if e["by"] == "markdown:fence"]
    starts = [0]
    for line in source.replace(b"\r\n", b" \n").replace(b"\r", b"\n").split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    right = 0
    for token in fences:
        first, stop = starts[token.map[0] + 1], min(starts[token.map[1]], len(source))
        inside = [e for e in embeds if first <= e["s"] and e["e"] <= stop]
        if len(inside) != 1:
            say(f"line {token.map[0] + 1}: {len(inside)} embeds for {token.info!r}")
            continue
        # markdown-it makes every line end a line feed.
        value = token.content.encode()
        if source[first:].split(b"\n", 1)[0].endswith(b"\r"):
            value = value.replace(b"\n", b"\r\n")
        embed = inside[0]
        console = token.info.split()[0].lower() == "console" or (
            embed["language"] == "shell" and value.lstrip().startswith(b"$ ")
        )
        if console:
            commands = [line.lstrip()[2:] for line in value.splitlines() if line.lstrip().startswith(b"$ ")]
            mine = b"".join(source[h : h + n] for _, h, n in embed["map"])
            lost = [c for c in commands if c.strip() and c.strip() not in mine]
            fault = f"no command {lost[0][:60]!r}" if lost else None
        else:
            fault = wrong_map(embed, source, value)
        if fault:
            say(f"line {token.map[0] + 1}: {fault}")
            continue
        right += 1
    return right, len(fences)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("paths", nargs="+", help="files and folders")
    options.add_argument("--tool", default=".build/release/flywheel-lint")
    options.add_argument("--worst", type=int, default=10, help="how many differing places to show")
    chosen = options.parse_args()
    same = True
    for name, suffixes, judge in (
        ("scripts in YAML", (".yml", ".yaml"), judge_yaml),
        ("fences in Markdown", (".md", ".markdown"), judge_markdown),
    ):
        total, shown = Counter(), []
        for answer in run_tool(chosen.tool, files_under(chosen.paths, suffixes)):
            with open(answer["file"], "rb") as file:
                source = file.read()
            found = judge(answer, source, lambda text: shown.append(f"{answer['file']}: {text}"))
            if found is None:
                continue
            total["files"] += 1
            total["right"] += found[0]
            total["all"] += found[1]
        for line in shown[: chosen.worst]:
            print(line)
        print(f"{name}: {total['files']} files, {total['right']}/{total['all']} at their exact bytes")
        same = same and total["right"] == total["all"]
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
