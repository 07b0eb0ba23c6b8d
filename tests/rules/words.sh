#!/usr/bin/env bash
# No file contains a word that the project does not use: words.sh PROJECT. The list is retired_words.txt.
set -euo pipefail
export LC_ALL=C

list=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/retired_words.txt
cd "$1"
pattern=$(sed -E '/^#/d; s/ +#.*//; /^$/d; s/.*/(&)/' "$list" | paste -sd'|')
[ -n "$pattern" ] || { echo "no words in $list"; exit 1; }
# Words within names in snake_case count too. Corpora of the fuzz targets are data.
if grep -rniEI --exclude=retired_words.txt --exclude-dir=corpus "(^|[^A-Za-z0-9])($pattern)([^A-Za-z0-9]|\$)" \
    include tests examples docs bench README.md CONTRIBUTING.md CHANGELOG.md; then
    echo 'These words are not used here; tests/rules/retired_words.txt has replacements.'
    exit 1
fi
