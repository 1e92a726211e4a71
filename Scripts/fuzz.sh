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
readers=(pack configuration baseline report selector pattern literals suppressions git-raw git-index ignore)
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("${readers[@]}" "${tokenizers[@]}")
root=$PWD
cd Fuzz
build() {
    # One option with both names: of two, the compiler would heed only the last, and nothing would be measured.
    swift build -c release --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address --product "$1"
}
program_of() { case " ${readers[*]} " in *" $1 "*) echo FuzzReaders ;; *) echo FuzzTokenizers ;; esac; }
for target in "${targets[@]}"; do program_of "$target"; done | sort -u | while read -r program; do build "$program"; done
failed=0
for target in "${targets[@]}"; do
    echo "=== $target, $seconds s"
    mkdir -p ".build/corpus/$target" "Corpus/$target"
    log=".build/fuzz-$target.log"
    FUZZ_TARGET=$target FUZZ_LANGUAGE=$target ".build/release/$(program_of "$target")" -max_total_time="$seconds" \
        -max_len=4096 -timeout=5 -rss_limit_mb=2048 -detect_leaks=1 -print_final_stats=1 \
        -artifact_prefix="$root/Fuzz/.build/crash-$target-" ".build/corpus/$target" "Corpus/$target" >"$log" 2>&1 || failed=1
    grep -E 'stat::number_of_executed_units|ERROR|SUMMARY|Fatal|Precondition' "$log" | tail -4
    grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -1
    [ "$failed" = 0 ] || { echo "the input is in Fuzz/.build/crash-$target-*; the whole log in Fuzz/$log"; exit 1; }
done
