#!/usr/bin/env bash
# Tries one program of this folder on one compiler: check.sh FILE COMPILER FLAG...
#
# The file compiles as it stands; with HIBANA_WRONG it fails with exactly one error, which holds the sentence of the file's first line.
set -euo pipefail
export LC_ALL=C

file=$1
shift
# Echoed source and notes are left out, so that what is counted and compared is said by the compiler.
case $1 in
    *clang*) quiet=(-fno-color-diagnostics -fno-caret-diagnostics -ferror-limit=0) ;;
    *) quiet=(-fdiagnostics-color=never -fno-diagnostics-show-caret -fmax-errors=0) ;;
esac

fail() {
    printf '%s: %s\n' "${file##*/}" "$1"
    [ $# -lt 2 ] || printf '%s\n' "$2"
    exit 1
}

sentence=$(sed -n '1s|^// expect: ||p' "$file")
[ -n "$sentence" ] || fail 'the first line is not "// expect: <sentence>"'
grep -q HIBANA_WRONG "$file" || fail 'nothing in it depends on HIBANA_WRONG'

said=$("$@" "${quiet[@]}" "$file" 2>&1) || fail 'does not compile without HIBANA_WRONG:' "$said"
! said=$("$@" "${quiet[@]}" -DHIBANA_WRONG "$file" 2>&1) || fail "compiles with HIBANA_WRONG; expected: $sentence"

errors=$(grep -E '(^|: )(fatal )?error: ' <<< "$said" || true)
[ "$(grep -c . <<< "$errors")" = 1 ] || fail "expected one error, got $(grep -c . <<< "$errors"):" "$said"
[[ $errors == *"$sentence"* ]] || fail "expected: $sentence" "$said"
