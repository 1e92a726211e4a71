#!/bin/sh
# A check that the former tenant is gone. It has to name what it looks for.
if grep -r "bates-ils" tofu/; then
  exit 1
fi
