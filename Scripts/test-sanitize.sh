#!/usr/bin/env bash
# All tests, and the tool that they start, built with sanitizers: `address` (with undefined behaviour of C) and `thread`.
#   test-sanitize.sh [address|thread]...     both when none is named
# Each has a folder of its own below .build, so that they do not undo each other's builds. One test target after another,
# with its time; a report of a sanitizer fails it, from the tests or from a tool that they started. TEST_ROUNDS (percent,
# 10 unless set) is how much those tests do that try at random: this code is many times as slow.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX
export TEST_ROUNDS=${TEST_ROUNDS:-10}
kinds=("$@")
[ ${#kinds[@]} -gt 0 ] || kinds=(address thread)
reports=$(mktemp -d) || exit 2
trap 'rm -rf "$reports"' EXIT
failed=0

# test_target KIND TARGET
test_target() {
    local log=$reports/log start=$SECONDS status lines
    # A command leaves by exit(), with its values alive: the fuzzers look for leaks, in the same code (Scripts/fuzz.sh).
    # (In a session of its own: what hangs is a child of a child.)
    # shellcheck disable=SC2016 # the inner shell expands them
    ASAN_OPTIONS="detect_leaks=0:exitcode=99:log_path=$reports/report" TSAN_OPTIONS="exitcode=66:log_path=$reports/report" \
        setsid --wait sh -c 'echo $$ >"$0"; exec timeout 1800 "$@"' "$reports/session" \
        swift test --skip-build "${options[@]}" --filter "^$2\." >"$log" 2>&1
    status=$?
    [ $status -ne 124 ] || pkill -KILL --session "$(cat "$reports/session")"
    lines=$(grep -a 'Test run with' "$log" | tail -1 | sed 's/^[^T]*//')
    echo "$1: $2: ${lines:-no end}; $((SECONDS - start)) s"
    grep -aohE '^[0-9]+ of the usual [0-9]+' "$log" | sort | uniq -c | sed 's/^ */    /; s/ / times: /'
    if ls "$reports"/report.* >/dev/null 2>&1; then
        status=1
        head -40 "$reports"/report.* | cut -c1-300
        rm -f "$reports"/report.*
    fi
    [ $status -eq 0 ] && return
    failed=1
    grep -aE '✘|error:' "$log" | head -20 | cut -c1-300
    echo "$1: $2: FAILED (status $status)"
}

for kind in "${kinds[@]}"; do
    # XCTest's own runner leaks. Swift traps on overflow by itself, and swiftc refuses '-sanitize=undefined' on Linux; C traps
    # here, which needs no runtime.
    options=(--disable-xctest --sanitize "$kind" --scratch-path ".build/sanitize-$kind")
    [ "$kind" = thread ] || options+=(-Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined)
    start=$SECONDS
    # (`swift build` has no XCTest to disable.)
    swift build --build-tests "${options[@]:1}" >"$reports/log" 2>&1 || { tail -40 "$reports/log"; exit 1; }
    echo "$kind: built in $((SECONDS - start)) s"
    for folder in Tests/*/; do test_target "$kind" "$(basename "$folder")"; done
    echo "$kind: all of it took $((SECONDS - start)) s"
done
exit $failed
