#!/usr/bin/env bash
# Tests all programs that a translation unit includes, each in a namespace of its own, with one compiler: check_all.sh UNIT COMPILER FLAG...
#
# Compiling the unit as it is shows that all programs compile. Compiling it with HIBANA_WRONG gives the error of each. A program that does not get
# exactly one error with its sentence there is tested alone, by check.sh, because errors of one program may hide those of another.
set -euo pipefail
export LC_ALL=C

unit=$1
shift
case $1 in
    *clang*) quiet=(-fno-color-diagnostics -fno-caret-diagnostics -ferror-limit=0) ;;
    *) quiet=(-fdiagnostics-color=never -fno-diagnostics-show-caret -fmax-errors=0) ;;
esac
mapfile -t programs < <(sed -n 's|^#include "\(.*/tests/refuses/.*\.cpp\)"$|\1|p' "$unit")
[ ${#programs[@]} -gt 0 ] || { echo "no programs in $unit"; exit 1; }

"$@" "${quiet[@]}" "$unit" || { echo 'the programs do not compile without HIBANA_WRONG'; exit 1; }

# "<program> <error>" for each error. g++ names the program before the error, clang after it, unless the error is in the program itself. An error
# whose program is not found is attributed to `?`.
errors=$({ "$@" "${quiet[@]}" -DHIBANA_WRONG "$unit" 2>&1 || true; } | awk -v clang="$([[ $1 == *clang* ]] && echo 1)" '
    match($0, /[^ ]*tests\/refuses\/[a-z_0-9]*\.cpp/) { program = substr($0, RSTART, RLENGTH) }
    clang && open != "" && program != "" { print program, open; open = "" }
    /(^|: )(fatal )?error: / {
        if (open != "") print "?", open
        open = ""
        if (program != "" && (!clang || index($0, program) == 1)) print program, $0
        else open = $0
        program = ""
    }
    END { if (open != "") print "?", open }')

failed=0
if grep '^? ' <<< "$errors"; then
    echo 'These errors are of no program'
    failed=1
fi
for program in "${programs[@]}"; do
    sentence=$(sed -n '1s|^// expect: ||p' "$program")
    own=$(grep -F "$program " <<< "$errors" || true)
    [ -n "$sentence" ] && [ "$(grep -c . <<< "$own")" = 1 ] && [[ $own == *"$sentence"* ]] && continue
    "${BASH_SOURCE[0]%/*}/check.sh" "$program" "$@" || failed=1
done
exit $failed
