#!/usr/bin/env bash
# The action's first step: puts flywheel-lint on PATH. Takes a released binary whose checksum is right, else builds the
# revision that the action is at.
set -euo pipefail
action=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
stamped=$(sed -n 's/.*static let text = "\(.*\)"/\1/p' "$action/Sources/FlywheelLint/Version.swift")
version=${INPUT_VERSION:-$stamped}
version=${version#v}
folder=${RUNNER_TEMP:-/tmp}/flywheel-lint/bin
mkdir -p "$folder"

# Releases stand here; a mirror may be named.
releases=${FLYWHEEL_LINT_RELEASES:-https://github.com/tinyland-inc/flywheel-lint/releases/download}

released() {
    [ "$version" != source ] || return 1
    [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.-]+)?$ ]] || {
        echo "::error title=flywheel-lint::version must be like $stamped, or 'source'" >&2
        exit 2
    }
    [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || return 1
    local name=flywheel-lint-$version-linux-x86_64 scratch file
    scratch=$(mktemp -d "$folder/download.XXXXXX")
    for file in "$name.tar.gz" SHA256SUMS; do
        curl --proto '=https,file' --fail --silent --show-error --location --retry 2 --max-time 120 \
            --output "$scratch/$file" "$releases/v$version/$file" || { rm -rf "$scratch"; return 1; }
    done
    # A wrong checksum is no reason to build: somebody changed the file.
    if ! (cd "$scratch" && grep -F "  $name.tar.gz" SHA256SUMS | sha256sum --check --strict --quiet -); then
        echo "::error title=flywheel-lint::the checksum of $name.tar.gz is wrong" >&2
        exit 2
    fi
    tar -xzf "$scratch/$name.tar.gz" -C "$scratch" "$name/flywheel-lint"
    mv -f "$scratch/$name/flywheel-lint" "$folder/flywheel-lint"
    rm -rf "$scratch"
}

if released; then
    echo "flywheel-lint $version, released"
else
    if [ "$version" != source ] && [ "$version" != "$stamped" ]; then
        echo "::error title=flywheel-lint::release $version cannot be had, and the action's own revision is $stamped" >&2
        exit 2
    fi
    echo 'flywheel-lint: no released binary; building from source'
    built=$("$action/Scripts/build-once.sh")
    cp "$built" "$folder/flywheel-lint"
fi
"$folder/flywheel-lint" --version >/dev/null
echo "$folder" >>"${GITHUB_PATH:-/dev/null}"
