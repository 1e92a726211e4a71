#!/usr/bin/env bash
# Prints the path of a flywheel-lint built from this checkout, and builds it when there is none: once per revision,
# however many clones, worktrees and processes ask at the same time. For the pre-commit hooks and the GitHub Action.
#
# FLYWHEEL_LINT_CACHE says where binaries are kept (default: flywheel-lint in the user's cache folder).
set -euo pipefail

# In a hook git's variables speak of the repository that is committed to. SwiftPM, which runs git on the dependencies,
# would act on that repository's index.
clear_git() {
    local name
    for name in $(git rev-parse --local-env-vars 2>/dev/null); do unset "$name"; done
    unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES \
        GIT_QUARANTINE_PATH GIT_EXEC_PATH
}

# pre-commit keeps what a hook prints until it has ended: progress is only seen on the terminal itself.
progress() {
    { printf 'flywheel-lint: %s\n' "$1" >/dev/tty; } 2>/dev/null || printf 'flywheel-lint: %s\n' "$1" >&2
}

fail() {
    printf 'flywheel-lint: %s\n' "$1" >&2
    exit 2
}

clear_git
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cache=${FLYWHEEL_LINT_CACHE:-${XDG_CACHE_HOME:-${HOME:?HOME is not set}/.cache}/flywheel-lint}

# The tree names the sources, whatever commit or clone they are in. Where there is none, or files were changed, the
# build's own record decides what is new.
revision=
if [ "$(git -C "$here" rev-parse --show-toplevel 2>/dev/null)" = "$here" ] &&
    [ -z "$(git -C "$here" status --porcelain --untracked-files=no 2>/dev/null)" ]; then
    revision=$(git -C "$here" rev-parse --verify --quiet 'HEAD^{tree}') || revision=
fi
scratch=$here/.build/hook
if [ -n "$revision" ]; then
    folder=$cache/$revision-$(uname -s)-$(uname -m)
    tool=$folder/flywheel-lint
    if [ -x "$tool" ]; then
        printf '%s\n' "$tool"
        exit 0
    fi
else
    folder=$scratch
    tool=$scratch/flywheel-lint
fi
mkdir -p "$folder" "$scratch" || fail "$folder: cannot be made; set FLYWHEEL_LINT_CACHE to a folder that can be written"

# SwiftPM locks its own folder, but two clones of one revision have two.
if command -v flock >/dev/null 2>&1; then
    exec 9>"$folder/lock"
    if ! flock -n 9; then
        progress 'waiting for another process that builds this revision'
        flock 9
    fi
fi
if [ -n "$revision" ] && [ -x "$tool" ]; then
    printf '%s\n' "$tool"
    exit 0
fi

command -v swift >/dev/null 2>&1 ||
    fail "no 'swift' on PATH to build with; install Swift 6.2 or later (https://swift.org/install), or put a released flywheel-lint on PATH and use the hook 'flywheel-lint-system'"
if ! { command -v pkg-config >/dev/null 2>&1 && pkg-config --exists yaml-0.1 libpcre2-8; }; then
    # A hook must not ask for a password.
    if [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; then
        "$here/Scripts/install-dependencies.sh" >&2 || exit 2
    else
        fail "libyaml, PCRE2 or pkg-config is missing; run: sudo apt-get install libyaml-dev libpcre2-dev pkg-config"
    fi
fi

options=(--configuration release --product flywheel-lint --package-path "$here" --scratch-path "$scratch")
# With the runtime inside, the binary outlives an upgrade of Swift.
library=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")/lib/swift_static
[ -d "$library" ] && options+=(--static-swift-stdlib)

[ -n "$revision" ] && progress "building revision ${revision:0:12} for the first time; this takes a few minutes"
if ! swift build "${options[@]}" >"$scratch/build.log" 2>&1 9>&-; then
    tail -n 30 "$scratch/build.log" >&2
    fail "the build failed; its whole log is in $scratch/build.log"
fi
built=$(swift build "${options[@]}" --show-bin-path 9>&-)/flywheel-lint
if [ -n "$revision" ] || ! cmp -s "$built" "$tool"; then
    cp "$built" "$tool.$$"
    strip "$tool.$$" 2>/dev/null || true
    mv -f "$tool.$$" "$tool"
fi
if [ -n "$revision" ]; then
    progress 'built'
    rm -rf "$scratch"
fi
printf '%s\n' "$tool"
