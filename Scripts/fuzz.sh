#!/usr/bin/env bash
# Fuzzes every tokenizer for SECONDS each with libFuzzer and the address sanitizer; stops at the first crash.
set -euo pipefail
cd "$(dirname "$0")/.."
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX
seconds=${1:-60}
root=$PWD
cd Fuzz
# One option with both names: of two, the compiler would heed only the last, and nothing would be measured.
swift build -c release --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address --product FuzzTokenizers
for language in hcl nix yaml markdown shell justfile json javascript html python toml tex; do
    echo "=== $language, $seconds s"
    mkdir -p ".build/corpus/$language"
    FUZZ_LANGUAGE=$language .build/release/FuzzTokenizers -max_total_time="$seconds" -max_len=4096 -timeout=5 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$root/Fuzz/.build/crash-$language-" \
        ".build/corpus/$language" 2>&1 | grep -E 'stat::number_of_executed_units|ERROR|SUMMARY|Fatal|cov:' | tail -4
done
