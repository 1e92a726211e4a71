#!/usr/bin/env python3
"""man-page.py TOOL: the manual page, in roff, from the same declarations that --help is made of."""
import json
import os
import subprocess
import sys
import time


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    # troff reads one byte a character.
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    return "\\&" + text if text.startswith((".", "\\(aq")) else text


def typed(argument):
    """An argument as it is typed, for the left side."""
    value = "\\fI" + escaped(argument.get("valueName", "value")) + "\\fR"
    if argument["kind"] == "positional":
        return value
    names = argument.get("names", [])
    shown = ["\\fB" + escaped(("--" if name["kind"] == "long" else "-") + name["name"]) + "\\fR"
             for name in sorted(names, key=lambda name: name["kind"] == "long")]
    return ", ".join(shown) + (" " + value if argument["kind"] == "option" else "")


def synopsis(path, command):
    words = ["\\fB" + escaped(" ".join(path)) + "\\fR"]
    if any(a["kind"] != "positional" for a in shown(command)):
        words.append("[\\fIoptions\\fR]")
    for argument in shown(command):
        if argument["kind"] == "positional":
            word = typed(argument) + ("..." if argument.get("isRepeating") else "")
            words.append("[" + word + "]" if argument.get("isOptional") else word)
    return " ".join(words)


def shown(command):
    """Arguments that help shows, without the two that every command has."""
    return [a for a in command.get("arguments", [])
            if a.get("shouldDisplay", True) and a.get("preferredName", {}).get("name") not in ("help", "version")]


def arguments(command, seen):
    lines = []
    for argument in shown(command):
        key = (argument["kind"], argument.get("valueName"), str(argument.get("names")), argument.get("abstract"))
        if key in seen:
            continue
        lines += [".TP", typed(argument), escaped(argument.get("abstract") or "See \\-\\-help.")]
        if argument.get("defaultValue") not in (None, "false"):
            lines.append("Default: \\fB" + escaped(argument["defaultValue"]) + "\\fR.")
    return lines


def keys(command):
    return {(a["kind"], a.get("valueName"), str(a.get("names")), a.get("abstract")) for a in shown(command)}


def commands(path, command, common, lines):
    subcommands = [c for c in command.get("subcommands", [])
                   if c.get("shouldDisplay", True) and c["commandName"] != "help"]
    if len(path) > 1 and not subcommands:
        lines += [".SS \"" + escaped(" ".join(path[1:])) + "\"", escaped(command.get("abstract", ""))]
        if command.get("discussion"):
            lines += [".PP", escaped(command["discussion"])]
        lines += [".PP", synopsis(path, command)]
        lines += arguments(command, common)
    for sub in subcommands:
        commands(path + [sub["commandName"]], sub, common, lines)


def main():
    tool = sys.argv[1]
    top = json.loads(subprocess.run([tool, "--experimental-dump-help"], check=True, capture_output=True).stdout)["command"]
    version = subprocess.run([tool, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    date = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", "0")) or None))
    check = next(c for c in top["subcommands"] if c["commandName"] == "check")
    # What every command that lints understands is said once.
    diff = next(c for c in top["subcommands"] if c["commandName"] == "diff")
    common = keys(check) & keys(diff) & keys(next(c for c in top["subcommands"] if c["commandName"] == "kpi"))
    lines = [
        '.TH FLYWHEEL\\-LINT 1 "' + date + '" "flywheel\\-lint ' + escaped(version) + '" "User Commands"',
        ".SH NAME", "flywheel\\-lint \\- " + escaped(top["abstract"][0].lower() + top["abstract"][1:].rstrip(".")),
        ".SH SYNOPSIS", synopsis(["flywheel-lint", "[check]"], check).replace("\\fB", "\\fB", 1),
    ]
    for name in ("diff", "baseline", "kpi", "rules"):
        lines += [".br", "\\fBflywheel\\-lint " + name + "\\fR ..."]
    lines += [".SH DESCRIPTION", escaped(top.get("discussion", top["abstract"]))]
    lines += [".SH COMMON OPTIONS"]
    lines += arguments({"arguments": [a for a in shown(check) if (a["kind"], a.get("valueName"), str(a.get("names")), a.get("abstract")) in common]}, set())
    lines += [".TP", "\\fB\\-h\\fR, \\fB\\-\\-help\\fR", "Show help for a command.", ".TP", "\\fB\\-\\-version\\fR", "Show the version."]
    lines += [".SH COMMANDS"]
    commands(["flywheel-lint"], top, common, lines)
    lines += [
        ".SH EXIT STATUS", ".TP", "0", "Clean.", ".TP", "1", "Findings at or above \\fB\\-\\-fail\\-on\\fR, or a KPI over its budget.",
        ".TP", "2", "Wrong usage, configuration or rules, or something that could not be read.", ".TP", "3",
        "There was nothing to lint.", ".SH FILES", ".TP", "\\fI.flywheel\\-lint.yml\\fR", "The configuration, looked for upwards.",
        ".TP", "\\fI.flywheel\\-lint.baseline\\fR", "Accepted findings.", ".TP", "\\fI.flywheel\\-lint/\\fR",
        "Packs of other repositories, and their lock.", ".SH ENVIRONMENT", ".TP", "\\fBNO_COLOR\\fR", "No colour, whatever the terminal.",
        ".TP", "\\fBGITHUB_ACTIONS\\fR", "When \\fItrue\\fR, output cannot be read as a command of the runner.",
        ".SH SEE ALSO", "\\fBgit\\fR(1), \\fBgrep\\fR(1)",
    ]
    print("\n".join(line for line in lines if line))


main()
