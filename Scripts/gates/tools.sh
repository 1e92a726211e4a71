#!/usr/bin/env bash
# Installs the programs of requirements.txt into .build/tools when they are missing, and prints that folder's bin.
set -euo pipefail
cd "$(dirname "$0")/../.."
list=Scripts/gates/requirements.txt
folder=$PWD/.build/tools
if ! cmp -s "$list" "$folder/installed.txt"; then
    echo "tools: installing $(grep -vc '^#' "$list") programs from PyPI into .build/tools" >&2
    rm -rf "$folder"
    if ! python3 -m venv "$folder" >/dev/null 2>&1; then
        echo 'tools: installing python3-venv by apt-get' >&2
        apt-get update -qq >&2
        apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        rm -rf "$folder"
        python3 -m venv "$folder"
    fi
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$list" >&2
    cp "$list" "$folder/installed.txt"
fi
printf '%s\n' "$folder/bin"
