#!/usr/bin/env bash
# Records the text of Rules/ and Facts/ as Swift, so that the binary carries its packs. Prints the file; `make record` puts it in place.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
echo "// Recorded from Rules/ and Facts/ by 'make record'; do not edit."
echo "// swift-format-ignore-file"
echo
echo "extension BuiltinRules {"
record() {
    echo "    public static let $2: [File] = ["
    find "$1" -type f -name '*.yml' | sort | while IFS= read -r file; do
        printf '        File(path: "%s", text: ####"""\n' "${file#"$1"/}"
        cat "$file"
        printf '\n"""####),\n'
    done
    echo "    ]"
}
record Rules files
record Facts facts
echo "}"
