# Checks rules about headers of the library. Run in the folder that contains hibana/: source.awk HEADERS...

function complain(line, what) {
    printf "%s:%d: %s\n", FILENAME, line, what
    failed = 1
}

function finish_file() {
    if (previous == "") return
    sizes[++count] = bytes
    # Command tables are as long as the list of commands. Size alone is no reason to cut a class.
    if (bytes > 20000 && !says_one_thing && previous !~ /^hibana\/command\//) {
        printf "%s: %d bytes; a header over 20000 says in its first lines why it is one thing\n", previous, bytes
        failed = 1
    }
    if (!pragma) {
        printf "%s: no #pragma once\n", previous
        failed = 1
    }
}

FNR == 1 {
    finish_file()
    previous = FILENAME
    bytes = 0
    pragma = 0
    says_one_thing = 0
    foreign_seen = 0
    in_namespace = 0
    if ($0 != "// SPDX-License-Identifier: BSL-1.0") complain(1, "the first line is not // SPDX-License-Identifier: BSL-1.0")
}

FNR == 2 && !/^\/\/\/ \\file  [^ ]/ { complain(2, "the second line is not /// \\file  and a noun phrase") }

{ bytes += length($0) + 1 }
FNR <= 12 && /one thing/ { says_one_thing = 1 }

/^#pragma once$/ { pragma = 1 }

/^#include </ {
    if ($0 !~ /<hibana\//) foreign_seen = 1
    else if (foreign_seen) complain(FNR, "own headers are included before foreign ones")
    if ($0 ~ /<(iostream|functional|regex|format|bits\/)/ && FILENAME != "hibana/core/chrono.hpp")
        complain(FNR, "includes " $2 ", which costs every user compile time")
}

/\t/ { complain(FNR, "a tab") }
/[ \r]$/ { complain(FNR, "a space or carriage return at the end of the line") }
/TODO|FIXME|XXX|HACK/ { complain(FNR, "something is left open") }
/^namespace / { in_namespace = 1 }
/^}  \/\/ namespace/ { in_namespace = 0 }
/^using namespace / && !in_namespace { complain(FNR, "using namespace in the namespace of every user") }
length($0) > 140 { complain(FNR, length($0) " columns") }

# The median needs the sizes in order.
function sort_sizes(    i, j, value) {
    for (i = 2; i <= count; i++) {
        value = sizes[i]
        for (j = i - 1; j > 0 && sizes[j] > value; j--) sizes[j + 1] = sizes[j]
        sizes[j + 1] = value
    }
}

END {
    finish_file()
    sort_sizes()
    median = sizes[int((count + 1) / 2)]
    printf "%d headers, median %d bytes\n", count, median
    if (median >= 6000) {
        print "the median is not below 6000 bytes"
        failed = 1
    }
    exit failed
}
