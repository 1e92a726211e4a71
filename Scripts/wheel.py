#!/usr/bin/env python3
"""wheel.py BINARY VERSION MACHINE FOLDER: a wheel that puts the binary on PATH, made with the standard library only.

The binary is static, so it runs with any C library: the wheel says so by its tags."""
import base64
import hashlib
import os
import sys
import time
import zipfile

SUMMARY = "Keeps what a repository says true: finds stale names, endpoints, state backends and claims"
METADATA = """Metadata-Version: 2.1
Name: flywheel-lint
Version: {version}
Summary: {summary}
Home-page: https://github.com/tinyland-inc/flywheel-lint
License: Zlib
Platform: Linux
Classifier: Environment :: Console
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Software Development :: Quality Assurance
Requires-Python: >=3.7
Description-Content-Type: text/markdown

{readme}"""


def main():
    binary, version, machine, folder = sys.argv[1:5]
    tags = [f"manylinux_2_17_{machine}", f"manylinux2014_{machine}", f"musllinux_1_1_{machine}"]
    name = f"flywheel_lint-{version}"
    with open("README.md", encoding="utf-8") as file:
        readme = file.read()
    with open(binary, "rb") as file:
        tool = file.read()
    with open("LICENSE", "rb") as file:
        licence = file.read()
    with open("THIRD-PARTY.md", "rb") as file:
        others = file.read()
    wheel = "Wheel-Version: 1.0\nGenerator: flywheel-lint\nRoot-Is-Purelib: false\n"
    wheel += "".join(f"Tag: py3-none-{tag}\n" for tag in tags)
    files = [
        (f"{name}.data/scripts/flywheel-lint", tool, 0o755),
        (f"{name}.dist-info/LICENSE", licence, 0o644),
        (f"{name}.dist-info/METADATA", METADATA.format(version=version, summary=SUMMARY, readme=readme).encode(), 0o644),
        (f"{name}.dist-info/THIRD-PARTY.md", others, 0o644),
        (f"{name}.dist-info/WHEEL", wheel.encode(), 0o644),
    ]
    record = f"{name}.dist-info/RECORD"
    lines = []
    for path, data, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(data)}\n")
    files.append((record, ("".join(lines) + f"{record},,\n").encode(), 0o644))
    # A zip knows no time before 1980.
    when = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), 315532800))[:6]
    target = os.path.join(folder, f"{name}-py3-none-{'.'.join(tags)}.whl")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data, mode in files:
            info = zipfile.ZipInfo(path, when)
            info.external_attr = (0o100000 | mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    print(target)


main()
