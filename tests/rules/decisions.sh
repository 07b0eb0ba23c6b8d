#!/usr/bin/env bash
# Every decision in docs/why has a status line, and the files that it names exist: decisions.sh PROJECT
set -euo pipefail

cd "$1"
failed=0
complain() {
    printf '%s\n' "$1"
    failed=1
}

for page in docs/why/*.md; do
    grep -qE '^Status: (accepted|superseded)[^·]* · Date: [0-9]{4}-[0-9]{2}-[0-9]{2} · Superseded by: (none|\[?[0-9]{4})' "$page" ||
        complain "$page: no line \"Status: ... · Date: ... · Superseded by: ...\""
    while IFS= read -r file; do
        [ -e "$file" ] || [ -e "include/hibana/$file" ] || complain "$page: names $file, which does not exist"
    done < <(grep -oE '`[a-z_.0-9]+(/[a-z_.0-9]+)+`' "$page" | tr -d '`' | sort -u)
done
exit $failed
