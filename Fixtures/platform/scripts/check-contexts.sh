#!/usr/bin/env bash
# Every cluster of the organisation file has a context of the expected form.
set -euo pipefail
for context in $(yq '.clusters[].context' "$1"); do
  if ! echo "$context" | grep -qE '^[a-z-]+/[^:]+:[a-z-]+$'; then
    echo "unexpected context: $context" >&2
    exit 1
  fi
done
