#!/usr/bin/env bash
# Gets the servers that the live tests run against, each once, into a folder of this build:
#
#     servers.sh FOLDER [NAME...]     leaves FOLDER/<name>/redis-server, or FOLDER/<name>/why with the reason that there is none
#
# asio       no server: the headers of standalone Asio, of Debian trixie, in FOLDER/asio/include; this machine's may be older than 1.26
# redis-7    the server inside the package redis-tools, under the name that makes it one; redisearch.so beside it is a module for it
# redis-8    Debian trixie's, run by its own loader on its own libraries
# valkey-8   from bookworm-backports
#
# Nothing on the machine changes: the mirror is the one that the machine already uses, package lists and downloads stay in FOLDER,
# and packages are unpacked there, not installed. A server that is not available is reported and is no failure.
set -euo pipefail
export LC_ALL=C

folder=$(mkdir -p "${1:?servers.sh FOLDER [NAME...]}" && cd "$1" && pwd)
shift
names=("$@")
[ $# -gt 0 ] || names=(redis-7 valkey-8 redis-8 asio)
lists=$folder/.apt

say() { printf '%s\n' "$*"; }

have() { [ -x "$folder/$1/redis-server" ]; }

# The reason that a server is missing, for the tests that are skipped for it.
missing() {
    mkdir -p "$folder/$1"
    printf '%s\n' "$2" > "$folder/$1/why"
    say "$1: none ($2)"
}

# Takes the folder of a server into use if the server in it runs and is of the version that its name says.
accept() {  # name
    local name=$1 version
    if ! version=$("$folder/$name/redis-server" --version 2>&1); then
        rm -f "$folder/$name/redis-server"
        missing "$name" "it does not run here: ${version##*$'\n'}"
    elif [[ $version != *v=${name#*-}.* ]]; then
        rm -f "$folder/$name/redis-server"
        missing "$name" "this machine's is another version: $version"
    else
        rm -f "$folder/$name/why"
        say "$name: $version"
    fi
}

# apt that sees one other suite of this machine's mirror, and keeps everything it writes to itself.
private_apt() {  # program arguments...
    local program=$1
    shift
    "$program" -o Dir::Etc::sourcelist="$lists/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State="$lists/state" -o Dir::State::lists="$lists/lists" -o Dir::State::status=/dev/null \
        -o Dir::Cache="$lists/cache" -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
        -o Acquire::Languages=none -o Acquire::Retries=1 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 "$@"
}

# The address that this machine gets Debian from.
mirror() {
    apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk '$1 == "Debian" && $2 == "Debian" && !found++ { print $3 }'
}

# Unpacks packages of another suite into a folder; the reason goes to standard error when it cannot.
unpack() {  # suite folder packages...
    local suite=$1 into=$2 address keys=/usr/share/keyrings/debian-archive-keyring.gpg signed=''
    shift 2
    command -v apt-get dpkg > /dev/null || { echo 'this machine has no apt' >&2; return 1; }
    address=$(mirror)
    [ -n "$address" ] || { echo 'no Debian mirror in the package sources of this machine; apt-get update may help' >&2; return 1; }
    [ ! -r "$keys" ] || signed="[signed-by=$keys] "
    rm -rf "$lists" "$into"
    mkdir -p "$lists"/{state,lists/partial,cache/archives/partial,packages} "$into"
    printf 'deb %s%s %s main\n' "$signed" "$address" "$suite" > "$lists/sources.list"
    private_apt apt-get -qq update --error-on=any >&2 || return 1
    local packages=("$@") library
    # The libraries of a package, and theirs, where the suite is not this machine's.
    if [ "${with_libraries:-no}" = yes ]; then
        mapfile -t packages < <({
            printf '%s\n' "$@"
            # shellcheck disable=SC2046  # the names are words
            private_apt apt-cache depends --recurse --no-{recommends,suggests,conflicts,breaks,replaces,enhances} \
                $(private_apt apt-cache depends --no-{recommends,suggests,conflicts,breaks,replaces,enhances} "$@" |
                    awk '$1 == "Depends:" && $2 ~ /^lib/ { print $2 }') |
                awk '/^(lib|zlib)/'
        } | sort -u)
    fi
    (cd "$lists/packages" && private_apt apt-get -qq download "${packages[@]}" >&2) || return 1
    for library in "$lists"/packages/*.deb; do
        dpkg -x "$library" "$into" || return 1
    done
    rm -rf "$lists"
}

# The first line that a command printed on standard error, as the reason of its failure.
reason() { sed -n 's/^[EW]: *//; s/^  *//; /./{p;q}' "$1"; }

redis_7() {
    local server
    server=$(command -v redis-check-rdb) || { missing redis-7 'the package redis-tools is not installed'; return; }
    mkdir -p "$folder/redis-7"
    ln -sf "$(readlink -f "$server")" "$folder/redis-7/redis-server"
    accept redis-7
    have redis-7 || return 0
    if unpack bookworm "$folder/redis-7/root" redis-redisearch 2> "$folder/log"; then
        ln -sf root/usr/lib/redis/modules/redisearch.so "$folder/redis-7/redisearch.so"
    else
        say "redis-7: no module redisearch ($(reason "$folder/log"))"
    fi
}

valkey_8() {
    if ! unpack bookworm-backports "$folder/valkey-8/root" valkey-tools 2> "$folder/log"; then
        missing valkey-8 "$(reason "$folder/log")"
        return
    fi
    ln -sf root/usr/bin/valkey-check-rdb "$folder/valkey-8/valkey-server"
    printf '#!/bin/sh\nexec "${0%%/*}/valkey-server" "$@"\n' > "$folder/valkey-8/redis-server"
    chmod +x "$folder/valkey-8/redis-server"
    accept valkey-8
}

redis_8() {
    local loader libraries
    if ! with_libraries=yes unpack trixie "$folder/redis-8/root" redis-tools 2> "$folder/log"; then
        missing redis-8 "$(reason "$folder/log")"
        return
    fi
    loader=$(cd "$folder/redis-8" && find root -name 'ld-linux*.so.*' -print -quit)
    libraries=$(cd "$folder/redis-8" && find root -name libc.so.6 -printf '%h' -quit)
    cat > "$folder/redis-8/redis-server" <<END
#!/bin/sh
here=\${0%/*}
exec "\$here/$loader" --library-path "\$here/$libraries" --argv0 redis-server "\$here/root/usr/bin/redis-check-rdb" "\$@"
END
    chmod +x "$folder/redis-8/redis-server"
    accept redis-8
}

asio() {
    local headers=$folder/asio/include/asio.hpp
    if [ ! -f "$headers" ]; then
        if ! unpack trixie "$folder/asio/root" libasio-dev 2> "$folder/log"; then
            rm -rf "$folder/asio"
            say "asio: none ($(reason "$folder/log"))"
            return
        fi
        ln -sfn root/usr/include "$folder/asio/include"
    fi
    say "asio: $(sed -n 's|^#define ASIO_VERSION [0-9]* // ||p' "$folder/asio/include/asio/version.hpp")"
}

# Two builds may ask for the same folder at the same time.
exec 9> "$folder/.lock"
! command -v flock > /dev/null || flock 9

for name in "${names[@]}"; do
    if have "$name" && "$folder/$name/redis-server" --version > /dev/null 2>&1; then
        say "$name: $("$folder/$name/redis-server" --version)"
    else
        "${name/-/_}"
    fi
done
rm -f "$folder/log"
