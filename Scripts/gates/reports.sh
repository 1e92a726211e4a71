#!/usr/bin/env bash
# reports.sh TOOL: what each format says of a nasty tree and of this repository, judged by programs that are not ours: XML
# and JSON readers, schemas, and, where ../shared/tools is beside this repository, its checkers of SARIF and of the log
# of a GitHub step.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
tool=$(realpath "$1")
bin=$(Scripts/gates/tools.sh) || exit 2
root=$PWD
shared=$(realpath -m "${FLYWHEEL_SHARED:-../shared}")/tools
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# expect NAME COMMAND...: shows what the command says only when it fails.
expect() {
    local name=$1
    shift
    if "$@" >"$scratch/log" 2>&1; then
        echo "  ok: $name"
    else
        echo "  FAILED: $name"
        cut -c 1-300 "$scratch/log" | head -n 20 | sed 's/^/    | /'
        failures=$((failures + 1))
    fi
}
# lint FOLDER ARGUMENTS...: status 1 says that there are findings.
lint() {
    local folder=$1 status
    shift
    (cd "$folder" && "$tool" check --quiet "$@")
    status=$?
    [ "$status" -le 1 ]
}

for tree in nasty moved; do
    if [ "$tree" = nasty ]; then lines=0; else lines=7; fi
    python3 Scripts/gates/nasty_tree.py "$scratch/$tree" $lines || exit 2
    outputs=()
    for format in json jsonl sarif sarif-github gitlab junit checkstyle rdjson markdown github; do
        outputs+=(--output "$format=$scratch/$tree.$format")
    done
    expect "all formats of the $tree tree" lint "$scratch/$tree" "${outputs[@]}"
done
expect 'the same again, by one worker' lint "$scratch/nasty" --jobs 1 --output "sarif=$scratch/again.sarif" \
    --output "sarif-github=$scratch/again.sarif-github"

"$tool" schema report >"$scratch/report.schema.json"
expect 'json: its own schema' "$bin/check-jsonschema" --schemafile "$scratch/report.schema.json" "$scratch/nasty.json"
one_a_line() { python3 -c 'import json, sys; [json.loads(line) for line in open(sys.argv[1])]' "$1"; }
expect 'jsonl: JSON on each line' one_a_line "$scratch/nasty.jsonl"
well_formed() { python3 -c 'import sys, xml.dom.minidom as m; [m.parse(f) for f in sys.argv[1:]]' "$@"; }
expect 'junit, checkstyle: XML' well_formed "$scratch/nasty.junit" "$scratch/nasty.checkstyle"

if [ -d "$shared" ]; then
    expect 'gitlab: its schema' "$bin/check-jsonschema" --schemafile "$shared/schema/gitlab-codequality.json" "$scratch/nasty.gitlab"
    expect 'rdjson: its schema' "$bin/check-jsonschema" --schemafile "$shared/schema/rdf-DiagnosticResult.json" "$scratch/nasty.rdjson"
    sarif() {
        "$bin/python" "$shared/sarif_check.py" --strict --require SARIF2010 --require SARIF2003 --ignore SARIF2009 --ignore SARIF2011 "$@" \
            >"$scratch/sarif.log" 2>"$scratch/sarif.sum"
        local status=$?
        cat "$scratch/sarif.log"
        [ $status -eq 0 ] && [ ! -s "$scratch/sarif.log" ]
    }
    for profile in sarif sarif-github; do
        expect "$profile: a nasty tree, twice" sarif "$scratch/nasty.$profile" --root "$scratch/nasty" --same-as "$scratch/again.$profile"
        expect "$profile: after inserted lines" sarif "$scratch/moved.$profile" --root "$scratch/moved" --same-findings "$scratch/nasty.$profile"
        expect "$profile: this repository" lint "$root" --output "$profile=$scratch/own.$profile"
        lint "$root" --jobs 1 --output "$profile=$scratch/own.again.$profile"
        expect "$profile: this repository, twice" sarif "$scratch/own.$profile" --root "$root" --same-as "$scratch/own.again.$profile"
    done
    harmless() { python3 "$shared/gha_annotations_check.py" --root "$scratch/nasty" <"$1"; }
    expect 'github: no line is a command of a stranger' harmless "$scratch/nasty.github"
    for format in text concise github json jsonl sarif markdown gitlab rdjson junit checkstyle; do
        (cd "$scratch/nasty" && GITHUB_ACTIONS=true "$tool" check --output "$format" >"$scratch/step" 2>&1)
        expect "$format on a step's log is harmless" harmless "$scratch/step"
    done
else
    echo "  note: $shared is not here; SARIF and the log of a step are checked by unit tests only"
fi
secret() { ! grep -l user:secret@ "$scratch"/nasty.*; }
expect 'no password of the remote in any report' secret
gone() { (cd "$scratch/nasty" && "$tool" check --output text | head -n 1; exit $((PIPESTATUS[0] > 1))); }
expect 'a reader that goes away is no error' gone
[ "$failures" -eq 0 ]
