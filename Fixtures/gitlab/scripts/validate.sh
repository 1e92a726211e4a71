#!/bin/sh
echo "$context" | grep -qE '^[a-z0-9-]+/[^:]+:[a-z0-9-]+$' || exit 1
