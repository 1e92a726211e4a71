#!/usr/bin/env bash
# Counts the instructions of a few runs (callgrind: the same on every machine of a kind, however busy it is) and compares
# them with Scripts/instructions.txt. Fails when one is more than a tenth above what is recorded.
#   instructions.sh TOOL [--record]
set -euo pipefail
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null || { echo "skipped: valgrind is not installed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Valgrind cannot read Swift's debugging information.
objcopy --strip-debug "$1" "$work/tool"
python3 Scripts/bench.py "$1" --corpus "$work/tree" --files 500
: >"$work/empty.md"
count() {
    local name=$1
    shift
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$work/tool" "$@" 2>"$work/log" >/dev/null || true
    echo "$name $(awk '/refs:/ { gsub(",", "", $NF); print $NF }' "$work/log")"
}
{
    count version --version
    count start check "$work/empty.md" --no-config --quiet
    count files-500 check "$work/tree" --no-config --quiet --jobs 1
} >"$work/now"
cat "$work/now"
if [ "${2:-}" = --record ]; then
    cp "$work/now" Scripts/instructions.txt
    exit 0
fi
awk 'NR == FNR { recorded[$1] = $2; next }
     $2 == "" || $2 > recorded[$1] * 1.1 { print $1 ": " $2 " instructions, recorded are " recorded[$1]; bad = 1 }
     END { exit bad }' Scripts/instructions.txt "$work/now"
