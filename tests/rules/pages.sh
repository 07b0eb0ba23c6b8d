#!/usr/bin/env bash
# Checks the reference pages and the diagnostics that pages quote: pages.sh PROJECT HEADERS..., run in the folder that has hibana/.
#
# Every header with a policy has a page, docs/reference/<room>/<stem>.md. A policy is a type with a `///` comment and `using plays = role::...`.
# Pages of policies have one list of headings, pages of other types another.
set -euo pipefail

project=$1
shift
pages=$project/docs/reference
failed=0
complain() {
    printf '%s\n' "$1"
    failed=1
}

policy_headings='## Plays ## Requires ## Guarantees ## Errors ## Cost ## Example'
type_headings='## Interface ## Guarantees ## Errors ## Cost ## Example'

# "name role" for each policy of a header.
policies() {
    awk '
        /^\/\/\/ / { documented = 1; next }
        documented && match($0, /(struct|class) [a-z_0-9]+ (final )?(: .*)?[{]/) {
            name = substr($0, RSTART)
            sub(/^[a-z]+ /, "", name)
            sub(/[^a-z_0-9].*/, "", name)
        }
        /^template/ || /^    requires/ { next }
        /^[^ ]/ { documented = 0 }
        /^}/ { name = "" }
        /^    using plays = role::/ && name != "" { sub(/;$/, "", $4); print name, $4 }
    ' "$1"
}

for header in "$@"; do
    stem=${header#hibana/}
    stem=${stem%.hpp}
    [[ $stem != testing/laws/* ]] || continue
    page=$pages/$stem.md
    while read -r name role; do
        if [ ! -f "$page" ]; then
            complain "$header: $name plays $role and has no page docs/reference/$stem.md"
            continue
        fi
        grep -q "$role" "$page" || complain "docs/reference/$stem.md: does not say that $name plays $role"
        name=${name#basic_}
        grep -q "$name" "$page" || complain "docs/reference/$stem.md: does not name $name"
        grep -q "($stem.md)" "$pages/README.md" || complain "docs/reference/README.md: does not list $stem.md"
    done < <(policies "$header")
done

# Every page has a header, and one of the lists of headings.
while IFS= read -r page; do
    stem=${page#"$pages/"}
    stem=${stem%.md}
    [ -f "hibana/$stem.hpp" ] || complain "docs/reference/$stem.md: there is no hibana/$stem.hpp"
    headings=$(grep '^## ' "$page" | tr '\n' ' ')
    [ "$headings" = "$policy_headings " ] || [ "$headings" = "$type_headings " ] ||
        complain "docs/reference/$stem.md: the headings are neither: $policy_headings, nor: $type_headings"
done < <(find "$pages" -name '*.md' ! -path "$pages/README.md" | sort)

# Links between pages.
while IFS= read -r page; do
    while IFS= read -r link; do
        [ -e "$(dirname "$page")/${link%%#*}" ] || complain "${page#"$project/"}: links to $link, which is not there"
    done < <(awk '/^```/ { code = !code } !code' "$page" | grep -oE '\]\([^):]+\)' | sed 's/^](//; s/)$//' | grep -v '^#' || true)
done < <({ find "$project" -maxdepth 1 -name '*.md'; find "$project/docs" -name '*.md'; } | sort)

# Sentences of the compiler: "hibana: ..." in a line that says "error:", or in backquotes.
sentences=$(cat "$@" | tr -d '\\' | tr '\n' ' ' | sed 's/" *"//g')
while IFS= read -r quoted; do
    [[ $sentences == *"$quoted"* ]] || complain "no header says what a page quotes: $quoted"
done < <(cat "$project/README.md" $(find "$project/docs" -name '*.md') | tr -d '\\' |
    grep -ohE '(error: .*|`)hibana: [^`]*' | sed -E 's/^.*(hibana: )/\1/' | sort -u)

exit "$failed"
