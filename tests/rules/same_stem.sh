#!/usr/bin/env bash
# A header and its test have the same path and stem: same_stem.sh TESTS HEADERS..., run in the folder that has hibana/.
#
# No test is asked of a list of includes, of tags and declarations without code, and of the laws, which are tests themselves.
# A test of one thing in a header may add to its stem: notation_of_options.test.cpp goes with notation.hpp.
set -euo pipefail

tests=$1
shift
failed=0
complain() {
    printf '%s\n' "$1"
    failed=1
}

has_code() { grep -qE '^[^/#]*(\breturn\b|\brequires\b|\bconstexpr\b[^;]*=)' "$1"; }

for header in "$@"; do
    stem=${header#hibana/}
    stem=${stem%.hpp}
    [[ $stem == testing/laws/* ]] && continue
    [ -f "$tests/$stem.test.cpp" ] || ! has_code "$header" || complain "$header: no $stem.test.cpp in tests/"
done

# The other way around, in the rooms of the library only.
while IFS= read -r test; do
    stem=${test#"$tests/"}
    stem=${stem%.test.cpp}
    room=${stem%%/*}
    [ "$stem" = "$room" ] || [ -d "hibana/$room" ] || continue
    found=no
    while [ -n "$stem" ]; do
        [ ! -f "hibana/$stem.hpp" ] || found=yes
        [[ ${stem##*/} == *_* ]] || break
        stem=${stem%_*}
    done
    [ "$found" = yes ] || complain "$test: no header of this stem"
done < <(find "$tests" -name '*.test.cpp' | sort)

exit "$failed"
