"""Memory that findings take: python3 Scripts/gates/memory.py TOOL

Trees of 10,000 and 100,000 findings, in every format: at most 100 MiB, and at most 600 bytes for each more finding.
"""
import os
import subprocess
import sys
import tempfile

NAME = "attic" + "-iac"
FORMATS = "text concise json jsonl sarif sarif-github github gitlab junit checkstyle rdjson markdown".split()


def tree(folder, files):
    os.makedirs(folder)
    for number in range(files):
        with open(os.path.join(folder, f"f{number}.md"), "w", encoding="utf-8") as file:
            file.writelines(f"The {NAME} project of line {line}.\n" for line in range(500))


def peak(tool, folder, output, work):
    """In bytes. What a child says is at least what this program has, which is less than any of these."""
    command = [tool, "check", ".", "--no-config", "--fail-on", "never", "--quiet", "--output", f"{output}={work}/out"]
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    if status != 0:
        sys.exit(f"{output}: status {status}")
    return usage.ru_maxrss * 1024


def main():
    tool = os.path.abspath(sys.argv[1])
    failed = False
    with tempfile.TemporaryDirectory() as work:
        small, large = os.path.join(work, "small"), os.path.join(work, "large")
        tree(small, 20)
        tree(large, 200)
        for output in FORMATS:
            few, many = peak(tool, small, output, work), peak(tool, large, output, work)
            each = (many - few) / 90_000
            bad = many > 100 << 20 or each > 600
            failed = failed or bad
            print(f"{output}: {many / (1 << 20):.1f} MiB, {each:.0f} bytes a finding{' (must: 100 MiB, 600 bytes)' if bad else ''}")
    sys.exit(failed)


main()
