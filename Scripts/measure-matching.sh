#!/bin/sh
# Measures how findings are matched and ledgers are merged, in an optimised build:
#
#   Scripts/measure-matching.sh CLONE...     the histories of these clones: pairs of commits 8 to 40 apart,
#                                            git's own mapping of lines, moved ones too, as the truth
#   Scripts/measure-matching.sh --edits [N]  N (1,000) random edits in each of 12 settings, on this repository's files and
#                                            on made ones, against findings and against a ledger
#   Scripts/measure-matching.sh --merge [N]  N (1,000) merges of two branches, each fixing 3 and adding 2 of 400
#                                            findings, by git with merge=union and by the merge driver
#
# FLYWHEEL_PAIRS sets how many pairs a history gives (40); with FLYWHEEL_SHOW=1 they list where git says otherwise.
set -eu

if [ $# -eq 0 ]; then
    sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi

if [ "$1" = --merge ]; then
    FLYWHEEL_MERGE_TRIALS=${2:-1000}
    export FLYWHEEL_MERGE_TRIALS
    filter='Merging branches'
elif [ "$1" = --edits ]; then
    FLYWHEEL_EDITS=${2:-1000}
    export FLYWHEEL_EDITS
    filter='Matching under edits'
else
    FLYWHEEL_HISTORIES=
    for clone in "$@"; do
        FLYWHEEL_HISTORIES="${FLYWHEEL_HISTORIES:+$FLYWHEEL_HISTORIES:}$(cd "$clone" && pwd)"
    done
    export FLYWHEEL_HISTORIES
    filter='Matching on real histories'
fi

cd "$(dirname "$0")/.."
# Other tests look into modules, which an optimised build forbids unless told.
exec swift test --configuration release -Xswiftc -enable-testing --filter "$filter"
