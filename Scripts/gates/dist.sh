#!/usr/bin/env bash
# What `make dist` made: small, stripped, static, without ICU, starts at once, runs in a root with nothing in it, and a
# wheel that works in a clean environment.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
here=$PWD
scratch=$(mktemp -d)
trap 'umount "$scratch/root/proc" 2>/dev/null; rm -rf "$scratch"' EXIT
version=$(sed -n 's/.*static let text = "\(.*\)"/\1/p' Sources/FlywheelLint/Version.swift)
name=flywheel-lint-$version-linux-$(uname -m)
failures=0

expect() {
    local what=$1
    shift
    if "$@" >"$scratch/log" 2>&1; then
        echo "  ok: $what"
    else
        echo "  FAILED: $what"
        tail -n 20 "$scratch/log" | sed 's/^/    | /'
        failures=$((failures + 1))
    fi
}

expect 'checksums' bash -c 'cd dist && sha256sum --check --strict SHA256SUMS'
expect 'the archive unpacks' tar -xzf "dist/$name.tar.gz" -C "$scratch"
tool=$scratch/$name/flywheel-lint
size=$(stat -c %s "$tool")
expect "smaller than 20 MiB: $size bytes" [ "$size" -lt 20971520 ]
static() { ! readelf --program-headers "$1" | grep -E 'INTERP|DYNAMIC'; }
expect 'static: needs no library and no loader' static "$tool"
stripped() { ! readelf --sections --wide "$1" | grep -E ' \.(symtab|debug_info) '; }
expect 'stripped' stripped "$tool"
# The names are in the binary before it was stripped.
no_icu() { ! nm .build/flywheel-lint-static | grep -E '_FoundationICU|FoundationInternationalization| (u_|ucol_|ubrk_|uloc_|ucal_)[a-z]+(_[0-9]+)?$'; }
expect 'no symbol of ICU' no_icu
expect 'says its version' [ "$("$tool" --version)" = "$version" ]
median() {
    python3 - "$tool" <<'PY'
import statistics, subprocess, sys, time
def once(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1e3
# Other work on the machine must not fail it: the best of some medians.
best = min(statistics.median(once([sys.argv[1], "--version"]) for _ in range(41)) for _ in range(5))
print(f"    --version: median {best:.2f} ms, of which {statistics.median(once(['/bin/true']) for _ in range(41)):.2f} ms is starting any process")
sys.exit(best >= 5)
PY
}
if median; then echo '  ok: starts in less than 5 ms'; else echo '  FAILED: starts in less than 5 ms'; failures=$((failures + 1)); fi

# An empty root: the binary, /proc (Swift's runtime looks for its own path there), and files to lint.
mkdir -p "$scratch/root/proc"
cp "$tool" "$scratch/root/"
cp -r Fixtures/platform "$scratch/root/"
(cd "$scratch/root" && "$tool" check platform --no-config --quiet --output concise >"$scratch/here")
# The linker folds functions here; a build that does not must say the same.
if [ -x .build/release/flywheel-lint ]; then
    same() { diff <(cd "$scratch/root" && "$here/.build/release/flywheel-lint" check platform --no-config --quiet --output concise) "$scratch/here"; }
    expect 'finds what the usual build finds' same
fi
empty_root() {
    if [ "$(id -u)" -eq 0 ]; then
        mount -t proc proc "$scratch/root/proc" 2>/dev/null || mount --bind /proc "$scratch/root/proc" || return 1
        chroot "$scratch/root" /flywheel-lint check /platform --no-config --quiet --output concise >"$scratch/there"
    else
        unshare --user --map-root-user --mount --pid --fork sh -c "mount -t proc proc '$scratch/root/proc' &&
            chroot '$scratch/root' /flywheel-lint check /platform --no-config --quiet --output concise" >"$scratch/there"
    fi
    [ $? -le 1 ] && [ -s "$scratch/there" ] && diff "$scratch/here" "$scratch/there"
}
expect 'runs in a root with nothing but /proc, and finds the same' empty_root

wheel=$(realpath dist/*.whl)
python3 -m venv "$scratch/venv" >"$scratch/log" 2>&1 || {
    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv
    python3 -m venv "$scratch/venv"
} >"$scratch/log" 2>&1
expect 'the wheel installs into a clean environment' "$scratch/venv/bin/pip" install --quiet --no-index --disable-pip-version-check "$wheel"
expect 'and works there' [ "$("$scratch/venv/bin/flywheel-lint" --version)" = "$version" ]
expect 'and is whole' "$scratch/venv/bin/pip" check
clean() { "$scratch/venv/bin/pip" uninstall --yes flywheel-lint && [ ! -e "$scratch/venv/bin/flywheel-lint" ]; }
expect 'and goes away again' clean

# The same wheel as pre-commit installs it for `language: python`.
if bin=$(Scripts/gates/tools.sh); then
    python_hook() {
        (
            unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX
            mkdir "$scratch/consumer" && cd "$scratch/consumer" && git init --quiet || exit 1
            printf 'repos:\n- repo: local\n  hooks:\n  - id: flywheel-lint\n    name: flywheel-lint\n    language: python\n    additional_dependencies: ["flywheel-lint @ file://%s"]\n    entry: flywheel-lint check --quiet --scope file\n    types: [text]\n' "$wheel" >.pre-commit-config.yaml
            echo 'curl http://attic.nix-cache.svc.cluster.local:8080/_api' >notes.md
            git add --all
            PRE_COMMIT_HOME=$scratch/pre-commit "$bin/pre-commit" run --all-files --color never >log 2>&1
            [ $? -eq 1 ] && grep -F 'error[cache/stale-port]' log
        )
    }
    expect 'pre-commit with language: python installs it, and it finds' python_hook
fi

# The manual names every command and every option that help names.
complete() {
    local command option
    for command in '' check diff baseline kpi rules config init stacks packs; do
        # shellcheck disable=SC2086 # no command is no word
        for option in $("$tool" $command --help | grep -oE -- '--[a-z][a-z-]+' | sort -u); do
            grep -qF -- "${option//-/\\-}" "$scratch/$name/flywheel-lint.1" || { echo "$command $option"; return 1; }
        done
    done
}
expect 'the manual page has every option' complete
if command -v groff >/dev/null; then
    right() { [ -z "$(groff -man -Tutf8 -ww -z "$1" 2>&1 | tee /dev/stderr)" ]; }
    expect 'the manual page is right' right "$scratch/$name/flywheel-lint.1"
fi
for shell in bash zsh fish; do
    if command -v $shell >/dev/null; then
        expect "completions parse in $shell" $shell -n "$(find "$scratch/$name/completions" -name "*$shell" -o -name _flywheel-lint | grep -m 1 -E "$([ $shell = zsh ] && echo '_flywheel' || echo "\.$shell")")"
    fi
done
[ "$failures" -eq 0 ]
