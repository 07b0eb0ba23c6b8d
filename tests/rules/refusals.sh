#!/usr/bin/env bash
# Checks that each diagnostic of a static_assert is expected by a program in tests/refuses: refusals.sh REFUSES HEADERS...
#
# Such a sentence is a text in a header that begins with "hibana: ". The sentence on a type that does not satisfy the concept of its role
# counts once for all roles.
set -euo pipefail

refuses=$1
shift
failed=0
any_role() { sed -E 's/plays the [a-z]+ role but does not satisfy hibana::policy::[a-z]+/plays the ... role but does not satisfy .../; s|hibana/[a-z_/]+\.hpp|...|'; }
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
