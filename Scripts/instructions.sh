#!/usr/bin/env bash
# Counts the instructions of a few runs (callgrind: the same on every machine of a kind, however busy it is) and compares
# them with Scripts/instructions.txt. Fails when one is more than a tenth above what is recorded, or when a tree of ten
# times as many files costs more than 10^1.05 times as much. (`named`: five files of a tree, as a hook names them. The rest of
# the tree must not be read for their sake.)
#   instructions.sh TOOL [--record]
set -euo pipefail
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null || { echo "skipped: valgrind is not installed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Valgrind cannot read Swift's debugging information.
objcopy --strip-debug "$1" "$work/tool"
python3 Scripts/bench.py "$1" --corpus "$work/tree" --files 500
python3 Scripts/gates/large_tree.py "$work/small" 2000
python3 Scripts/gates/large_tree.py "$work/large" 20000
: >"$work/empty.md"
python3 Scripts/gates/large_tree.py "$work/named" 2000
git -C "$work/named" init -q
printf 'resource "aws_s3_bucket" "state" {\n  bucket = "state"\n}\n' >"$work/named/store.tf"
printf 'The state of the server.\n' | tee "$work/named/a.md" "$work/named/b.json" >"$work/named/c.py"
count() {
    local name=$1
    shift
    (cd "${folder:-.}" && exec valgrind --tool=callgrind --callgrind-out-file=/dev/null "$work/tool" "$@") 2>"$work/log" >/dev/null || true
    echo "$name $(awk '/refs:/ { gsub(",", "", $NF); print $NF }' "$work/log")"
}
check=(check --no-config --quiet --jobs 1)
{
    count version --version
    count start check "$work/empty.md" --no-config --quiet
    folder=$work/named count named "${check[@]}" .github/workflows/w0.yml store.tf a.md b.json c.py
    count files-500 "${check[@]}" "$work/tree"
    count tree-2000 "${check[@]}" "$work/small" --output concise
    count tree-20000 "${check[@]}" "$work/large" --output concise
} >"$work/now"
cat "$work/now"
awk '{ count[$1] = $2 }
     END {
         exponent = log((count["tree-20000"] - count["start"]) / (count["tree-2000"] - count["start"])) / log(10)
         printf "exponent from 2,000 to 20,000 files: %.3f\n", exponent
         exit !(exponent <= 1.05)
     }' "$work/now" || { echo "it must be 1.05 at most"; exit 1; }
if [ "${2:-}" = --record ]; then
    cp "$work/now" Scripts/instructions.txt
    exit 0
fi
awk 'NR == FNR { recorded[$1] = $2; next }
     $2 == "" || $2 > recorded[$1] * 1.1 { print $1 ": " $2 " instructions, recorded are " recorded[$1]; bad = 1 }
     END { exit bad }' Scripts/instructions.txt "$work/now"
