// expect: this reply cannot be converted to this type; use another type, or specialise hibana::from_reply or hibana::members for it
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>

using namespace hibana;

struct thing {
    int member = 0;
};

#ifdef HIBANA_WRONG
using wanted = thing;
#else
using wanted = int;
#endif

wanted use(client<>& db) {
    return db(cmd::get("k").as<wanted>());
}
