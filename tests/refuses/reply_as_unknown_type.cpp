// expect: a reply of this kind cannot become this type; ask for another, or specialise hibana::from_reply or hibana::members for it
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
