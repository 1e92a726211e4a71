#!/usr/bin/env bash
# Compares the tokenizers with independent implementations on any folder of real files; prints agreement per language.
# Installs the implementations from Debian and PyPI (into a virtual environment in .build) when they are missing.
#
#     Scripts/conformance/run.sh TOOL FOLDER...
set -euo pipefail
cd "$(dirname "$0")/../.."
tool=$1
shift
[ $# -gt 0 ] || { echo 'conformance: give a folder of files: make conformance DIR=folder' >&2; exit 2; }

packages=()
command -v go >/dev/null || packages+=(golang-go)
[ -d /usr/share/gocode/src/github.com/hashicorp/hcl ] || packages+=(golang-github-hashicorp-hcl-v2-dev)
command -v nix-instantiate >/dev/null || packages+=(nix-bin)
command -v fy-tool >/dev/null || packages+=(libfyaml-utils)
command -v cmark-gfm >/dev/null || packages+=(cmark-gfm)
if [ ${#packages[@]} -gt 0 ]; then
    echo "conformance: installing ${packages[*]}"
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi
python=.build/conformance/bin/python
[ -x "$python" ] || python3 -m venv .build/conformance
"$python" -c 'import markdown_it, pynix_parser, pyromark, yaml' 2>/dev/null ||
    "$python" -m pip install -q markdown-it-py pynix-parser pyromark PyYAML
status=0
for language in hcl nix yaml markdown embeds; do
    echo "=== $language"
    "$python" "Scripts/conformance/$language.py" --tool "$tool" "$@" || status=1
done
exit "$status"
