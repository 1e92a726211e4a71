#!/usr/bin/env bash
# Makes dist/: one static, stripped executable for Linux x86-64 with everything inside (Swift's runtime, libyaml, PCRE2
# and the C library), an archive of it with manual page and completions, a Python wheel that carries it, checksums.
# The same sources give the same bytes, apart from the compiler.
set -euo pipefail
cd "$(dirname "$0")/.."
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX

version=$(sed -n 's/.*static let text = "\(.*\)"/\1/p' Sources/FlywheelLint/Version.swift)
[ -n "$version" ] || { echo 'dist: no version in Sources/FlywheelLint/Version.swift' >&2; exit 2; }
machine=$(uname -m)
name=flywheel-lint-$version-linux-$machine
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}
export SOURCE_DATE_EPOCH

Scripts/install-dependencies.sh
# The link differs from that of any release build, and some modules are made small (Package.swift). The linker says of every
# function of libFoundationEssentials that looks up a user that it wants a dynamic C library; none of them is ever called.
log=.build/dist.log
mkdir -p .build
if ! FLYWHEEL_LINT_STATIC=1 swift build --configuration release --product flywheel-lint >$log 2>&1; then
    tail -n 40 $log >&2
    exit 1
fi
cp .build/release/flywheel-lint .build/flywheel-lint-static
# `make build` gives what it gave before.
swift build --configuration release --product flywheel-lint >>$log 2>&1
if ldd .build/flywheel-lint-static >/dev/null 2>&1; then
    echo 'dist: this toolchain has no static libraries, or no lld: the executable needs others' >&2
    exit 1
fi

rm -rf dist
mkdir -p "dist/$name/completions"
# (Nor are the tables that unwind a stack: 1.9 MB that only exceptions and a cancelled thread would read.)
strip --remove-section .eh_frame -o "dist/$name/flywheel-lint" .build/flywheel-lint-static
tool=dist/$name/flywheel-lint
[ "$("$tool" --version)" = "$version" ] || { echo "dist: the binary does not say $version" >&2; exit 1; }
python3 Scripts/man-page.py "$tool" >"dist/$name/flywheel-lint.1"
"$tool" --generate-completion-script bash >"dist/$name/completions/flywheel-lint.bash"
"$tool" --generate-completion-script zsh >"dist/$name/completions/_flywheel-lint"
"$tool" --generate-completion-script fish >"dist/$name/completions/flywheel-lint.fish"
cp LICENSE README.md CHANGELOG.md THIRD-PARTY.md "dist/$name/"

tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C dist -cf - "$name" |
    gzip -9n >"dist/$name.tar.gz"
python3 Scripts/wheel.py "$tool" "$version" "$machine" dist
rm -rf "dist/$name"
(cd dist && sha256sum -- * >SHA256SUMS)
ls -l dist
