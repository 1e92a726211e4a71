#!/usr/bin/env bash
# The pre-commit hooks as a consumer meets them: first use inside `git commit -a`, in a worktree and a submodule, with
# thousands of files, by try-repo, and with prek. The linter is built once, from the last commit, by the hook itself.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
bin=$(Scripts/gates/tools.sh) || exit 2
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PRE_COMMIT_HOME=$scratch/pre-commit PREK_HOME=$scratch/prek FLYWHEEL_LINT_CACHE=$root/.build/gates/cache
export PATH=$bin:$PATH GIT_CONFIG_GLOBAL=$scratch/gitconfig PRE_COMMIT_COLOR=never
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX
[ -f "$HOME/.gitconfig" ] && git config --global include.path "$HOME/.gitconfig"
git config --global user.name Consumer
git config --global user.email consumer@example.org
git config --global protocol.file.allow always
git config --global init.defaultBranch main
rm -rf "$FLYWHEEL_LINT_CACHE"
failures=0
log=$scratch/log

ok() { echo "  ok: $1"; }
bad() {
    echo "  FAILED: $1"
    sed 's/^/    | /' "$log" | tail -n 40
    failures=$((failures + 1))
}
# says TEXT STATUS NAME COMMAND...: the command ends with the status, and its output holds the text ('' for no finding).
says() {
    local text=$1 wanted=$2 name=$3 status
    shift 3
    "$@" >"$log" 2>&1
    status=$?
    if [ "$status" -ne "$wanted" ]; then bad "$name: status $status, not $wanted"; return; fi
    if [ -n "$text" ] && ! grep -qF -- "$text" "$log"; then bad "$name: no '$text'"; return; fi
    if [ -z "$text" ] && grep -q 'cache/stale-port' "$log"; then bad "$name: a finding"; return; fi
    ok "$name"
}
# counts N NAME: the last output has so many findings.
counts() {
    local found
    found=$(grep -c '^error\[cache/stale-port\]' "$log")
    if [ "$found" -eq "$1" ]; then ok "$2"; else bad "$2: $found findings, not $1"; fi
}

[ -z "$(git status --porcelain --untracked-files=no)" ] || echo '  note: changes that are not committed are not seen here'
git clone --quiet --no-local . "$scratch/tool"
revision=$(git rev-parse HEAD)
stale='curl http://attic.nix-cache.svc.cluster.local:8080/_api'
true_='curl http://attic.nix-cache.svc.cluster.local/_api'

consumer() {
    git init --quiet "$1" && cd "$1" || exit 2
    printf 'extends: builtin:glorious-flywheel\nexclude: [vendor/]\n' >.flywheel-lint.yml
    cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $scratch/tool
    rev: $revision
    hooks:
      - id: flywheel-lint
      - id: flywheel-lint-repository
YAML
    mkdir -p docs vendor
    printf '# Notes\n\n%s\n' "$true_" >docs/notes.md
    printf '%s\n' "$stale" >vendor/notes.md
    git add --all && git commit --quiet --message first
}

consumer "$scratch/consumer"
says '' 0 'pre-commit install' pre-commit install
echo "$stale" >>docs/notes.md
says 'docs/notes.md:4:' 1 'first use inside git commit -a builds, and finds' git commit --all --message stale
printf '# Notes\n\n%s\n\nMore.\n' "$true_" >docs/notes.md
says '' 0 'a clean git commit -a passes' git commit --all --message clean
whole() { [ -z "$(git status --porcelain)" ] && [ "$(git ls-files | wc -l)" -eq 4 ] && git fsck --strict; }
says '' 0 'the index is whole' whole

# What is staged counts, not what is in the work tree; pre-commit puts the rest aside.
echo "$stale" >>docs/notes.md
git add docs/notes.md
printf '# Notes\n\n%s\n' "$true_" >docs/notes.md
says 'docs/notes.md:6:' 1 'what is staged is linted' git commit --message staged
git checkout --quiet HEAD -- docs/notes.md

git worktree add --quiet "$scratch/worktree" -b side
cd "$scratch/worktree" || exit 2
echo "$stale" >>docs/notes.md
says 'docs/notes.md:6:' 1 'in a worktree' git commit --all --message stale
git checkout --quiet -- .
echo 'Clean.' >>docs/notes.md
says '' 0 'in a worktree, clean' git commit --all --message clean

git init --quiet "$scratch/super" && cd "$scratch/super" || exit 2
git submodule --quiet add "$scratch/consumer" part >"$log" 2>&1 || bad 'submodule add'
cd part || exit 2
pre-commit install >/dev/null
echo "$stale" >>docs/notes.md
says 'docs/notes.md:6:' 1 'in a submodule' git commit --all --message stale

cd "$scratch/consumer" || exit 2
mkdir -p many
for number in $(seq 1 3000); do echo "Line $number." >"many/a file with a long name, number $number.md"; done
for number in 7 1500 2999; do echo "$stale" >>"many/a file with a long name, number $number.md"; done
git add --all
says 'many/a file with a long name, number 1500.md:2:' 1 '3,000 files, in parts' pre-commit run flywheel-lint --all-files
counts 3 'each finding once, none in what is excluded'
says 'cache/stale-port' 1 'excluded files that are passed are skipped' \
    "$scratch/tool/Scripts/pre-commit/flywheel-lint" check --quiet --scope file \
    vendor/notes.md 'many/a file with a long name, number 7.md' docs/notes.md
counts 1 'only what is not excluded'
rm -r many
git add --all

says 'Passed' 0 'try-repo' pre-commit try-repo "$scratch/tool" flywheel-lint --all-files
says 'Passed' 0 'try-repo, the whole repository' pre-commit try-repo "$scratch/tool" flywheel-lint-repository --all-files

# A stack whose lock comes from another file: only the rules for the whole repository may judge it.
cp "$FLYWHEEL_LINT_CACHE"/*/flywheel-lint "$scratch/flywheel-lint"
PATH=$scratch:$PATH
says 'Passed' 0 'the hook for a binary on PATH' pre-commit try-repo "$scratch/tool" flywheel-lint-system --all-files

rm .git/hooks/pre-commit
says '' 0 'prek install' prek install
echo "$stale" >>docs/notes.md
says 'docs/notes.md:6:' 1 'prek inside git commit -a' git commit --all --message stale
printf '# Notes\n\n%s\n\nLess.\n' "$true_" >docs/notes.md
says '' 0 'prek, clean' git commit --all --message clean
says '' 0 'prek run --all-files' prek run --all-files
builds=$(find "$FLYWHEEL_LINT_CACHE" -name flywheel-lint -type f | wc -l)
echo "$builds builds" >"$log"
if [ "$builds" -eq 1 ]; then ok 'built once'; else bad 'built once'; fi
[ "$failures" -eq 0 ]
