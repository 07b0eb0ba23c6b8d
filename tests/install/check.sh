#!/usr/bin/env bash
# Takes the library as a user does and runs a program with it: check.sh WAY SOURCE BUILD WORK COMPONENTS
set -euo pipefail

way=$1 source=$2 build=$3 work=$4 components=${5//,/;}
consumer=$source/tests/install/consumer
prefix=$work/prefix
rm -rf "$work"
mkdir -p "$work"

build_consumer() {
    cmake -S "$consumer" -B "$work/build" -DCOMPONENTS="$components" "$@"
    cmake --build "$work/build"
    "$work/build/consumer"
}

case $way in
    find_package)
        cmake --install "$build" --prefix "$prefix" > "$work/installed"
        build_consumer -DCMAKE_PREFIX_PATH="$prefix"

        # Another minor version of 0.x is refused.
        if cmake -S "$consumer" -B "$work/other" -DCMAKE_PREFIX_PATH="$prefix" -DVERSION=0.999 > "$work/log" 2>&1; then
            echo 'version 0.999 was asked for and this one was taken'
            exit 1
        fi
        grep 'requested version "0.999"' "$work/log"
        ;;
    add_subdirectory)
        # The library adds no test, no installed file and no warning to the project that it is in.
        build_consumer -DSUBDIRECTORY="$source" -DCMAKE_CXX_FLAGS='-Wall -Wextra -Wconversion -Wshadow'
        if [ -e "$work/build/hibana/tests" ] || [[ $(ctest --test-dir "$work/build" -N 2>&1) == *'Test '*'#'* ]]; then
            echo 'the library brings its tests into the project of its user'
            exit 1
        fi
        ;;
    pkg_config)
        command -v pkg-config > /dev/null || { echo 'skipped: install/pkg_config: pkg-config is not installed'; exit 77; }
        # The file names the folder that it was configured for, so the library is configured for this one.
        cmake -S "$source" -B "$work/library" -DCMAKE_INSTALL_PREFIX="$prefix" -DHIBANA_TESTS=OFF > "$work/log"
        cmake --install "$work/library" > "$work/installed"
        export PKG_CONFIG_PATH=$prefix/share/pkgconfig
        # shellcheck disable=SC2046  # the flags are words
        "$CXX" -std=c++20 "$consumer/main.cpp" -o "$work/consumer" $(pkg-config --cflags --libs hibana)
        "$work/consumer"
        ;;
esac
