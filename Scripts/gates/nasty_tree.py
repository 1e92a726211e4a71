#!/usr/bin/env python3
"""nasty_tree.py FOLDER [LINES]: a repository of everything that has ever broken a report, with findings in most files, and
LINES more lines at the head of each."""
import os
import subprocess
import sys

ROOT = sys.argv[1].encode()
HEAD = b"x\n" * int(sys.argv[2]) if len(sys.argv) > 2 else b""
BOM = b"\xef\xbb\xbf"
NAME = "attic-iac"
LINE = f"See {NAME} and {NAME} at http://attic.nix-cache.svc.cluster.local:8080/_api.\n"

NAMES = [
    "a b", "a:b", "x#y", "100%", "br[ac]ket", "q?u&e", "ünï/日本", "new\nline", "quote'\"", "back\\slash",
    "::set-env name=A::b", "##[add-mask]x", b"latin\xff", "-dash", " lead", "trail ", "a,b", "\u202ebidi", "esc\x1b[31m",
    "{0}", "`tick`", "a\tb", "%41", "~", "😀", "e\u0301", "a=b;c", "con",
]
FILES = {
    "crlf.md": (LINE * 3).replace("\n", "\r\n"),
    "bom.md": "\ufeff" + LINE * 2,
    "bom-crlf.yml": "\ufeff# " + LINE.replace("\n", "\r\n"),
    "emoji.md": "😀😀 👩‍👩‍👧 " + LINE + "é\u0301 ａ " + LINE,
    "tabs.md": "\t\t" + LINE + "text\t" + LINE,
    "empty.md": "",
    "no-final-newline.md": LINE + LINE.rstrip(),
    "lone-cr.md": LINE.replace("\n", "\r") * 3,
    "mixed.md": LINE + LINE.replace("\n", "\r\n") + LINE.replace("\n", "\r") + LINE,
    "bad-utf8.md": b"caf\xe9 " + LINE.encode() + b"\xf0\x9f\x98 " + LINE.encode(),
    "overlong.md": b"\xc0\xaf\xed\xa0\x80 " + LINE.encode(),
    "utf16.md": LINE.encode("utf-16"),
    "commands.md": "".join(
        before + LINE
        for before in (
            "::set-env name=PATH::/evil ", "##[add-mask]secret ", "  ::stop-commands::x ", "\x1b[31mred\x1b[0m ",
            "\u202eevil\u202c ", "\x85::error::x ", "\xa0::add-mask::", "\x0b::set-output name=x::",
            "\u2028::error::x ", "::warning file=x::", "\r::debug::", "##[set-env name=A]", "\ufeff::add-path::/evil",
        )
    ),
    "long.md": "x" * 490_000 + " " + LINE.rstrip() + " " + "y" * 490_000 + "\n" + LINE,
    "over-the-limit.md": "x" * 600_000 + " " + LINE.rstrip() + " " + "y" * 600_000 + "\n" + LINE,
    "many-on-a-line.md": f"word {NAME} " * 400 + "\n",
    "main.tf": 'terraform {\n  backend "http" {\n    lock_address = "https://gitlab.com/api/v4/projects/1/terraform/state/x/lock"\n'
               "  }\n}\n# " + LINE,
    "braces.yml": f"image: ghcr.io/tinyland-inc/{NAME}:{{{{ x }}}}\n# `{{0}}` {NAME} {{\n"
                  'url: "http://attic.nix-cache.svc.cluster.local:8080/{0}`x`[a](1)"\n',
    "zero.md": f"{NAME}\0{LINE}",
    "breaks.md": "a\x0b" + LINE + "\x0c" + LINE + "\u2028" + LINE + "\u2029" + LINE + "\x85 " + LINE,
}


def put(name, data):
    path = os.path.join(ROOT, name if isinstance(name, bytes) else name.encode())
    os.makedirs(os.path.dirname(path), exist_ok=True)
    data = data if isinstance(data, bytes) else data.encode()
    if data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = BOM + HEAD + data[3:] if data.startswith(BOM) else HEAD + data
    with open(path, "wb") as file:
        file.write(data)


def main():
    for name in NAMES:
        put(name + (b".md" if isinstance(name, bytes) else ".md"), LINE)
    for name, data in FILES.items():
        put(name, data)
    for link, target in (("link.md", "crlf.md"), ("dangling.md", "nowhere"), ("folder", "ünï"), ("loop", "loop"), ("up", "..")):
        os.symlink(target, os.path.join(ROOT, link.encode()))
    settings = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]
    for arguments in (
        ["init", "--quiet"], ["remote", "add", "origin", "https://user:secret@github.com/acme/platform.git"],
        ["add", "--all"], ["commit", "--quiet", "--message", "nasty"],
    ):
        subprocess.run(["git", "-C", ROOT, *settings, *arguments], check=True)


main()
