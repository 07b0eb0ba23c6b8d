// expect: a call takes requests, such as cmd::get
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>

void use(hibana::client<>& db) {
#ifdef HIBANA_WRONG
    db("GET", "k");
#else
    db(hibana::cmd::get("k"));
#endif
}
