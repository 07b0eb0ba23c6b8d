#!/usr/bin/env bash
# Every sentence that the library refuses a program with is expected by a program in tests/refuses: refusals.sh REFUSES HEADERS...
#
# Such a sentence is a text in a header that begins with "hibana: ". That a type does not prove the role it claims is one sentence,
# whichever the role and the file with its contract.
set -euo pipefail

refuses=$1
shift
failed=0
any_role() { sed -E 's/claims the [a-z]+ role/claims the ... role/; s|hibana/[a-z_/]+\.hpp|...|'; }
expected=$(sed -sn '1s|^// expect: ||p' "$refuses"/*.cpp | any_role)

while IFS= read -r sentence; do
    found=no
    while IFS= read -r part; do
        [[ $sentence != *"$part"* ]] || found=yes
    done <<< "$expected"
    if [ "$found" = no ]; then
        printf 'no program in tests/refuses expects: %s\n' "$sentence"
        failed=1
    fi
done < <(cat "$@" | tr -d '\\' | tr '\n' ' ' | grep -oE '"hibana[^"]*: [^"]*"( +"[^"]*")*' | sed 's/" *"//g; s/^"//; s/"$//' | grep -v '^hibana: %' |
    any_role | sort -u)

exit "$failed"
