#!/usr/bin/env bash
# The programs in packages of their own, Fuzz/ and Benchmarks/, still compile against the modules of today, and each fuzz
# target takes its corpus. They are linked to what `make test` built: a build of their own would cost minutes.
#   other_programs.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
built=.build/debug
[ -d "$built/Modules" ] || { echo "$built/Modules is missing: make test first"; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

options=(-swift-version 6 -warnings-as-errors -I "$built/Modules" -Xcc -fmodule-map-file="$PWD/$built/CSystem.build/module.modulemap")
objects=("$built"/ArgumentParser.build/*.o "$built"/ArgumentParserToolInfo.build/*.o)
for folder in Sources/*/; do
    module=$(basename "$folder")
    if [ -f "$folder/module.modulemap" ]; then
        options+=(-Xcc -fmodule-map-file="$PWD/$folder/module.modulemap")
    elif [ "$module" != flywheel-lint ]; then
        objects+=("$built/$module.build"/*.o)
    fi
done

for program in FuzzReaders FuzzTokenizers FuzzPipeline; do
    swiftc "${options[@]}" -parse-as-library -sanitize=fuzzer -o "$scratch/$program" Fuzz/Sources/"$program"/*.swift \
        "${objects[@]}" -lpcre2-8 -lyaml
done
swiftc "${options[@]}" -typecheck -Xcc -fmodule-map-file="$PWD/Benchmarks/Sources/CBareYAML/module.modulemap" \
    Benchmarks/Sources/BenchTokenizers/*.swift

# run PROGRAM TARGET: the corpus and a few hundred variants of it, without a guide.
run() {
    local corpus=("$scratch/$2")
    mkdir "$scratch/$2"
    [ -d "Fuzz/Corpus/$2" ] && corpus+=("Fuzz/Corpus/$2")
    FUZZ_TARGET=$2 FUZZ_LANGUAGE=$2 "$scratch/$1" -runs=300 -seed=1 -max_len=4096 -timeout=10 -detect_leaks=0 \
        -artifact_prefix="$scratch/" "${corpus[@]}" >"$scratch/log" 2>&1 ||
        { echo "$2:"; tail -20 "$scratch/log"; exit 1; }
    echo "$2: $(grep -oE 'Done [0-9]+ runs' "$scratch/log")"
}

# targets LIST: the targets as Scripts/fuzz.sh has them, so that none is forgotten.
targets() {
    local names
    names=$(sed -nE "s/^$1=\(([a-z -]+)\)\$/\1/p" Scripts/fuzz.sh)
    [ -n "$names" ] || { echo "Scripts/fuzz.sh has no list '$1'" >&2; exit 1; }
    tr ' ' '\n' <<<"$names"
}
readers=$(targets readers)
tokenizers=$(targets tokenizers)
pipeline=$(targets pipeline)
for target in $readers; do run FuzzReaders "$target"; done
for target in $tokenizers; do run FuzzTokenizers "$target"; done
for target in $pipeline; do run FuzzPipeline "$target"; done
