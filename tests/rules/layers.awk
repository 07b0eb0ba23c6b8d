# Holds the includes of the library against the drawing.
#
#     awk -v outside="tls=openssl/ asio=boost/" -v members="tls=transport/tls_stream.hpp ..." -f layers.awk layers.txt HEADERS...
#
# Run in the folder that has hibana/. Components own the foreign headers that `outside` names; no header outside of a component may
# reach one, directly or through another header.

function room_of(header) { return header ~ /\// ? substr(header, 1, index(header, "/") - 1) : "root" }

function complain(header, line, what) {
    printf "%s:%d: %s\n", header, line, what
    failed = 1
}

# Two drawings of the same name: a single header's line comes before its room's.
function may_include(from, to,    allowed, rooms, count, i) {
    if (room_of(from) == room_of(to) && from ~ /\//) return 1
    allowed = (from in drawing) ? drawing[from] : drawing[room_of(from)]
    count = split(allowed, rooms, " ")
    for (i = 1; i <= count; i++)
        if (rooms[i] == to || rooms[i] == room_of(to)) return 1
    return 0
}

function component_of_foreign(name,    i) {
    for (i = 1; i <= foreign_count; i++)
        if (index(name, foreign_prefix[i]) == 1) return foreign_component[i]
    return ""
}

# True if all that may include `name` is in some component that owns it.
function owns(header, name,    i) {
    for (i = 1; i <= foreign_count; i++)
        if (index(name, foreign_prefix[i]) == 1 && (foreign_component[i], header) in member) return 1
    return 0
}

BEGIN {
    foreign_count = split(outside, pairs, " ")
    for (i = 1; i <= foreign_count; i++) {
        split(pairs[i], pair, "=")
        foreign_component[i] = pair[1]
        foreign_prefix[i] = pair[2]
    }
    count = split(members, pairs, " ")
    for (i = 1; i <= count; i++) {
        split(pairs[i], pair, "=")
        member[pair[1], pair[2]] = 1
        in_component[pair[2]] = pair[1]
    }
}

# The drawing.
FILENAME == ARGV[1] {
    if ($0 ~ /^#/ || $0 ~ /^ *$/) next
    room = $1
    sub(/:$/, "", room)
    sub(/^[^:]*:/, "")
    drawing[room] = $0
    next
}

FNR == 1 {
    header = FILENAME
    sub(/^hibana\//, "", header)
    headers[header] = 1
    if (!(room_of(header) in drawing)) complain(FILENAME, 1, "the room " room_of(header) " is not in the drawing, tests/layers.txt")
}

/^[ \t]*#[ \t]*include/ {
    name = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
    if (name !~ /^</) {
        complain(FILENAME, FNR, "includes " name "; headers of the library are included as <hibana/...>")
        next
    }
    name = substr(name, 2, index(name, ">") - 2)
    if (name ~ /^hibana\//) {
        sub(/^hibana\//, "", name)
        if (!may_include(header, name))
            complain(FILENAME, FNR, "includes " name ", which tests/layers.txt does not allow here")
        if ((name in in_component) && !(header in in_component))
            complain(FILENAME, FNR, "includes " name " of hibana::" in_component[name] ", and is itself of hibana::hibana")
        includes[header] = includes[header] " " name
    } else if (component_of_foreign(name) != "") {
        if (!owns(header, name))
            complain(FILENAME, FNR, "includes <" name ">, which only headers of hibana::" component_of_foreign(name) " may")
    } else if (name ~ /\// && name !~ /^(bits|sys|net|netinet|arpa|linux)\//) {
        complain(FILENAME, FNR, "includes <" name ">: no component in cmake/components.cmake has it")
    }
}

# No header may reach itself: the order of the rooms forbids it between rooms, this inside of one.
function visit(header, path,    list, count, i) {
    if (state[header] == "done") return
    if (state[header] == "open") {
        complain("hibana/" header, 1, "includes itself:" path " " header)
        return
    }
    state[header] = "open"
    count = split(includes[header], list, " ")
    for (i = 1; i <= count; i++) visit(list[i], path " " header)
    state[header] = "done"
}

END {
    for (header in headers) visit(header, "")
    exit failed
}
