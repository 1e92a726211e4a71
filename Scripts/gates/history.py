#!/usr/bin/env python3
"""history.py TOOL [REPOSITORY [COMMITS]]: `kpi --history` and `diff` beside real checkouts, by Scripts/check-history.py and
Scripts/check-diff.py.

Of REPOSITORY (the project's own) a clone is made; in CI that may be a shallow one, of which what is there is compared."""
import os
import pathlib
import subprocess
import sys
import tempfile

from expectations import ROOT

tool = os.path.abspath(sys.argv[1])
repository = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else str(ROOT)
commits = sys.argv[3] if len(sys.argv) > 3 else "4"
with tempfile.TemporaryDirectory() as folder:
    clone = str(pathlib.Path(folder) / "clone")
    if subprocess.run(["git", "-C", repository, "rev-parse", "--quiet", "--verify", "HEAD"], stdout=subprocess.DEVNULL).returncode:
        print("skipped: this is no git repository, or has no commit")
        sys.exit(0)
    subprocess.run(["git", "clone", "--quiet", repository, clone], check=True)
    status = subprocess.run([sys.executable, str(ROOT / "Scripts/check-history.py"), tool, clone, commits]).returncode
    count = int(subprocess.check_output(["git", "-C", clone, "rev-list", "--count", "--first-parent", "HEAD"]))
    if count > 1:
        pair = [f"HEAD~{min(4, count - 1)}", "HEAD"]
        check = [sys.executable, str(ROOT / "Scripts/check-diff.py"), tool, clone, *pair]
        status = subprocess.run(check).returncode or status
    sys.exit(status)
