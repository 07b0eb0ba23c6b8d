// expect: this reply cannot be converted to this type; use another type, or specialise hibana::from_reply or hibana::members for it
#include <hibana/client.hpp>
#include <hibana/command/hash.hpp>

#include <map>

using namespace hibana;

#ifdef HIBANA_WRONG
using wanted = int;
#else
using wanted = std::map<std::string, int>;
#endif

wanted use(client<>& db) {
    return db(cmd::hgetall("k").as<wanted>());
}
