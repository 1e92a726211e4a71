#!/usr/bin/env bash
# Records the text of Rules/ as Swift, so that the binary carries its packs. Prints the file; `make record` puts it in place.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
echo "// Recorded from Rules/ by 'make record'; do not edit."
echo "// swift-format-ignore-file"
echo
echo "extension BuiltinRules {"
echo "    public static let files: [File] = ["
find Rules -type f -name '*.yml' | sort | while IFS= read -r file; do
    printf '        File(path: "%s", text: ####"""\n' "${file#Rules/}"
    cat "$file"
    printf '\n"""####),\n'
done
echo "    ]"
echo "}"
