#!/usr/bin/env bash
# The files that other programs read: hooks, action, workflows, the GitLab component, scripts.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$(Scripts/gates/tools.sh)
status=0
check() { echo "  $1"; shift; "$@" || status=1; }

mapfile -t scripts < <(git ls-files -z -- ':!Fixtures' ':!Tests' | xargs -0 grep -lIE --max-count=1 '^#!.*\b(ba|da|)sh$' -- | sort)
check "shellcheck: ${#scripts[@]} scripts" "$bin/shellcheck" "${scripts[@]}"
check 'pre-commit validate-manifest' "$bin/pre-commit" validate-manifest .pre-commit-hooks.yaml
check 'pre-commit validate-config' "$bin/pre-commit" validate-config docs/examples/pre-commit-config.yaml
check 'prek validate-manifest' "$bin/prek" validate-manifest .pre-commit-hooks.yaml
check 'action.yml against its schema' "$bin/check-jsonschema" --builtin-schema vendor.github-actions action.yml
check 'workflows against their schema' "$bin/check-jsonschema" --builtin-schema vendor.github-workflows \
    .github/workflows/*.yml docs/examples/github.yml
check 'GitLab example against its schema' "$bin/check-jsonschema" --builtin-schema vendor.gitlab-ci docs/examples/gitlab-ci.yml
check 'GitLab component against its schema' python3 Scripts/gates/gitlab_component.py "$bin" templates/flywheel-lint.yml
# `actionlint` looks for shellcheck on PATH, to read 'run' with it.
PATH=$bin:$PATH check 'actionlint' "$bin/actionlint" .github/workflows/*.yml docs/examples/github.yml
check 'zizmor' "$bin/zizmor" --offline --quiet --no-progress .github action.yml docs/examples/github.yml
# An expression in a script is text that an attacker may write.
echo '  no expression inside run'
if awk '/^ *(- )?run:/ { inside = 1; match($0, /^ */); depth = RLENGTH } \
        inside && !/^ *(- )?run:/ { match($0, /^ */); if (RLENGTH <= depth && NF) inside = 0 } \
        inside && /\$\{\{/ { print FILENAME ":" FNR ": " $0; found = 1 } END { exit !found }' \
    action.yml .github/workflows/*.yml docs/examples/github.yml; then
    status=1
fi
exit $status
