#!/usr/bin/env bash
# The action's second step: one run with all the outputs that the later steps need. Ends with 0 whatever was found: the
# upload and the comment come first, the verdict last.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
tool=${RUNNER_TEMP:-/tmp}/flywheel-lint/bin/flywheel-lint
[ -x "$tool" ] || tool=flywheel-lint
out=${RUNNER_TEMP:-/tmp}/flywheel-lint/out
mkdir -p "$out"
rm -f "$out"/*
cd "${GITHUB_WORKSPACE:-.}" || exit 2

# What a later line says must not be taken for a command: text of a stranger is only printed by the linter, which knows.
output() { printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/null}"; }
notice() { printf '::notice title=flywheel-lint::%s\n' "$1"; }

# number, base and read-only of the event, one a line; empty where it has none.
mapfile -t event < <(python3 "$here/event.py" 2>/dev/null)
number=${event[0]:-} base=${event[1]:-} read_only=${event[2]:-}

case ${INPUT_BASE:-} in
    '') ;;
    none) base= ;;
    *) base=$INPUT_BASE ;;
esac

# Makes sure that the base is here: a checkout is shallow. Sets $base to what git knows it by.
fetch_base() {
    local found
    [ -f "$base" ] && return 0
    case $base in -*) return 1 ;; esac
    for found in "$base" "origin/$base"; do
        if git rev-parse --verify --quiet --end-of-options "$found^{commit}" >/dev/null; then
            base=$found
            return 0
        fi
    done
    git fetch --quiet --no-tags --depth=1 --no-recurse-submodules origin "$base" 2>/dev/null || return 1
    base=$(git rev-parse --verify --quiet FETCH_HEAD) || return 1
}

arguments=(check)
if [ -n "$base" ]; then
    if fetch_base; then
        arguments=(diff "$base")
    elif [ -n "${INPUT_BASE:-}" ]; then
        echo '::error title=flywheel-lint::the base is no revision that can be had, and no file'
        output status 2
        exit 0
    else
        notice 'the base of the pull request cannot be fetched, so all findings count; check out with fetch-depth: 0'
    fi
fi
[ -n "${INPUT_CONFIG:-}" ] && arguments+=(--config "$INPUT_CONFIG")
[ -n "${INPUT_FAIL_ON:-}" ] && arguments+=(--fail-on "$INPUT_FAIL_ON")
if [[ ${INPUT_ARGS:-} == *$'\n'* ]]; then
    while IFS= read -r argument; do [ -n "$argument" ] && arguments+=("$argument"); done <<<"$INPUT_ARGS"
elif [ -n "${INPUT_ARGS:-}" ]; then
    read -r -a more <<<"$INPUT_ARGS"
    arguments+=("${more[@]}")
fi
arguments+=(
    --output github --output "sarif-github=$out/flywheel-lint.sarif" --output "json=$out/flywheel-lint.json"
    --output "markdown=$out/flywheel-lint.md"
)

GITHUB_ACTIONS=true "$tool" "${arguments[@]}" 2>"$out/errors"
status=$?
# Errors carry names of files too; nothing in them may look like a command.
sed -e 's/^[[:space:]]*::/. ::/' -e 's/##\[/## [/g' "$out/errors" >&2
if [ "$status" -ge 2 ]; then
    printf '::error title=flywheel-lint::%s\n' "$(head -n 1 "$out/errors" | sed -e 's/%/%25/g' -e 's/##\[/## [/g')"
fi

if [ -s "$out/flywheel-lint.md" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    # A summary over 1 MiB is refused as a whole.
    head -c 900000 "$out/flywheel-lint.md" >>"$GITHUB_STEP_SUMMARY"
    printf '\n' >>"$GITHUB_STEP_SUMMARY"
fi

output status "$status"
output read-only "${read_only:-false}"
output json "$out/flywheel-lint.json"
output markdown "$out/flywheel-lint.md"
output sarif "$out/flywheel-lint.sarif"
upload=false
[ "${INPUT_UPLOAD_SARIF:-true}" = true ] && [ -s "$out/flywheel-lint.sarif" ] && upload=true
output upload "$upload"
comment=false
if [ "${INPUT_COMMENT:-false}" = true ] && [ -n "$number" ] && [ -s "$out/flywheel-lint.md" ]; then
    if [ "$read_only" = true ]; then
        notice 'the token of a pull request from a fork cannot write a comment; the comparison is in the summary of the step'
    else
        comment=true
    fi
fi
output comment "$comment"
exit 0
