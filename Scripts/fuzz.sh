#!/usr/bin/env bash
# Fuzzes each target for SECONDS with libFuzzer and the address sanitizer; stops at the first crash.
#   fuzz.sh SECONDS [TARGET...]     all targets when none is named
# What is found while fuzzing stays in Fuzz/.build; the small corpus to begin with is Fuzz/Corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")/.."
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX
seconds=${1:-60}
shift || true
tokenizers=(hcl nix yaml markdown shell justfile json javascript html python toml tex)
readers=(pack configuration baseline merge report external selector pattern literals suppressions git-raw git-index ignore)
pipeline=(file repository)
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("${readers[@]}" "${tokenizers[@]}" "${pipeline[@]}")
root=$PWD
cd Fuzz
build() {
    # One option with both names: of two, the compiler would heed only the last, and nothing would be measured.
    swift build -c release --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address --product "$1"
}
program_of() {
    case " ${readers[*]} " in *" $1 "*) echo FuzzReaders && return ;; esac
    case " ${pipeline[*]} " in *" $1 "*) echo FuzzPipeline && return ;; esac
    echo FuzzTokenizers
}
for target in "${targets[@]}"; do program_of "$target"; done | sort -u | while read -r program; do build "$program"; done
failed=0
# What the pipeline begins with: the cases of the rules.
mkdir -p .build/seeds/file .build/seeds/repository
if [ -x .build/release/FuzzPipeline ]; then ASAN_OPTIONS=detect_leaks=0 FUZZ_TARGET=file FUZZ_SEEDS=.build/seeds .build/release/FuzzPipeline; fi
for target in "${targets[@]}"; do
    echo "=== $target, $seconds s"
    mkdir -p ".build/corpus/$target" "Corpus/$target"
    log=".build/fuzz-$target.log"
    case $(program_of "$target") in
    FuzzPipeline) more=(".build/seeds/$target" -dict=pipeline.dict -max_len=16384) ;;
    FuzzTokenizers) more=("$root/Fixtures") ;;
    *) more=() ;;
    esac
    # (Swift's own account of a crash is itself one, under the sanitizer.)
    SWIFT_BACKTRACE=enable=no FUZZ_TARGET=$target FUZZ_LANGUAGE=$target ".build/release/$(program_of "$target")" -max_total_time="$seconds" \
        -max_len=4096 -timeout=5 -rss_limit_mb=2048 -detect_leaks=1 -print_final_stats=1 \
        -artifact_prefix="$root/Fuzz/.build/crash-$target-" ".build/corpus/$target" "Corpus/$target" "${more[@]}" >"$log" 2>&1 || failed=1
    grep -E 'stat::number_of_executed_units|ERROR|SUMMARY|Fatal|Precondition' "$log" | tail -4
    grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -1
    [ "$failed" = 0 ] || { echo "the input is in Fuzz/.build/crash-$target-*; the whole log in Fuzz/$log"; exit 1; }
done
