#!/bin/sh
# The former tenant must not come back.
if grep -r "bates-ils" tofu/; then exit 1; fi
attic cache create main
