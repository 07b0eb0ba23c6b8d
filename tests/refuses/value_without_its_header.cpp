// expect: the reply to this command is a hibana::value, which wants #include <hibana/protocol/value_read.hpp>
// alone: the headers that the others share have that one too
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#ifndef HIBANA_WRONG
#include <hibana/protocol/value_read.hpp>
#endif

using namespace hibana;

void ask(client<>& db) {
    db(cmd::get("k").as<value>());
}
