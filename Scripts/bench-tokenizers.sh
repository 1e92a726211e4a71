#!/usr/bin/env bash
# Megabytes a second of every tokenizer on the real files below the given folders (this repository's own, unless some are
# given), the YAML structure beside bare libyaml, and how time grows from one megabyte to two.
set -euo pipefail
cd "$(dirname "$0")/.."
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX
[ $# -gt 0 ] || set -- Fixtures Rules docs Sources Scripts README.md CONTRIBUTING.md Makefile
swift build --package-path Benchmarks -c release --product BenchTokenizers 2>&1 | grep -E 'error|warning|Compiling|Build' | tail -1
# Memory stays with the process: else glibc maps blocks of more than 32 MB anew each time, and what is measured is the
# kernel's clearing of pages, from that size on only.
MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=17179869184 Benchmarks/.build/release/BenchTokenizers --growth "$@"
