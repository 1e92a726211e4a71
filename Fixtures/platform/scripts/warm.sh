#!/usr/bin/env bash
# Attic cache warmer: fills the cache with what every job needs.
#
#   ./scripts/warm.sh -e https://attic-cache.example.com -n attic-cache
set -euo pipefail

NAMESPACE="attic-cache"
ATTIC_CACHE="${ATTIC_CACHE:-main}"

kubectl config use-context bumble
kubectl -n "$NAMESPACE" get pods
for path in $(nix build --print-out-paths); do
  attic push "$ATTIC_CACHE" "$path"
done
