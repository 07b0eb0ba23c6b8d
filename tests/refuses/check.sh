#!/usr/bin/env bash
# Tests one program of this folder with one compiler: check.sh FILE COMPILER FLAG...
#
# The file compiles as it is. With HIBANA_WRONG it fails with exactly one error, which contains the sentence in the first line of the file.
set -euo pipefail
export LC_ALL=C

file=$1
shift
# Without source lines and notes, every line that is counted and compared comes from the compiler.
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

output=$("$@" "${quiet[@]}" "$file" 2>&1) || fail 'does not compile without HIBANA_WRONG:' "$output"
! output=$("$@" "${quiet[@]}" -DHIBANA_WRONG "$file" 2>&1) || fail "compiles with HIBANA_WRONG; expected: $sentence"

errors=$(grep -E '(^|: )(fatal )?error: ' <<< "$output" || true)
[ "$(grep -c . <<< "$errors")" = 1 ] || fail "expected one error, got $(grep -c . <<< "$errors"):" "$output"
[[ $errors == *"$sentence"* ]] || fail "expected: $sentence" "$output"
